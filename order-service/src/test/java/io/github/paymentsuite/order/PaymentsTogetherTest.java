package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.message;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import io.github.paymentsuite.starter.Batches;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.transaction.TransactionException;

/** Many messages at once, as RocketMQ hands them to the threads of one instance. */
@ExtendWith(OutputCaptureExtension.class)
class PaymentsTogetherTest extends OrderServiceTest {
  private static final String ONE_BY_ONE = "handled one by one";

  private static final int THREADS = 32;

  @Autowired MeterRegistry measurements;

  @Test
  void areHandledInFewerTransactionsThanThereAre() {
    List<PaymentSucceeded> payments = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      payments.add(paymentOfAnOrder());
    }
    DistributionSummary batches = measurements.get("payment.events.batch").summary();
    long before = batches.count();
    double paidBefore = batches.totalAmount();

    AtOnce.forEach(payments, THREADS, payment -> consumption.consume(published(payment)));

    assertThat(payments).allMatch(payment -> orders.find(payment.orderId()).isPaidBy(payment));
    double paid = batches.totalAmount() - paidBefore;
    assertThat(paid).isGreaterThanOrEqualTo(200);
    assertThat(batches.count() - before).isLessThan((long) paid);
  }

  /** Every message has the outcome that it has by itself, whatever it came together with. */
  @RepeatedTest(5)
  void oneThatCannotBeHandledNeitherHoldsUpTheOthersNorIsLost() {
    long seed = System.nanoTime();
    List<PaymentSucceeded> fitting = new ArrayList<>();
    List<PaymentSucceeded> misfits = new ArrayList<>();
    List<PaymentSucceeded> unknown = new ArrayList<>();
    List<MessageExt> messages = new ArrayList<>();
    MessageExt poison = published(paymentOfAnOrder());
    poison.setBody("poison".getBytes(StandardCharsets.UTF_8));
    messages.add(poison);
    for (int i = 0; i < 60; i++) {
      PaymentSucceeded payment = paymentOfAnOrder();
      fitting.add(payment);
      messages.add(published(payment));
      if (i % 10 == 0) {
        messages.add(published(payment));
        PaymentSucceeded lessThanItCosts =
            paymentOf(paymentOfAnOrder().orderId(), payment.userId(), Money.parse("1.00"));
        misfits.add(lessThanItCosts);
        messages.add(published(lessThanItCosts));
        PaymentSucceeded tooEarly = paymentOf(anyOrderId(), anyUserId(), AMOUNT);
        unknown.add(tooEarly);
        messages.add(published(tooEarly));
      }
    }
    Collections.shuffle(messages, new Random(seed));
    Set<String> thrownBack = ConcurrentHashMap.newKeySet();

    AtOnce.forEach(
        messages,
        THREADS,
        message -> {
          try {
            consumption.consume(message);
          } catch (OrderNotFound notYet) {
            thrownBack.add(message.getMsgId());
          }
        });

    assertThat(fitting)
        .as("seed %d", seed)
        .allMatch(payment -> orders.find(payment.orderId()).isPaidBy(payment))
        .allMatch(payment -> orders.casesOf(payment.orderId()).isEmpty());
    assertThat(misfits)
        .as("seed %d", seed)
        .allMatch(payment -> orders.casesOf(payment.orderId()).size() == 1);
    assertThat(thrownBack).as("seed %d", seed).hasSameSizeAs(unknown);
    assertThat(isOpen("message:" + poison.getMsgId())).as("seed %d", seed).isTrue();
  }

  /** One by one they would only wait for the database once more, each of them. */
  @Test
  void areAllThrownBackWhenTheDatabaseIsOutOfReach(CapturedOutput output) throws Exception {
    PaymentSucceeded payment = paymentOfAnOrder();
    Logger log = (Logger) LoggerFactory.getLogger(Batches.class);
    log.setLevel(Level.DEBUG);
    PaymentSucceeded unknown = paymentOf(anyOrderId(), anyUserId(), AMOUNT);
    assertThatThrownBy(() -> consumption.consume(published(unknown)))
        .isInstanceOf(OrderNotFound.class);
    assertThat(output).contains(ONE_BY_ONE);
    try (Connection other = LocalInfrastructure.shared().administer("order_db");
        Statement statement = other.createStatement()) {
      // The statement in the transaction waits until its connection gives up.
      statement.execute("LOCK TABLES orders WRITE");

      assertThatThrownBy(() -> consumption.consume(published(payment)))
          .isInstanceOfAny(TransactionException.class, RecoverableDataAccessException.class);
    } finally {
      log.setLevel(null);
    }

    assertThat(output)
        .contains(payment.paymentNo() + " of order " + payment.orderId() + " not handled")
        .containsOnlyOnce(ONE_BY_ONE);
    consumption.consume(message(PaymentTopic.PAID, 2, payment));
    assertThat(orders.find(payment.orderId()).isPaidBy(payment)).isTrue();
  }

  private PaymentSucceeded paymentOfAnOrder() {
    PaymentSucceeded payment = paymentOf(anyOrderId(), anyUserId(), AMOUNT);
    orders.create(payment.orderId(), payment.userId(), AMOUNT);
    return payment;
  }

  private static MessageExt published(PaymentSucceeded payment) {
    return message(PaymentTopic.PAID, 1, payment);
  }
}
