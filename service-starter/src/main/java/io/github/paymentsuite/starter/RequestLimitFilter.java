package io.github.paymentsuite.starter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests beyond those that the service can handle at once, before it has read their
 * bodies: a thread for each would only wait for a database connection, and virtual threads are
 * bounded by nothing else.
 */
class RequestLimitFilter extends OncePerRequestFilter {
  private final Semaphore room;
  private final Counter refused;

  RequestLimitFilter(int limit, MeterRegistry measurements) {
    this.room = new Semaphore(limit);
    this.refused =
        Counter.builder("http.requests.refused")
            .description("Requests beyond those that are handled at once")
            .register(measurements);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!room.tryAcquire()) {
      refused.increment();
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      Problem.write(
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "overloaded",
          "the service handles as many requests as it can; nothing was done");
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      room.release();
    }
  }
}
