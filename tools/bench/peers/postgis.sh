#!/usr/bin/env bash
# The job with PostGIS, in a cluster of its own that is reached by a socket alone.
#   postgis.sh begin                  starts the cluster in $STORE, made with the grids and their index where it is not there
#   postgis.sh EVENTS OUT THREADS     COPY in, join, COPY out
#   postgis.sh end                    stops it
# Settings are for speed, not for safety: fsync off, no log worth the name, unlogged tables, large buffers.
set -euo pipefail
store=$STORE/postgis
programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as_postgres=()
[ "$(id -u)" -ne 0 ] || as_postgres=(runuser -u postgres --)
ask=(psql -h "$store" -p 5499 -qAt -v ON_ERROR_STOP=1 -d postgres)
[ "$(id -u)" -ne 0 ] || ask+=(-U postgres)

# From a folder that the server's user may enter.
control() { (cd / && "${as_postgres[@]}" "$programs/pg_ctl" -D "$store" "$@" >/dev/null); }

end() { control -m fast stop; }

begin() {
  local fresh=
  if [ ! -f "$store/PG_VERSION" ]; then
    fresh=yes
    rm -rf "$store"
    mkdir -p "$store"
    [ "$(id -u)" -ne 0 ] || chown postgres "$store"
    "${as_postgres[@]}" "$programs/initdb" -D "$store" -A trust >"$STORE/postgis.log"
    cat >>"$store/postgresql.conf" <<SETTINGS
listen_addresses = ''
port = 5499
unix_socket_directories = '$store'
shared_buffers = 2GB
work_mem = 512MB
maintenance_work_mem = 1GB
max_wal_size = 8GB
wal_level = minimal
max_wal_senders = 0
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
jit = off
random_page_cost = 1.1
min_parallel_table_scan_size = 0
parallel_setup_cost = 0
parallel_tuple_cost = 0
SETTINGS
  fi
  end 2>/dev/null || true # one that a broken-off run left behind, on other cores
  control -w -l "$store/log" start
  [ -n "$fresh" ] || return 0
  "${ask[@]}" <<SQL
CREATE EXTENSION postgis;
CREATE TABLE given (code text, households int, wkb text);
\\copy given FROM '$CITY/grids.wkb.csv' CSV HEADER
CREATE UNLOGGED TABLE grids AS SELECT code, ST_GeomFromWKB(decode(wkb, 'hex'), 4490) AS geom FROM given;
CREATE INDEX ON grids USING gist (geom);
ANALYZE grids;
SQL
}

join() {
  # Helpers work beside the process that leads; on one core there are none.
  local helpers=$(($3 > 1 ? $3 : 0))
  "${ask[@]}" <<SQL
DROP TABLE IF EXISTS events;
CREATE UNLOGGED TABLE events (id text, time timestamp, category text, lon float8, lat float8, reporter int);
\\copy events FROM '$1' CSV HEADER
ANALYZE events;
SET max_parallel_workers_per_gather = $helpers;
\\copy (SELECT placed.id, min(grids.code) AS grid FROM (SELECT id, ST_SetSRID(ST_MakePoint(lon, lat), 4490) AS place FROM events) AS placed LEFT JOIN grids ON ST_Intersects(grids.geom, placed.place) GROUP BY placed.id) TO '$2' CSV HEADER
SQL
}

case $1 in
  begin) begin ;;
  end) end ;;
  *) join "$@" ;;
esac
