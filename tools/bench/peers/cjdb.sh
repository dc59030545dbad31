#!/usr/bin/env bash
# A city model into PostgreSQL with cjdb, in a cluster of its own that listens to this machine alone.
#   cjdb.sh begin          makes the cluster in $STORE/cjdb where it is not there, starts it, and makes an empty database
#   cjdb.sh FILE CJDB      imports a CityJSON sequence by the program CJDB
#   cjdb.sh end            stops it
# Settings are for speed, not for safety.
set -euo pipefail
store=$STORE/cjdb
programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as_postgres=()
[ "$(id -u)" -ne 0 ] || as_postgres=(runuser -u postgres --)
ask=(psql -h "$store" -p 5498 -U postgres -qAt -v ON_ERROR_STOP=1)
# From a folder that the server's user may enter.
control() { (cd / && "${as_postgres[@]}" "$programs/pg_ctl" -D "$store" "$@" >/dev/null); }

begin() {
  if [ ! -f "$store/PG_VERSION" ]; then
    rm -rf "$store"
    mkdir -p "$store"
    [ "$(id -u)" -ne 0 ] || chown postgres "$store"
    "${as_postgres[@]}" "$programs/initdb" -D "$store" -A trust -U postgres >"$STORE/cjdb.log"
    cat >>"$store/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
port = 5498
unix_socket_directories = '$store'
shared_buffers = 1GB
max_wal_size = 8GB
fsync = off
synchronous_commit = off
full_page_writes = off
jit = off
SETTINGS
  fi
  control -m fast stop 2>/dev/null || true
  control -w -l "$store/log" start
  "${ask[@]}" -d postgres -c 'DROP DATABASE IF EXISTS model' -c 'CREATE DATABASE model'
  "${ask[@]}" -d model -c 'CREATE EXTENSION postgis'
}

case $1 in
  begin) begin ;;
  end) control -m fast stop ;;
  *) PGPASSWORD=none "$2" import -H 127.0.0.1 -p 5498 -U postgres -d model -s model -f "$1" >/dev/null ;;
esac
