package io.github.paymentsuite.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.paymentsuite.lab.fuzz.Input.Expectation;
import io.github.paymentsuite.lab.fuzz.Operation.Parameter;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/** Requests for every operation of a document: valid, nearly valid, and garbage in its place. */
final class OpenApiRequests {
  private final List<Operation> operations;
  private final Credentials credentials;

  OpenApiRequests(List<Operation> operations, Credentials credentials) {
    this.operations = operations;
    this.credentials = credentials;
  }

  /** Against at least one rule, or a mere question. */
  Input withoutEffect(SplittableRandom random) {
    Operation operation = Noise.oneOf(random, operations);
    if (operation.method().equals("GET") && random.nextInt(4) == 0) {
      return input(operation, random, "valid", Expectation.HARMLESS, operation.body() != null);
    }
    return random.nextInt(4) == 0 ? garbage(operation, random) : nearlyValid(operation, random);
  }

  /** By every rule. */
  Input valid(SplittableRandom random) {
    Operation operation = Noise.oneOf(random, operations);
    return input(operation, random, "valid", Expectation.EFFECTIVE, operation.body() != null);
  }

  private Input input(
      Operation operation,
      SplittableRandom random,
      String kind,
      Expectation expectation,
      boolean withBody) {
    Request request = request(operation, random, Map.of(), "");
    if (withBody) {
      request.json(SchemaValues.valid(operation.body(), random));
    }
    return new Input(kind, request.bytes(), expectation, Input.Ending.LISTEN);
  }

  private Input nearlyValid(Operation operation, SplittableRandom random) {
    if (operation.body() != null && random.nextInt(4) > 0) {
      return Input.refused(
          "nearly valid",
          request(operation, random, Map.of(), "")
              .json(SchemaValues.nearlyValid(operation.body(), random))
              .bytes());
    }
    Map<String, String> spoilt = new HashMap<>();
    String more = "";
    List<Parameter> parameters = operation.parameters();
    if (parameters.isEmpty() || random.nextInt(3) == 0) {
      more = Noise.oneOf(random, "more=1", "%7a=1", "a&b", "%zz", "a=%ff&a=%fe");
    } else {
      Parameter parameter = Noise.oneOf(random, parameters);
      spoilt.put(parameter.name(), spoilt(parameter, random));
    }
    Request request = request(operation, random, spoilt, more);
    if (operation.body() != null) {
      request.json(SchemaValues.valid(operation.body(), random));
    }
    return Input.refused("nearly valid", request.bytes());
  }

  private static String spoilt(Parameter parameter, SplittableRandom random) {
    if (parameter.schema().getString("type").equals("integer")) {
      return Noise.oneOf(
          random, "0x10", "+1", "01", "1.0", "1e1", " 1", "one", "99999999999999999999", "%00");
    }
    return SchemaValues.notMatching(parameter.schema(), random);
  }

  private Input garbage(Operation operation, SplittableRandom random) {
    Request request = request(operation, random, Map.of(), "more=1");
    byte[] body =
        random.nextBoolean()
            ? SchemaValues.garbage(random).getBytes(UTF_8)
            : Noise.bytes(random, 20_000);
    request.body(
        random.nextInt(8) == 0 ? Noise.oneOf(random, "text/plain", "*/*") : "application/json",
        body);
    return Input.refused("garbage", request.bytes());
  }

  private Request request(
      Operation operation, SplittableRandom random, Map<String, String> spoilt, String more) {
    String path = operation.path();
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    Map<String, String> headers = new HashMap<>();
    for (Parameter parameter : operation.parameters()) {
      boolean isSpoilt = spoilt.containsKey(parameter.name());
      if (!isSpoilt && !parameter.required() && random.nextBoolean()) {
        continue;
      }
      String value =
          isSpoilt
              ? spoilt.get(parameter.name())
              : SchemaValues.validText(parameter.schema(), random);
      if (value.isBlank() && parameter.in().equals("path")) {
        // It would be another path.
        value = "..";
      }
      switch (parameter.in()) {
        case "path" -> path = path.replace("{" + parameter.name() + "}", encoded(value));
        case "query" -> query.add(parameter.name() + "=" + encoded(value));
        // Nothing but the bytes of one line.
        default -> headers.put(parameter.name(), value.replaceAll("[^ -~]", "é").strip());
      }
    }
    if (!more.isEmpty()) {
      query.add(more);
    }
    Request request = new Request(operation.method(), path + query, credentials.next(random));
    headers.forEach(request::header);
    return request;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }
}
