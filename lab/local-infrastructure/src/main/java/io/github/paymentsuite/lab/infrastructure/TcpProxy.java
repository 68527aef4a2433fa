package io.github.paymentsuite.lab.infrastructure;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server on this machine that can be cut and slowed down. */
public class TcpProxy implements AutoCloseable {

  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int BACKLOG = 100;

  private final String name;
  private final int serverPort;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean cut;
  private volatile Duration delay = Duration.ZERO;

  TcpProxy(String name, int serverPort) {
    this.name = name;
    this.serverPort = serverPort;
    try {
      listener = new ServerSocket(FreePorts.next(), BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inBackground("accept", this::acceptAll);
  }

  /** Where clients connect to. */
  public final int port() {
    return listener.getLocalPort();
  }

  /** Resets every connection, and every new one until {@link #restore}. */
  public final void cut() {
    cut = true;
    connections.forEach(ProxiedConnection::reset);
  }

  public final void restore() {
    cut = false;
  }

  /** Holds everything back for so long, in both directions, until it is set to zero again. */
  public final void delay(Duration delay) {
    this.delay = delay;
  }

  /** How many connections are open now. */
  public final int openConnections() {
    return connections.size();
  }

  /** How many have been accepted so far, those included that were reset at once. */
  public final int acceptedConnections() {
    return accepted.get();
  }

  @Override
  public final void close() {
    cut();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to the server that this client wants. */
  Socket connect(DataInputStream fromClient, OutputStream toClient) throws IOException {
    return connectTo(serverPort);
  }

  /** Passes on what this client sends until it ends. */
  void passRequests(ProxiedConnection connection, DataInputStream fromClient, OutputStream toServer)
      throws IOException {
    pass(fromClient, toServer);
  }

  final void awaitDelay() throws IOException {
    if (!delay.isZero()) {
      try {
        Thread.sleep(delay.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  static Socket connectTo(int port) throws IOException {
    Socket server = new Socket();
    try {
      server.setTcpNoDelay(true);
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          Math.toIntExact(CONNECT_LIMIT.toMillis()));
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        ProxiedConnection connection = new ProxiedConnection(client);
        connections.add(connection);
        inBackground("requests", () -> serve(connection));
      } catch (IOException e) {
        // Closed, or a client that went away before it was accepted.
      }
    }
  }

  private void serve(ProxiedConnection connection) {
    // After it was added, so that a cut at this moment misses it in one place only.
    if (cut) {
      end(connection);
      return;
    }
    try {
      Socket client = connection.client();
      client.setTcpNoDelay(true);
      DataInputStream fromClient =
          new DataInputStream(new BufferedInputStream(client.getInputStream(), BUFFER_BYTES));
      Socket server = connect(fromClient, client.getOutputStream());
      connection.reached(server);
      inBackground("replies", () -> passReplies(connection, server));
      passRequests(connection, fromClient, server.getOutputStream());
    } catch (IOException e) {
      // Either side is gone, and the other will be.
    } finally {
      end(connection);
    }
  }

  private void passReplies(ProxiedConnection connection, Socket server) {
    try {
      pass(server.getInputStream(), connection.client().getOutputStream());
    } catch (IOException e) {
      // Either side is gone, and the other will be.
    } finally {
      end(connection);
    }
  }

  private void pass(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      awaitDelay();
      to.write(buffer, 0, count);
      to.flush();
    }
  }

  private void end(ProxiedConnection connection) {
    connection.reset();
    connections.remove(connection);
  }

  private void inBackground(String task, Runnable work) {
    Thread thread = new Thread(work, name + "-" + task);
    thread.setDaemon(true);
    thread.start();
  }
}
