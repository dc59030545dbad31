"""Divides a graph as a rival does: divide.py METHOD GRAPH PARTS OUT, in the form that divide-graph reads.

METIS through pymetis: k-way with contiguous parts asked for and without, recursive bisection; spopt's max-p, SKATER and
region k-means; one chain of GerryChain's ReCom from a recursive tree partition, whose best step counts. A rival that makes
other than PARTS parts is judged by what it makes.
"""
import sys

import numpy as np


def read(path):
    lines = open(path, encoding="utf-8").read().split("\n")
    nodes, edges = map(int, lines[0].split())
    table = np.array([[float(x) for x in line.split()] for line in lines[1 : nodes + 1]])
    pairs = [line.split() for line in lines[nodes + 1 : nodes + 1 + edges]]
    return table[:, 0], table[:, 1:], [(int(a), int(b), float(w)) for a, b, w in pairs]


def neighbours(count, edges):
    rows = [[] for _ in range(count)]
    for a, b, weight in edges:
        rows[a].append((b, weight))
        rows[b].append((a, weight))
    return rows


def metis(weights, _, edges, parts, contiguous=False, recursive=False):
    import pymetis

    rows = neighbours(len(weights), edges)
    starts, others, costs = [0], [], []
    for row in rows:
        others += [node for node, _ in row]
        costs += [max(1, round(weight)) for _, weight in row]
        starts.append(len(others))
    adjacency = pymetis.CSRAdjacency(adj_starts=starts, adjacent=others)
    return pymetis.part_graph(
        parts, adjacency=adjacency, recursive=recursive, vweights=[int(w) for w in weights], eweights=costs,
        options=pymetis.Options(contig=1 if contiguous else 0, seed=1),
    )[1]


def spopt(weights, places, edges, parts, method):
    import geopandas
    import shapely
    from libpysal.weights import W
    from spopt import region

    rows = neighbours(len(weights), edges)
    w = W({node: [other for other, _ in row] for node, row in enumerate(rows)}, silence_warnings=True)
    frame = geopandas.GeoDataFrame(
        {"households": weights, "x": places[:, 0], "y": places[:, 1]}, geometry=shapely.points(places)
    )
    np.random.seed(1)
    if method == "max-p":
        model = region.MaxPHeuristic(frame, w, ["x", "y"], "households", weights.sum() / parts * 0.95, top_n=2)
    elif method == "skater":
        model = region.Skater(frame, w, ["x", "y"], n_clusters=parts, floor=1)
    else:
        model = region.RegionKMeansHeuristic(np.column_stack([places, weights]), parts, w)
    model.solve()
    labels = np.asarray(model.labels_).astype(int)
    return np.unique(labels, return_inverse=True)[1]


def recom(weights, _, edges, parts):
    import random
    from functools import partial

    import networkx
    from gerrychain import Graph, MarkovChain, Partition, accept, constraints, updaters
    from gerrychain.proposals import recom as propose
    from gerrychain.tree import recursive_tree_part

    random.seed(1)
    plain = networkx.Graph()
    for node, weight in enumerate(weights):
        plain.add_node(node, households=float(weight))
    for a, b, cost in edges:
        plain.add_edge(a, b, cost=cost)
    graph = Graph.from_networkx(plain)
    target = float(weights.sum()) / parts
    start = recursive_tree_part(graph, range(parts), target, "households", 0.05, 1)
    first = Partition(graph, start, updaters={"households": updaters.Tally("households")})
    chain = MarkovChain(
        partial(propose, pop_col="households", pop_target=target, epsilon=0.05, node_repeats=1),
        constraints=[constraints.contiguous], accept=accept.always_accept, initial_partition=first, total_steps=200,
    )
    best = min(chain, key=lambda state: sum(plain.edges[edge]["cost"] for edge in state["cut_edges"]))
    return [best.assignment[node] for node in range(len(weights))]


METHODS = {
    "METIS": metis,
    "METIS, contiguous": lambda *given: metis(*given, contiguous=True),
    "METIS, recursive": lambda *given: metis(*given, recursive=True),
    "spopt max-p": lambda *given: spopt(*given, "max-p"),
    "spopt SKATER": lambda *given: spopt(*given, "skater"),
    "spopt region k-means": lambda *given: spopt(*given, "k-means"),
    "GerryChain ReCom": recom,
}

if __name__ == "__main__":
    method, graph, parts, out = sys.argv[1:]
    labels = METHODS[method](*read(graph), int(parts))
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(f"{label}\n" for label in labels)
