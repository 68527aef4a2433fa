package io.github.paymentsuite.order;

import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.starter.PaymentEventConsumption;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.core.RocketMQListener;
import org.apache.rocketmq.spring.core.RocketMQPushConsumerLifecycleListener;
import org.springframework.stereotype.Component;

/** Hands what is published of payments that succeeded to the {@link PaymentSucceededRules}. */
@Component
@RocketMQMessageListener(
    topic = PaymentTopic.NAME,
    consumerGroup = "${payment-events.consumer-group}",
    tlsEnable = "${rocketmq.consumer.tls-enable:false}",
    selectorExpression = PaymentTopic.PAID + " || " + PaymentTopic.PAID_AGAIN_FOR_ORDER)
class PaymentSucceededListener
    implements RocketMQListener<MessageExt>, RocketMQPushConsumerLifecycleListener {
  private final PaymentEventConsumption consumption;

  PaymentSucceededListener(PaymentEventConsumption consumption) {
    this.consumption = consumption;
  }

  @Override
  public void prepareStart(DefaultMQPushConsumer consumer) {
    consumption.prepare(consumer);
  }

  @Override
  public void onMessage(MessageExt message) {
    consumption.consume(message);
  }
}
