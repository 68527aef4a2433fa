#!/bin/bash
# Whether RocketMQ serves, for the health checks: ready.sh PORT. Needs bash and coreutils, which the public RocketMQ image has.
#
# It begins a TLS handshake, and the server goes on with it: that costs neither a JVM nor a secret. Whether clients find the broker by
# the name server, create-topics.sh waits for.
set -euo pipefail
port=${1:?usage: ready.sh PORT}

# A TLS 1.2 ClientHello: version, random, no session, two ciphers, no compression, and the curves and signatures that go with them.
random=$(printf '00%.0s' {1..32})
extensions=000a0006000400170018000b00020100000d000a00080403040108040501
body=0303${random}000004c02bc02f0100$(printf '%04x' $((${#extensions} / 2)))$extensions
handshake=01$(printf '%06x' $((${#body} / 2)))$body
record=160301$(printf '%04x' $((${#handshake} / 2)))$handshake

exec 3<>"/dev/tcp/127.0.0.1/$port"
# shellcheck disable=SC2059 # the format is made of bytes
printf "$(sed 's/../\\x&/g' <<<"$record")" >&3
# The type of the record that it answers with: of the handshake (22) and not an alert.
type=$(timeout 5 head -c 1 <&3 | od -An -tu1)
# Heard out, or the server would log that the connection was reset.
timeout 0.5 cat <&3 >/dev/null || true
[ "${type// /}" = 22 ]
