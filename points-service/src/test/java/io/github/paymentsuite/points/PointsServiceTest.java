package io.github.paymentsuite.points;

import io.github.paymentsuite.events.PaymentSucceeded;
import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import io.github.paymentsuite.lab.infrastructure.LocalInfrastructure;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service on a real database and a real broker; all tests share one of each. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"server.address=127.0.0.1", "management.server.port=0"})
abstract class PointsServiceTest {
  @Autowired PointsLedger ledger;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry properties) {
    LocalInfrastructure.shared()
        .environmentOf("points-service")
        .forEach((name, value) -> properties.add(name, () -> value));
    AccessTokenIssuer.shared()
        .environment()
        .forEach((name, value) -> properties.add(name, () -> value));
  }

  /** As the broker does: again, as long as it is not handled. */
  void deliver(PaymentSucceeded payment) {
    try {
      ledger.award(payment);
    } catch (TransientDataAccessException lockedForTooLong) {
      deliver(payment);
    }
  }

  /** Together, as long as that fails for no reason of theirs. */
  void deliverAll(List<PaymentSucceeded> payments) {
    try {
      ledger.awardAll(payments);
    } catch (TransientDataAccessException lockedForTooLong) {
      deliverAll(payments);
    }
  }
}
