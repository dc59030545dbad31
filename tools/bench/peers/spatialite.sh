#!/usr/bin/env bash
# The job with SpatiaLite's SQL as its guide writes it (the SpatialIndex table): spatialite.sh EVENTS OUT THREADS (one always).
# The grids with their R*Tree lie in $STORE beforehand; `spatialite.sh begin` puts them there.
set -euo pipefail
kept=$STORE/spatialite.db
if [ "$1" = begin ]; then
  [ ! -f "$kept" ] || exit 0
  ogr2ogr -q -f SQLite -dsco SPATIALITE=YES --config OGR_SQLITE_SYNCHRONOUS OFF "$kept.part" "$CITY/grids.gpkg" grids \
    -nln grids -lco GEOMETRY_NAME=geom -lco SPATIAL_INDEX=YES
  mv "$kept.part" "$kept"
  exit 0
fi
work=$kept.work
trap 'rm -f "$work"' EXIT
cp "$kept" "$work"
sqlite3 "$work" >/dev/null <<SQL
.bail on
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
PRAGMA cache_size = -2000000;
PRAGMA temp_store = memory;
SELECT load_extension('mod_spatialite');
CREATE TABLE events (id TEXT, time TEXT, category TEXT, lon REAL, lat REAL, reporter INTEGER);
.import --csv --skip 1 '$1' events
.headers on
.mode csv
.once '$2'
SELECT events.id AS id, (
  SELECT min(grids.code) FROM grids
  WHERE ST_Intersects(grids.geom, MakePoint(events.lon, events.lat, 4490))
    AND grids.rowid IN (
      SELECT rowid FROM SpatialIndex
      WHERE f_table_name = 'grids' AND search_frame = MakePoint(events.lon, events.lat, 4490))
) AS grid FROM events;
SQL
