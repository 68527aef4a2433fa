#!/usr/bin/env bash
# Makes in DIRECTORY what the servers prove by who they are: for each NAME a certificate NAME/cert.pem, for that DNS name and for
# localhost, with its key NAME/key.pem (PKCS #8), which USER alone may read; and what their clients know them by, ca.pem, which is
# also in ca.p12, a trust store without a password, as Java's database driver reads no PEM.
#
# The authority signs these and nothing ever after: its key is not kept. So nothing is renewed one by one. What is there already
# stays, and this fails, saying so, from 30 days before it expires. Whoever has an authority puts files of these names there first.
#
#   make-certificates.sh DIRECTORY NAME[:USER]...        needs openssl (3.0 or newer) and keytool
set -euo pipefail
umask 022
days=3650
margin=$((30 * 24 * 60 * 60))

directory=$1
shift

fail() {
  echo "$1 Stop everything, remove the certificates, and start it again: new ones are made then." >&2
  exit 1
}

# The authority's certificate is put there last: without it nothing is complete.
if [ -e "$directory/ca.pem" ]; then
  [ -r "$directory/ca.p12" ] || fail "$directory/ca.p12 is missing."
  for server in "$@"; do
    name=${server%%:*}
    openssl verify -CAfile "$directory/ca.pem" -purpose sslserver -verify_hostname "$name" \
      -attime $(($(date +%s) + margin)) "$directory/$name/cert.pem" ||
      fail "The certificate of $name is not valid for that name for 30 days from now."
  done
  exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing but what is asked for below: the machine's own configuration would add to it.
printf '[req]\ndistinguished_name = name\n[name]\n' > "$work/openssl.cnf"

sign() { # NAME KEY CERTIFICATE OPTION...
  local name=$1 key=$2 certificate=$3
  shift 3
  openssl req -x509 -config "$work/openssl.cnf" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days "$days" \
    -subj "/O=payment-suite/CN=$name" -keyout "$key" -out "$certificate" "$@"
  chmod 400 "$key"
  chmod 444 "$certificate"
}

sign 'certificate authority' "$work/key.pem" "$work/ca.pem" \
  -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign

for server in "$@"; do
  name=${server%%:*}
  rm -rf "${directory:?}/$name"
  mkdir "$directory/$name"
  sign "$name" "$directory/$name/key.pem" "$directory/$name/cert.pem" -CA "$work/ca.pem" -CAkey "$work/key.pem" \
    -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
    -addext extendedKeyUsage=serverAuth -addext "subjectAltName=DNS:$name,DNS:localhost,IP:127.0.0.1"
  if [ "$server" != "$name" ]; then
    chown "${server#*:}" "$directory/$name/key.pem"
  fi
done

rm -f "$directory/ca.p12"
keytool -J-Dkeystore.pkcs12.macAlgorithm=NONE -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE \
  -importcert -noprompt -alias ca -file "$work/ca.pem" -storetype PKCS12 -keystore "$directory/ca.p12"
chmod 444 "$directory/ca.p12"
cp "$work/ca.pem" "$directory/ca.pem.partial"
mv "$directory/ca.pem.partial" "$directory/ca.pem"
