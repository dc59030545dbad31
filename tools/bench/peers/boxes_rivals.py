"""Boxes in space in other programs: boxes_rivals.py sqlite|libspatialindex FOLDER [PART].

The same questions as boxes-only, of boxes and points a PART-th. One line of JSON.
"""
import json
import sqlite3
import sys
import time

import numpy as np

program, folder = sys.argv[1:3]
part = int(sys.argv[3]) if len(sys.argv) > 3 else 1
boxes = np.fromfile(f"{folder}/boxes.bin").reshape(-1, 6)
asked = {name: np.fromfile(f"{folder}/{name}.bin").reshape(-1, 6) for name in ("small", "large")}
points = np.fromfile(f"{folder}/points.bin").reshape(-1, 3)
asked["point"] = np.hstack([points, points])
# Large boxes are asked one and all, so that their hits can be compared.
asked = {name: questions if name == "large" else questions[::part] for name, questions in asked.items()}
figures = {"boxes": len(boxes)}


def timed(name, questions, answer):
    start = time.perf_counter()
    hits = sum(answer(question) for question in questions.tolist())
    seconds = time.perf_counter() - start
    figures[name] = len(questions) / seconds
    figures[name + "_hits"] = hits / len(questions)


start = time.perf_counter()
if program == "sqlite":
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING rtree(id, x0, x1, y0, y1, z0, z1)")
    rows = ((i, b[0], b[3], b[1], b[4], b[2], b[5]) for i, b in enumerate(boxes.tolist()))
    db.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    db.commit()
    figures["build"] = time.perf_counter() - start
    sql = "SELECT count(*) FROM t WHERE x0 <= ? AND x1 >= ? AND y0 <= ? AND y1 >= ? AND z0 <= ? AND z1 >= ?"
    for name, questions in asked.items():
        timed(name, questions, lambda q: db.execute(sql, (q[3], q[0], q[4], q[1], q[5], q[2])).fetchone()[0])
else:
    from rtree import index

    properties = index.Property(dimension=3)
    tree = index.Index(((i, b, None) for i, b in enumerate(boxes.tolist())), properties=properties)
    figures["build"] = time.perf_counter() - start
    for name, questions in asked.items():
        timed(name, questions, tree.count)
    timed("nearest", asked["point"], lambda q: len(list(tree.nearest(q, 10))))
print(json.dumps(figures))
