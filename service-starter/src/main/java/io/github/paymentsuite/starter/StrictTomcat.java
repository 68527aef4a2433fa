package io.github.paymentsuite.starter;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Of the API port and of the management port alike. */
class StrictTomcat implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
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
