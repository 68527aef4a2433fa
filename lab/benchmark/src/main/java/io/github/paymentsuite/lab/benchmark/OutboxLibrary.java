package io.github.paymentsuite.lab.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.SpringInstantiator;
import com.gruelbox.transactionoutbox.SpringTransactionManager;
import com.gruelbox.transactionoutbox.SpringTransactionOutboxConfiguration;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Transactional;

/**
 * The outbox of a library (gruelbox/transaction-outbox): the event is recorded as a call to be
 * made, which the library makes after the commit, and again until it succeeds.
 */
@Profile("outbox-library")
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@Import(SpringTransactionOutboxConfiguration.class)
class OutboxLibrary {
  /** By itself the library has one, which would wait for the broker after each event. */
  private static final int THREADS = 8;

  /** As the library's own; what finds no room is sent by a later flush. */
  private static final int QUEUE = 16_384;

  @Bean
  Sending sending(RivalSender sender) {
    return new SendingByRocketMq(sender);
  }

  @Bean
  ThreadPoolExecutor outboxThreads() {
    return new ThreadPoolExecutor(
        THREADS, THREADS, 0, TimeUnit.MILLISECONDS, new ArrayBlockingQueue<>(QUEUE));
  }

  @Bean
  @Lazy
  TransactionOutbox transactionOutbox(
      SpringTransactionManager transactions,
      SpringInstantiator beans,
      ThreadPoolExecutor outboxThreads) {
    return TransactionOutbox.builder()
        .transactionManager(transactions)
        .instantiator(beans)
        // MariaDB has SKIP LOCKED too.
        .persistor(Persistor.forDialect(Dialect.MY_SQL_8))
        .submitter(Submitter.withExecutor(outboxThreads))
        // By default it is one of a Hibernate Validator before Jakarta EE, which is not here.
        .clockProvider(Clock::systemUTC)
        .build();
  }

  @Bean
  Announcement announcement(RivalRecorder recorder, TransactionOutbox outbox) {
    return new Announcement(recorder, outbox);
  }

  /** What the library keeps a call of; its arguments are texts, as it can write them. */
  interface Sending {
    void send(String orderId, String event);
  }

  private record SendingByRocketMq(RivalSender sender) implements Sending {
    @Override
    public void send(String orderId, String event) {
      sender.send(orderId, event.getBytes(UTF_8));
    }
  }

  /** Records the payment and the call in one transaction. */
  static class Announcement implements RivalAnnouncement {
    private final RivalRecorder recorder;
    private final TransactionOutbox outbox;

    Announcement(RivalRecorder recorder, TransactionOutbox outbox) {
      this.recorder = recorder;
      this.outbox = outbox;
    }

    @Override
    @Transactional
    public void record(PaidAttempt paid) {
      recorder.record(paid);
      outbox
          .schedule(Sending.class)
          .send(
              paid.attempt().orderId(),
              new String(PaymentSucceededCodec.encode(paid.event()), UTF_8));
    }

    /** Of what failed, or found no thread, two minutes before. */
    @Scheduled(fixedDelayString = "1s")
    void flush() {
      boolean found;
      do {
        found = outbox.flush();
      } while (found);
    }
  }
}
