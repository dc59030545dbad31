"""The job with DuckDB's spatial extension: duckdb_spatial.py EVENTS OUT THREADS.

The grids lie in a database file of its own beforehand; with $GRIDS set they are read from that file instead.
"""
import os
import sys

import duckdb
import duckdb_extension_spatial

events_file, out_file, threads = sys.argv[1:4]
extension = os.path.join(
    os.path.dirname(duckdb_extension_spatial.__file__),
    "extensions", f"v{duckdb.__version__}", "spatial.duckdb_extension",
)


def connect(path, **options):
    database = duckdb.connect(path, **options)
    database.execute(f"LOAD '{extension}'")
    database.execute(f"SET threads = {int(threads)}")
    return database


grids_file = os.environ.get("GRIDS")
if grids_file:
    database = connect(":memory:")
    database.execute(f"CREATE TABLE grids AS SELECT code, geom FROM ST_Read('{grids_file}')")
else:
    kept = os.path.join(os.environ["CITY"], "grids.duckdb")
    if not os.path.exists(kept):
        making = connect(kept)
        source = os.path.join(os.environ["CITY"], "grids.gpkg")
        making.execute(f"CREATE TABLE grids AS SELECT code, geom FROM ST_Read('{source}')")
        making.close()
    database = connect(kept, read_only=True)
database.execute(f"""
    COPY (
        SELECT events.id AS id, min(grids.code) AS grid
        FROM (SELECT id, ST_Point(lon, lat) AS place FROM read_csv('{events_file}')) AS events
        LEFT JOIN grids ON ST_Intersects(grids.geom, events.place)
        GROUP BY events.id
    ) TO '{out_file}' (HEADER)
""")
