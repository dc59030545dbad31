"""The job with SedonaDB: sedona_db.py EVENTS OUT THREADS."""
import os
import sys

import pyarrow
import pyarrow.csv
import sedonadb

events_file, out_file, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
pyarrow.set_cpu_count(threads)
engine = sedonadb.connect()
engine.sql(f"SET datafusion.execution.target_partitions = {threads}").execute()
engine.read_parquet(os.path.join(os.environ["CITY"], "grids.parquet")).to_view("grids")
events = pyarrow.csv.read_csv(
    events_file,
    read_options=pyarrow.csv.ReadOptions(use_threads=threads > 1),
    convert_options=pyarrow.csv.ConvertOptions(include_columns=["id", "lon", "lat"]),
)
engine.create_data_frame(events).to_view("events")
answer = engine.sql("""
    SELECT placed.id AS id, min(grids.code) AS grid
    FROM (SELECT id, ST_SetSRID(ST_Point(lon, lat), 4490) AS place FROM events) AS placed
    LEFT JOIN grids ON ST_Intersects(grids.geometry, placed.place)
    GROUP BY placed.id
""").to_arrow_table()
plain = pyarrow.schema([("id", pyarrow.string()), ("grid", pyarrow.string())])
pyarrow.csv.write_csv(answer.cast(plain), out_file)
