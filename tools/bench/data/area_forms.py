"""Makes other cities of the same grids: area_forms.py GRIDS.geojson FOLDER.

overlaps.geojson: each grid grown by a twentieth about its middle, so that neighbours overlap along every border;
holes.geojson: each grid with a square hole, half as wide as the border leaves room for.
"""
import json
import math
import sys


def middle(ring):
    """A point inside: the middle of the widest stretch of a line across the ring at half its height."""
    low, high = min(p[1] for p in ring), max(p[1] for p in ring)
    y = (low + high) / 2
    crossings = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in zip(ring, ring[1:])
        if (a[1] > y) != (b[1] > y)
    )
    left, right = max(zip(crossings[::2], crossings[1::2]), key=lambda pair: pair[1] - pair[0])
    return (left + right) / 2, y


def room(point, ring):
    """The distance to the nearest edge."""
    best = math.inf
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        dx, dy = bx - ax, by - ay
        t = max(0.0, min(1.0, ((point[0] - ax) * dx + (point[1] - ay) * dy) / (dx * dx + dy * dy)))
        best = min(best, math.hypot(ax + t * dx - point[0], ay + t * dy - point[1]))
    return best


source, folder = sys.argv[1:3]
with open(source, encoding="utf-8") as file:
    grids = json.load(file)
overlaps, holes = [], []
for feature in grids["features"]:
    ring = feature["geometry"]["coordinates"][0]
    x, y = middle(ring)
    grown = [[x + 1.05 * (px - x), y + 1.05 * (py - y)] for px, py in ring]
    half = room((x, y), ring) / 2
    hole = [[x - half, y - half], [x - half, y + half], [x + half, y + half], [x + half, y - half], [x - half, y - half]]
    for target, rings in ((overlaps, [grown]), (holes, [ring, hole])):
        target.append({**feature, "geometry": {"type": "Polygon", "coordinates": rings}})
# Holes last: that file says that both are there.
for name, features in (("overlaps", overlaps), ("holes", holes)):
    with open(f"{folder}/{name}.geojson", "w", encoding="utf-8") as file:
        json.dump({**grids, "features": features}, file, ensure_ascii=False, separators=(",", ":"))
