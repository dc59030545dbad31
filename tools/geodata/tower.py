#!/usr/bin/env python3
"""Writes the sample building to standard output: CityJSON 2.0, with a basement, three storeys, rooms, doors and a pipe.

Made up: no such building exists. The same bytes every time.
"""
import json

ORIGIN = (385880.0, 2503980.0, 3.2)  # EPSG:4547, metres; height of the ground floor
SCALE = 0.001
WIDTH, DEPTH, HEIGHT, WALL = 24.0, 12.0, 3.3, 0.2

vertices, numbers, objects = [], {}, {}


def vertex(x, y, z):
    place = tuple(round(v / SCALE) for v in (x, y, z))
    if place not in numbers:
        numbers[place] = len(vertices)
        vertices.append(list(place))
    return numbers[place]


def box(x0, y0, z0, x1, y1, z1):
    """The six faces of a box, each anticlockwise seen from outside: below, above, south, east, north, west."""
    a, b, c, d = (vertex(x, y, z0) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    e, f, g, h = (vertex(x, y, z1) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    return [[[a, d, c, b]], [[e, f, g, h]], [[a, b, f, e]], [[b, c, g, f]], [[c, d, h, g]], [[d, a, e, h]]]


def solid(lod, *corners, semantics=None):
    geometry = {"type": "Solid", "lod": lod, "boundaries": [box(*corners)]}
    if semantics:
        kinds = list(dict.fromkeys(semantics))
        geometry["semantics"] = {
            "surfaces": [{"type": kind} for kind in kinds],
            "values": [[kinds.index(kind) for kind in semantics]],
        }
    return geometry


def put(key, kind, parent=None, geometry=None, **attributes):
    entry = {"type": kind, "attributes": attributes}
    if parent:
        entry["parents"] = [parent]
        objects[parent].setdefault("children", []).append(key)
    if geometry:
        entry["geometry"] = geometry if isinstance(geometry, list) else [geometry]
    objects[key] = entry


OUTSIDE = ["GroundSurface", "RoofSurface"] + ["WallSurface"] * 4
INSIDE = ["FloorSurface", "CeilingSurface"] + ["InteriorWallSurface"] * 4

put("tower", "Building",
    geometry=[solid("1", 0, 0, 0, WIDTH, DEPTH, 3 * HEIGHT),
              solid("2", 0, 0, -HEIGHT, WIDTH, DEPTH, 3 * HEIGHT, semantics=OUTSIDE)],
    name="听澜大厦", function="office", storeysAboveGround=3, storeysBelowGround=1, yearOfConstruction="2019")

for floor in (-1, 1, 2, 3):
    z = (floor if floor < 0 else floor - 1) * HEIGHT
    mark = f"B{-floor}" if floor < 0 else f"F{floor}"
    storey = f"storey-{mark}"
    put(storey, "BuildingStorey", "tower", solid("2", 0, 0, z, WIDTH, DEPTH, z + HEIGHT),
        name=f"地下{-floor}层" if floor < 0 else f"{floor}层", floor=floor)
    if floor < 0:
        put("room-B101", "BuildingRoom", storey,
            solid("3", WALL, WALL, z + WALL, WIDTH - WALL, DEPTH - WALL, z + HEIGHT - WALL, semantics=INSIDE),
            name="车库", floor=floor)
        put("pump-B101", "BuildingFurniture", "room-B101", solid("3", 20, 2, z + WALL, 21, 3, z + 1.4),
            name="排水泵", componentCode="4410020101000017")
        continue
    for number in (1, 2, 3):
        x = (number - 1) * WIDTH / 3
        room, name = f"room-{floor}0{number}", f"{floor}0{number}"
        put(room, "BuildingRoom", storey,
            solid("3", x + WALL, 2.0, z + WALL, x + WIDTH / 3 - WALL, DEPTH - WALL, z + HEIGHT - WALL, semantics=INSIDE),
            name=name, floor=floor)
        put(f"door-{name}", "BuildingConstructiveElement", room,
            solid("3", x + 3, 2.0 - WALL, z + WALL, x + 3.9, 2.0, z + WALL + 2.1),
            name=f"{name}室门", function="door", floor=floor)
    put(f"corridor-{floor}", "BuildingRoom", storey,
        solid("3", WALL, WALL, z + WALL, WIDTH - WALL, 2.0 - WALL, z + HEIGHT - WALL, semantics=INSIDE),
        name=f"{floor}层走廊", floor=floor)

put("pipe-1", "OtherConstruction",
    geometry={"type": "MultiLineString", "lod": "1",
              "boundaries": [[vertex(-6, -4, -1.2), vertex(12, -4, -1.3), vertex(30, -4, -1.4)]]},
    name="雨水管", function="drain", diameter_m=0.6, conditionOfConstruction="functional")
put("cover-1", "CityFurniture", geometry=solid("1", 11.6, -4.4, -0.15, 12.4, -3.6, 0.0),
    name="雨水井盖", componentCode="4410020103000004")
for number, x in ((1, 2.0), (2, 10.0), (3, 18.0)):
    put(f"tree-{number}", "SolitaryVegetationObject",
        geometry={"type": "GeometryInstance", "template": 0, "boundaries": [vertex(x, -7.0, 0.0)],
                  "transformationMatrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1 + number / 10, 0, 0, 0, 0, 1]},
        species="榕树")

crown = [[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0], [0, 0, 5]]
model = {
    "type": "CityJSON", "version": "2.0",
    "transform": {"scale": [SCALE] * 3, "translate": list(ORIGIN)},
    "metadata": {"title": "听澜大厦", "referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/4547"},
    "geometry-templates": {
        "templates": [{"type": "Solid", "lod": "1",
                       "boundaries": [[[[0, 3, 2, 1]], [[0, 1, 4]], [[1, 2, 4]], [[2, 3, 4]], [[3, 0, 4]]]]}],
        "vertices-templates": crown},
    "CityObjects": objects, "vertices": vertices,
}
print(json.dumps(model, ensure_ascii=False, separators=(",", ":")))
