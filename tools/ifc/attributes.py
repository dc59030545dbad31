"""What an IFC file says of a product: names, property sets, classification, material, systems, phase."""

import math

import ifcopenshell.util.element
import ifcopenshell.util.placement

# Pset_*Common.Status (PEnum_ElementStatus), and the words of CityGML for where a thing stands in its life.
STAGES = {"NEW": "planned", "EXISTING": "in-use", "DEMOLISH": "demolished", "TEMPORARY": "in-use"}

# Classes that say what a thing does in its system; what it is says the class of its type (IFC2x3: a pipe is an IfcFlowSegment).
GENERAL = (
    "IfcDistributionElement",
    "IfcDistributionFlowElement",
    "IfcDistributionControlElement",
    "IfcEnergyConversionDevice",
    "IfcFlowController",
    "IfcFlowFitting",
    "IfcFlowMovingDevice",
    "IfcFlowSegment",
    "IfcFlowStorageDevice",
    "IfcFlowTerminal",
    "IfcFlowTreatmentDevice",
)


class Attributes:
    """Attributes as CityJSON has them. Those of property sets are called `Set.Property`."""

    def __init__(self, file):
        self.groups = {}
        for relation in file.by_type("IfcRelAssignsToGroup"):
            group = relation.RelatingGroup
            if group is not None and (group.is_a("IfcSystem") or group.is_a("IfcZone")):
                key = "zones" if group.is_a("IfcZone") else "systems"
                for product in relation.RelatedObjects or ():
                    self.groups.setdefault((product.id(), key), []).append(group.Name)

    def of(self, product, placement):
        info = {"name": product.Name, "ifc_class": product.is_a()}
        for key, name in (
            ("LongName", "long_name"),
            ("Description", "description"),
            ("ObjectType", "object_type"),
            ("PredefinedType", "predefined_type"),
            ("Tag", "tag"),
            ("OverallWidth", "overall_width"),
            ("OverallHeight", "overall_height"),
        ):
            value = getattr(product, key, None)
            if name.startswith("overall") and value is not None:
                value = round(value * placement.length_unit, 6)
            info[name] = value
        if product.is_a("IfcBuildingStorey"):
            self.add_heights(product, placement, info)
        kind = ifcopenshell.util.element.get_type(product)
        if kind is not None and kind != product:
            info["type_name"] = kind.Name
            if product.is_a() in GENERAL:
                info["ifc_type"] = kind.is_a()
        info.update(self.classification(product))
        info["material"] = "; ".join(names(ifcopenshell.util.element.get_materials(product))) or None
        for key in ("zones", "systems"):
            info[key] = "; ".join(name for name in self.groups.get((product.id(), key), ()) if name) or None
        for name, values in ifcopenshell.util.element.get_psets(product).items():
            for key, value in values.items():
                if key == "id":
                    continue
                info[f"{name}.{key}"] = plain(value)
                if key == "Status" and name.endswith("Common"):
                    info["life_stage"] = stage(value)
        return {key: value for key, value in info.items() if value is not None and value != ""}

    @staticmethod
    def add_heights(storey, placement, info):
        """The storey's elevation as the file has it, and the height of its floor in the model, in metres."""
        if storey.Elevation is not None:
            info["elevation"] = round(storey.Elevation * placement.length_unit, 6)
        if storey.ObjectPlacement is not None:
            matrix = ifcopenshell.util.placement.get_local_placement(storey.ObjectPlacement)
            info["floor_height"] = placement.height(float(matrix[2, 3]) * placement.length_unit)

    @staticmethod
    def classification(product):
        """`classification.SYSTEM` is the code, or the codes, in that system."""
        found = {}
        for relation in getattr(product, "HasAssociations", ()) or ():
            if not relation.is_a("IfcRelAssociatesClassification"):
                continue
            reference = relation.RelatingClassification
            system = reference
            while system is not None and not system.is_a("IfcClassification"):
                system = getattr(system, "ReferencedSource", None)
            code = getattr(reference, "Identification", None) or getattr(reference, "ItemReference", None)
            label = code or getattr(reference, "Name", None)
            if label:
                name = (system.Name if system is not None else None) or "other"
                found.setdefault(f"classification.{name}", []).append(label)
        return {key: "; ".join(dict.fromkeys(codes)) for key, codes in found.items()}

    @staticmethod
    def address(product):
        """The postal address of a building with the keys of xAL, as the examples of CityJSON have them."""
        post = getattr(product, "BuildingAddress", None)
        if post is None:
            return None
        lines = " ".join(line for line in post.AddressLines or () if line)
        address = {
            "Country": post.Country,
            "AdministrativeArea": post.Region,
            "Locality": post.Town,
            "PostalCode": post.PostalCode,
            "Thoroughfare": lines,
        }
        return {key: value for key, value in address.items() if value}


def names(materials):
    found = [material.Name for material in materials if getattr(material, "Name", None)]
    return list(dict.fromkeys(found))


def stage(value):
    value = value[0] if isinstance(value, (list, tuple)) and value else value
    return STAGES.get(str(value).upper())


def plain(value):
    """A property's value as JSON has it; a number that is none is nothing."""
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items() if key != "id"}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return str(value)
