"""What exporting costs: seconds and peak memory of each format for more and more statements.

    python tests/bench/bench_exports.py [--sizes 10000,100000] [--formats gexf,events]

Each format and size runs in a process of its own. Streaming holds when the peak hardly grows between the last two sizes.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from pyoxigraph import Quad

from kg.cli.export import FORMATS
from kg.model import Actor, Article, Evidence, Mention, Period, Statement
from kg.rdf import Run, article_to_quads, statement_to_quads

PER_ARTICLE = 20
RUN = Run("geokg bench", "none")
RELATIONS = (("supports", "SUPPORT", 1, 1, 3.5), ("accuses", "ACCUSE", 3, -1, -3.0), ("attacks", "ASSAULT", 4, -1, -9.0))


def quads(count: int) -> Iterator[Quad]:
    """The quads of `count` statements, twenty an article, among two hundred actors."""
    for number in range(0, count, PER_ARTICLE):
        name = f"article-{number:09}"
        yield from article_to_quads(Article(name, "text", (), "A headline", f"20{10 + number % 15}-03-04", None, "Outlet"), RUN)
        for place in range(min(PER_ARTICLE, count - number)):
            yield from statement_to_quads(statement(name, number + place), run=RUN)


def statement(article: str, number: int) -> Statement:
    source, target = (Actor(f"actor/a-{(number * factor) % 200}", f"Actor {(number * factor) % 200}", "State") for factor in (7, 11))
    relation, event_type, quad, polarity, intensity = RELATIONS[number % len(RELATIONS)]
    start = number % PER_ARTICLE * 100
    return Statement(
        article=article,
        source=Mention(source, source, "source", start, start + 6),
        relation=relation,
        label=relation,
        event_type=event_type,
        quad=quad,
        polarity=polarity,
        intensity=intensity,
        target=Mention(target, target, "target", start + 10, start + 16),
        evidence=Evidence("x" * 90, start, start + 90),
        rule="frame:bench",
        date=Period("2020-01-01", "2020-01-31", "in January") if number % 5 == 0 else None,
        confidence=0.8,
    )


def measure(name: str, count: int) -> None:
    """Print the seconds and the peak megabytes of one export."""
    from kg.cli.export import _writer
    from kg.exports.tables import write_tables

    begun = time.perf_counter()
    with open(os.devnull, "wb") as out:
        if name == "none":
            for _ in quads(count):
                pass
        elif name == "tables":
            write_tables(quads(count), out, out)
        else:
            _writer(name, rdf12=False)(quads(count), out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<12} {count:>9} statements {time.perf_counter() - begun:8.1f} s {peak:>6} MB", flush=True)


def main() -> None:
    """Measure the formats asked for; `none` makes the quads and throws them away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--formats", default=",".join(("none", *FORMATS)))
    parser.add_argument("--one", nargs=2)
    given = parser.parse_args()
    if given.one:
        measure(given.one[0], int(given.one[1]))
        return
    for name in given.formats.split(","):
        for size in given.sizes.split(","):
            subprocess.run([sys.executable, __file__, "--one", name, size], check=True)


if __name__ == "__main__":
    main()
