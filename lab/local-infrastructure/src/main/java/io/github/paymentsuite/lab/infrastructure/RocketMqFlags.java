package io.github.paymentsuite.lab.infrastructure;

import java.util.List;

/** JVM flags for RocketMQ's servers, such as a JDK 8 knows: that is what the public image runs. */
final class RocketMqFlags {

  static final List<String> ALL =
      List.of(
          // Otherwise a certificate is made up at every start, which takes longer than all the
          // rest.
          "-Dtls.server.mode=disabled");

  private RocketMqFlags() {}
}
