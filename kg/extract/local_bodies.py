"""Governments, councils and parliaments below the state, which act for themselves: "the Kirkuk council", "the government of Tigray"."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Token

from kg.extract.annotation import Annotation, TokenMention
from kg.extract.unlisted import named_actor

REGIONS = frozenset({"GPE", "LOC"})


def local_bodies(doc: Doc, note: Annotation, nouns: Collection[Token], levels: frozenset[str]) -> Iterator[TokenMention]:
    """A mention, of an own actor, for each body of a place that is no state.

    `nouns` are those for such bodies ("council"), `levels` the words that may stand between the place and the body ("provincial").
    What a mention covers already is left alone; a place is a mention of that type or what the recogniser takes for one.
    """
    covered = {i: m for m in note.mentions if m.kind != "demonym" for i in range(m.start, m.end)} if nouns else {}
    for token in nouns:
        if token.i not in covered:
            place = place_in_front(token, covered, levels) or place_of(token, covered)
            if place is not None:
                start, end = place
                level = [t.text for t in doc[end : token.i] if t.lower_ in levels]
                actor = named_actor(" ".join([doc[start:end].text, *level, token.text]), "Group")
                yield TokenMention(min(start, token.i), max(end, token.i + 1), token.i, actor, actor, "name")


def place_in_front(body: Token, covered: dict[int, TokenMention], levels: frozenset[str]) -> tuple[int, int] | None:
    """The bounds of the place in front of a body and of the words for its level: "Oromia" in "Oromia's regional government"."""
    last = body.i - 1
    while last > 0 and (body.doc[last].lower_ in levels or body.doc[last].tag_ == "POS"):
        last -= 1
    return place_at(body.doc, last, covered) if last >= body.sent.start else None


def place_of(body: Token, covered: dict[int, TokenMention]) -> tuple[int, int] | None:
    """The bounds of the place in the of-phrase of a body: "Tigray" in "the government of Tigray"."""
    inside = [c.i for p in body.children if p.dep_ == "prep" and p.lower_ == "of" for c in p.children if c.dep_ == "pobj"]
    return place_at(body.doc, inside[0], covered) if inside else None


def place_at(doc: Doc, last: int, covered: dict[int, TokenMention]) -> tuple[int, int] | None:
    """The bounds of the place whose last token this is; None when it is no place, or a state."""
    mention = covered.get(last)
    if mention is not None:
        return (mention.start, mention.end) if mention.actor.type == "Place" and mention.end == last + 1 else None
    token = doc[last]
    if token.ent_type_ not in REGIONS or token.pos_ != "PROPN":
        return None
    start = last
    while start > 0 and doc[start].ent_iob_ == "I" and doc[start - 1].ent_type_ == token.ent_type_:
        start -= 1
    while start < last and doc[start].pos_ != "PROPN":
        start += 1
    return None if any(i in covered for i in range(start, last)) else (start, last + 1)
