"""The language of frames: readable lines that say which predicate with which slots means which relation.

`ontology/README.md` documents the language for analysts. A line compiles to a `Frame`: head lemmas, a head kind and a
chain of constraints on the arguments of the head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kg.errors import KnowledgeError
from kg.knowledge import expand, lines_of, raise_it
from kg.model import ACTOR_TYPES, OBJECT_TYPES

Shape = Literal["verb", "noun", "copula", "modal"]
SLOTS = frozenset({"SOURCE", "TARGET", "BOTH"})
SPEAKER = "SPEAKER:"
VERB_MARK = ">"
ANYTHING = "*"
THERE = "THERE"
DOER = "DOER"
UNNAMED = "?"
SCENES = frozenset({"State", "Place"})
CLAUSES = frozenset({"that", "to", "if"})
PREPOSITIONS = frozenset(
    """
    about above across after against ahead alongside along amid among around as aside at away back before behind below beside between
    beyond by despite down during following for forward from in inside into like near of off on onto out outside over past round through
    throughout to together toward towards under until up upon via with within without
    """.split()
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for an actor, with the actor types that it admits; empty admits all.

    A scene is no argument of the predicate, but where the sentence, or one before it, says that all takes place.
    """

    name: str
    types: frozenset[str] = frozenset()
    scene: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """One demand on an argument: its role and what fills it.

    `role` is `subject`, `object`, `poss`, `owner` (of the word before), `to` (an infinitive or a `to` phrase), `that`, `if`,
    `particle`, `scene`, `doer` or `prep`; `prepositions` are the alternatives of particles and phrases. `mod` modifies the
    predicate, `modifier` the word before. The filler is a slot, a set of lemmas, or anything (both None).
    """

    role: str
    prepositions: frozenset[str] = frozenset()
    slot: Slot | None = None
    lemmas: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled frame line."""

    relation: str
    shape: Shape
    heads: frozenset[str]
    constraints: tuple[Constraint, ...]
    mutual: bool
    by_speaker: bool
    rule: str
    text: str
    path: str
    line: int

    required: tuple[frozenset[str], ...] = field(init=False, compare=False, repr=False)
    specificity: int = field(init=False, compare=False, repr=False)
    reaches_out: bool = field(init=False, compare=False, repr=False)
    strikes_doer: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Derive once what is asked for every word: `required`, of each literal and preposition the words of which one must stand there,
        `reaches_out`, whether a party may stand outside the sentence, `strikes_doer`, whether its target is whoever acts beside it, and
        `specificity`.

        Specificity is ten for each word, three for each slot, two more for a condition on its type or a preposition in front of
        it, one for a wildcard and five behind a preposition.
        """
        prepositions = (frozenset(words.split()[0] for words in c.prepositions) for c in self.constraints if says_its_preposition(c))
        object.__setattr__(self, "required", (*(c.lemmas for c in self.constraints if c.lemmas), *prepositions))
        object.__setattr__(self, "reaches_out", self.by_speaker or any(c.slot and c.slot.scene for c in self.constraints))
        object.__setattr__(self, "strikes_doer", any(c.role == "doer" for c in self.constraints))
        object.__setattr__(self, "specificity", sum(weight(c) for c in self.constraints))


def says_its_preposition(constraint: Constraint) -> bool:
    """Whether a phrase is met only where its preposition stands: not "gave Kenya arms" for "to", nor "Kenya's ally" for "of"."""
    return constraint.role in ("prep", "particle") and constraint.prepositions.isdisjoint(("to", "of", "between"))


def weight(constraint: Constraint) -> int:
    """What one constraint adds to the specificity of its frame."""
    if constraint.lemmas:
        return 10
    if constraint.slot and constraint.slot.scene:
        return 1
    if constraint.slot:
        return 3 + 2 * bool(constraint.slot.types) + 2 * (constraint.role in ("prep", "that", "to"))
    return 1 + 4 * (constraint.role == "prep")


@dataclass(frozen=True, slots=True)
class Example:
    """An example sentence of a group of frames, with the dyad and the relation that it must be coded with."""

    text: str
    source: str
    target: str
    relation: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Group:
    """The frames and examples under one `[relation]`; `line` is that of the bracket."""

    relation: str
    path: str
    line: int
    frames: tuple[Frame, ...]
    examples: tuple[Example, ...]


def read_frames(paths: Iterable[Path], lists: Mapping[str, frozenset[str]]) -> tuple[tuple[Frame, ...], tuple[Example, ...]]:
    """The frames and examples of some `.frames` files; raises `KnowledgeError` naming file and line."""
    groups = [group for path in paths for group in read_groups(path, lists)]
    return tuple(f for group in groups for f in group.frames), tuple(e for group in groups for e in group.examples)


def read_groups(path: Path, lists: Mapping[str, frozenset[str]], on_error: Callable[[KnowledgeError], None] = raise_it) -> Iterator[Group]:
    """The groups of a `.frames` file; a line that is wrong goes to `on_error`, and the rest is still read."""
    relation, mutual, begin = "", False, 0
    frames: list[Frame] = []
    examples: list[Example] = []
    for number, raw in enumerate(lines_of(path, on_error), start=1):
        line = raw.strip()
        try:
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                if relation:
                    yield Group(relation, str(path), begin, tuple(frames), tuple(examples))
                frames, examples, begin = [], [], number
                # What stands under a broken header is still checked.
                relation, mutual = line[1:].partition("]")[0].strip() or UNNAMED, False
                relation, mutual = parse_header(line, path, number)
            elif not relation:
                raise KnowledgeError("a frame needs a [relation] above it", path, number)
            elif line.startswith(">"):
                examples.append(parse_example(line, relation, path, number))
            else:
                frames.append(parse_frame(line.split(" #", 1)[0].strip(), relation, mutual, lists, path, number))
        except KnowledgeError as error:
            on_error(error)
    if relation:
        yield Group(relation, str(path), begin, tuple(frames), tuple(examples))


def parse_header(line: str, path: Path, number: int) -> tuple[str, bool]:
    """The relation of a group and whether it is mutual, from `[relation]` or `[relation] mutual`."""
    name, bracket, flag = line.partition("]")
    if not bracket or not name[1:].strip():
        raise KnowledgeError(f"a group begins with [relation], found {line[:60]!r}", path, number)
    if flag.strip() not in ("", "mutual"):
        raise KnowledgeError(f"after [{name[1:].strip()}] only 'mutual' may stand, found {flag.strip()!r}", path, number)
    return name[1:].strip(), flag.strip() == "mutual"


def parse_example(line: str, relation: str, path: Path, number: int) -> Example:
    """An example line `> sentence :: source -> target`."""
    sentence, colons, dyad = line[1:].partition("::")
    source, arrow, target = dyad.partition("->")
    if not colons or not arrow or not sentence.strip() or not source.strip() or not target.strip():
        raise KnowledgeError("an example reads '> sentence :: source -> target'", path, number)
    return Example(sentence.strip(), source.strip(), target.strip(), relation, str(path), number)


def parse_frame(line: str, relation: str, mutual: bool, lists: Mapping[str, frozenset[str]], path: Path, number: int) -> Frame:
    """Compile one frame line.

    >>> frame = parse_frame("SOURCE impose sanction|embargo on|against TARGET", "imposesSanctionsOn", False, {}, Path("x.frames"), 1)
    >>> frame.rule, sorted(frame.heads), [c.role for c in frame.constraints]
    ('frame:impose-sanction-on', ['impose'], ['subject', 'object', 'prep'])
    """
    return _Line(line, lists, path, number).compile(relation, mutual)


class _Line:
    """One frame line while it is compiled: its elements from left to right, and the words that name its rule."""

    def __init__(self, line: str, lists: Mapping[str, frozenset[str]], path: Path, number: int) -> None:
        self.text, self.path, self.number = line, path, number
        self._lists = lists
        self._words = line.split()
        self._constraints: list[Constraint] = []
        self._names: list[str] = []

    def compile(self, relation: str, mutual: bool) -> Frame:
        """The frame, or a `KnowledgeError` that names file, line and element."""
        words = self._words
        by_speaker = words[0] == SPEAKER
        if by_speaker:
            words = words[1:]
        if len(words) < 2:
            raise self._fail("a frame needs a predicate and a slot")
        if VERB_MARK in words:
            shape, heads = self._noun_before_verb(words[: words.index(VERB_MARK)], words[words.index(VERB_MARK) + 1 :])
        else:
            shape, heads = self._predicate(words)
        slots = [c.slot.name for c in self._constraints if c.slot]
        if sorted(slots) not in ((["TARGET"],) if by_speaker else (["SOURCE", "TARGET"], ["BOTH"])):
            raise self._fail(f"a frame has SOURCE and TARGET, or BOTH, or SPEAKER: and TARGET; this one has {', '.join(slots) or 'none'}")
        both = mutual or "BOTH" in slots
        rule = "frame:" + "-".join(self._names)
        return Frame(relation, shape, heads, tuple(self._constraints), both, by_speaker, rule, self.text, str(self.path), self.number)

    def _predicate(self, words: list[str]) -> tuple[Shape, frozenset[str]]:
        shape: Shape = "noun"
        rest = words
        if is_possessor(words[0]):
            self._constraints.append(Constraint("poss", slot=self._slot(words[0][:-2])))
            rest = words[1:]
        elif is_slot(words[0]):
            shape = "copula" if words[1] == "be" else "verb"
            self._constraints.append(Constraint("subject", slot=self._slot(words[0])))
            rest = words[2:] if shape == "copula" else words[1:]
        if not rest:
            raise self._fail("no predicate")
        if shape == "verb" and rest[1:] == ["..."]:
            return "modal", self._head(rest[0])
        if shape == "copula" and is_preposition(rest[0]):
            self._names.append("be")
            self._elements(rest)
            return "verb", frozenset({"be"})
        if shape != "verb" and len(rest) > 1 and is_literal(rest[1]):
            modifier = self._head(rest[0])
            rest = rest[1:]
            self._constraints.append(Constraint("mod", lemmas=modifier))
        heads = self._head(rest[0])
        self._elements(rest[1:])
        return shape, heads

    def _noun_before_verb(self, noun: list[str], verb: list[str]) -> tuple[Shape, frozenset[str]]:
        """ "ties between BOTH > worsen": the verb is the predicate, the noun its subject."""
        if not noun or not verb:
            raise self._fail(f"{VERB_MARK!r} stands between a noun and its verb")
        owner = self._slot(noun.pop(0)[:-2]) if is_possessor(noun[0]) else None
        if not noun:
            raise self._fail("a possessor needs its noun")
        self._constraints.append(Constraint("subject", lemmas=self._head(noun[0])))
        if owner:
            self._constraints.append(Constraint("owner", slot=owner))
        self._elements(noun[1:])
        heads = self._head(verb[0])
        self._elements(verb[1:])
        return "verb", heads

    def _elements(self, rest: list[str]) -> None:
        """Turn what stands behind the predicate into constraints."""
        i = 0
        while i < len(rest):
            if rest[i] == "..." or rest[i] == VERB_MARK:
                raise self._fail(f"{rest[i]!r} stands where it means nothing")
            if rest[i] == THERE:
                self._constraints.append(Constraint("scene", slot=Slot("TARGET", SCENES, scene=True)))
                i += 1
                continue
            if rest[i] == DOER:
                self._constraints.append(Constraint("doer", slot=Slot("TARGET")))
                i += 1
                continue
            if rest[i] in CLAUSES and i + 1 < len(rest) and (rest[i] != "to" or rest[i + 1] == "..."):
                self._clause(rest[i], rest[i + 1 :])
                return
            role, prepositions = "object", frozenset[str]()
            if is_preposition(rest[i]):
                prepositions, i = self._preposition(rest, i)
                if i == len(rest) or rest[i] == THERE or rest[i + 1 : i + 2] == ["..."]:
                    self._constraints.append(Constraint("particle", prepositions))
                    continue
                literal = not is_slot(rest[i]) and not is_possessor(rest[i]) and rest[i] != ANYTHING
                role = "to" if prepositions == {"to"} and literal else "prep"
            owner = self._slot(rest[i][:-2]) if is_possessor(rest[i]) else None
            i += owner is not None
            if i == len(rest):
                raise self._fail("a possessor needs its noun")
            if is_literal(rest[i]) and i + 1 < len(rest) and is_literal(rest[i + 1]):
                # Two nouns in a row are one compound: "stage hunger strike against TARGET".
                modifier = Constraint("modifier", lemmas=self._head(rest[i]))
                self._constraints += [self._filler(role, prepositions, rest[i + 1]), modifier]
                i += 1
            else:
                self._constraints.append(self._filler(role, prepositions, rest[i]))
            if owner:
                self._constraints.append(Constraint("owner", slot=owner))
            i += 1

    def _clause(self, word: str, rest: list[str]) -> None:
        after = [w for w in rest if w != "..."]
        if len(after) > 1:
            raise self._fail(f"nothing may follow '{word} …'")
        slot = self._slot(after[0]) if after else None
        # A slot that was named before only asks for a clause: "SOURCE tell TARGET that TARGET ...".
        if slot and any(c.slot and c.slot.name == slot.name for c in self._constraints):
            slot = None
        self._constraints.append(Constraint(word, slot=slot))
        self._names.append(word)

    def _preposition(self, rest: list[str], i: int) -> tuple[frozenset[str], int]:
        """The alternatives of a preposition, two in a row being one compound, and the index behind it."""
        found = frozenset(rest[i].split("|"))
        self._names.append(rest[i].split("|")[0])
        i += 1
        while i < len(rest) and is_preposition(rest[i]) and rest[i + 1 : i + 2] != ["..."]:
            found = frozenset(f"{a} {b}" for a in found for b in rest[i].split("|"))
            self._names.append(rest[i].split("|")[0])
            i += 1
        return found, i

    def _filler(self, role: str, prepositions: frozenset[str], word: str) -> Constraint:
        if is_slot(word):
            return Constraint(role, prepositions, slot=self._slot(word))
        if word == ANYTHING:
            return Constraint(role, prepositions)
        if word.isupper():
            raise self._fail(f"unknown slot {word!r}")
        return Constraint(role, prepositions, lemmas=self._head(word))

    def _head(self, word: str) -> frozenset[str]:
        if word.removesuffix("'s").isupper():
            raise self._fail(f"unknown slot {word!r}")
        lemmas = expand(word, self._lists, self.path, self.number)
        if not lemmas:
            raise self._fail(f"no words in {word!r}")
        first = word.split("|")[0]
        self._names.append(first.lstrip("@"))
        return lemmas

    def _slot(self, word: str) -> Slot:
        name, _, types = word.partition(":")
        admitted = frozenset(t for t in types.split("|") if t)
        if name not in SLOTS:
            raise self._fail(f"unknown slot {name!r}")
        if unknown := admitted - ACTOR_TYPES - OBJECT_TYPES:
            raise self._fail(f"unknown actor type {', '.join(sorted(unknown))}")
        if "Object" in admitted:
            admitted |= OBJECT_TYPES
        if "Actor" in admitted:
            admitted |= ACTOR_TYPES
        return Slot(name, admitted)

    def _fail(self, message: str) -> KnowledgeError:
        return KnowledgeError(f"{message} in frame {self.text!r}", self.path, self.number)


def is_slot(word: str) -> bool:
    """Whether a word of a frame is a slot, with or without conditions."""
    return word.split(":")[0] in SLOTS


def is_possessor(word: str) -> bool:
    """Whether a word of a frame is a slot that owns the noun behind it: `TARGET's`."""
    return word.endswith("'s") and is_slot(word[:-2])


def is_literal(word: str) -> bool:
    """Whether an element is words that must stand there, but no preposition."""
    return not (
        is_slot(word)
        or is_possessor(word)
        or is_preposition(word)
        or word in (*CLAUSES, ANYTHING, THERE, DOER, VERB_MARK, "...")
        or word.isupper()
    )


def is_preposition(word: str) -> bool:
    """Whether every alternative of an element is a preposition or particle."""
    return all(part in PREPOSITIONS for part in word.split("|"))
