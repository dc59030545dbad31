"""City objects as boxes in metres, and questions about them: boxes.py COUNT FOLDER.

Writes doubles one after the other: boxes.bin, small.bin (100 × 100 × 50 m) and large.bin (1 km × 1 km × 30 m) as minX minY
minZ maxX maxY maxZ, points.bin as x y z. Seeded: the same bytes every time.
"""
import sys

import numpy as np

count, folder = int(sys.argv[1]), sys.argv[2]
random = np.random.default_rng(2026)
# Buildings in blocks, most things small, in the coordinates of a 3° zone.
side = 40_000 * (count / 1e6) ** 0.5
places = np.column_stack([
    465_000 + side * random.random(count), 3_846_000 + side * random.random(count), random.gamma(2, 8, count) - 12])
sizes = np.column_stack([random.gamma(2, 3, count), random.gamma(2, 3, count), random.gamma(2, 1.5, count)])
np.hstack([places, places + sizes]).tofile(f"{folder}/boxes.bin")


def questions(number, x, y, z):
    low = places[random.integers(0, count, number)] - np.array([x, y, z]) * random.random((number, 3))
    return np.hstack([low, low + np.array([x, y, z])])


questions(20_000, 100, 100, 50).tofile(f"{folder}/small.bin")
questions(2_000, 1000, 1000, 30).tofile(f"{folder}/large.bin")
chosen = random.integers(0, count, 100_000)
(places[chosen] + sizes[chosen] * random.random((100_000, 3))).tofile(f"{folder}/points.bin")
