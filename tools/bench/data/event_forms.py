"""Writes plain events in the forms that they also come in: event_forms.py EVENTS.csv FOLDER.

quoted.csv: every field in quotes, commas and doubled quotes within; gbk.csv: Chinese text in GBK;
events.geojson, events.geojsonl: a FeatureCollection, and a feature a line. Every row keeps its id and its place.
"""
import csv
import json
import os
import shutil
import sys

CATEGORIES = ["占道经营", "暴露垃圾", "道路破损", "井盖缺失", "违章停车"]

source, folder = sys.argv[1:3]
part = folder + ".part"
shutil.rmtree(part, ignore_errors=True)
os.makedirs(part)
with open(source, newline="") as events, \
        open(f"{part}/quoted.csv", "w", newline="") as quoted, \
        open(f"{part}/gbk.csv", "w", newline="", encoding="gbk") as gbk, \
        open(f"{part}/events.geojson", "w") as collection, \
        open(f"{part}/events.geojsonl", "w") as sequence:
    rows = csv.reader(events)
    columns = next(rows)
    quoted.write(",".join(f'"{name}"' for name in columns) + "\n")
    gbk.write("id,时间,大类名称,lon,lat,上报人\n")
    collection.write('{"type":"FeatureCollection","features":[\n')
    for number, (name, time, category, lon, lat, reporter) in enumerate(rows):
        quoted.write(f'"{name}","{time}","{category}, ""street"", corner","{lon}","{lat}","{reporter}"\n')
        gbk.write(f"{name},{time},{CATEGORIES[number % 5]},{lon},{lat},{reporter}\n")
        feature = (
            f'{{"type":"Feature","properties":{{"id":"{name}","time":"{time}","category":"{category}",'
            f'"reporter":{reporter}}},"geometry":{{"type":"Point","coordinates":[{lon},{lat}]}}}}'
        )
        collection.write((",\n" if number else "") + feature)
        sequence.write(feature + "\n")
    collection.write("\n]}\n")
with open(f"{part}/events.geojsonl") as sequence:
    json.loads(sequence.readline())
os.rename(part, folder)
