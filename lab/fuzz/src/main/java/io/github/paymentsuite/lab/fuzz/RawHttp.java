package io.github.paymentsuite.lab.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.paymentsuite.lab.fuzz.Input.Ending;
import java.nio.charset.Charset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What breaks HTTP itself, or JSON. Nothing of it may have an effect: a body that could be read
 * after all has two faults, and what is smuggled is a well-formed order that would leave a row.
 */
final class RawHttp implements Source {
  /** Refused for its user and for a field that there is not. */
  private static final String REFUSED =
      "{\"orderId\":\"RAW\",\"userId\":-1,\"amount\":99.00,\"fuzz\":\"fuzz\"}";

  /** Where no operation takes a body. */
  private static final List<Target> NOWHERE = List.of(new Target("POST", "/nowhere"));

  private static final List<String> READS =
      List.of(
          "/payments/RAW",
          "/orders/RAW",
          "/users/1/points",
          "/notifications?orderId=RAW",
          "/actuator/health",
          "/internal/cases",
          "/internal/dead-letters");

  private final List<Source> sources =
      List.of(
          this::chunks,
          this::smuggling,
          this::lengths,
          this::headers,
          this::requestLines,
          this::json,
          this::encodings,
          this::halves,
          this::pipelines,
          this::otherProtocols,
          this::damages);
  private final List<Target> writes;
  private final Credentials credentials;

  /**
   * @param operations of the port that the inputs go to: those that take a body get them
   */
  RawHttp(List<Operation> operations, Credentials credentials) {
    List<Target> takingABody =
        operations.stream()
            .filter(operation -> operation.body() != null)
            .map(operation -> new Target(operation.method(), operation.path()))
            .toList();
    this.writes = takingABody.isEmpty() ? NOWHERE : takingABody;
    this.credentials = credentials;
  }

  private record Target(String method, String path) {
    Target {
      path = path.replaceAll("\\{[^}]*}", "1");
    }
  }

  @Override
  public Input next(SplittableRandom random) {
    return Noise.oneOf(random, sources).next(random);
  }

  private Request write(SplittableRandom random) {
    return write(random, REFUSED);
  }

  private Request write(SplittableRandom random, String json) {
    return somewhere(random).json(json);
  }

  private Request somewhere(SplittableRandom random) {
    Target target = Noise.oneOf(random, writes);
    return request(random, target.method(), target.path());
  }

  private Request read(SplittableRandom random) {
    return request(random, "GET", Noise.oneOf(random, READS));
  }

  private Request request(SplittableRandom random, String method, String target) {
    return new Request(method, target, credentials.next(random));
  }

  private Input chunks(SplittableRandom random) {
    String size = Integer.toHexString(REFUSED.length());
    String body =
        Noise.oneOf(
            random,
            size + "\r\n" + REFUSED + "\r\n0\r\n\r\n",
            size + "\n" + REFUSED + "\n0\n\n",
            size + "\r\n" + REFUSED + "\r\n0\r\n",
            size + "\r\n" + REFUSED + "\r\n",
            size + "\r\n" + REFUSED,
            size + "\r\n" + REFUSED + "0\r\n\r\n",
            "1\r\n" + REFUSED + "\r\n0\r\n\r\n",
            "FFF\r\n" + REFUSED + "\r\n0\r\n\r\n",
            "0x" + size + "\r\n" + REFUSED + "\r\n0\r\n\r\n",
            "-" + size + "\r\n" + REFUSED + "\r\n0\r\n\r\n",
            "+" + size + "\r\n" + REFUSED + "\r\n0\r\n\r\n",
            " " + size + "\r\n" + REFUSED + "\r\n0\r\n\r\n",
            "7FFFFFFF\r\n" + REFUSED,
            "80000000\r\n" + REFUSED,
            "FFFFFFFFFFFFFFFF\r\n" + REFUSED,
            "zz\r\n" + REFUSED + "\r\n0\r\n\r\n",
            "\r\n" + REFUSED,
            size + ";" + "a".repeat(20_000) + "\r\n" + REFUSED + "\r\n0\r\n\r\n",
            size + ";a=\"\r\n0\r\n\r\n" + REFUSED,
            size + "\r\n" + REFUSED + "\r\n0\r\nX: " + "t".repeat(20_000) + "\r\n\r\n",
            size + "\r\n" + REFUSED + "\r\n0\r\nContent-Length: 5\r\nHost: y\r\n\r\n",
            "1\r\nx\r\n".repeat(5_000) + "0\r\n\r\n",
            "0\r\n\r\n".repeat(3));
    return Input.refused(
        "chunks", write(random).bytes("Transfer-Encoding: chunked", body.getBytes(UTF_8)));
  }

  private Input smuggling(SplittableRandom random) {
    Request order =
        request(random, "POST", "/orders")
            .json("{\"orderId\":\"SMUGGLED\",\"userId\":1,\"amount\":1.00}");
    String inner = new String(order.bytes(), ISO_8859_1);
    String asChunk = Integer.toHexString(inner.length()) + "\r\n" + inner + "\r\n0\r\n\r\n";
    String behindTheEnd = "0\r\n\r\n" + inner;
    String te =
        Noise.oneOf(
            random,
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: CHUNKED",
            "Transfer-Encoding:chunked",
            "Transfer-Encoding:\tchunked",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding:\r\n chunked",
            " Transfer-Encoding: chunked",
            "X: y\nTransfer-Encoding: chunked",
            "X: y\rTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\0",
            "Transfer-Encoding: \"chunked\"",
            "Transfer-Encoding: chunked;q=1",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: identity, chunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer_Encoding: chunked");
    boolean isClTe = random.nextBoolean();
    String body = isClTe ? behindTheEnd : asChunk;
    // Whoever believes the length sees one request, whoever believes the encoding another.
    String length = "Content-Length: " + (isClTe ? body.length() : asChunk.indexOf('\n') + 1);
    if (!isClTe && !te.matches("(?i)Transfer-Encoding:[ \\t]*chunked")) {
      // What is no such encoding leaves the length alone, and then the rest is a next request.
      length = "Content-Length: " + body.length();
    }
    String framing = random.nextBoolean() ? length + "\r\n" + te : te + "\r\n" + length;
    return Input.refused("smuggling", write(random).bytes(framing, body.getBytes(ISO_8859_1)));
  }

  private Input lengths(SplittableRandom random) {
    int right = REFUSED.length();
    String framing =
        Noise.oneOf(
            random,
            "Content-Length: %d\r\nContent-Length: %<d",
            "Content-Length: %d\r\nContent-Length: 0",
            "Content-Length: 0\r\nContent-Length: %d",
            "Content-Length: %d, %<d",
            "Content-Length: +%d",
            "Content-Length: -%d",
            "Content-Length: -0",
            "Content-Length: 0x%x",
            "Content-Length: 1e2",
            "Content-Length: %d.0",
            "Content-Length:",
            "Content-Length: 99999999999999999999",
            "Content-Length: 9223372036854775807",
            "Content-Length: 2147483648",
            "Content-Length: 1000000",
            "Content-Length: ٣",
            "Content-Length:\r\n %d",
            "content-length : %d",
            "Content-Length: 1",
            "X: y");
    return Input.refused(
        "lengths", write(random).bytes(framing.formatted(right), REFUSED.getBytes(UTF_8)));
  }

  private Input headers(SplittableRandom random) {
    String header =
        Noise.oneOf(
            random,
            "X: " + "a".repeat(8 * 1024),
            "X: " + "a".repeat(60_000),
            "X: y\r\n".repeat(120) + "X: y",
            "Cookie: " + "a=b; ".repeat(1500),
            "n".repeat(9000) + ": y",
            "Authorization: Bearer " + "a".repeat(9000),
            "Accept: " + "a/b,".repeat(1800),
            "Accept: ,;=/",
            "Accept: */*;q=nonsense",
            "Accept-Language: " + "x-".repeat(3000),
            "Accept-Encoding: gzip;q=1000",
            "no colon at all",
            ": no name",
            "X Y: z",
            "X\0: y",
            "X: y\0z",
            "X: y\rz",
            "X: y\nz",
            "X: \u0001\u007f\u0080\u00ff",
            "\tX: y",
            "Host: other",
            "Host: a b",
            "Host:",
            "Host: [::1",
            "Host: x:99999",
            "Expect: 100-continue",
            "Expect: nonsense",
            "Connection: close, keep-alive, upgrade",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x",
            "X-HTTP-Method-Override: DELETE",
            "X-Forwarded-For: " + "1,".repeat(3000),
            "Forwarded: for=\"\u0000\";host=evil",
            "Range: bytes=0-0,".repeat(50),
            "If-None-Match: *",
            "If-Modified-Since: yesterday",
            "Idempotency-Key: a\r\nIdempotency-Key: b",
            "Idempotency-Key: " + "k".repeat(256),
            "Idempotency-Key: \u00e9",
            "traceparent: 00-" + "f".repeat(300));
    Request request = random.nextInt(4) == 0 ? read(random) : write(random);
    byte[] bytes =
        request.bytes(header + "\r\nContent-Length: " + request.body().length, request.body());
    return Input.harmless("headers", bytes);
  }

  private Input requestLines(SplittableRandom random) {
    String line =
        Noise.oneOf(
            random,
            "GET http://evil.example/orders/RAW HTTP/1.1",
            "GET http://127.0.0.1:1/orders/RAW HTTP/1.1",
            "GET //evil.example/orders/RAW HTTP/1.1",
            "GET orders/RAW HTTP/1.1",
            "GET * HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "OPTIONS /orders HTTP/1.1",
            "CONNECT evil.example:80 HTTP/1.1",
            "TRACE /orders/RAW HTTP/1.1",
            "PATCH /orders/RAW HTTP/1.1",
            "DELETE /orders/RAW HTTP/1.1",
            "PROPFIND / HTTP/1.1",
            "get /orders/RAW HTTP/1.1",
            "G\u00e9T /orders/RAW HTTP/1.1",
            "A".repeat(9000) + " / HTTP/1.1",
            "GET  /orders/RAW HTTP/1.1",
            "GET\t/orders/RAW\tHTTP/1.1",
            "GET /orders/RAW",
            "GET /orders/RAW HTTP/0.9",
            "GET /orders/RAW HTTP/1.0",
            "GET /orders/RAW HTTP/1.2",
            "GET /orders/RAW HTTP/1.1.1",
            "GET /orders/RAW HTTP/2.0",
            "GET /orders/RAW HTTP/9.9",
            "GET /orders/RAW HTTP/",
            "GET /orders/RAW http/1.1",
            "GET /orders/RAW FTP/1.1",
            "GET /" + "a".repeat(9000) + " HTTP/1.1",
            "GET /" + "a/".repeat(3000) + " HTTP/1.1",
            "GET /orders/" + "../".repeat(200) + "etc/passwd HTTP/1.1",
            "GET /orders/%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
            "GET /orders/..%2f..%2fetc HTTP/1.1",
            "GET /orders/..;/internal HTTP/1.1",
            "GET /orders;x=y/RAW;z HTTP/1.1",
            "GET /orders/%00 HTTP/1.1",
            "GET /orders/%zz HTTP/1.1",
            "GET /orders/%c0%af HTTP/1.1",
            "GET /orders/\u00e9\u00ff HTTP/1.1",
            "GET /orders/RAW#fragment HTTP/1.1",
            "GET /orders/a\\b HTTP/1.1",
            "GET /orders/<script> HTTP/1.1",
            "GET /orders/${jndi:ldap://127.0.0.1/x} HTTP/1.1",
            "GET /notifications?orderId=RAW&orderId=RAW HTTP/1.1",
            "GET /notifications?" + "a=b&".repeat(1800) + " HTTP/1.1",
            "GET /notifications?orderId=%ff%fe HTTP/1.1",
            "GET /actuator/../internal HTTP/1.1",
            "GET /actuator/heapdump HTTP/1.1",
            "GET /error HTTP/1.1",
            "GET /v3/api-docs/../../ HTTP/1.1",
            "GET /swagger-ui/..%5c..%5c HTTP/1.1",
            "GET /favicon.ico?\u0001 HTTP/1.1");
    StringBuilder request = new StringBuilder(line + "\r\nHost: x\r\nConnection: close\r\n");
    credentials.next(random).forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    return Input.harmless("request lines", (request + "\r\n").getBytes(ISO_8859_1));
  }

  private Input json(SplittableRandom random) {
    int depth = 17 + random.nextInt(2000);
    String digits = "9".repeat(41 + random.nextInt(2000));
    String value =
        Noise.oneOf(
            random,
            "[".repeat(depth),
            "[".repeat(depth) + "]".repeat(depth),
            "{\"a\":".repeat(depth),
            digits,
            "-" + digits,
            "0." + digits,
            "1e" + digits,
            "1e-" + digits,
            "1e999999999",
            "1e-999999999",
            "1e2147483648",
            "-0.0",
            "00",
            "0x10",
            "1.",
            ".5",
            "+1",
            "NaN",
            "-Infinity",
            "\"" + "s".repeat(2000 + random.nextInt(10_000)) + "\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\x41\"",
            "\"a\nb\"",
            "'a'",
            "tru",
            "undefined",
            "// comment\n1",
            "/*",
            "{\"a\":1,\"a\":2}",
            "[1,]",
            "[,1]",
            "{\"a\" 1}",
            "");
    String body =
        Noise.oneOf(
            random,
            value,
            "{\"orderId\":%s,\"userId\":-1,\"amount\":1,\"fuzz\":1}".formatted(value),
            "{\"orderId\":\"RAW\",\"userId\":%s,\"amount\":-1,\"fuzz\":1}".formatted(value),
            "{\"orderId\":\"RAW\",\"userId\":-1,\"amount\":%s,\"fuzz\":1}".formatted(value),
            "{\"phone\":%s,\"fuzz\":1}".formatted(value),
            "{\"paymentNos\":[%s],\"fuzz\":1}".formatted(value),
            "{\"%s\":1}".formatted("n".repeat(65 + random.nextInt(8000))),
            "{\"a\":1,".repeat(1000),
            IntStream.range(0, 1500).mapToObj("\"f%d\":1,"::formatted).toList().toString());
    return Input.refused("json", write(random, body).bytes());
  }

  private Input encodings(SplittableRandom random) {
    String encoding =
        Noise.oneOf(
            random, "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "GBK", "UTF-7x");
    String type =
        Noise.oneOf(
            random,
            "application/json",
            "application/json;charset=" + encoding,
            "application/json;charset=iso-8859-1",
            "application/json;charset=",
            "application/vnd.x+json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain",
            "application/xml",
            "application/octet-stream",
            "application/x-java-serialized-object",
            "*/*",
            ";",
            "a".repeat(2000));
    String text = Noise.oneOf(random, REFUSED, "\ufeff" + REFUSED, REFUSED.replace("RAW", "支付"));
    byte[] body =
        Charset.isSupported(encoding)
            ? text.getBytes(Charset.forName(encoding))
            : Noise.damaged(random, ("\u00ff\u00fe" + text).getBytes(ISO_8859_1));
    Request request = somewhere(random).body(type, body);
    if (random.nextInt(4) == 0) {
      request.header("Content-Encoding", Noise.oneOf(random, "gzip", "br", "identity", "\0"));
    }
    return Input.refused("encodings", request.bytes());
  }

  private Input halves(SplittableRandom random) {
    byte[] half = Noise.cut(random, write(random).bytes());
    // Who lingers costs the seconds of the service's own time-out.
    int choice = random.nextInt(1000);
    return Input.refused("halves", half)
        .ending(choice < 500 ? Ending.HANG_UP : choice < 998 ? Ending.LISTEN : Ending.LINGER);
  }

  private Input pipelines(SplittableRandom random) {
    StringBuilder pipeline = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      pipeline.append(
          new String((random.nextInt(3) == 0 ? write(random) : read(random)).bytes(), ISO_8859_1));
    }
    if (random.nextBoolean()) {
      pipeline.append(new String(Noise.bytes(random, 200), ISO_8859_1));
    }
    return Input.harmless("pipelines", pipeline.toString().getBytes(ISO_8859_1))
        .ending(random.nextInt(3) == 0 ? Ending.HANG_UP : Ending.LISTEN);
  }

  private Input otherProtocols(SplittableRandom random) {
    byte[] noise = Noise.bytes(random, 2000);
    return switch (random.nextInt(6)) {
      case 0 ->
          Input.refused(
              "other protocols",
              ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\u0012\u0004\0\0\0\0\0")
                  .getBytes(ISO_8859_1));
      case 1 -> Input.refused("other protocols", clientHello(noise));
      case 2 -> Input.refused("other protocols", "SSH-2.0-x\r\n".getBytes(ISO_8859_1));
      case 3 -> Input.refused("other protocols", new byte[1 + random.nextInt(20_000)]);
      case 4 ->
          Input.refused("other protocols", "\r\n".repeat(1 + random.nextInt(5000)).getBytes(UTF_8));
      default -> Input.refused("other protocols", noise);
    };
  }

  /** The first record of TLS, with whatever follows. */
  private static byte[] clientHello(byte[] noise) {
    byte[] hello = new byte[noise.length + 5];
    hello[0] = 0x16;
    hello[1] = 3;
    hello[2] = 1;
    hello[3] = (byte) (noise.length >> 8);
    hello[4] = (byte) noise.length;
    System.arraycopy(noise, 0, hello, 5, noise.length);
    return hello;
  }

  private Input damages(SplittableRandom random) {
    return Input.harmless(
        "damages",
        Noise.damaged(random, (random.nextInt(3) == 0 ? read(random) : write(random)).bytes()));
  }
}
