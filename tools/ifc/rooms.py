"""Which room a thing is in, and which rooms a door joins, where the file does not say."""

import ifcopenshell.util.placement
import numpy

# How far from a leaf a room is looked for, in metres: half of a thick wall, and then some.
REACH = (0.05, 0.15, 0.3, 0.5, 0.75, 1.0)
# A direction that no wall of a building is likely to be parallel to.
RAY = numpy.array([0.5370, 0.3182, 0.7812])


class Rooms:
    """The solids of the rooms, and where the things that may be in them are."""

    def __init__(self):
        self.solids = []
        self.probes = {}

    def learn(self, product, points, faces, unit):
        if product.is_a("IfcSpace"):
            self.solids.append((points.min(0), points.max(0), product, points[faces]))
        elif product.is_a("IfcDoor") or product.is_a("IfcWindow"):
            self.probes[product.id()] = sides(product, points, unit)
        else:
            self.probes[product.id()] = [[(points.min(0) + points.max(0)) / 2]]

    def around(self, product):
        """The rooms at the thing: of a door the first on each side, of anything else the one that its middle is in."""
        found = []
        for side in self.probes.get(product.id(), ()):
            room = next((room for room in map(self.at, side) if room is not None), None)
            if room is not None and room not in found:
                found.append(room)
        return found

    def at(self, point):
        """The smallest room that holds a place."""
        holding = [
            (float(numpy.prod(high - low)), number)
            for number, (low, high, _, triangles) in enumerate(self.solids)
            if (point >= low).all() and (point <= high).all() and holds(triangles, point)
        ]
        return self.solids[min(holding)[1]][2] if holding else None


def sides(product, points, unit):
    """Places before and behind a door or a window, at the height of a hand, going outward."""
    axes = numpy.eye(3)
    if product.ObjectPlacement is not None:
        axes = ifcopenshell.util.placement.get_local_placement(product.ObjectPlacement)[:3, :3]
        axes = axes / numpy.linalg.norm(axes, axis=0)
    own = points @ axes
    low, high = own.min(0), own.max(0)
    middle = (low + high) / 2
    middle[2] = low[2] + min(1.0, (high[2] - low[2]) / 2)
    # A leaf is thin across the wall.
    across = 0 if high[0] - low[0] < (high[1] - low[1]) / 2 else 1
    ways = []
    for border, sign in ((low[across], -1), (high[across], 1)):
        places = []
        for reach in REACH:
            place = middle.copy()
            place[across] = border + sign * reach
            places.append(axes @ place)
        ways.append(places)
    return ways


def holds(triangles, point):
    """Whether a ray from a place leaves through the triangles an odd number of times (Möller & Trumbore 1997)."""
    first, second = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    normal = numpy.cross(RAY, second)
    size = numpy.einsum("ij,ij->i", first, normal)
    level = numpy.abs(size) < 1e-12
    size = numpy.where(level, 1, size)
    way = point - triangles[:, 0]
    u = numpy.einsum("ij,ij->i", way, normal) / size
    turned = numpy.cross(way, first)
    v = turned @ RAY / size
    distance = numpy.einsum("ij,ij->i", second, turned) / size
    return bool(((u >= 0) & (v >= 0) & (u + v <= 1) & (distance > 0) & ~level).sum() % 2)
