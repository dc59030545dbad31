"""Tables of areas: a CSV, a code first, WKB in hexadecimal last, in the order of the codes."""
import shapely


def read_areas(path):
    """The codes and the geometries."""
    codes, shapes = [], []
    with open(path, encoding="utf-8") as table:
        next(table)
        for line in table:
            fields = line.rstrip().split(",")
            codes.append(fields[0].strip('"'))
            shapes.append(fields[-1])
    return codes, shapely.from_wkb(shapes)


def write_areas(path, areas):
    """Areas under codes that sort as they stand."""
    with open(path, "w", encoding="utf-8") as table:
        table.write("code,wkb\n")
        for number, shape in enumerate(shapely.to_wkb(areas, hex=True)):
            table.write(f"{number:06},{shape}\n")
