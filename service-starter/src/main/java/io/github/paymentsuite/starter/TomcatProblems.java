package io.github.paymentsuite.starter;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;

/**
 * What Tomcat refuses by itself, before any filter of the service sees it, such as a path that
 * cannot be decoded: a problem like every other, where Tomcat would answer with a page.
 */
public final class TomcatProblems extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      Problem.write(response, status, Problem.codeOf(status), "the request was refused");
    } catch (IOException clientHasGone) {
      container.getLogger().debug("nobody reads the answer", clientHasGone);
    }
  }
}
