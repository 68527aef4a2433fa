package io.github.paymentsuite.lab.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.paymentsuite.lab.fuzz.Input.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One connection for each input: a client that is bound by no rule of HTTP. */
final class Wire {
  /** Longer than a service may take for an answer, or to give up a request that never ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[ \\r]");

  private Wire() {}

  /**
   * What came back.
   *
   * @param statuses of all answers, in their order
   * @param isOver whether the service has closed the connection, or the client has
   */
  record Outcome(List<Integer> statuses, String text, boolean isOver) {}

  /**
   * @throws IOException if no connection could be made at all
   */
  static Outcome exchange(URI port, Input input) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(port.getHost(), port.getPort()), (int) PATIENCE.toMillis());
      socket.setTcpNoDelay(true);
      if (input.ending() == Ending.HANG_UP) {
        // With a reset, as when the client's machine is gone.
        socket.setSoLinger(true, 0);
        write(socket, input);
        return new Outcome(List.of(), "", true);
      }
      write(socket, input);
      return read(socket);
    }
  }

  /** Whoever is refused while sending has an answer all the same. */
  private static void write(Socket socket, Input input) {
    try {
      socket.getOutputStream().write(input.bytes());
      if (input.ending() == Ending.LISTEN) {
        socket.shutdownOutput();
      }
    } catch (IOException refusedMeanwhile) {
      // The answer tells.
    }
  }

  private static Outcome read(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    boolean isOver = false;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    byte[] buffer = new byte[8192];
    InputStream in = socket.getInputStream();
    try {
      while (answer.size() < MAX_ANSWER_BYTES) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        socket.setSoTimeout((int) left);
        int count = in.read(buffer);
        if (count < 0) {
          isOver = true;
          break;
        }
        answer.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException stillOpen) {
      // Not over.
    } catch (IOException reset) {
      isOver = true;
    }
    String text = answer.toString(ISO_8859_1);
    Stream<Integer> statuses =
        STATUS_LINE.matcher(text).results().map(result -> Integer.parseInt(result.group(1)));
    return new Outcome(statuses.toList(), text, isOver);
  }
}
