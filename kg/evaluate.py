"""Measures extraction against gold: which annotated statements were found, and how many of those found are annotated.

The measure is that of the annotation guide: a statement found matches a gold one of the same sentence when source and target agree by
actor or by principal, and — level by level — polarity, quad and event type. Precision counts every gold statement, recall the core ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ArticleError
from kg.model import Statement

LEVELS = ("pair", "polarity", "quad", "class")
Canonical = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """An annotated statement: names instead of actors, the event type with the alternatives that are as right, and its sentence.

    `start` and `end` bound the sentence in the article, half-open, in code points.
    """

    article: str
    start: int
    end: int
    source: frozenset[str]
    target: frozenset[str]
    event_types: tuple[str, ...]
    core: bool
    negated: bool
    modality: str
    speaker: frozenset[str]

    def __str__(self) -> str:
        return f"{'/'.join(sorted(self.source))} {self.event_types[0]} {'/'.join(sorted(self.target))}"


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall of core statements and their harmonic mean, each in [0, 1]; 0 where nothing was counted."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What `measure` found: a score for each level, the share of right circumstances among class matches, and the errors."""

    scores: Mapping[str, Score]
    circumstances: Mapping[str, float]
    missed: tuple[GoldStatement, ...]
    spurious: tuple[Statement, ...]


def read_gold(path: Path, texts: Mapping[str, str] | None = None) -> list[GoldStatement]:
    """The gold statements of a JSON Lines file.

    A row holds `id` and `statements`, and `text` unless `texts` has it by id. A statement names its sentence by its words
    (`sentence`), by its number in the row's `sentences` (`sent`), or not at all: then the whole text is its sentence.
    Raises `ArticleError` with file and line on a row that breaks this.
    """
    gold: list[GoldStatement] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text = row.get("text") or (texts or {})[row["id"]]
            gold += [gold_statement(row, text, said) for said in row["statements"]]
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise ArticleError(f"is no gold row: {error!r}", path, number) from error
    return gold


def gold_statement(row: Mapping[str, Any], text: str, said: Mapping[str, Any]) -> GoldStatement:
    """One annotated statement of a gold row; raises `ValueError` when its sentence is not in the text."""
    if "sent" in said:
        start, end = row["sentences"][said["sent"]]
    elif "sentence" in said:
        start = text.index(said["sentence"])
        end = start + len(said["sentence"])
    else:
        start, end = 0, len(text)

    def names(role: str) -> frozenset[str]:
        return frozenset(name for name in (said.get(role), said.get(f"{role}_principal")) if name)

    return GoldStatement(
        article=row["id"],
        start=start,
        end=end,
        source=names("source"),
        target=names("target"),
        event_types=(said["class"], *said.get("alt", ())),
        core=said.get("salience", "core") == "core",
        negated=bool(said.get("negated", False)),
        modality=said.get("modality", "asserted"),
        speaker=names("speaker"),
    )


def measure(
    gold: Sequence[GoldStatement],
    statements: Iterable[Statement],
    quads: Mapping[str, int],
    polarities: Mapping[str, int],
    canonical: Canonical = str.casefold,
) -> Report:
    """Compare statements with gold; `quads` and `polarities` are those of the event types, `canonical` makes one name of many spellings.

    Each gold statement takes at most one statement, core ones first, those of the same event type first.
    """
    sentences = sorted({(g.article, g.start, g.end) for g in gold})
    by_sentence: dict[tuple[str, int, int], tuple[list[GoldStatement], list[Statement]]] = {s: ([], []) for s in sentences}
    for one in gold:
        by_sentence[one.article, one.start, one.end][0].append(one)
    stray: list[Statement] = []
    total = 0
    for statement in statements:
        total += 1
        overlaps = {
            s: min(statement.evidence.end, s[2]) - max(statement.evidence.start, s[1]) for s in sentences if s[0] == statement.article
        }
        best = max(overlaps, key=lambda s: overlaps[s], default=None)
        if best is None or overlaps[best] <= 0:
            stray.append(statement)
        else:
            by_sentence[best][1].append(statement)

    def agrees(level: str, found: Statement, wanted: GoldStatement) -> bool:
        if not (
            named(found.source, canonical) & folded(wanted.source, canonical)
            and named(found.target, canonical) & folded(wanted.target, canonical)
        ):
            return False
        if level == "polarity":
            return found.polarity in {polarities[t] for t in wanted.event_types}
        if level == "quad":
            return found.quad in {quads[t] for t in wanted.event_types}
        return level == "pair" or found.event_type in wanted.event_types

    hits, core_hits, right = Counter[str](), Counter[str](), Counter[str]()
    missed: list[GoldStatement] = []
    spurious = stray
    for wanted_here, found_here in by_sentence.values():
        for level in LEVELS:
            left = list(found_here)
            for wanted in sorted(wanted_here, key=lambda g: not g.core):
                match = next((s for s in left if agrees("class", s, wanted)), None) or next(
                    (s for s in left if agrees(level, s, wanted)), None
                )
                if match is None:
                    missed += [wanted] if level == "pair" and wanted.core else []
                    continue
                left.remove(match)
                hits[level] += 1
                core_hits[level] += wanted.core
                if level == "class":
                    right["negated"] += match.negated == wanted.negated
                    right["modality"] += match.modality == wanted.modality
                    right["speaker"] += same_speaker(match, wanted, canonical)
            if level == "pair":
                spurious = spurious + left
    core = sum(g.core for g in gold)
    scores = {level: Score(hits[level] / total if total else 0.0, core_hits[level] / core if core else 0.0) for level in LEVELS}
    matched = hits["class"] or 1
    return Report(scores, {name: right[name] / matched for name in ("negated", "modality", "speaker")}, tuple(missed), tuple(spurious))


def named(mention: Any, canonical: Canonical) -> set[str]:
    """The canonical names of a mention's actor and principal."""
    return {canonical(mention.actor.label), canonical(mention.principal.label)}


def folded(names: Iterable[str], canonical: Canonical) -> set[str]:
    """Gold names in their canonical form."""
    return {canonical(name) for name in names}


def same_speaker(found: Statement, wanted: GoldStatement, canonical: Canonical) -> bool:
    """Whether both name the same speaker, by actor or principal, or both none."""
    if found.speaker is None or not wanted.speaker:
        return found.speaker is None and not wanted.speaker
    return bool(named(found.speaker, canonical) & folded(wanted.speaker, canonical))
