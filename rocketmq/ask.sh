# Sourced by the scripts beside it. Needs bash and coreutils, which the public RocketMQ image has.
#
# ask HOST:PORT CODE [FIELDS]: sends one request of RocketMQ's remoting protocol, as mqadmin does, and prints the answer, header and
# body. A JVM for every question would cost more than all that is asked about. Called in $( ), which closes the connection.
ask() {
  local header="{\"code\":$2,\"language\":\"JAVA\",\"version\":0,\"opaque\":1,\"flag\":0,\"extFields\":{${3:-}}}"
  local all=$((${#header} + 4)) size
  exec 3<>"/dev/tcp/${1%:*}/${1#*:}" || return
  # Two lengths of four bytes each: of all that follows, and of the header.
  # shellcheck disable=SC2059 # the format is made of them
  printf "$(printf '\\0\\0\\x%02x\\x%02x' $((all >> 8)) $((all & 255)) $((${#header} >> 8)) $((${#header} & 255)))%s" "$header" >&3
  size=$(timeout 5 head -c 4 <&3 | od -An -tu4 --endian=big)
  timeout 5 head -c "${size:-0}" <&3 | tr -d '\0'
}

# answered ANSWER: whether the server did what it was asked.
answered() {
  [[ $1 == *'{"code":0,'* ]]
}

# What it is asked.
BROKER_RUNTIME_INFO=28
ROUTE_OF_TOPIC=105
CLUSTER_INFO=106
ALL_GROUPS=201
GROUP=352
