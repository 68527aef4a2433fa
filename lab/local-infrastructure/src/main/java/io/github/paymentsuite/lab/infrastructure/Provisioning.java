package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Gives the broker the topics, groups and users that the product ships, by the requests that {@code
 * mqadmin} sends, and knows by them when the broker serves.
 */
final class Provisioning {

  private static final Pattern OBJECT = Pattern.compile("\\{[^{}]*}");
  private static final Pattern TOPIC_NAME = Pattern.compile("\"topicName\"\\s*:\\s*\"([^\"]+)\"");

  private static final Duration REGISTRATION_INTERVAL = Duration.ofMillis(500);

  private final int brokerPort;
  private final int nameServerPort;
  private final BrokerUser administrator;
  private final List<BrokerUser> users;
  private final BooleanSupplier nameServerServes;
  private final String topics;
  private final String groups;
  private final Rights rights;

  Provisioning(
      Path shipped,
      int brokerPort,
      int nameServerPort,
      BrokerUser administrator,
      List<BrokerUser> users,
      BooleanSupplier nameServerServes) {
    this.brokerPort = brokerPort;
    this.nameServerPort = nameServerPort;
    this.administrator = administrator;
    this.users = users;
    this.nameServerServes = nameServerServes;
    try {
      topics = Files.readString(shipped.resolve("topics.json"));
      groups = Files.readString(shipped.resolve("groups.json"));
      rights = Rights.read(Files.readString(shipped.resolve("rights.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The readiness of a broker that was just launched, or whose name server was: it takes the
   * topics, groups and users, it has figures of itself, which it fails to tell within its first
   * second, and the name server, if it serves, leads to it.
   */
  Readiness brokerReadiness() {
    return new Readiness() {
      private boolean created;
      private long registerAt;

      @Override
      public void check() throws IOException {
        if (!created) {
          create(topics, groups);
          for (BrokerUser user : users) {
            rights.grant(brokerPort, administrator, user);
          }
          send(RemotingCall.GET_BROKER_RUNTIME_INFO, "");
          created = true;
          registerAt = System.nanoTime() + REGISTRATION_INTERVAL.toNanos();
        }
        if (nameServerServes.getAsBoolean()) {
          if (System.nanoTime() - registerAt >= 0) {
            registerBroker();
            registerAt = System.nanoTime() + REGISTRATION_INTERVAL.toNanos();
          }
          requireRoutes(topics);
        }
      }
    };
  }

  /**
   * The readiness of a name server: it answers, and it knows the broker again if that serves. The
   * broker registers every 10 s.
   */
  Readiness nameServerReadiness(BooleanSupplier brokerServes) {
    Readiness broker = brokerReadiness();
    return () -> {
      RemotingCall.send(
          nameServerPort, RemotingCall.GET_ROUTE_BY_TOPIC, Map.of("topic", "any"), "");
      if (brokerServes.getAsBoolean()) {
        broker.check();
      }
    };
  }

  /**
   * Creates a further consumer group with its retry topic, whose route its consumers would
   * otherwise miss for 40 s.
   */
  void createGroup(String group) throws IOException {
    String retryTopic =
        "{\"topicName\":\"%%RETRY%%%s\",\"readQueueNums\":1,\"writeQueueNums\":1,\"perm\":6}"
            .formatted(group);
    create(retryTopic, "[{\"groupName\":\"%s\"}]".formatted(group));
    requireRoutes(retryTopic);
  }

  private void create(String topics, String groups) throws IOException {
    // One by one: the broker stops at the first topic of a list that it has already, and the rest
    // is not created.
    for (MatchResult topic : OBJECT.matcher(topics).results().toList()) {
      send(
          RemotingCall.UPDATE_AND_CREATE_TOPIC_LIST,
          "{\"topicConfigList\":[" + topic.group() + "]}");
    }
    send(RemotingCall.UPDATE_AND_CREATE_GROUP_LIST, "{\"groupConfigList\":" + groups + "}");
  }

  /**
   * A broker that does not find the name server when it wants to register tries again after 10 s,
   * and takes up to 3 s to notice that there is one. Setting its permission, to what it is, makes
   * it register at once.
   */
  private void registerBroker() throws IOException {
    send(RemotingCall.UPDATE_BROKER_CONFIG, "brokerPermission=6");
  }

  private void send(int code, String body) throws IOException {
    RemotingCall.send(brokerPort, administrator, code, Map.of(), body).expectSuccess();
  }

  private void requireRoutes(String topics) throws IOException {
    for (MatchResult topic : TOPIC_NAME.matcher(topics).results().toList()) {
      String name = topic.group(1);
      String route =
          RemotingCall.send(
                  nameServerPort, RemotingCall.GET_ROUTE_BY_TOPIC, Map.of("topic", name), "")
              .expectSuccess()
              .body();
      if (!route.contains("127.0.0.1:" + brokerPort)) {
        throw new IOException("The name server knows no broker for " + name);
      }
    }
  }
}
