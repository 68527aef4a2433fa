package io.github.paymentsuite.lab.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.UUID;

/** The key that access tokens are signed with: made once, so that a restart ends no token. */
final class IssuerKey {
  private static final int BITS = 2048;

  private IssuerKey() {}

  static RSAKey in(Path directory) {
    Path file = directory.resolve("issuer-key.json");
    try {
      if (Files.notExists(file)) {
        write(file, new RSAKeyGenerator(BITS).keyID(UUID.randomUUID().toString()).generate());
      }
      return RSAKey.parse(Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ParseException | JOSEException unusable) {
      throw new IllegalStateException(file + " holds no key", unusable);
    }
  }

  /** Whole or not at all, and for nobody else to read. */
  private static void write(Path file, RSAKey key) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path unfinished =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "issuer-key",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, key.toJSONString());
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
