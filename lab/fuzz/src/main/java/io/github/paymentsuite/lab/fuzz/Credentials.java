package io.github.paymentsuite.lab.fuzz;

import io.github.paymentsuite.lab.system.Tokens;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Who the inputs come from: the one place that gives a request its credentials. */
@FunctionalInterface
interface Credentials {
  /** The headers of the next request. */
  Map<String, String> next(SplittableRandom random);

  /** On the API port: most of a shop, which gets furthest, some of a customer or of nobody. */
  static Credentials ofClients(Tokens tokens) {
    return mostly(tokens.app(), tokens.customer(1), tokens.operator());
  }

  /** On the management port: most of an operator, who gets furthest there. */
  static Credentials ofOperators(Tokens tokens) {
    return mostly(tokens.operator(), tokens.app(), tokens.customer(1));
  }

  private static Credentials mostly(String token, String... others) {
    String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
    List<String> bad =
        List.of(
            "Bearer " + forged,
            "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
            "Bearer " + token + "." + token,
            "Bearer ..",
            "Bearer",
            "Basic YTpi",
            "\u00ff");
    return random ->
        switch (random.nextInt(20)) {
          case 0 -> Map.of();
          case 1 -> Map.of("Authorization", Noise.oneOf(random, bad));
          case 2, 3 -> Map.of("Authorization", "Bearer " + Noise.oneOf(random, others));
          default -> Map.of("Authorization", "Bearer " + token);
        };
  }
}
