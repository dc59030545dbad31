#!/usr/bin/env python3
"""Writes the sample IFC model to standard output: IFC4, a pavilion with a cellar, two rooms above it, doors and a pipe.

Made up: no such building exists. It says nowhere where it is. Lengths are millimetres. The same bytes every time.
"""

lines = []


def add(text):
    lines.append(text)
    return f"#{len(lines)}"


def guid(number):
    return f"'0Pavilion{number:013d}'"


def refs(items):
    return "(" + ",".join(items) + ")"


def point(*numbers):
    return add(f"IFCCARTESIANPOINT(({','.join(f'{float(n)}'.rstrip('0') for n in numbers)}))")


def direction(*numbers):
    return add(f"IFCDIRECTION(({','.join(f'{float(n)}'.rstrip('0') for n in numbers)}))")


def placement(x, y, z, above="$", axis="$", ref="$"):
    return add(f"IFCLOCALPLACEMENT({above},{add(f'IFCAXIS2PLACEMENT3D({point(x, y, z)},{axis},{ref})')})")


def body(items, kind="SweptSolid"):
    shape = add(f"IFCSHAPEREPRESENTATION({CONTEXT},'Body','{kind}',{refs(items)})")
    return add(f"IFCPRODUCTDEFINITIONSHAPE($,$,({shape}))")


def box(x, y, z, dx, dy, dz):
    """A solid box by its lowest corner and its sides."""
    middle = add(f"IFCAXIS2PLACEMENT2D({point(x + dx / 2, y + dy / 2)},$)")
    profile = add(f"IFCRECTANGLEPROFILEDEF(.AREA.,$,{middle},{float(dx)},{float(dy)})")
    return add(f"IFCEXTRUDEDAREASOLID({profile},{add(f'IFCAXIS2PLACEMENT3D({point(0, 0, z)},$,$)')},{UP},{float(dz)})")


def product(kind, number, name, place, shape="$", rest=""):
    return add(f"{kind}({guid(number)},$,'{name}',$,$,{place},{shape}{rest})")


def relate(kind, number, one, many):
    add(f"{kind}({guid(number)},$,$,$,{one},{refs(many)})")


def contain(number, things, where):
    add(f"IFCRELCONTAINEDINSPATIALSTRUCTURE({guid(number)},$,$,$,{refs(things)},{where})")


def properties(number, name, things, **values):
    single = [add(f"IFCPROPERTYSINGLEVALUE('{key}',$,{value},$)") for key, value in values.items()]
    found = add(f"IFCPROPERTYSET({guid(number)},$,'{name}',$,{refs(single)})")
    add(f"IFCRELDEFINESBYPROPERTIES({guid(number + 1)},$,$,$,{refs(things)},{found})")


def opening(number, wall, filling, shape):
    hole = product("IFCOPENINGELEMENT", number, "Opening", GROUND, body([shape]), ",$,.OPENING.")
    add(f"IFCRELVOIDSELEMENT({guid(number + 1)},$,$,$,{wall},{hole})")
    add(f"IFCRELFILLSELEMENT({guid(number + 2)},$,$,$,{hole},{filling})")


UP = direction(0, 0, 1)
ORIGIN = add(f"IFCAXIS2PLACEMENT3D({point(0, 0, 0)},$,$)")
WHOLE = add(f"IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,0.01,{ORIGIN},$)")
CONTEXT = add(f"IFCGEOMETRICREPRESENTATIONSUBCONTEXT('Body','Model',*,*,*,*,{WHOLE},$,.MODEL_VIEW.,$)")
units = [
    add("IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)"),
    add("IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.)"),
    add("IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.)"),
    add("IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.)"),
]
assignment = add(f"IFCUNITASSIGNMENT({refs(units)})")
project = add(f"IFCPROJECT({guid(1)},$,'Pavilion',$,$,$,$,({WHOLE}),{assignment})")
ground = placement(0, 0, 0)
site = product("IFCSITE", 2, "Site", ground, rest=",$,.ELEMENT.,$,$,$,$,$")
building = product("IFCBUILDING", 3, "Pavilion", ground, rest=",$,.ELEMENT.,$,$,$")
BELOW = placement(0, 0, -3000, ground)
GROUND = placement(0, 0, 0, ground)
cellar_storey = product("IFCBUILDINGSTOREY", 4, "Basement", BELOW, rest=",$,.ELEMENT.,-3000.")
ground_storey = product("IFCBUILDINGSTOREY", 5, "Ground floor", GROUND, rest=",$,.ELEMENT.,0.")
# Walls are 200 thick, the slab between the storeys 300.
cellar = product("IFCSPACE", 6, "001", BELOW, body([box(200, 200, 0, 9600, 5600, 2700)]), ",'Cellar',.ELEMENT.,.INTERNAL.,$")
hall = product("IFCSPACE", 7, "101", GROUND, body([box(200, 200, 0, 5700, 5600, 2800)]), ",'Hall',.ELEMENT.,.INTERNAL.,$")
office = product("IFCSPACE", 8, "102", GROUND, body([box(6100, 200, 0, 3700, 5600, 2800)]), ",'Office',.ELEMENT.,.INTERNAL.,$")
relate("IFCRELAGGREGATES", 20, project, [site])
relate("IFCRELAGGREGATES", 21, site, [building])
relate("IFCRELAGGREGATES", 22, building, [cellar_storey, ground_storey])
relate("IFCRELAGGREGATES", 23, cellar_storey, [cellar])
relate("IFCRELAGGREGATES", 24, ground_storey, [hall, office])

walls = [
    product("IFCWALL", 30 + number, name, GROUND, body([box(*sides)]), ",$,.SOLIDWALL.")
    for number, (name, sides) in enumerate((
        ("South wall", (0, 0, 0, 10000, 200, 2800)),
        ("North wall", (0, 5800, 0, 10000, 200, 2800)),
        ("West wall", (0, 200, 0, 200, 5600, 2800)),
        ("East wall", (9800, 200, 0, 200, 5600, 2800)),
        ("Partition", (5900, 200, 0, 200, 5600, 2800)),
    ))
]
slab = product("IFCSLAB", 40, "Floor", GROUND, body([box(0, 0, -300, 10000, 6000, 300)]), ",$,.FLOOR.")
roof = product("IFCSLAB", 41, "Roof", GROUND, body([box(-300, -300, 2800, 10600, 6600, 250)]), ",$,.ROOF.")
# A leaf of 50 in a frame: three solids. Only the front door says which room it bounds.
front = product("IFCDOOR", 50, "Front door", placement(1000, 0, 0, GROUND),
                body([box(0, 0, 0, 50, 200, 2100), box(950, 0, 0, 50, 200, 2100), box(50, 75, 0, 900, 50, 2100)]),
                ",'D-01',2100.,1000.,.DOOR.,.SINGLE_SWING_LEFT.,$")
inner = product("IFCDOOR", 51, "Office door", placement(5900, 2000, 0, GROUND, UP, direction(0, 1, 0)),
                body([box(0, -200, 0, 50, 200, 2100), box(850, -200, 0, 50, 200, 2100), box(50, -150, 0, 800, 50, 2100)]),
                ",'D-02',2100.,900.,.DOOR.,.SINGLE_SWING_LEFT.,$")
window = product("IFCWINDOW", 52, "Office window", placement(9800, 2000, 900, GROUND, UP, direction(0, 1, 0)),
                 body([box(0, -125, 0, 1500, 50, 1200)]), ",'W-01',1200.,1500.,.WINDOW.,.SINGLE_PANEL.,$")
opening(60, walls[0], front, box(1000, -10, 0, 1000, 220, 2100))
opening(63, walls[4], inner, box(5890, 2000, 0, 220, 900, 2100))
opening(66, walls[3], window, box(9790, 2000, 900, 220, 1500, 1200))
add(f"IFCRELSPACEBOUNDARY({guid(70)},$,$,$,{hall},{front},$,.PHYSICAL.,.EXTERNAL.)")
desk = product("IFCFURNITURE", 71, "Desk", placement(7000, 1000, 0, GROUND),
               body([box(0, 0, 700, 1600, 800, 40), box(0, 0, 0, 50, 800, 700), box(1550, 0, 0, 50, 800, 700)]), ",$,.DESK.")
circle = add(f"IFCCIRCLEPROFILEDEF(.AREA.,$,{add(f'IFCAXIS2PLACEMENT2D({point(0, 0)},$)')},55.)")
along = add(f"IFCAXIS2PLACEMENT3D({point(0, 0, 0)},{direction(1, 0, 0)},{direction(0, 1, 0)})")
sweep = add(f"IFCEXTRUDEDAREASOLID({circle},{along},{UP},8000.)")
pipe = product("IFCPIPESEGMENT", 72, "Drain pipe", placement(1000, 1000, 2400, BELOW), body([sweep]), ",'P-01',.RIGIDSEGMENT.")
pump = product("IFCPUMP", 73, "Sump pump", placement(8500, 4500, 0, BELOW), body([box(0, 0, 0, 500, 500, 600)]), ",'P-02',.SUMPPUMP.")
valve = product("IFCVALVE", 74, "Stop valve", placement(5000, 900, 2300, BELOW), body([box(0, 0, 0, 150, 200, 200)]), ",'V-01',.STOPCOCK.")
contain(80, walls + [slab, roof, front, inner, window], ground_storey)
contain(81, [desk], office)
contain(82, [pipe, pump, valve], cellar_storey)
drainage = add(f"IFCDISTRIBUTIONSYSTEM({guid(83)},$,'Drainage',$,$,$,.DRAINAGE.)")
add(f"IFCRELASSIGNSTOGROUP({guid(84)},$,$,$,{refs([pipe, pump, valve])},$,{drainage})")
properties(85, "Pset_DoorCommon", [front], FireRating="IFCLABEL('EI30')", IsExternal="IFCBOOLEAN(.T.)", Status="IFCLABEL('EXISTING')")
properties(87, "Pset_SpaceCommon", [office], Reference="IFCIDENTIFIER('R-102')", NetPlannedArea="IFCAREAMEASURE(20.72)")
system = add("IFCCLASSIFICATION($,$,$,'GB/T 51269',$,$,$)")
code = add(f"IFCCLASSIFICATIONREFERENCE($,'30-11.10.10','Doors',{system},$,$)")
add(f"IFCRELASSOCIATESCLASSIFICATION({guid(89)},$,$,$,{refs([front, inner])},{code})")
oak = add("IFCMATERIAL('Oak',$,$)")
add(f"IFCRELASSOCIATESMATERIAL({guid(90)},$,$,$,{refs([front, inner, desk])},{oak})")

print("ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');")
print("FILE_NAME('pavilion.ifc','2026-03-01T00:00:00',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;")
for number, line in enumerate(lines, 1):
    print(f"#{number}={line};")
print("ENDSEC;\nEND-ISO-10303-21;")
