package io.github.paymentsuite.lab.simulator;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * The line on which a caller waits. It answers at once or later, or keeps silent and then breaks
 * without a byte of HTTP; no thread waits with the caller.
 */
@Component
final class CallerLine implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String DROP = CallerLine.class.getName() + ".drop";
  private static final long UNLIMITED = 0;

  private final SimulatorProperties properties;

  CallerLine(SimulatorProperties properties) {
    this.properties = properties;
  }

  /**
   * @return what a handler returns: the answer itself where nobody waits for it, which a deferred
   *     one would have dispatched a second time
   */
  Object answerAfter(Duration delay, ResponseEntity<Object> answer) {
    if (delay.isZero()) {
      return answer;
    }
    DeferredResult<ResponseEntity<Object>> line = new DeferredResult<>(UNLIMITED);
    new CompletableFuture<ResponseEntity<Object>>()
        .completeOnTimeout(answer, delay.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(line::setResult);
    return line;
  }

  DeferredResult<ResponseEntity<Object>> silence(HttpServletRequest request) {
    Runnable drop = (Runnable) request.getAttribute(DROP);
    DeferredResult<ResponseEntity<Object>> line =
        new DeferredResult<>(properties.silence().toMillis());
    line.onTimeout(
        () -> {
          drop.run();
          // Ends the request inside the server; the caller can no longer be reached.
          line.setResult(ResponseEntity.internalServerError().build());
        });
    return line;
  }

  @Override
  public void customize(TomcatServletWebServerFactory server) {
    server.addEngineValves(new DropValve());
  }

  /** Lets a request's connection be closed unanswered, for which the servlet API has no means. */
  private static final class DropValve extends ValveBase {

    DropValve() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      Runnable drop = () -> response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
      request.setAttribute(DROP, drop);
      getNext().invoke(request, response);
    }
  }
}
