"""Blocs: actors whom positive stances join and negative ones do not part.

Greedy additive edge contraction for correlation clustering (Keuper et al., "Efficient decomposition of image and mesh graphs by lifted
multicuts", ICCV 2015): the two blocs with the greatest positive sum of stances between them become one, until no sum is positive.
A friend's enemy thus stays outside as long as the enmity outweighs the friendship.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping


def blocs(scores: Mapping[tuple[str, str], float]) -> tuple[tuple[str, ...], ...]:
    """The blocs of two members or more, largest first, then by first member; members are sorted.

    `scores` maps a dyad to its score in [−1, 1]; both directions of a dyad add up, and a dyad of one actor with itself is ignored.
    Empty when no score is positive. The order of `scores` makes no difference.
    """
    pull: dict[str, dict[str, float]] = {}
    for (source, target), score in sorted(scores.items()):
        if source != target:
            _add(pull, source, target, score)
    members = {name: [name] for name in pull}
    heap = [(-score, one, other) for one, others in pull.items() for other, score in others.items() if one < other and score > 0]
    heapq.heapify(heap)
    while heap:
        negative, one, other = heapq.heappop(heap)
        if pull.get(one, {}).get(other) != -negative:
            continue  # an entry from before a contraction
        members[one] += members.pop(other)
        for third, score in pull.pop(other).items():
            del pull[third][other]
            if third != one:
                total = _add(pull, one, third, score)
                if total > 0:
                    heapq.heappush(heap, (-total, min(one, third), max(one, third)))
    found = (tuple(sorted(bloc)) for bloc in members.values() if len(bloc) > 1)
    return tuple(sorted(found, key=lambda bloc: (-len(bloc), bloc)))


def _add(pull: dict[str, dict[str, float]], one: str, other: str, score: float) -> float:
    total = round(pull.setdefault(one, {}).get(other, 0.0) + score, 6)
    pull[one][other] = pull.setdefault(other, {})[one] = total
    return total
