"""Quads to statements: the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pyoxigraph import NamedNode, Quad

from kg.errors import StatementError
from kg.model import ACTOR_TYPES, OBJECT_TYPES, Actor, ContextParty, EventType, Evidence, Mention, Period, Statement, Trigger
from kg.rdf.terms import (
    ACTOR,
    BASE,
    BEGINS,
    CONFIDENCE,
    CONTEXT,
    DERIVED_FROM,
    END,
    ENDS,
    EVENT_TYPE,
    EVIDENCE,
    EXACT,
    HAS_SELECTOR,
    INTENSITY,
    LABEL,
    MODALITY,
    MODALITY_NAMES,
    NEGATED,
    PARTY,
    PHASE,
    PHASE_NAMES,
    POLARITY,
    POSITION,
    PRINCIPAL,
    QUAD,
    RELATION,
    REPORTER_MENTION,
    ROLE,
    RULE,
    SOURCE_MENTION,
    SPEAKER_MENTION,
    START,
    STATEMENT,
    TARGET_MENTION,
    TIME_TEXT,
    TRIGGER,
    TYPE,
    VERB_PHRASE,
    Names,
    local_name,
)

_EVENT_TYPES: frozenset[str] = frozenset(get_args(EventType))
_MODALITIES = {name: modality for modality, name in MODALITY_NAMES.items()}
_PHASES = {name: phase for phase, name in PHASE_NAMES.items()}


def statements_from_quads(quads: Iterable[Quad], *, base: str = BASE) -> Iterator[Statement]:
    """The statements that `statement_to_quads` wrote, in the order of their ids within each article, articles by IRI.

    All quads are held in memory: give the graphs one by one when there are many. Quads of the default graph (a Turtle file) do as
    well. Raises `StatementError` when a statement lacks a part, or its content does not give its id.
    """
    graphs: dict[str, _Graph] = {}
    for quad in quads:
        subject, name = quad.subject, quad.graph_name
        if isinstance(subject, NamedNode):
            graph = graphs.setdefault(name.value if isinstance(name, NamedNode) else "", {})
            graph.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    for _, graph in sorted(graphs.items()):
        for subject_iri in sorted(iri for iri, facts in graph.items() if STATEMENT in facts.get(TYPE.value, ())):
            yield _Reader(graph, Names(base)).statement(NamedNode(subject_iri))


_Graph = dict[str, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class _Reader:
    graph: _Graph
    names: Names

    def statement(self, node: NamedNode) -> Statement:
        try:
            found = self._statement(node)
        except (ValueError, KeyError) as wrong:
            raise StatementError(f"<{node.value}> holds an illegal value: {wrong}") from wrong
        if found.id != self.names.statement_id(node):
            raise StatementError(f"<{node.value}> does not match its content ({found.id}): it was edited, or another version made it")
        return found

    def _statement(self, node: NamedNode) -> Statement:
        optional = (CONFIDENCE, BEGINS, SPEAKER_MENTION, PHASE, TRIGGER)
        confidence, begins, speaker, phase, trigger = (self.maybe(node, predicate) for predicate in optional)
        event_type = local_name(self.node(node, EVENT_TYPE))
        if event_type not in _EVENT_TYPES:
            raise StatementError(f"<{node.value}>: {event_type!r} is no event type")
        parts, reporters = self.in_order(node, CONTEXT), self.in_order(node, REPORTER_MENTION)
        return Statement(
            article=self.names.article_id(self.node(node, DERIVED_FROM)),
            source=self.mention(self.node(node, SOURCE_MENTION)),
            relation=local_name(self.node(node, RELATION)),
            label=self.value(node, VERB_PHRASE),
            event_type=event_type,
            quad=int(self.value(node, QUAD)),
            polarity=int(self.value(node, POLARITY)),
            intensity=float(self.value(node, INTENSITY)),
            target=self.mention(self.node(node, TARGET_MENTION)),
            evidence=Evidence(*self.words(self.node(node, EVIDENCE))),
            rule=self.value(node, RULE),
            context=tuple(ContextParty(self.value(part, ROLE), self.actor(self.node(part, PARTY)), *self.words(part)) for part in parts),
            speaker=None if speaker is None else self.mention(self.node(node, SPEAKER_MENTION)),
            negated=self.value(node, NEGATED) in ("true", "1"),
            modality=_MODALITIES[local_name(self.node(node, MODALITY))],
            date=None if begins is None else Period(begins.value, self.value(node, ENDS), self.value(node, TIME_TEXT)),
            confidence=None if confidence is None else float(confidence.value),
            reporters=tuple(self.mention(reporter) for reporter in reporters),
            phase=None if phase is None else _PHASES[local_name(phase)],
            trigger=None if trigger is None else Trigger(int(self.value(trigger, START)), int(self.value(trigger, END))),
        )

    def in_order(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The parts of a statement that have positions, in their order."""
        return sorted(self.graph[node.value].get(predicate.value, ()), key=lambda part: int(self.value(part, POSITION)))

    def mention(self, node: NamedNode) -> Mention:
        return Mention(self.actor(self.node(node, ACTOR)), self.actor(self.node(node, PRINCIPAL)), *self.words(node))

    def actor(self, node: NamedNode) -> Actor:
        types = (local_name(kind) for kind in self.graph.get(node.value, {}).get(TYPE.value, ()))
        kind = min((name for name in types if name in ACTOR_TYPES or name in OBJECT_TYPES), default=None)
        if kind is None:
            raise StatementError(f"<{node.value}> has no type of actor")
        return Actor(self.names.actor_id(node), self.value(node, LABEL), kind)

    def words(self, node: NamedNode) -> tuple[str, int, int]:
        text, start, end = None, None, None
        for selector in self.graph.get(node.value, {}).get(HAS_SELECTOR.value, ()):
            text = self.maybe(selector, EXACT) or text
            start, end = self.maybe(selector, START) or start, self.maybe(selector, END) or end
        if text is None or start is None or end is None:
            raise StatementError(f"<{node.value}> lacks its words or their place in the article")
        return text.value, int(start.value), int(end.value)

    def maybe(self, node: NamedNode, predicate: NamedNode) -> Any:
        """The value of a property, the smallest when graphs were merged that differ, None when there is none."""
        values = self.graph.get(node.value, {}).get(predicate.value)
        return min(values, key=str) if values else None

    def value(self, node: NamedNode, predicate: NamedNode) -> str:
        found = self.maybe(node, predicate)
        if found is None:
            raise StatementError(f"<{node.value}> lacks {local_name(predicate)}")
        return str(found.value)

    def node(self, node: NamedNode, predicate: NamedNode) -> NamedNode:
        found = self.maybe(node, predicate)
        if not isinstance(found, NamedNode):
            raise StatementError(f"<{node.value}> lacks {local_name(predicate)}, or it is no IRI")
        return found
