package io.github.paymentsuite.lab.system.proof;

import com.alibaba.fastjson2.JSONObject;
import io.github.paymentsuite.lab.infrastructure.BrokerAdministration;
import io.github.paymentsuite.lab.system.Reply;
import io.github.paymentsuite.lab.system.ServiceProcess;
import io.github.paymentsuite.lab.system.SuiteClient;
import io.github.paymentsuite.lab.system.WholeSystem;
import io.github.paymentsuite.lab.system.proof.Observed.Attempt;
import io.github.paymentsuite.lab.system.proof.Observed.Broker;
import io.github.paymentsuite.lab.system.proof.Observed.Case;
import io.github.paymentsuite.lab.system.proof.Observed.Charge;
import io.github.paymentsuite.lab.system.proof.Observed.Notification;
import io.github.paymentsuite.lab.system.proof.Observed.NotifyBooks;
import io.github.paymentsuite.lab.system.proof.Observed.Order;
import io.github.paymentsuite.lab.system.proof.Observed.OrderBooks;
import io.github.paymentsuite.lab.system.proof.Observed.PaymentBooks;
import io.github.paymentsuite.lab.system.proof.Observed.Points;
import io.github.paymentsuite.lab.system.proof.Observed.PointsBooks;
import io.github.paymentsuite.lab.system.proof.Observed.Providers;
import io.github.paymentsuite.lab.system.proof.Observed.Record;
import io.github.paymentsuite.lab.system.proof.Observed.Sms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@link Observed} from a system that runs, from outside and by no product code. */
final class Observation {
  static final Map<String, String> GROUPS =
      Map.of(
          WholeSystem.ORDER, "order_consumer_group",
          WholeSystem.POINTS, "points_consumer_group",
          WholeSystem.NOTIFY, "notify_consumer_group");

  static final String TOPIC = "payment_success_topic";
  static final int QUEUES = 8;

  private static final Map<String, String> SCHEMAS =
      Map.of(
          WholeSystem.ORDER, "order_db",
          WholeSystem.POINTS, "points_db",
          WholeSystem.NOTIFY, "notify_db");

  private static final Pattern CHARGE_CALL =
      Pattern.compile("Charge (\\w+) of order \\S+ ?(?:repeated|gets lost)?");

  private static final Pattern HAD_BEFORE =
      Pattern.compile("(was paid by payment \\w+|were awarded|was made) before$");

  private final WholeSystem system;
  private final Witness witness;
  private final boolean smsDeduplicated;

  /**
   * @param smsDeduplicated as the simulator was told
   */
  Observation(WholeSystem system, Witness witness, boolean smsDeduplicated) {
    this.system = system;
    this.witness = witness;
    this.smsDeduplicated = smsDeduplicated;
  }

  Observed read() {
    try (Connection root = system.infrastructure().administer("")) {
      return new Observed(
          providers(), payment(root), order(root), points(root), notification(root), broker(root));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Providers providers() throws IOException {
    SuiteClient client = system.client();
    List<Charge> charges = new ArrayList<>();
    for (Object entry : ledger(client, "/ledger/charges")) {
      JSONObject charge = (JSONObject) entry;
      charges.add(
          new Charge(
              charge.getString("attemptNo"),
              charge.getString("orderId"),
              fen(charge.getBigDecimal("amount")),
              charge.getString("status")));
    }
    List<Sms> sms = new ArrayList<>();
    for (Object entry : ledger(client, "/ledger/sms")) {
      JSONObject message = (JSONObject) entry;
      sms.add(
          new Sms(
              message.getString("outId"),
              message.getString("orderId"),
              message.getString("phone")));
    }
    return new Providers(charges, chargeCalls(), sms, smsDeduplicated);
  }

  private static List<Object> ledger(SuiteClient client, String path) {
    Reply reply = client.get(client.endpoints().simulator(), path);
    if (reply.status() != 200) {
      throw new IllegalStateException("the simulator answered " + reply);
    }
    return reply.list();
  }

  /** Deliveries of which a service says in its log that it had the event before. */
  long duplicatesSeen() {
    long seen = 0;
    for (String service : GROUPS.keySet()) {
      for (ServiceProcess instance : system.instances(service)) {
        try (Stream<String> lines = Files.lines(log(instance.name()))) {
          seen += lines.filter(line -> HAD_BEFORE.matcher(line).find()).count();
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    }
    return seen;
  }

  private Path log(String instance) {
    return system.directory().resolve("logs").resolve(instance + ".log");
  }

  /** Its ledger keeps no request that it lost or had answered before; its log does. */
  private Map<String, Integer> chargeCalls() throws IOException {
    Map<String, Integer> calls = new HashMap<>();
    try (Stream<String> lines = Files.lines(log(WholeSystem.SIMULATOR))) {
      lines.forEach(
          line -> {
            Matcher call = CHARGE_CALL.matcher(line);
            if (call.find()) {
              calls.merge(call.group(1), 1, Integer::sum);
            }
          });
    }
    return calls;
  }

  private static PaymentBooks payment(Connection root) throws SQLException {
    return new PaymentBooks(
        rows(
            root,
            "SELECT * FROM payment_db.payment_attempt",
            row ->
                new Attempt(
                    row.getString("attempt_no"),
                    row.getString("order_id"),
                    row.getLong("user_id"),
                    fen(row.getBigDecimal("amount")),
                    row.getString("state"))),
        records(root),
        rows(
            root,
            "SELECT * FROM payment_db.payment_case",
            row ->
                new Case(
                    row.getString("attempt_no"),
                    row.getString("order_id"),
                    row.getString("reason"),
                    true)));
  }

  /** The payments recorded so far. */
  static List<Record> payments(WholeSystem system) throws SQLException {
    try (Connection root = system.infrastructure().administer("")) {
      return records(root);
    }
  }

  private static List<Record> records(Connection root) throws SQLException {
    return rows(
        root,
        "SELECT * FROM payment_db.payment_record",
        row ->
            new Record(
                row.getString("payment_no"),
                row.getString("order_id"),
                row.getLong("user_id"),
                fen(row.getBigDecimal("amount")),
                instant(row, "pay_time"),
                row.getString("status"),
                row.getString("transaction_id"),
                row.getString("fulfilled_at") != null));
  }

  private static OrderBooks order(Connection root) throws SQLException {
    return new OrderBooks(
        rows(
            root,
            "SELECT * FROM order_db.orders",
            row ->
                new Order(
                    row.getString("order_id"),
                    row.getLong("user_id"),
                    fen(row.getBigDecimal("amount")),
                    row.getString("status"),
                    row.getString("payment_no"))),
        rows(
            root,
            "SELECT * FROM order_db.order_case",
            row ->
                new Case(
                    row.getString("payment_no"),
                    row.getString("order_id"),
                    row.getString("reason"),
                    row.getString("resolved_at") == null)));
  }

  private static PointsBooks points(Connection root) throws SQLException {
    Map<Long, Long> balances = new TreeMap<>();
    rows(
        root,
        "SELECT * FROM points_db.user_points",
        row -> balances.put(row.getLong("user_id"), row.getLong("points")));
    return new PointsBooks(
        rows(
            root,
            "SELECT * FROM points_db.points_record",
            row ->
                new Points(
                    row.getString("payment_no"),
                    row.getString("order_id"),
                    row.getLong("user_id"),
                    row.getLong("points"))),
        balances);
  }

  private NotifyBooks notification(Connection root) throws SQLException {
    SealedPhones sealed =
        new SealedPhones(
            system.infrastructure().environmentOf(WholeSystem.NOTIFY).get("PHONE_KEYS"));
    Map<Long, String> phones = new TreeMap<>();
    rows(
        root,
        "SELECT * FROM notify_db.contact",
        row -> phones.put(row.getLong("user_id"), sealed.open(row)));
    return new NotifyBooks(
        rows(
            root,
            "SELECT * FROM notify_db.notification",
            row ->
                new Notification(
                    row.getString("id"),
                    row.getString("payment_no"),
                    row.getString("order_id"),
                    row.getLong("user_id"),
                    row.getString("status"),
                    sealed.open(row))),
        phones);
  }

  private Broker broker(Connection root) throws SQLException, IOException {
    BrokerAdministration broker = system.infrastructure().brokerAdministration();
    Map<String, Long> unconsumed = new TreeMap<>();
    Map<String, Long> dead = new TreeMap<>();
    for (String group : GROUPS.values()) {
      unconsumed.put(group, unconsumed(broker, group));
      dead.put(group, broker.end("%DLQ%" + group, 0));
    }
    Map<String, List<String>> kept = new TreeMap<>();
    for (Map.Entry<String, String> schema : SCHEMAS.entrySet()) {
      kept.put(
          schema.getKey(),
          rows(
              root,
              "SELECT message_key FROM "
                  + schema.getValue()
                  + ".dead_letter WHERE replayed_at IS NULL",
              row -> row.getString(1)));
    }
    return new Broker(
        unconsumed,
        broker.delayed(),
        halfMessages(broker),
        dead,
        broker.end("TRANS_CHECK_MAX_TIME_TOPIC", 0),
        kept,
        witness.rolledBack(),
        Witness.moves(root));
  }

  private static long unconsumed(BrokerAdministration broker, String group) throws IOException {
    String retry = "%RETRY%" + group;
    long lag = broker.end(retry, 0) - broker.consumed(group, retry, 0).orElse(0);
    for (int queue = 0; queue < QUEUES; queue++) {
      lag += broker.end(TOPIC, queue) - broker.consumed(group, TOPIC, queue).orElse(0);
    }
    return lag;
  }

  /** The broker has looked at all before this offset, and found each settled or put it back. */
  private static long halfMessages(BrokerAdministration broker) throws IOException {
    String topic = "RMQ_SYS_TRANS_HALF_TOPIC";
    return broker.end(topic, 0) - broker.consumed("CID_RMQ_SYS_TRANS", topic, 0).orElse(0);
  }

  private static <T> List<T> rows(Connection root, String query, RowReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (Statement statement = root.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return found;
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static long fen(BigDecimal yuan) {
    return yuan.movePointRight(2).longValueExact();
  }

  /** What becomes of a row. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
