package io.github.paymentsuite.order;

import static io.github.paymentsuite.order.TestData.AMOUNT;
import static io.github.paymentsuite.order.TestData.anyOrderId;
import static io.github.paymentsuite.order.TestData.anyUserId;
import static io.github.paymentsuite.order.TestData.message;
import static io.github.paymentsuite.order.TestData.paymentOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.events.PaymentSucceededCodec;
import io.github.paymentsuite.events.PaymentTopic;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.AtOnce;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What operators can do about messages that were given up; the same in every service. */
class DeadLetterTest extends OrderServiceTest {
  private final String orderId = anyOrderId();
  private final long userId = anyUserId();
  private final PaymentSucceeded payment = paymentOf(orderId, userId, AMOUNT);
  private final String key = "payment:" + payment.paymentNo();

  @LocalServerPort private int apiPort;
  @LocalManagementPort private int managementPort;
  private RestTestClient operators;

  @BeforeEach
  void connect() {
    operators = client(managementPort);
  }

  @Test
  void showsWhatItIsAndWhyItDied() {
    giveUp(payment);

    page(idOf(key) - 1, 1)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"deadLetters":[{"id":%d,"messageKey":"%s","tag":"pay","attempts":%d,"replays":0}]}"""
                .formatted(idOf(key), key, MAX_ATTEMPTS))
        .jsonPath("$.deadLetters[0].payload")
        .isEqualTo(new String(PaymentSucceededCodec.encode(payment), UTF_8))
        .jsonPath("$.deadLetters[0].payloadSize")
        .isEqualTo(PaymentSucceededCodec.encode(payment).length)
        .jsonPath("$.deadLetters[0].reason")
        .value(String.class, reason -> assertThat(reason).contains("there is no order " + orderId))
        .jsonPath("$.deadLetters[0].diedAt")
        .exists();
  }

  @Test
  void showsNoMoreThanTheBeginningOfALongPayload() {
    String poison = "x".repeat(10_000);
    long id = idOf(givePoison(poison));

    page(id - 1, 1)
        .expectBody()
        .jsonPath("$.deadLetters[0].payload")
        .isEqualTo(poison.substring(0, 4096))
        .jsonPath("$.deadLetters[0].payloadSize")
        .isEqualTo(10_000);
  }

  @Test
  void showsThemPageByPageOldestFirst() {
    long first = idOf(givePoison("first"));
    long second = idOf(givePoison("second"));

    page(first - 1, 2)
        .expectBody()
        .jsonPath("$.deadLetters[0].id")
        .isEqualTo(first)
        .jsonPath("$.deadLetters[1].id")
        .isEqualTo(second);
    page(first, 1).expectBody().jsonPath("$.deadLetters[0].id").isEqualTo(second);
  }

  @Test
  void refusesMoreThanAHundredAtOnce() {
    assertProblem(page(0, 101), 400, "invalid_request");
    assertProblem(page(0, 0), 400, "invalid_request");
    assertProblem(page(-1, 1), 400, "invalid_request");
    assertProblem(replayMany("1,".repeat(100) + "1"), 400, "invalid_request");
    assertProblem(replayMany(""), 400, "invalid_request");
    assertProblem(replayMany("-1"), 400, "invalid_request");
    assertProblem(replay(-1), 400, "invalid_request");
  }

  @Test
  void areForOperatorsAlone() {
    giveUp(payment);

    assertProblem(client(apiPort).get().uri("/internal/dead-letters").exchange(), 404, "not_found");
    assertProblem(
        client(apiPort).post().uri("/internal/dead-letters/{id}/replay", idOf(key)).exchange(),
        404,
        "not_found");
  }

  @Test
  void aReplayAppliesTheServicesRules() {
    giveUp(payment);
    orders.create(orderId, userId, AMOUNT);

    replay(idOf(key))
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"id\":%d,\"outcome\":\"REPLAYED\"}".formatted(idOf(key)));

    assertThat(orders.find(orderId).isPaidBy(payment)).isTrue();
    assertThat(isOpen(key)).isFalse();
    page(idOf(key) - 1, 1)
        .expectBody()
        .jsonPath("$.deadLetters[?(@.id == %d)]".formatted(idOf(key)))
        .doesNotExist();
  }

  @Test
  void aReplayThatFailsSaysWhyAndLeavesItOpen() {
    giveUp(payment);

    assertProblem(replay(idOf(key)), 409, "replay_failed")
        .jsonPath("$.detail")
        .value(String.class, detail -> assertThat(detail).contains("there is no order " + orderId));

    assertThat(isOpen(key)).isTrue();
    assertThat(replaysOf(key)).isEqualTo(1);
  }

  @Test
  void poisonStaysPoison() {
    String poison = givePoison("{\"paymentNo\":\"P1\"}");

    assertProblem(replay(idOf(poison)), 422, "malformed_event")
        .jsonPath("$.detail")
        .value(String.class, detail -> assertThat(detail).contains("orderId"));
    assertThat(isOpen(poison)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"支付", "a b", ""})
  void keepsPoisonWhateverItsSenderHasCalledIt(String id) {
    String longId = id + "x".repeat(500);
    MessageExt message = message(PaymentTopic.PAID, 1, payment);
    message.setBody(new byte[] {'x'});
    message.setMsgId(longId);

    consumption.consume(message);
    consumption.consume(message);

    assertThat(isOpen("message:" + DigestUtils.sha256Hex(longId))).isTrue();
  }

  @Test
  void saysThatThereIsNoSuchDeadLetter() {
    assertProblem(replay(Long.MAX_VALUE), 404, "dead_letter_not_found");
    assertProblem(
        operators.post().uri("/internal/dead-letters/one/replay").exchange(),
        400,
        "invalid_request");
  }

  @Test
  void replaysManyAndSaysOfEachWhatCameOfIt() {
    PaymentSucceeded ofNoOrder = paymentOf(anyOrderId(), userId, AMOUNT);
    giveUp(payment);
    giveUp(ofNoOrder);
    long poison = idOf(givePoison("poison"));
    long failing = idOf("payment:" + ofNoOrder.paymentNo());
    orders.create(orderId, userId, AMOUNT);

    replayMany("%d,%d,%d,0".formatted(failing, idOf(key), poison))
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"replays":[
              {"id":%d,"outcome":"FAILED"},
              {"id":%d,"outcome":"REPLAYED"},
              {"id":%d,"outcome":"POISON"},
              {"id":0,"outcome":"NOT_FOUND"}]}"""
                .formatted(failing, idOf(key), poison));
    assertThat(orders.find(orderId).isPaidBy(payment)).isTrue();
  }

  @Test
  void replayingOneManyTimesAtOnceHasOneEffect() {
    giveUp(payment);
    orders.create(orderId, userId, AMOUNT);

    AtOnce.run(8, () -> replay(idOf(key)));
    Order paid = orders.find(orderId);
    replay(idOf(key)).expectStatus().isOk();

    assertThat(paid.isPaidBy(payment)).isTrue();
    assertThat(orders.find(orderId)).isEqualTo(paid);
    assertThat(orders.casesOf(orderId)).isEmpty();
    assertThat(isOpen(key)).isFalse();
  }

  @Test
  void oneThatDiesAgainAfterAReplayIsOpenAgain() {
    giveUp(payment);
    long id = idOf(key);
    database.update("UPDATE dead_letter SET replayed_at = died_at WHERE id = ?", id);

    giveUp(payment);

    assertThat(isOpen(key)).isTrue();
    assertThat(idOf(key)).isEqualTo(id);
  }

  @Test
  void aPaymentThatIsHandledWhenItComesAgainIsADeadLetterNoMore() {
    giveUp(payment);
    PaymentSucceeded redelivered = paymentOf(anyOrderId(), userId, AMOUNT);
    giveUp(redelivered);
    orders.create(orderId, userId, AMOUNT);
    orders.create(redelivered.orderId(), userId, AMOUNT);

    consumption.consume(message(PaymentTopic.PAID_AGAIN_FOR_ORDER, 1, payment));
    consumption.consume(message(PaymentTopic.PAID, MAX_ATTEMPTS + 1, redelivered));

    assertThat(isOpen(key)).isFalse();
    assertThat(isOpen("payment:" + redelivered.paymentNo())).isFalse();
  }

  @Test
  void areCounted() {
    double keptBefore = measured("dead_letters_kept_total");

    giveUp(payment);

    assertThat(measured("dead_letters_kept_total")).isEqualTo(keptBefore + 1);
    assertThat(measured("dead_letters_open"))
        .isEqualTo(
            database.queryForObject(
                "SELECT COUNT(*) FROM dead_letter WHERE replayed_at IS NULL", Double.class));
  }

  /** The key of its dead letter. */
  private String givePoison(String body) {
    MessageExt message = message(PaymentTopic.PAID, 1, payment);
    message.setBody(body.getBytes(UTF_8));
    consumption.consume(message);
    return "message:" + message.getMsgId();
  }

  private ResponseSpec page(long after, int limit) {
    return operators
        .get()
        .uri("/internal/dead-letters?after={after}&limit={limit}", after, limit)
        .exchange();
  }

  private ResponseSpec replay(long id) {
    return operators.post().uri("/internal/dead-letters/{id}/replay", id).exchange();
  }

  private ResponseSpec replayMany(String ids) {
    return operators
        .post()
        .uri("/internal/dead-letters/replay")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"ids\":[%s]}".formatted(ids))
        .exchange();
  }

  private static RestTestClient.BodyContentSpec assertProblem(
      ResponseSpec answer, int status, String code) {
    return answer
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo(code);
  }

  private long idOf(String messageKey) {
    return database.queryForObject(
        "SELECT id FROM dead_letter WHERE message_key = ?", Long.class, messageKey);
  }

  private int replaysOf(String messageKey) {
    return database.queryForObject(
        "SELECT replays FROM dead_letter WHERE message_key = ?", Integer.class, messageKey);
  }

  private double measured(String metric) {
    String all =
        new String(
            operators
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBodyContent(),
            UTF_8);
    Matcher line = Pattern.compile("(?m)^" + metric + " (\\S+)$").matcher(all);
    assertThat(line.find()).as(metric).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private static RestTestClient client(int port) {
    return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
        .defaultHeader("Authorization", AccessTokenIssuer.shared().everything())
        .baseUrl("http://127.0.0.1:" + port)
        .build();
  }
}
