"""What stances cost: 30,000 statements of 3,000 dyads, and the near-duplicates among 2,000 articles.

    python tests/bench/bench_stances.py

Prints the time of computing all stances as a multiple of the time of hashing the ids of their statements, which no run can spare.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_stance import act, mention

from kg import article
from kg.articles.duplicates import near_duplicates
from kg.model import Actor
from kg.stance import Window, stances

ACTORS, DYADS, STATEMENTS, ARTICLES = 300, 3_000, 30_000, 2_000


def seconds(work: Callable[[], object]) -> float:
    """The best of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    chance = random.Random(1)
    parties = [Actor(f"actor/a{n}", f"A{n}", "State") for n in range(ACTORS)]
    dyads = [(mention(one), mention(other)) for one, other in (chance.sample(parties, 2) for _ in range(DYADS))]
    rows = []
    for n in range(STATEMENTS):
        source, target = dyads[n % DYADS]
        day = date(2015, 1, 1) + timedelta(chance.randrange(3650))
        words = f"The {n % 29_000}th sentence, with about as many words as a sentence of the news has on an ordinary day."
        row = act(
            chance.choice((-9.0, -2.0, 3.5, 7.0)),
            f"article-{n // 5}",
            day.isoformat(),
            words=words,
            source=source.actor,
            target=target.actor,
        )
        rows.append(row)
    floor = seconds(lambda: [row.id for row in rows])
    for name, window in (("all days", Window()), ("one year", Window("2020-01-01", "2020-12-31"))):
        taken = seconds(lambda window=window: stances(rows, window=window))
        print(f"{len(rows):,} statements, {name}: {taken:.2f} s, {taken / floor:.1f} times their ids")
    words = [f"word{n}" for n in range(3_000)]
    texts = [chance.choices(words, k=500) for _ in range(ARTICLES // 2)]
    articles = [article(" ".join(text), id=f"{kind}{n}") for n, text in enumerate(texts) for kind in ("wire", "copy")]
    start = time.perf_counter()
    groups = near_duplicates(articles)
    print(f"{len(articles):,} articles: {time.perf_counter() - start:.2f} s, {len(set(groups.values())):,} groups")


if __name__ == "__main__":
    main()
