package io.github.paymentsuite.starter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Calls a party outside the suite: every call is one request, never repeated by itself, and ends
 * within its time with an answer of bounded size or with {@link NoAnswer}. A connection that is
 * refused, a time-out and half an answer are the same to the caller: nobody knows what was done.
 *
 * <p>The caller's thread writes and reads itself, as handing both to the threads of a client that
 * does not block took a quarter of all the CPU of a payment. An interrupt need not end a call that
 * has begun.
 */
public final class OutboundHttp {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final ContentType JSON = ContentType.create("application/json");

  private static final Http1Config HEAD_AT_MOST =
      Http1Config.custom().setMaxLineLength(8 * 1024).setMaxHeaderCount(100).build();

  /** A kept connection that the other side is about to close loses the request sent on it. */
  private static final Timeout KEPT_AT_MOST = Timeout.ofSeconds(4);

  /** Has the other side closed it meanwhile? Looking takes up to a millisecond. */
  private static final Timeout LOOKED_AT_AFTER = Timeout.ofMilliseconds(100);

  private static final ScheduledThreadPoolExecutor DEADLINES = deadlines();

  private final HttpClient client;
  private final URI base;
  private final Duration timeout;
  private final Supplier<Optional<String>> token;

  /**
   * @param base of the other party, such as {@code http://127.0.0.1:8090}
   * @param timeout of a whole call, from looking up the address to the last byte of the answer
   */
  public OutboundHttp(URI base, Duration timeout) {
    this(base, timeout, Optional::empty);
  }

  /**
   * @param token an access token for each call; asked for before the call's time begins
   */
  public OutboundHttp(URI base, Duration timeout, Supplier<Optional<String>> token) {
    this(base, timeout, token, SSLContexts.createSystemDefault(), InetAddress::getAllByName);
  }

  OutboundHttp(
      URI base,
      Duration timeout,
      Supplier<Optional<String>> token,
      SSLContext trusted,
      NameLookup.Names names) {
    boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (!http || base.getHost() == null || base.getUserInfo() != null) {
      // Not repeated: there can be a password in it.
      throw new IllegalArgumentException(
          "the address of another party has to be http:// or https:// and a host, without a user");
    }
    this.token = token;
    this.base = base;
    this.timeout = timeout;
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(timeout, trusted, names))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(timeout))
                    .setAuthenticationEnabled(false)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .evictIdleConnections(KEPT_AT_MOST)
            .setProxySelector(ProxySelector.getDefault())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableConnectionState()
            .build();
  }

  /** As many as there are callers, whose number has bounds of its own. */
  private static HttpClientConnectionManager connections(
      Duration timeout, SSLContext trusted, NameLookup.Names names) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(Integer.MAX_VALUE)
        .setMaxConnPerRoute(Integer.MAX_VALUE)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(HEAD_AT_MOST)
                .responseParserFactory(WholeHead::new)
                .build())
        .setDnsResolver(new NameLookup(names, timeout))
        // The JDK compares the host's name with the certificate's: no second comparison.
        .setTlsSocketStrategy(
            new DefaultClientTlsStrategy(
                trusted, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE))
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(timeout))
                // The deadline bounds reading; with this one as well, closing a connection by
                // TLS 1.3 would wait for the other side.
                .setSocketTimeout(Timeout.DISABLED)
                .setIdleTimeout(KEPT_AT_MOST)
                .setValidateAfterInactivity(LOOKED_AT_AFTER)
                .build())
        .build();
  }

  /**
   * @throws NoAnswer if there was none, or not a whole one in time
   */
  public Answer post(String path, byte[] json) throws NoAnswer {
    HttpUriRequestBase request = new HttpUriRequestBase("POST", base.resolve(path));
    request.setEntity(new ByteArrayEntity(json, JSON));
    return call(request);
  }

  /**
   * @throws NoAnswer if there was none, or not a whole one in time
   */
  public Answer get(String path) throws NoAnswer {
    return call(new HttpUriRequestBase("GET", base.resolve(path)));
  }

  private Answer call(HttpUriRequestBase request) throws NoAnswer {
    request.setHeader("Accept", "application/json");
    token.get().ifPresent(value -> request.setHeader("Authorization", "Bearer " + value));
    if (Thread.currentThread().isInterrupted()) {
      throw new NoAnswer("interrupted before the call", null);
    }
    Runnable end = request::cancel;
    Future<?> deadline = DEADLINES.schedule(end, timeout.toMillis(), TimeUnit.MILLISECONDS);
    HttpClientContext context = HttpClientContext.create();
    try {
      return client.execute(request, context, response -> read(request, context, response));
    } catch (NotTaken notTaken) {
      throw new NoAnswer(notTaken.getMessage(), notTaken);
    } catch (IOException | IllegalStateException failed) {
      // The latter where a connection is taken away, or the wait for one ends, between two steps.
      Throwable cause = NestedExceptionUtils.getMostSpecificCause(failed);
      if (request.isCancelled()
          || cause instanceof TimeoutException
          || cause instanceof SocketTimeoutException) {
        throw new NoAnswer("no whole answer within " + timeout.toMillis() + " ms", cause);
      }
      throw new NoAnswer(sentence(cause), cause);
    } finally {
      deadline.cancel(false);
    }
  }

  private static Answer read(
      HttpUriRequestBase request, HttpClientContext context, ClassicHttpResponse response)
      throws IOException {
    if (context.getResponse() == null) {
      // Its answer would be taken for the other party's.
      request.cancel();
      throw new NotTaken("a proxy refused: HTTP " + response.getCode());
    }
    HttpEntity entity = response.getEntity();
    byte[] body =
        entity == null ? new byte[0] : entity.getContent().readNBytes(MAX_ANSWER_BYTES + 1);
    if (body.length > MAX_ANSWER_BYTES) {
      // Or the client would read the rest, to keep the connection.
      request.cancel();
      throw new NotTaken("the answer is larger than " + MAX_ANSWER_BYTES + " bytes");
    }
    return new Answer(response.getCode(), body);
  }

  /** What is said of an answer that cannot be read repeats it. */
  private static String sentence(Throwable cause) {
    return cause instanceof SocketException ? cause.toString() : cause.getClass().getName();
  }

  private static ScheduledThreadPoolExecutor deadlines() {
    CustomizableThreadFactory daemons = new CustomizableThreadFactory("call-deadline-");
    daemons.setDaemon(true);
    ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, daemons);
    // Most calls end before theirs, which would hold them until then.
    deadlines.setRemoveOnCancelPolicy(true);
    return deadlines;
  }

  /** An answer that arrived whole. */
  public record Answer(int status, byte[] body) {}

  /** The outcome of a call is unknown; the message says what was seen. */
  public static class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswer(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What has arrived is not what this call may give back. */
  private static class NotTaken extends IOException {
    private static final long serialVersionUID = 1;

    NotTaken(String message) {
      super(message);
    }
  }
}
