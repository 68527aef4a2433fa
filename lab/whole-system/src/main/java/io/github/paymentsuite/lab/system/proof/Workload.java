package io.github.paymentsuite.lab.system.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Who pays for what, when and how: data that follows from the seed alone.
 *
 * @param seed the same one gives the same payments
 * @param payments in the order in which they are made
 * @param payers the users that they belong to
 */
record Workload(long seed, List<Planned> payments, List<Payer> payers) {
  private static final int PAYERS = 40;
  private static final int MOST_FEN = 50_000;

  /** Scripts of the simulated payment provider; without one the payer pays at once. */
  private static final List<String> AUTH_CODES =
      List.of(
          "sim-decline",
          "sim-timeout-charged",
          "sim-timeout-not-charged",
          "sim-error-charged",
          "sim-charged-late",
          "sim-pending-then-paid",
          "sim-pending-then-closed",
          "sim-reverse-refused",
          "sim-paid-other-amount");

  private static final List<String> SCRIPTED_PHONES =
      List.of("13800130001", "13800130002", "13800130003", "13800130004");

  /**
   * A user.
   *
   * @param phone null if the user never gives one
   * @param phoneAt when it is given; null if before the first order
   */
  record Payer(long userId, String phone, Duration phoneAt) {}

  /** When the order that is paid comes into being. */
  enum Creation {
    BEFORE,
    LATER,
    NEVER
  }

  /**
   * One order and its payment.
   *
   * @param at when the customer begins, from the start of the run
   * @param payingUserId differs from the order's user in an ill-formed payment
   * @param paidFen differs from the order's amount in an ill-formed payment
   * @param authCode null for a payer who just pays
   * @param cancelAfter from the beginning; null if the order is not cancelled
   * @param keyed whether repeats carry an Idempotency-Key
   * @param doubled whether the payment is sent to two instances at the same instant
   * @param triesAgain whether a declined customer tries again, with a card that works
   */
  record Planned(
      String orderId,
      Duration at,
      Payer payer,
      long orderFen,
      long payingUserId,
      long paidFen,
      String authCode,
      Creation creation,
      Duration cancelAfter,
      boolean keyed,
      boolean doubled,
      boolean triesAgain) {

    Planned paidWith(String script) {
      return new Planned(
          orderId,
          at,
          payer,
          orderFen,
          payingUserId,
          paidFen,
          script,
          creation,
          cancelAfter,
          keyed,
          doubled,
          triesAgain);
    }
  }

  /**
   * How much of a workload is out of the ordinary, each as a share of one.
   *
   * @param scripted payments at which the provider plays one of its scripts
   * @param illFormed payments of another amount or user, or of an order that does not exist
   * @param cancelled orders that are cancelled at about the time of their payment
   * @param doubled payments that are sent twice at the same instant
   * @param unreachable users without a phone, or with one that plays a script
   */
  record Mix(
      double scripted, double illFormed, double cancelled, double doubled, double unreachable) {
    static final Mix OF_EVERYTHING = new Mix(0.35, 0.10, 0.05, 0.15, 0.25);
    static final Mix OF_PLAIN_PAYMENTS = new Mix(0, 0, 0, 0, 0);
  }

  /**
   * @param name begins every order's id; distinguishes runs on the same data
   * @param over the time in which all of them begin
   */
  static Workload of(String name, long seed, int payments, Duration over, Mix mix) {
    Random random = new Random(seed);
    long firstUser = 1 + Math.floorMod(name.hashCode(), 1_000_000) * 1_000L;
    List<Payer> payers = new ArrayList<>();
    for (int i = 0; i < Math.min(PAYERS, Math.max(1, payments / 4)); i++) {
      payers.add(payer(firstUser + i, random, over, mix));
    }
    List<Planned> planned = new ArrayList<>();
    for (int i = 0; i < payments; i++) {
      Duration at = over.multipliedBy(i).dividedBy(payments);
      planned.add(payment("%s_%04d".formatted(name, i), at, payers, random, over, mix));
    }
    return new Workload(seed, List.copyOf(planned), List.copyOf(payers));
  }

  static Workload of(long seed, int payments, Duration over, Mix mix) {
    return of("S" + seed, seed, payments, over, mix);
  }

  private static Payer payer(long userId, Random random, Duration over, Mix mix) {
    String phone = "138" + (10_010_000 + random.nextInt(80_000_000) / 10_000 * 10_000 + 8_888);
    if (random.nextDouble() >= mix.unreachable()) {
      return new Payer(userId, phone, null);
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Payer(userId, null, null);
      case 1 -> new Payer(userId, phone, over.multipliedBy(1 + random.nextInt(8)).dividedBy(10));
      default -> new Payer(userId, anyOf(SCRIPTED_PHONES, random), null);
    };
  }

  private static Planned payment(
      String orderId, Duration at, List<Payer> payers, Random random, Duration over, Mix mix) {
    Payer payer = anyOf(payers, random);
    long fen = 1 + random.nextInt(MOST_FEN);
    long payingUserId = payer.userId();
    long paidFen = fen;
    Creation creation = Creation.BEFORE;
    if (random.nextDouble() < mix.illFormed()) {
      // An order that is missing is waited for, by a number of deliveries: not at the very end.
      boolean early = at.compareTo(over.dividedBy(2)) < 0;
      switch (random.nextInt(early ? 4 : 2)) {
        case 0 -> payingUserId = anyOf(payers, random).userId();
        case 1 -> paidFen = fen + 1 + random.nextInt(100);
        case 2 -> creation = Creation.LATER;
        default -> creation = Creation.NEVER;
      }
    }
    String authCode = random.nextDouble() < mix.scripted() ? anyOf(AUTH_CODES, random) : null;
    Duration cancelAfter =
        random.nextDouble() < mix.cancelled() ? Duration.ofMillis(random.nextInt(3_000)) : null;
    return new Planned(
        orderId,
        at,
        payer,
        fen,
        payingUserId,
        paidFen,
        authCode,
        creation,
        creation == Creation.BEFORE ? cancelAfter : null,
        random.nextBoolean(),
        random.nextDouble() < mix.doubled(),
        random.nextBoolean());
  }

  private static <T> T anyOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
