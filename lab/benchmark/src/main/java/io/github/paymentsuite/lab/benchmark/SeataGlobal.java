package io.github.paymentsuite.lab.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.seata.core.exception.TransactionException;
import io.seata.tm.api.GlobalTransaction;
import io.seata.tm.api.GlobalTransactionContext;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Seata's AT mode: the record and the participants' rows are branches of one global transaction,
 * which this one begins and commits while the client waits. The SMS is asked for after that, as no
 * SMS can be rolled back.
 */
@Profile("seata")
@Configuration(proxyBeanMethods = false)
class SeataGlobal {
  private static final int TIMEOUT_MILLIS = 60_000;

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
  RivalAnnouncement announcement(RivalRecorder recorder, Participants participants) {
    return paid -> {
      byte[] event = PaymentSucceededCodec.encode(paid.event());
      GlobalTransaction all = GlobalTransactionContext.createNew();
      try {
        all.begin(TIMEOUT_MILLIS, "payment");
        try {
          recorder.record(paid);
          participants.tell("/branches", ofTransaction(all.getXid(), event));
        } catch (RuntimeException failure) {
          all.rollback();
          throw failure;
        }
        all.commit();
      } catch (TransactionException failure) {
        throw new IllegalStateException(failure);
      }
      participants.tellNotify("/committed", event);
    };
  }

  /** The global transaction's id in the first line, the event in the second. */
  private static byte[] ofTransaction(String id, byte[] event) {
    return (id + "\n" + new String(event, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }
}
