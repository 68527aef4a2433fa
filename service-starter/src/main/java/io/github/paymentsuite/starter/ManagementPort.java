package io.github.paymentsuite.starter;

import jakarta.servlet.Filter;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What the management port has beside actuator's endpoints. It is a web context of its own, child
 * of the service's: the service's beans, its strict JSON, its problems and its access rules hold
 * there too, its limits of requests and rates do not.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {
  @Bean
  RequestMappingHandlerMapping managementApiMapping(StrictParameters strictParameters) {
    RequestMappingHandlerMapping mapping = new ManagementApiMapping();
    mapping.setDetectHandlerMethodsInAncestorContexts(true);
    // Before the mapping of static resources, which takes every path.
    mapping.setOrder(0);
    mapping.setInterceptors(new ScopeInterceptor(), strictParameters);
    return mapping;
  }

  @Bean
  FilterRegistrationBean<Filter> managementNothingBehindAnAnswer() {
    return StrictTomcat.nothingBehindAnAnswer();
  }

  /** After {@code spring.security.filter.order}, as on the API port. */
  @Bean
  FilterRegistrationBean<Filter> managementBodyLimitFilter(HttpProperties properties) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(
            new BodyLimitFilter(properties.maxManagementBodySize(), properties.bodyTimeout()));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
    return registration;
  }

  @Bean
  FilterRegistrationBean<Filter> managementUnambiguousRequestFilter() {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(new UnambiguousRequestFilter());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> managementStrictTomcat() {
    return new StrictTomcat();
  }

  private static class ManagementApiMapping extends RequestMappingHandlerMapping {
    @Override
    protected boolean isHandler(Class<?> beanType) {
      return AnnotatedElementUtils.hasAnnotation(beanType, ManagementApi.class);
    }
  }
}
