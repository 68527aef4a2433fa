package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.starter.OutboundHttp;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import io.github.paymentsuite.starter.WorkerThreads;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** The three services, where they are called by HTTP instead of hearing of payments. */
final class Participants {
  private static final List<String> ADDRESSES =
      List.of("ORDER_API_URL", "POINTS_API_URL", "NOTIFY_API_URL");

  private final WorkerThreads threads;
  private final List<OutboundHttp> all;

  private Participants(WorkerThreads threads, List<OutboundHttp> all) {
    this.threads = threads;
    this.all = all;
  }

  /**
   * Tells all of them at once, and returns when the last one is through.
   *
   * @throws RuntimeException if one of them has not taken it
   */
  void tell(String path, byte[] body) {
    CompletableFuture.allOf(
            all.stream()
                .map(
                    participant ->
                        CompletableFuture.runAsync(
                            () -> post(participant, path, body), threads.running()))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /**
   * Tells notify-service alone.
   *
   * @throws IllegalStateException if it has not taken it
   */
  void tellNotify(String path, byte[] body) {
    post(all.get(all.size() - 1), path, body);
  }

  private static void post(OutboundHttp participant, String path, byte[] body) {
    try {
      int status = participant.post(path, body).status();
      if (status != 200) {
        throw new IllegalStateException("a participant answered " + status);
      }
    } catch (NoAnswer lost) {
      throw new IllegalStateException("a participant did not answer", lost);
    }
  }

  @Profile({"synchronous", "seata"})
  @Configuration(proxyBeanMethods = false)
  static class Called {
    @Bean
    WorkerThreads participantThreads(RivalProperties properties) {
      return new WorkerThreads(
          "participant", ADDRESSES.size() * properties.maxUnderWay(), properties.shutdownWait());
    }

    @Bean
    Participants participants(
        WorkerThreads participantThreads, RivalProperties properties, Environment environment) {
      return new Participants(
          participantThreads,
          ADDRESSES.stream()
              .map(environment::getRequiredProperty)
              .map(url -> new OutboundHttp(URI.create(url), properties.provider().timeout()))
              .toList());
    }
  }
}
