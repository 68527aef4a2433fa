package io.github.paymentsuite.lab.system.proof;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code lab/prove}: runs one part of the proof. */
final class Prove {
  private Prove() {}

  /** By the name that it has on the command line. */
  private static Map<String, ProofPart> parts() {
    Map<String, ProofPart> parts = new LinkedHashMap<>();
    parts.put("faults", new FaultsPart());
    parts.put("power-cuts", new PowerCutsPart());
    parts.put("outage", new OutagePart());
    parts.put("crash-points", new CrashPointsPart());
    parts.put("planted-bugs", new PlantedBugsPart());
    return parts;
  }

  public static void main(String[] arguments) {
    List<String> given = List.of(arguments);
    Map<String, ProofPart> parts = parts();
    ProofPart part = given.isEmpty() ? null : parts.get(given.get(0));
    if (part == null) {
      System.err.println("usage:");
      parts.forEach((name, one) -> System.err.println("  lab/prove " + name + " " + one.usage()));
      System.exit(2);
    }
    try {
      System.exit(part.run(Arguments.of(given.subList(1, given.size()))) ? 0 : 1);
    } catch (Arguments.Wrong wrong) {
      System.err.println(
          "prove: %s%nusage: lab/prove %s %s"
              .formatted(wrong.getMessage(), given.get(0), part.usage()));
      System.exit(2);
    } catch (RuntimeException broken) {
      // Customers that are still waiting for answers would keep the program alive.
      broken.printStackTrace();
      System.exit(1);
    }
  }
}
