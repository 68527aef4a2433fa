package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {

  @TempDir private Path directory;

  @Test
  void eachUserHasOneOfItsOwnThatStays() {
    Path file = directory.resolve("passwords");
    Map<String, String> passwords = Passwords.in(file).environment();

    assertThat(passwords.values()).doesNotHaveDuplicates().hasSize(8);
    assertThat(Passwords.in(file).environment()).isEqualTo(passwords);
    assertThat(Passwords.in(file).phoneKeys())
        .matches("lab-1:[A-Za-z0-9+/]{43}=")
        .isEqualTo(Passwords.in(file).phoneKeys());
  }

  @Test
  void thoseOfUsersThatCameLaterAreMadeUpBesideThoseThatAreKept() throws IOException {
    Path file = directory.resolve("passwords");
    Files.writeString(file, "ROOT_PASSWORD=kept\nORDER_DB_PASSWORD=kept-too\n");

    Passwords passwords = Passwords.in(file);

    assertThat(passwords.root()).isEqualTo("kept");
    assertThat(passwords.environment())
        .containsEntry("ORDER_DB_PASSWORD", "kept-too")
        .containsKey("ORDER_DB_MIGRATION_PASSWORD");
    assertThat(Passwords.in(file).environment()).isEqualTo(passwords.environment());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
