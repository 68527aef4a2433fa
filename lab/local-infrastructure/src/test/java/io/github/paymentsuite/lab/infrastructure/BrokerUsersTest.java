package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.remoting.RPCHook;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** That a user of the broker can do what rights.json says, and nothing else. */
@ExtendWith(SharedInfrastructure.class)
class BrokerUsersTest {

  private static final int NO_PERMISSION = 16;

  private static final String ORDER = "order-service";
  private static final String PAYMENT = "payment-service";
  private static final String TOPIC = TestClients.TOPIC;
  private static final String OTHERS = "points_consumer_group";
  private static final String CLUSTER = "Cluster:payments";

  @Test
  void aForgedPaymentIsRefusedAndNobodyConsumesIt(LocalInfrastructure infrastructure)
      throws Exception {
    Map<String, RPCHook> forgers = new LinkedHashMap<>();
    forgers.put("order", BrokerSignature.of(infrastructure.brokerUser("order-service")));
    forgers.put("points", BrokerSignature.of(infrastructure.brokerUser("points-service")));
    forgers.put("notify", BrokerSignature.of(infrastructure.brokerUser("notify-service")));
    forgers.put("unknown", BrokerSignature.of(new BrokerUser("somebody", "secret")));
    forgers.put("wrongSecret", BrokerSignature.of(new BrokerUser("payment_service", "secret")));
    forgers.put("nobody", null);
    List<String> forged = new ArrayList<>();
    for (var forger : forgers.entrySet()) {
      String key = "forged-by-" + forger.getKey() + "-" + TestClients.anyKey();
      forged.add(key);
      DefaultMQProducer producer = producer(infrastructure, forger.getValue());
      producer.start();
      try {
        assertThatThrownBy(() -> producer.send(TestClients.message(key)))
            .as(forger.getKey())
            .isInstanceOfSatisfying(
                MQClientException.class,
                refusal -> assertThat(refusal.getResponseCode()).isEqualTo(NO_PERMISSION));
      } finally {
        producer.shutdown();
      }
    }

    // What is genuine arrives, and it came after them.
    String genuine = TestClients.anyKey();
    Queue<String> seen = TestClients.keys();
    DefaultMQPushConsumer consumer = TestClients.collect(infrastructure, OTHERS, seen);
    DefaultMQProducer producer =
        producer(infrastructure, BrokerSignature.of(infrastructure.brokerUser(PAYMENT)));
    producer.start();
    try {
      producer.send(TestClients.message(genuine));
      await().atMost(Duration.ofSeconds(15)).until(() -> seen.contains(genuine));
      assertThat(seen).doesNotContainAnyElementsOf(forged);
    } finally {
      producer.shutdown();
      consumer.shutdown();
    }
  }

  /** The broker remembers whom a connection's requests were signed by. */
  @Test
  void aConnectionThatIsKnownForOneUserIsNotTrustedAsAnothers(LocalInfrastructure infrastructure)
      throws Exception {
    Changeable signature =
        new Changeable(BrokerSignature.of(infrastructure.brokerUser("order-service")));
    DefaultMQProducer producer = producer(infrastructure, signature);
    producer.start();
    try {
      requireRefused(producer);
      signature.current = BrokerSignature.of(new BrokerUser("payment_service", "secret"));
      requireRefused(producer);
    } finally {
      producer.shutdown();
    }
  }

  /** And it remembers what a connection's users may do. */
  @Test
  void whatOneUserOfAConnectionMayDoAnotherMayNot(LocalInfrastructure infrastructure)
      throws Exception {
    RPCHook owner = BrokerSignature.of(infrastructure.brokerUser("payment-service"));
    RPCHook other = BrokerSignature.of(infrastructure.brokerUser("order-service"));
    Changeable signature = new Changeable(owner);
    DefaultMQProducer producer = producer(infrastructure, signature);
    producer.start();
    try {
      assertThat(producer.send(TestClients.message(TestClients.anyKey())).getSendStatus())
          .isEqualTo(SendStatus.SEND_OK);
      signature.current = other;
      requireRefused(producer);
      signature.current = owner;
      assertThat(producer.send(TestClients.message(TestClients.anyKey())).getSendStatus())
          .isEqualTo(SendStatus.SEND_OK);
    } finally {
      producer.shutdown();
    }
  }

  private static void requireRefused(DefaultMQProducer producer) {
    assertThatThrownBy(() -> producer.send(TestClients.message(TestClients.anyKey())))
        .isInstanceOfSatisfying(
            MQClientException.class,
            refusal -> assertThat(refusal.getResponseCode()).isEqualTo(NO_PERMISSION));
  }

  /** Another signature from one request to the next. */
  private static final class Changeable implements RPCHook {
    private volatile RPCHook current;

    Changeable(RPCHook first) {
      current = first;
    }

    @Override
    public void doBeforeRequest(String address, RemotingCommand request) {
      current.doBeforeRequest(address, request);
    }

    @Override
    public void doAfterResponse(String address, RemotingCommand request, RemotingCommand response) {
      current.doAfterResponse(address, request, response);
    }
  }

  /** With the names that the services have, so that each right they need is among those given. */
  @TestFactory
  Stream<DynamicTest> isRefused(LocalInfrastructure infrastructure) {
    return Stream.of(
            refused("creating a topic", ORDER, 18, Map.of(), topicNamed("of_order"), CLUSTER),
            refused("deleting a topic", ORDER, 215, Map.of("topic", TOPIC), "", CLUSTER),
            refused("creating a group", ORDER, 225, Map.of(), groupNamed("of_order"), CLUSTER),
            refused("deleting a group", ORDER, 207, Map.of("groupName", OTHERS), "", CLUSTER),
            refused("changing a setting", ORDER, 25, Map.of(), "brokerPermission=6", CLUSTER),
            refused("reading the settings", ORDER, 26, Map.of(), "", CLUSTER),
            refused("creating a user", ORDER, 3001, Map.of("username", "x"), "{}", CLUSTER),
            refused("listing the users", ORDER, 3005, Map.of("filter", ""), "", CLUSTER),
            refused(
                "giving itself a right",
                ORDER,
                3007,
                Map.of("subject", "User:order_service"),
                "{}",
                CLUSTER),
            refused(
                "consuming as another group", ORDER, 11, pull(TOPIC, OTHERS), "", group(OTHERS)),
            refused(
                "consuming another group's retry topic as its own",
                ORDER,
                11,
                pull("%RETRY%" + OTHERS, "order_consumer_group"),
                "",
                group(OTHERS)),
            refused(
                "consuming by a request that nobody needs",
                ORDER,
                361,
                pull(TOPIC, "order_consumer_group"),
                "",
                CLUSTER),
            refused(
                "consuming as the one who publishes",
                PAYMENT,
                11,
                pull(TOPIC, "order_consumer_group"),
                "",
                "Topic:" + TOPIC),
            refused(
                "publishing to another group's retry topic",
                ORDER,
                10,
                message("%RETRY%" + OTHERS),
                "forged",
                group(OTHERS)),
            refused(
                "publishing to another group's dead letters",
                ORDER,
                10,
                message("%DLQ%" + OTHERS),
                "forged",
                "Topic:%DLQ%" + OTHERS),
            refused(
                "publishing a half message behind the topic's back",
                ORDER,
                10,
                message("RMQ_SYS_TRANS_HALF_TOPIC"),
                "forged",
                "Topic:RMQ_SYS_TRANS_HALF_TOPIC"),
            refused(
                "committing another's transaction",
                ORDER,
                37,
                Map.of(
                    "producerGroup", "payment_producer_group",
                    "tranStateTableOffset", "0",
                    "commitLogOffset", "0",
                    "commitOrRollback", "8",
                    "msgId", "any",
                    "transactionId", "any"),
                "",
                group("payment_producer_group")),
            refused(
                "being asked about another's transactions",
                ORDER,
                34,
                Map.of(),
                """
            {"clientID":"any","producerDataSet":[{"groupName":"payment_producer_group"}],"consumerDataSet":[]}""",
                group("payment_producer_group")),
            refused(
                "moving another group's offset",
                ORDER,
                15,
                Map.of(
                    "consumerGroup",
                    OTHERS,
                    "topic",
                    TOPIC,
                    "queueId",
                    "0",
                    "commitOffset",
                    "1000"),
                "",
                group(OTHERS)),
            refused(
                "resetting a group's offsets",
                ORDER,
                222,
                Map.of(
                    "topic",
                    TOPIC,
                    "group",
                    "order_consumer_group",
                    "timestamp",
                    "0",
                    "isForce",
                    "true"),
                "",
                CLUSTER),
            refused(
                "searching messages",
                ORDER,
                12,
                Map.of(
                    "topic", TOPIC,
                    "key", "any",
                    "maxNum", "1",
                    "beginTimestamp", "0",
                    "endTimestamp", "1"),
                "",
                CLUSTER),
            refused("reading whatever is stored", ORDER, 33, Map.of("offset", "0"), "", CLUSTER))
        .map(operation -> operation.at(infrastructure));
  }

  @Test
  void whatNobodyHasSignedIsRefused(LocalInfrastructure infrastructure) throws IOException {
    assertThat(
            RemotingCall.send(
                    infrastructure.brokerPort(), RemotingCall.GET_BROKER_CONFIG, Map.of(), "")
                .code())
        .isEqualTo(NO_PERMISSION);
  }

  @Test
  void theBrokerHoldsTheRightsThatAreWritten(LocalInfrastructure infrastructure)
      throws IOException {
    Rights rights =
        Rights.read(
            Files.readString(ProjectFolder.find().shippedRocketMq().resolve("rights.json")));

    assertThat(rights.ofUsers()).hasSize(4);
    for (String user : rights.ofUsers().keySet()) {
      assertThat(Rights.of(infrastructure.brokerPort(), infrastructure.brokerAdministrator(), user))
          .as(user)
          .isEqualTo(rights.ofUsers().get(user));
    }
  }

  @Test
  void secretsAreInNoText(LocalInfrastructure infrastructure) {
    BrokerUser user = infrastructure.brokerUser(ORDER);
    assertThat(user.toString()).doesNotContain(user.secretKey());
  }

  /**
   * @param resource what the broker says there is no right on: whatever is refused for another
   *     reason than it should be shows
   */
  private record Operation(
      String name,
      String service,
      int code,
      Map<String, String> fields,
      String body,
      String resource) {

    DynamicTest at(LocalInfrastructure infrastructure) {
      return DynamicTest.dynamicTest(
          name,
          () -> {
            RemotingCall.Reply reply =
                RemotingCall.send(
                    infrastructure.brokerPort(),
                    infrastructure.brokerUser(service),
                    code,
                    fields,
                    body);
            assertThat(reply.code()).as(reply.header()).isEqualTo(NO_PERMISSION);
            assertThat(reply.header()).contains("no permission to access " + resource + " ");
          });
    }
  }

  private static Operation refused(
      String name,
      String service,
      int code,
      Map<String, String> fields,
      String body,
      String resource) {
    return new Operation(name, service, code, fields, body, resource);
  }

  private static DefaultMQProducer producer(LocalInfrastructure infrastructure, RPCHook signature) {
    DefaultMQProducer producer = new DefaultMQProducer("payment_resend_producer_group", signature);
    producer.setNamesrvAddr(infrastructure.nameServerAddress());
    producer.setRetryTimesWhenSendFailed(0);
    producer.setSendMsgTimeout(30_000);
    return producer;
  }

  private static String group(String name) {
    return "Group:" + name;
  }

  private static String topicNamed(String name) {
    return "{\"topicConfigList\":[{\"topicName\":\"%s\",\"readQueueNums\":1,\"writeQueueNums\":1,\"perm\":6}]}"
        .formatted(name);
  }

  private static String groupNamed(String name) {
    return "{\"groupConfigList\":[{\"groupName\":\"%s\"}]}".formatted(name);
  }

  private static Map<String, String> pull(String topic, String group) {
    return Map.of(
        "consumerGroup", group,
        "topic", topic,
        "queueId", "0",
        "queueOffset", "0",
        "maxMsgNums", "32",
        "sysFlag", "0",
        "commitOffset", "0",
        "suspendTimeoutMillis", "0",
        "subVersion", "0");
  }

  /** From a sender that belongs to a group of its own. */
  private static Map<String, String> message(String topic) {
    return Map.of(
        "producerGroup", "order_consumer_group",
        "group", "order_consumer_group",
        "topic", topic,
        "defaultTopic", "TBW102",
        "defaultTopicQueueNums", "1",
        "queueId", "0",
        "sysFlag", "0",
        "bornTimestamp", "0",
        "flag", "0",
        "reconsumeTimes", "0");
  }
}
