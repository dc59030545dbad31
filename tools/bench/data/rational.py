"""Judges the judge: rational.py AREAS.csv BASE COUNT.

Finds the areas of COUNT of the near-degenerate points by fractions, without any rounding, and compares them with those
that GEOS named. Prints how many were asked, how many lie exactly on a border, and how many GEOS has wrong, as JSON.
"""
import json
import sys
from fractions import Fraction

import numpy
import shapely

from areas import read_areas


def side(a, b, p):
    """Which side of the line from a to b the point is on: the sign of a determinant of exact numbers."""
    ax, ay, bx, by, px, py = map(Fraction, (*a, *b, *p))
    value = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    return (value > 0) - (value < 0)


def location(p, rings):
    """1 inside, 0 on the border, -1 outside, by the even-odd rule over all rings."""
    inside = False
    for ring in rings:
        # Only edges that reach the point's height can matter; comparing doubles is exact.
        low = numpy.minimum(ring[:-1, 1], ring[1:, 1]) <= p[1]
        high = numpy.maximum(ring[:-1, 1], ring[1:, 1]) >= p[1]
        for place in numpy.flatnonzero(low & high):
            a, b = ring[place].tolist(), ring[place + 1].tolist()
            turn = side(a, b, p)
            if turn == 0 and min(a[0], b[0]) <= p[0] <= max(a[0], b[0]):
                return 0
            if (a[1] > p[1]) != (b[1] > p[1]) and (turn > 0) == (b[1] > a[1]):
                inside = not inside
    return 1 if inside else -1


areas_file, base, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
_, areas = read_areas(areas_file)
rings = [[shapely.get_coordinates(ring) for ring in shapely.get_rings(area)] for area in areas]
values = numpy.fromfile(base + ".xy")
points = values.reshape(2, -1).T
truth = numpy.fromfile(base + ".truth", numpy.int32)
asked = numpy.linspace(0, len(points) - 1, min(count, len(points)), dtype=int)
tree = shapely.STRtree(areas)
candidates = {int(place): [] for place in asked}
for row, area in zip(*tree.query(shapely.points(points[asked]))):
    candidates[int(asked[row])].append(int(area))
wrong = borders = 0
for place, near in candidates.items():
    p = points[place].tolist()
    found = {area: location(p, rings[area]) for area in sorted(near)}
    held = [area for area, where in found.items() if where >= 0]
    borders += any(where == 0 for where in found.values())
    wrong += (held[0] if held else -1) != truth[place]
print(json.dumps({"asked": len(asked), "borders": int(borders), "wrong": int(wrong)}))
