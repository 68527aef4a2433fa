package io.github.paymentsuite.starter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies over the limit, whether their length is announced or not, and those that take too
 * long. The body is read here, so that nobody behind this filter has seen half of a body that is
 * refused, or waits for one.
 */
class BodyLimitFilter extends OncePerRequestFilter {
  private final int limit;
  private final Duration timeout;

  BodyLimitFilter(DataSize limit, Duration timeout) {
    this.limit = Math.toIntExact(limit.toBytes());
    this.timeout = timeout;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (request.getContentLengthLong() > limit) {
      refuseSize(request, response, deadline);
      return;
    }
    byte[] body;
    try {
      body = read(request.getInputStream(), limit + 1, deadline);
    } catch (SocketTimeoutException tooSlow) {
      Problem.write(
          response,
          HttpStatus.REQUEST_TIMEOUT,
          "body_too_slow",
          "the body must arrive within %d ms".formatted(timeout.toMillis()));
      return;
    }
    if (body.length > limit) {
      refuseSize(request, response, deadline);
      return;
    }
    chain.doFilter(new ReadRequest(request, body), response);
  }

  private void refuseSize(HttpServletRequest request, HttpServletResponse response, long deadline)
      throws IOException {
    Refusal.write(
        request,
        response,
        HttpStatus.CONTENT_TOO_LARGE,
        "body_too_large",
        "the body must be at most %d bytes".formatted(limit),
        Duration.ofNanos(deadline - System.nanoTime()));
  }

  /**
   * As {@code readNBytes}, within the time. One read waits no longer than the connector lets it.
   *
   * @throws SocketTimeoutException if that many bytes, or the end, were not there in time
   */
  private static byte[] read(InputStream in, int max, long deadline) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    while (body.size() < max) {
      int count;
      try {
        count = in.read(buffer, 0, Math.min(buffer.length, max - body.size()));
      } catch (IOException failure) {
        // Tomcat wraps it.
        throw failure.getCause() instanceof SocketTimeoutException silence ? silence : failure;
      }
      if (count < 0) {
        break;
      }
      body.write(buffer, 0, count);
      if (System.nanoTime() - deadline > 0) {
        throw new SocketTimeoutException();
      }
    }
    return body.toByteArray();
  }

  /** A request whose body has been read already. */
  private static class ReadRequest extends HttpServletRequestWrapper {
    private final byte[] body;

    ReadRequest(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ReadBody(new ByteArrayInputStream(body));
    }
  }

  private static class ReadBody extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    ReadBody(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("the body is read already, without waiting");
    }
  }
}
