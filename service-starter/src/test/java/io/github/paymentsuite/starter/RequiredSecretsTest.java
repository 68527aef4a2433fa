package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RequiredSecretsTest {
  private final StandardEnvironment environment = new StandardEnvironment();

  @Test
  void passesSecretsOfOnesOwn() {
    check(Map.of("secrets.common", "ONE,TWO", "secrets.own", "THREE"), "a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ONE", "TWO", "THREE"})
  void refusesToStartWithoutAnyOfThem(String missing) {
    Map<String, Object> lists = Map.of("secrets.common", "ONE,TWO", "secrets.own", "THREE");
    String[] values = {"a", "b", "c"};
    values[java.util.List.of("ONE", "TWO", "THREE").indexOf(missing)] = " ";

    assertThatThrownBy(() -> check(lists, values))
        .isInstanceOf(StartRefused.class)
        .hasMessage(missing + " is not set.");
  }

  @Test
  void refusesToStartWithOneOfTheDemoOutsideOfIt() {
    Map<String, Object> lists = Map.of("secrets.common", "ONE");

    assertThatThrownBy(() -> check(lists, "demo-payment"))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith("ONE is the demo's")
        .hasMessageNotContaining("demo-payment");
  }

  @Test
  void passesThoseOfTheDemoInTheDemo() {
    check(Map.of("secrets.common", "ONE", "SUITE_DEMO", "true"), "demo-payment");
  }

  @Test
  void saysSoInOneSentence() {
    assertThat(
            new StartRefusedAnalyzer()
                .analyze(new StartRefused("ONE is not set."))
                .getDescription())
        .isEqualTo("ONE is not set.");
  }

  private void check(Map<String, Object> lists, String... values) {
    environment.getPropertySources().addFirst(new MapPropertySource("lists", lists));
    String[] names = {"ONE", "TWO", "THREE"};
    for (int i = 0; i < values.length; i++) {
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource(names[i], Map.of(names[i], values[i])));
    }
    new RequiredSecrets(environment).postProcessBeanFactory(null);
  }
}
