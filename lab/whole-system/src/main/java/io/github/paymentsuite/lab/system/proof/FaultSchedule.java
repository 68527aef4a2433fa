package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.system.WholeSystem.NOTIFY;
import static io.github.paymentsuite.lab.system.WholeSystem.ORDER;
import static io.github.paymentsuite.lab.system.WholeSystem.PAYMENT;
import static io.github.paymentsuite.lab.system.WholeSystem.POINTS;
import static io.github.paymentsuite.lab.system.WholeSystem.SIMULATOR;

import io.github.paymentsuite.lab.system.proof.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What goes wrong, with whom and when: data that follows from the seed alone. All that can go wrong
 * is a pack of cards that is dealt to its end before it is shuffled again, so that a few dozen
 * faults leave nothing out.
 */
record FaultSchedule(long seed, List<Fault> faults) {
  static final String BROKER = "broker";
  static final String NAME_SERVER = "name server";
  static final String DATABASE = "database";

  /** Ways of a service that can be cut, by a suffix to its name. */
  static final String TO_DATABASE = " to database";

  static final String TO_BROKER = " to broker";

  /** Nothing goes wrong before the first payments are under way. */
  private static final Duration LEAD = Duration.ofSeconds(2);

  /** Until a victim can be hit again: some are hit while they still start. */
  private static final Duration RESPITE = Duration.ofSeconds(4);

  private static final int REPEATS_IN_PACK = 5;

  private record Card(Kind kind, String victim) {}

  /**
   * @param over the time in which all of them begin
   */
  static FaultSchedule of(long seed, int count, Duration over) {
    // Not the same numbers as the workload of this seed.
    Random random = new Random(~seed);
    List<Fault> faults = new ArrayList<>();
    Map<String, Duration> freeFrom = new HashMap<>();
    List<Card> pack = new ArrayList<>();
    Duration step = over.minus(LEAD).dividedBy(Math.max(1, count));
    for (int i = 0; i < count; i++) {
      if (pack.isEmpty()) {
        pack = pack(random);
      }
      Duration at =
          LEAD.plus(step.multipliedBy(i)).plusMillis(random.nextInt(1 + (int) step.toMillis()));
      Card card = deal(pack, at, freeFrom);
      Fault fault = fault(at, card, random);
      faults.add(fault);
      occupied(card).forEach(one -> freeFrom.put(one, fault.end().plus(RESPITE)));
    }
    faults.sort(Comparator.comparing(Fault::at));
    return new FaultSchedule(seed, List.copyOf(faults));
  }

  /** The first card whose victim is not being hit; the first of all if everyone is. */
  private static Card deal(List<Card> pack, Duration at, Map<String, Duration> freeFrom) {
    for (int i = 0; i < pack.size(); i++) {
      boolean free =
          occupied(pack.get(i)).stream()
              .allMatch(one -> freeFrom.getOrDefault(one, Duration.ZERO).compareTo(at) <= 0);
      if (free) {
        return pack.remove(i);
      }
    }
    // Publishing once more disturbs no other fault.
    return new Card(Kind.REPEAT, BROKER);
  }

  /** A repeat hits nobody in particular; a rewind needs both instances. */
  private static List<String> occupied(Card card) {
    return switch (card.kind()) {
      case REPEAT -> List.of();
      case REWIND -> instances(card.victim());
      default -> List.of(card.victim());
    };
  }

  private static List<Card> pack(Random random) {
    List<Card> pack = new ArrayList<>();
    List<String> processes = new ArrayList<>(List.of(BROKER, NAME_SERVER, DATABASE, SIMULATOR));
    List<String> ways = new ArrayList<>();
    for (String service : List.of(PAYMENT, ORDER, POINTS, NOTIFY)) {
      processes.addAll(instances(service));
      ways.add(service + TO_DATABASE);
      ways.add(service + TO_BROKER);
    }
    processes.forEach(process -> pack.add(new Card(Kind.KILL, process)));
    processes.forEach(process -> pack.add(new Card(Kind.PAUSE, process)));
    ways.forEach(way -> pack.add(new Card(Kind.CUT, way)));
    ways.forEach(way -> pack.add(new Card(Kind.DELAY, way)));
    List.of(ORDER, POINTS, NOTIFY).forEach(one -> pack.add(new Card(Kind.REWIND, one)));
    pack.addAll(Collections.nCopies(REPEATS_IN_PACK, new Card(Kind.REPEAT, BROKER)));
    Collections.shuffle(pack, random);
    return pack;
  }

  /** The names that the two instances of a service have. */
  private static List<String> instances(String service) {
    return List.of(service, service + "-2");
  }

  private static Fault fault(Duration at, Card card, Random random) {
    return switch (card.kind()) {
      case KILL -> lasting(at, card, between(500, 6_000, random), 0);
      // Longer than some claims and time-outs last, shorter than others.
      case PAUSE ->
          lasting(
              at,
              card,
              card.victim().equals(SIMULATOR)
                  ? between(300, 4_000, random)
                  : between(500, 13_000, random),
              0);
      case CUT -> lasting(at, card, between(500, 8_000, random), 0);
      case DELAY ->
          lasting(at, card, between(2_000, 9_000, random), (int) between(50, 900, random));
      case REPEAT -> lasting(at, card, 0, (int) between(10, 25, random));
      case REWIND -> lasting(at, card, between(500, 2_000, random), (int) between(2, 12, random));
    };
  }

  private static Fault lasting(Duration at, Card card, long millis, int size) {
    return new Fault(at, card.kind(), card.victim(), Duration.ofMillis(millis), size);
  }

  private static long between(int least, int most, Random random) {
    return least + random.nextInt(most - least);
  }
}
