package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.starter.OutboundHttp;
import io.github.paymentsuite.starter.OutboundHttp.NoAnswer;
import io.github.paymentsuite.starter.WorkerThreads;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/**
 * No messages: records, then tells the three by HTTP, all at once, while the client waits. Whoever
 * does not answer never hears of the payment.
 */
@Profile("synchronous")
@Configuration(proxyBeanMethods = false)
class Synchronous {
  @Bean
  WorkerThreads participantThreads(RivalProperties properties) {
    return new WorkerThreads(
        "participant",
        Announcement.PARTICIPANTS * properties.maxUnderWay(),
        properties.shutdownWait());
  }

  @Bean
  Announcement announcement(
      RivalRecorder recorder,
      WorkerThreads participantThreads,
      RivalProperties properties,
      Environment environment) {
    List<OutboundHttp> participants =
        Stream.of("ORDER_API_URL", "POINTS_API_URL", "NOTIFY_API_URL")
            .map(environment::getRequiredProperty)
            .map(url -> new OutboundHttp(URI.create(url), properties.provider().timeout()))
            .toList();
    return new Announcement(recorder, participantThreads, participants);
  }

  static class Announcement implements RivalAnnouncement {
    static final int PARTICIPANTS = 3;

    private static final Logger log = LoggerFactory.getLogger(Synchronous.class);

    private final RivalRecorder recorder;
    private final WorkerThreads threads;
    private final List<OutboundHttp> participants;

    Announcement(RivalRecorder recorder, WorkerThreads threads, List<OutboundHttp> participants) {
      this.recorder = recorder;
      this.threads = threads;
      this.participants = participants;
    }

    @Override
    public void record(PaidAttempt paid) {
      recorder.record(paid);
      String orderId = paid.attempt().orderId();
      byte[] event = PaymentSucceededCodec.encode(paid.event());
      participants.stream()
          .map(
              participant ->
                  CompletableFuture.runAsync(
                      () -> tell(participant, orderId, event), threads.running()))
          // All are under way before the first is waited for.
          .toList()
          .forEach(CompletableFuture::join);
    }

    private static void tell(OutboundHttp participant, String orderId, byte[] event) {
      try {
        int status = participant.post("/payments", event).status();
        if (status != 200) {
          log.error("payment of order {} is recorded, but somebody answered {}", orderId, status);
        }
      } catch (NoAnswer lost) {
        log.error("payment of order {} is recorded, but somebody did not answer", orderId, lost);
      }
    }
  }
}
