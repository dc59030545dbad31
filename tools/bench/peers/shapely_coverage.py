"""The coverage check of shapely (GEOS) from PyPI: shapely_coverage.py FILE OUT [edges].

It says whether a coverage is valid, or marks the edges that are wrong; not with whom, how wide or how much.
"""
import sys

import pyogrio
import shapely

source, out = sys.argv[1:3]
table = pyogrio.read_dataframe(source, columns=["code"])
areas = table.geometry.values
with open(out, "w", encoding="utf-8") as rows:
    rows.write("# edges\n")
    if len(sys.argv) > 3:
        wrong = ~shapely.is_empty(shapely.coverage_invalid_edges(areas))
        rows.writelines(f"invalid,{code},0\n" for code in table["code"][wrong])
    else:
        valid = shapely.coverage_is_valid(areas)
        rows.write("" if valid else "invalid,,0\n")
