package io.github.paymentsuite.starter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a client that asks more often than it may, before its body is read and long before
 * anything is charged. Those without a token never get as far.
 */
class RateLimitFilter extends OncePerRequestFilter {
  /** Of the callers that are remembered; whoever asks least recently is forgotten first. */
  private static final int MAX_CALLERS = 100_000;

  /** A bucket is full again well before. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final RateLimitProperties limits;
  private final Counter refused;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(FORGOTTEN_AFTER).build();

  RateLimitFilter(RateLimitProperties limits, MeterRegistry measurements) {
    this.limits = limits;
    this.refused =
        Counter.builder("http.requests.rate.limited")
            .description("Requests of clients that asked more often than they may")
            .register(measurements);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Duration wait = Caller.current().map(this::take).orElse(Duration.ZERO);
    if (wait.isZero()) {
      chain.doFilter(request, response);
      return;
    }
    refused.increment();
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
    Refusal.write(
        request,
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        "too_many_requests",
        "this client asks more often than it may; nothing was done",
        HttpAccess.PATIENCE_WITH_THE_REFUSED);
  }

  /** How long the caller has to wait; nothing if it may go on. */
  private Duration take(Caller caller) {
    ConsumptionProbe probe =
        buckets.get(caller.name(), name -> newBucket(caller)).tryConsumeAndReturnRemaining(1);
    return Duration.ofNanos(probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill()));
  }

  private Bucket newBucket(Caller caller) {
    int perSecond =
        caller.user().isPresent() ? limits.customerPerSecond() : limits.clientPerSecond();
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(2L * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
