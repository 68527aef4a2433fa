package io.github.paymentsuite.starter;

import java.time.Clock;
import java.time.ZoneOffset;
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
  static StartUpWait startUpWait(Environment environment) {
    return new StartUpWait(environment);
  }

  @Bean
  TypeHandler<?> moneyTypeHandler() {
    return new MoneyTypeHandler();
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
    PaymentEventConsumption paymentEventConsumption(
        ConsumerProperties properties, DeadLetterMapper deadLetters, Clock clock) {
      return new PaymentEventConsumption(properties, deadLetters, clock);
    }

    @Bean
    FulfilmentController fulfilmentController(Fulfilments fulfilments) {
      return new FulfilmentController(fulfilments);
    }
  }
}
