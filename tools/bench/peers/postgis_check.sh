#!/usr/bin/env bash
# Overlaps and gaps with PostGIS 3.3, which has no coverage functions yet.
#   postgis_check.sh begin FILE       starts the cluster of postgis.sh and loads the layer, with an index
#   postgis_check.sh FILE OUT         the layer joined with itself, and the holes of its union
#   postgis_check.sh end              stops it
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
ask=(psql -h "$STORE/postgis" -p 5499 -qAt -v ON_ERROR_STOP=1 -d postgres)
[ "$(id -u)" -ne 0 ] || ask+=(-U postgres)

begin() {
  bash "$here/postgis.sh" begin
  "${ask[@]}" -c 'DROP TABLE IF EXISTS layer, text_of_layer; CREATE UNLOGGED TABLE text_of_layer (feature text)'
  # A feature a line, so that COPY can take them; quotes and delimiters that no JSON text holds.
  python3 - "$1" <<'PYTHON' | "${ask[@]}" -c "COPY text_of_layer FROM STDIN WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')"
import json, sys
for feature in json.load(open(sys.argv[1], encoding="utf-8"))["features"]:
    print(json.dumps({"code": feature["properties"]["code"], "geometry": feature["geometry"]}))
PYTHON
  "${ask[@]}" <<SQL
CREATE UNLOGGED TABLE layer AS
  SELECT feature::json->>'code' AS code, ST_SetSRID(ST_GeomFromGeoJSON(feature::json->>'geometry'), 4326) AS geom
  FROM text_of_layer;
CREATE INDEX ON layer USING gist (geom);
ANALYZE layer;
SQL
}

find() {
  "${ask[@]}" <<SQL
SET max_parallel_workers_per_gather = 0;
\\copy (WITH holes AS (SELECT (ST_DumpRings((part).geom)).* FROM (SELECT ST_Dump(ST_Union(geom)) AS part FROM layer) AS parts) SELECT 'overlap', a.code || ' ' || b.code, ST_Area(ST_Intersection(a.geom, b.geom)::geography) FROM layer a JOIN layer b ON a.code < b.code AND a.geom && b.geom AND ST_Relate(a.geom, b.geom, '2********') UNION ALL SELECT 'gap', '', ST_Area(geom::geography) FROM holes WHERE path[1] > 0 AND 2 * ST_Area(geom::geography) / ST_Perimeter(geom::geography) < 200) TO '$2' CSV
SQL
}

case $1 in
  begin) begin "$2" ;;
  end) bash "$here/postgis.sh" end ;;
  *) find "$@" ;;
esac
