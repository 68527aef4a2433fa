package io.github.paymentsuite.lab.infrastructure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compose's servers are known by. */
@NeedsOpenssl
class CertificatesTest {

  private static final Path SCRIPT =
      ProjectFolder.find().root().resolve("tls/make-certificates.sh");

  @TempDir private Path directory;

  @Test
  void everyServerProvesItsNameToWhoeverTrustsTheAuthority() throws Exception {
    assertThat(make("mysql", "broker").awaitExit(Duration.ofSeconds(60))).isZero();

    for (String server : List.of("mysql", "broker")) {
      X509Certificate certificate = certificate(directory.resolve(server + "/cert.pem"));
      certificate.verify(trusted().getPublicKey());
      certificate.checkValidity();
      assertThat(certificate.getSubjectAlternativeNames())
          .extracting(name -> (Object) name.get(1))
          .containsExactly(server, "localhost", "127.0.0.1");
      assertThat(certificate.getBasicConstraints()).as("is an authority itself").isEqualTo(-1);
      assertIsOfOnePair(key(directory.resolve(server + "/key.pem")), certificate);
    }
    assertThat(certificate(directory.resolve("ca.pem"))).isEqualTo(trusted());
  }

  @Test
  void noKeyIsReadableByOthersAndTheAuthoritysIsGone() throws Exception {
    assertThat(make("mysql", "broker").awaitExit(Duration.ofSeconds(60))).isZero();

    List<Path> keys = new ArrayList<>();
    for (Path file : files()) {
      if (Files.readString(file, ISO_8859_1).contains("KEY")) {
        keys.add(directory.relativize(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("r--------");
      }
    }
    assertThat(keys).containsExactly(Path.of("broker/key.pem"), Path.of("mysql/key.pem"));
  }

  @Test
  void whatIsThereStays() throws Exception {
    assertThat(make("mysql").awaitExit(Duration.ofSeconds(60))).isZero();
    Map<Path, String> first = contents();

    assertThat(make("mysql").awaitExit(Duration.ofSeconds(60))).isZero();

    assertThat(contents()).isEqualTo(first);
  }

  @Test
  void whatWasInterruptedIsMadeAnew() throws Exception {
    assertThat(make("mysql", "broker").awaitExit(Duration.ofSeconds(60))).isZero();
    Files.delete(directory.resolve("ca.pem"));
    Files.delete(directory.resolve("broker/key.pem"));

    assertThat(make("mysql", "broker").awaitExit(Duration.ofSeconds(60))).isZero();

    certificate(directory.resolve("mysql/cert.pem")).verify(trusted().getPublicKey());
    assertThat(directory.resolve("broker/key.pem")).exists();
  }

  @Test
  void saysWhatToDoAMonthBeforeACertificateExpires() throws Exception {
    expiringIn(29);
    Map<Path, String> before = contents();

    GuardedProcess refused = make("mysql");

    assertThat(refused.awaitExit(Duration.ofSeconds(60))).isNotZero();
    assertThat(refused.lastLines(1))
        .contains("The certificate of mysql is not valid for that name for 30 days from now.")
        .contains("remove the certificates");
    assertThat(contents()).isEqualTo(before);

    expiringIn(31);
    assertThat(make("mysql").awaitExit(Duration.ofSeconds(60))).isZero();
  }

  @Test
  void saysSoWhereAServerHasNone() throws Exception {
    assertThat(make("mysql").awaitExit(Duration.ofSeconds(60))).isZero();

    GuardedProcess refused = make("mysql", "broker");

    assertThat(refused.awaitExit(Duration.ofSeconds(60))).isNotZero();
    assertThat(refused.lastLines(1)).contains("The certificate of broker is not valid");
  }

  private GuardedProcess make(String... servers) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("bash", SCRIPT.toString(), directory.toString()));
    command.addAll(List.of(servers));
    return start(command);
  }

  /** An authority that signed nothing but itself, for the server's name. */
  private void expiringIn(int days) throws IOException {
    Path server = Files.createDirectories(directory.resolve("mysql"));
    Path certificate = server.resolve("cert.pem");
    List<String> command =
        List.of(
            ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=mysql"
                    + " -addext subjectAltName=DNS:mysql -days %d -keyout %s -out %s")
                .formatted(days, server.resolve("key.pem"), certificate)
                .split(" "));
    assertThat(start(command).awaitExit(Duration.ofSeconds(60))).isZero();
    Files.writeString(directory.resolve("ca.pem"), Files.readString(certificate));
    Files.writeString(directory.resolve("ca.p12"), "not looked into");
  }

  private GuardedProcess start(List<String> command) throws IOException {
    Path log = Files.createTempFile("certificates", ".log");
    log.toFile().deleteOnExit();
    return GuardedProcess.start("certificates", command, Map.of(), directory, log);
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    for (Path file : files()) {
      contents.put(file, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    }
    return contents;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** As Connector/J opens a store of which no password is given. */
  private X509Certificate trusted() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(directory.resolve("ca.p12"))) {
      store.load(file, new char[0]);
    }
    return (X509Certificate) store.getCertificate("ca");
  }

  private static X509Certificate certificate(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream pem = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
    String base64 = Files.readString(file).replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
  }

  private static void assertIsOfOnePair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    assertThat(signature.verify(signed)).isTrue();
  }
}
