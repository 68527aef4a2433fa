package io.github.paymentsuite.starter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.core.NestedExceptionUtils;

/**
 * Calls a party outside the suite: every call is one request, never repeated by itself, and ends
 * within its time with an answer of bounded size or with {@link NoAnswer}. A connection that is
 * refused, a time-out and half an answer are the same to the caller: nobody knows what was done.
 */
public final class OutboundHttp {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  static {
    // The JDK's client has no settings of its own for these two.
    // A kept connection that the other side is about to close loses the request that is sent on it.
    setUnlessSet("jdk.httpclient.keepalive.timeout", "4");
    // A GET whose connection is closed instead of an answer would be sent a second time.
    setUnlessSet("jdk.httpclient.redirects.retrylimit", "1");
  }

  private final HttpClient client;
  private final URI base;
  private final Duration timeout;
  private final Supplier<Optional<String>> token;

  /**
   * @param base of the other party, such as {@code http://127.0.0.1:8090}
   * @param timeout of a whole call, from the connection to the last byte of the answer
   */
  public OutboundHttp(URI base, Duration timeout) {
    this(base, timeout, Optional::empty);
  }

  /**
   * @param token an access token for each call; asked for before the call's time begins
   */
  public OutboundHttp(URI base, Duration timeout, Supplier<Optional<String>> token) {
    this.token = token;
    this.base = base;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * @throws NoAnswer if there was none, or not a whole one in time
   */
  public Answer post(String path, byte[] json) throws NoAnswer {
    return call("POST", path, BodyPublishers.ofByteArray(json));
  }

  /**
   * @throws NoAnswer if there was none, or not a whole one in time
   */
  public Answer get(String path) throws NoAnswer {
    return call("GET", path, BodyPublishers.noBody());
  }

  private Answer call(String method, String path, BodyPublisher body) throws NoAnswer {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, body)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json");
    token.get().ifPresent(value -> request.header("Authorization", "Bearer " + value));
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request.build(), head -> new BoundedBody());
    try {
      HttpResponse<byte[]> response = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.body());
    } catch (TimeoutException late) {
      call.cancel(true);
      throw new NoAnswer("no whole answer within " + timeout.toMillis() + " ms", late);
    } catch (ExecutionException failed) {
      Throwable cause = NestedExceptionUtils.getMostSpecificCause(failed);
      throw new NoAnswer(sentence(cause), cause);
    } catch (InterruptedException interrupted) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswer("interrupted while waiting for the answer", interrupted);
    }
  }

  /** What the JDK says of an answer that it cannot read repeats it. */
  private static String sentence(Throwable cause) {
    return cause instanceof SocketException || cause instanceof TooLarge
        ? cause.toString()
        : cause.getClass().getName();
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
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

  private static class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }

  /** Collects a body up to the bound. */
  private static class BoundedBody implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Subscription started) {
      subscription = started;
      started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (received.size() + buffer.remaining() > MAX_ANSWER_BYTES) {
          subscription.cancel();
          body.completeExceptionally(
              new TooLarge("the answer is larger than " + MAX_ANSWER_BYTES + " bytes"));
          return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        received.write(bytes, 0, bytes.length);
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(received.toByteArray());
    }
  }
}
