"""Points where rounding decides, and their areas by GEOS: near_degenerate.py CITY BASE COUNT [SEED].

Of each kind as many: a vertex; a point of an edge; the middle of an edge (exact on the city's lattice); a point of the
line on which an edge lies, beyond its ends; a point as high as a vertex or right above it; a point near an edge on a line
where index cells may meet (a multiple of a power of two). All but the middles are moved by up to four ulps either way.

Writes BASE.csv (the columns of events, every digit), BASE.xy (all x, then all y, doubles), BASE.truth (int32, the least
area number in the order of the codes, -1 for none) and BASE.truth.csv (id, code).
"""
import os
import sys

import numpy
import shapely

from areas import read_areas

city, base, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
random = numpy.random.default_rng(int(sys.argv[4]) if len(sys.argv) > 4 else 441000)
codes, areas = read_areas(os.path.join(city, "grids.wkb.csv"))

vertices, ring_of = shapely.get_coordinates(shapely.get_rings(areas), return_index=True)
starts = numpy.flatnonzero(ring_of[:-1] == ring_of[1:])
edge = random.choice(starts, count)
a, b = vertices[edge], vertices[edge + 1]
kind = random.permutation(count) % 6
along = random.random(count)
along[kind == 0] = 0
along[kind == 2] = 0.5
beyond = kind == 3
along[beyond] = numpy.where(random.random(count) < 0.5, -2 * along, 1 + 2 * along)[beyond]
points = a + (b - a) * along[:, None]
points[kind == 0] = a[kind == 0]
level = kind == 4
axis = random.integers(0, 2, count)
shift = (random.random(count) - 0.5) * 0.02
for which in (0, 1):
    rows = level & (axis == which)
    points[rows] = a[rows]
    points[rows, which] += shift[rows]
cells = kind == 5
scale = 2.0 ** random.integers(8, 19, count)
for which in (0, 1):
    rows = cells & (axis == which)
    points[rows, which] = numpy.round(points[rows, which] * scale[rows]) / scale[rows]
moved = random.integers(-4, 5, (count, 2)) * (kind != 2)[:, None]
# Where a coordinate is one that an edge has, or a cell's, it keeps it half the time.
moved[random.random((count, 2)) < 0.3] = 0
points = points + numpy.spacing(points) * moved

tree = shapely.STRtree(shapely.points(points))
area_of, point_of = tree.query(areas, predicate="intersects")
none = numpy.iinfo(numpy.int32).max
best = numpy.full(count, none, numpy.int32)
numpy.minimum.at(best, point_of, area_of.astype(numpy.int32))
truth = numpy.where(best == none, -1, best).astype(numpy.int32)

with open(base + ".csv", "w") as events, open(base + ".truth.csv", "w") as answers:
    events.write("id,time,category,lon,lat,reporter\n")
    answers.write("id,grid\n")
    for number, ((x, y), area) in enumerate(zip(points.tolist(), truth.tolist())):
        events.write(f"E{number:09},2026-03-01T00:00:00,0601,{x!r},{y!r},10000\n")
        answers.write(f"E{number:09},{codes[area] if area >= 0 else ''}\n")
numpy.concatenate([points[:, 0], points[:, 1]]).tofile(base + ".xy")
truth.tofile(base + ".truth")  # the last: where it is, all is
