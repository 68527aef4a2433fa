# Sourced by the scripts beside it, in a container of the public RocketMQ image.
#
# rocketmq_java ARGUMENT...: Java with the image's RocketMQ. Not by the image's own scripts: they stay between the container and the
# JVM, so that a SIGTERM never reaches it and every stop is a kill, and they ask for gigabytes, which mqadmin cannot be talked out of.
# The image runs JDK 8: no flag that it does not know. Safe mode: a text that names a class gets none loaded.
rocketmq_java() {
  # shellcheck disable=SC2086 # one word each
  exec java ${JAVA_OPT_EXT:-} \
    -XX:+ExitOnOutOfMemoryError \
    -Dfastjson.parser.safeMode=true -Dfastjson2.parser.safeMode=true \
    -Drmq.logback.configurationFile="$(dirname "$0")/logback.xml" \
    -cp "$ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*" "$@"
}

# The certificates of name server and broker, which compose's service certificates makes.
certificates=${CERTIFICATES:-/certificates}
# Clients refuse a server whose certificate another authority has signed; they compare no host names, so this one signs for nobody else.
tls_client=(
  -Dtls.enable=true
  # Otherwise any certificate would do, and servers make one up for themselves.
  -Dtls.test.mode.enable=false
  -Dtls.client.authServer=true
  -Dtls.client.trustCertPath="$certificates/ca.pem"
)
