"""How far a statement can be trusted: how often the codings of its kind were right when they were measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from kg.errors import KnowledgeError
from kg.knowledge import read_table

PRIOR = 4
HEAD = """\
# How often statements of `kg extract` were right, by the shape of their frame and how it leads to their parties; written by
# `kg evaluate GOLD --confidence FILE`, not by hand.
# shape: verb, noun, copula or modal, what the frame is headed by.
# reach: named, the words in the slots name both parties; owner, one owns what they name; within, it stands within them; scene, the
#   act takes place there.
# right: the statements with the pair and the event type of the gold. found: all statements of the kind.
"""


@lru_cache(maxsize=4)
def load_confidence(path: Path) -> Mapping[tuple[str, str], float]:
    """The confidence of each shape and reach that was measured; empty when the file is missing or holds no row.

    Raises `KnowledgeError` with file and line for counts that are none.
    """
    if not path.is_file():
        return {}
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for line, row in read_table(path):
        if not (row["right"].isdecimal() and row["found"].isdecimal() and int(row["right"]) <= int(row["found"])):
            raise KnowledgeError(
                f"right {row['right']!r} of found {row['found']!r} are no counts: run kg evaluate --confidence again", path, line
            )
        counts[row["shape"], row["reach"]] = int(row["right"]), int(row["found"])
    right, found = (sum(pair[i] for pair in counts.values()) for i in (0, 1))
    return {kind: confidence_of(r, f, right / found) for kind, (r, f) in counts.items()} if found else {}


def confidence_of(right: int, found: int, mean: float) -> float:
    """The share that was right, drawn towards the mean of all kinds as if that had been seen four times: few cases prove little.

    >>> confidence_of(8, 10, 0.7), confidence_of(0, 0, 0.7)
    (0.77, 0.7)
    """
    return round((right + PRIOR * mean) / (found + PRIOR), 2)


def confidence_table(rows: Iterable[tuple[str, str, int, int]]) -> str:
    """The file of `load_confidence` from shape, reach, right and found of each kind."""
    lines = [f"{shape}\t{reach}\t{right}\t{found}" for shape, reach, right, found in sorted(rows)]
    return HEAD + "shape\treach\tright\tfound\n" + "".join(f"{line}\n" for line in lines)
