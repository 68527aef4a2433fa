package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.net.Socket;

/** The two ends of a connection through a proxy; each dies with the other. */
final class ProxiedConnection {

  private final Socket client;
  private Socket server;
  private boolean reset;

  ProxiedConnection(Socket client) {
    this.client = client;
  }

  Socket client() {
    return client;
  }

  synchronized void reached(Socket server) throws IOException {
    this.server = server;
    if (reset) {
      abort(server);
      throw new IOException("Cut while connecting");
    }
  }

  /** Ends both as a broken network would, without goodbye. */
  synchronized void reset() {
    reset = true;
    abort(client);
    if (server != null) {
      abort(server);
    }
  }

  private static void abort(Socket socket) {
    try {
      // Closing then sends RST in place of FIN.
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to be closed.
    }
  }
}
