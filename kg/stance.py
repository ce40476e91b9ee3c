"""From statements to stances: what many statements add up to between two actors, with a score, a margin and the counts behind it.

Every number that is a choice stands in `ontology/stance.tsv`: the certainties, the prior weight κ, the half-life h, the neutral band.
The formula, on which the tests hold hand-calculated examples::

    day         last day of the time that the sentence names, or the day of publication when that is earlier or the only one known
    effect      e = intensity / 10                                                          in [−1, 1]
    weight      w = confidence × certainty of the modality × 2^(−age / h)                   in [0, 1]
    age         reference − day in days; 0 for a statement without a day (no date, no decay)
    reference   the end of the period; without one, the latest day of the dyad's statements that count
    of an article a, over its statements of the dyad that count
                w_a = max w        e_a = Σ w e / Σ w
    score       Σ w_a e_a / (κ + Σ w_a)                                                     in (−1, 1)
    margin      √(κ / (κ + Σ w_a))                                                          in (0, 1]
    interval    from max(−1, score − margin) to min(1, score + margin)                      90 %

It is the posterior of a normal mean. The prior is normal around 0, and 90 % of it lies in [−1, 1]: of a dyad without evidence nothing
is known. An article is one observation of it with the variance of the prior × κ / w_a. Hence one certain article of today with effect e
gives the score e / (1 + κ), many agreeing ones come near to e, and old evidence fades into not knowing. Ten statements of one article
are one observation, for they are not independent. As of a fixed day, further evidence that is no copy and no ending
never widens the margin.

What counts:

- A statement of a period has a day, within it. Without a period, those without a day count too.
- Of the copies of one evidence the first counts: by day (none is last), then that of the article with most statements of the dyad in the
  window, then by the ids of article and statement. Copies say the same (actors, relation, negated, modality, phase, speaker) in the same
  words, whatever their case and marks, no more than `copy-days` after one another, or at any time without a day; and, where the caller
  knows which articles are near-duplicates (`kg.articles.duplicates`), in articles of one group in any words and at any time.
- Negated statements do not count: that an act did not happen is no sign of its opposite. Their number is kept.
- A statement that an act ended (phase `ended`) does not count. An asserted one stops the statements of the same relation whose day is
  not later than its own. One without a day stops those without a day, and these are stopped by any.

Disagreement: each voice (the speaker; else the outlet; else the article) leans by the sum of its w e. With P the sum of the leanings
above 0 and N that of those below, without its sign, it is 2 min(P, N) / (P + N): 0 when all voices lean one way, 1 when the two sides
balance.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.evidence import (
    WHOLE,
    Dyad,
    Parties,
    Piece,
    Publication,
    Published,
    Span,
    Window,
    day_of,
    dyads,
    going_on,
    iso,
    load_weights,
    month_days,
    one_for_each_id,
    parties,
    quality,
    said,
)
from kg.model import Actor, Statement

__all__ = [
    "WHOLE", "Month", "Parties", "Publication", "Published", "Sign", "Stance", "Window", "contribution", "day_of", "load_weights", "months",
    "one_for_each_id", "parties", "quality", "said", "stances",
]  # fmt: skip

Sign = Literal["cooperative", "conflictual", "neutral"]


@dataclass(frozen=True, slots=True)
class Stance:
    """What the statements of one dyad add up to, from `source` towards `target`, in a window.

    `score` lies in (−1, 1) and is 0 when no statement counts; `margin` lies in (0, 1] and is 1 then: 90 % of the posterior lie between
    `low` and `high`. `weight` is the Σ w_a behind them, `reference` the day as of which they hold. `statements` holds every statement
    of the window. They are counted each once: `cooperative`, `conflictual` and `neutral` those behind the score, by polarity; `negated`,
    `ended` (endings and what they stopped) and `copies` those left out. Of those behind the score, `attributed` have a speaker; they
    come from `articles` articles and `outlets` outlets of known name, and lie between the days `first` and `last`. `disagreement` lies
    in [0, 1].
    """

    source: Actor
    target: Actor
    window: Window
    score: float
    margin: float
    weight: float
    sign: Sign
    disagreement: float
    statements: tuple[Statement, ...]
    cooperative: int
    conflictual: int
    neutral: int
    negated: int
    ended: int
    copies: int
    attributed: int
    articles: int
    outlets: int
    reference: str | None
    first: str | None
    last: str | None

    @property
    def counted(self) -> int:
        """The number of statements behind the score."""
        return self.cooperative + self.conflictual + self.neutral

    @property
    def low(self) -> float:
        """The lower end of the 90 % interval."""
        return max(-1.0, self.score - self.margin)

    @property
    def high(self) -> float:
        """The upper end of the 90 % interval."""
        return min(1.0, self.score + self.margin)


@dataclass(frozen=True, slots=True)
class Month:
    """A dyad at the end of a month, `YYYY-MM`: its stance as of the last day, from all statements until then, and what the month added.

    `cooperative`, `conflictual` and `neutral` count the month's own statements that count.
    """

    month: str
    stance: Stance
    cooperative: int
    conflictual: int
    neutral: int


def stances(
    statements: Iterable[Statement],
    by: Parties = "principal",
    *,
    articles: Mapping[str, Published] | None = None,
    window: Window = WHOLE,
    groups: Mapping[str, str] | None = None,
) -> tuple[Stance, ...]:
    """One stance for each dyad with statements in the window, sorted by the ids of source and target; empty for none.

    `articles` says by id when and where an article was published; what it lacks is unknown. `groups` maps the ids of near-duplicate
    articles to a common name. A statement given twice counts once; the order makes no difference. Raises `KgError` for a window
    whose days are none or whose half-life is not above 0.
    """
    span = Span.of(window)
    return tuple(_stance(dyad, dyad.pieces, window, span) for dyad in dyads(statements, by, articles or {}, groups or {}, span))


def months(
    statements: Iterable[Statement],
    by: Parties = "principal",
    *,
    articles: Mapping[str, Published] | None = None,
    window: Window = WHOLE,
    groups: Mapping[str, str] | None = None,
) -> tuple[tuple[Month, ...], ...]:
    """For each dyad, in the order of `stances`, its months from its first dated statement to its last one or to `until`.

    Statements without a day are in no month; a dyad of such alone has none. Parameters and errors are those of `stances`.
    """
    span = Span.of(window)
    return tuple(_months(dyad, window, span) for dyad in dyads(statements, by, articles or {}, groups or {}, span))


def contribution(statement: Statement) -> float:
    """What one statement says of its dyad before any decay: intensity / 10 × confidence × certainty, in [−1, 1].

    0 when it is negated or says that the act ended.
    """
    return 0.0 if statement.negated or statement.phase == "ended" else statement.intensity / 10 * quality(statement)


def _stance(dyad: Dyad, pieces: Sequence[Piece], window: Window, span: Span) -> Stance:
    weights = load_weights()
    own = [piece for piece in pieces if not piece.copy]
    stands = [piece for piece in own if not piece.statement.negated]
    counted = going_on(stands)
    days = [piece.day for piece in counted if piece.day is not None]
    reference = span.until if span.until is not None else max(days, default=None)
    leanings: dict[str, list[float]] = defaultdict(list)
    observed: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for piece in counted:
        age = 0 if reference is None or piece.day is None else reference - piece.day
        weight, effect = quality(piece.statement) * 2.0 ** (-age / span.half_life), piece.statement.intensity / 10
        leanings[piece.voice].append(weight * effect)
        observed[piece.text].append((weight, effect))
    score, total = _posterior(observed.values(), weights.prior_weight)
    polarity = Counter(piece.statement.polarity for piece in counted)
    return Stance(
        source=dyad.source,
        target=dyad.target,
        window=window,
        score=score,
        margin=math.sqrt(weights.prior_weight / (weights.prior_weight + total)),
        weight=total,
        sign=_sign(score, polarity, weights.neutral_band),
        disagreement=_disagreement([math.fsum(leaning) for leaning in leanings.values()]),
        statements=tuple(piece.statement for piece in pieces),
        cooperative=polarity[1],
        conflictual=polarity[-1],
        neutral=polarity[0],
        negated=len(own) - len(stands),
        ended=len(stands) - len(counted),
        copies=len(pieces) - len(own),
        attributed=sum(piece.statement.speaker is not None for piece in counted),
        articles=len(observed),
        outlets=len({piece.outlet for piece in counted} - {None}),
        reference=iso(reference),
        first=iso(min(days, default=None)),
        last=iso(max(days, default=None)),
    )


def _posterior(observed: Iterable[Sequence[tuple[float, float]]], prior: float) -> tuple[float, float]:
    """Score and Σ w_a of articles, each with the weight and the effect of its statements."""
    means, heights = [], []
    for article in observed:
        mass = math.fsum(weight for weight, _ in article)
        if mass > 0:
            heights.append(max(weight for weight, _ in article))
            means.append(heights[-1] * math.fsum(weight * effect for weight, effect in article) / mass)
    total = math.fsum(heights)
    return math.fsum(means) / (prior + total) + 0.0, total  # adding 0.0 turns −0.0 into 0.0


def _sign(score: float, polarity: Counter[int], band: float) -> Sign:
    if abs(score) < band or not (polarity[1] or polarity[-1]):
        return "neutral"
    return "cooperative" if score > 0 else "conflictual"


def _disagreement(leanings: Sequence[float]) -> float:
    towards = math.fsum(value for value in leanings if value > 0)
    against = -math.fsum(value for value in leanings if value < 0)
    return 2 * min(towards, against) / (towards + against) if towards + against else 0.0


def _months(dyad: Dyad, window: Window, span: Span) -> tuple[Month, ...]:
    dated = [piece for piece in dyad.pieces if piece.day is not None]
    if not dated:
        return ()
    first, last = (dt.date.fromordinal(piece.day or 1) for piece in (dated[0], dated[-1]))
    if span.until is not None:
        last = dt.date.fromordinal(span.until)
    found = []
    for number in range(12 * first.year + first.month - 1, 12 * last.year + last.month):
        start, end = month_days(number)
        end = end if span.until is None else min(end, span.until)
        then = [piece for piece in dated if (piece.day or 0) <= end]
        until = replace(window, until=iso(end))
        new = Counter(
            piece.statement.polarity
            for piece in going_on([p for p in then if not (p.copy or p.statement.negated)])
            if (piece.day or 0) >= start
        )
        found.append(
            Month(f"{number // 12:04}-{number % 12 + 1:02}", _stance(dyad, then, until, replace(span, until=end)), new[1], new[-1], new[0])
        )
    return tuple(found)
