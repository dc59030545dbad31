"""The products of an IFC file as city objects: what type they are, what they are parts of."""

from collections import Counter

from attributes import Attributes

# Of two names that fit, the first counts. What has no type is no thing: an opening, a port, a line on a drawing.
KINDS = (
    ("IfcSite", "land"),
    ("IfcBuilding", "Building"),
    ("IfcBridge", "Bridge"),
    ("IfcRoad", "Road"),
    ("IfcRailway", "Railway"),
    ("IfcFacility", "OtherConstruction"),
    ("IfcBuildingStorey", "storey"),
    ("IfcSpace", "room"),
    ("IfcFacilityPart", "part"),
    ("IfcFeatureElement", None),
    ("IfcVirtualElement", None),
    ("IfcFurnishingElement", "furniture"),
    ("IfcDistributionElement", "installation"),
    ("IfcTransportElement", "installation"),
    ("IfcTransportationDevice", "installation"),
    ("IfcElectricalElement", "installation"),
    ("IfcEquipmentElement", "installation"),
    ("IfcGeographicElement", "nature"),
    ("IfcElement", "element"),
    ("IfcProxy", "nature"),
)

# What a kind is called in CityJSON 2.0: in a building, in a bridge, elsewhere.
TYPES = {
    "land": ("LandUse",) * 3,
    "Building": ("Building",) * 3,
    "Bridge": ("Bridge",) * 3,
    "Road": ("Road",) * 3,
    "Railway": ("Railway",) * 3,
    "OtherConstruction": ("OtherConstruction",) * 3,
    "storey": ("BuildingStorey", "BuildingStorey", "BuildingStorey"),
    "room": ("BuildingRoom", "BridgeRoom", "BuildingRoom"),
    "part": ("BuildingPart", "BridgePart", "OtherConstruction"),
    "furniture": ("BuildingFurniture", "BridgeFurniture", "CityFurniture"),
    "installation": ("BuildingInstallation", "BridgeInstallation", "CityFurniture"),
    "nature": ("GenericCityObject",) * 3,
    "element": ("BuildingConstructiveElement", "BridgeConstructiveElement", "OtherConstruction"),
}
# These begin a tree of parts.
FIRST = ("LandUse", "Building", "Bridge", "Road", "Railway", "OtherConstruction", "CityFurniture", "GenericCityObject")
# Fittings in a component: CIM7. Components are CIM6.
FITTINGS = ("IfcElementComponent", "IfcBuildingElementComponent", "IfcFastener")


def kind_of(product):
    for name, kind in KINDS:
        if product.is_a(name):
            return kind
    return None


class Products:
    """Which products become objects, and how they hang together."""

    def __init__(self, file):
        self.kinds = {}
        self.kept = {}
        self.left_out = Counter()
        for product in file.by_type("IfcProduct"):
            kind = kind_of(product)
            if kind is None:
                self.left_out[product.is_a()] += 1
            else:
                self.kinds[product.id()] = kind
                self.kept[product.id()] = product
        self.parents = {}
        self.children = {}
        self.types = {}
        self.rooms_from = {}
        self.attributes = Attributes(file)

    def leave_out(self, product):
        """A product without the shape that it should have: what is in it goes to what it is in."""
        self.kept.pop(product.id(), None)

    def is_ground(self, product):
        """Whether CityJSON gives it surfaces alone."""
        return self.kinds[product.id()] in ("land", "Road", "Railway")

    def in_order(self):
        """Wholes before parts, else in the order of the file."""
        ranks = {"land": 0, "storey": 2, "part": 2, "room": 3}
        first = ("Building", "Bridge", "Road", "Railway", "OtherConstruction")
        ranks.update(dict.fromkeys(first, 1))
        return sorted(self.kept.values(), key=lambda p: (ranks.get(self.kinds[p.id()], 4), p.id()))

    def link(self, rooms):
        """Finds out what each product is a part of, and in which rooms it is."""
        for number, product in self.kept.items():
            self.types[number] = self.type_of(product)
        for number, product in self.kept.items():
            self.parents[number] = [] if self.types[number] in FIRST else self.wholes(product, rooms)
        for number, parents in self.parents.items():
            for parent in parents:
                self.children.setdefault(parent.id(), []).append(number)

    def type_of(self, product):
        kind, place = self.kinds[product.id()], 2
        above = self.up(product)
        if kind in ("Building", "Bridge") and any(self.kinds[one.id()] == kind for one in above):
            return kind + "Part"
        for one in above:
            if self.kinds[one.id()] in ("Building", "Bridge"):
                place = 0 if self.kinds[one.id()] == "Building" else 1
                break
        return TYPES[kind][place]

    def up(self, product):
        """Everything that the product is in, by the file's word, the nearest first."""
        found, seen = [], {product.id()}
        while True:
            product = next((whole for whole in stated_wholes(product) if whole.id() not in seen), None)
            if product is None:
                return found
            seen.add(product.id())
            if product.id() in self.kept:
                found.append(product)

    def wholes(self, product, rooms):
        """The room, or rooms, that it is in where they are of its storey; else what the file says."""
        above = self.up(product)
        nearest = next((one for one in above if self.kinds[one.id()] != "land"), None)
        stated = [nearest] if nearest is not None else []
        kind = self.kinds[product.id()]
        if kind not in ("element", "furniture", "installation") or not stated:
            return stated
        if self.kinds[nearest.id()] not in ("storey", "Building", "part"):
            return stated
        found, source = self.bounded_rooms(product), "boundary"
        if not found and (kind != "element" or is_opening(product)):
            found, source = [room for room in rooms.around(product) if room.id() in self.kept], "place"
        if not found:
            return stated
        self.rooms_from[product.id()] = source
        storey = nearest.id() if self.kinds[nearest.id()] == "storey" else None
        found.sort(key=lambda room: (self.storey_of(room) != storey, room.id()))
        # A room of another storey does not take the thing there.
        return found if storey is None or self.storey_of(found[0]) == storey else stated + found

    def storey_of(self, product):
        return next((one.id() for one in self.up(product) if self.kinds[one.id()] == "storey"), None)

    def bounded_rooms(self, product):
        """The rooms that a door or a window bounds."""
        if not is_opening(product):
            return []
        found = []
        for relation in getattr(product, "ProvidesBoundaries", ()) or ():
            room = relation.RelatingSpace
            if room is not None and self.kinds.get(room.id()) == "room" and room.id() in self.kept and room not in found:
                found.append(room)
        return found

    def description(self, product, placement):
        """The members of the object, but for its shape."""
        number, kind = product.id(), self.kinds[product.id()]
        level = {"storey": 5, "room": 5, "land": 1, "Building": None}.get(kind, 6)
        if any(product.is_a(name) for name in FITTINGS):
            level = 7
        attributes = self.attributes.of(product, placement)
        if level is not None:
            attributes["cim_level"] = level
        if number in self.rooms_from:
            attributes["rooms_from"] = self.rooms_from[number]
        members = {"type": self.types[number], "attributes": attributes}
        if self.parents[number]:
            members["parents"] = [parent.GlobalId for parent in self.parents[number]]
        if number in self.children:
            members["children"] = [self.kept[child].GlobalId for child in sorted(self.children[number])]
        address = self.attributes.address(product)
        if address and self.types[number] in ("Building", "BuildingPart", "Bridge", "BridgePart"):
            members["address"] = [address]
        return members


def is_opening(product):
    return product.is_a("IfcDoor") or product.is_a("IfcWindow")


def stated_wholes(product):
    """What the file says that a product is a part of, or in."""
    for inverse in ("Decomposes", "Nests"):
        for relation in getattr(product, inverse, ()) or ():
            yield relation.RelatingObject
    for relation in getattr(product, "ContainedInStructure", ()) or ():
        yield relation.RelatingStructure
    # A door is where the wall is whose opening it fills.
    for relation in getattr(product, "FillsVoids", ()) or ():
        for voids in relation.RelatingOpeningElement.VoidsElements:
            yield from stated_wholes(voids.RelatingBuildingElement)
