"""Measures extraction against gold: which annotated statements were found, and how many of those found are annotated.

The measure is that of the annotation guide: a statement found matches a gold one of the same sentence when source and target agree by
actor or by principal, and — level by level — polarity, quad and event type. Precision counts every gold statement, recall the core ones.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.actors.tables import ActorRecord
from kg.articles.text import decode
from kg.errors import ArticleError
from kg.model import Statement

LEVELS = ("pair", "polarity", "quad", "class")
CIRCUMSTANCES = ("negated", "modality", "speaker")
RESAMPLES = 1000
UNGRADED = "none"
Canonical = Callable[[str], str]
Sentence = tuple[str, int, int]


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
class Interval:
    """The bounds between which a number lies in 95 % of the resamples."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """The 95 % intervals of precision, recall and F1."""

    precision: Interval
    recall: Interval
    f1: Interval


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in one article: statements found, core statements annotated, and for each level the matches, all and core."""

    article: str
    found: int
    core: int
    hits: Mapping[str, int]
    core_hits: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What `measure` found: a score for each level, the share of right circumstances among class matches, the counts and the errors.

    `matched` are the gold statements with what was found for them by pair alone, `right` by pair and event type.
    """

    scores: Mapping[str, Score]
    circumstances: Mapping[str, float]
    missed: tuple[GoldStatement, ...]
    spurious: tuple[Statement, ...]
    tallies: tuple[Tally, ...] = ()
    matched: tuple[tuple[GoldStatement, Statement], ...] = ()
    right: tuple[tuple[GoldStatement, Statement], ...] = ()

    @property
    def mistyped(self) -> tuple[tuple[GoldStatement, Statement], ...]:
        """The matches by pair in which the event type is wrong, and right for no other gold statement."""
        right = {id(statement) for _, statement in self.right}
        return tuple((g, s) for g, s in self.matched if id(s) not in right and s.event_type not in g.event_types)


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One annotated article: the bounds of all its sentences, also those in which nothing is said, and its statements."""

    id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    statements: tuple[GoldStatement, ...]


def read_gold(path: Path, texts: Mapping[str, str] | None = None) -> list[GoldStatement]:
    """The gold statements of a JSON Lines file; see `read_gold_rows`."""
    return [statement for row in read_gold_rows(path, texts) for statement in row.statements]


def read_gold_rows(path: Path, texts: Mapping[str, str] | None = None) -> list[GoldRow]:
    """The annotated articles of a JSON Lines file; see `gold_rows`."""
    return gold_rows(path.read_bytes(), path, texts)


def gold_rows(raw: bytes, path: Path | str, texts: Mapping[str, str] | None = None) -> list[GoldRow]:
    """The annotated articles of JSON Lines; `path` names them in errors.

    A row holds `id` and `statements`, and `text` unless `texts` has it by id. A statement names its sentence by its words
    (`sentence`), by its number in the row's `sentences` (`sent`), or not at all: then the whole text is its sentence.
    Raises `ArticleError` with file and line on a row that breaks this.
    """
    rows: list[GoldRow] = []
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(decode(line, path, number))
            text = (texts or {}).get(row["id"]) or row.get("text")
            if text is None:
                raise ArticleError(f"the gold row {row['id']!r} has no text, and no article with this id was given", path, number)
            statements = tuple(gold_statement(row, text, said) for said in row["statements"])
            rows.append(GoldRow(row["id"], text, tuple((start, end) for start, end in row.get("sentences", ())), statements))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise ArticleError(f"is no gold row: {error!r}", path, number) from error
    return rows


def rows_with_text(raw: bytes) -> bytes:
    """The lines of a gold file that bring a text; what is no object is left to `gold_rows` to refuse."""

    def brings_text(line: bytes) -> bool:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return False
        return isinstance(row, dict) and "text" in row

    return b"\n".join(line for line in raw.split(b"\n") if brings_text(line))


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
    rows: Sequence[GoldRow] = (),
) -> Report:
    """Compare statements with gold; `quads` and `polarities` are those of the event types, `canonical` makes one name of many spellings.

    Each gold statement takes at most one statement, core ones first, those of the same event type first. `rows` tell of the
    articles and sentences in which the gold says nothing.
    """
    sentences = [(row.id, start, end) for row in rows for start, end in row.sentences]
    by_sentence: dict[Sentence, tuple[list[GoldStatement], list[Statement]]] = {
        s: ([], []) for s in sorted({*sentences, *((g.article, g.start, g.end) for g in gold)})
    }
    by_article: dict[str, list[Sentence]] = {}
    for sentence in by_sentence:
        by_article.setdefault(sentence[0], []).append(sentence)
    for one in gold:
        by_sentence[one.article, one.start, one.end][0].append(one)
    stray: list[Statement] = []
    found_in: Counter[str] = Counter()
    for statement in statements:
        found_in[statement.article] += 1
        start, end = statement.evidence.start, statement.evidence.end
        overlaps = {s: min(end, s[2]) - max(start, s[1]) for s in by_article.get(statement.article, ())}
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

    core = Counter(g.article for g in gold if g.core)
    hits: dict[str, Counter[str]] = {article: Counter() for article in sorted({*by_article, *found_in, *(row.id for row in rows)})}
    core_hits: dict[str, Counter[str]] = {article: Counter() for article in hits}
    agreed = Counter[str]()
    missed: list[GoldStatement] = []
    matched: list[tuple[GoldStatement, Statement]] = []
    right: list[tuple[GoldStatement, Statement]] = []
    spurious = stray
    for (article, _, _), (wanted_here, found_here) in by_sentence.items():
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
                hits[article][level] += 1
                core_hits[article][level] += wanted.core
                if level == "pair":
                    matched.append((wanted, match))
                if level == "class":
                    right.append((wanted, match))
                    agreed["negated"] += match.negated == wanted.negated
                    agreed["modality"] += match.modality == wanted.modality
                    agreed["speaker"] += same_speaker(match, wanted, canonical)
            if level == "pair":
                spurious = spurious + left
    tallies = tuple(Tally(article, found_in[article], core[article], hits[article], core_hits[article]) for article in hits)
    return Report(
        {level: score_of(tallies, level) for level in LEVELS},
        {name: agreed[name] / (len(right) or 1) for name in CIRCUMSTANCES},
        tuple(missed),
        tuple(spurious),
        tallies,
        tuple(matched),
        tuple(right),
    )


def score_of(tallies: Sequence[Tally], level: str) -> Score:
    """The score of some articles together."""
    found, core = sum(t.found for t in tallies), sum(t.core for t in tallies)
    hits, core_hits = sum(t.hits.get(level, 0) for t in tallies), sum(t.core_hits.get(level, 0) for t in tallies)
    return Score(hits / found if found else 0.0, core_hits / core if core else 0.0)


def intervals(tallies: Sequence[Tally], resamples: int = RESAMPLES, seed: int = 0) -> Mapping[str, Intervals] | None:
    """For each level the 95 % intervals of precision, recall and F1: what 1,000 samples of as many articles, drawn with replacement, give.

    The same articles give the same intervals. None for fewer than two articles, which say nothing of how articles differ.
    """
    if len(tallies) < 2:
        return None
    chance = random.Random(seed)
    drawn = np.array([chance.choices(range(len(tallies)), k=len(tallies)) for _ in range(resamples)])

    def summed(counts: list[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
        total: np.ndarray[Any, np.dtype[np.float64]] = np.array(counts, dtype=np.float64)[drawn].sum(axis=1)
        return total

    found, core = summed([t.found for t in tallies]), summed([t.core for t in tallies])
    bounds = {}
    for level in LEVELS:
        hits, core_hits = summed([t.hits.get(level, 0) for t in tallies]), summed([t.core_hits.get(level, 0) for t in tallies])
        samples = [Score(h / f if f else 0.0, k / c if c else 0.0) for h, f, k, c in zip(hits, found, core_hits, core, strict=True)]
        bounds[level] = Intervals(*(interval_of([getattr(s, name) for s in samples]) for name in ("precision", "recall", "f1")))
    return bounds


def interval_of(values: Sequence[float]) -> Interval:
    """The middle 95 % of some values."""
    low, high = np.quantile(np.array(values), [0.025, 0.975])
    return Interval(float(low), float(high))


@dataclass(frozen=True, slots=True)
class Part:
    """What was measured of one kind of statement: found, right (pair and event type), annotated as core, and found of those.

    Where statements of gold have no such kind, as with rules, `core` and `core_right` are 0.
    """

    kind: str
    found: int
    right: int
    core: int = 0
    core_right: int = 0


def by_kind(report: Report, kind_of: Callable[[Statement], str]) -> list[Part]:
    """How much of each kind of statement found is right, the most frequent kind first."""
    found = Counter(kind_of(statement) for statement in (*report.spurious, *(statement for _, statement in report.matched)))
    right = Counter(kind_of(statement) for _, statement in report.right)
    return [Part(kind, number, right[kind]) for kind, number in sorted(found.items(), key=lambda item: (-item[1], item[0]))]


def by_event_type(report: Report, event_types: Iterable[str]) -> list[Part]:
    """What was found and missed of each event type, in the order given; a gold statement counts under its first one."""
    of_found = {part.kind: part for part in by_kind(report, lambda statement: statement.event_type)}
    core = Counter(gold.event_types[0] for gold in (*report.missed, *(gold for gold, _ in report.matched if gold.core)))
    right = Counter(gold.event_types[0] for gold, _ in report.right if gold.core)
    parts = []
    for kind in event_types:
        found = of_found.get(kind, Part(kind, 0, 0))
        parts.append(Part(kind, found.found, found.right, core[kind], right[kind]))
    return parts


def as_text(report: Report, event_types: Iterable[str], shape_of: Callable[[Statement], str]) -> str:
    """The report for people: scores with their 95 % intervals, circumstances, and tables by event type, kind of rule and confidence.

    Event types that were neither found nor annotated are left out.
    """
    bounds = intervals(report.tallies)
    core, found = sum(t.core for t in report.tallies), sum(t.found for t in report.tallies)
    lines = [f"articles: {len(report.tallies)}; core statements in the gold: {core}; statements found: {found}", ""]
    scores = [("level", "precision", "recall", "F1")]
    for level, score in report.scores.items():
        precision, recall, f1 = (with_interval(level, name, score, bounds) for name in ("precision", "recall", "f1"))
        scores.append((level, precision, recall, f1))
    lines += [*table(scores), ""]
    parts = [f"{name} {share:.2f}" for name, share in report.circumstances.items()]
    lines += [f"right circumstances where pair and event type are right: {', '.join(parts)}", ""]
    kinds = [("event type", "found", "precision", "core", "recall")]
    kinds += [
        (p.kind, str(p.found), ratio(p.right, p.found), str(p.core), ratio(p.core_right, p.core))
        for p in by_event_type(report, event_types)
        if p.found or p.core
    ]
    lines += [*table(kinds), ""]
    shapes = [("rule", "found", "precision")]
    shapes += [(p.kind, str(p.found), ratio(p.right, p.found)) for p in by_kind(report, shape_of)]
    lines += table(shapes)
    graded = by_kind(report, confidence_of)
    if any(part.kind != UNGRADED for part in graded):
        rows = [(p.kind, str(p.found), ratio(p.right, p.found)) for p in sorted(graded, key=lambda p: p.kind)]
        lines += ["", *table([("confidence", "found", "precision"), *rows])]
    return "\n".join(lines) + "\n"


def confidence_of(statement: Statement) -> str:
    """The tenth of the scale in which the confidence of a statement lies."""
    if statement.confidence is None:
        return UNGRADED
    tenth = min(int(statement.confidence * 10), 9)
    return f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}"


def with_interval(level: str, name: str, score: Score, bounds: Mapping[str, Intervals] | None) -> str:
    """A number with its interval: `0.71 (0.60 to 0.82)`."""
    shown = f"{getattr(score, name):.2f}"
    if bounds is None:
        return shown
    interval = getattr(bounds[level], name)
    return f"{shown} ({interval.low:.2f} to {interval.high:.2f})"


def ratio(part: int, whole: int) -> str:
    """A share with two decimals; a dash where there is nothing to share."""
    return f"{part / whole:.2f}" if whole else "–"


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows in columns, two blanks between, the first row underlined.

    >>> table([("level", "F1"), ("pair", "0.70")])
    ['level  F1', '-----  ----', 'pair   0.70']
    """
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in ruled]


def errors_of(report: Report, texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """What went wrong, in rows: kind of error, article, source, event type, target, rule, sentence; a header comes first.

    `missed` are core statements of the gold, `spurious` what was found in their stead or besides, `mistyped` what has the right
    pair and a wrong event type. `texts` are those of the articles, by id.
    """
    rows: list[tuple[str, ...]] = [("error", "article", "source", "event type", "target", "rule", "sentence")]
    for gold in report.missed:
        source, target = ("/".join(sorted(names)) for names in (gold.source, gold.target))
        rows.append(("missed", gold.article, source, gold.event_types[0], target, "", texts[gold.article][gold.start : gold.end]))
    for one in report.spurious:
        rows.append(found_row("spurious", one, one.event_type))
    for gold, one in report.mistyped:
        rows.append(found_row("mistyped", one, f"{one.event_type} for {'/'.join(gold.event_types)}"))
    return [tuple(" ".join(cell.split()) for cell in row) for row in rows]


def found_row(error: str, one: Statement, event_type: str) -> tuple[str, ...]:
    """A statement as a row of `errors_of`."""
    return error, one.article, one.source.actor.label, event_type, one.target.actor.label, one.rule, one.evidence.text


def names_in(records: Iterable[ActorRecord]) -> Canonical:
    """One name for every spelling of an actor that the tables know: the label of the first row that has it.

    Labels come before names, and names before capitals. Names that no table has are compared without case, accents and article.
    """
    spellings: dict[str, str] = {}
    rows = list(records)
    for names in (lambda r: (r.label,), lambda r: r.names, lambda r: r.capitals):
        for row in rows:
            for name in names(row):
                spellings.setdefault(plain(name), row.label)
    return lambda name: spellings.get(plain(name), plain(name))


def plain(name: str) -> str:
    """A name without case, accents, typographic variants, article and doubled blanks.

    >>> plain("The  Élysée"), plain("Erdoğan"), plain("Kılıçdaroğlu")
    ('elysee', 'erdogan', 'kilicdaroglu')
    """
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("’", "'"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split()).removeprefix("the ")


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
