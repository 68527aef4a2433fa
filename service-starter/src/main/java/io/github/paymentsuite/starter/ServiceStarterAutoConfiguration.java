package io.github.paymentsuite.starter;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import org.apache.ibatis.scripting.LanguageDriver;
import org.apache.ibatis.type.TypeHandler;
import org.mybatis.spring.SqlSessionTemplate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Gives each service what all of them do alike. */
@AutoConfiguration
@EnableConfigurationProperties(ConsumerProperties.class)
@Import(HttpPort.class)
class ServiceStarterAutoConfiguration {
  /** Ticks in the precision that the tables keep, so that no moment changes on its way there. */
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Bean
  static RequiredSecrets requiredSecrets(Environment environment) {
    return new RequiredSecrets(environment);
  }

  @Bean
  static StartUpWait startUpWait(Environment environment) {
    return new StartUpWait(environment);
  }

  @Bean
  TypeHandler<?> moneyTypeHandler() {
    return new MoneyTypeHandler();
  }

  @Bean
  TypeHandler<?> instantTypeHandler() {
    return new InstantTypeHandler();
  }

  /** The only one that there is, and so what MyBatis reads each mapper by. */
  @Bean
  LanguageDriver rowsLanguageDriver() {
    return new RowsLanguageDriver();
  }

  /** Only the services that consume payment events have a table of dead letters. */
  @ConditionalOnProperty("payment-events.consumer-group")
  static class Consumption {
    /** By hand: MyBatis stops looking for a service's mappers where it finds a factory of one. */
    @Bean
    DeadLetterMapper deadLetterMapper(SqlSessionTemplate sessions) {
      sessions.getConfiguration().addMapper(DeadLetterMapper.class);
      return sessions.getMapper(DeadLetterMapper.class);
    }

    @Bean
    DeadLetters deadLetters(
        ConsumerProperties properties,
        DeadLetterMapper letters,
        Clock clock,
        MeterRegistry measurements) {
      return new DeadLetters(properties.consumerGroup(), letters, clock, measurements);
    }

    @Bean
    PaymentEventConsumption paymentEventConsumption(
        ConsumerProperties properties,
        PaymentRules rules,
        DeadLetters deadLetters,
        MeterRegistry measurements) {
      return new PaymentEventConsumption(properties, rules, deadLetters, measurements);
    }

    @Bean
    DeadLetterController deadLetterController(DeadLetters deadLetters, PaymentRules rules) {
      return new DeadLetterController(deadLetters, new Replays(deadLetters, rules));
    }

    @Bean
    FulfilmentController fulfilmentController(Fulfilments fulfilments) {
      return new FulfilmentController(fulfilments);
    }
  }
}
