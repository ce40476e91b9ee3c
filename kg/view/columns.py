"""A view as columns of numbers over tables of strings: what the page's script reads, small enough to embed 30,000 statements.

Every string stands once. Offsets of mentions count code points from the start of their sentence. A day is its number from 1970-01-01.
Nothing is lost: from the columns the page writes each statement as the RDF that `kg export` writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from typing import Any

from kg.model import ContextParty, Mention, Statement
from kg.rdf import KG, Names
from kg.stance import load_weights, said
from kg.view.model import View, second_party

EPOCH = dt.date(1970, 1, 1).toordinal()
NONE = -1


class Strings:
    """Numbers strings, or other values, in the order in which they come."""

    def __init__(self, values: Iterable[Hashable] = ()) -> None:
        self.numbers: dict[Hashable, int] = {}
        for value in values:
            self(value)

    def __call__(self, value: Hashable) -> int:
        """The number of a value; −1 for None."""
        return NONE if value is None else self.numbers.setdefault(value, len(self.numbers))

    @property
    def values(self) -> list[Any]:
        """The values by number."""
        return list(self.numbers)


def columns(view: View) -> dict[str, Any]:
    """The view as lists and plain values; see `kg/view/script/data.js`, which reads it."""
    actors = Strings(view.actors)
    articles = Strings(view.articles)
    outlets = Strings()
    for article in view.articles.values():
        outlets(article.outlet or None)
    return {
        "actors": _actor_columns(view),
        "articles": {
            "id": articles.values,
            "title": [article.title for article in view.articles.values()],
            "date": [article.date for article in view.articles.values()],
            "url": [article.url for article in view.articles.values()],
            "outlet": [outlets(article.outlet or None) for article in view.articles.values()],
        },
        "outlets": outlets.values,
        **_statement_columns(view, actors, articles),
        "rdf": {"kg": KG, "base": view.options.base, "prefixes": Names(view.options.base).prefixes()},
        "weights": _weights(view),
    }


def _weights(view: View) -> dict[str, Any]:
    weights = load_weights()
    half_life = view.options.window.half_life
    return {
        "certainty": dict(weights.certainty),
        "unmeasured": weights.unmeasured_confidence,
        "prior": weights.prior_weight,
        "halfLife": weights.half_life if half_life is None else min(half_life, 1e9),
        "band": weights.neutral_band,
        "copyDays": weights.copy_days,
    }


def _actor_columns(view: View) -> dict[str, Any]:
    facts = [view.options.actor_facts.get(actor) for actor in view.actors]
    return {
        "id": list(view.actors),
        "label": [actor.label for actor in view.actors.values()],
        "type": [actor.type for actor in view.actors.values()],
        "wikidata": [fact.wikidata if fact else None for fact in facts],
        "iso2": [fact.iso2 if fact else None for fact in facts],
        "iso3": [fact.iso3 if fact else None for fact in facts],
    }


def _statement_columns(view: View, actors: Strings, articles: Strings) -> dict[str, Any]:
    sentences, labels, relations, events, rules, periods = (Strings() for _ in range(6))
    copies, twins, texts = Strings(), Strings(), Strings()
    sides: dict[str, list[list[int]]] = {"source": [], "target": []}
    rows: list[tuple[Any, ...]] = []
    sparse: dict[str, dict[int, Any]] = {name: {} for name in ("words", "speaker", "reporters", "context")}
    for number, (statement, day) in enumerate(zip(view.statements, view.days, strict=True)):
        said_as = said(statement)
        group = view.options.groups.get(statement.article)
        rows.append(
            (
                statement.id.removeprefix("st-"),
                articles(statement.article),
                None if day is None else dt.date.fromisoformat(day).toordinal() - EPOCH,
                relations(statement.relation),
                labels(statement.label),
                events(statement.event_type),
                statement.quad,
                statement.polarity,
                statement.intensity,
                int(statement.negated),
                statement.modality,
                statement.phase,
                statement.confidence,
                rules(statement.rule),
                periods((statement.date.start, statement.date.end, statement.date.text) if statement.date else None),
                sentences(statement.evidence.text),
                statement.evidence.start,
                statement.evidence.end,
                copies(said_as),
                NONE if group is None else twins((group, *said_as[:-1])),
                texts(("article", statement.article) if group is None else ("group", group)),
                _second(statement, view),
            )
        )
        for side, mention in (("source", statement.source), ("target", statement.target)):
            sides[side].append(_mention(mention, statement, actors)[:4])
            if _cut(statement, mention) != mention.text:
                sparse["words"].setdefault(number, {})[side] = mention.text
        if statement.speaker:
            sparse["speaker"][number] = _mention(statement.speaker, statement, actors)
        if statement.reporters:
            sparse["reporters"][number] = [_mention(reporter, statement, actors) for reporter in statement.reporters]
        if statement.context:
            sparse["context"][number] = [_party(party, statement, actors) for party in statement.context]
    names = (
        "id", "article", "day", "relation", "label", "event", "quad", "polarity", "intensity", "negated", "modality", "phase", "confidence",
        "rule", "period", "sentence", "start", "end", "copy", "twin", "text", "second",
    )  # fmt: skip
    table = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in names}
    for side, found in sides.items():
        table |= dict(
            zip([side, f"{side}For", f"{side}Start", f"{side}End"], map(list, zip(*found, strict=True)) if found else [[]] * 4, strict=True)
        )
    return {
        "statements": table,
        "sparse": sparse,
        "sentences": sentences.values,
        "labels": labels.values,
        "relations": relations.values,
        "secondRelations": [edge.relation if (edge := view.options.context_edges.get(name)) else None for name in relations.values],
        "events": events.values,
        "rules": rules.values,
        "periods": periods.values,
    }


def _second(statement: Statement, view: View) -> int:
    """The place in its context of the party that ends the second triple."""
    second = second_party(statement, view.options.context_edges)
    return NONE if second is None else statement.context.index(second)


def _mention(mention: Mention, statement: Statement, actors: Strings) -> list[Any]:
    start = statement.evidence.start
    return [actors(mention.actor.id), actors(mention.principal.id), mention.start - start, mention.end - start, mention.text]


def _party(party: ContextParty, statement: Statement, actors: Strings) -> list[Any]:
    start = statement.evidence.start
    return [actors(party.actor.id), party.role, party.start - start, party.end - start, party.text]


def _cut(statement: Statement, words: Mention | ContextParty) -> str | None:
    start, end = words.start - statement.evidence.start, words.end - statement.evidence.start
    return statement.evidence.text[start:end] if 0 <= start <= end else None
