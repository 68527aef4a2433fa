package io.github.paymentsuite.starter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/** Of the API port and of the management port alike. */
class StrictTomcat implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
  /**
   * Where a connection fails behind an answer, Tomcat includes its error page in it. The access
   * rules would deny that, which is logged with a stack trace, as often as somebody without a token
   * likes.
   */
  static FilterRegistrationBean<Filter> nothingBehindAnAnswer() {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>((request, response, chain) -> {});
    registration.setDispatcherTypes(DispatcherType.INCLUDE);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory tomcat) {
    tomcat.addContextCustomizers(
        context ->
            ((StandardHost) context.getParent())
                .setErrorReportValveClass(TomcatProblems.class.getName()));
    // A path that one reader takes for another path than the next (Servlet 6.1, 3.5.2).
    tomcat.addConnectorCustomizers(connector -> connector.setRejectSuspiciousURIs(true));
  }
}
