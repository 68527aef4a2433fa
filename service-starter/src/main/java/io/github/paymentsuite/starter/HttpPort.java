package io.github.paymentsuite.starter;

import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jakarta.servlet.Filter;
import java.math.BigDecimal;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** How every service speaks HTTP on its API port. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
@Import({FrameworkProblems.class, ProblemsWithoutPath.class, HttpAccess.class})
class HttpPort {
  private static final String TOKEN = "token";

  @Bean
  StrictJson strictJson() {
    return new StrictJson();
  }

  @Bean
  StrictParameters strictParameters() {
    return new StrictParameters();
  }

  @Bean
  FilterRegistrationBean<Filter> requestLimitFilter(
      HttpProperties properties, MeterRegistry measurements) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(
            new RequestLimitFilter(properties.maxConcurrentRequests(), measurements));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  FilterRegistrationBean<Filter> nothingBehindAnAnswer() {
    return StrictTomcat.nothingBehindAnAnswer();
  }

  /** After {@code spring.security.filter.order}: who calls is known. */
  @Bean
  FilterRegistrationBean<Filter> rateLimitFilter(
      RateLimitProperties limits, MeterRegistry measurements) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(new RateLimitFilter(limits, measurements));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
    return registration;
  }

  @Bean
  FilterRegistrationBean<Filter> bodyLimitFilter(HttpProperties properties) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(
            new BodyLimitFilter(properties.maxBodySize(), properties.bodyTimeout()));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
    return registration;
  }

  @Bean
  FilterRegistrationBean<Filter> unambiguousRequestFilter() {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(new UnambiguousRequestFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> strictTomcat() {
    return new StrictTomcat();
  }

  @Bean
  Drain drain(WebServerApplicationContext service, HttpProperties properties) {
    return new Drain(service, properties.drain());
  }

  @Bean
  OpenAPI openApi(Environment environment) {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    return new OpenAPI()
        .info(new Info().title(environment.getProperty("spring.application.name")).version("1"))
        .components(
            new Components()
                .addSecuritySchemes(
                    TOKEN,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")));
  }

  @Bean
  OperationCustomizer scopeOfEachOperation() {
    return (operation, endpoint) -> {
      RequiresScope required = endpoint.getMethodAnnotation(RequiresScope.class);
      return required == null
          ? operation
          : operation.addSecurityItem(new SecurityRequirement().addList(TOKEN, required.value()));
    };
  }

  /** As {@link StrictJson} reads and writes it; by reflection it would be an object. */
  @Bean
  OpenApiCustomizer amountsAreNumbers() {
    Schema<BigDecimal> amount = new Schema<>();
    amount.setType("number");
    amount.setTypes(Set.of("number"));
    amount.setDescription("yuan, with at most two decimals");
    amount.setMinimum(new BigDecimal("0.01"));
    amount.setMaximum(new BigDecimal("99999999.99"));
    amount.setMultipleOf(new BigDecimal("0.01"));
    return document ->
        document.getComponents().getSchemas().computeIfPresent("Money", (name, any) -> amount);
  }
}
