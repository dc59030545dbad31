"""The job with shapely by hand, a tree over the points and prepared grids: shapely_tuned.py EVENTS OUT THREADS."""
import os
import sys

import numpy
import pyarrow
import pyarrow.csv
import pyogrio
import shapely

events_file, out_file, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
pyarrow.set_cpu_count(threads)
_, _, shapes, fields = pyogrio.raw.read(os.path.join(os.environ["CITY"], "grids.gpkg"), columns=["code"])
order = numpy.argsort(fields[0])
grids = shapely.from_wkb(shapes)[order]
codes = fields[0][order]
events = pyarrow.csv.read_csv(
    events_file,
    read_options=pyarrow.csv.ReadOptions(use_threads=threads > 1),
    convert_options=pyarrow.csv.ConvertOptions(include_columns=["id", "lon", "lat"]),
)
points = shapely.points(events["lon"].to_numpy(), events["lat"].to_numpy())
grid_of, point_of = shapely.STRtree(points).query(grids, predicate="intersects")
# Grids are in the order of their codes, so the least place is the smallest code.
best = numpy.full(len(points), len(grids))
numpy.minimum.at(best, point_of, grid_of)
answer = numpy.append(codes, None)[best]
pyarrow.csv.write_csv(pyarrow.table({"id": events["id"], "grid": pyarrow.array(answer, pyarrow.string())}), out_file)
