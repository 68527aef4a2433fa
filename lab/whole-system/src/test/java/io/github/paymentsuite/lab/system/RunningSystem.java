package io.github.paymentsuite.lab.system;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One whole system for all acceptance tests; it ends with the last of them. If it cannot start,
 * every test says so, and none waits for it again.
 */
final class RunningSystem implements BeforeAllCallback {
  private static volatile WholeSystem system;
  private static volatile RuntimeException failure;

  static WholeSystem system() {
    return system;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (failure != null) {
      throw failure;
    }
    try {
      system =
          context
              .getRoot()
              .getStore(ExtensionContext.Namespace.create(RunningSystem.class))
              .computeIfAbsent(
                  WholeSystem.class,
                  key ->
                      WholeSystem.start(
                          WholeSystem.Options.forTests(Path.of("target/system")).withShortWaits()),
                  WholeSystem.class);
    } catch (RuntimeException cannotStart) {
      failure = cannotStart;
      throw cannotStart;
    }
  }
}
