"""A layer with borders moved: defects.py FILE COUNT OUT.

COUNT areas, chosen by a fixed seed and never two that touch, have one vertex of theirs moved by 10 cm to 20 m, and the neighbours
keep it where it was: each makes an overlap, a gap, or both.
"""
import json
import math
import random
import sys

source, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with open(source, encoding="utf-8") as file:
    layer = json.load(file)
random.seed(20_260)
taken = set()
order = list(range(len(layer["features"])))
random.shuffle(order)
for number in order:
    if count == 0:
        break
    polygon = layer["features"][number]["geometry"]["coordinates"]
    ring = (polygon if layer["features"][number]["geometry"]["type"] == "Polygon" else polygon[0])[0]
    corners = {tuple(point) for point in ring}
    if corners & taken:
        continue
    taken |= corners
    at = random.randrange(1, len(ring) - 1)
    far = 10 ** random.uniform(-1, math.log10(20)) / 111_000
    angle = random.uniform(0, 2 * math.pi)
    ring[at] = [ring[at][0] + far * math.cos(angle), ring[at][1] + far * math.sin(angle)]
    count -= 1
with open(out, "w", encoding="utf-8") as file:
    json.dump(layer, file, ensure_ascii=False)
