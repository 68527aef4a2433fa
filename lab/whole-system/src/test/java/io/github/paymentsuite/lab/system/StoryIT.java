package io.github.paymentsuite.lab.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the demo tells is so. */
class StoryIT extends AcceptanceTest {
  @Test
  void isToldOnlyAsFarAsItIsTrue() {
    String orderId = TestOrder.anyId();
    List<String> told = new ArrayList<>();

    new Story(client(), orderId, told::add).run();

    assertThat(told).hasSize(6);
    assertThat(told.get(5)).contains("1 charge of 99.00, 1 SMS");

    // An order can be created once.
    told.clear();
    Story again = new Story(client(), orderId, told::add);
    assertThatThrownBy(again::run)
        .isInstanceOf(Story.NotTrue.class)
        .hasMessageContaining("the order is created");
    assertThat(told).isEmpty();
  }
}
