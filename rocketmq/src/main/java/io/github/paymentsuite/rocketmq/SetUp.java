package io.github.paymentsuite.rocketmq;

import com.alibaba.fastjson2.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.body.AclInfo;
import org.apache.rocketmq.remoting.protocol.body.UserInfo;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;

/**
 * Gives the broker the topics of topics.json, the groups of groups.json and the users of
 * rights.json, and ends when clients find them. It may run at any time, again and again. Fails, and
 * says what is missing, if that takes too long.
 */
public final class SetUp {
  private static final long PAUSE_MILLIS = 1000;
  private static final long ANSWER_MILLIS = 10_000;
  private static final String SERVICE = "_service";

  private final Path folder;
  private final String broker;
  private final Map<String, String> environment;
  private final DefaultMQAdminExt administrator;

  private SetUp(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    broker = required("BROKER_HOST") + ":" + environment.getOrDefault("BROKER_PORT", "10911");
    administrator =
        new DefaultMQAdminExt(
            new AclClientRPCHook(
                new SessionCredentials("administrator", required("ROCKETMQ_ADMIN_SECRET_KEY"))),
            ANSWER_MILLIS);
    administrator.setNamesrvAddr(required("NAMESRV_ADDR"));
  }

  /**
   * @param arguments the folder with the descriptions, and the seconds that this may take
   */
  public static void main(String[] arguments) throws Exception {
    int status = 1;
    try {
      SetUp setUp = new SetUp(Paths.get(arguments[0]), System.getenv());
      setUp.administrator.start();
      setUp.untilDone(TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1])));
      status = 0;
    } catch (IllegalStateException failure) {
      System.err.println(failure.getMessage());
    }
    // The client's threads would keep the process alive.
    System.exit(status);
  }

  private void untilDone(long limitNanos) throws Exception {
    long deadline = System.nanoTime() + limitNanos;
    while (true) {
      try {
        createTopicsAndGroups();
        createUsers();
        requireRoutes();
        return;
      } catch (MQClientException | MQBrokerException | RemotingException notYet) {
        if (System.nanoTime() - deadline >= 0) {
          throw new IllegalStateException(
              "RocketMQ at " + broker + " is not set up: " + notYet.getMessage(), notYet);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void createTopicsAndGroups()
      throws IOException,
          InterruptedException,
          MQBrokerException,
          MQClientException,
          RemotingException {
    for (TopicConfig topic : topics()) {
      administrator.createAndUpdateTopicConfig(broker, topic);
    }
    for (SubscriptionGroupConfig group : read("groups.json", SubscriptionGroupConfig.class)) {
      administrator.createAndUpdateSubscriptionGroupConfig(broker, group);
    }
  }

  private void createUsers()
      throws IOException, InterruptedException, MQBrokerException, RemotingException {
    Map<String, List<Right>> rightsOfUsers = new LinkedHashMap<>();
    for (Right right : read("rights.json", Right.class)) {
      rightsOfUsers.computeIfAbsent(right.user, user -> new ArrayList<>()).add(right);
    }
    for (Map.Entry<String, List<Right>> rights : rightsOfUsers.entrySet()) {
      createUser(rights.getKey());
      grant("User:" + rights.getKey(), rights.getValue());
    }
  }

  private void createUser(String name)
      throws InterruptedException, MQBrokerException, RemotingException {
    UserInfo user = new UserInfo();
    user.setUsername(name);
    user.setPassword(required(secretOf(name)));
    if (administrator.getUser(broker, name) == null) {
      administrator.createUser(broker, user);
    } else {
      administrator.updateUser(broker, user);
    }
  }

  /** payment_service's is PAYMENT_ROCKETMQ_SECRET_KEY. */
  private static String secretOf(String user) {
    String service =
        user.endsWith(SERVICE) ? user.substring(0, user.length() - SERVICE.length()) : user;
    return service.toUpperCase(Locale.ROOT) + "_ROCKETMQ_SECRET_KEY";
  }

  /** These and no others. What is so already is left alone: nobody is without a right meanwhile. */
  private void grant(String subject, List<Right> rights)
      throws InterruptedException, MQBrokerException, RemotingException {
    AclInfo present = administrator.getAcl(broker, subject);
    Set<String> granted = new HashSet<>();
    if (present != null && present.getPolicies() != null) {
      for (AclInfo.PolicyInfo policy : present.getPolicies()) {
        for (AclInfo.PolicyEntryInfo entry : policy.getEntries()) {
          granted.add(entry.getResource() + entry.getActions() + entry.getDecision());
        }
      }
    }
    Set<String> wanted = new HashSet<>();
    AclInfo.PolicyInfo policy = new AclInfo.PolicyInfo();
    policy.setPolicyType("Custom");
    policy.setEntries(new ArrayList<AclInfo.PolicyEntryInfo>());
    for (Right right : rights) {
      AclInfo.PolicyEntryInfo entry = new AclInfo.PolicyEntryInfo();
      entry.setResource(right.resource);
      entry.setActions(Collections.singletonList(right.action));
      entry.setDecision("Allow");
      policy.getEntries().add(entry);
      wanted.add(entry.getResource() + entry.getActions() + entry.getDecision());
    }
    if (granted.equals(wanted)) {
      return;
    }
    if (!granted.isEmpty()) {
      administrator.deleteAcl(broker, subject, null);
    }
    AclInfo acl = new AclInfo();
    acl.setSubject(subject);
    acl.setPolicies(Collections.singletonList(policy));
    administrator.createAcl(broker, acl);
  }

  /** By what the name server tells clients. */
  private void requireRoutes()
      throws IOException, InterruptedException, MQClientException, RemotingException {
    for (TopicConfig topic : topics()) {
      List<QueueData> queues =
          administrator.examineTopicRouteInfo(topic.getTopicName()).getQueueDatas();
      if (queues.size() != 1
          || queues.get(0).getReadQueueNums() != topic.getReadQueueNums()
          || queues.get(0).getWriteQueueNums() != topic.getWriteQueueNums()
          || queues.get(0).getPerm() != topic.getPerm()) {
        throw new MQClientException(
            "the name server has " + topic.getTopicName() + " otherwise than in topics.json", null);
      }
    }
  }

  private List<TopicConfig> topics() throws IOException {
    return read("topics.json", TopicConfig.class);
  }

  private <T> List<T> read(String file, Class<T> type) throws IOException {
    byte[] json = Files.readAllBytes(folder.resolve(file));
    return JSON.parseArray(new String(json, StandardCharsets.UTF_8), type);
  }

  private String required(String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(name + " is not set.");
    }
    return value;
  }

  /** A line of rights.json. */
  public static final class Right {
    public String user;
    public String resource;
    public String action;
  }
}
