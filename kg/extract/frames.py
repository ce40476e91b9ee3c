"""The language of frames: readable lines that say which predicate with which slots means which relation.

`ontology/README.md` documents the language for analysts. A line compiles to a `Frame`: head lemmas, a head kind and a
chain of constraints on the arguments of the head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import KnowledgeError
from kg.knowledge import ACTOR_TYPES, OBJECT_TYPES, expand

Shape = Literal["verb", "noun", "copula"]
SLOTS = frozenset({"SOURCE", "TARGET", "BOTH"})
SPEAKER = "SPEAKER:"
PREPOSITIONS = frozenset(
    [
        "about",
        "above",
        "across",
        "after",
        "against",
        "ahead",
        "alongside",
        "along",
        "among",
        "around",
        "as",
        "aside",
        "at",
        "away",
        "back",
        "before",
        "behind",
        "below",
        "beside",
        "between",
        "beyond",
        "by",
        "down",
        "during",
        "for",
        "forward",
        "from",
        "in",
        "inside",
        "into",
        "like",
        "near",
        "of",
        "off",
        "on",
        "onto",
        "out",
        "outside",
        "over",
        "past",
        "round",
        "through",
        "throughout",
        "to",
        "together",
        "toward",
        "towards",
        "under",
        "up",
        "upon",
        "via",
        "with",
        "within",
        "without",
    ]
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for an actor, with the actor types that it admits; empty admits all."""

    name: str
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Constraint:
    """One demand on an argument: its role and what fills it.

    `role` is `subject`, `object`, `poss`, `owner` (of the word before), `to` (an infinitive or a `to` phrase), `that`, `if`,
    `particle` or `prep`; `prepositions` are the alternatives of the last two. The filler is a slot, a set of lemmas, or anything (both None).
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

    @property
    def specificity(self) -> int:
        """How much the frame demands: ten for each word, three for each slot, two for each condition on a type, one for a wildcard."""
        return sum(
            10
            if c.lemmas
            else (3 + 2 * bool(c.slot.types) + 2 * (c.role in ("prep", "that", "to")))
            if c.slot
            else 1 + 4 * (c.role == "prep")
            for c in self.constraints
        )


@dataclass(frozen=True, slots=True)
class Example:
    """An example sentence of a group of frames, with the dyad and the relation that it must be coded with."""

    text: str
    source: str
    target: str
    relation: str
    path: str
    line: int


def read_frames(paths: Iterable[Path], lists: Mapping[str, frozenset[str]]) -> tuple[tuple[Frame, ...], tuple[Example, ...]]:
    """The frames and examples of some `.frames` files; raises `KnowledgeError` naming file and line."""
    frames: list[Frame] = []
    examples: list[Example] = []
    for path in paths:
        relation, mutual = "", False
        for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                name, _, flag = line.partition("]")
                relation, mutual = name[1:].strip(), flag.strip() == "mutual"
                if flag.strip() not in ("", "mutual"):
                    raise KnowledgeError(f"after [{relation}] only 'mutual' may stand, found {flag.strip()!r}", path, number)
            elif not relation:
                raise KnowledgeError("a frame needs a [relation] above it", path, number)
            elif line.startswith(">"):
                examples.append(parse_example(line, relation, path, number))
            else:
                frames.append(parse_frame(line.split(" #", 1)[0].strip(), relation, mutual, lists, path, number))
    return tuple(frames), tuple(examples)


def parse_example(line: str, relation: str, path: Path, number: int) -> Example:
    """An example line `> sentence :: source -> target`."""
    sentence, colons, dyad = line[1:].partition("::")
    source, arrow, target = dyad.partition("->")
    if not colons or not arrow:
        raise KnowledgeError("an example reads '> sentence :: source -> target'", path, number)
    return Example(sentence.strip(), source.strip(), target.strip(), relation, str(path), number)


def parse_frame(line: str, relation: str, mutual: bool, lists: Mapping[str, frozenset[str]], path: Path, number: int) -> Frame:
    """Compile one frame line.

    >>> frame = parse_frame("SOURCE impose sanction|embargo on|against TARGET", "imposesSanctionsOn", False, {}, Path("x.frames"), 1)
    >>> frame.rule, sorted(frame.heads), [c.role for c in frame.constraints]
    ('frame:impose-sanction-on', ['impose'], ['subject', 'object', 'prep'])
    """

    def fail(message: str) -> KnowledgeError:
        return KnowledgeError(f"{message} in frame {line!r}", path, number)

    words = line.split()
    if len(words) < 2:
        raise fail("a frame needs a predicate and a slot")
    by_speaker = words[0] == SPEAKER
    words = words[1:] if by_speaker else words
    first, constraints = words[0], list[Constraint]()
    if first.endswith("'s") and first[:-2].split(":")[0] in SLOTS:
        shape: Shape = "noun"
        constraints.append(Constraint("poss", slot=parse_slot(first[:-2], fail)))
        rest = words[1:]
    elif is_slot(first):
        shape = "copula" if words[1] == "be" else "verb"
        constraints.append(Constraint("subject", slot=parse_slot(first, fail)))
        rest = words[2:] if shape == "copula" else words[1:]
    else:
        shape, rest = "noun", words
    if not rest:
        raise fail("no predicate")
    if shape == "copula" and rest[0] in PREPOSITIONS:
        shape, heads = "verb", frozenset({"be"})
    else:
        heads = expand(rest[0], lists, path, number)
        rest = rest[1:]
    names = [next(iter(sorted(heads))) if "@" in words[0] else line_word(words, shape)]
    i = 0
    while i < len(rest):
        word = rest[i]
        if word in ("that", "to", "if") and i + 1 < len(rest) and (word != "to" or rest[i + 1] == "..."):
            after = [w for w in rest[i + 1 :] if w != "..."]
            slot = parse_slot(after[0], fail) if after else None
            if len(after) > 1:
                raise fail(f"nothing may follow '{word} …'")
            # A slot that was named before only asks for a clause: "SOURCE tell TARGET that TARGET ...".
            if slot and any(c.slot and c.slot.name == slot.name for c in constraints):
                slot = None
            constraints.append(Constraint(word, slot=slot))
            names.append(word)
            break
        if all(part in PREPOSITIONS for part in word.split("|")):
            prepositions = frozenset(word.split("|"))
            i += 1
            names.append(word.split("|")[0])
            while i < len(rest) and all(part in PREPOSITIONS for part in rest[i].split("|")):
                prepositions = frozenset(f"{a} {b}" for a in prepositions for b in rest[i].split("|"))
                names.append(rest[i].split("|")[0])
                i += 1
            role = "to" if prepositions == {"to"} and i < len(rest) and not is_slot(rest[i]) and rest[i] != "*" else "prep"
            if i == len(rest):
                constraints.append(Constraint("particle", prepositions))
                break
        else:
            role, prepositions = "object", frozenset()
        if rest[i].endswith("'s") and is_slot(rest[i][:-2]):
            owner = Constraint("owner", slot=parse_slot(rest[i][:-2], fail))
            i += 1
            if i == len(rest):
                raise fail("a possessor needs its noun")
            constraints.append(filler(role, prepositions, rest[i], lists, fail, path, number))
            constraints.append(owner)
        else:
            constraints.append(filler(role, prepositions, rest[i], lists, fail, path, number))
        if not is_slot(rest[i]) and rest[i] != "*":
            names.append(rest[i].split("|")[0].lstrip("@"))
        i += 1
    slots = [c.slot.name for c in constraints if c.slot]
    if sorted(slots) not in ((["TARGET"],) if by_speaker else (["SOURCE", "TARGET"], ["BOTH"])):
        raise fail(f"a frame has SOURCE and TARGET, or BOTH, or SPEAKER: and TARGET; this one has {', '.join(slots) or 'none'}")
    rule = "frame:" + "-".join(names)
    return Frame(relation, shape, heads, tuple(constraints), mutual or "BOTH" in slots, by_speaker, rule, line, path.name, number)


def line_word(words: list[str], shape: Shape) -> str:
    """The first alternative of the predicate word, for the name of the rule."""
    index = 0 if not is_slot(words[0]) and not words[0].endswith("'s") else 1
    if words[index] == "be" and index + 1 < len(words) and shape == "copula":
        index += 1
    return words[index].split("|")[0].lstrip("@")


def is_slot(word: str) -> bool:
    """Whether a word of a frame is a slot, with or without conditions."""
    return word.split(":")[0] in SLOTS


def parse_slot(word: str, fail: Callable[[str], KnowledgeError]) -> Slot:
    """A slot `NAME` or `NAME:Type|Type`."""
    name, _, types = word.partition(":")
    admitted = frozenset(t for t in types.split("|") if t)
    if name not in SLOTS:
        raise fail(f"unknown slot {name!r}")
    if unknown := admitted - ACTOR_TYPES - OBJECT_TYPES:
        raise fail(f"unknown actor type {', '.join(sorted(unknown))}")
    if "Object" in admitted:
        admitted |= OBJECT_TYPES
    if "Actor" in admitted:
        admitted |= ACTOR_TYPES
    return Slot(name, admitted)


def filler(
    role: str,
    prepositions: frozenset[str],
    word: str,
    lists: Mapping[str, frozenset[str]],
    fail: Callable[[str], KnowledgeError],
    path: Path,
    number: int,
) -> Constraint:
    """The constraint that one element after the predicate makes."""
    if is_slot(word):
        return Constraint(role, prepositions, slot=parse_slot(word, fail))
    if word == "*":
        return Constraint(role, prepositions)
    if word.isupper():
        raise fail(f"unknown slot {word!r}")
    return Constraint(role, prepositions, lemmas=expand(word, lists, path, number))
