"""The job with DuckDB's spatial extension: peer_duckdb.py EVENTS OUT THREADS."""
import os
import sys

import duckdb
import duckdb_extension_spatial

events_file, out_file, threads = sys.argv[1:4]
extension = os.path.join(
    os.path.dirname(duckdb_extension_spatial.__file__),
    "extensions", f"v{duckdb.__version__}", "spatial.duckdb_extension",
)
grids_file = os.path.join(os.environ["CITY"], "grids.gpkg")
database = duckdb.connect()
database.execute(f"LOAD '{extension}'")
database.execute(f"SET threads = {int(threads)}")
database.execute(f"CREATE TABLE grids AS SELECT code, geom FROM ST_Read('{grids_file}')")
database.execute(f"""
    COPY (
        SELECT events.id AS id, min(grids.code) AS grid
        FROM (SELECT id, ST_Point(lon, lat) AS place FROM read_csv('{events_file}')) AS events
        LEFT JOIN grids ON ST_Intersects(grids.geom, events.place)
        GROUP BY events.id
    ) TO '{out_file}' (HEADER)
""")
