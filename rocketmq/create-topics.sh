#!/bin/bash
# Gives the broker the topics of topics.json, the groups of groups.json and the users of rights.json, and ends when clients find them.
# What already is so is left alone: it may run at any time, again and again. Fails, and says what is missing, after two minutes or the
# seconds that are given.
set -euo pipefail
folder=$(dirname "$0")
. "$folder/java.sh"

rocketmq_java "${tls_client[@]}" io.github.paymentsuite.rocketmq.SetUp "$folder" "${1:-120}"
