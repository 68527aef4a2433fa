#!/bin/bash
# Gives the broker the topics of topics.json and the groups of groups.json, and ends when every client finds them as they are written
# there. What already is so is left alone: it may run at any time, again and again. Fails, and says what is missing, after two minutes.
#
# mqadmin's word is not enough: it exits 0 on most errors, and of a list of topics the broker drops the rest at the first that it has
# already. So only what differs is sent, and the outcome is looked at.
set -euo pipefail
folder=$(dirname "$0")
. "$folder/java.sh"
. "$folder/ask.sh"

broker=${BROKER_HOST:?the name by which clients reach the broker}:10911
deadline=$((SECONDS + 120))

objects() { # FILE: one object per line
  tr -d ' \t\r\n' <"$folder/$1" | grep -o '{[^{}]*}'
}

name() { # OBJECT
  sed -E 's/.*"(topicName|groupName)":"([^"]*)".*/\2/' <<<"$1"
}

has() { # ANSWER OBJECT: whether all that the object says is in the answer; a topic's name is in the question
  local setting
  answered "$1" || return
  while read -r setting; do
    [[ $1 == *"$setting"[,}]* ]] || return
  done < <(grep -oE '"[A-Za-z]+":("[^"]*"|[a-z0-9.-]+)' <<<"$2" | grep -v '^"topicName"')
}

has_topic() { # OBJECT: by what the name server tells clients
  has "$(ask "$NAMESRV_ADDR" "$ROUTE_OF_TOPIC" "\"topic\":\"$(name "$1")\"")" "$1"
}

has_group() { # OBJECT: by what the broker holds
  # By its name first: the broker logs an error when it is asked about a group that it does not have.
  [[ $(ask "$broker" "$ALL_GROUPS" '"groupSeq":"0"') == *"\"groupName\":\"$(name "$1")\""* ]] &&
    has "$(ask "$broker" "$GROUP" "\"group\":\"$(name "$1")\"")" "$1"
}

differing() { # TEST FILE: the objects that do not pass the test
  local object
  while read -r object; do
    "$1" "$object" || echo "$object"
  done < <(objects "$2")
}

create() { # COMMAND TEST FILE
  local missing missing_names
  while missing=$(differing "$2" "$3") && [ -n "$missing" ]; do
    missing_names=$(while read -r object; do name "$object"; done <<<"$missing" | paste -sd ' ')
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "The broker still has not, or has otherwise than in $3: $missing_names" >&2
      exit 1
    fi
    echo "creating: $missing_names"
    echo "[$(paste -sd , <<<"$missing")]" >"/tmp/$3"
    # Whether that worked, the next round sees.
    (rocketmq_java org.apache.rocketmq.tools.command.MQAdminStartup "$1" -b "$broker" -f "/tmp/$3") || true
    sleep 1
  done
  echo "there, as in $3: $(objects "$3" | while read -r object; do name "$object"; done | paste -sd ' ')"
}

# After a restart of everything this may be the first to run.
until [[ $(ask "$NAMESRV_ADDR" "$CLUSTER_INFO" 2>/dev/null) == *"\"$broker\""* ]]; do
  if [ "$SECONDS" -ge "$deadline" ]; then
    echo "The name server $NAMESRV_ADDR knows no broker $broker." >&2
    exit 1
  fi
  sleep 1
done
create updateTopicList has_topic topics.json
create updateSubGroupList has_group groups.json
