package io.github.paymentsuite.lab.benchmark;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.lab.infrastructure.Part;
import io.github.paymentsuite.lab.system.CpuTime;
import io.github.paymentsuite.lab.system.Reply;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One design that runs, and its customers. */
final class Arm implements AutoCloseable {
  /** Of waiting for effects. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * Of every JVM, as both compilers are what services run with. While all of the processors is
   * used, a thread gets its share of them among all that want it: the one that a JVM has for the
   * second compiler on two processors waited nine times as long as it worked.
   */
  private static final List<String> COMPILERS =
      List.of("-XX:TieredStopAtLevel=4", "-XX:CICompilerCount=8", CpuTime.JVM_FLAG);

  /** The same for each service, whatever runs in it; the rest is as the JVM chooses. */
  private static final String[] JVM =
      Stream.concat(Stream.of("-Xmx256m"), COMPILERS.stream()).toArray(String[]::new);

  private static final String PHONE = "13800138000";

  private final Design design;
  private final WholeSystem system;
  private final Optional<SeataServer> seata;
  private final Effects effects;
  private final Payer payer;

  private Arm(Design design, WholeSystem system, Optional<SeataServer> seata) {
    this.design = design;
    this.system = system;
    this.seata = seata;
    this.effects = new Effects(system.infrastructure());
    this.payer =
        design.hasClientsWithin()
            ? null
            : new HttpPayer(
                system.instances(WholeSystem.PAYMENT).stream().map(ServiceProcess::api).toList(),
                system.client().tokens().app());
  }

  /**
   * @param directory its data and logs
   * @param providerDelay how long the payment provider takes to answer
   * @param underWay payments that payment-service makes at once, if not as shipped
   */
  static Arm start(Design design, Path directory, Duration providerDelay, OptionalInt underWay) {
    Options options = Options.forMeasurements(directory);
    if (underWay.isPresent()) {
      String room = Integer.toString(2 * underWay.getAsInt());
      options =
          options
              .withEnvironment(
                  WholeSystem.PAYMENT,
                  "PAYMENT_MAX_UNDER_WAY",
                  Integer.toString(underWay.getAsInt()))
              .withEnvironment(WholeSystem.PAYMENT, "HTTP_MAX_CONCURRENT_REQUESTS", room);
    }
    return start(design, directory, options, providerDelay);
  }

  /** The suite, each service with its own way to the broker, which can be cut. */
  static Arm startWithLinks(Path directory) {
    return startChanged(directory, Options::withLinks);
  }

  /** The suite, deployed in another way than it is by itself. */
  static Arm startChanged(Path directory, UnaryOperator<Options> change) {
    return startChanged(Design.SUITE, directory, change);
  }

  /** A design, deployed in another way than it is by itself. */
  static Arm startChanged(Design design, Path directory, UnaryOperator<Options> change) {
    return start(
        design, directory, change.apply(Options.forMeasurements(directory)), Duration.ZERO);
  }

  private static Arm start(Design design, Path directory, Options shipped, Duration providerDelay) {
    Options options =
        design.deploy(
            shipped.withInfrastructure(
                shipped.infrastructure().withRocketMqJvmArguments(COMPILERS)));
    for (String service : WholeSystem.SERVICES) {
      options = options.withJvmArguments(service, JVM);
    }
    options =
        options
            .withJvmArguments(WholeSystem.SIMULATOR, JVM)
            .withEnvironment(
                WholeSystem.SIMULATOR, "SIMULATOR_ANSWER_DELAY", providerDelay.toMillis() + "ms");
    Optional<SeataServer> seata = Optional.empty();
    if (design == Design.SEATA) {
      SeataServer server = SeataServer.start(directory, JVM);
      for (String service : WholeSystem.SERVICES) {
        options = options.withJvmArguments(service, server.clientArgument());
      }
      seata = Optional.of(server);
    }
    WholeSystem system;
    try {
      system = WholeSystem.start(options);
    } catch (RuntimeException failure) {
      seata.ifPresent(SeataServer::close);
      throw failure;
    }
    try {
      Arm arm = new Arm(design, system, seata);
      arm.putPhones();
      if (design == Design.MILLION_ROWS) {
        OldPayments.insert(arm.effects);
      }
      return arm;
    } catch (RuntimeException failure) {
      system.close();
      seata.ifPresent(SeataServer::close);
      throw failure;
    }
  }

  Design design() {
    return design;
  }

  WholeSystem system() {
    return system;
  }

  Effects effects() {
    return effects;
  }

  /**
   * Few clients, then more, as nothing is compiled yet: what all at once asked for would be late.
   */
  void payAtFirst() {
    pay(100, 4);
    pay(300, 16);
    pay(300, 32);
  }

  /** A closed loop. */
  Block pay(int payments, int clients) {
    return measure(Load.closed(newOrders(), payments, clients));
  }

  /** An open loop of so many payments a second. */
  Block payAtRate(int payments, double perSecond) {
    return measure(Load.open(newOrders(), payments, Math.min(payments, 256), perSecond));
  }

  /** What everything uses in so much time without a payment, in seconds. */
  Map<String, Double> idle(Duration time) {
    Map<String, Double> before = cpuSeconds();
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    Map<String, Double> used = cpuSeconds();
    used.replaceAll((part, after) -> after - before.get(part));
    return used;
  }

  /** Has all of it paid, and returns when it is answered. */
  Load.Seen run(Load load) {
    if (payer != null) {
      return load.run(payer);
    }
    return FloorPayments.seenFrom(
        call(
            system.service(WholeSystem.PAYMENT).management().resolve("/load"),
            FloorPayments.toJson(load).toString()));
  }

  /** What takes as long as a block. */
  private static String call(URI address, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(LIMIT).POST(BodyPublishers.ofString(body)).build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.body());
      }
      return answer.body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** What a block's orders begin with. */
  static String newOrders() {
    return "B" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private Block measure(Load load) {
    effects.createOrders(load);
    double fsyncMillis = DiskProbe.fsyncMillis(system.directory());
    Effects.Mark mark = effects.mark();
    Map<String, Long> sentBefore = effects.statements();
    Map<String, Double> before = cpuSeconds();
    double clientBefore = cpuSeconds(ProcessHandle.current().pid());
    double simulatorBefore = simulatorCpuSeconds();
    double compilersBefore = compilersCpuSeconds();
    long start = System.currentTimeMillis();
    Load.Seen seen = run(load);
    Effects.Seen done = effects.await(load, mark, LIMIT);
    Map<String, Double> used = cpuSeconds();
    used.replaceAll((part, after) -> after - before.get(part));
    Map<String, Long> sent = effects.statements();
    sent.replaceAll((kind, after) -> after - sentBefore.get(kind));
    return new Block(
        load.payments(),
        (done.lastEffectMillis() - start) / 1e3,
        used,
        sent,
        payer == null ? 0 : cpuSeconds(ProcessHandle.current().pid()) - clientBefore,
        simulatorCpuSeconds() - simulatorBefore,
        compilersCpuSeconds() - compilersBefore,
        seen,
        done.latencies(),
        fsyncMillis);
  }

  /** Of all that works for a payment, by its name. */
  private Map<String, Double> cpuSeconds() {
    Map<String, Double> used = new LinkedHashMap<>();
    for (String service : WholeSystem.SERVICES) {
      used.put(
          service,
          system.instances(service).stream()
              .mapToDouble(instance -> cpuSeconds(instance.process().pid()))
              .sum());
    }
    LocalInfrastructure infrastructure = system.infrastructure();
    used.put("database", cpuSeconds(infrastructure.database()));
    used.put(
        "broker",
        cpuSeconds(infrastructure.broker())
            + cpuSeconds(infrastructure.nameServer())
            // In the broker's place, which idles then.
            + seata.map(server -> cpuSeconds(server.pid())).orElse(0.0));
    return used;
  }

  private double simulatorCpuSeconds() {
    return cpuSeconds(system.service(WholeSystem.SIMULATOR).process().pid());
  }

  /** Of all JVMs but that of the clients. */
  private double compilersCpuSeconds() {
    LocalInfrastructure infrastructure = system.infrastructure();
    LongStream services =
        Stream.concat(WholeSystem.SERVICES.stream(), Stream.of(WholeSystem.SIMULATOR))
            .flatMap(name -> system.instances(name).stream())
            .mapToLong(instance -> instance.process().pid());
    LongStream broker =
        Stream.of(infrastructure.broker(), infrastructure.nameServer()).mapToLong(Arm::pid);
    LongStream coordinator = seata.stream().mapToLong(SeataServer::pid);
    return LongStream.concat(services, LongStream.concat(broker, coordinator))
        .mapToDouble(pid -> CpuTime.secondsOfCompilers(ProcessHandle.of(pid).orElseThrow()))
        .sum();
  }

  private static double cpuSeconds(Part part) {
    return cpuSeconds(pid(part));
  }

  private static long pid(Part part) {
    return part.pid().orElseThrow();
  }

  private static double cpuSeconds(long pid) {
    return CpuTime.secondsWithoutCompilers(ProcessHandle.of(pid).orElseThrow());
  }

  private void putPhones() {
    for (long userId = 1; userId <= Payer.USERS; userId++) {
      if (design.sealsPhones()) {
        Reply reply = system.client().putContact(userId, PHONE);
        if (reply.status() != 200) {
          throw new IllegalStateException(reply.status() + " " + reply.body());
        }
      } else {
        effects.putPlainPhone(userId, PHONE);
      }
    }
  }

  /**
   * Looks once more at everything that was ever paid.
   *
   * @throws IllegalStateException if the outside world, or a balance, does not agree
   */
  void requireAgreement() {
    effects.requireBalances();
    if (design == Design.MILLION_ROWS) {
      return;
    }
    long records = effects.number("SELECT COUNT(*) FROM payment_db.payment_record");
    if (design.charges()) {
      requireOnceEach(system.client().chargeLedger(), "PAID", records);
    }
    requireOnceEach(system.client().smsLedger(), "ACCEPTED", records);
  }

  private static void requireOnceEach(Reply ledger, String status, long count) {
    var entries = ledger.list();
    long orders =
        entries.stream()
            .map(JSONObject.class::cast)
            .filter(entry -> status.equals(entry.getString("status")))
            .map(entry -> entry.getString("orderId"))
            .distinct()
            .count();
    if (orders != count || entries.size() != count) {
      throw new IllegalStateException(
          "%d payments, and the outside world has %d %s for %d orders"
              .formatted(count, entries.size(), status, orders));
    }
  }

  @Override
  public void close() {
    effects.close();
    system.close();
    seata.ifPresent(SeataServer::close);
  }
}
