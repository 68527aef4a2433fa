package io.github.paymentsuite.lab.infrastructure;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client's way to the name server and the broker. It is a SOCKS5 proxy (RFC 1928, without
 * authentication), so that the addresses which the name server hands out lead through it too, and
 * it reads RocketMQ's frames as they pass.
 */
public final class BrokerProxy extends TcpProxy {

  /** The request by which a producer says what became of its local transaction. */
  public static final int END_TRANSACTION = 37;

  private static final int SOCKS_VERSION = 5;
  private static final int CONNECT = 1;
  private static final int IP_V4 = 1;
  private static final int NAME = 3;
  private static final byte SUCCEEDED = 0;
  private static final byte REFUSED = 5;

  private static final int LARGEST_FRAME = 64 * 1024 * 1024;
  private static final Pattern JSON_CODE = Pattern.compile("\"code\":(\\d+)");

  private final int brokerPort;
  private volatile Withholding withholding = Withholding.none();
  private volatile Consumer<String> endTransactionListener = header -> {};

  BrokerProxy(String name, int brokerPort) {
    super(name, 0);
    this.brokerPort = brokerPort;
  }

  /**
   * From the first such request of a connection on, swallows everything that this connection's
   * client sends.
   *
   * @param requestCode one of RocketMQ's, such as {@link #END_TRANSACTION}
   * @return ends it when it is closed; what was swallowed stays lost
   */
  public Withholding withhold(int requestCode) {
    withholding = new Withholding(requestCode, false);
    return withholding;
  }

  /** Swallows such requests and no others, of every connection. */
  public Withholding withholdAlone(int requestCode) {
    withholding = new Withholding(requestCode, true);
    return withholding;
  }

  /**
   * Hears of every {@link #END_TRANSACTION} before it is passed on.
   *
   * @param listener gets the request's header, which is JSON; called by several threads at once
   */
  public void onEndTransaction(Consumer<String> listener) {
    endTransactionListener = listener;
  }

  @Override
  Socket connect(DataInputStream fromClient, OutputStream toClient) throws IOException {
    expect(fromClient.readUnsignedByte() == SOCKS_VERSION, "a SOCKS5 greeting");
    fromClient.skipNBytes(fromClient.readUnsignedByte());
    toClient.write(new byte[] {SOCKS_VERSION, 0});

    expect(fromClient.readUnsignedByte() == SOCKS_VERSION, "a SOCKS5 request");
    expect(fromClient.readUnsignedByte() == CONNECT, "CONNECT");
    fromClient.skipNBytes(1);
    InetAddress host = readHost(fromClient);
    int port = fromClient.readUnsignedShort();
    expect(host.isLoopbackAddress(), "an address on this machine");
    try {
      // A producer answers a check-back to where it came from, which to netty is this proxy itself.
      Socket server = connectTo(port == port() ? brokerPort : port);
      answer(toClient, SUCCEEDED);
      return server;
    } catch (IOException e) {
      answer(toClient, REFUSED);
      throw e;
    }
  }

  @Override
  void passRequests(ProxiedConnection connection, DataInputStream fromClient, OutputStream toServer)
      throws IOException {
    while (true) {
      int length = fromClient.readInt();
      expect(length >= Integer.BYTES && length <= LARGEST_FRAME, "a RocketMQ frame");
      byte[] frame = fromClient.readNBytes(length);
      expect(frame.length == length, "the whole frame");
      awaitDelay();
      int code = requestCode(frame);
      if (code == END_TRANSACTION) {
        endTransactionListener.accept(jsonHeader(frame));
      }
      if (!withholding.swallows(connection, code)) {
        toServer.write(
            ByteBuffer.allocate(Integer.BYTES + length).putInt(length).put(frame).array());
        toServer.flush();
      }
    }
  }

  /**
   * The header follows its own length, whose highest byte is its format: JSON, or RocketMQ's own
   * with the code in front.
   */
  private static int requestCode(byte[] frame) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    int format = buffer.getInt();
    if (format >>> 24 != 0) {
      return buffer.getShort();
    }
    Matcher code = JSON_CODE.matcher(jsonHeader(frame));
    expect(code.find(), "a request code");
    return Integer.parseInt(code.group(1));
  }

  private static String jsonHeader(byte[] frame) {
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    int headerLength = Math.min(buffer.getInt(), buffer.remaining());
    return new String(frame, buffer.position(), headerLength, StandardCharsets.UTF_8);
  }

  private static InetAddress readHost(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    expect(kind == IP_V4 || kind == NAME, "an IPv4 address or a name");
    if (kind == IP_V4) {
      return InetAddress.getByAddress(in.readNBytes(4));
    }
    String name = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
    return InetAddress.getByName(name);
  }

  private static void answer(OutputStream out, byte code) throws IOException {
    out.write(new byte[] {SOCKS_VERSION, code, 0, IP_V4, 0, 0, 0, 0, 0, 0});
    out.flush();
  }

  private static void expect(boolean met, String what) throws IOException {
    if (!met) {
      throw new IOException("Expected " + what);
    }
  }
}
