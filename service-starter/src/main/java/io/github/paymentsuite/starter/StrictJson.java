package io.github.paymentsuite.starter;

import io.github.paymentsuite.events.Money;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

/**
 * A request says what it means or is refused: no unknown or repeated field, no string where a
 * number belongs, no fraction where a whole number belongs, and nothing that is deeper or longer
 * than any request has to be.
 */
class StrictJson implements JsonMapperBuilderCustomizer, JsonFactoryBuilderCustomizer {
  /** Of arrays and objects within each other. */
  static final int MAX_DEPTH = 16;

  /** Characters of a number: the longest of a request is a user's id, of 19 digits. */
  static final int MAX_NUMBER_LENGTH = 40;

  /** Characters of a text: the longest of a request is a payer's code, of 128. */
  static final int MAX_STRING_LENGTH = 1024;

  static final int MAX_NAME_LENGTH = 64;

  @Override
  public void customize(JsonFactoryBuilder builder) {
    builder.streamReadConstraints(
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxStringLength(MAX_STRING_LENGTH)
            .maxNameLength(MAX_NAME_LENGTH)
            .build());
  }

  @Override
  public void customize(JsonMapper.Builder builder) {
    builder
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            texts -> {
              texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
              texts.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
              texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .addModule(
            new SimpleModule()
                .addSerializer(new MoneyWriter())
                .addDeserializer(Money.class, new MoneyReader()));
  }

  /** An amount is a JSON number with two decimals. */
  private static class MoneyWriter extends StdSerializer<Money> {
    MoneyWriter() {
      super(Money.class);
    }

    @Override
    public void serialize(Money amount, JsonGenerator json, SerializationContext context) {
      json.writeNumber(amount.yuan());
    }
  }

  private static class MoneyReader extends StdDeserializer<Money> {
    MoneyReader() {
      super(Money.class);
    }

    @Override
    public Money deserialize(JsonParser json, DeserializationContext context) {
      JsonToken token = json.currentToken();
      if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
        return context.reportInputMismatch(this, "the amount must be a number");
      }
      try {
        return new Money(json.getDecimalValue());
      } catch (IllegalArgumentException refused) {
        return context.reportInputMismatch(this, refused.getMessage());
      }
    }
  }
}
