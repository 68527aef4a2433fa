package io.github.paymentsuite.lab.infrastructure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.SocketFactory;

/**
 * One request to a RocketMQ server in its remoting protocol. The client library and its netty stay
 * off this class path, which others have in front of theirs.
 */
final class RemotingCall {

  static final int SEND_MESSAGE = 10;
  static final int QUERY_CONSUMER_OFFSET = 14;
  static final int UPDATE_CONSUMER_OFFSET = 15;
  static final int UPDATE_AND_CREATE_TOPIC_LIST = 18;
  static final int UPDATE_BROKER_CONFIG = 25;
  static final int GET_BROKER_CONFIG = 26;
  static final int GET_BROKER_RUNTIME_INFO = 28;
  static final int GET_MAX_OFFSET = 30;
  static final int VIEW_MESSAGE_BY_ID = 33;
  static final int GET_ROUTE_BY_TOPIC = 105;
  static final int UPDATE_AND_CREATE_GROUP_LIST = 225;

  private static final int SUCCESS = 0;

  /** A broker that has just started, on a disk that others flush too, takes more than 5 s. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final int LARGEST_REPLY = 16 * 1024 * 1024;
  private static final Pattern CODE = Pattern.compile("\"code\":(\\d+)");

  /** A server's answer: its header, which is JSON and says what went wrong, and its body. */
  record Reply(int code, String header, String body) {

    Reply expectSuccess() throws IOException {
      if (code != SUCCESS) {
        throw new IOException("RocketMQ answered " + header);
      }
      return this;
    }
  }

  private RemotingCall() {}

  /** As this user; a broker refuses whatever is not signed. */
  static Reply send(int port, BrokerUser user, int code, Map<String, String> fields, String body)
      throws IOException {
    return send(port, code, user.sign(fields, body), body);
  }

  /** As nobody, which a name server answers. */
  static Reply send(int port, int code, Map<String, String> fields, String body)
      throws IOException {
    return send(SocketFactory.getDefault(), port, code, fields, body);
  }

  static Reply send(
      SocketFactory sockets, int port, int code, Map<String, String> fields, String body)
      throws IOException {
    try (Socket socket = sockets.createSocket()) {
      int limit = Math.toIntExact(LIMIT.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), limit);
      socket.setSoTimeout(limit);
      write(new DataOutputStream(socket.getOutputStream()), code, fields, body);
      return read(new DataInputStream(socket.getInputStream()));
    }
  }

  private static void write(DataOutputStream out, int code, Map<String, String> fields, String body)
      throws IOException {
    String extension =
        fields.entrySet().stream()
            .map(field -> "\"%s\":\"%s\"".formatted(field.getKey(), escaped(field.getValue())))
            .collect(Collectors.joining(","));
    byte[] header =
        """
        {"code":%d,"language":"JAVA","version":0,"opaque":1,"flag":0,"extFields":{%s}}"""
            .formatted(code, extension)
            .getBytes(UTF_8);
    byte[] content = body.getBytes(UTF_8);
    out.writeInt(Integer.BYTES + header.length + content.length);
    // Its highest byte is the header's format, 0 for JSON.
    out.writeInt(header.length);
    out.write(header);
    out.write(content);
    out.flush();
  }

  /** The characters that part a message's properties may not stand in JSON as they are. */
  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\u0001", "\\u0001")
        .replace("\u0002", "\\u0002");
  }

  private static Reply read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < Integer.BYTES || length > LARGEST_REPLY) {
      throw new IOException("Not a RocketMQ server: it answered " + length);
    }
    byte[] header = in.readNBytes(in.readInt() & 0xFF_FFFF);
    byte[] body = in.readNBytes(length - Integer.BYTES - header.length);
    String text = new String(header, UTF_8);
    Matcher code = CODE.matcher(text);
    if (!code.find()) {
      throw new IOException("RocketMQ answered without a code: " + text);
    }
    return new Reply(Integer.parseInt(code.group(1)), text, new String(body, UTF_8));
  }
}
