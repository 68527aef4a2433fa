package io.github.paymentsuite.lab.infrastructure;

import java.util.List;

/** JVM flags for RocketMQ's servers, such as a JDK 8 knows: that is what the public image runs. */
final class RocketMqFlags {

  static final List<String> ALL =
      List.of(
          // Of both JSON libraries that RocketMQ brings: a text that names a class gets none
          // loaded.
          "-Dfastjson.parser.safeMode=true",
          "-Dfastjson2.parser.safeMode=true",
          // Otherwise a certificate is made up at every start, which takes longer than all the
          // rest.
          "-Dtls.server.mode=disabled");

  private RocketMqFlags() {}
}
