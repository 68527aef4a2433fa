# Creates each service's schema and its two users: NAME_migration, by whom Flyway changes the schema, and NAME_service, by whom the
# service works, with no more rights than its statements need, table by table. The passwords come from PAYMENT_DB_PASSWORD and
# PAYMENT_DB_MIGRATION_PASSWORD, and ORDER_…, POINTS_… and NOTIFY_… alike. It may run again, and has to before a version that brings
# a table starts: schemas and users stay, passwords are set anew, and of whatever rights the users had they keep those below alone.
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

  user() { # USER VARIABLE
    local user="'$1'@'%'" password
    password=$(literal "${!2}")
    cat <<SQL
CREATE USER IF NOT EXISTS $user IDENTIFIED BY $password;
ALTER USER $user IDENTIFIED BY $password;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM $user;
SQL
  }

  create() { # NAME
    echo "CREATE DATABASE IF NOT EXISTS ${1}_db CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;"
    user "${1}_migration" "${1^^}_DB_MIGRATION_PASSWORD"
    cat <<SQL
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON ${1}_db.* TO '${1}_migration'@'%';
SQL
    user "${1}_service" "${1^^}_DB_PASSWORD"
  }

  allow() { # NAME RIGHTS TABLE...
    local user="'${1}_service'@'%'" schema="${1}_db" rights=$2 table
    shift 2
    for table in "$@"; do
      # With CREATE a right can be given on a table that is yet to come. It is not to stay.
      cat <<SQL
GRANT CREATE, $rights ON $schema.$table TO $user;
REVOKE CREATE ON $schema.$table FROM $user;
SQL
    done
  }

  # All of them before the first statement: the entrypoint does not run this again once there is a data directory.
  for variable in {PAYMENT,ORDER,POINTS,NOTIFY}_DB_{,MIGRATION_}PASSWORD; do
    if [ -z "${!variable:-}" ]; then
      echo "$variable is not set: every service needs a password for each of its database users." >&2
      exit 1
    fi
  done

  # Nothing is deleted but what has had its time, and what must never change is not updated.
  {
    create payment
    allow payment 'SELECT, INSERT, UPDATE' payment_attempt payment_record
    allow payment 'SELECT, INSERT' payment_case
    allow payment 'SELECT, INSERT, DELETE' idempotency_key
    create order
    allow order 'SELECT, INSERT, UPDATE' orders order_case dead_letter
    create points
    allow points 'SELECT, INSERT' points_record
    allow points 'SELECT, INSERT, UPDATE' user_points dead_letter
    create notify
    allow notify 'SELECT, INSERT, UPDATE' contact notification dead_letter
  } | docker_process_sql
)
