package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** By the certificates and the URL that compose has, a service tells its database from another. */
@EmbeddedOnly
@NeedsOpenssl
@Timeout(180)
class DatabaseTlsTest {

  private static final Pattern PARAMETERS =
      Pattern.compile("jdbc:mysql://mysql:3306/order_db(\\?\\S+)");

  @TempDir private Path directory;

  @Test
  void aServiceEntersThatDatabaseAloneWhoseAuthorityItTrusts() throws Exception {
    Path trusted = certificates("trusted");
    Settings settings =
        Settings.forTests(directory.resolve("infrastructure"))
            .withDatabaseSetting("ssl", "ON")
            .withDatabaseSetting("ssl-cert", trusted.resolve("mysql/cert.pem").toString())
            .withDatabaseSetting("ssl-key", trusted.resolve("mysql/key.pem").toString());
    try (var infrastructure = LocalInfrastructure.start(settings)) {
      DatabaseAccess access = infrastructure.databaseAccess("order-service");

      try (Connection connection = connect(access, trusted);
          ResultSet cipher =
              connection.createStatement().executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
        assertThat(cipher.next()).isTrue();
        assertThat(cipher.getString(2)).isNotEmpty();
      }
      Path other = certificates("other");
      Throwable mistrust =
          catchThrowableOfType(SQLException.class, () -> connect(access, other).close());
      assertThat(mistrust).hasRootCauseInstanceOf(CertPathValidatorException.class);
    }
  }

  private static Connection connect(DatabaseAccess access, Path certificates)
      throws SQLException, IOException {
    String url = access.url() + parameters().replace("/certificates/", certificates + "/");
    return DriverManager.getConnection(url, access.user(), access.password());
  }

  private static String parameters() throws IOException {
    Matcher url =
        PARAMETERS.matcher(
            Files.readString(ProjectFolder.find().root().resolve("docker-compose.yml")));
    assertThat(url.find()).isTrue();
    return url.group(1);
  }

  private Path certificates(String name) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    String script = ProjectFolder.find().root().resolve("tls/make-certificates.sh").toString();
    GuardedProcess making =
        GuardedProcess.start(
            "certificates",
            List.of("bash", script, folder.toString(), "mysql"),
            Map.of(),
            directory,
            directory.resolve(name + ".log"));
    assertThat(making.awaitExit(Duration.ofSeconds(60))).isZero();
    return folder;
  }
}
