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

from spacy.tokens import Doc

import kg
from kg.articles import read_articles
from kg.extract.annotation import DATA_KEY, Annotation
from kg.extract.pipeline import STAGES, knowledge_of, part_of, statements_of
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
            if not len(reading.doc):
                continue
            headings = reading.headings
            blocks = timed("reading", lambda r=reading, h=headings: [part_of(r.doc, b, e, n in h) for n, (b, e) in enumerate(r.paragraphs)])
            read_blocks = timed("spaCy", lambda blocks=blocks: list(nlp.pipe(blocks, disable=STAGES)))
            doc = timed("reading", lambda parts=read_blocks: Doc.from_docs(parts, ensure_whitespace=True))
            doc.user_data[DATA_KEY] = Annotation(reading.date, reading.article, paragraphs=list(reading.paragraphs), headings=set(headings))
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
