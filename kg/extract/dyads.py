"""Codes given dyads: what a sentence says that a source, whose span is known, does to a target, whose span is known.

The parse, the frames and the grammar are those of the extraction; the two spans stand in for the actors that it would have
to find. A dyad that no frame fits exactly is coded by looser steps, and the rule says which step decided.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Literal

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.articles.text import decode
from kg.errors import ArticleError, KnowledgeError
from kg.extract.annotation import Annotation, TokenMention, annotation_of, span_head
from kg.extract.circumstances import Circumstances
from kg.extract.coding import Coding
from kg.extract.fitting import Binding, bind, extend
from kg.extract.frames import Frame
from kg.extract.parties import owners
from kg.extract.pipeline import Extractor, knowledge_of, process, sources_of
from kg.extract.predicates import Predicates
from kg.extract.reading import Reading, read
from kg.extract.speakers import Speakers
from kg.extract.syntax import VERBS
from kg.knowledge import Relation, load_relations, ontology_path, read_table
from kg.model import MODALITIES, OBJECT_TYPES, Actor, Article, Block

Step = Literal["direct", "phrase", "clause", "place"]
STEPS: Sequence[Step] = ("direct", "phrase", "clause", "place")
LOOSE = frozenset({"clause", "place"})
CONFIDENCE_HEAD = """\
# How often `kg code` was right, by the step that decided; written by `kg code GOLD --confidence FILE`, not by hand.
# step: direct, a frame named both parties; phrase, a phrase in its slot held one; clause, the target stood below the frame;
#   place, the source stood behind a preposition below it; saying, the source spoke of the target.
# right: the codings with the event type of the gold file. coded: all codings of the step.
"""
PRONOUNS = frozenset("it they he she its their his her them him".split())
PLACES = frozenset("in from by at of with between".split())
UNSHOWN = frozenset({"State", "Organ", "Organisation", "Group", "People", "Person", "Place"})
THINGS = {"Agreement": ("deal",), "Talks": ("talks", "negotiations", "meetings"), "Weapon": ("weapons",)}
BACKGROUND = frozenset({"relcl", "acl", "advcl", "amod"})
NO_FRAME = Frame("", "verb", frozenset(), (), False, False, "", "", "", 0)
NAMED, HELD, OUTSIDE = 2, 1, 0
SOURCE = Actor("actor/given-source", "the given source", "Organisation")
TARGET = Actor("actor/given-target", "the given target", "Organisation")
ENTITY_TYPES = {
    "PERSON": "Person",
    "NORP": "People",
    "GPE": "State",
    "LOC": "Place",
    "FAC": "Place",
    "LAW": "Agreement",
    "ORG": "Organisation",
}


@dataclass(frozen=True, slots=True)
class Dyad:
    """A sentence with the spans of a source and a target in it (half-open offsets in code points), and what it is in a gold file."""

    id: str
    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    event_type: str | None = None


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
    foreground: bool
    named: int
    words: int

    @property
    def strength(self) -> tuple[int, ...]:
        """What decides among fits: the step, then the words of the frame, then how high its predicate stands."""
        return (-STEPS.index(self.step), self.foreground, self.words, self.named, -self.depth)


@dataclass(frozen=True, slots=True)
class Saying:
    """The verb by which the source says something of the target, and how what it says is meant."""

    verb: str
    circumstance: str


@dataclass(frozen=True, slots=True)
class Coded:
    """What an act is coded as; the relation `=` is that of the act."""

    event_type: str
    relation: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """What acts are coded as under their circumstances, and how often the codings of each step were right when they were measured."""

    acts: Mapping[tuple[str, str], Coded]
    confidence: Mapping[str, float]

    def reading_of(self, act: Relation, circumstance: str) -> Coded:
        """What a relation is coded as: by its own row, or by that of its event type, or else as itself."""
        own = Coded(act.event_type, "=")
        found = self.acts.get((act.name, circumstance)) or self.acts.get((act.event_type, circumstance)) or own
        return replace(found, relation=act.name) if found.relation == "=" else found


class Party:
    """One of the two spans: its tokens, and the actor type that they show, None when they show none."""

    def __init__(self, doc: Doc, note: Annotation, tokens: Sequence[int], actor: Actor, lists: Mapping[str, frozenset[str]]) -> None:
        self.tokens = frozenset(tokens)
        self.type = type_of(doc, note, self.tokens, lists)
        self.mention = TokenMention(tokens[0], tokens[-1] + 1, tokens[-1], actor, actor, "name")

    def admitted(self, types: frozenset[str]) -> bool:
        """Whether the party meets the conditions of a slot; who shows no type is some actor or some place."""
        return not types or (self.type in types if self.type else bool(types & UNSHOWN))


def type_of(doc: Doc, note: Annotation, tokens: frozenset[int], lists: Mapping[str, frozenset[str]]) -> str | None:
    """The actor type of the tokens of a span: that of the actor named in it, or of its named entity, or of a word for a thing."""
    head = span_head(doc, min(tokens), max(tokens) + 1)
    for kind, names in THINGS.items():
        if any(doc[head].lemma_.lower() in lists.get(name, ()) for name in names):
            return kind
    for mention in note.mentions:
        if mention.head in tokens and mention.kind not in ("demonym", "reference"):
            return mention.actor.type
    for i in sorted(tokens, reverse=True):
        if doc[i].ent_type_ in ENTITY_TYPES and doc[i].dep_ not in ("compound", "amod", "poss", "nmod"):
            return ENTITY_TYPES[doc[i].ent_type_]
    return None


def code_dyads(nlp: Language, dyads: Iterable[Dyad]) -> Iterator[DyadCoding]:
    """The coding of each dyad, in their order, one in memory at a time."""
    for dyad in dyads:
        yield code_dyad(nlp, dyad)


def code_dyad(nlp: Language, dyad: Dyad) -> DyadCoding:
    """Code one dyad; spans that hold no word leave it undecided."""
    reading = read(nlp, Article(dyad.id, dyad.text, (Block("paragraph", 0, len(dyad.text)),)))
    if not reading.words:
        return DyadCoding(dyad.id)
    codebook = load_codebook(sources_of(nlp).ontology)
    return code_reading(process(nlp, reading), reading, dyad, knowledge_of(nlp), codebook)


def code_reading(doc: Doc, reading: Reading, dyad: Dyad, knowledge: Extractor, codebook: Codebook) -> DyadCoding:
    """Code a dyad in its processed sentence."""
    source, target = (tokens_in(reading, span) for span in (dyad.source, dyad.target))
    if not source or not target:
        return DyadCoding(dyad.id)
    matcher = Matcher(doc, source, target, knowledge)
    best = best_of(list(matcher.fits()), knowledge)
    saying = matcher.saying() if best is None or best.step in LOOSE else None
    if saying is not None and (best is None or saying.circumstance == "demanded"):
        coded = codebook.acts.get(("saying", saying.circumstance)) or codebook.acts["saying", "asserted"]
        step, reasons = "saying", [f"saying:{saying.verb}", saying.circumstance]
    elif best is not None:
        act, circumstance = knowledge.relations[best.coding.frame.relation], matcher.circumstance(best.coding)
        coded = codebook.reading_of(act, circumstance)
        step, reasons = best.step, [best.coding.frame.rule]
        reasons += [best.step] if best.step != "direct" else []
        if coded.event_type != act.event_type:
            reasons.append("by codebook" if circumstance == "asserted" else circumstance)
    else:
        return DyadCoding(dyad.id)
    kind = next(r for r in knowledge.relations.values() if r.event_type == coded.event_type)
    return DyadCoding(dyad.id, kind.event_type, coded.relation, kind.quad, kind.polarity, codebook.confidence.get(step), ", ".join(reasons))


def best_of(fits: Sequence[Fit], knowledge: Extractor) -> Fit | None:
    """The fit that decides: of the closest step, what another has used up aside, the most specific; material beats verbal."""
    if not fits:
        return None
    closest = min(STEPS.index(f.step) for f in fits)
    rivals = [f for f in fits if STEPS.index(f.step) == closest]
    used = {i for f in rivals for i in f.coding.used}
    left = [f for f in rivals if f.coding.predicate not in used] or rivals
    return max(left, key=lambda f: (*f.strength, knowledge.relations[f.coding.frame.relation].quad % 2 == 0))


def tokens_in(reading: Reading, span: tuple[int, int]) -> list[int]:
    """The tokens that overlap a span of the text."""
    return [i for i in range(len(reading.words)) if reading.starts[i] < span[1] and reading.ends[i] > span[0]]


class Matcher:
    """Tries the frames of a sentence on one dyad."""

    def __init__(self, doc: Doc, source: list[int], target: list[int], knowledge: Extractor) -> None:
        note = annotation_of(doc)
        self.doc = doc
        self.coder = knowledge.coder
        self._deeds = knowledge.lists.get("deed", frozenset())
        self._say = knowledge.lists.get("say", frozenset())
        kinds = {m.head: m.actor.type.lower() for m in note.mentions if m.actor.type in OBJECT_TYPES}
        self.predicates = Predicates(doc, knowledge.lists, kinds, columns=note.columns)
        self.source, self.target = (
            Party(doc, note, tokens, actor, knowledge.lists) for tokens, actor in ((source, SOURCE), (target, TARGET))
        )
        self.note = Annotation(note.date, note.article, paragraphs=note.paragraphs, headings=note.headings)
        self.note.set_mentions((self.source.mention, self.target.mention))
        # Whichever token of a span an argument leads to, it leads to the party.
        self.note.by_head = {i: [p.mention] for p in (self.target, self.source) for i in p.tokens}
        self.note.by_head |= {i: [p.mention] for i, p in self._pronouns()}
        self.speakers = Speakers(doc, self.note, self.predicates, self.coder, knowledge.lists)
        self.circumstances = Circumstances(doc, self.note, self.predicates, self.coder, knowledge.lists)

    def _pronouns(self) -> Iterator[tuple[int, Party]]:
        """Pronouns that mean a party, which is the subject of a clause above: "Iran said it …", "agreed to open its borders"."""
        for token in self.doc:
            if token.lower_ not in PRONOUNS or token.i in self.source.tokens | self.target.tokens:
                continue
            own = token.dep_ in ("nsubj", "nsubjpass", "dobj")
            for verb in token.ancestors:
                if verb.pos_ not in VERBS or (own and verb.i == token.head.i):
                    continue
                subject = next((p for p in (self.source, self.target) if p.tokens & set(self.predicates.surface_subject(verb))), None)
                if subject is not None:
                    yield token.i, subject
                    break

    def circumstance(self, coding: Coding) -> str:
        """Negated, or how real the act is said to be."""
        if self.circumstances.negated(coding):
            return "negated"
        modality = self.circumstances.modality(coding)
        verb = self.doc[coding.predicate]
        while verb.pos_ not in VERBS and verb.head.i != verb.i:
            verb = verb.head
        # What may have happened has happened to an event coder, unlike what may happen.
        perfect = any(c.dep_ == "aux" and c.lemma_.lower() in ("have", "'ve") for c in verb.children)
        return "asserted" if modality == "possible" and perfect else modality

    def saying(self) -> Saying | None:
        """How the source says something of the target, None when it does not: by which verb, and how the verb above the target is meant."""
        for verb in self.doc:
            if verb.pos_ not in VERBS or verb.lemma_.lower() not in self._say:
                continue
            subjects = self.predicates.surface_subject(verb)
            if self._reach(self.source, subjects, False, frozenset()) != NAMED:
                continue
            for clause in verb.children:
                if clause.dep_ in ("ccomp", "xcomp", "parataxis", "advcl") and self._holds(clause.i, self.target):
                    inner = self._verb_of_target(clause)
                    said = Coding(self.source.mention, self.target.mention, NO_FRAME, inner.i, (verb.i,), "named")
                    return Saying(verb.lemma_.lower(), self.circumstance(said))
        return None

    def _verb_of_target(self, clause: Token) -> Token:
        """The verb nearest above the target within a clause."""
        step = self.doc[min(self.target.tokens)]
        while step.i != clause.i and step.pos_ not in VERBS and step.head.i != step.i:
            step = step.head
        return step

    def fits(self) -> Iterator[Fit]:
        """Every frame that fits, at every predicate."""
        for token in self.doc:
            for frame in self.coder.frames_at(token):
                found = self._tried(frame, token)
                if found is not None:
                    step, binding, named, strength = found
                    used = tuple(i for i in binding.used if i != token.i)
                    coding = Coding(
                        self.source.mention, self.target.mention, frame, token.i, used, "named" if step == "direct" else "within"
                    )
                    yield Fit(step, coding, depth_of(token), is_foreground(token), named, strength)

    def _tried(self, frame: Frame, token: Token) -> tuple[Step, Binding, int, int] | None:
        best: tuple[Step, Binding, int, int] | None = None
        for binding in bind(frame, token, self.predicates):
            found = self._closeness(frame, binding, token)
            if found and (best is None or STEPS.index(found) < STEPS.index(best[0])):
                best = (found, binding, 0, weight(frame))
        return best or self._with_one_party(frame, token, "SOURCE") or self._with_one_party(frame, token, "TARGET")

    def _closeness(self, frame: Frame, binding: Binding, token: Token) -> Step | None:
        slots = {slot.name: (tokens, owns, slot.types) for slot, tokens, owns in binding.slots}
        if "BOTH" in slots:
            level = min(self._reach(party, *slots["BOTH"]) for party in (self.source, self.target))
        elif frame.by_speaker:
            speaker = self.speakers.of(token.i)
            level = self._reach(self.target, *slots["TARGET"]) if speaker and speaker.actor.id == SOURCE.id else OUTSIDE
        else:
            level = min(self._reach(self.source, *slots["SOURCE"]), self._reach(self.target, *slots["TARGET"]))
            if frame.mutual:
                reverse = min(self._reach(self.target, *slots["SOURCE"]), self._reach(self.source, *slots["TARGET"]))
                level = max(level, reverse)
        return "direct" if level == NAMED else "phrase" if level == HELD else None

    def _with_one_party(self, frame: Frame, token: Token, slot: str) -> tuple[Step, Binding, int, int] | None:
        """The frame with what it demands of the other party left away: that one stands somewhere below the predicate."""
        if frame.by_speaker or not any(c.slot and c.slot.name == slot for c in frame.constraints):
            return None
        bindings = [Binding(used=(token.i,), scope=token.i)]
        kept = [c for c in frame.constraints if not c.slot or c.slot.name == slot]
        for constraint in kept:
            bindings = [extended for binding in bindings for extended in extend(binding, constraint, frame, token, self.predicates)]
        missing = next(c for c in frame.constraints if c.slot and c.slot.name != slot)
        party, other = (self.source, self.target) if slot == "SOURCE" else (self.target, self.source)
        for binding in bindings:
            tokens, owns, types = next((tokens, owns, s.types) for s, tokens, owns in binding.slots)
            reach = self._reach(party, tokens, owns, types)
            if not reach or not any(self._holds(i, other) for i in binding.used):
                continue
            behind = missing.role == "prep"
            fits_preposition = self._hangs_on(other, missing.prepositions if behind else frozenset()) == behind
            words = sum(10 for c in kept if c.lemmas)
            if slot == "SOURCE":
                return "clause", binding, reach, words + (5 if fits_preposition else 0)
            if reach == NAMED and missing.role != "prep" and self._hangs_on(other, PLACES):
                return "place", binding, reach, words
        return None

    def _hangs_on(self, party: Party, prepositions: frozenset[str] = frozenset()) -> bool:
        """Whether a party stands behind one of the prepositions, or behind any when none is given."""
        step = self.doc[min(party.tokens)]
        while step.i in party.tokens and step.head.i != step.i:
            step = step.head
        return step.pos_ in ("ADP", "SCONJ") and (not prepositions or step.lower_ in prepositions)

    def _reach(self, party: Party, tokens: Sequence[int], owns: bool, types: frozenset[str]) -> int:
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
        return any(self.doc[index].is_ancestor(self.doc[i]) for i in party.tokens)


@lru_cache(maxsize=4)
def load_codebook(folder: Path | None = None) -> Codebook:
    """The codebook of an ontology folder; raises `KnowledgeError` for a row that names what relations.ttl does not have."""
    folder = folder or ontology_path()
    relations = load_relations(folder)
    kinds = {relation.event_type for relation in relations.values()}
    acts: dict[tuple[str, str], Coded] = {}
    path = folder / "codebook.tsv"
    for number, row in read_table(path):
        act, circumstance, kind, relation = (row[name] for name in ("act", "circumstance", "event_type", "relation"))
        if act not in {"saying", *kinds, *relations}:
            raise KnowledgeError(f"the act {act!r} is neither an event type nor a relation, nor saying", path, number)
        if circumstance not in ("negated", *MODALITIES):
            raise KnowledgeError(f"the circumstance {circumstance!r} is none of negated, {', '.join(MODALITIES)}", path, number)
        if kind not in kinds or (relation != "=" and (relation not in relations or relations[relation].event_type != kind)):
            raise KnowledgeError(f"{relation!r} is no relation of the event type {kind!r}", path, number)
        acts[act, circumstance] = Coded(kind, relation)
    if ("saying", "asserted") not in acts:
        raise KnowledgeError("the act saying needs a row for asserted", path)
    measured = {row["step"]: (int(row["right"]), int(row["coded"])) for _, row in read_table(folder / "codebook-confidence.tsv")}
    return Codebook(acts, {step: confidence_of(right, coded) for step, (right, coded) in measured.items()})


def confidence_of(right: int, coded: int) -> float:
    """The share that was right, drawn a little towards one half, as few cases prove little.

    >>> confidence_of(8, 8), confidence_of(0, 0)
    (0.9, 0.5)
    """
    return round((right + 1) / (coded + 2), 2)


def confidence_table(rows: Iterable[tuple[str, DyadCoding]]) -> str:
    """How often the codings of each step were right, as the file `codebook-confidence.tsv`; `rows` pair the true event type with a coding.

    YIELD, which other coders use, is both CONCEDE and RETREAT.
    """
    counts = {step: [0, 0] for step in (*STEPS, "saying")}
    for truth, coding in rows:
        if coding.rule is not None and coding.event_type is not None:
            parts = coding.rule.split(", ")
            step = "saying" if parts[0].startswith("saying:") else next((p for p in parts[1:] if p in STEPS), "direct")
            counts[step][0] += truth == coding.event_type or (truth == "YIELD" and coding.event_type in ("CONCEDE", "RETREAT"))
            counts[step][1] += 1
    lines = [f"{step}\t{right}\t{coded}" for step, (right, coded) in counts.items()]
    return CONFIDENCE_HEAD + "step\tright\tcoded\n" + "".join(f"{line}\n" for line in lines)


def weight(frame: Frame) -> int:
    """How much of a sentence a frame explains: its specificity, and more for a direct object that it leaves open."""
    return frame.specificity + sum(4 for c in frame.constraints if c.role == "object" and not c.slot and not c.lemmas)


def is_foreground(token: Token) -> bool:
    """Whether a predicate is told for its own sake, and not in a relative clause or as a modifier."""
    return not any(t.dep_ in BACKGROUND and t.pos_ in VERBS for t in (token, *token.ancestors))


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
    kind = row.get("event_type")
    return Dyad(row["id"], row["text"], spans[0], spans[1], kind if isinstance(kind, str) else None)


def span_from_json(row: dict[str, Any], name: str, path: Path | str | None, line: int | None) -> tuple[int, int]:
    """The span of one party; raises `ArticleError` when it is none of the text."""
    match row.get(name):
        case [int(start), int(end)] if not {type(start), type(end)} - {int} and 0 <= start < end <= len(row["text"]):
            return start, end
    raise ArticleError(f'the field "{name}" must be [start, end] within the text, with start before end', path, line)
