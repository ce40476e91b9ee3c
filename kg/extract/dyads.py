"""Codes given dyads: what a sentence says that a source, whose span is known, does to a target, whose span is known.

The parse, the frames and the grammar are those of the extraction; the two spans stand in for the actors that it would have
to find. A dyad that no frame fits exactly is coded by looser steps, and the rule says which step decided.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.articles.text import decode
from kg.errors import ArticleError
from kg.extract.annotation import Annotation, TokenMention, annotation_of
from kg.extract.circumstances import Circumstances
from kg.extract.coding import Binding, Coding, bind, extend, owners
from kg.extract.frames import Constraint, Frame
from kg.extract.pipeline import Extractor, knowledge_of, process
from kg.extract.predicates import VERBS, Predicates
from kg.extract.reading import Reading, read
from kg.extract.speakers import Speakers
from kg.knowledge import OBJECT_TYPES
from kg.model import Actor, Article, Block

Step = Literal["direct", "phrase", "clause", "deed"]
STEPS: Sequence[Step] = ("direct", "phrase", "clause", "deed")
NAMED, HELD, OUTSIDE = 2, 1, 0
SOURCE = Actor("actor/given-source", "the given source", "Organisation")
TARGET = Actor("actor/given-target", "the given target", "Organisation")
ENTITY_TYPES = {"PERSON": "Person", "NORP": "People", "GPE": "State", "LOC": "Place", "FAC": "Place", "LAW": "Agreement", "ORG": "Organisation"}


@dataclass(frozen=True, slots=True)
class Dyad:
    """A sentence with the spans of a source and a target in it: half-open offsets in code points."""

    id: str
    text: str
    source: tuple[int, int]
    target: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DyadCoding:
    """What a dyad is coded as; all but the id is None when no frame decides."""

    id: str
    event_type: str | None = None
    relation: str | None = None
    quad: int | None = None
    polarity: int | None = None
    confidence: float | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A frame that fits the dyad at a predicate, and how closely."""

    step: Step
    coding: Coding
    depth: int
    named: int

    @property
    def strength(self) -> tuple[int, ...]:
        """What decides among fits: the step, then the words of the frame, then how high its predicate stands."""
        return (-STEPS.index(self.step), self.coding.frame.specificity, self.named, -self.depth)


class Party:
    """One of the two spans: its tokens, and the actor type that they show, None when they show none."""

    def __init__(self, doc: Doc, note: Annotation, tokens: Sequence[int], actor: Actor) -> None:
        self.tokens = frozenset(tokens)
        self.type = type_of(doc, note, self.tokens)
        self.mention = TokenMention(tokens[0], tokens[-1] + 1, tokens[-1], actor, actor, "name")

    def admitted(self, types: frozenset[str]) -> bool:
        """Whether the party meets the conditions of a slot; who shows no type does."""
        return not types or self.type is None or self.type in types


def type_of(doc: Doc, note: Annotation, tokens: frozenset[int]) -> str | None:
    """The actor type of the tokens of a span: that of the actor named in it, or else of its named entity."""
    for mention in note.mentions:
        if mention.head in tokens and mention.kind not in ("demonym", "reference"):
            return mention.actor.type
    for i in sorted(tokens, reverse=True):
        if doc[i].ent_type_ in ENTITY_TYPES and doc[i].dep_ not in ("compound", "amod", "poss", "nmod"):
            return ENTITY_TYPES[doc[i].ent_type_]
    return None


def code_dyads(nlp: Language, dyads: Iterator[Dyad]) -> Iterator[DyadCoding]:
    """The coding of each dyad, in their order, one in memory at a time."""
    for dyad in dyads:
        yield code_dyad(nlp, dyad)


def code_dyad(nlp: Language, dyad: Dyad) -> DyadCoding:
    """Code one dyad; spans that hold no word leave it undecided."""
    article = Article(dyad.id, dyad.text, (Block("paragraph", 0, len(dyad.text)),))
    reading = read(nlp, article)
    if not len(reading.doc):
        return DyadCoding(dyad.id)
    return code_reading(replace(reading, doc=process(nlp, reading)), dyad, knowledge_of(nlp))


def code_reading(reading: Reading, dyad: Dyad, knowledge: Extractor) -> DyadCoding:
    """Code a dyad in its processed sentence."""
    spans = [tokens_in(reading, span) for span in (dyad.source, dyad.target)]
    if not all(spans):
        return DyadCoding(dyad.id)
    fits = list(Matcher(reading.doc, spans[0], spans[1], knowledge).fits())
    if not fits:
        return DyadCoding(dyad.id)
    best = best_of(fits, knowledge)
    relation = knowledge.relations[best.coding.frame.relation]
    rule = best.coding.frame.rule if best.step == "direct" else f"{best.coding.frame.rule} ({best.step})"
    return DyadCoding(dyad.id, relation.event_type, relation.name, relation.quad, relation.polarity, None, rule)


def best_of(fits: Sequence[Fit], knowledge: Extractor) -> Fit:
    """The fit that decides: of the closest step, what a stronger one has used up aside, the most specific; material beats verbal."""
    closest = min(STEPS.index(f.step) for f in fits)
    rivals = [f for f in fits if STEPS.index(f.step) == closest]
    used = {i for f in rivals for i in f.coding.used if not any(r.coding.predicate == i and r.coding.rank > f.coding.rank for r in rivals)}
    left = [f for f in rivals if f.coding.predicate not in used] or rivals
    return max(left, key=lambda f: (*f.strength, knowledge.relations[f.coding.frame.relation].quad % 2 == 0))


def tokens_in(reading: Reading, span: tuple[int, int]) -> list[int]:
    """The tokens that overlap a span of the text."""
    return [i for i in range(len(reading.doc)) if reading.starts[i] < span[1] and reading.ends[i] > span[0]]


class Matcher:
    """Tries the frames of a sentence on one dyad."""

    def __init__(self, doc: Doc, source: list[int], target: list[int], knowledge: Extractor) -> None:
        note = annotation_of(doc)
        self.doc = doc
        self.coder = knowledge.coder
        self._deeds = knowledge.lists.get("deed", frozenset())
        kinds = {m.head: m.actor.type.lower() for m in note.mentions if m.actor.type in OBJECT_TYPES}
        self.predicates = Predicates(doc, knowledge.lists, kinds)
        self.parties = {"SOURCE": Party(doc, note, source, SOURCE), "TARGET": Party(doc, note, target, TARGET)}
        self.note = Annotation(date=note.date, paragraphs=note.paragraphs, headings=note.headings)
        self.note.set_mentions(p.mention for p in self.parties.values())
        # Whichever token of a span an argument leads to, it leads to the party.
        self.note.by_head = {i: [p.mention] for p in self.parties.values() for i in p.tokens}
        self.speakers = Speakers(doc, self.note, self.predicates, self.coder, knowledge.lists)
        self.circumstances = Circumstances(doc, self.note, self.predicates, self.coder, knowledge.lists)

    def fits(self) -> Iterator[Fit]:
        """Every frame that fits, at every predicate."""
        for token in self.doc:
            for frame in self.coder.frames_at(token):
                for step, binding, named in self._tried(frame, token):
                    parties = self.parties["SOURCE"].mention, self.parties["TARGET"].mention
                    used = tuple(i for i in binding.used if i != token.i)
                    coding = Coding(*parties, frame, token.i, used, step != "direct")
                    yield Fit(step, coding, depth_of(token), named)

    def _tried(self, frame: Frame, token: Token) -> Iterator[tuple[Step, Binding, int]]:
        best: tuple[Step, Binding, int] | None = None
        for binding in bind(frame, token, self.predicates):
            found = self._closeness(frame, token, binding)
            if found and (best is None or STEPS.index(found) < STEPS.index(best[0])):
                best = (found, binding, 1)
        if best is None:
            best = self._with_source_alone(frame, token)
        if best is not None:
            yield best

    def _closeness(self, frame: Frame, token: Token, binding: Binding) -> Step | None:
        slots = {slot.name: (tokens, owns, slot.types) for slot, tokens, owns in binding.slots}
        if "BOTH" in slots:
            tokens, owns, types = slots["BOTH"]
            reach = {name: self._reach(party, tokens, owns, types, token) for name, party in self.parties.items()}
            return "direct" if min(reach.values()) == NAMED else "phrase" if min(reach.values()) == HELD else None
        if frame.by_speaker:
            speaker = self.speakers.of(token.i)
            source = NAMED if speaker and speaker.actor.id == SOURCE.id else OUTSIDE
            target = self._reach(self.parties["TARGET"], *slots["TARGET"], token)
            return "direct" if min(source, target) == NAMED else "phrase" if min(source, target) == HELD else None
        orders = [("SOURCE", "TARGET"), ("TARGET", "SOURCE")] if frame.mutual else [("SOURCE", "TARGET")]
        levels = [
            min(self._reach(self.parties[name], *slots[slot], token) for slot, name in zip(("SOURCE", "TARGET"), order, strict=True))
            for order in orders
        ]
        return "direct" if max(levels) == NAMED else "phrase" if max(levels) == HELD else None

    def _with_source_alone(self, frame: Frame, token: Token) -> tuple[Step, Binding, int] | None:
        """The frame with what it demands of its target left away: the target stands somewhere below the predicate."""
        if frame.by_speaker or not any(c.slot and c.slot.name == "SOURCE" for c in frame.constraints):
            return None
        bindings = [Binding(used=(token.i,), scope=token.i)]
        for constraint in frame.constraints:
            if constraint.slot and constraint.slot.name == "TARGET":
                continue
            bindings = [extended for binding in bindings for extended in extend(binding, constraint, frame, token, self.predicates)]
        for binding in bindings:
            slots = {slot.name: (tokens, owns, slot.types) for slot, tokens, owns in binding.slots}
            reach = self._reach(self.parties["SOURCE"], *slots["SOURCE"], token)
            below = any(self._holds(i, self.parties["TARGET"]) for i in binding.used)
            if reach and below:
                return "clause", binding, reach
        return None

    def _reach(self, party: Party, tokens: Sequence[int], owns: bool, types: frozenset[str], head: Token) -> int:
        """How the candidates for a slot lead to a party: they name it, their phrase holds it, or neither."""
        if not party.admitted(types):
            return OUTSIDE
        level = OUTSIDE
        for index in tokens:
            if index in party.tokens or any(m is party.mention for m in self.coder.resolve(self.doc[index], self.note)):
                return NAMED
            if any(m is party.mention for m in owners(self.doc[index], self.note, self._deeds)) or self._holds(index, party):
                level = HELD
        return level

    def _holds(self, index: int, party: Party) -> bool:
        """Whether the phrase of a token holds the party."""
        left, right = self.doc[index].left_edge.i, self.doc[index].right_edge.i
        return any(left <= i <= right and self.doc[index].is_ancestor(self.doc[i]) for i in party.tokens)


def depth_of(token: Token) -> int:
    """How many words stand above a token in its sentence."""
    return sum(1 for _ in token.ancestors)


def read_dyads(stream: BinaryIO, path: Path | str, on_error: Callable[[ArticleError], None]) -> Iterator[Dyad]:
    """The dyads of a JSON Lines stream; a line that is none goes to `on_error` with its number, and the rest is still read.

    Blank lines are passed over; a stream of nothing else is an error.
    """
    empty = True
    for number, raw in enumerate(stream, start=1):
        if not raw.strip():
            continue
        empty = False
        try:
            yield dyad_from_json(decode(raw, path, number), path, number)
        except ArticleError as error:
            on_error(error)
    if empty:
        on_error(ArticleError('is empty; give one {"id", "text", "source", "target"} a line', path))


def dyad_from_json(text: str, path: Path | str | None = None, line: int | None = None) -> Dyad:
    """The dyad that a line describes; raises `ArticleError` naming what is missing or wrong.

    >>> dyad_from_json('{"id": "a", "text": "Iran warned Iraq.", "source": [0, 4], "target": [12, 16]}').target
    (12, 16)
    """
    try:
        row: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArticleError("is no JSON; give one object a line", path, line) from error
    if not isinstance(row, dict):
        raise ArticleError('must be an object {"id": …, "text": …, "source": [start, end], "target": [start, end]}', path, line)
    for name in ("id", "text"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise ArticleError(f'the field "{name}" must be a string that is not empty', path, line)
    spans = [span_from_json(row, name, path, line) for name in ("source", "target")]
    return Dyad(row["id"], row["text"], spans[0], spans[1])


def span_from_json(row: dict[str, Any], name: str, path: Path | str | None, line: int | None) -> tuple[int, int]:
    """The span of one party; raises `ArticleError` when it is none of the text."""
    match row.get(name):
        case [int(start), int(end)] if 0 <= start < end <= len(row["text"]):
            return start, end
    raise ArticleError(f'the field "{name}" must be [start, end] within the text, with start before end', path, line)
