"""Reads a CityJSON file with cjio, as its guide says: cjio_load.py FILE."""
import sys

from cjio import cityjson

model = cityjson.load(sys.argv[1])
print(len(model.cityobjects))
