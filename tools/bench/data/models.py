"""A city of houses as CityJSON 2.0: models.py COUNT FOLDER [sequence].

Writes city.city.json and, of the same houses, city.city.jsonl: COUNT buildings of LoD 2 with a pitched roof, semantics and
attributes, in the metres of a 3° zone; the second alone where the last word is said. Seeded: the same bytes every time.
"""
import json
import random
import sys

count, folder = int(sys.argv[1]), sys.argv[2]
is_sequence = sys.argv[3:] == ["sequence"]
numbers = random.Random(2026)
side = int(count ** 0.5) + 1
head = {
    "type": "CityJSON", "version": "2.0",
    "metadata": {"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/4547"},
    "transform": {"scale": [0.001, 0.001, 0.001], "translate": [465000.0, 3846000.0, 0.0]},
}
SURFACES = [{"type": "GroundSurface"}, {"type": "WallSurface"}, {"type": "RoofSurface"}]
KINDS = [0, 1, 1, 1, 1, 2, 2]


def house(number):
    x, y = number % side * 30_000 + numbers.randrange(9000), number // side * 30_000 + numbers.randrange(9000)
    w, d, h = (numbers.randrange(6000, 20_000) for _ in range(3))
    base, ridge = numbers.randrange(90_000, 110_000), h + numbers.randrange(1000, 4000)
    flat = [(x, y), (x + w, y), (x + w, y + d), (x, y + d)]
    vertices = [[a, b, base] for a, b in flat] + [[a, b, base + h] for a, b in flat]
    vertices += [[x, y + d // 2, base + ridge], [x + w, y + d // 2, base + ridge]]
    shell = [
        [[0, 3, 2, 1]], [[0, 1, 5, 4]], [[1, 2, 6, 9, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 8, 7]], [[4, 5, 9, 8]], [[6, 7, 8, 9]]]
    attributes = {
        "name": f"{number}", "measuredHeight": ridge / 1000, "yearOfConstruction": numbers.randrange(1900, 2026),
        "function": numbers.choice(["residential", "office", "school", "shop"]), "storeysAboveGround": h // 3000}
    return attributes, vertices, shell


def building(attributes, shell):
    return {"type": "Building", "attributes": attributes, "geometry": [{
        "type": "Solid", "lod": "2.2", "boundaries": [shell],
        "semantics": {"surfaces": SURFACES, "values": [KINDS]}}]}


def text(value):
    return json.dumps(value, separators=(",", ":"))


with open(f"{folder}/city.city.jsonl", "w") as lines:
    lines.write(text({**head, "CityObjects": {}, "vertices": []}) + "\n")
    objects, everything = [], []
    for number in range(count):
        attributes, vertices, shell = house(number)
        name = f"b{number}"
        lines.write(text({
            "type": "CityJSONFeature", "id": name, "CityObjects": {name: building(attributes, shell)},
            "vertices": vertices}) + "\n")
        if is_sequence:
            continue
        start = len(everything)
        everything += vertices
        moved = [[[start + corner for corner in ring] for ring in face] for face in shell]
        objects.append(f'"{name}":' + text(building(attributes, moved)))
if not is_sequence:
    with open(f"{folder}/city.city.json", "w") as whole:
        whole.write(text(head)[:-1] + ',"CityObjects":{' + ",".join(objects) + '},"vertices":' + text(everything) + "}\n")
