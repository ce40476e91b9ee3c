"""A synthetic store for benchmarks: any number of statements, the same every time, in the shape that the program itself writes.

Actors are spoken of by Zipf's law, a quarter of them states, and the others act for a state, again by Zipf's law: so the busiest two
principals share five per cent of all statements. Relations come from the ontology; articles of ten statements, one every ten minutes
from 2015 on, come from fifty outlets. A statement makes about ninety quads: `python tests/bench/synthetic.py 100000 out/synthetic.nq`.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from pathlib import Path

from pyoxigraph import Quad

from kg.actors.tables import load_actors
from kg.build import actor_facts, context_edges
from kg.knowledge import Relation, load_relations
from kg.model import Actor, Article, Block, ContextParty, Evidence, Mention, Modality, Period, Statement
from kg.rdf import Run, article_to_quads, statement_to_quads

SEED = 5
PER_ARTICLE = 10
ACTORS, STATES = 400, 100
OUTLETS = 50
FIRST_DAY = dt.datetime(2015, 1, 1)
BETWEEN_ARTICLES = dt.timedelta(minutes=10)
RUN = Run("geokg synthetic", "none", "")


def synthetic_articles(count: int, seed: int = SEED) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
    """Articles with `count` statements in all, ten an article; the first statements of a longer run are those of a shorter one."""
    world = _World(seed)
    for number in range(-(-count // PER_ARTICLE)):
        yield world.article(number, min(PER_ARTICLE, count - number * PER_ARTICLE))


def synthetic_statements(count: int, seed: int = SEED) -> Iterator[Statement]:
    """The statements of `synthetic_articles`, one after the other."""
    for _, statements in synthetic_articles(count, seed):
        yield from statements


def article_quads(article: Article, statements: Iterable[Statement]) -> Iterator[Quad]:
    """The quads that a build makes of an article with its statements."""
    yield from article_to_quads(article, RUN)
    for statement in statements:
        yield from statement_to_quads(statement, run=RUN, context_edges=context_edges(), actor_facts=actor_facts())


def synthetic_quads(count: int, seed: int = SEED) -> Iterator[Quad]:
    """The quads of `count` statements and their articles."""
    for article, statements in synthetic_articles(count, seed):
        yield from article_quads(article, statements)


def write_nquads(count: int, path: Path, seed: int = SEED) -> int:
    """Write the quads of `count` statements as N-Quads and say how many lines that are, sorted and each once as an export has them."""
    lines = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for article, statements in synthetic_articles(count, seed):
            quads = sorted({f"{quad} .\n" for quad in article_quads(article, statements)})
            lines += len(quads)
            out.writelines(quads)
    return lines


class _World:
    """Who is spoken of and how; draws from one seeded generator, article after article."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        records = sorted(load_actors().records.values(), key=lambda record: record.id)
        known = [Actor(f"actor/{record.id.removeprefix('actor/')}", record.label, record.type) for record in records]
        self.draw.shuffle(known)
        states = [actor for actor in known if actor.type == "State"]
        acting = [actor for actor in known if actor.type in ("Organisation", "Organ", "Person", "Group")]
        self.actors = [*states[:STATES], *acting[: ACTORS - STATES]]
        self.draw.shuffle(self.actors)
        masters = self.draw.choices(states[:STATES], cum_weights=list(accumulate(1 / rank for rank in range(1, STATES + 1))), k=ACTORS)
        served = zip(self.actors, masters, strict=True)
        self.principals = {actor.id: actor if actor.type == "State" else master for actor, master in served}
        self.things = [actor for actor in known if actor.type == "Programme"] or self.actors
        self.shares = list(accumulate(1 / rank for rank in range(1, len(self.actors) + 1)))
        self.relations = [relation for _, relation in sorted(load_relations().items())]
        self.often = list(accumulate(1 / rank for rank in range(1, len(self.relations) + 1)))

    def article(self, number: int, size: int) -> tuple[Article, tuple[Statement, ...]]:
        article_id = f"synthetic-{number:07}"
        published = FIRST_DAY + number * BETWEEN_ARTICLES
        sentences: list[str] = []
        statements: list[Statement] = []
        start = 0
        for _ in range(size):
            statement = self.statement(article_id, published.date(), start)
            statements.append(statement)
            sentences.append(statement.evidence.text)
            start = statement.evidence.end + 1
        text = " ".join(sentences)
        outlet = f"Outlet {self.draw.randrange(OUTLETS) + 1}"
        article = Article(
            article_id, text, (Block("paragraph", 0, len(text)),), f"Report {number}", published.date().isoformat(), None, outlet
        )
        return article, tuple(statements)

    def statement(self, article_id: str, day: dt.date, start: int) -> Statement:
        draw = self.draw
        relation = draw.choices(self.relations, cum_weights=self.often)[0]
        source, target = self.pair()
        speaker = draw.choices(self.actors, cum_weights=self.shares)[0] if draw.random() < 0.3 else None
        party = draw.choice(self.things) if relation.context_role is not None or draw.random() < 0.05 else None
        role = relation.context_role or "over"
        phrase = (relation.phrase if party is not None else relation.plain_phrase).replace("{target}", target.label)
        words = [(source.label, "source"), (f" {relation.plain_phrase} ", ""), (target.label, "target")]
        words += [(f" {role} ", ""), (party.label, "party")] if party is not None else []
        words += [(", said ", ""), (speaker.label, "speaker")] if speaker is not None else []
        words += [(f", the {draw.randrange(10_000)}th such report.", "")]
        place: dict[str, tuple[str, int, int]] = {}
        sentence = ""
        for text, part in words:
            place[part] = (text, start + len(sentence), start + len(sentence) + len(text))
            sentence += text
        began = day - dt.timedelta(days=draw.randrange(30))
        modality: Modality = draw.choices(("asserted", "future", "possible", "demanded"), (85, 6, 5, 4))[0]
        return Statement(
            article=article_id,
            source=self.mention(source, place["source"]),
            relation=relation.name,
            label=phrase,
            event_type=relation.event_type,
            quad=relation.quad,
            polarity=relation.polarity,
            intensity=relation.intensity,
            target=self.mention(target, place["target"]),
            evidence=Evidence(sentence, start, start + len(sentence)),
            rule=f"frame:{_slug(relation)}",
            context=(ContextParty(role, party, *place["party"]),) if party is not None else (),
            speaker=self.mention(speaker, place["speaker"]) if speaker is not None else None,
            negated=draw.random() < 0.05,
            modality=modality,
            date=Period(began.isoformat(), min(day, began + dt.timedelta(days=draw.randrange(3))).isoformat(), "recently"),
            confidence=round(draw.uniform(0.3, 1), 2),
        )

    def pair(self) -> tuple[Actor, Actor]:
        source, target = self.draw.choices(self.actors, cum_weights=self.shares, k=2)
        while source.id == target.id:
            target = self.draw.choices(self.actors, cum_weights=self.shares)[0]
        return source, target

    def mention(self, actor: Actor, words: tuple[str, int, int]) -> Mention:
        return Mention(actor, self.principals[actor.id], *words)


def _slug(relation: Relation) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in relation.name)


def main(count: str = "100000", path: str = "") -> None:
    """Write N-Quads to a file, or to standard output."""
    if path:
        print(f"{write_nquads(int(count), Path(path)):,} quads", file=sys.stderr)
    else:
        sys.stdout.writelines(f"{quad} .\n" for quad in islice(synthetic_quads(int(count)), None))


if __name__ == "__main__":
    main(*sys.argv[1:])
