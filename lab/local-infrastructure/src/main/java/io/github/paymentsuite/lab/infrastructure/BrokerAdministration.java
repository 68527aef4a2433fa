package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an administrator can see and do at the broker, by its own protocol; never through a link.
 */
public final class BrokerAdministration {

  private static final int NOT_FOUND = 22;
  private static final Pattern OFFSET = Pattern.compile("\"offset\":\"(-?\\d+)\"");

  /** By number, up to where each level of delay has been delivered. */
  private static final Pattern DELIVERED =
      Pattern.compile("\"scheduleMessageOffset_(\\d+)\":\"(\\d+),\\d+\"");

  private static final int DELAY_LEVELS = 18;
  private static final char NAME_END = '\u0001';
  private static final char PROPERTY_END = '\u0002';

  private final int port;
  private final BrokerUser administrator;

  BrokerAdministration(int port, BrokerUser administrator) {
    this.port = port;
    this.administrator = administrator;
  }

  /** What the running broker is set to, defaults included. */
  public Properties settings() throws IOException {
    Properties settings = new Properties();
    settings.load(
        new StringReader(
            RemotingCall.send(port, administrator, RemotingCall.GET_BROKER_CONFIG, Map.of(), "")
                .expectSuccess()
                .body()));
    return settings;
  }

  /** Sets something of the running broker, which holds at once. */
  public void set(String name, String value) throws IOException {
    RemotingCall.send(
            port, administrator, RemotingCall.UPDATE_BROKER_CONFIG, Map.of(), name + "=" + value)
        .expectSuccess();
  }

  /**
   * The offset that the next message of this queue gets; 0 also for a queue that does not exist.
   */
  public long end(String topic, int queue) throws IOException {
    String header =
        RemotingCall.send(
                port,
                administrator,
                RemotingCall.GET_MAX_OFFSET,
                Map.of("topic", topic, "queueId", Integer.toString(queue)),
                "")
            .expectSuccess()
            .header();
    return offset(header);
  }

  /** Up to where this group has consumed the queue; empty if it never has. */
  public OptionalLong consumed(String group, String topic, int queue) throws IOException {
    RemotingCall.Reply reply =
        RemotingCall.send(
            port,
            administrator,
            RemotingCall.QUERY_CONSUMER_OFFSET,
            Map.of("consumerGroup", group, "topic", topic, "queueId", Integer.toString(queue)),
            "");
    return reply.code() == NOT_FOUND
        ? OptionalLong.empty()
        : OptionalLong.of(offset(reply.expectSuccess().header()));
  }

  /** How many messages lie at the broker until it is time to deliver them once more. */
  public long delayed() throws IOException {
    String body =
        RemotingCall.send(port, administrator, RemotingCall.GET_BROKER_RUNTIME_INFO, Map.of(), "")
            .expectSuccess()
            .body();
    // A level of which nothing was delivered yet is not named.
    Map<Integer, Long> delivered =
        DELIVERED
            .matcher(body)
            .results()
            .collect(
                Collectors.toMap(
                    level -> Integer.valueOf(level.group(1)),
                    level -> Long.valueOf(level.group(2))));
    long delayed = 0;
    for (int level = 1; level <= DELAY_LEVELS; level++) {
      delayed += end("SCHEDULE_TOPIC_XXXX", level - 1) - delivered.getOrDefault(level, 0L);
    }
    return delayed;
  }

  /** Whether the half message of this transaction lies at this place of the broker's log. */
  public boolean hasTransaction(String transactionId, long commitLogOffset) throws IOException {
    RemotingCall.Reply reply =
        RemotingCall.send(
            port,
            administrator,
            RemotingCall.VIEW_MESSAGE_BY_ID,
            Map.of("offset", Long.toString(commitLogOffset)),
            "");
    return reply.body().contains(transactionId);
  }

  /** Moves a group whose consumers are all down; those that run would soon move it back. */
  public void setConsumed(String group, String topic, int queue, long offset) throws IOException {
    RemotingCall.send(
            port,
            administrator,
            RemotingCall.UPDATE_CONSUMER_OFFSET,
            Map.of(
                "consumerGroup",
                group,
                "topic",
                topic,
                "queueId",
                Integer.toString(queue),
                "commitOffset",
                Long.toString(offset)),
            "")
        .expectSuccess();
  }

  /** Sends a message as a plain producer would. */
  public void send(String topic, int queue, String tag, String key, String body)
      throws IOException {
    Map<String, String> fields = new TreeMap<>();
    fields.put("producerGroup", "administration");
    fields.put("topic", topic);
    fields.put("defaultTopic", "TBW102");
    fields.put("defaultTopicQueueNums", "4");
    fields.put("queueId", Integer.toString(queue));
    fields.put("sysFlag", "0");
    fields.put("bornTimestamp", Long.toString(System.currentTimeMillis()));
    fields.put("flag", "0");
    fields.put("reconsumeTimes", "0");
    fields.put("unitMode", "false");
    fields.put("batch", "false");
    fields.put(
        "properties",
        property("KEYS", key)
            + property("TAGS", tag)
            + property("WAIT", "true")
            + property("UNIQ_KEY", UUID.randomUUID().toString().replace("-", "")));
    RemotingCall.send(port, administrator, RemotingCall.SEND_MESSAGE, fields, body).expectSuccess();
  }

  private static String property(String name, String value) {
    return name + NAME_END + value + PROPERTY_END;
  }

  private static long offset(String header) throws IOException {
    Matcher offset = OFFSET.matcher(header);
    if (!offset.find()) {
      throw new IOException("RocketMQ answered without an offset: " + header);
    }
    return Long.parseLong(offset.group(1));
  }
}
