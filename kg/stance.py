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
are one observation, for they are not independent. With the period fixed, further evidence never widens the margin.

What counts:

- A statement of a period has a day, within it. Without a period, those without a day count too.
- Of the copies of one evidence the first counts, by day, then by article. Copies say the same (parties, relation, negated, modality, phase,
  speaker) in the same words, whatever their case and marks, no more than `copy-days` after one another; and, where the caller knows which articles
  are near-duplicates (`kg.articles.duplicates`), in articles of one group in any words and at any time.
- Negated statements do not count: that an act did not happen is no sign of its opposite. Their number is kept.
- A statement that an act ended (phase `ended`, asserted, not negated) does not count, and stops those of the same relation whose day is
  not later than its own; one without a day stops those without a day, and these are stopped by any. Endings that are not asserted stop nothing.

Disagreement: each voice (the speaker; else the outlet; else the article) leans by the sum of its w e. With P the sum of the leanings above 0
and N that of those below without its sign, it is 2 min(P, N) / (P + N): 0 when all voices lean one way, 1 when the two sides balance.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal, Protocol

from kg.errors import KgError, KnowledgeError
from kg.knowledge import ontology_path, read_table
from kg.model import MODALITIES, Actor, Modality, Statement

Parties = Literal["principal", "actor"]
Sign = Literal["cooperative", "conflictual", "neutral"]

_WORD = re.compile(r"\w+")


class Published(Protocol):
    """What a stance asks of an article: its day of publication (`YYYY-MM-DD`) and its outlet, None where unknown."""

    @property
    def date(self) -> str | None:
        """The day of publication."""

    @property
    def outlet(self) -> str | None:
        """The name of the outlet."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The least that is `Published`; an `Article` is too."""

    date: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of `ontology/stance.tsv`."""

    certainty: Mapping[Modality, float]
    unmeasured_confidence: float
    prior_weight: float
    half_life: float
    neutral_band: float
    copy_days: int


@dataclass(frozen=True, slots=True)
class Window:
    """What a stance is asked for: the days from `since` to `until` (both included, `YYYY-MM-DD`), and the half-life in days.

    None leaves an end open; without `until` each dyad stands as of its latest statement that counts. The half-life None is that of
    the weights, `math.inf` lets nothing fade.
    """

    since: str | None = None
    until: str | None = None
    half_life: float | None = None


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
    window: Window = Window(),
    groups: Mapping[str, str] | None = None,
) -> tuple[Stance, ...]:
    """One stance for each dyad with statements in the window, sorted by the ids of source and target; empty for none.

    `articles` says by id when and where an article was published; what it lacks is unknown. `groups` maps the ids of near-duplicate
    articles to a common name. A statement given twice counts once; the order makes no difference. Raises `KgError` for a window
    whose days are none or whose half-life is not above 0.
    """
    raise NotImplementedError


def months(
    statements: Iterable[Statement],
    by: Parties = "principal",
    *,
    articles: Mapping[str, Published] | None = None,
    window: Window = Window(),
    groups: Mapping[str, str] | None = None,
) -> tuple[tuple[Month, ...], ...]:
    """For each dyad, in the order of `stances`, its months from that of its first dated statement to that of its last one or of `until`."""
    raise NotImplementedError


def said(statement: Statement) -> tuple[object, ...]:
    """What makes two statements copies of one another: equal for the same parties, circumstances and words of the sentence."""
    raise NotImplementedError


def day_of(statement: Statement, article: Published | None) -> str | None:
    """The day of a statement, as the formula says."""
    raise NotImplementedError
