"""Where the actors stand in the picture: friends near each other, opposed blocs apart, labels free of each other.

A spring layout gives each part of the graph its form; then the blocs move towards the places that the smallest eigenvectors of their
signed Laplacian give them, which set opponents on opposite sides (Kunegis et al., "Spectral analysis of signed graphs for clustering,
prediction and visualization", SDM 2010). Deterministic: a fixed seed, sorted input, rounded output.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import networkx as nx
import numpy as np
import numpy.typing as npt

Points = dict[str, tuple[float, float]]

SEED = 7
SPACING = 132.0  # pixels between neighbours at zoom 1
LABEL_WIDTH, LABEL_HEIGHT = 124.0, 72.0  # room for a node with its label, in the same pixels
ASPECT = 1.2  # width by height is the square of it
APART = 0.7  # how far a bloc moves on its way to its side
CORE = 400  # networkx needs SciPy for a spring layout of 500 nodes


def positions(
    nodes: Iterable[str],
    pulls: Mapping[tuple[str, str], float],
    stances: Mapping[tuple[int, int], float] | None = None,
    bloc_of: Mapping[str, int] | None = None,
) -> Points:
    """A point in pixels for every node, the whole centred on (0, 0); empty for no nodes.

    `pulls` maps a pair of nodes to how strongly it is drawn together, greater than 0; a weak pull keeps two nodes in one picture
    and still apart. Nodes without any pull stand in rows below the others. `stances` maps a pair of blocs to the sum of the stances
    between them, and `bloc_of` a node to its bloc; blocs without stances stay where their pulls put them.
    """
    places = sides(stances or {})
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    for (one, other), pull in sorted(pulls.items()):
        if one != other:
            graph.add_edge(one, other, weight=pull + (graph[one][other]["weight"] if graph.has_edge(one, other) else 0.0))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    return _centred(_packed([_spread(_parted(_part(graph, part), places, bloc_of or {})) for part in parts]))


def sides(stances: Mapping[tuple[int, int], float]) -> dict[int, tuple[float, float]]:
    """A place in the square from (−1, −1) to (1, 1) for each bloc that has a stance, opponents on opposite sides.

    >>> left, right = sorted(sides({(0, 1): -0.8}).values())
    >>> (round(left[0], 3), round(right[0], 3))
    (-1.0, 1.0)
    """
    names = sorted({bloc for pair, stance in stances.items() if stance for bloc in pair})
    if not names:
        return {}
    index = {bloc: number for number, bloc in enumerate(names)}
    signed = np.zeros((len(names), len(names)))
    for (one, other), stance in sorted(stances.items()):
        if stance:
            signed[index[one], index[other]] = signed[index[other], index[one]] = stance
    # Normalised by the degrees: else the vectors dwell on blocs at the rim.
    root = 1 / np.sqrt(np.abs(signed).sum(axis=1))
    _, vectors = np.linalg.eigh(np.eye(len(names)) - root[:, None] * signed * root[None, :])
    places = np.zeros((len(names), 2))
    for axis in range(min(2, len(names))):
        vector = root * vectors[:, axis]
        vector = vector - (vector.mean() if axis else 0)
        most = int(np.argmax(np.round(np.abs(vector), 9)))
        if abs(vector[most]) > 1e-9:
            places[:, axis] = vector / vector[most]
    return {bloc: (float(places[number, 0]), float(places[number, 1])) for bloc, number in index.items()}


def _parted(points: Points, places: Mapping[int, tuple[float, float]], bloc_of: Mapping[str, int]) -> Points:
    """The points of one part, each bloc moved as a whole towards its place."""
    members: dict[int, list[str]] = {}
    for name in points:
        if bloc_of.get(name) in places:
            members.setdefault(bloc_of[name], []).append(name)
    if len(members) < 2:
        return points
    wide, high = (size - SPACING for size in _size(points))
    x0, y0 = (min(point[axis] for point in points.values()) for axis in (0, 1))
    moved = dict(points)
    for bloc, names in members.items():
        middle = (x0 + wide * (0.5 + 0.42 * places[bloc][0]), y0 + high * (0.5 + 0.42 * places[bloc][1]))
        shift = [APART * (middle[axis] - math.fsum(points[name][axis] for name in names) / len(names)) for axis in (0, 1)]
        for name in names:
            moved[name] = (points[name][0] + shift[0], points[name][1] + shift[1])
    return _evenly(moved)


def _evenly(points: Points) -> Points:
    """The points stretched half way towards even steps on either axis, landscape, about one node a square of `SPACING`."""
    side = SPACING * (math.sqrt(len(points)) + 1)
    xs = _evened({name: x for name, (x, _) in points.items()}, side * ASPECT)
    ys = _evened({name: y for name, (_, y) in points.items()}, side / ASPECT)
    return {name: (xs[name], ys[name]) for name in points}


def _part(graph: nx.Graph[str], names: list[str]) -> Points:
    """The spring layout of one connected part, landscape, about one node a square of `SPACING`."""
    if len(names) <= 2:
        return {name: (SPACING * place, 0.0) for place, name in enumerate(names)}
    degree = dict(graph.degree(weight="weight"))
    core = sorted(sorted(names, key=lambda name: (-degree[name], name))[:CORE])
    # A subgraph keeps no order; adding nodes and edges sorted does, and the seed places nodes in that order.
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(core)
    within = set(core)
    pairs = sorted((min(pair), max(pair)) for pair in graph.edges(core) if within.issuperset(pair))
    ordered.add_weighted_edges_from((one, other, graph[one][other]["weight"]) for one, other in pairs)
    found = nx.spring_layout(ordered, seed=SEED, iterations=200, weight="weight")
    points = _evenly({name: (float(found[name][0]), float(found[name][1])) for name in core})
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
    width = max(sizes[0][0], 1.2 * math.sqrt(sum(w * h for w, h in sizes)))
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
