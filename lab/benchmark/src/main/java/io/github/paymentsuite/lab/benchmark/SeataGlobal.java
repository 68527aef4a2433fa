package io.github.paymentsuite.lab.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.starter.WorkerThreads;
import io.seata.core.exception.TransactionException;
import io.seata.tm.api.GlobalTransaction;
import io.seata.tm.api.GlobalTransactionContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/**
 * Seata's AT mode: the record and the participants' rows are branches of one global transaction,
 * which this one begins and commits while the client waits. The SMS is asked for after that, as no
 * SMS can be rolled back.
 */
@Profile("seata")
@Configuration(proxyBeanMethods = false)
class SeataGlobal {
  @Bean
  static BeanPostProcessor seataDataSource() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof HikariDataSource pool
            ? SeataClient.join("payment-service", pool)
            : bean;
      }
    };
  }

  @Bean
  WorkerThreads participantThreads(RivalProperties properties) {
    return new WorkerThreads(
        "participant",
        Announcement.PARTICIPANTS * properties.maxUnderWay(),
        properties.shutdownWait());
  }

  @Bean
  Announcement announcement(
      RivalRecorder recorder, WorkerThreads participantThreads, Environment environment) {
    List<URI> participants =
        Stream.of("ORDER_API_URL", "POINTS_API_URL", "NOTIFY_API_URL")
            .map(environment::getRequiredProperty)
            .map(URI::create)
            .toList();
    return new Announcement(recorder, participantThreads, participants);
  }

  static class Announcement implements RivalAnnouncement {
    static final int PARTICIPANTS = 3;

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final RivalRecorder recorder;
    private final WorkerThreads threads;
    private final List<URI> participants;
    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Announcement(RivalRecorder recorder, WorkerThreads threads, List<URI> participants) {
      this.recorder = recorder;
      this.threads = threads;
      this.participants = participants;
    }

    @Override
    public void record(PaidAttempt paid) {
      String event = new String(PaymentSucceededCodec.encode(paid.event()), StandardCharsets.UTF_8);
      GlobalTransaction all = GlobalTransactionContext.createNew();
      try {
        all.begin(TIMEOUT_MILLIS, "payment");
        try {
          recorder.record(paid);
          String body = all.getXid() + "\n" + event;
          participants.stream()
              .map(
                  participant ->
                      CompletableFuture.runAsync(
                          () -> post(participant.resolve("/branches"), body), threads.running()))
              // All are under way before the first is waited for.
              .toList()
              .forEach(CompletableFuture::join);
        } catch (RuntimeException failure) {
          all.rollback();
          throw failure;
        }
        all.commit();
      } catch (TransactionException failure) {
        throw new IllegalStateException(failure);
      }
      post(participants.get(PARTICIPANTS - 1).resolve("/committed"), event);
    }

    private void post(URI address, String body) {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(CALL_TIMEOUT)
              .POST(BodyPublishers.ofString(body))
              .build();
      try {
        int status = http.send(request, BodyHandlers.ofString()).statusCode();
        if (status != 200) {
          throw new IllegalStateException(address + " answered " + status);
        }
      } catch (IOException lost) {
        throw new IllegalStateException(lost);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
