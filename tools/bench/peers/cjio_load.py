"""Reads a CityJSON file with cjio, as its guide says: cjio_load.py FILE.

Up to version 0.9 `load` makes objects with their geometries; from 0.10 on there is `reader` alone, which keeps the JSON.
"""
import sys

from cjio import cityjson

if hasattr(cityjson, "load"):
    print(len(cityjson.load(sys.argv[1]).cityobjects))
else:
    with open(sys.argv[1], encoding="utf-8-sig") as file:
        print(len(cityjson.reader(file).j["CityObjects"]))
