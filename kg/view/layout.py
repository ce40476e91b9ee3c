"""Where the actors stand in the picture: friends near each other, opponents apart, labels free of each other.

Deterministic: a fixed seed, sorted input, rounded output.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import networkx as nx
import numpy as np
import numpy.typing as npt

Points = dict[str, tuple[float, float]]

SEED = 7
SPACING = 150.0  # pixels between neighbours at zoom 1
LABEL_WIDTH, LABEL_HEIGHT = 128.0, 84.0  # room for a node with its label, in the same pixels
ASPECT = 1.2  # width by height is the square of it
CORE = 400  # networkx needs SciPy for a spring layout of 500 nodes


def positions(nodes: Iterable[str], pulls: Mapping[tuple[str, str], float]) -> Points:
    """A point in pixels for every node, the whole centred on (0, 0); empty for no nodes.

    `pulls` maps a pair of nodes to how strongly it is drawn together, greater than 0; a weak pull keeps two nodes in one picture
    and still apart. Nodes without any pull stand in rows below the others.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    for (one, other), pull in sorted(pulls.items()):
        if one != other:
            graph.add_edge(one, other, weight=pull + (graph[one][other]["weight"] if graph.has_edge(one, other) else 0.0))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    return _centred(_packed([_spread(_part(graph, part)) for part in parts]))


def _part(graph: nx.Graph[str], names: list[str]) -> Points:
    """The spring layout of one connected part, landscape, about one node a square of `SPACING`."""
    if len(names) == 1:
        return {names[0]: (0.0, 0.0)}
    degree = dict(graph.degree(weight="weight"))
    core = sorted(sorted(names, key=lambda name: (-degree[name], name))[:CORE])
    # A subgraph keeps no order; adding nodes and edges sorted does, and the seed places nodes in that order.
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(core)
    within = set(core)
    pairs = sorted((min(pair), max(pair)) for pair in graph.edges(core) if within.issuperset(pair))
    ordered.add_weighted_edges_from((one, other, graph[one][other]["weight"]) for one, other in pairs)
    found = nx.spring_layout(ordered, seed=SEED, iterations=200, weight="weight")
    side = SPACING * (math.sqrt(len(core)) + 1)
    xs = _evened({name: float(found[name][0]) for name in core}, side * ASPECT)
    ys = _evened({name: float(found[name][1]) for name in core}, side / ASPECT)
    points = {name: (xs[name], ys[name]) for name in core}
    return _with_satellites(points, graph, names)


def _evened(places: Mapping[str, float], length: float) -> dict[str, float]:
    """The places on one axis, stretched to `length` and half way towards even steps.

    A spring layout crowds its middle and lets a few nodes at the rim set the scale.
    """
    order = sorted(places, key=lambda name: (places[name], name))
    low, high = places[order[0]], places[order[-1]]
    steps = max(1, len(order) - 1)
    return {
        name: length * (((places[name] - low) / (high - low) if high > low else 0.5) + rank / steps) / 2 for rank, name in enumerate(order)
    }


def _with_satellites(points: Points, graph: nx.Graph[str], names: list[str]) -> Points:
    """The points, and the remaining nodes on a spiral around their most strongly pulled neighbour that has a place."""
    placed = dict(points)
    waiting = [name for name in names if name not in placed]
    while waiting:
        later = []
        for index, name in enumerate(waiting):
            near = [(pull["weight"], other) for other, pull in graph[name].items() if other in placed]
            if not near:
                later.append(name)
                continue
            x, y = placed[max(near)[1]]
            placed[name] = (x + SPACING * math.cos(2.4 * index), y + SPACING * math.sin(2.4 * index))
        waiting = later
    return placed


def _spread(points: Points, rounds: int = 120) -> Points:
    """The points, pushed apart until no two labels share their room, or the rounds are over."""
    names = sorted(points)
    at: npt.NDArray[np.float64] = np.array([points[name] for name in names], dtype=np.float64)
    room = np.array([LABEL_WIDTH, LABEL_HEIGHT])
    for _ in range(rounds):
        near = np.triu(np.abs(np.subtract.outer(at[:, 0], at[:, 0])) < room[0], k=1)
        near &= np.abs(np.subtract.outer(at[:, 1], at[:, 1])) < room[1]
        first, second = np.nonzero(near)
        if not len(first):
            break
        gap = at[second] - at[first]
        overlap = room - np.abs(gap)
        # Push along the axis that needs less; of two nodes in one spot, the later in the alphabet goes right or down.
        across = overlap[:, 0] / room[0] <= overlap[:, 1] / room[1]
        push = np.where(gap < 0, -1.0, 1.0) * overlap * np.stack([across, ~across], axis=1) * 0.35
        np.add.at(at, second, push)
        np.add.at(at, first, -push)
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, at, strict=True)}


def _packed(parts: list[Points]) -> Points:
    """The parts in rows from left to right, the first part setting the least width."""
    if not parts:
        return {}
    sizes = [_size(part) for part in parts]
    width = max(sizes[0][0], 1.5 * math.sqrt(sum(w * h for w, h in sizes)))
    placed: Points = {}
    left = top = row = 0.0
    for part, (wide, high) in zip(parts, sizes, strict=True):
        if left and left + wide > width:
            left, top, row = 0.0, top + row, 0.0
        x0, y0 = (min(point[axis] for point in part.values()) for axis in (0, 1))
        for name, (x, y) in part.items():
            placed[name] = (left + x - x0, top + y - y0)
        left, row = left + wide, max(row, high)
    return placed


def _size(part: Points) -> tuple[float, float]:
    xs, ys = zip(*part.values(), strict=True)
    return max(xs) - min(xs) + SPACING, max(ys) - min(ys) + SPACING


def _centred(points: Points) -> Points:
    if not points:
        return {}
    xs, ys = zip(*points.values(), strict=True)
    x0, y0 = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return {name: (round(x - x0, 1) + 0.0, round(y - y0, 1) + 0.0) for name, (x, y) in sorted(points.items())}
