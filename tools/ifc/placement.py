"""Where an IFC file says that it is, and the place that it is given.

`facts` tells what stands in the file, in metres and degrees; who reads it chooses the coordinate system and answers with
`{"rows":[[a,b,e],[c,d,n]],"height":h,"reference":…}`: a local place (x, y, z), in metres, is then at
(a·x + b·y + e, c·x + d·y + n, z + h), or z times `"z_scale"` where there is one.
"""

import math

import ifcopenshell.util.element
import ifcopenshell.util.placement
import ifcopenshell.util.unit
import numpy

# Ten micrometres: finer than any model is measured, and a city still fits into exact whole numbers.
SCALE = 1e-5


class Placement:
    """Takes local metres to the whole numbers of the sequence."""

    def __init__(self, answer, length_unit):
        self.length_unit = length_unit
        self.reference = answer.get("reference")
        rows = numpy.array(answer["rows"], dtype=float)
        self.turn = rows[:, :2]
        self.z_scale = float(answer.get("z_scale", 1))
        shift = numpy.array([rows[0, 2], rows[1, 2], float(answer["height"])])
        self.translate = numpy.round(shift)
        self.rest = shift - self.translate
        self.transform = {"scale": [SCALE] * 3, "translate": self.translate.tolist()}

    def height(self, z):
        """The height in the model of a local height, in metres."""
        return round(z * self.z_scale + self.translate[2] + self.rest[2], 5)

    def whole(self, points):
        """Rows of local metres as rows of whole numbers."""
        placed = numpy.empty_like(points)
        placed[:, :2] = points[:, :2] @ self.turn.T
        placed[:, 2] = points[:, 2] * self.z_scale
        return numpy.rint((placed + self.rest) / SCALE).astype(numpy.int64)


def facts(file):
    """What the file says: its unit of length, its map conversion, its site, where north is."""
    unit = ifcopenshell.util.unit.calculate_unit_scale(file)
    contexts = [c for c in file.by_type("IfcGeometricRepresentationContext", include_subtypes=False)]
    contexts.sort(key=lambda context: context.ContextType != "Model")
    norths = [c.TrueNorth.DirectionRatios for c in contexts if getattr(c, "TrueNorth", None)]
    north = norths[0] if norths else None
    return {
        "length_unit": unit,
        "map": map_conversion(file, contexts, unit) or map_conversion_of_properties(file, unit),
        "site": site(file, unit),
        # How far, in degrees anticlockwise, the model is turned so that its north points up.
        "north_turn": 90 - math.degrees(math.atan2(north[1], north[0])) if north else None,
    }


def map_conversion(file, contexts, unit):
    """IfcMapConversion (IFC4), in metres."""
    for context in contexts:
        for operation in getattr(context, "HasCoordinateOperation", ()) or ():
            if operation.is_a("IfcMapConversion"):
                crs = operation.TargetCRS
                map_unit = metres(getattr(crs, "MapUnit", None)) or unit
                return converted(operation.get_info(), crs.get_info(), map_unit, unit)
    return None


def map_conversion_of_properties(file, unit):
    """What files of IFC2x3 say in property sets instead (buildingSMART, User Guide for Geo-referencing in IFC, 2020)."""
    for element in file.by_type("IfcSite") + file.by_type("IfcProject"):
        sets = {name.lower(): values for name, values in ifcopenshell.util.element.get_psets(element).items()}
        conversion = sets.get("epset_mapconversion")
        if conversion and conversion.get("Eastings") is not None:
            crs = sets.get("epset_projectedcrs", {})
            named = {"METRE": 1.0, "METER": 1.0, "MILLIMETRE": 1e-3, "FOOT": 0.3048}
            return converted(conversion, crs, named.get(str(crs.get("MapUnit")).upper(), unit), unit)
    return None


def converted(operation, crs, map_unit, unit):
    def number(key, fallback=0.0):
        value = operation.get(key)
        return fallback if value is None else float(value)

    # The scale turns the file's unit into the map's. Where it is 1 although the units differ, they are all that differs.
    scale, units = number("Scale", 1.0) or 1.0, unit / map_unit
    factor = scale if abs(scale - 1) < 0.02 and abs(units - 1) > 0.02 else scale / units
    east, north = number("XAxisAbscissa", 1.0), number("XAxisOrdinate")
    return {
        "crs": crs.get("Name"),
        "east": number("Eastings") * map_unit,
        "north": number("Northings") * map_unit,
        "height": number("OrthogonalHeight") * map_unit,
        "turn": math.degrees(math.atan2(north, east)),
        "factor": factor,
    }


def site(file, unit):
    """The first site that has a longitude and a latitude."""
    for site in file.by_type("IfcSite"):
        if site.RefLatitude and site.RefLongitude:
            return {
                "lon": degrees(site.RefLongitude),
                "lat": degrees(site.RefLatitude),
                "height": (site.RefElevation or 0.0) * unit,
                "origin": origin(site, unit),
                "name": site.Name,
            }
    return None


def degrees(parts):
    """Degrees, minutes, seconds and millionths of a second, all of one sign."""
    parts = list(parts) + [0] * (4 - len(parts))
    return parts[0] + parts[1] / 60 + parts[2] / 3600 + parts[3] / 3.6e9


def origin(product, unit):
    """Where the product's own coordinates begin, in local metres."""
    if product.ObjectPlacement is None:
        return [0.0, 0.0, 0.0]
    matrix = ifcopenshell.util.placement.get_local_placement(product.ObjectPlacement)
    return [float(value) * unit for value in matrix[:3, 3]]


def metres(unit):
    """Metres in a unit of length; None where there is none."""
    if unit is None:
        return None
    if unit.is_a("IfcSIUnit"):
        return ifcopenshell.util.unit.get_prefix_multiplier(unit.Prefix)
    if unit.is_a("IfcConversionBasedUnit"):
        factor = unit.ConversionFactor
        return float(factor.ValueComponent.wrappedValue) * (metres(factor.UnitComponent) or 1.0)
    return None
