package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Random passwords that stay with the data they protect, in a file for the owner alone. */
final class Passwords {

  private static final int BYTES = 18;
  private static final String ROOT = "ROOT_PASSWORD";

  private final Properties passwords;

  private Passwords(Properties passwords) {
    this.passwords = passwords;
  }

  /** Reads them, and makes up those that are not there yet. */
  static Passwords in(Path file) {
    try {
      Properties passwords = new Properties();
      if (Files.exists(file)) {
        try (var reader = Files.newBufferedReader(file)) {
          passwords.load(reader);
        }
      }
      int known = passwords.size();
      makeUpMissing(passwords);
      if (passwords.size() > known) {
        DataDirectory.writeSecret(file, text(passwords));
      }
      return new Passwords(passwords);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String root() {
    return passwords.getProperty(ROOT);
  }

  String of(DatabaseUser user) {
    return passwords.getProperty(user.passwordVariable());
  }

  /** As sql/init expects them. */
  Map<String, String> environment() {
    return Participant.databaseUsers().stream()
        .collect(Collectors.toMap(DatabaseUser::passwordVariable, this::of));
  }

  private static void makeUpMissing(Properties passwords) {
    SecureRandom random = new SecureRandom();
    passwords.computeIfAbsent(ROOT, variable -> next(random));
    for (DatabaseUser user : Participant.databaseUsers()) {
      passwords.computeIfAbsent(user.passwordVariable(), variable -> next(random));
    }
  }

  private static String text(Properties passwords) {
    return passwords.stringPropertyNames().stream()
        .map(variable -> variable + "=" + passwords.getProperty(variable) + "\n")
        .collect(Collectors.joining());
  }

  private static String next(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
