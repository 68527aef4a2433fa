package io.github.paymentsuite.starter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Another party that reads whole requests, counts them, and answers as a test says. */
final class ScriptedServer implements AutoCloseable {
  private static final int PACE_MILLIS = 50;

  private final ServerSocket listening;
  private final Script script;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private ScriptedServer(ServerSocket listening, Script script) {
    this.listening = listening;
    this.script = script;
  }

  static ScriptedServer answering(Script script) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ScriptedServer server = new ScriptedServer(listening, script);
    server.threads.execute(server::accept);
    return server;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** The first lines of all requests that arrived whole, followed by their bodies. */
  List<String> requests() {
    return requests;
  }

  int connectionCount() {
    return connections.size();
  }

  static void write(Connection connection, String answer) throws IOException {
    connection.out().write(answer.getBytes(UTF_8));
    connection.out().flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        connections.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String request = read(in); request != null; request = read(in)) {
        requests.add(request);
        script.answer(new Connection(socket, in, socket.getOutputStream(), requests.size()));
      }
    } catch (IOException closed) {
      // By either side; what arrived before is what counts.
    }
  }

  /** Null where the client closed the connection instead. */
  private static String read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    int length = 0;
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase().startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    String body = new String(in.readNBytes(length), UTF_8);
    return body.isEmpty() ? first : first + " " + body;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        return null;
      }
      line.append((char) read);
    }
    return line.toString().strip();
  }

  /** What the server does once it has read a request; the connection stays open after it. */
  @FunctionalInterface
  interface Script {
    void answer(Connection connection) throws IOException;
  }

  /**
   * The connection that a request came on.
   *
   * @param requestCount requests so far on all connections, this one included
   */
  record Connection(Socket socket, InputStream in, OutputStream out, int requestCount) {
    /** Lets a moment pass; false once the client has closed the connection. */
    boolean pause() {
      try {
        socket.setSoTimeout(PACE_MILLIS);
        return in.read() >= 0;
      } catch (SocketTimeoutException stillOpen) {
        return true;
      } catch (IOException closed) {
        return false;
      }
    }

    void hangUp() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
