"""Which statements are evidence of a dyad in a window: their day, the copies among them, and what has ended.

`kg.stance` says what these mean and what they add up to.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol

from kg.errors import KgError, KnowledgeError
from kg.knowledge import ontology_path, read_table
from kg.model import MODALITIES, Actor, Modality, Statement

Parties = Literal["principal", "actor"]

_WORD = re.compile(r"\w+")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_LIMITS: Mapping[str, tuple[float, float]] = {
    **{f"certainty-{modality}": (0.0, 1.0) for modality in MODALITIES},
    "unmeasured-confidence": (0.0, 1.0),
    "prior-weight": (1e-6, 1e6),
    "half-life": (1e-6, math.inf),
    "neutral-band": (0.0, 1.0),
    "copy-days": (0.0, 1e6),
}


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


WHOLE = Window()
"""All days, the half-life of the weights."""


def parties(statement: Statement, by: Parties = "principal") -> tuple[Actor, Actor]:
    """Source and target of a statement, as principals or as the actors themselves.

    Two actors of one principal stay themselves: a minister who accuses a predecessor is no stance of their state towards itself.
    """
    source, target = statement.source, statement.target
    if by == "actor" or source.principal.id == target.principal.id:
        return source.actor, target.actor
    return source.principal, target.principal


def one_for_each_id(actors: Iterable[Actor]) -> dict[str, Actor]:
    """The actors by id; where one id comes with several labels or types, the most frequent, then the first in the alphabet."""
    counts = Counter(actors)
    best: dict[str, Actor] = {}
    for actor in sorted(counts, key=lambda actor: (-counts[actor], actor.label, actor.type)):
        best.setdefault(actor.id, actor)
    return best


def quality(statement: Statement) -> float:
    """The weight of a statement before any decay: confidence × certainty of its modality, in [0, 1]."""
    weights = load_weights()
    confidence = weights.unmeasured_confidence if statement.confidence is None else statement.confidence
    return confidence * weights.certainty[statement.modality]


def day_of(statement: Statement, article: Published | None) -> str | None:
    """The day of a statement: the last of the time that the sentence names or, when that is earlier or the only one known, of publication.

    What is announced for a later day is known on the day of publication. None when neither is known; a month or a year is its last day.
    """
    return iso(_day_of(statement, article))


def _day_of(statement: Statement, article: Published | None) -> int | None:
    days = ordinal(statement.date.end if statement.date else None), ordinal(article.date if article is not None else None)
    return min((day for day in days if day is not None), default=None)


def said(statement: Statement) -> tuple[object, ...]:
    """What copies of one evidence have in common: parties and circumstances, and the words of the sentence without case and marks."""
    return *_meant(statement), _folded(statement.evidence.text)


@lru_cache(maxsize=4)
def load_weights(path: Path | None = None) -> Weights:
    """The weights of a file (default: `ontology/stance.tsv`); raises `KnowledgeError` with file and line."""
    path = path or ontology_path() / "stance.tsv"
    found: dict[str, float] = {}
    for line, row in read_table(path):
        name, least, most = row.get("name", ""), *_LIMITS.get(row.get("name", ""), (0.0, -1.0))
        try:
            found[name] = float(row["value"])
        except (KeyError, ValueError) as wrong:
            raise KnowledgeError(f"a row reads 'name<tab>number', not {'  '.join(row.values())!r}", path, line) from wrong
        if name not in _LIMITS:
            raise KnowledgeError(f"there is no weight {name!r}; there are {', '.join(_LIMITS)}", path, line)
        if not least <= found[name] <= most:
            raise KnowledgeError(f"{name} is {row['value']}: it must lie from {least:g} to {most:g}", path, line)
    if missing := [name for name in _LIMITS if name not in found]:
        raise KnowledgeError(f"lacks {', '.join(missing)}", path)
    return Weights(
        certainty={modality: found[f"certainty-{modality}"] for modality in MODALITIES},
        unmeasured_confidence=found["unmeasured-confidence"],
        prior_weight=found["prior-weight"],
        half_life=found["half-life"],
        neutral_band=found["neutral-band"],
        copy_days=int(found["copy-days"]),
    )


@dataclass(frozen=True, slots=True)
class Span:
    """A window in numbers: days as ordinals, the half-life never None."""

    since: int | None
    until: int | None
    half_life: float

    @classmethod
    def of(cls, window: Window) -> Span:
        """The numbers of a window; raises `KgError` when its days or its half-life are none."""
        ends = []
        for name, day in (("since", window.since), ("until", window.until)):
            try:
                ends.append(None if day is None else _day(day))
            except ValueError as wrong:
                raise KgError(f"{name} {day!r} is no day: write YYYY-MM-DD") from wrong
        since, until = ends
        if since is not None and until is not None and since > until:
            raise KgError(f"the window ends on {window.until}, before it begins on {window.since}: swap the two")
        half_life = load_weights().half_life if window.half_life is None else window.half_life
        if not half_life > 0:
            raise KgError(f"a half-life of {half_life:g} days is none: give a number above 0, or inf for no decay")
        return cls(since, until, half_life)

    def holds(self, day: int | None) -> bool:
        """Whether a day lies in the window; what has none lies only in that of all days."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Piece:
    """A statement with its day, where it stands (a group of near-duplicates or an article) and who says it; `copy` when it is one."""

    statement: Statement
    day: int | None
    text: str
    voice: str
    outlet: str | None
    copy: bool


@dataclass(frozen=True, slots=True)
class Dyad:
    """The pieces of a dyad: by day, those without one last, then by article, that with most statements first, and by id."""

    source: Actor
    target: Actor
    pieces: Sequence[Piece]


def dyads(
    statements: Iterable[Statement], by: Parties, articles: Mapping[str, Published], groups: Mapping[str, str], span: Span
) -> Iterator[Dyad]:
    """The dyads with statements in the window, sorted by the ids of source and target; parameters as for `kg.stance.stances`."""
    found: dict[tuple[str, str], list[tuple[str, Statement, int | None]]] = defaultdict(list)
    named: list[Actor] = []
    for key, statement in _by_id(statements).items():
        day = _day_of(statement, articles.get(statement.article))
        if span.holds(day):
            source, target = parties(statement, by)
            named += source, target
            found[source.id, target.id].append((key, statement, day))
    actors = one_for_each_id(named)
    for source_id, target_id in sorted(found):
        rows = _in_order(found[source_id, target_id])
        yield Dyad(actors[source_id], actors[target_id], list(_pieces(rows, articles, groups)))


def _in_order(rows: Sequence[tuple[str, Statement, int | None]]) -> list[tuple[str, Statement, int | None]]:
    """By day; on one day the articles that say most come first: what copies a part of another one comes behind it."""
    said_by = Counter(statement.article for _, statement, _ in rows)
    return sorted(rows, key=lambda row: (row[2] is None, row[2] or 0, -said_by[row[1].article], row[1].article, row[0]))


def _by_id(statements: Iterable[Statement]) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for statement in statements:
        same = found.setdefault(statement.id, statement)
        if same != statement:  # two runs read it differently: any fixed choice will do
            found[statement.id] = min(same, statement, key=repr)
    return found


def _pieces(
    rows: Iterable[tuple[str, Statement, int | None]], articles: Mapping[str, Published], groups: Mapping[str, str]
) -> Iterator[Piece]:
    last: dict[tuple[object, ...], int | None] = {}
    first: dict[tuple[object, ...], str] = {}
    copy_days = load_weights().copy_days
    for _, statement, day in rows:
        sentence, group = said(statement), groups.get(statement.article)
        copy = sentence in last and (day is None or day - (last[sentence] or day) <= copy_days)
        last[sentence] = day
        if group is not None:
            copy |= first.setdefault((group, *_meant(statement)), statement.article) != statement.article
        article = articles.get(statement.article)
        outlet = article.outlet if article is not None else None
        voice = f"speaker {statement.speaker.actor.id}" if statement.speaker else f"outlet {outlet}" if outlet else statement.article
        yield Piece(statement, day, statement.article if group is None else f"group {group}", voice, outlet, copy)


def going_on(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces without the endings and what they stop."""
    ends: dict[str, float] = {}
    kept = []
    for piece in pieces:
        statement = piece.statement
        if statement.phase != "ended":
            kept.append(piece)
        elif statement.modality == "asserted" and not statement.negated:
            day = -math.inf if piece.day is None else piece.day
            ends[statement.relation] = max(day, ends.get(statement.relation, day))

    def stopped(piece: Piece) -> bool:
        end = ends.get(piece.statement.relation)
        return end is not None and (piece.day is None or piece.day <= end)

    return [piece for piece in kept if not stopped(piece)] if ends else kept


def _meant(statement: Statement) -> tuple[object, ...]:
    speaker = statement.speaker.actor.id if statement.speaker else None
    parties = statement.source.actor.id, statement.relation, statement.target.actor.id
    return *parties, statement.negated, statement.modality, statement.phase, speaker


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())) or text


@lru_cache(maxsize=4096)
def ordinal(day: str | None) -> int | None:
    """The ordinal of a day, of the last day of a month or a year; None for what is none."""
    found = _DAY.fullmatch(day or "")
    try:
        if found is None:
            return None
        if found[3]:
            return dt.date(int(found[1]), int(found[2]), int(found[3])).toordinal()
        return month_days(12 * int(found[1]) + int(found[2] or 12) - 1)[1]
    except ValueError:
        return None


def _day(text: str) -> int:
    day = dt.date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError("a week or a date without dashes")
    return day.toordinal()


def month_days(number: int) -> tuple[int, int]:
    """The ordinals of the first and the last day of a month, counted from the year 0."""
    first = dt.date(number // 12, number % 12 + 1, 1)
    return first.toordinal(), first.toordinal() + calendar.monthrange(first.year, first.month)[1] - 1


def iso(day: int | None) -> str | None:
    """The day of an ordinal as `YYYY-MM-DD`."""
    return None if day is None else dt.date.fromordinal(day).isoformat()
