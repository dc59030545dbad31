"""The job with geopandas, as its guide shows it: geopandas_sjoin.py EVENTS OUT THREADS (one thread always)."""
import os
import sys

import geopandas
import pandas

events_file, out_file = sys.argv[1:3]
grids_file = os.environ.get("GRIDS") or os.path.join(os.environ["CITY"], "grids.gpkg")
grids = geopandas.read_file(grids_file)[["code", "geometry"]]
events = pandas.read_csv(events_file, usecols=["id", "lon", "lat"])
points = geopandas.GeoDataFrame(
    events[["id"]], geometry=geopandas.points_from_xy(events["lon"], events["lat"]), crs=grids.crs
)
joined = points.sjoin(grids, how="left", predicate="intersects")
# A point on a border meets several grids: the smallest code counts, as everywhere in this comparison.
smallest = joined["code"].groupby(level=0).min() if joined.index.has_duplicates else joined["code"]
points["id"].to_frame().assign(grid=smallest).to_csv(out_file, index=False)
