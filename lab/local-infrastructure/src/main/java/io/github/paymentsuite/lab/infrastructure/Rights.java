package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which user of the broker may do what, as the product's rights.json says it.
 *
 * @param ofUsers by the user's name
 */
record Rights(Map<String, Set<Right>> ofUsers) {

  private static final int CREATE_USER = 3001;
  private static final int UPDATE_USER = 3002;
  private static final int CREATE_ACL = 3006;
  private static final int DELETE_ACL = 3008;
  private static final int GET_ACL = 3009;

  private static final Pattern LINE =
      Pattern.compile(
          "\\{\\s*\"user\"\\s*:\\s*\"([^\"]+)\",\\s*\"resource\"\\s*:\\s*\"([^\"]+)\",\\s*\"action\"\\s*:\\s*\"([^\"]+)\"\\s*}");
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\{\"actions\":\\[\"([^\"]+)\"],\"decision\":\"Allow\",\"resource\":\"([^\"]+)\"}");

  /** One action on one resource. */
  record Right(String resource, String action) {}

  static Rights read(String json) {
    return new Rights(
        LINE.matcher(json)
            .results()
            .collect(
                Collectors.groupingBy(
                    line -> line.group(1),
                    Collectors.mapping(
                        line -> new Right(line.group(2), line.group(3)), Collectors.toSet()))));
  }

  /**
   * Sees to it that this user is there, with this secret and with these rights and no others. What
   * is so already is left alone: who loses a right for a moment is refused what it needs.
   */
  void grant(int brokerPort, BrokerUser administrator, BrokerUser user) throws IOException {
    Map<String, String> name = Map.of("username", user.accessKey());
    String secret = "{\"password\":\"%s\"}".formatted(user.secretKey());
    if (RemotingCall.send(brokerPort, administrator, CREATE_USER, name, secret).code() != 0) {
      RemotingCall.send(brokerPort, administrator, UPDATE_USER, name, secret).expectSuccess();
    }
    Set<Right> rights = ofUsers.get(user.accessKey());
    Set<Right> present = of(brokerPort, administrator, user.accessKey());
    if (!present.equals(rights)) {
      Map<String, String> subject = subject(user.accessKey());
      if (!present.isEmpty()) {
        RemotingCall.send(brokerPort, administrator, DELETE_ACL, subject, "").expectSuccess();
      }
      RemotingCall.send(brokerPort, administrator, CREATE_ACL, subject, policy(rights))
          .expectSuccess();
    }
  }

  /** What the broker lets this user do; nothing if it does not know the user. */
  static Set<Right> of(int brokerPort, BrokerUser administrator, String user) throws IOException {
    String acl =
        RemotingCall.send(brokerPort, administrator, GET_ACL, subject(user), "")
            .expectSuccess()
            .body();
    return ENTRY.matcher(acl).results().map(Rights::right).collect(Collectors.toSet());
  }

  private static Map<String, String> subject(String user) {
    return Map.of("subject", "User:" + user);
  }

  private static Right right(MatchResult entry) {
    return new Right(entry.group(2), entry.group(1));
  }

  private static String policy(Set<Right> rights) {
    return rights.stream()
        .map(
            right ->
                "{\"resource\":\"%s\",\"actions\":[\"%s\"],\"decision\":\"Allow\"}"
                    .formatted(right.resource(), right.action()))
        .collect(
            Collectors.joining(
                ",", "{\"policies\":[{\"policyType\":\"Custom\",\"entries\":[", "]}]}"));
  }
}
