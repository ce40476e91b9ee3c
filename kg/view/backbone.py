"""The backbone of a graph: which nodes to show first when there are too many to show.

The disparity filter (Serrano, Boguñá and Vespignani, "Extracting the multiscale backbone of complex weighted networks", PNAS 106, 2009):
an edge of weight w at a node with k edges of total weight s is the less likely to be chance the smaller its significance
α = (1 − w/s)^(k − 1); an edge has the smaller α of its two ends. It keeps what matters to a small actor besides what matters to a
great one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping


def backbone(weights: Mapping[tuple[str, str], float]) -> tuple[str, ...]:
    """All nodes of some weighted pairs in the order in which the backbone takes them; the first n are the backbone of n nodes.

    Edges are taken by α, then by weight, the greatest first, then by name; each brings its ends, the heavier first. Weights are above
    0; a pair of one node with itself adds to its weight alone.

    >>> backbone({("a", "b"): 9, ("b", "c"): 1, ("b", "d"): 1})
    ('b', 'a', 'c', 'd')
    """
    strength: dict[str, float] = defaultdict(float)
    degree: dict[str, int] = defaultdict(int)
    for (one, other), weight in weights.items():
        for end in {one, other}:
            strength[end] += weight
            degree[end] += 1

    def significance(pair: tuple[str, str]) -> float:
        # Of a single edge nothing can be said: (1 − 1)^0 is 1.
        return min((1 - weights[pair] / strength[end]) ** (degree[end] - 1) for end in pair)

    order: dict[str, None] = {}
    for pair in sorted(weights, key=lambda pair: (significance(pair), -weights[pair], pair)):
        for end in sorted(set(pair), key=lambda end: (-strength[end], end)):
            order.setdefault(end)
    return tuple(order)
