package io.github.paymentsuite.lab.fuzz;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.fuzz.Input.Ending;
import io.github.paymentsuite.lab.fuzz.Input.Expectation;
import io.github.paymentsuite.lab.fuzz.ServiceJvm.State;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.Tokens;
import io.github.paymentsuite.lab.system.WholeSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Sends a running system inputs that nobody should send, and says what it did that it should not
 * have done. The input of a number is the same in every run of a seed.
 */
final class FuzzRun {
  /** Far below the requests that a service handles at once: nothing here is about overload. */
  private static final int CLIENTS = 16;

  /** One of so many inputs is valid and has an effect. */
  private static final int EFFECTIVE_SHARE = 40;

  private static final Duration QUIET_LIMIT = Duration.ofSeconds(60);

  /** What caches and pools may hold on to. */
  private static final double HEAP_TOLERANCE = 1.25;

  /** What the JDK and the broker's client start when they first need it. */
  private static final int BUSY_ALLOWANCE = 4;

  /** What pools may grow by. A thread that an input leaves behind shows in the long runs. */
  private static final int IDLE_ALLOWANCE = 200;

  private static final long HEAP_ALLOWANCE_BYTES = 16L * 1024 * 1024;

  /** Names of the inside that no answer may tell. */
  private static final List<String> SECRETS =
      List.of(
          "\tat ", "java.lang.", "org.springframework", "tools.jackson", "SQLException", "<html");

  private final WholeSystem system;
  private final long seed;
  private final Consumer<String> progress;
  private final Counts counts = new Counts();
  private final List<Target> targets = new ArrayList<>();

  FuzzRun(WholeSystem system, long seed, Consumer<String> progress) {
    this.system = system;
    this.seed = seed;
    this.progress = progress;
    Tokens tokens = system.client().tokens();
    for (String name : WholeSystem.SERVICES) {
      ServiceProcess service = system.service(name);
      targets.add(Target.of(service.api(), documentOf(service), Credentials.ofClients(tokens)));
      String operations =
          name.equals(WholeSystem.PAYMENT) ? "management-payment.json" : "management-consumer.json";
      targets.add(
          Target.of(service.management(), resource(operations), Credentials.ofOperators(tokens)));
    }
  }

  private record Target(URI port, OpenApiRequests operations, RawHttp raw) {
    static Target of(URI port, JSONObject document, Credentials credentials) {
      List<Operation> operations = Operation.of(document);
      return new Target(
          port, new OpenApiRequests(operations, credentials), new RawHttp(operations, credentials));
    }
  }

  private record Sent(URI port, Input input) {}

  /** Sends that many, and looks at what they have left behind. */
  Counts run(long inputs) {
    List<ServiceJvm> jvms =
        WholeSystem.SERVICES.stream().map(name -> new ServiceJvm(system.service(name))).toList();
    long warmUp = Math.max(500, inputs / 20);
    long effective = inputs / EFFECTIVE_SHARE;
    Map<String, String> before = Tables.checksums(system.infrastructure());
    send("warm-up", 0, warmUp, this::withoutEffect);
    awaitQuiet(jvms);
    List<State> states = jvms.stream().map(ServiceJvm::state).toList();

    send("without effect", warmUp, inputs - effective, this::withoutEffect);
    awaitQuiet(jvms);
    Map<String, String> after = Tables.checksums(system.infrastructure());
    if (!after.equals(before)) {
      after.entrySet().removeAll(before.entrySet());
      counts.violation("rows were changed in " + after.keySet());
    }

    send("valid", inputs - effective, inputs, this::valid);
    awaitQuiet(jvms);
    for (int i = 0; i < jvms.size(); i++) {
      compare(jvms.get(i), states.get(i));
    }
    if (counts.inputs() != inputs) {
      counts.violation("%d of %d inputs were sent".formatted(counts.inputs(), inputs));
    }
    return counts;
  }

  /** Sends one input of a run of that many again, and says what comes back. */
  String repeat(long number, long inputs) {
    Sent sent = number < inputs - inputs / EFFECTIVE_SHARE ? withoutEffect(number) : valid(number);
    try {
      return "to %s:%n%s%n-----%n%s"
          .formatted(
              sent.port(),
              new String(sent.input().bytes(), StandardCharsets.ISO_8859_1),
              Wire.exchange(sent.port(), sent.input()).text());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void send(String phase, long from, long to, LongFunction<Sent> inputs) {
    AtomicLong next = new AtomicLong(from);
    long begin = System.nanoTime();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(
          () -> {
            for (long number; (number = next.getAndIncrement()) < to; ) {
              exchange(number, inputs.apply(number));
            }
          });
    }
    clients.shutdown();
    try {
      while (!clients.awaitTermination(20, TimeUnit.SECONDS)) {
        progress.accept("seed %d, %s: input %d of %d".formatted(seed, phase, next.get(), to));
      }
    } catch (InterruptedException interrupted) {
      clients.shutdownNow();
      Thread.currentThread().interrupt();
    }
    progress.accept(
        "seed %d, %s: %d inputs in %d s"
            .formatted(seed, phase, to - from, (System.nanoTime() - begin) / 1_000_000_000));
  }

  private Sent withoutEffect(long number) {
    SplittableRandom random = randomOf(number);
    Target target = Noise.oneOf(random, targets);
    return new Sent(
        target.port(),
        random.nextBoolean()
            ? target.raw().next(random)
            : target.operations().withoutEffect(random));
  }

  private Sent valid(long number) {
    SplittableRandom random = randomOf(number);
    Target target = Noise.oneOf(random, targets);
    return new Sent(target.port(), target.operations().valid(random));
  }

  private SplittableRandom randomOf(long number) {
    return new SplittableRandom(seed * 1_000_000_007L + number);
  }

  private void exchange(long number, Sent sent) {
    Input input = sent.input();
    try {
      Wire.Outcome outcome = Wire.exchange(sent.port(), input);
      List<Integer> statuses = outcome.statuses();
      counts.count(
          input.kind(),
          statuses.isEmpty()
              ? input.ending() == Ending.HANG_UP ? "gone" : "closed"
              : statuses.get(0).toString());
      if (!outcome.isOver()) {
        violation(number, sent, "is neither answered nor closed");
      }
      for (int status : statuses) {
        if (status >= 500 && !isTheProtocolsOwn(status)) {
          violation(number, sent, "was answered " + status);
        }
        if (status < 300 && status >= 200 && input.expectation() == Expectation.REFUSED) {
          violation(number, sent, "was taken: " + status);
        }
      }
      // What an operator is shown of dead letters is what somebody has sent.
      SECRETS.stream()
          .filter(secret -> statuses.stream().noneMatch(status -> status == 200))
          .filter(outcome.text()::contains)
          .findAny()
          .ifPresent(secret -> violation(number, sent, "tells of the inside: " + secret.strip()));
    } catch (IOException noConnection) {
      violation(number, sent, "found no connection: " + noConnection);
    } catch (RuntimeException bug) {
      violation(number, sent, "could not be sent: " + bug);
    }
  }

  /**
   * Not Implemented, for a transfer coding that is unknown (RFC 9112 §6.1), and HTTP Version Not
   * Supported (RFC 9110 §15.6.6): the two 5xx that are the client's doing by definition.
   */
  private static boolean isTheProtocolsOwn(int status) {
    return status == 501 || status == 505;
  }

  private void violation(long number, Sent sent, String what) {
    String beginning =
        new String(sent.input().bytes(), StandardCharsets.ISO_8859_1)
            .substring(0, Math.min(400, sent.input().bytes().length));
    counts.violation(
        "input %d of seed %d (%s, to %s) %s:%n%s"
            .formatted(number, seed, sent.input().kind(), sent.port(), what, beginning));
  }

  private void awaitQuiet(List<ServiceJvm> jvms) {
    for (ServiceJvm jvm : jvms) {
      if (!becomesTrue(() -> jvm.busyThreads() == 0)) {
        counts.violation(jvm.service().name() + " still works on a request after " + QUIET_LIMIT);
      }
    }
  }

  private void compare(ServiceJvm jvm, State before) {
    String name = jvm.service().name();
    AtomicReference<State> seen = new AtomicReference<>();
    boolean isBack =
        becomesTrue(
            () -> {
              seen.set(jvm.state());
              return isBack(seen.get(), before);
            });
    State after = seen.get();
    if (!isBack) {
      List<String> more = new ArrayList<>(after.atWork());
      before.atWork().forEach(more::remove);
      counts.violation(
          "%s: more heap or threads remain than may; at work beside those before: %s"
              .formatted(name, more));
    }
    progress.accept(
        "%s: heap %d KB before, %d KB after; threads %d before, of them %d at work, %d and %d after"
            .formatted(
                name,
                before.liveHeap() / 1024,
                after.liveHeap() / 1024,
                before.threads(),
                before.atWork().size(),
                after.threads(),
                after.atWork().size()));
    if (!jvm.service().isReady()) {
      counts.violation(name + " is not ready any more");
    }
  }

  private static boolean isBack(State after, State before) {
    return after.liveHeap() <= before.liveHeap() * HEAP_TOLERANCE + HEAP_ALLOWANCE_BYTES
        && after.atWork().size() <= before.atWork().size() + BUSY_ALLOWANCE
        && after.threads() <= before.threads() + IDLE_ALLOWANCE;
  }

  private static boolean becomesTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + QUIET_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    return true;
  }

  private JSONObject documentOf(ServiceProcess service) {
    return system.client().get(service.api(), "/v3/api-docs").json();
  }

  private static JSONObject resource(String name) {
    try (InputStream in = FuzzRun.class.getResourceAsStream(name)) {
      return JSON.parseObject(in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
