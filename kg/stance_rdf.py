"""Stances as RDF: one `kg:Stance` a dyad and window, derived from its statements.

Stances are never part of a store: they can always be computed again, and say so by prov:wasDerivedFrom.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.evidence import load_weights
from kg.model import Actor
from kg.rdf import BASE, KG, LANGUAGE, Names, term
from kg.stance import Stance

TYPE, LABEL, PREF_LABEL, DERIVED_FROM = term("rdf:type"), term("rdfs:label"), term("skos:prefLabel"), term("prov:wasDerivedFrom")
STANCE, SOURCE, TARGET = term("kg:Stance"), term("kg:stanceOf"), term("kg:stanceTowards")
SCORE, MARGIN, LOW, HIGH, WEIGHT = term("kg:score"), term("kg:margin"), term("kg:low"), term("kg:high"), term("kg:weight")
DISAGREEMENT, HALF_LIFE = term("kg:disagreement"), term("kg:halfLife")
SINCE, UNTIL, REFERENCE, FIRST, LAST = term("kg:since"), term("kg:until"), term("kg:asOf"), term("kg:firstDay"), term("kg:lastDay")
COUNTS = {
    "cooperative": term("kg:cooperative"),
    "conflictual": term("kg:conflictual"),
    "neutral": term("kg:neutral"),
    "negated": term("kg:negatedCount"),
    "ended": term("kg:endedCount"),
    "copies": term("kg:copies"),
    "attributed": term("kg:attributed"),
    "articles": term("kg:articles"),
    "outlets": term("kg:outlets"),
}
DIGITS = 4
"""Decimals of scores, margins and shares in print."""


def printed(number: float) -> float:
    """A score, a margin or a share as it is printed and written: with four decimals, and never as −0."""
    return round(number, DIGITS) + 0.0


def half_life(stance: Stance) -> float:
    """The half-life by which a stance was computed, in days."""
    return load_weights().half_life if stance.window.half_life is None else stance.window.half_life


def stance_node(stance: Stance, base: str = BASE) -> NamedNode:
    """The IRI of a stance: a hash of its dyad and its window, so that the same question gives the same IRI."""
    window = stance.window
    asked = [stance.source.id, stance.target.id, window.since, window.until, half_life(stance)]
    return NamedNode(f"{base}stance/{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]}")


def stance_to_quads(stance: Stance, *, base: str = BASE) -> Iterator[Quad]:
    """A stance with its actors' names, in the default graph; numbers with four decimals, a half-life that is infinite is left out."""
    names, node = Names(base), stance_node(stance, base)
    source, target = names.actor(stance.source.id), names.actor(stance.target.id)
    label = f"{stance.source.label} → {stance.target.label}: {printed(stance.score):+.2f}"
    yield Quad(node, TYPE, STANCE)
    yield Quad(node, LABEL, Literal(label, language=LANGUAGE))
    yield Quad(node, SOURCE, source)
    yield Quad(node, TARGET, target)
    numbers = (SCORE, stance.score), (MARGIN, stance.margin), (LOW, stance.low), (HIGH, stance.high), (WEIGHT, stance.weight)
    for predicate, number in (*numbers, (DISAGREEMENT, stance.disagreement), (HALF_LIFE, half_life(stance))):
        if math.isfinite(number):
            yield Quad(node, predicate, Literal(f"{printed(number):.{DIGITS}f}", datatype=term("xsd:decimal")))
    for name, predicate in COUNTS.items():
        yield Quad(node, predicate, Literal(str(getattr(stance, name)), datatype=term("xsd:integer")))
    days = (SINCE, stance.window.since), (UNTIL, stance.window.until), (REFERENCE, stance.reference)
    for predicate, day in (*days, (FIRST, stance.first), (LAST, stance.last)):
        if day is not None:
            yield Quad(node, predicate, Literal(day, datatype=term("xsd:date")))
    for statement in stance.statements:
        yield Quad(node, DERIVED_FROM, names.statement(statement.id))
    yield from _named(stance.source, source)
    yield from _named(stance.target, target)


def stances_to_quads(stances: Iterable[Stance], *, base: str = BASE) -> Iterator[Quad]:
    """The quads of several stances."""
    for stance in stances:
        yield from stance_to_quads(stance, base=base)


def _named(actor: Actor, node: NamedNode) -> Iterator[Quad]:
    name = Literal(actor.label, language=LANGUAGE)
    yield Quad(node, TYPE, NamedNode(KG + actor.type))
    yield Quad(node, LABEL, name)
    yield Quad(node, PREF_LABEL, name)
