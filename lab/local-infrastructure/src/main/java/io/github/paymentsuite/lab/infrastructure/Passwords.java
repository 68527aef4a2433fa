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

/**
 * Random passwords and keys that stay with the data they protect, in a file for the owner alone.
 */
final class Passwords {

  private static final int BYTES = 18;
  private static final String ROOT = "ROOT_PASSWORD";
  private static final String BROKER_ADMINISTRATOR = "ROCKETMQ_ADMIN_SECRET_KEY";
  private static final String PHONE_KEYS = "PHONE_KEYS";
  private static final int PHONE_KEY_BYTES = 32;

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

  /** What notify-service seals phone numbers with, as it expects it. */
  String phoneKeys() {
    return passwords.getProperty(PHONE_KEYS);
  }

  BrokerUser brokerAdministrator() {
    return new BrokerUser("administrator", passwords.getProperty(BROKER_ADMINISTRATOR));
  }

  BrokerUser brokerUser(Participant participant) {
    return new BrokerUser(
        participant.brokerUser(), passwords.getProperty(participant.brokerSecretVariable()));
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
    passwords.computeIfAbsent(BROKER_ADMINISTRATOR, variable -> next(random));
    for (Participant participant : Participant.values()) {
      passwords.computeIfAbsent(participant.brokerSecretVariable(), variable -> next(random));
    }
    passwords.computeIfAbsent(PHONE_KEYS, variable -> "lab-1:" + nextPhoneKey(random));
  }

  private static String nextPhoneKey(SecureRandom random) {
    byte[] key = new byte[PHONE_KEY_BYTES];
    random.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
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
