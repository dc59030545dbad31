"""Overlaps and gaps as the guides of geopandas find them: geopandas_overlay.py FILE OUT.

Overlaps are the overlay of the layer with itself; gaps are the holes of the union that are narrower than a lake.
"""
import math
import sys

import geopandas
import shapely

source, out = sys.argv[1:3]
layer = geopandas.read_file(source)[["code", "geometry"]]
latitude = math.radians(layer.total_bounds[1::2].mean())
# Square metres of a square degree there.
metres = (111_320 * math.cos(latitude)) * (111_132.95 - 559.85 * math.cos(2 * latitude))
pairs = geopandas.overlay(layer, layer, how="intersection", keep_geom_type=True)
pairs = pairs[pairs["code_1"] < pairs["code_2"]]
whole = layer.geometry.union_all()
holes = [
    shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in shapely.get_rings(part)[1:]
]
with open(out, "w", encoding="utf-8") as rows:
    for first, second, area in zip(pairs["code_1"], pairs["code_2"], pairs.geometry.area):
        rows.write(f"overlap,{first} {second},{area * metres}\n")
    for hole in holes:
        # As wide as OneGrid's usual --gap-width of 200 m, by area and perimeter.
        width = 2 * hole.area / hole.length * math.sqrt(metres)
        if width < 200:
            rows.write(f"gap,,{hole.area * metres}\n")
