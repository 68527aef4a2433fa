package io.github.paymentsuite.payment;

import io.github.paymentsuite.events.PaymentTopic;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Settles on the producer, before it starts, what rocketmq-spring leaves out. Without its topic a
 * restarted producer is not known to the broker until it first sends, and no check-back reaches it
 * (apache/rocketmq-spring 504); the pool that the listener's annotation asks for comes too late to
 * be used (514).
 */
@Component
class TransactionalProducerSettings implements BeanPostProcessor, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(TransactionalProducerSettings.class);
  private static final int API_TIMEOUT_MILLIS = 10_000;

  private final ThreadPoolExecutor checks;

  TransactionalProducerSettings(Environment environment) {
    PaymentProperties properties =
        Binder.get(environment).bindOrCreate("payment", PaymentProperties.class);
    checks =
        new ThreadPoolExecutor(
            properties.checkThreads(),
            properties.checkThreads(),
            1,
            TimeUnit.MINUTES,
            new NewestFirst(properties.checkQueue()),
            task -> new Thread(task, "check-back"));
    checks.allowCoreThreadTimeOut(true);
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof TransactionMQProducer producer) {
      producer.setTopics(List.of(PaymentTopic.NAME));
      // It asks for the topic's route when it starts, and on a busy machine the default, three
      // seconds, has ended the service. A half message has a time-out of its own.
      producer.setMqClientApiTimeout(API_TIMEOUT_MILLIS);
      producer.setExecutorService(checks);
    }
    return bean;
  }

  @Override
  public void destroy() {
    checks.shutdown();
  }

  /**
   * Whenever the broker asks, it stores the half message once more and settles only what is
   * answered for that copy, before it asks again. Answered in the order in which they came, more
   * half messages than can be answered between two checks would each be answered too late, for
   * ever. The newest first, some are settled each time, until all are.
   */
  static final class NewestFirst extends LinkedBlockingDeque<Runnable> {
    private static final long serialVersionUID = 1;

    NewestFirst(int capacity) {
      super(capacity);
    }

    /** In place of the oldest, if there is no room: that is asked about again. */
    @Override
    public boolean offer(Runnable check) {
      while (!offerFirst(check)) {
        if (pollLast() != null) {
          log.warn("a check-back gives way to a newer one; the broker will ask again");
        }
      }
      return true;
    }
  }
}
