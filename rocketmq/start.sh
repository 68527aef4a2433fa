#!/bin/bash
# Starts RocketMQ in a container: start.sh nameserver | broker
# What follows is handed on.
set -euo pipefail
. "$(dirname "$0")/java.sh"

server=${1:?usage: start.sh nameserver | broker}
shift
# Whoever does not speak TLS is refused.
flags=(
  "${tls_client[@]}"
  -Dtls.server.mode=enforcing
  -Dtls.server.certPath="$certificates/$server/cert.pem"
  -Dtls.server.keyPath="$certificates/$server/key.pem"
)

case $server in
  nameserver)
    rocketmq_java "${flags[@]}" org.apache.rocketmq.namesrv.NamesrvStartup "$@"
    ;;
  broker)
    secret=${ROCKETMQ_ADMIN_SECRET_KEY:?the secret of the administrator}
    if [[ $secret == *[^A-Za-z0-9_.~+/=-]* ]]; then
      echo "ROCKETMQ_ADMIN_SECRET_KEY may have letters, digits and _ . ~ + / = - alone" >&2
      exit 1
    fi
    if [[ $secret == demo-* && ${SUITE_DEMO:-} != true ]]; then
      echo "ROCKETMQ_ADMIN_SECRET_KEY is the demo's, which everybody knows: set one of your own, or SUITE_DEMO=true for a demonstration." >&2
      exit 1
    fi
    umask 077
    configuration=${TMPDIR:-/tmp}/broker.conf
    # The shipped configuration and, below it, what is so in a container alone. Of a name that is there twice the last one counts.
    {
      cat "$(dirname "$0")/broker.conf"
      # What clients are told to connect to. A name, because a container may get another address whenever it starts.
      printf '\n%s\n' "brokerIP1=${BROKER_HOST:?the name by which clients reach this broker}"
      echo "listenPort=${BROKER_PORT:-10911}"
      # Named, because the default depends on what the JVM takes for its user's home.
      echo "storePathRootDir=${BROKER_STORE:?the folder for messages, offsets, topics, groups and users}"
      # Made at the first start; keeps its secret with the store.
      echo "initAuthenticationUser={\"username\":\"administrator\",\"password\":\"$secret\"}"
    } >"$configuration"
    rocketmq_java "${flags[@]}" org.apache.rocketmq.broker.BrokerStartup -c "$configuration"
    ;;
  *)
    echo "usage: start.sh nameserver | broker" >&2
    exit 2
    ;;
esac
