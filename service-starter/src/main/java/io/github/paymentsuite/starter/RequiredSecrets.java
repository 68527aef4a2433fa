package io.github.paymentsuite.starter;

import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Refuses to start a service that lacks a secret, or whose secret everybody knows: those of the
 * demonstration have {@code demo-} in them and count only where {@code SUITE_DEMO} is {@code true}.
 * Which secrets a service has, its {@code application.yml} says under {@code secrets}, by the names
 * of their variables.
 */
class RequiredSecrets implements BeanFactoryPostProcessor, PriorityOrdered {
  private static final String OF_THE_DEMO = "demo-";

  private final Environment environment;

  RequiredSecrets(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    boolean demo = environment.getProperty("SUITE_DEMO", Boolean.class, false);
    for (String list : List.of("secrets.common", "secrets.own")) {
      Binder.get(environment)
          .bind(list, Bindable.listOf(String.class))
          .orElse(List.of())
          .forEach(variable -> require(variable, demo));
    }
  }

  /** Before anything is waited for. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  private void require(String variable, boolean demo) {
    String secret = environment.getProperty(variable);
    if (!StringUtils.hasText(secret)) {
      throw new StartRefused("%s is not set.".formatted(variable));
    }
    if (!demo && secret.contains(OF_THE_DEMO)) {
      throw new StartRefused(
          "%s is the demo's, which everybody knows: set one of your own, or SUITE_DEMO=true for a demonstration."
              .formatted(variable));
    }
  }
}
