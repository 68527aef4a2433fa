package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.Call.Operation;
import io.github.paymentsuite.lab.system.proof.Workload.Creation;
import io.github.paymentsuite.lab.system.proof.Workload.Payer;
import io.github.paymentsuite.lab.system.proof.Workload.Planned;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Customers who begin when the plan says so, however slow the system is, and go on as customers do:
 * who got no clear answer asks, or says the same again, perhaps to another instance.
 */
final class OpenLoopClient {
  /** Later than any answer may come: what takes longer was not answered. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(12);

  /** How long a customer goes on for an answer, where a run does not say. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  /** After this the customer only asks: who says it again without a key may begin a new attempt. */
  private static final Duration SAYS_IT_AGAIN = Duration.ofSeconds(40);

  /** In steps of up to half a second. */
  private static final int LONGEST_REST = 8;

  private final WholeSystem system;
  private final Workload workload;
  private final History history;
  private final Duration patience;
  private final Clock clock = Clock.systemUTC();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private OpenLoopClient(
      WholeSystem system, Workload workload, History history, Duration patience) {
    this.system = system;
    this.workload = workload;
    this.history = history;
    this.patience = patience;
  }

  /** Makes all payments of the workload; returns when every customer has an answer or gave up. */
  static void run(WholeSystem system, Workload workload, History history, Duration patience) {
    new OpenLoopClient(system, workload, history, patience).run();
  }

  static void run(WholeSystem system, Workload workload, History history) {
    run(system, workload, history, PATIENCE);
  }

  /** The same, for whoever needs nothing but the history. */
  static History run(WholeSystem system, Workload workload) {
    History history = new History(workload);
    run(system, workload, history);
    return history;
  }

  /** What everybody sees in the end. */
  static void askAboutEveryOrder(WholeSystem system, Workload workload, History history) {
    OpenLoopClient client = new OpenLoopClient(system, workload, history, PATIENCE);
    Customer anybody = client.new Customer(workload.seed());
    workload.payments().forEach(planned -> anybody.insist(() -> anybody.ask(planned)));
  }

  private void run() {
    long start = System.nanoTime();
    ExecutorService customers = Executors.newCachedThreadPool();
    try {
      List<Future<?>> journeys = new ArrayList<>();
      for (Payer payer : workload.payers()) {
        if (payer.phoneAt() != null) {
          journeys.add(
              customers.submit(
                  () -> {
                    waitUntil(start + payer.phoneAt().toNanos());
                    new Customer(payer.userId()).givePhone(payer);
                  }));
        }
      }
      for (Planned planned : workload.payments()) {
        waitUntil(start + planned.at().toNanos());
        journeys.add(customers.submit(() -> journey(planned, customers)));
      }
      for (Future<?> journey : journeys) {
        journey.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a customer failed", failed.getCause());
    } finally {
      customers.shutdownNow();
    }
  }

  private void journey(Planned planned, ExecutorService customers) {
    long begun = System.nanoTime();
    Customer customer = new Customer(workload.seed() ^ planned.orderId().hashCode());
    Payer payer = planned.payer();
    if (payer.phone() != null && payer.phoneAt() == null) {
      customer.givePhone(payer);
    }
    if (planned.creation() == Creation.BEFORE && !customer.order(planned)) {
      return;
    }
    Future<?> cancelling = null;
    if (planned.cancelAfter() != null) {
      Customer other = new Customer(planned.cancelAfter().toMillis());
      cancelling =
          customers.submit(
              () -> {
                waitUntil(begun + planned.cancelAfter().toNanos());
                other.cancel(planned);
              });
    }
    customer.pay(planned);
    if (planned.creation() == Creation.LATER) {
      customer.order(planned);
    }
    if (cancelling != null) {
      try {
        cancelling.get();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException failed) {
        throw new IllegalStateException(failed.getCause());
      }
    }
  }

  private static void waitUntil(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = nanoTime - System.nanoTime();
    }
  }

  /** The body that creates or pays an order. */
  static JSONObject body(String orderId, long userId, long fen) {
    return new JSONObject()
        .fluentPut("orderId", orderId)
        .fluentPut("userId", userId)
        .fluentPut("amount", BigDecimal.valueOf(fen, 2));
  }

  /** One person, with a mind of their own that follows from the seed. */
  private final class Customer {
    private final Random random;

    Customer(long seed) {
      random = new Random(seed);
    }

    void givePhone(Payer payer) {
      String body = new JSONObject().fluentPut("phone", payer.phone()).toString();
      String path = "/users/" + payer.userId() + "/contact";
      insist(() -> send(WholeSystem.NOTIFY, "PUT", path, Operation.GIVE_PHONE, null, null, body));
    }

    /** Whether the order is known to be there. */
    boolean order(Planned planned) {
      String body =
          body(planned.orderId(), planned.payer().userId(), planned.orderFen()).toString();
      return insist(
          () ->
              send(
                  WholeSystem.ORDER,
                  "POST",
                  "/orders",
                  Operation.ORDER,
                  planned.orderId(),
                  null,
                  body));
    }

    void cancel(Planned planned) {
      insist(
          () ->
              send(
                  WholeSystem.ORDER,
                  "POST",
                  "/orders/" + planned.orderId() + "/cancel",
                  Operation.CANCEL,
                  planned.orderId(),
                  null,
                  ""));
    }

    void pay(Planned planned) {
      String key = planned.keyed() ? "key-" + planned.orderId() : null;
      String body = payment(planned, planned.authCode());
      Call answer;
      if (planned.doubled()) {
        answer = payTwiceAtOnce(planned, key, body);
      } else {
        answer = pay(planned, key, body);
      }
      answer = untilFinal(planned, key, body, answer);
      if (answer.status() == 402 && planned.triesAgain()) {
        String anotherKey = planned.keyed() ? key + "-again" : null;
        String another = payment(planned, null);
        untilFinal(planned, anotherKey, another, pay(planned, anotherKey, another));
      }
    }

    private Call payTwiceAtOnce(Planned planned, String key, String body) {
      List<ServiceProcess> instances = system.instances(WholeSystem.PAYMENT);
      List<Call> answers = Collections.synchronizedList(new ArrayList<>());
      Runnable[] requests =
          instances.stream()
              .map(
                  instance ->
                      (Runnable)
                          () ->
                              answers.add(
                                  sendTo(
                                      instance,
                                      "POST",
                                      "/pay",
                                      Operation.PAY,
                                      planned.orderId(),
                                      key,
                                      body)))
              .toArray(Runnable[]::new);
      AtOnce.run(requests);
      return answers.stream().filter(Customer::isFinal).findFirst().orElse(answers.get(0));
    }

    private Call untilFinal(Planned planned, String key, String body, Call first) {
      Call answer = first;
      long begun = System.nanoTime();
      for (int i = 0; !isFinal(answer) && System.nanoTime() - begun < patience.toNanos(); i++) {
        rest(i);
        boolean patient = System.nanoTime() - begun > SAYS_IT_AGAIN.toNanos();
        if (patient || random.nextInt(10) < 6) {
          Call asked = ask(planned);
          // What it says of an attempt counts; that there is none yet means that it can be said
          // again.
          if (asked.status() == 200 && !"PROCESSING".equals(asked.field("status"))) {
            return asked;
          }
        } else {
          answer = pay(planned, key, body);
        }
      }
      return answer;
    }

    private Call ask(Planned planned) {
      return send(
          WholeSystem.PAYMENT,
          "GET",
          "/payments/" + planned.orderId(),
          Operation.ASK,
          planned.orderId(),
          null,
          "");
    }

    private Call pay(Planned planned, String key, String body) {
      return send(WholeSystem.PAYMENT, "POST", "/pay", Operation.PAY, planned.orderId(), key, body);
    }

    private static boolean isFinal(Call answer) {
      return answer.status() == 200 || answer.status() / 100 == 4 && answer.status() != 429;
    }

    private boolean insist(Supplier<Call> request) {
      long deadline = System.nanoTime() + patience.toNanos();
      Call answer = request.get();
      for (int i = 0; !isFinal(answer) && !answer.succeeded(); i++) {
        if (System.nanoTime() - deadline >= 0) {
          return false;
        }
        rest(i);
        answer = request.get();
      }
      return answer.succeeded();
    }

    /** Longer and longer, within bounds, as an app does that does not want to be a nuisance. */
    private void rest(int times) {
      int millis = 500 + random.nextInt(500) * Math.min(1 + times, LONGEST_REST);
      LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    /** To any instance, and to the others if nobody listens there. */
    private Call send(
        String service,
        String method,
        String path,
        Operation operation,
        String orderId,
        String key,
        String body) {
      List<ServiceProcess> instances = system.instances(service);
      int first = random.nextInt(instances.size());
      Call answer = null;
      for (int i = 0; i < instances.size(); i++) {
        ServiceProcess instance = instances.get((first + i) % instances.size());
        answer = sendTo(instance, method, path, operation, orderId, key, body);
        if (answer.status() != Call.NO_ANSWER || !answer.body().startsWith("refused")) {
          return answer;
        }
      }
      return answer;
    }

    private Call sendTo(
        ServiceProcess instance,
        String method,
        String path,
        Operation operation,
        String orderId,
        String key,
        String body) {
      URI uri = instance.api().resolve(path);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .timeout(LONGEST_ANSWER)
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .setHeader("Content-Type", "application/json")
              .setHeader("Authorization", "Bearer " + system.client().tokens().app());
      if (key != null) {
        request.setHeader("Idempotency-Key", key);
      }
      Instant at = clock.instant();
      int status = Call.NO_ANSWER;
      String answer;
      try {
        var response = http.send(request.build(), BodyHandlers.ofString());
        status = response.statusCode();
        answer = response.body();
      } catch (ConnectException refused) {
        answer = "refused: " + refused;
      } catch (IOException failure) {
        answer = failure.toString();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        answer = "interrupted";
      }
      Call call =
          new Call(
              at,
              Duration.between(at, clock.instant()),
              orderId,
              operation,
              instance.name(),
              key,
              body,
              status,
              answer);
      history.add(call);
      return call;
    }

    private String payment(Planned planned, String authCode) {
      JSONObject body = body(planned.orderId(), planned.payingUserId(), planned.paidFen());
      if (authCode != null) {
        body.put("authCode", authCode);
      }
      return body.toString();
    }
  }
}
