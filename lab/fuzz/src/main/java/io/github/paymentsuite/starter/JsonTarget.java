package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.Money;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Jazzer: bytes are a request of the types that requests are made of, or are refused. */
public final class JsonTarget {
  private static final JsonMapper JSON = strict();

  private JsonTarget() {}

  public static void fuzzerTestOneInput(byte[] body) {
    try {
      Request request = JSON.readValue(body, Request.class);
      // "null" is a request that is not there.
      if (request != null && !request.equals(JSON.readValue(write(request), Request.class))) {
        throw new AssertionError("read as %s, and otherwise when written".formatted(request));
      }
    } catch (JacksonException refused) {
      // As it should be.
    }
  }

  private static byte[] write(Request request) {
    return JSON.writeValueAsBytes(request);
  }

  private static JsonMapper strict() {
    StrictJson strict = new StrictJson();
    JsonFactoryBuilder factory = JsonFactory.builder();
    strict.customize(factory);
    JsonMapper.Builder mapper = JsonMapper.builder(factory.build());
    strict.customize(mapper);
    return mapper.build();
  }

  record Request(String orderId, Long userId, Money amount, String authCode, List<Long> ids) {}
}
