"""Prints how long each named question takes, and how that compares with the same text run by pyoxigraph directly.

Run it with `python tests/bench/bench_queries.py [STATEMENTS] [STORE]`. The store is made of synthetic statements, in a folder that is
kept when STORE names it and read again when it is there. A question is asked twice: with what it must have, and with all its
parameters. Both sides are asked for all rows; ours looks the actors up besides. The quickest of the rounds counts. The last column is
the ratio with a limit of time, where a child process answers, by the clock on the wall.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.queries import NamedQuery, ask, bind, load_queries
from kg.rdf import Names
from kg.store import Store, open_store, plain

ROUNDS = 5
SLOW = 2.0
MOST = "SELECT ?one {{ ?statement kg:{0} ?one }} GROUP BY ?one ORDER BY DESC(COUNT(*)) ?one LIMIT 3"


def fill(folder: Path, count: int) -> None:
    """Write a store as a build leaves it: each article in its graph, and the union of them in the default graph."""
    from synthetic import article_quads, synthetic_articles

    def quads() -> Iterator[ox.Quad]:
        for article, statements in synthetic_articles(count):
            for quad in article_quads(article, statements):
                yield quad
                yield ox.Quad(quad.subject, quad.predicate, quad.object)

    store = ox.Store(str(folder))
    store.bulk_extend(quads())
    store.optimize()


def values_of(store: Store) -> dict[str, str]:
    """A value for every name of a parameter: the principals, speakers and outlets that are spoken of most, and the middle of the time."""

    def most(name: str) -> list[str]:
        return [plain(row[0], "") for row in store.query(MOST.format(name)).rows]

    first, second, third = most("sourcePrincipal")
    article = next(iter(store.articles()))
    (outlet,) = next(store.query("SELECT ?name { ?outlet schema:name ?name } ORDER BY ?name LIMIT 1").rows)
    return {
        "actor": second, "one": second, "other": third, "source": second, "target": third, "party": first, "principal": first,
        "speaker": most("speaker")[0], "reporter": "*", "supplier": second, "receiver": first, "article": article, "outlet": plain(outlet),
        "text": "99th", "word": "an", "relation": "attacks", "type": "AID", "phase": "*", "below": "0.5", "least": "2", "since": "2015-02",
        "until": "2016-06",
    }  # fmt: skip


def seconds(work: Callable[[], int]) -> tuple[float, int]:
    """How long a call takes by the processor's clock, which other work on the machine does not lengthen, and what it gives."""
    begin = time.process_time()
    rows = work()
    return time.process_time() - begin, rows


def compare(store: Store, raw: ox.Store, question: NamedQuery, values: Mapping[str, str]) -> tuple[float, float, int, float]:
    """The seconds that we take, those that pyoxigraph takes for the same text, the number of rows, and the ratio with a limit of time."""
    prefixes = Names(store.base).prefixes()
    text = bind(question, store, values)

    def ours() -> int:
        return sum(1 for _ in ask(store, question.name, values).rows)

    def theirs() -> int:
        return sum(1 for _ in raw.query(text, prefixes=prefixes))

    def limited() -> int:
        return sum(1 for _ in store.query(text, timeout=600).rows)

    mine, other, apart, wall = list[float](), list[float](), list[float](), list[float]()
    for turn in range(ROUNDS):
        pair = [(ours, mine), (theirs, other)]
        for work, times in pair if turn % 2 else pair[::-1]:
            taken, rows = seconds(work)
            times.append(taken)
        for work, times in ((limited, apart), (theirs, wall)):
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
    return min(mine), min(other), rows, min(wall) / min(apart)


def main(count: str = "100000", place: str = "") -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(place or temporary) / "store" if not place else Path(place)
        if not (folder / "CURRENT").exists():
            taken, _ = seconds(lambda: fill(folder, int(count)) or 0)
            print(f"{int(count):,} statements filled in {taken:.0f} s", file=sys.stderr)
        raw = ox.Store.read_only(str(folder))
        with open_store(folder, read_only=True) as store:
            values = values_of(store)
            print(f"{'question':28} {'parameters':10} {'rows':>7} {'seconds':>8} {'pyoxigraph':>10} {'ratio':>6} {'limited':>7}")
            worst, slowest = 9.0, 0.0
            for question in load_queries().values():
                for kind in ("needed", "all"):
                    given = {p.name: values[p.name] for p in question.parameters if kind == "all" or p.default is None}
                    if kind == "all" and all(p.default is None for p in question.parameters):
                        continue
                    ours, theirs, rows, limited = compare(store, raw, question, given)
                    mark = "  slow" * (ours >= SLOW) + "  under 0.9" * (theirs / ours < 0.9)
                    line = f"{question.name:28} {kind:10} {rows:7,} {ours:8.4f} {theirs:10.4f} {theirs / ours:6.2f} {limited:7.2f}{mark}"
                    print(line, flush=True)
                    worst, slowest = min(worst, theirs / ours), max(slowest, ours)
            print(f"worst ratio {worst:.2f}, slowest {slowest:.2f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
