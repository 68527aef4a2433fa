package io.github.paymentsuite.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Of fastjson2 in every service: their class paths hold the setting that this module brings. */
class SafeModeTest {
  private static final AtomicBoolean GADGET_LOADED = new AtomicBoolean();

  static class Gadget {
    static {
      GADGET_LOADED.set(true);
    }

    public String command;
  }

  @Test
  @SuppressWarnings("deprecation")
  void aTextThatNamesAClassLoadsNoneEvenForACallerWhoAllowsIt() {
    String text = "{\"@type\":\"%s$Gadget\",\"command\":\"x\"}".formatted(getClass().getName());

    Object read = JSON.parse(text, JSONReader.Feature.SupportAutoType);

    assertThat(read).isInstanceOf(JSONObject.class);
    assertThat(GADGET_LOADED).isFalse();
  }
}
