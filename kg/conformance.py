"""Says whether a statement satisfies `ontology/shapes.ttl` before it is written, without SHACL: the two say the same, in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from kg.knowledge import Relation, load_relations
from kg.model import ACTOR_TYPES, MODALITIES, PHASES, Actor, ContextParty, EventType, Evidence, Mention, Period, Statement
from kg.rdf import BASE, Names

EVENT_TYPES: frozenset[str] = frozenset(get_args(EventType))
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Words = Evidence | Mention | ContextParty


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What is wrong with one thing of a build: its IRI, what it must be, and the value that breaks it, if there is one."""

    focus: str
    problem: str
    value: str | None = None

    def __str__(self) -> str:
        """One line: `statement:9f2c… must have exactly one source`.

        >>> str(Violation("https://w3id.org/geokg/id/statement/9f", "must name exactly one rule"))
        'statement:9f must name exactly one rule'
        """
        return f"{_short(self.focus)} {self.problem}" + (f", not {_short(self.value)}" if self.value is not None else "")


def violations(statement: Statement, *, base: str = BASE) -> list[Violation]:
    """What breaks the shapes in a statement, sorted; an empty list when it conforms."""
    names = Names(base)
    node = names.statement(statement.id).value
    found = [Violation(node, problem) for problem in _of_statement(statement, load_relations().get(statement.relation))]
    for name, words in _parts(statement):
        if len(words.text) != words.end - words.start:
            found.append(Violation(f"{node}_{name}", "must quote as many characters as its offsets span"))
    found += [Violation(names.actor(actor.id).value, "must have a name") for actor in _parties(statement) if not actor.label]
    if statement.date is not None and statement.modality == "asserted" and not statement.negated:
        found += [Violation(f"{node}_event", problem) for problem in _of_event(statement, statement.date)]
    return sorted(set(found), key=lambda one: (one.focus, one.problem))


def _of_statement(statement: Statement, relation: Relation | None) -> Iterator[str]:
    if statement.source.actor.type not in ACTOR_TYPES:
        yield "must have an actor as its source, not an object"
    if relation is None:
        yield "must use a relation that relations.ttl defines"
    if statement.event_type not in EVENT_TYPES:
        yield "must have one of the sixteen PLOVER types as its event type"
    if statement.quad not in (1, 2, 3, 4):
        yield "must have exactly one quad, 1, 2, 3 or 4"
    if statement.polarity not in (-1, 0, 1):
        yield "must have exactly one polarity, -1, 0 or 1"
    if relation is not None and _codes_differ(statement, relation):
        yield "must have the event type, the quad and the polarity of its relation"
    if not -10 <= statement.intensity <= 10:
        yield "must have exactly one intensity, a decimal number from -10 to 10"
    if statement.modality not in MODALITIES:
        yield "must have exactly one modality: asserted, future, possible or demanded"
    if statement.phase not in (None, *PHASES):
        yield "may have one phase: began, continues or ended"
    if statement.confidence is not None and not 0 <= statement.confidence <= 1:
        yield "may have one confidence, a decimal number from 0 to 1"
    if not statement.rule:
        yield "must name exactly one rule"
    if statement.speaker is not None and statement.speaker.actor.type not in ACTOR_TYPES:
        yield "must have an actor as its speaker, not an object"
    if any(reporter.actor.type not in ACTOR_TYPES for reporter in statement.reporters):
        yield "must have actors as its reporters, not objects"
    yield from _of_words(statement)
    if statement.date is not None:
        yield from _of_date(statement.date)


def _codes_differ(statement: Statement, relation: Relation) -> bool:
    return (
        (statement.event_type in EVENT_TYPES and statement.event_type != relation.event_type)
        or (statement.quad in (1, 2, 3, 4) and statement.quad != relation.quad)
        or (statement.polarity in (-1, 0, 1) and statement.polarity != relation.polarity)
    )


def _of_words(statement: Statement) -> Iterator[str]:
    if not _complete(statement.evidence):
        yield "must have exactly one piece of evidence, a quote and its place in the article"
    if statement.trigger is not None and not 0 <= statement.trigger.start < statement.trigger.end:
        yield "may have one trigger, a place in the article"
    if not _complete(statement.source):
        yield "must have exactly one source mention, complete"
    if not _complete(statement.target):
        yield "must have exactly one target mention, complete"
    if statement.speaker is not None and not _complete(statement.speaker):
        yield "may have one speaker mention, complete"
    if not all(map(_complete, statement.reporters)):
        yield "must have reporter mentions that are complete"
    if not all(party.role and _complete(party) for party in statement.context):
        yield "must have context parties with a role, a party, a position and their words"


def _of_date(period: Period) -> Iterator[str]:
    if _day(period.start) is None:
        yield "must have a first day written YYYY-MM-DD"
    if _day(period.end) is None:
        yield "must have a last day written YYYY-MM-DD"
    if _DAY.fullmatch(period.start) and _DAY.fullmatch(period.end) and period.start > period.end:
        yield "must not end before it begins"


def _of_event(statement: Statement, period: Period) -> Iterator[str]:
    if load_relations().get(statement.relation) is None:
        yield "must have exactly one relation as its event type"
    if statement.source.actor.type not in ACTOR_TYPES:
        yield "must have actors"
    if _day(period.start) is None:
        yield "must begin on one day"
    if _day(period.end) is None:
        yield "must end on one day"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _complete(words: Words) -> bool:
    return bool(words.text) and 0 <= words.start < words.end


def _parts(statement: Statement) -> Iterator[tuple[str, Words]]:
    yield from (("evidence", statement.evidence), ("source", statement.source), ("target", statement.target))
    if statement.speaker is not None:
        yield "speaker", statement.speaker
    yield from ((f"reporter_{position}", reporter) for position, reporter in enumerate(statement.reporters, start=1))
    yield from ((f"context_{position}", party) for position, party in enumerate(statement.context, start=1))


def _parties(statement: Statement) -> Iterator[Actor]:
    for mention in (statement.source, statement.target, statement.speaker, *statement.reporters):
        if mention is not None:
            yield from (mention.actor, mention.principal)
    yield from (party.actor for party in statement.context)


def _short(iri: str) -> str:
    for prefix, namespace in sorted(Names(BASE).prefixes().items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
