"""The shapes of products: triangles by IfcOpenShell, put together to solids where they close."""


import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.placement
import numpy

from rooms import Rooms

# Representations of these kinds are drawn, and have no faces.
DRAWN = ("Curve", "Annotation", "Point", "Geometric", "Box", "Bounding", "Text", "Fill", "Lighting")


class Shapes:
    """Measures all shapes once and lays them down in a file, so that only the rooms are held in memory."""

    def __init__(self, file, products, placement, spool):
        self.file = file
        self.products = products
        self.placement = placement
        self.spool = spool
        self.pieces = {}
        self.rooms = Rooms()

    def measure(self, threads, progress):
        settings = ifcopenshell.geom.settings()
        settings.set("use-world-coords", True)
        settings.set("weld-vertices", True)
        settings.set("no-normals", True)
        others = sorted(name for name in self.products.left_out if self.file.by_type(name, include_subtypes=False))
        iterator = ifcopenshell.geom.iterator(settings, self.file, threads, exclude=others or None)
        if not iterator.initialize():
            return
        done = 0
        while True:
            shape = iterator.get()
            done += 1
            product = self.products.kept.get(shape.id)
            if product is not None:
                self.take(product, shape)
            if done % 50 == 0:
                progress(done)
            if not iterator.next():
                return

    def take(self, product, shape):
        points = numpy.array(shape.geometry.verts, dtype=float).reshape(-1, 3)
        faces = numpy.array(shape.geometry.faces, dtype=numpy.int64).reshape(-1, 3)
        if not len(faces) or not numpy.isfinite(points).all():
            return
        self.rooms.learn(product, points, faces, self.placement.length_unit)
        points, numbers = numpy.unique(self.placement.whole(points), axis=0, return_inverse=True)
        faces = numbers.reshape(-1)[faces]
        # What is thinner than the numbers can tell has no face left.
        a, b, c = faces.T
        whole = (a != b) & (b != c) & (c != a)
        items = numpy.array(shape.geometry.item_ids, dtype=numpy.int64)
        items = items if len(items) == len(faces) else numpy.zeros(len(faces), dtype=numpy.int64)
        if not whole.any():
            return
        geometry = (
            surfaces(faces[whole])
            if self.products.is_ground(product)
            else boundaries(points, faces[whole], items[whole])
        ).encode()
        vertices = ",".join("[%d,%d,%d]" % tuple(point) for point in points.tolist()).encode()
        self.pieces[shape.id] = (self.spool.tell(), len(geometry), len(vertices))
        self.spool.write(geometry + vertices)

    def texts(self, product):
        """The geometry and the vertices as JSON; nothing where the product has no shape."""
        if product.id() not in self.pieces:
            return b"", b""
        start, geometry, vertices = self.pieces[product.id()]
        self.spool.seek(start)
        return self.spool.read(geometry), self.spool.read(vertices)

    def failures(self):
        """Products that have a body of which no shape came, and why."""
        log = None
        for number in sorted(self.products.kept):
            product = self.products.kept[number]
            if number in self.pieces or not has_body(product):
                continue
            if log is None:
                log = ifcopenshell.get_log().splitlines()
            told = [line for line in log if f"#{number}=" in line]
            yield product, "no-shape" + (": " + told[0][:300] if told else "")


def has_body(product):
    """Whether the product has a representation that should have faces."""
    representations = product.Representation.Representations if product.Representation else ()
    for one in representations:
        kind = one.RepresentationType or ""
        if one.RepresentationIdentifier in ("Body", "Facetation", None) and not kind.startswith(DRAWN):
            if kind != "MappedRepresentation" or any(
                not (item.is_a("IfcMappedItem") and drawn(item.MappingSource.MappedRepresentation)) for item in one.Items
            ):
                return True
    return False


def drawn(representation):
    return (representation.RepresentationType or "").startswith(DRAWN)


def boundaries(points, faces, items):
    """A geometry object: solids where everything closes, each of its outer shell and its hollows; surfaces where not."""
    solids = []
    for item in dict.fromkeys(items.tolist()):
        shells = []
        for shell in parts(faces[items == item]):
            if not closes(shell, len(points)):
                return surfaces(faces)
            shells.append((shell, volume(points, shell)))
        solids += nested(points, shells)
    texts = ["[" + ",".join(shell_text(shell) for shell in solid) + "]" for solid in solids]
    if len(texts) == 1:
        return '{"type":"Solid","lod":"3","boundaries":' + texts[0] + "}"
    return '{"type":"MultiSolid","lod":"3","boundaries":[' + ",".join(texts) + "]}"


def surfaces(faces):
    return '{"type":"MultiSurface","lod":"3","boundaries":' + shell_text(faces) + "}"


def shell_text(faces):
    return "[" + ",".join("[[%d,%d,%d]]" % tuple(face) for face in faces.tolist()) + "]"


def nested(points, shells):
    """Shells as solids, all outer ones turned outward: what is turned inward within another is a hollow of it."""
    outer = [[shell] for shell, size in shells if size >= 0]
    for shell, size in shells:
        if size >= 0:
            continue
        holder = next((solid for solid in outer if surrounds(points, solid[0], shell)), None)
        if holder:
            holder.append(shell)
        else:
            outer.append([shell[:, ::-1]])
    return outer


def surrounds(points, outer, inner):
    a, b = points[outer.reshape(-1)], points[inner.reshape(-1)]
    return bool((a.min(0) < b.min(0)).all() and (a.max(0) > b.max(0)).all())


def closes(faces, count):
    """Whether each edge is walked once in each direction, or as often."""
    ends = numpy.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    forth, back = ends[:, 0] * count + ends[:, 1], ends[:, 1] * count + ends[:, 0]
    return bool((numpy.sort(forth) == numpy.sort(back)).all())


def volume(points, faces):
    """Six times the volume, positive where faces are turned outward."""
    corners = (points[faces] - points[faces[0, 0]]).astype(float)
    return float(numpy.einsum("ij,ij->", corners[:, 0], numpy.cross(corners[:, 1], corners[:, 2])))


def parts(faces):
    """The faces, apart where they have no corner in common."""
    above = list(range(int(faces.max()) + 1))

    def root(corner):
        while above[corner] != corner:
            above[corner] = above[above[corner]]
            corner = above[corner]
        return corner

    for a, b, c in faces.tolist():
        a, b, c = root(a), root(b), root(c)
        least = min(a, b, c)
        above[a] = above[b] = above[c] = least
    roots = numpy.array([root(corner) for corner in faces[:, 0].tolist()])
    return [faces[roots == one] for one in dict.fromkeys(roots.tolist())]
