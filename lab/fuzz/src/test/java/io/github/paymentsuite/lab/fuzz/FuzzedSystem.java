package io.github.paymentsuite.lab.fuzz;

import io.github.paymentsuite.lab.system.WholeSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One whole system for the tests of a class, as what follows from the payments of another would
 * change rows meanwhile; it ends with the last of them.
 */
final class FuzzedSystem implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == WatchedSystem.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getParent()
        .orElseThrow()
        .getStore(ExtensionContext.Namespace.create(FuzzedSystem.class))
        .computeIfAbsent(
            WatchedSystem.class,
            key -> WatchedSystem.start(WholeSystem.Options.forTests(Path.of("target/system"))),
            WatchedSystem.class);
  }
}
