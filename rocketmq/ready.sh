#!/bin/bash
# Whether RocketMQ serves, for the health checks: ready.sh nameserver | broker
set -euo pipefail
. "$(dirname "$0")/ask.sh"

case ${1:-} in
  nameserver)
    answered "$(ask localhost:9876 "$CLUSTER_INFO")"
    ;;
  broker)
    # It answers, and the name server leads clients to it.
    answered "$(ask localhost:10911 "$BROKER_RUNTIME_INFO")"
    [[ $(ask "$NAMESRV_ADDR" "$CLUSTER_INFO") == *"\"$BROKER_HOST:10911\""* ]]
    ;;
  *)
    echo "usage: ready.sh nameserver | broker" >&2
    exit 2
    ;;
esac
