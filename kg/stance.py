"""From statements to stances: what many statements add up to between two actors.

The formula, on which the tests hold hand-calculated examples::

    contribution = intensity / 10 × confidence × certainty of the modality
    score        = mean contribution of the dyad's statements that are not negated

A confidence of None counts as 0.5: what nobody measured is neither trusted nor thrown away. The certainty is 1 for asserted, 0.6 for
future, 0.4 for possible and 0.2 for demanded statements. Intensity lies in [−10, 10] and confidence in [0, 1], hence the score in
[−1, 1]. Negated statements are kept and counted but stay out of the score: that an act did not happen is no sign of its opposite.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kg.model import Actor, Modality, Statement

Parties = Literal["principal", "actor"]
Sign = Literal["cooperative", "conflictual", "neutral"]

CERTAINTY: Mapping[Modality, float] = MappingProxyType({"asserted": 1.0, "future": 0.6, "possible": 0.4, "demanded": 0.2})
UNMEASURED_CONFIDENCE = 0.5
NEUTRAL_BAND = 0.05


@dataclass(frozen=True, slots=True)
class Stance:
    """What the statements of one dyad add up to, from `source` towards `target`.

    `score` lies in [−1, 1], is rounded to four decimals, and is 0 when no statement counts. `statements` holds every statement
    of the dyad, the negated ones too. `cooperative`, `conflictual` and `neutral` count the statements behind the score by their
    polarity, `negated` those kept out of it. `disagreement` lies in [0, 1]: 0 when all contributions point one way, 1 when the
    two ways balance.
    """

    source: Actor
    target: Actor
    score: float
    statements: tuple[Statement, ...]
    cooperative: int
    conflictual: int
    neutral: int
    negated: int
    disagreement: float

    @property
    def counted(self) -> int:
        """The number of statements behind the score."""
        return self.cooperative + self.conflictual + self.neutral

    @property
    def sign(self) -> Sign:
        """Cooperative or conflictual by the score; neutral when the score is within ±0.05 exclusive or every polarity is 0."""
        if abs(self.score) < NEUTRAL_BAND or not (self.cooperative or self.conflictual):
            return "neutral"
        return "cooperative" if self.score > 0 else "conflictual"


def contribution(statement: Statement) -> float:
    """What one statement adds to the score of its dyad, in [−1, 1]; 0 when it is negated."""
    if statement.negated:
        return 0.0
    confidence = UNMEASURED_CONFIDENCE if statement.confidence is None else statement.confidence
    return statement.intensity / 10 * confidence * CERTAINTY[statement.modality]


def parties(statement: Statement, by: Parties = "principal") -> tuple[Actor, Actor]:
    """Source and target of a statement, as principals or as the actors themselves.

    Two actors of one principal stay themselves: a minister who accuses a predecessor is no stance of their state towards itself.
    """
    source, target = statement.source, statement.target
    if by == "actor" or source.principal.id == target.principal.id:
        return source.actor, target.actor
    return source.principal, target.principal


def stances(statements: Iterable[Statement], by: Parties = "principal") -> tuple[Stance, ...]:
    """One stance for each dyad of the statements, sorted by the ids of source and target; empty for no statements.

    A statement given twice counts once. The order of the statements makes no difference.
    """
    unique = {statement.id: statement for statement in statements}
    dyads: dict[tuple[str, str], list[Statement]] = {}
    named: list[Actor] = []
    for key in sorted(unique):
        source, target = parties(unique[key], by)
        dyads.setdefault((source.id, target.id), []).append(unique[key])
        named += source, target
    actors = one_for_each_id(named)
    return tuple(_stance(actors[source], actors[target], dyads[source, target]) for source, target in sorted(dyads))


def one_for_each_id(actors: Iterable[Actor]) -> dict[str, Actor]:
    """The actors by id; where one id comes with several labels or types, the most frequent, then the first in the alphabet."""
    counts = Counter(actors)
    best: dict[str, Actor] = {}
    for actor in sorted(counts, key=lambda actor: (-counts[actor], actor.label, actor.type)):
        best.setdefault(actor.id, actor)
    return best


def _stance(source: Actor, target: Actor, statements: list[Statement]) -> Stance:
    counted = [statement for statement in statements if not statement.negated]
    contributions = [contribution(statement) for statement in counted]
    polarity = Counter(statement.polarity for statement in counted)
    return Stance(
        source=source,
        target=target,
        score=_rounded(math.fsum(contributions) / len(contributions)) if contributions else 0.0,
        statements=tuple(statements),
        cooperative=polarity[1],
        conflictual=polarity[-1],
        neutral=polarity[0],
        negated=len(statements) - len(counted),
        disagreement=_disagreement(contributions),
    )


def _disagreement(contributions: list[float]) -> float:
    towards = math.fsum(value for value in contributions if value > 0)
    against = -math.fsum(value for value in contributions if value < 0)
    return _rounded(2 * min(towards, against) / (towards + against)) if towards + against else 0.0


def _rounded(value: float) -> float:
    # Adding 0.0 turns the −0.0 that rounding can leave into 0.0, so that no page prints "−0.00".
    return round(value, 4) + 0.0
