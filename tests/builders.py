"""Documents, frames and tables made by hand, so that the tests of extraction load no model.

A document is written one token a line: `word[/lemma] TAG dep head`. The lemma is the word in lower case unless it is given, and a name
as it stands; the head is a word of the same sentence, the second of its kind with `.2` behind it, and the root has none. A blank line
ends a sentence, a line `---` a paragraph. Two marks may follow: `#DATE` makes an entity of neighbouring tokens with the same mark, and
`@State` makes the token a mention of an actor; in full `@Type=actor:kind>principal`, where the actor is the word, the kind `name` and the
principal the actor unless they are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import cast

import spacy
from spacy.tokens import Doc, Token

from kg.extract.annotation import MentionKind, TokenMention, annotation_of
from kg.extract.coding import Coder, Coding, SpeakerOf
from kg.extract.frames import Frame, parse_frame
from kg.extract.predicates import Predicates
from kg.knowledge import Relation
from kg.model import OBJECT_TYPES, Actor

ENGLISH = spacy.blank("en")
POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB",
    "VBZ": "VERB", "MD": "AUX", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV", "RBR": "ADV", "IN": "ADP", "RP": "ADP", "TO": "PART",
    "POS": "PART", "DT": "DET", "PDT": "DET", "WDT": "PRON", "WP": "PRON", "WP$": "PRON", "PRP": "PRON", "PRP$": "PRON", "CC": "CCONJ",
    "CD": "NUM", "WRB": "SCONJ", "SYM": "SYM",
}  # fmt: skip
MARK = re.compile(r"@(?P<type>\w+)(?:=(?P<actor>[\w-]+))?(?::(?P<kind>\w+))?(?:>(?P<principal>[\w-]+))?$")
CLOSING = frozenset({".", ",", "?", "!", ";", ":", ")", "]", "'s", "'", "n't", "”", "/", "-"})
OPENING = frozenset({"(", "[", "“", "/", "-"})


def document(text: str, date: str | None = None) -> Doc:
    """The document that the lines of `text` describe, with its mentions and paragraphs in its annotation."""
    lines: list[list[str]] = []
    heads: list[int] = []
    starts: list[bool] = []
    paragraphs = [0]
    for paragraph in re.split(r"^\s*---\s*$", text.strip("\n"), flags=re.MULTILINE):
        for sentence in re.split(r"\n\s*\n", paragraph.strip()):
            rows = [line.split() for line in sentence.splitlines()]
            words = [row[0].partition("/")[0] or "/" for row in rows]
            first = len(lines)
            heads += [first + (i if row[2] == "ROOT" else position(row[3], words)) for i, row in enumerate(rows)]
            starts += [i == 0 for i in range(len(rows))]
            lines += rows
        paragraphs.append(len(lines))
    words = [row[0].partition("/")[0] or "/" for row in lines]
    tags, deps = [row[1] for row in lines], [row[2] for row in lines]
    lemmas = [
        row[0].partition("/")[2] or (word if row[1].startswith("NNP") else word.lower()) for row, word in zip(lines, words, strict=True)
    ]
    spaces = [word not in OPENING and after not in CLOSING for word, after in zip(words, [*words[1:], ""], strict=True)]
    kinds = [next((mark[1:] for mark in row[3:] if mark[0] == "#"), "") for row in lines]
    ents = [f"{'I' if i and kind == kinds[i - 1] else 'B'}-{kind}" if kind else "O" for i, kind in enumerate(kinds)]
    pos = [part_of_speech(*row) for row in zip(tags, deps, lemmas, strict=True)]
    doc = Doc(
        ENGLISH.vocab, words=words, spaces=spaces, tags=tags, pos=pos, lemmas=lemmas, heads=heads, deps=deps, sent_starts=starts, ents=ents
    )
    note = annotation_of(doc)
    note.date = date
    note.paragraphs = list(pairwise(paragraphs))
    note.set_mentions(mention(i, mark, words[i]) for i, row in enumerate(lines) for mark in row[3:] if mark[0] == "@")
    return doc


def position(name: str, words: list[str]) -> int:
    """Where a word stands in its sentence; `attack.2` is the second `attack`."""
    word, dot, count = name.rpartition(".")
    if not dot or not count.isdigit():
        word, count = name, "1"
    return [i for i, other in enumerate(words) if other == word][int(count) - 1]


def part_of_speech(tag: str, dep: str, lemma: str) -> str:
    """The universal part of speech that spaCy gives a tag in its place."""
    if tag.startswith("V") and (dep in ("aux", "auxpass") or lemma == "be"):
        return "AUX"
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    return POS.get(tag, "PUNCT")


def mention(token: int, mark: str, word: str) -> TokenMention:
    """The mention that a mark makes of a token."""
    found = MARK.match(mark)
    assert found, f"{mark} does not read @Type=actor:kind>principal"
    name = found["actor"] or word.lower()
    actor = Actor(f"actor/{name}", name, found["type"])
    principal = Actor(f"actor/{found['principal']}", found["principal"], "State") if found["principal"] else actor
    return TokenMention(token, token + 1, token, actor, principal, cast(MentionKind, found["kind"] or "name"))


def token(doc: Doc, name: str) -> Token:
    """A token by its word; `attack.2` is the second `attack` of the document."""
    return doc[position(name, [t.text for t in doc])]


def roles(doc: Doc, name: str, lists: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """What plays which deep role for the predicate at a word; prepositional roles carry their preposition, as particles do."""
    found: dict[str, list[str]] = {}
    for argument in Predicates(doc, lists).arguments(token(doc, name).i):
        found.setdefault(f"{argument.role} {argument.preposition}".strip(), []).append(doc[argument.token].text)
    return found


def frames(*lines: str, lists: Mapping[str, frozenset[str]] | None = None) -> list[Frame]:
    """Frames from lines `relation: frame line` or `relation mutual: frame line`."""
    compiled = []
    for number, line in enumerate(lines, start=1):
        name, _, text = line.partition(": ")
        relation, _, flag = name.partition(" ")
        compiled.append(parse_frame(text, relation, flag == "mutual", lists or {}, Path("test.frames"), number))
    return compiled


def relation(name: str, event_type: str, quad: int, objects: frozenset[str] = OBJECT_TYPES) -> Relation:
    """A relation with the codes that coding looks at; `objects` are the types of things that can be its target."""
    return Relation(name, event_type, quad, 0, 0.0, name, name, objects=objects)


def codings(
    doc: Doc,
    compiled: Iterable[Frame],
    relations: Mapping[str, Relation],
    lists: Mapping[str, frozenset[str]],
    speaker_of: SpeakerOf = lambda _: None,
) -> list[Coding]:
    """The codings of a document, its mentions being those of its marks."""
    return Coder(compiled, relations, lists).code(doc, annotation_of(doc), Predicates(doc, lists), speaker_of)


def mentions(doc: Doc) -> dict[str, str]:
    """The words of each mention and the actor that they stand for; two actors in the same words are joined by `+`."""
    found: dict[str, list[str]] = {}
    for m in annotation_of(doc).mentions:
        found.setdefault(doc[m.start : m.end].text, []).append(m.actor.id.removeprefix("actor/"))
    return {words: "+".join(actors) for words, actors in found.items()}
