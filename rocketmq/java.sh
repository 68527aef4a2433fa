# Sourced by the scripts beside it, in a container of the public RocketMQ image.
#
# rocketmq_java ARGUMENT...: Java with the image's RocketMQ. Not by the image's own scripts: they stay between the container and the
# JVM, so that a SIGTERM never reaches it and every stop is a kill, and they ask for gigabytes, which mqadmin cannot be talked out of.
# The image runs JDK 8: no flag that it does not know.
rocketmq_java() {
  # shellcheck disable=SC2086 # one word each
  exec java ${JAVA_OPT_EXT:-} \
    -XX:+ExitOnOutOfMemoryError \
    -Drmq.logback.configurationFile="$(dirname "$0")/logback.xml" \
    -cp "$ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*" "$@"
}
