#!/bin/bash
# Starts RocketMQ in a container: start.sh nameserver | broker
set -euo pipefail
. "$(dirname "$0")/java.sh"

# Otherwise a certificate is made up at every start, which takes longer than all the rest.
flags=(-Dtls.server.mode=disabled)

case ${1:-} in
  nameserver)
    rocketmq_java "${flags[@]}" org.apache.rocketmq.namesrv.NamesrvStartup
    ;;
  broker)
    # The shipped configuration and, below it, what is so in a container alone. Of a name that is there twice the last one counts.
    {
      cat "$(dirname "$0")/broker.conf"
      # What clients are told to connect to. A name, because a container may get another address whenever it starts.
      printf '\n%s\n' "brokerIP1=${BROKER_HOST:?the name by which clients reach this broker}"
      # Named, because the default depends on what the JVM takes for its user's home.
      echo "storePathRootDir=${BROKER_STORE:?the folder for messages, offsets, topics and groups}"
    } >/tmp/broker.conf
    rocketmq_java "${flags[@]}" org.apache.rocketmq.broker.BrokerStartup -c /tmp/broker.conf
    ;;
  *)
    echo "usage: start.sh nameserver | broker" >&2
    exit 2
    ;;
esac
