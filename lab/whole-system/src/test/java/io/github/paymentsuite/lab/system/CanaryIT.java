package io.github.paymentsuite.lab.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A whole system is fed with phones, payers' codes, keys, tokens and passwords that nothing else
 * looks like, where they belong and wherever else they can be put; then everything that it has left
 * behind is searched for them. That the search would find them is shown by what it has to find.
 */
@ResourceLock("a further system")
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String FORGED = "2026-01-31T12:00:00.000Z  INFO 1 --- [forged]";
  private static final String BREAKS = "\r\n" + FORGED + "\u001b[2K\u2028" + FORGED;

  /**
   * The one place that has to hold a secret, and these alone: the broker checks signatures by them.
   */
  private static final String BROKER_USERS = "rocketmq/store/config/users/";

  /** Of tables and of the lines of logs, nothing else begins so. */
  private static final String ORDER_PREFIX = "CANARY_ORDER_";

  private final Needles canaries = new Needles();
  private final Needles found = new Needles().add("an order", ORDER_PREFIX);
  private final List<String> phones =
      List.of(phone("7777"), phone("0001"), phone("0002"), phone("0003"), phone("0004"));

  /** One of each kind, to be sent where it does not belong. */
  private final Map<String, String> samples = new TreeMap<>();

  private final List<String> answers = new ArrayList<>();
  private final Map<String, Set<String>> leaks = new TreeMap<>();

  @TempDir private Path directory;

  @Test
  void nothingThatMustNotBeKeptOrShownIsFoundAnywhere() throws Exception {
    WholeSystem.Options options = WholeSystem.Options.forTests(directory).withShortWaits();
    // Containers keep nothing on this machine.
    boolean files = !"containers".equals(System.getProperty(LocalInfrastructure.MODE_PROPERTY));
    WholeSystem system =
        WholeSystem.start(
            files ? options.withInfrastructure(options.infrastructure().keepingData()) : options);
    try {
      phones.forEach(phone -> guessable("a phone", phone));
      secretsOf(system);
      pay(system);
      sendAnythingAnywhere(system);
      failTheDatabase(system);
      searchTables(system);
      searchMetrics(system);
    } finally {
      system.close();
    }
    searchAnswers();
    searchFiles("logs", true);
    if (files) {
      searchFiles("database", true);
      searchFiles("rocketmq", true);
    }
    searchFiles("services-tmp", false);

    assertThat(leaks).isEmpty();
    assertThat(forgedLines()).isEmpty();
  }

  /** Whatever the harness gives a service that is secret by its name, and the tokens in use. */
  private void secretsOf(WholeSystem system) {
    for (String service : WholeSystem.SERVICES) {
      system
          .environmentOf(service)
          .forEach(
              (variable, value) -> {
                if (variable.matches(".*(PASSWORD|SECRET|KEYS).*")) {
                  canaries.add(variable + " of " + service, value.replaceFirst("^[\\w-]+:", ""));
                }
              });
    }
    Tokens tokens = system.client().tokens();
    for (String token : List.of(tokens.app(), tokens.operator(), tokens.customer(10001))) {
      canaries.add("a token", token.substring(token.lastIndexOf('.') + 1));
    }
  }

  private void pay(WholeSystem system) {
    SuiteClient client = system.client();
    List<String> scripts =
        List.of(
            "",
            "",
            "",
            "sim-decline:",
            "sim-timeout-charged:",
            "sim-timeout-not-charged:",
            "sim-error-charged:",
            "sim-pending-then-paid:",
            "sim-pending-then-closed:",
            "sim-paid-other-amount:");
    String toBeSent = null;
    for (int i = 0; i < scripts.size(); i++) {
      String orderId = anyOrderId();
      long userId = ThreadLocalRandom.current().nextLong(1L << 60, Long.MAX_VALUE);
      keep(client.putContact(userId, phones.get(i % phones.size())));
      toBeSent = i == 0 ? orderId : toBeSent;
      keep(client.createOrder(orderId, userId, "99.00"));
      String code = "13" + digits(16);
      guessable("a payer's code", code);
      String key = "key-" + UUID.randomUUID();
      secret("an Idempotency-Key", key);
      JSONObject body =
          SuiteClient.payment(orderId, userId, "99.00")
              .fluentPut("authCode", scripts.get(i) + code);
      keep(client.pay(body.toString(), "Idempotency-Key", key));
      keep(client.pay(body.toString(), "Idempotency-Key", key));
      keep(client.pay(body.fluentPut("authCode", code + "1").toString(), "Idempotency-Key", key));
      keep(client.payment(orderId));
      keep(client.notifications(orderId));
    }
    String order = toBeSent;
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(keep(client.notifications(order)).body())
                    .contains("\"SENT\"")
                    .contains("****7777"));
  }

  /** Every secret in every place of a request, of every kind of request, to every port. */
  private void sendAnythingAnywhere(WholeSystem system) throws IOException {
    String bearer = "canary." + UUID.randomUUID();
    secret("a bearer token", bearer);
    SuiteClient client = system.client();
    for (String secret : samples.values()) {
      for (String service : WholeSystem.SERVICES) {
        for (URI port :
            List.of(system.service(service).api(), system.service(service).management())) {
          for (String request : rawRequests(secret, client.tokens().app())) {
            answers.add(raw(port, request));
          }
        }
      }
      for (String body : bodies(secret)) {
        keep(client.pay(body));
        keep(client.pay(body, "Idempotency-Key", secret + " "));
        keep(client.pay(body, "Content-Type", "text/x" + secret));
        keep(client.post(client.endpoints().order(), "/orders", body));
        keep(
            client
                .as(client.tokens().app())
                .put(client.endpoints().notification(), "/users/1/contact", body));
        keep(
            client
                .as(client.tokens().operator())
                .post(
                    system.service(WholeSystem.NOTIFY).management(),
                    "/internal/dead-letters/replay",
                    body));
      }
      keep(client.as(secret).get(client.endpoints().payment(), "/payments/O"));
    }
  }

  private static List<String> bodies(String secret) {
    String all = secret + BREAKS;
    return Stream.of(
            new JSONObject()
                .fluentPut("orderId", all)
                .fluentPut("userId", 1)
                .fluentPut("amount", 1),
            new JSONObject()
                .fluentPut("orderId", "O")
                .fluentPut("userId", all)
                .fluentPut("amount", 1),
            new JSONObject()
                .fluentPut("orderId", "O")
                .fluentPut("userId", 1)
                .fluentPut("amount", all),
            new JSONObject()
                .fluentPut("orderId", "O")
                .fluentPut("userId", 1)
                .fluentPut("amount", 1)
                .fluentPut("authCode", all),
            new JSONObject().fluentPut(all, 1),
            new JSONObject().fluentPut("phone", all),
            new JSONObject().fluentPut("phone", List.of(all)),
            new JSONObject().fluentPut("ids", List.of(all)))
        .flatMap(
            body -> Stream.of(body.toString(), body + secret, body.toString().replace('}', ',')))
        .toList();
  }

  private static List<String> rawRequests(String secret, String token) {
    String end = "Host: x\r\nConnection: close\r\n\r\n";
    String allowed = "Authorization: Bearer " + token + "\r\n" + end;
    return List.of(
        "GET /" + secret + " HTTP/1.1\r\n" + allowed,
        "GET /" + secret + " HTTP/1.1\r\n" + end,
        "GET /users/" + secret + "x/points HTTP/1.1\r\n" + allowed,
        "GET /payments/" + secret + ".x HTTP/1.1\r\n" + allowed,
        "GET /notifications?orderId=" + secret + ". HTTP/1.1\r\n" + allowed,
        "GET /notifications?orderId=%zz" + secret + " HTTP/1.1\r\n" + allowed,
        "GET /notifications?" + secret + " HTTP/1.1\r\n" + allowed,
        "GET /%0d%0a" + secret + " HTTP/1.1\r\n" + allowed,
        "GET /\\" + secret + "| HTTP/1.1\r\n" + allowed,
        "GET /actuator/health/" + secret + " HTTP/1.1\r\n" + end,
        "GET /actuator/" + secret + " HTTP/1.1\r\n" + allowed,
        "X" + secret + " /pay HTTP/1.1\r\n" + allowed,
        "GET /pay HTTP/" + secret + "\r\n" + allowed,
        secret + "\r\n\r\n",
        "GET /orders/O HTTP/1.1\r\nAuthorization: " + secret + "\r\n" + end,
        "GET /orders/O HTTP/1.1\r\nAuthorization: Bearer " + secret + "\r\n" + end,
        "GET /orders/O HTTP/1.1\r\nX-" + secret + ": " + secret + "\r\n" + allowed,
        "GET /orders/O HTTP/1.1\r\nX " + secret + "\r\n" + allowed,
        "GET /orders/O HTTP/1.1\r\nCookie: a=" + secret + "\u0001; =; \"\r\n" + allowed,
        "GET /orders/O HTTP/1.1\r\nAccept: " + secret + "\r\n" + allowed,
        "GET /orders/O HTTP/1.1\r\nContent-Length: " + secret + "x\r\n" + allowed,
        "GET /orders/O HTTP/1.1\r\nTransfer-Encoding: " + secret + "\r\n" + allowed,
        "GET /orders/O HTTP/1.1\r\nHost: " + secret + "!\r\nConnection: close\r\n\r\n");
  }

  /** Exceptions of the database have their say on what they failed with. */
  private void failTheDatabase(WholeSystem system) {
    SuiteClient client = system.client();
    refuse(system, "notify_db", "contact", "SIGNAL SQLSTATE '45000'");
    refuse(system, "payment_db", "idempotency_key", "SIGNAL SQLSTATE '22001'");
    for (String phone : phones) {
      Reply refused = keep(client.putContact(1, phone));
      assertThat(refused.status()).isGreaterThanOrEqualTo(500);
    }
    String code = "13" + digits(16);
    guessable("a payer's code", code);
    String key = "key-" + UUID.randomUUID();
    secret("an Idempotency-Key", key);
    Reply refused =
        keep(
            client.pay(
                SuiteClient.payment(anyOrderId(), 1, "1.00").fluentPut("authCode", code).toString(),
                "Idempotency-Key",
                key));
    assertThat(refused.status()).isGreaterThanOrEqualTo(500);
  }

  private static void refuse(WholeSystem system, String schema, String table, String how) {
    try (Connection root = system.infrastructure().administer(schema);
        Statement statement = root.createStatement()) {
      statement.execute(
          "CREATE TRIGGER refuse_%1$s BEFORE INSERT ON %1$s FOR EACH ROW %2$s"
              .formatted(table, how));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private void searchTables(WholeSystem system) throws SQLException {
    try (Connection root = system.infrastructure().administer("")) {
      for (String schema : List.of("payment_db", "order_db", "points_db", "notify_db")) {
        Set<String> known = new TreeSet<>();
        for (String table : tables(root, schema)) {
          try (Statement statement = root.createStatement();
              ResultSet rows = statement.executeQuery("SELECT * FROM " + schema + "." + table)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
              for (int column = 1; column <= columns; column++) {
                byte[] value = rows.getBytes(column);
                if (value != null) {
                  search(schema + "." + table, value, known);
                }
              }
            }
          }
        }
        assertThat(known).as("what is found in " + schema).isNotEmpty();
      }
    }
  }

  private static List<String> tables(Connection root, String schema) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = root.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s'"
                    .formatted(schema))) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private void searchMetrics(WholeSystem system) {
    for (String service : WholeSystem.SERVICES) {
      URI management = system.service(service).management();
      Reply metrics = system.client().get(management, "/actuator/prometheus");
      assertThat(metrics.body()).contains("http_server_requests_seconds_count");
      search("metrics of " + service, metrics.body().getBytes(UTF_8), new TreeSet<>());
      for (String path : List.of("/actuator/health", "/actuator/health/readiness")) {
        keep(system.client().get(management, path));
      }
      keep(system.client().get(system.service(service).api(), "/v3/api-docs"));
    }
  }

  private void searchAnswers() {
    assertThat(answers)
        .anyMatch(answer -> answer.contains("invalid_request"))
        .anyMatch(answer -> answer.contains("internal_error") || answer.contains("unavailable"))
        .anyMatch(answer -> answer.contains("payment_declined"));
    for (String answer : answers) {
      search("an answer: " + answer, answer.getBytes(UTF_8), new TreeSet<>());
    }
  }

  private void searchFiles(String folder, boolean holdsOrders) throws IOException {
    Set<String> known = new TreeSet<>();
    try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String where = directory.relativize(file).toString();
        Set<String> leaked = canaries.in(file);
        if (where.startsWith(BROKER_USERS)) {
          leaked.removeIf(leak -> leak.startsWith("ROCKETMQ_SECRET_KEY"));
        }
        if (!leaked.isEmpty()) {
          leaks.put(where, leaked);
        }
        known.addAll(found.in(file));
      }
    }
    if (holdsOrders) {
      assertThat(known).as("what is found in " + folder).isNotEmpty();
    }
  }

  private void search(String where, byte[] hay, Set<String> known) {
    Set<String> leaked = canaries.in(hay);
    if (!leaked.isEmpty()) {
      leaks.put(where, leaked);
    }
    known.addAll(found.in(hay));
  }

  private List<String> forgedLines() throws IOException {
    List<String> forged = new ArrayList<>();
    try (Stream<Path> logs = Files.list(directory.resolve("logs"))) {
      for (Path log : logs.toList()) {
        forged.addAll(
            Stream.of(Files.readString(log, StandardCharsets.ISO_8859_1).split("[\r\n]"))
                .filter(line -> line.startsWith(FORGED))
                .toList());
      }
    }
    return forged;
  }

  private Reply keep(Reply reply) {
    answers.add(reply.status() + " " + reply.headers().map() + " " + reply.body());
    return reply;
  }

  private static String raw(URI port, String request) throws IOException {
    try (Socket socket = new Socket(port.getHost(), port.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException reset) {
      return "";
    }
  }

  private void guessable(String name, String text) {
    canaries.addGuessable(name, text);
    samples.putIfAbsent(name, text);
  }

  private void secret(String name, String text) {
    canaries.add(name, text);
    samples.putIfAbsent(name, text);
  }

  private static String phone(String lastDigits) {
    return "197" + digits(4) + lastDigits;
  }

  private static String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(ThreadLocalRandom.current().nextInt(10));
    }
    return digits.toString();
  }

  private static String anyOrderId() {
    return ORDER_PREFIX + UUID.randomUUID().toString().replace("-", "");
  }
}
