package io.github.paymentsuite.starter;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.apache.rocketmq.spring.autoconfigure.RocketMQAutoConfiguration;
import org.mybatis.spring.boot.autoconfigure.MybatisAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
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
  /**
   * Not by the JDK's client, whose own settings {@link OutboundHttp} can change only as long as
   * nobody in this JVM has used it.
   */
  static RestTestClient client(int port) {
    return RestTestClient.bindToServer(new SimpleClientHttpRequestFactory())
        .baseUrl("http://127.0.0.1:" + port)
        .build();
  }

  /** Words, as often as they were sent. */
  record Words(@Size(min = 1, max = 3) List<String> words) {}

  @RestController
  static class Api {
    @PostMapping("/words")
    Words echo(@RequestBody @Valid Words words) {
      return words;
    }
  }

  @ManagementApi
  static class Operators {
    @PostMapping("/internal/words")
    Words echo(@RequestBody @Valid Words words) {
      return words;
    }
  }
}
