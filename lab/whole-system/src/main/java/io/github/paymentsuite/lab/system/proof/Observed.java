package io.github.paymentsuite.lab.system.proof;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The world once all is quiet: the provider's ledgers, the four schemas and the broker. Money is in
 * fen.
 */
record Observed(
    Providers providers,
    PaymentBooks payment,
    OrderBooks order,
    PointsBooks points,
    NotifyBooks notification,
    Broker broker) {

  /**
   * What the simulator holds.
   *
   * @param chargeCalls how often each attempt was sent to it, whatever became of it
   * @param smsDeduplicated whether it was told to recognise an SMS by its out-id
   */
  record Providers(
      List<Charge> charges,
      Map<String, Integer> chargeCalls,
      List<Sms> sms,
      boolean smsDeduplicated) {}

  record Charge(String attemptNo, String orderId, long fen, String status) {
    boolean isPaid() {
      return status.equals("PAID");
    }
  }

  record Sms(String outId, String orderId, String phone) {}

  record PaymentBooks(List<Attempt> attempts, List<Record> records, List<Case> cases) {}

  record Attempt(String attemptNo, String orderId, long userId, long fen, String state) {}

  /**
   * @param settled whether it is marked as fulfilled
   */
  record Record(
      String paymentNo,
      String orderId,
      long userId,
      long fen,
      Instant payTime,
      String status,
      String transactionId,
      boolean settled) {}

  /**
   * @param paymentNo the attempt or payment that it is about
   */
  record Case(String paymentNo, String orderId, String reason, boolean open) {}

  record OrderBooks(List<Order> orders, List<Case> cases) {}

  record Order(String orderId, long userId, long fen, String status, String paymentNo) {}

  record PointsBooks(List<Points> records, Map<Long, Long> balances) {}

  record Points(String paymentNo, String orderId, long userId, long points) {}

  record NotifyBooks(List<Notification> notifications, Map<Long, String> phones) {}

  record Notification(
      String id, String paymentNo, String orderId, long userId, String status, String phone) {}

  /**
   * What is left at the broker and in the services' own tables of dead letters, and what passed.
   *
   * @param unconsumed messages per consumer group
   * @param delayed messages that wait until they are delivered once more
   * @param halfMessages that are neither committed nor rolled back
   * @param deadLetters in the broker's queues, per group
   * @param parked half messages that were checked too often
   * @param keptDeadLetters keys in the services' own tables, per service
   * @param rolledBack transaction ids that payment-service told the broker to drop
   * @param moves of rows from state to state, as the database saw them
   */
  record Broker(
      Map<String, Long> unconsumed,
      long delayed,
      long halfMessages,
      Map<String, Long> deadLetters,
      long parked,
      Map<String, List<String>> keptDeadLetters,
      List<String> rolledBack,
      List<Move> moves) {}

  /**
   * A change of a row's state.
   *
   * @param table the row's
   * @param row its order or attempt number
   */
  record Move(String table, String row, String from, String to) {}
}
