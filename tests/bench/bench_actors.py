"""Prints how long half a million imported names take to load, and what they cost extraction, as ratios in one run.

Run it with `python tests/bench/bench_actors.py [NAMES]`. The names are invented persons' (a fixed seed); the articles are the samples.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import kg
from kg.actors.compiled import load_gazetteer
from kg.articles import read_articles
from kg.extract.pipeline import extract_article

SAMPLES = Path(__file__).parent.parent.parent / "data" / "articles"
ROUNDS = 6


def invented(names: int) -> str:
    """A table of persons with two names each."""
    chance = random.Random(1)

    def word(longest: int) -> str:
        return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, longest))).title()

    first, last = [word(3) for _ in range(5_000)], [word(4) for _ in range(60_000)]
    rows = ((chance.choice(first), chance.choice(first), chance.choice(last)) for _ in range(names // 2))
    return "id\tlabel\tnames\n" + "".join(f"x-{i}\t{a} {c}\t{a} {b} {c}\n" for i, (a, b, c) in enumerate(rows))


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes by the clock."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(names: int) -> None:
    articles = list(read_articles([SAMPLES], lambda error: print(error, file=sys.stderr)))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KG_CACHE"] = str(Path(folder) / "cache")
        own = Path(folder) / "own"
        own.mkdir()
        (own / "persons.tsv").write_text(invented(names), encoding="utf-8")
        print(f"{names:,} names: {seconds(lambda: load_gazetteer(None, own)):.1f} s to read and compile", end="")
        print(f", {seconds(lambda: load_gazetteer(None, own)):.1f} s from the cache")
        plain, large = kg.load(), kg.load(actors=own)
        spent = {"plain": 0.0, "large": 0.0}
        for number in range(ROUNDS + 1):
            if number == 1:
                spent = dict.fromkeys(spent, 0.0)
            for name, nlp in (("plain", plain), ("large", large)):
                begin = time.process_time()
                for article in articles:
                    extract_article(nlp, article)
                spent[name] += time.process_time() - begin
        print(f"extraction with them takes {spent['large'] / spent['plain'] - 1:+.1%} of the time without")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
