package io.github.paymentsuite.lab.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A well-formed request, to be sent as it is or to be spoilt. */
final class Request {
  private final String method;
  private final String target;
  private final List<String> headers = new ArrayList<>();
  private byte[] body = {};

  Request(String method, String target, Map<String, String> credentials) {
    this.method = method;
    this.target = target;
    header("Host", "127.0.0.1");
    credentials.forEach(this::header);
  }

  Request header(String name, String value) {
    headers.add(name + ": " + value);
    return this;
  }

  Request json(String json) {
    return body("application/json", json.getBytes(UTF_8));
  }

  Request body(String type, byte[] bytes) {
    body = bytes;
    return header("Content-Type", type);
  }

  byte[] body() {
    return body;
  }

  byte[] bytes() {
    return bytes("Content-Length: " + body.length, body);
  }

  /** With other framing than the body has. */
  byte[] bytes(String framing, byte[] sent) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        "%s %s HTTP/1.1\r\n%s\r\n%s\r\n\r\n"
            .formatted(method, target, String.join("\r\n", headers), framing)
            .getBytes(ISO_8859_1));
    request.writeBytes(sent);
    return request.toByteArray();
  }
}
