"""A view as columns of numbers over tables of values: what the page's script reads, small enough to embed 30,000 statements.

Every string stands once. Offsets of mentions count code points from the start of their sentence. A day is its number from 1970-01-01.
There are two parts, so that the page can draw before it has read every sentence: one holds what the picture, its stances and its filters
need, the other what a reader of statements needs. Nothing is lost: from both the page writes each statement as the RDF that `kg export`
writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from kg.model import ContextParty, Mention, Statement
from kg.rdf import KG, Names
from kg.stance import load_weights, said
from kg.view.model import View, second_party

EPOCH = dt.date(1970, 1, 1).toordinal()
NONE = -1
NO_DAY = 2**31 - 1  # in the column of days: they come last


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
    """What draws the view, as plain values; `numbers` are the columns. See `kg/view/script/data.js`, which reads it."""
    articles, outlets = Strings(view.articles), Strings()
    relations, events, intensities, modalities, phases, confidences = (Strings() for _ in range(6))
    actors, copies, twins, texts = Strings(view.actors), Strings(), Strings(), Strings()
    names = (
        "article", "day", "relation", "event", "quad", "polarity", "intensity", "negated", "modality", "phase", "confidence",
        "copy", "twin", "text", "source", "sourceFor", "target", "targetFor", "speaker", "second",
    )  # fmt: skip

    def row(statement: Statement, day: str | None) -> tuple[int, ...]:
        said_as, group = said(statement), view.options.groups.get(statement.article)
        second = second_party(statement, view.options.context_edges)
        return (
            articles(statement.article),
            NO_DAY if day is None else dt.date.fromisoformat(day).toordinal() - EPOCH,
            relations(statement.relation),
            events(statement.event_type),
            statement.quad,
            statement.polarity,
            intensities(statement.intensity),
            int(statement.negated),
            modalities(statement.modality),
            phases(statement.phase),
            confidences(statement.confidence),
            copies(said_as),
            NONE if group is None else twins((group, *said_as[:-1])),
            texts(("article", statement.article) if group is None else ("group", group)),
            actors(statement.source.actor.id),
            actors(statement.source.principal.id),
            actors(statement.target.actor.id),
            actors(statement.target.principal.id),
            actors(statement.speaker.actor.id if statement.speaker else None),
            actors(second.actor.id if second else None),
        )

    return {
        "numbers": _table(names, (row(statement, day) for statement, day in zip(view.statements, view.days, strict=True))),
        "actors": _actor_columns(view),
        "articles": {"outlet": [outlets(article.outlet or None) for article in view.articles.values()]},
        "outlets": outlets.values,
        "relations": relations.values,
        "events": events.values,
        "intensities": intensities.values,
        "modalities": modalities.values,
        "phases": phases.values,
        "confidences": confidences.values,
        "weights": _weights(view),
    }


def reading(view: View) -> dict[str, Any]:
    """What a reader of statements sees, as plain values; `numbers` are the columns, `sparse` what few statements have, by place."""
    sentences, labels, rules, periods, actors = Strings(), Strings(), Strings(), Strings(), Strings(view.actors)
    names = (
        "label", "rule", "period", "sentence", "start", "end",
        "sourceStart", "sourceEnd", "targetStart", "targetEnd", "triggerStart", "triggerEnd",
    )  # fmt: skip

    def row(statement: Statement) -> tuple[int, ...]:
        start = statement.evidence.start
        return (
            labels(statement.label),
            rules(statement.rule),
            periods((statement.date.start, statement.date.end, statement.date.text) if statement.date else None),
            sentences(statement.evidence.text),
            start,
            statement.evidence.end,
            *(at - start for mention in (statement.source, statement.target) for at in (mention.start, mention.end)),
            *((trigger.start - start, trigger.end - start) if (trigger := statement.trigger) else (NONE, NONE)),
        )

    edges, facts, runs = view.options.context_edges, view.options.actor_facts, Strings()
    articles = view.articles.values()
    relations = dict.fromkeys(statement.relation for statement in view.statements)
    return {
        "numbers": _table(names, map(row, view.statements)),
        "ids": [statement.id.removeprefix("st-") for statement in view.statements],
        "sparse": _sparse(view, actors),
        "sentences": sentences.values,
        "labels": labels.values,
        "rules": rules.values,
        "periods": periods.values,
        "secondRelations": [edge.relation if (edge := edges.get(name)) else None for name in relations],
        "articles": {
            "id": list(view.articles),
            **{name: [getattr(article, name) for article in articles] for name in ("title", "date", "url", "language", "digest")},
            "run": [runs(article.run) for article in articles],
        },
        "runs": [{"id": run.id, **asdict(run)} for run in runs.values],
        "names": [list(known.names) if (known := facts.get(actor)) else [] for actor in view.actors],
        "rdf": {"kg": KG, "base": view.options.base, "prefixes": Names(view.options.base).prefixes()},
    }


def _table(names: tuple[str, ...], rows: Iterable[tuple[int, ...]]) -> dict[str, list[int]]:
    found = list(rows)
    return dict(zip(names, map(list, zip(*found, strict=True)), strict=True)) if found else {name: [] for name in names}


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


def _sparse(view: View, actors: Strings) -> dict[str, dict[int, Any]]:
    sparse: dict[str, dict[int, Any]] = {name: {} for name in ("words", "speaker", "reporters", "context")}
    for number, statement in enumerate(view.statements):
        if words := dict(_other_words(statement)):
            sparse["words"][number] = words
        if statement.speaker:
            sparse["speaker"][number] = _mention(statement.speaker, statement, actors)
        if statement.reporters:
            sparse["reporters"][number] = [_mention(reporter, statement, actors) for reporter in statement.reporters]
        if statement.context:
            sparse["context"][number] = [_party(party, statement, actors) for party in statement.context]
    return sparse


def _other_words(statement: Statement) -> Iterator[tuple[str, str]]:
    """The words of a side that are not those at its place in the sentence."""
    start = statement.evidence.start
    for side, mention in (("source", statement.source), ("target", statement.target)):
        begin, end = mention.start - start, mention.end - start
        if not 0 <= begin <= end or statement.evidence.text[begin:end] != mention.text:
            yield side, mention.text


def _mention(mention: Mention, statement: Statement, actors: Strings) -> list[Any]:
    start = statement.evidence.start
    return [actors(mention.actor.id), actors(mention.principal.id), mention.start - start, mention.end - start, mention.text]


def _party(party: ContextParty, statement: Statement, actors: Strings) -> list[Any]:
    start = statement.evidence.start
    return [actors(party.actor.id), party.role, party.start - start, party.end - start, party.text]
