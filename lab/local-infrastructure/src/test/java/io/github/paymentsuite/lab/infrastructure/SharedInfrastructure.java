package io.github.paymentsuite.lab.infrastructure;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test that asks for it one and the same running infrastructure, which is closed after
 * the last.
 */
final class SharedInfrastructure implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalInfrastructure.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(
            SharedInfrastructure.class,
            key ->
                LocalInfrastructure.start(
                    Settings.forTests(Path.of("target/infrastructure"))
                        .withProgress(System.out::println)),
            LocalInfrastructure.class);
  }
}
