package io.github.paymentsuite.starter;

import io.github.paymentsuite.lab.infrastructure.AccessTokenIssuer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.apache.rocketmq.spring.autoconfigure.RocketMQAutoConfiguration;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A service of which there is only the HTTP side. */
@EnableAutoConfiguration(
    exclude = {
      DataSourceAutoConfiguration.class,
      FlywayAutoConfiguration.class,
      MybatisAutoConfiguration.class,
      RocketMQAutoConfiguration.class,
      ServiceStarterAutoConfiguration.class
    })
@Import({HttpPort.class, HttpService.Api.class, HttpService.Operators.class})
class HttpService {
  static RestTestClient client(int port) {
    return RestTestClient.bindToServer(new SimpleClientHttpRequestFactory())
        .defaultHeader(
            "Authorization", AccessTokenIssuer.shared().app("words:write", "fulfilments:read"))
        .baseUrl("http://127.0.0.1:" + port)
        .build();
  }

  /** Words, as often as they were sent. */
  record Words(@Size(min = 1, max = 3) List<String> words) {}

  @Bean
  static DynamicPropertyRegistrar trustedIssuer() {
    return properties ->
        AccessTokenIssuer.shared()
            .environment()
            .forEach((name, value) -> properties.add(name, () -> value));
  }

  @RestController
  static class Api {
    @RequiresScope("words:write")
    @PostMapping("/words")
    Words echo(@RequestBody @Valid Words words) {
      return words;
    }
  }

  @ManagementApi
  static class Operators {
    @RequiresScope("words:write")
    @PostMapping("/internal/words")
    Words echo(@RequestBody @Valid Words words) {
      return words;
    }
  }
}
