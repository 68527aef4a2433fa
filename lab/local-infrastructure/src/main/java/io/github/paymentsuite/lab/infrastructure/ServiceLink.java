package io.github.paymentsuite.lab.infrastructure;

import java.util.List;

/**
 * One service's own way to its database and to RocketMQ, which can be cut without touching any
 * other service's.
 */
public final class ServiceLink implements AutoCloseable {

  private final Participant participant;
  private final TcpProxy database;
  private final BrokerProxy broker;

  ServiceLink(Participant participant, int databasePort, int brokerPort) {
    this.participant = participant;
    database = new TcpProxy(participant.service() + "-to-database", databasePort);
    broker = new BrokerProxy(participant.service() + "-to-broker", brokerPort);
  }

  /** In place of the direct one; user and password are the same. */
  public String databaseUrl() {
    return "jdbc:mysql://127.0.0.1:%d/%s".formatted(database.port(), participant.schema());
  }

  /**
   * What makes a JVM's RocketMQ clients go this way. Their class path needs netty-handler-proxy and
   * netty-codec-socks.
   */
  public List<String> jvmArguments() {
    return List.of(
        "-Dcom.rocketmq.socks.proxy.config=" + socksProxyConfig(),
        // Without a proxy 0 means the system's default; with one it is passed on to the socket,
        // which refuses it.
        "-Dcom.rocketmq.remoting.socket.sndbuf.size=65535",
        "-Dcom.rocketmq.remoting.socket.rcvbuf.size=65535");
  }

  /**
   * The same for one client of this JVM, by {@code ClientConfig.setSocksProxyConfig}: which
   * addresses go by which proxy. The JVM needs the two buffer sizes of {@link #jvmArguments} from
   * its start.
   */
  public String socksProxyConfig() {
    return "{\"127.0.0.1/32\":{\"addr\":\"127.0.0.1:%d\"}}".formatted(broker.port());
  }

  public TcpProxy database() {
    return database;
  }

  public BrokerProxy broker() {
    return broker;
  }

  /** Cuts both ways. */
  public void cut() {
    database.cut();
    broker.cut();
  }

  /** Restores both ways. */
  public void restore() {
    database.restore();
    broker.restore();
  }

  @Override
  public void close() {
    database.close();
    broker.close();
  }
}
