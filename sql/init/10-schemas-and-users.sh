# Creates each service's schema and its user, who has rights on that schema alone. The passwords come from PAYMENT_DB_PASSWORD,
# ORDER_DB_PASSWORD, POINTS_DB_PASSWORD and NOTIFY_DB_PASSWORD. It may run again: what exists stays, passwords are set anew.
#
# The entrypoint of the mysql image sources this file, which is why it is not executable: docker_process_sql, which runs SQL as
# root, is a function of that shell. Whoever runs it elsewhere defines that function first.
# The parentheses keep everything else out of the entrypoint's own shell.
(
  set -eu

  # An SQL string literal of any text.
  literal() {
    local text=${1//\\/\\\\}
    printf "'%s'" "${text//\'/\'\'}"
  }

  create() { # NAME VARIABLE
    local user="'${1}_service'@'%'" password
    password=$(literal "${!2}")
    docker_process_sql <<SQL
CREATE DATABASE IF NOT EXISTS ${1}_db CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS $user IDENTIFIED BY $password;
ALTER USER $user IDENTIFIED BY $password;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON ${1}_db.* TO $user;
SQL
  }

  # All of them before the first statement: the entrypoint does not run this again once there is a data directory.
  for variable in PAYMENT_DB_PASSWORD ORDER_DB_PASSWORD POINTS_DB_PASSWORD NOTIFY_DB_PASSWORD; do
    if [ -z "${!variable:-}" ]; then
      echo "$variable is not set: every service needs a password for its database user." >&2
      exit 1
    fi
  done

  create payment PAYMENT_DB_PASSWORD
  create order ORDER_DB_PASSWORD
  create points POINTS_DB_PASSWORD
  create notify NOTIFY_DB_PASSWORD
)
