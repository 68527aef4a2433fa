package io.github.paymentsuite.lab.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Random passwords that stay with the data they protect, in a file for the owner alone. */
final class Passwords {

  private static final int BYTES = 18;
  private static final String ROOT = "ROOT_PASSWORD";

  private final Properties passwords;

  private Passwords(Properties passwords) {
    this.passwords = passwords;
  }

  /** Reads them, or makes them up if there are none yet. */
  static Passwords in(Path file) {
    try {
      if (Files.notExists(file)) {
        DataDirectory.writeSecret(file, made());
      }
      Properties passwords = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        passwords.load(reader);
      }
      return new Passwords(passwords);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String root() {
    return passwords.getProperty(ROOT);
  }

  String of(Participant participant) {
    return passwords.getProperty(participant.passwordVariable());
  }

  /** As sql/init expects them. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    for (Participant participant : Participant.values()) {
      environment.put(participant.passwordVariable(), of(participant));
    }
    return environment;
  }

  private static String made() {
    SecureRandom random = new SecureRandom();
    Stream<String> variables =
        Stream.concat(
            Stream.of(ROOT), Stream.of(Participant.values()).map(Participant::passwordVariable));
    return variables
        .map(variable -> variable + "=" + next(random) + "\n")
        .collect(Collectors.joining());
  }

  private static String next(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
