"""Near-duplicate articles: the same text from an agency, printed by several outlets with another headline or a paragraph less.

Two texts are compared by their runs of five words, whatever their case and marks (Broder, "On the resemblance and containment of
documents", 1997): resemblance is the share of common runs among all runs of the two. Of each text only the runs with the smallest
hashes are kept, which estimate it: 128 of them with a standard error of at most 0.045.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.model import Article

RUN = 5
KEPT = 128
LEAST = 0.5
"""The resemblance from which on two texts are one. Independent reports of one event stay below 0.1."""

_WORD = re.compile(r"\w+")


def near_duplicates(articles: Iterable[Article], least: float = LEAST) -> dict[str, str]:
    """The ids of articles that are near-duplicates of another, each with the smallest id of its group; empty when there are none.

    Articles whose resemblance is at least `least`, in (0, 1], are in one group, and so is what a chain of them joins. Only their news
    is compared, not their furniture; articles without words are like none. The order makes no difference. Memory grows by about
    10 KB an article.
    """
    sketches: dict[str, frozenset[int]] = {}
    holders: dict[int, list[str]] = defaultdict(list)
    leader: dict[str, str] = {}
    for article in articles:
        found = sketch(article)
        if article.id in sketches:
            continue
        shared = Counter(other for run in found for other in holders[run])
        sketches[article.id], leader[article.id] = found, article.id
        for other, count in shared.items():
            if count >= least * max(len(found), len(sketches[other])) and resemblance(found, sketches[other]) >= least:
                one, two = sorted((_leader(leader, article.id), _leader(leader, other)))
                leader[two] = one
        for run in found:
            holders[run].append(article.id)
    groups = {name: _leader(leader, name) for name in sorted(leader)}
    sizes = Counter(groups.values())
    return {name: group for name, group in groups.items() if sizes[group] > 1}


def sketch(article: Article) -> frozenset[int]:
    """The smallest hashes of the runs of words of an article's news, 128 at most; a text shorter than a run is one run."""
    text = " ".join(article.text[block.start : block.end] for block in article.blocks)
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))} if words else set()
    hashes = (int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()) for run in runs)
    return frozenset(sorted(hashes)[:KEPT])


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The estimated share of common runs of two sketches, in [0, 1]; 0 when both are empty. Exact for texts of up to 128 runs together."""
    smallest = sorted(one | other)[:KEPT]
    return sum(run in one and run in other for run in smallest) / len(smallest) if smallest else 0.0


def _leader(leader: dict[str, str], name: str) -> str:
    while leader[name] != name:
        leader[name] = name = leader[leader[name]]
    return name
