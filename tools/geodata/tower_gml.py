#!/usr/bin/env python3
"""Writes the sample building, read from tower.city.json (first argument), to standard output as CityGML 3.0.

Storeys hold their rooms and doors; the walls around a room are polygons of surfaces that say what they are, and its solid
refers to them; the outside of the building likewise; trees are one shape put in three places.
"""
import json
import sys
from xml.sax.saxutils import escape

model = json.load(open(sys.argv[1], encoding="utf-8"))
objects = model["CityObjects"]
scale, translate = model["transform"]["scale"], model["transform"]["translate"]
lines = []


def place(vertex):
    return " ".join(f"{round(v * s + t, 3):g}" if abs(v * s + t) < 1e5 else f"{v * s + t:.3f}"
                    for v, s, t in zip(vertex, scale, translate))


def polygon(ring, places, name=None):
    text = " ".join(places[i] for i in ring + ring[:1])
    mark = f' gml:id="{name}"' if name else ""
    return (f"<gml:Polygon{mark}><gml:exterior><gml:LinearRing><gml:posList>{text}</gml:posList>"
            "</gml:LinearRing></gml:exterior></gml:Polygon>")


world = [place(v) for v in model["vertices"]]


def solid(level, faces):
    members = "".join(f"<gml:surfaceMember{face}" for face in faces)
    return (f"<lod{level}Solid><gml:Solid><gml:exterior><gml:Shell>{members}</gml:Shell></gml:exterior></gml:Solid>"
            f"</lod{level}Solid>")


def inline(boundaries, places):
    return [f">{polygon(face[0], places)}</gml:surfaceMember>" for face in boundaries[0]]


def shapes(key, geometries):
    """Surfaces before solids, as the schema has it."""
    surfaces, solids = "", ""
    for geometry in geometries:
        level, faces = geometry["lod"], inline(geometry["boundaries"], world)
        if "semantics" in geometry:
            faces = []
            kinds = [s["type"] for s in geometry["semantics"]["surfaces"]]
            for number, face in enumerate(geometry["boundaries"][0]):
                kind, name = kinds[geometry["semantics"]["values"][0][number]], f"{key}-face-{number}"
                surfaces += (f'<boundary><con:{kind} gml:id="{key}-surface-{number}"><lod{level}MultiSurface><gml:MultiSurface>'
                             f"<gml:surfaceMember>{polygon(face[0], world, name)}</gml:surfaceMember></gml:MultiSurface>"
                             f"</lod{level}MultiSurface></con:{kind}></boundary>")
                faces.append(f' xlink:href="#{name}"/>')
        solids += solid(level, faces)
    return surfaces + solids


GENERIC = {"floor": "Int", "componentCode": "String"}
ELEMENTS = {"Building": "bldg:Building", "BuildingStorey": "bldg:Storey", "BuildingRoom": "bldg:BuildingRoom",
            "BuildingFurniture": "bldg:BuildingFurniture", "CityFurniture": "frn:CityFurniture",
            "BuildingConstructiveElement": "bldg:BuildingConstructiveElement"}
PROPERTIES = {"BuildingStorey": "bldg:buildingSubdivision", "BuildingRoom": "bldg:buildingRoom",
              "BuildingFurniture": "bldg:buildingFurniture",
              "BuildingConstructiveElement": "bldg:buildingConstructiveElement"}


def write(key):
    entry = objects[key]
    tag, prefix = ELEMENTS[entry["type"]], ELEMENTS[entry["type"]].split(":")[0]
    attributes = entry["attributes"]
    lines.append(f'<{tag} gml:id="{key}">')
    lines.append(f"<gml:name>{escape(attributes['name'])}</gml:name>")
    for name, kind in GENERIC.items():
        if name in attributes:
            lines.append(f"<genericAttribute><gen:{kind}Attribute><gen:name>{name}</gen:name>"
                         f"<gen:value>{attributes[name]}</gen:value></gen:{kind}Attribute></genericAttribute>")
    lines.append(shapes(key, entry["geometry"]))
    for name in ("function", "storeysAboveGround", "storeysBelowGround"):
        if name in attributes:
            lines.append(f"<{prefix}:{name}>{attributes[name]}</{prefix}:{name}>")
    inner = list(entry.get("children", []))
    if entry["type"] == "BuildingStorey":  # a room has no doors of its own in CityGML
        inner += [c for room in inner for c in objects[room].get("children", []) if c.startswith("door")]
    for child in inner:
        if entry["type"] == "BuildingRoom" and child.startswith("door"):
            continue
        name = PROPERTIES[objects[child]["type"]]
        lines.append(f"<{name}>")
        write(child)
        lines.append(f"</{name}>")
    lines.append(f"</{tag}>")


spaces = {"": "", "con": "construction/", "bldg": "building/", "gen": "generics/", "frn": "cityfurniture/",
          "veg": "vegetation/"}
declared = " ".join(f'xmlns{":" + p if p else ""}="http://www.opengis.net/citygml/{m}3.0"' for p, m in spaces.items())
print('<?xml version="1.0" encoding="UTF-8"?>')
print(f'<CityModel {declared} xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">')
print(f"<gml:name>{escape(model['metadata']['title'])}</gml:name>")
low, high = (place([f(v[i] for v in model["vertices"]) for i in range(3)]) for f in (min, max))
print('<gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs,crs:EPSG::4547,crs:EPSG::5737" srsDimension="3">'
      f"<gml:lowerCorner>{low}</gml:lowerCorner><gml:upperCorner>{high}</gml:upperCorner></gml:Envelope></gml:boundedBy>")
for key in ("tower", "cover-1"):
    lines.append("<cityObjectMember>")
    write(key)
    lines.append("</cityObjectMember>")
template = model["geometry-templates"]
local = [" ".join(f"{n:g}" for n in v) for v in template["vertices-templates"]]
for number, key in enumerate(k for k in objects if objects[k]["type"] == "SolitaryVegetationObject"):
    entry = objects[key]
    instance = entry["geometry"][0]
    matrix = " ".join(f"{n:g}" for n in instance["transformationMatrix"])
    faces = "".join(f"<gml:surfaceMember{f}" for f in inline(template["templates"][0]["boundaries"], local))
    relative = (f'><gml:Solid gml:id="crown"><gml:exterior><gml:Shell>{faces}</gml:Shell></gml:exterior></gml:Solid>'
                "</relativeGeometry>") if number == 0 else ' xlink:href="#crown"/>'
    lines.append(f'<cityObjectMember><veg:SolitaryVegetationObject gml:id="{key}"><lod1ImplicitRepresentation>'
                 f"<ImplicitGeometry><transformationMatrix>{matrix}</transformationMatrix><referencePoint><gml:Point><gml:pos>"
                 f"{world[instance['boundaries'][0]]}</gml:pos></gml:Point></referencePoint><relativeGeometry{relative}"
                 "</ImplicitGeometry></lod1ImplicitRepresentation>"
                 f"<veg:species>{escape(entry['attributes']['species'])}</veg:species></veg:SolitaryVegetationObject>"
                 "</cityObjectMember>")
print("\n".join(line for line in lines if line))
print("</CityModel>")
