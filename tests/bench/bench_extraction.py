"""Prints what each part of extraction costs, as a share of what spaCy's own components cost in the same run.

Run it with `python tests/bench/bench_extraction.py [ARTICLES…]`; without arguments it reads the sample articles, five times.
Processor time is measured, so that other programs disturb little; the first round warms the caches and is not counted.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import kg
from kg.articles import read_articles
from kg.extract.pipeline import STAGES, blocks_of, joined, knowledge_of, statements_of
from kg.extract.reading import read

Value = TypeVar("Value")
SAMPLES = Path(__file__).parent.parent.parent / "data" / "articles"
ROUNDS = 5


def main(paths: list[Path]) -> None:
    nlp = kg.load()
    knowledge = knowledge_of(nlp)
    articles = list(read_articles(paths or [SAMPLES], lambda error: print(error, file=sys.stderr)))
    spent: Counter[str] = Counter()
    tokens = statements = 0

    def timed(part: str, work: Callable[[], Value]) -> Value:
        begin = time.process_time()
        value = work()
        spent[part] += time.process_time() - begin
        return value

    for number in range(ROUNDS + 1):
        if number == 1:
            spent.clear()
            tokens = statements = 0
        for article in articles:
            reading = timed("reading", lambda article=article: read(nlp, article))
            if not reading.words:
                continue
            blocks = timed("reading", lambda r=reading: blocks_of(nlp, r))
            read_blocks = timed("spaCy", lambda blocks=blocks: list(nlp.pipe(blocks, disable=STAGES)))
            doc = timed("reading", lambda parts=read_blocks, r=reading: joined(parts, r))
            for stage in STAGES:
                doc = timed(stage, lambda stage=stage, doc=doc: nlp.get_pipe(stage)(doc))
            found = timed("coding", lambda doc=doc, a=article, r=reading: list(statements_of(doc, a, r, knowledge)))
            tokens += len(doc)
            statements += len(found)
    ours = sum(seconds for part, seconds in spent.items() if part != "spaCy")
    print(f"{len(articles)} articles, {tokens // ROUNDS} tokens, {statements // ROUNDS} statements, {ROUNDS} rounds")
    for part, seconds in spent.most_common():
        print(f"{part:16} {seconds / spent['spaCy']:7.1%} of spaCy")
    print(f"{'all of ours':16} {ours / spent['spaCy']:7.1%} of spaCy")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
