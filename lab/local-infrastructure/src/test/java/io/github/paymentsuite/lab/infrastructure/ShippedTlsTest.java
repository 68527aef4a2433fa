package io.github.paymentsuite.lab.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Name server and broker by the scripts that compose starts them with. */
@EmbeddedOnly
@EnabledIf(value = "hasOpenssl", disabledReason = "there is no openssl on the PATH")
class ShippedTlsTest {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int NO_PERMISSION = 16;

  private final Path scripts = ProjectFolder.find().shippedRocketMq();
  private final int nameServerPort = FreePorts.next();
  // As the broker takes them: one for urgent requests, the listening one and one for replicas.
  private final int brokerPort = FreePorts.consecutive(4) + 2;
  private final BrokerUser administrator = new BrokerUser("administrator", "any-administrator");

  @TempDir private Path directory;
  private GuardedProcess nameServer;
  private GuardedProcess broker;

  static boolean hasOpenssl() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
  }

  @BeforeEach
  void start() throws IOException {
    makeCertificates("certificates");
    layOutHome();
    Path configuration = directory.resolve("namesrv.conf");
    Files.writeString(configuration, "listenPort=" + nameServerPort);
    nameServer = run("certificates", "start.sh", "nameserver", "-c", configuration.toString());
    broker = run("certificates", "start.sh", "broker");
    for (int port : List.of(nameServerPort, brokerPort)) {
      await()
          .atMost(START_LIMIT)
          .until(
              () ->
                  run("certificates", "ready.sh", Integer.toString(port))
                          .awaitExit(Duration.ofSeconds(10))
                      == 0);
    }
  }

  @AfterEach
  void stop() {
    nameServer.kill();
    broker.kill();
  }

  @Test
  void onlyTlsAndOnlyASignatureLeadToTheBroker() throws Exception {
    // Twice: it may run at any time, again and again.
    for (int i = 0; i < 2; i++) {
      assertThat(run("certificates", "create-topics.sh", "60").awaitExit(Duration.ofSeconds(90)))
          .as(log("create-topics.sh"))
          .isZero();
    }

    SocketFactory tls = trusting("certificates");
    Rights rights = Rights.read(Files.readString(scripts.resolve("rights.json")));
    for (String service : rights.ofUsers().keySet()) {
      BrokerUser user = new BrokerUser(service, secretOf(service));
      assertThat(ask(tls, user, RemotingCall.GET_BROKER_CONFIG).code()).isEqualTo(NO_PERMISSION);
      assertThat(ask(tls, user, RemotingCall.GET_BROKER_CONFIG).header())
          .contains("has no permission to access Cluster:payments");
    }
    assertThat(log("start.sh")).as("what an operator sees").contains("User:order_service is Deny");
    String settings =
        ask(tls, administrator, RemotingCall.GET_BROKER_CONFIG).expectSuccess().body();
    assertThat(settings).contains("authorizationEnabled=true", "flushDiskType=SYNC_FLUSH");

    for (int port : List.of(nameServerPort, brokerPort)) {
      assertThatThrownBy(
              () -> RemotingCall.send(port, RemotingCall.GET_BROKER_RUNTIME_INFO, Map.of(), ""))
          .as("without TLS")
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsRefused() throws Exception {
    makeCertificates("others");

    assertThatThrownBy(() -> ask(trusting("others"), administrator, RemotingCall.GET_BROKER_CONFIG))
        .isInstanceOf(SSLHandshakeException.class);
    // RocketMQ's own client.
    assertThat(run("others", "create-topics.sh", "5").awaitExit(Duration.ofSeconds(60)))
        .isEqualTo(1);
    assertThat(log("create-topics.sh")).contains("is not set up");
    assertThat(run("certificates", "create-topics.sh", "60").awaitExit(Duration.ofSeconds(90)))
        .isZero();
  }

  private RemotingCall.Reply ask(SocketFactory sockets, BrokerUser user, int code)
      throws IOException {
    return RemotingCall.send(sockets, brokerPort, code, user.sign(Map.of(), ""), "");
  }

  private GuardedProcess run(String certificates, String script, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of("bash", scripts.resolve(script).toString()), Stream.of(arguments))
            .toList();
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
    environment.put("ROCKETMQ_HOME", directory.resolve("home").toString());
    environment.put("JAVA_OPT_EXT", "-Xmx256m -Duser.home=" + directory);
    environment.put("CERTIFICATES", directory.resolve(certificates).toString());
    environment.put("NAMESRV_ADDR", "127.0.0.1:" + nameServerPort);
    environment.put("BROKER_HOST", "127.0.0.1");
    environment.put("BROKER_PORT", Integer.toString(brokerPort));
    environment.put("BROKER_STORE", directory.resolve("store").toString());
    environment.put("TMPDIR", directory.toString());
    environment.put("ROCKETMQ_ADMIN_SECRET_KEY", administrator.secretKey());
    for (Participant participant : Participant.values()) {
      environment.put(participant.brokerSecretVariable(), secretOf(participant.brokerUser()));
    }
    return GuardedProcess.start(
        script, command, environment, directory, directory.resolve(script + ".log"));
  }

  /** As in the image, where the jar of the broker's authorization lies among the others. */
  private void layOutHome() throws IOException {
    ProjectFolder project = ProjectFolder.find();
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createSymbolicLink(home.resolve("lib"), project.rocketMqLibraries());
    Files.createSymbolicLink(home.resolve("conf"), project.brokerAuthorization());
  }

  private void makeCertificates(String folder) throws IOException {
    Path target = Files.createDirectories(directory.resolve(folder));
    assertThat(
            GuardedProcess.start(
                    "certificates",
                    List.of(
                        "bash",
                        ProjectFolder.find().root().resolve("tls/make-certificates.sh").toString(),
                        target.toString(),
                        "nameserver",
                        "broker"),
                    Map.of(),
                    directory,
                    directory.resolve("certificates.log"))
                .awaitExit(Duration.ofSeconds(60)))
        .isZero();
  }

  private SocketFactory trusting(String certificates) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem =
        Files.newInputStream(directory.resolve(certificates).resolve("ca.pem"))) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private String log(String script) throws IOException {
    return Files.readString(directory.resolve(script + ".log"));
  }

  private static String secretOf(String user) {
    return "any-" + user;
  }
}
