package io.github.paymentsuite.points;

import io.github.paymentsuite.starter.Service;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Awards a point for each yuan paid, once for each payment. */
@SpringBootApplication
public class PointsServiceApplication {
  public static void main(String[] args) {
    Service.run(PointsServiceApplication.class, args);
  }
}
