"""Areas that are hard on an index, points in them, and the answers of GEOS: stress.py FOLDER COUNT [WORLD].

For each case NAME: NAME.areas.csv, NAME.xy (COUNT points), NAME.truth (of the first of them, int32, least area number).
WORLD is a folder of countries as GeoJSON (FJI, KIR, NZL); where it is there, they are a case, too.
"""
import glob
import json
import math
import os
import sys

import numpy
import shapely

from areas import write_areas

folder, count = sys.argv[1], int(sys.argv[2])
world = sys.argv[3] if len(sys.argv) > 3 else ""
random = numpy.random.default_rng(441000)
os.makedirs(folder, exist_ok=True)
JUDGED = 20_000


def wobbly(steps, reach, rough):
    """Heights along a closed line of a power of two of steps: halves moved at random, less at each halving."""
    line = numpy.zeros(2)
    while len(line) - 1 < steps:
        middles = (line[:-1] + line[1:]) / 2 + random.normal(0, reach, len(line) - 1)
        line = numpy.insert(line, numpy.arange(1, len(line)), middles)
        reach *= rough
    return line


def write(name, areas, points, judged=JUDGED):
    areas = numpy.asarray(areas)
    write_areas(f"{folder}/{name}.areas.csv", areas)
    numpy.concatenate([points[:, 0], points[:, 1]]).tofile(f"{folder}/{name}.xy")
    asked = shapely.points(points[:judged])
    truth = numpy.full(len(asked), -1, numpy.int32)
    # Point by point from the last area to the first, so that the least number stays.
    area_of, point_of = shapely.STRtree(asked).query(areas, predicate="intersects")
    order = numpy.argsort(-area_of, kind="stable")
    truth[point_of[order]] = area_of[order]
    truth.tofile(f"{folder}/{name}.truth")
    print(name, len(areas), "areas", int(shapely.get_num_coordinates(areas).sum()), "vertices", flush=True)


def box(x, y, width, height, number=count):
    return numpy.column_stack([x + width * random.random(number), y + height * random.random(number)])


# One area of a million vertices: a rough coast.
turn = numpy.linspace(0, 2 * math.pi, 2**20 + 1)
radius = 0.5 * numpy.exp(wobbly(2**20, 0.15, 0.62))
radius[-1] = radius[0]
coast = numpy.column_stack([113.5 + radius * numpy.cos(turn), 23.2 + radius * numpy.sin(turn)])
coast[-1] = coast[0]
write("million-vertices", [shapely.Polygon(coast)], box(112.8, 22.5, 1.4, 1.4))

# Ten thousand that overlap, a hundred deep in the middle.
centres = numpy.column_stack([random.normal(113.5, 0.15, 10_000), random.normal(23.2, 0.15, 10_000)])
turns = numpy.linspace(0, 2 * math.pi, 41)
heap = []
for x, y in centres:
    radii = 0.02 * (0.6 + 0.4 * random.random(41))
    radii[-1] = radii[0]
    ring = numpy.column_stack([x + radii * numpy.cos(turns), y + radii * numpy.sin(turns)])
    ring[-1] = ring[0]
    heap.append(shapely.Polygon(ring))
write("ten-thousand-overlapping", heap, box(113.1, 22.8, 0.8, 0.8), judged=5_000)

# Slivers a nanometre wide (1e-14 degree: one ulp), side by side with nothing between, and the two halves beside them.
# Between one ulp and the next there is no double: whatever lies in them lies on their borders. One point in ten does.
x = 113.5
edges = [x]
for _ in range(200):
    edges.append(math.nextafter(edges[-1], math.inf))
slivers = [shapely.box(left, 23, right, 23.5) for left, right in zip(edges, edges[1:])]
slivers += [shapely.box(113, 23, edges[0], 23.5), shapely.box(edges[-1], 23, 114, 23.5)]
points = box(112.95, 22.95, 1.1, 0.6)
within = random.random(count) < 0.1
points[within, 0] = random.choice(numpy.array(edges), count)[within]
write("nanometre-slivers", slivers, points)

# Land across 180 degrees, cut there into two parts as RFC 7946 asks, and as neighbours on both sides.
islands = []
for y in range(-60, 60, 4):
    east, west = shapely.box(176.5, y, 180, y + 3.5), shapely.box(-180, y, -177.25, y + 3.5)
    islands.append(shapely.MultiPolygon([east, west]))
    islands += [shapely.box(170, y, 176.5, y + 4), shapely.box(-177.25, y, -170, y + 4)]
points = box(165, -65, 30, 130)
points[:, 0] = numpy.where(points[:, 0] > 180, points[:, 0] - 360, points[:, 0])
points[: count // 50, 0] = numpy.where(points[: count // 50, 0] > 0, 180.0, -180.0)
write("across-180", islands, points)

# Zones round the world: 38 stripes of 32,769 vertices a side, from pole to pole.
heights = numpy.linspace(-90, 90, 2**15 + 1)
lines = [-180 + wobbly(2**15, 0, 0)]
lines += [-180 + 360 / 38 * zone + wobbly(2**15, 0.7, 0.6) for zone in range(1, 38)]
lines.append(180 + wobbly(2**15, 0, 0))
zones = []
for left, right in zip(lines, lines[1:]):
    up = numpy.column_stack([left, heights])
    down = numpy.column_stack([right, heights])[::-1]
    zones.append(shapely.Polygon(numpy.concatenate([up, down, up[:1]])))
write("world-zones", zones, box(-180, -90, 360, 180), judged=5_000)

countries = []
for path in sorted(glob.glob(os.path.join(world, "*.geojson"))) if world else []:
    with open(path, encoding="utf-8") as file:
        collection = json.load(file)
    for feature in collection.get("features", [collection]):
        countries.append(shapely.from_geojson(json.dumps(feature["geometry"])))
if countries:
    vertices = shapely.get_coordinates(countries)
    points = vertices[random.integers(0, len(vertices), count)] + random.normal(0, 0.05, (count, 2))
    write("island-countries", countries, points)
open(f"{folder}/done", "w").close()
