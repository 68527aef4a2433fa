package io.github.paymentsuite.starter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Refuses a request whose body nobody has read yet. Who is refused while sending must be able to
 * read why before the connection is closed, so what still comes is read and thrown away, within
 * bounds of size and time.
 */
final class Refusal {
  private static final int MAX_DISCARDED_BYTES = 1024 * 1024;

  private Refusal() {}

  /**
   * @param patience how long what is still sent is waited for
   */
  static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      HttpStatus status,
      String code,
      String detail,
      Duration patience)
      throws IOException {
    Problem.write(response, status, code, detail);
    // Who has asked whether to send the body will not send it now.
    if (request.getHeader(HttpHeaders.EXPECT) == null) {
      discard(request.getInputStream(), System.nanoTime() + patience.toNanos());
    }
  }

  private static void discard(InputStream body, long deadline) throws IOException {
    byte[] buffer = new byte[4096];
    int discarded = 0;
    try {
      int count;
      while (discarded < MAX_DISCARDED_BYTES
          && System.nanoTime() - deadline < 0
          && (count =
                  body.read(buffer, 0, Math.min(buffer.length, MAX_DISCARDED_BYTES - discarded)))
              >= 0) {
        discarded += count;
      }
    } catch (IOException gone) {
      // Tomcat wraps a silence longer than its connector allows: it has had its time.
      if (!(gone.getCause() instanceof SocketTimeoutException)
          && !(gone instanceof SocketTimeoutException)) {
        throw gone;
      }
    }
  }
}
