package io.github.paymentsuite.lab.benchmark;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.modulith.events.EventExternalizationConfiguration;
import org.springframework.modulith.events.FailedEventPublications;
import org.springframework.modulith.events.ResubmissionOptions;
import org.springframework.modulith.events.RoutingTarget;
import org.springframework.modulith.events.support.EventExternalizationTransport;
import org.springframework.modulith.events.support.EventExternalizerModuleListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Transactional;

/**
 * Spring Modulith's registry of event publications: the event is published inside the application,
 * kept by the transaction that publishes it, sent after the commit on another thread, and marked
 * completed in a transaction of its own.
 */
@Profile("modulith")
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ModulithRegistry {
  @Bean
  static EventExternalizationConfiguration eventExternalizationConfiguration() {
    return EventExternalizationConfiguration.externalizing()
        .selectByType(PaymentSucceeded.class)
        .route(
            PaymentSucceeded.class,
            event -> RoutingTarget.forTarget(PaymentTopic.NAME).andKey(event.orderId()))
        .mapping(PaymentSucceeded.class, PaymentSucceededCodec::encode)
        .build();
  }

  @Bean
  EventExternalizerModuleListener rocketMqExternalizer(
      EventExternalizationConfiguration configuration, RivalSender sender) {
    EventExternalizationTransport transport =
        (payload, target) -> {
          sender.send(target.getKey(), (byte[]) payload);
          return CompletableFuture.completedFuture(target);
        };
    return new EventExternalizerModuleListener(configuration, transport);
  }

  @Bean
  Announcement announcement(
      RivalRecorder recorder, ApplicationEventPublisher events, FailedEventPublications failed) {
    return new Announcement(recorder, events, failed);
  }

  /** Records the payment and publishes the event in one transaction. */
  static class Announcement implements RivalAnnouncement {
    private final RivalRecorder recorder;
    private final ApplicationEventPublisher events;
    private final FailedEventPublications failed;

    Announcement(
        RivalRecorder recorder, ApplicationEventPublisher events, FailedEventPublications failed) {
      this.recorder = recorder;
      this.events = events;
      this.failed = failed;
    }

    @Override
    @Transactional
    public void record(PaidAttempt paid) {
      recorder.record(paid);
      events.publishEvent(paid.event());
    }

    /** The registry finds out by itself what failed; when it is tried again it leaves to others. */
    @Scheduled(fixedDelayString = "1m")
    void resubmitFailed() {
      failed.resubmit(ResubmissionOptions.defaults());
    }
  }
}
