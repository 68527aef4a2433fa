package io.github.paymentsuite.points;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Awards a point for each yuan paid, once for each payment. */
@SpringBootApplication
public class PointsServiceApplication {
  public static void main(String[] args) {
    SpringApplication.run(PointsServiceApplication.class, args);
  }
}
