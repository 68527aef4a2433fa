package io.github.paymentsuite.lab.system.proof;

import static io.github.paymentsuite.lab.infrastructure.BrokerProxy.END_TRANSACTION;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.Withholding;
import io.github.paymentsuite.lab.system.ProjectRoot;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.WholeSystem.Options;
import io.github.paymentsuite.lab.system.proof.Workload.Mix;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * payment-service dies with half messages in flight, none of whose commits reached the broker, and
 * stays away for longer than RocketMQ's own defaults would ask for. Broker and services run as
 * shipped, but for the sweep: it must not announce the payments before the outage begins.
 */
final class OutagePart implements ProofPart {
  private static final long SEED = 1;
  private static final Duration WITHHELD_LIMIT = Duration.ofSeconds(10);
  private static final Duration PER_PAYMENT = Duration.ofMillis(100);

  @Override
  public String usage() {
    return "[--minutes N] [--payments N]";
  }

  @Override
  public boolean run(Arguments arguments) {
    arguments.allowing("minutes", "payments");
    Duration outage = Duration.ofMinutes(arguments.number("minutes", 15));
    int payments = arguments.number("payments", 200);
    Path directory = ProjectRoot.find().resolve(".data/proof/outage");
    Workload workload =
        Workload.of(SEED, payments, PER_PAYMENT.multipliedBy(payments), Mix.OF_PLAIN_PAYMENTS);
    try (WholeSystem system =
        WholeSystem.start(
            Options.forTests(directory)
                .withBrokerSettings(Map.of())
                .withEnvironment(WholeSystem.PAYMENT, "PAYMENT_FULFILMENT_FIRST_AFTER", "2m")
                .withInstances(2))) {
      Observation observation = new Observation(system, Witness.of(system), false);
      List<ServiceProcess> instances = system.instances(WholeSystem.PAYMENT);
      History history;
      Observed before;
      try (Withholding withheld =
          system.link(WholeSystem.PAYMENT).broker().withholdAlone(END_TRANSACTION)) {
        history = OpenLoopClient.run(system, workload);
        withheld.await(WITHHELD_LIMIT);
        before = observation.read();
        instances.forEach(ServiceProcess::kill);
      }
      long halfMessages = before.broker().halfMessages();
      long undelivered = before.payment().records().size() - before.points().records().size();
      System.out.printf(
          "%d half messages are in flight, %d payments are known to nobody else; payment-service is away for %d min%n",
          halfMessages, undelivered, outage.toMinutes());
      pause(outage);
      instances.forEach(ServiceProcess::start);
      Instant back = Clock.systemUTC().instant();
      Quiet.Seen end = Quiet.await(observation::read, back.plus(FaultRun.PROMISED));
      List<Violation> violations = Checker.check(history, end.observed(), 0).violations();
      Story.tell(history, violations);
      history.writeTo(directory.resolve("history.jsonl"));
      JSONObject result =
          new JSONObject()
              .fluentPut("minutes", outage.toMinutes())
              .fluentPut("payments", before.payment().records().size())
              .fluentPut("halfMessagesInFlight", halfMessages)
              .fluentPut("undelivered", undelivered)
              .fluentPut("delivered", end.observed().points().records().size())
              .fluentPut("secondsToQuiet", end.after(back).toSeconds())
              .fluentPut("violations", violations.size());
      Results.of("outage").append(result);
      System.out.println(result);
      return violations.isEmpty() && Math.min(halfMessages, undelivered) >= payments;
    }
  }

  private static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
