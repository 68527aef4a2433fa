package io.github.paymentsuite.starter;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.time.ZoneOffset;
import org.apache.ibatis.type.TypeHandler;
import org.mybatis.spring.SqlSessionTemplate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Gives each service what all of them do alike. */
@AutoConfiguration
@EnableConfigurationProperties({HttpProperties.class, ConsumerProperties.class})
@Import(FrameworkProblems.class)
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
  JsonMapperBuilderCustomizer strictJson() {
    return new StrictJson();
  }

  @Bean
  FilterRegistrationBean<Filter> bodyLimitFilter(HttpProperties properties) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(new BodyLimitFilter(properties.maxBodySize()));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  OpenAPI openApi(Environment environment) {
    return new OpenAPI()
        .info(new Info().title(environment.getProperty("spring.application.name")).version("1"));
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
  }
}
