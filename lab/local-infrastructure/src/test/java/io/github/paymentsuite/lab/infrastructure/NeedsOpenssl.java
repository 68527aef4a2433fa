package io.github.paymentsuite.lab.infrastructure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;

/** About certificates; compose's image has openssl, a developer's machine need not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.github.paymentsuite.lab.infrastructure.NeedsOpenssl$Search#finds",
    disabledReason = "There is no openssl on the PATH")
@interface NeedsOpenssl {

  /** Where a shell would look. */
  final class Search {
    private Search() {}

    static boolean finds() {
      return Stream.of(System.getenv("PATH").split(":"))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
    }
  }
}
