package io.github.paymentsuite.lab.simulator;

import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/**
 * Stands in for the outside world: one payment provider and one SMS provider, scripted by their
 * callers, and one issuer of access tokens.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ProviderSimulatorApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(ProviderSimulatorApplication.class, arguments);
  }

  @Bean
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Bean
  LedgerFile<ChargeEvent> chargeLedger(SimulatorProperties properties) {
    return new LedgerFile<>(properties.directory().resolve("charges.jsonl"), ChargeEvent.class);
  }

  @Bean
  LedgerFile<AcceptedSms> smsLedger(SimulatorProperties properties) {
    return new LedgerFile<>(properties.directory().resolve("sms.jsonl"), AcceptedSms.class);
  }
}
