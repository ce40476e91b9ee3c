"""The parties that a phrase leads to without naming them at its head: who owns it, what it holds, where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from kg.extract.annotation import Annotation, TokenMention, with_conjuncts
from kg.extract.syntax import DEEPEST, NOUNS
from kg.model import ACTOR_TYPES, OBJECT_TYPES

HELD_TYPES = ACTOR_TYPES | {"Place"}
SUBJECTS_AND_OBJECTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
SCENE_PREPOSITIONS = frozenset("in inside across into from over within throughout around".split())


def is_the_people(token: Token) -> bool:
    """Whether an adjective of a country stands for its people: "the British"."""
    return token.dep_ in SUBJECTS_AND_OBJECTS and any(c.lower_ == "the" for c in token.children)


def is_joint(token: Token, note: Annotation) -> bool:
    """Whether an adjective of a country, read as a noun, shares the noun of the one behind it: "Vietnamese and Indian coast guards"."""
    behind = [m for c in token.children if c.dep_ == "conj" and c.pos_ in NOUNS for m in note.at(c.i)]
    return token.dep_ in SUBJECTS_AND_OBJECTS and any(m.kind == "body" and m.start == token.i + 2 for m in behind)


def bearers(title: Token, note: Annotation) -> list[TokenMention]:
    """Who bears a title, in apposition to it or to what it is of: "the president of the European Commission, Ursula von der Leyen"."""
    owned = [c for p in title.children if p.dep_ == "prep" and p.lower_ == "of" for c in p.children if c.dep_ == "pobj"]
    names = [c for t in (title, *owned) for c in t.children if c.dep_ == "appos"]
    return [m for c in names for m in note.at(c.i) if m.actor.type == "Person"]


def senders(token: Token, note: Annotation) -> list[TokenMention]:
    """Where those or that come from that are sent: "Doctors from Cuba were sent to"."""
    behind = [c for p in token.children if p.dep_ == "prep" and p.lower_ == "from" for c in p.children if c.dep_ == "pobj"]
    return [m for c in behind for t in with_conjuncts(c) for m in note.at(t.i) if m.actor.type not in OBJECT_TYPES]


def owners(token: Token, note: Annotation, deeds: frozenset[str], predicate: int = -1, depth: int = 0) -> list[TokenMention]:
    """The actors that own a phrase: possessors, adjectives of a country, of-phrases ("Russia's invasion", "the US decision").

    What a deed is done to ("the invasion of Iraq") does not own it, nor who does what the `predicate` says of it ("an attack
    condemned by France").
    """
    found: list[TokenMention] = []
    for child in token.children:
        if child.dep_ in ("poss", "amod", "compound", "nmod"):
            found += note.at(child.i)
            if child.tag_ == "VBN":
                found += [m for c in child.children if c.dep_ in ("npadvmod", "compound", "amod", "nmod") for m in note.at(c.i)]
            found += [m for c in child.conjuncts if c.i < token.i for m in note.at(c.i)]
        elif child.dep_ == "acl" and child.tag_ == "VBN" and child.i != predicate:
            found += [m for a in child.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj" for m in note.at(c.i)]
        elif child.dep_ == "acl" and child.lemma_ == "belong":
            found += [m for p in child.children if p.lower_ == "to" for c in p.children if c.dep_ == "pobj" for m in note.at(c.i)]
    if not found:
        for child in token.children:
            if child.dep_ in ("prep", "agent") and (
                child.lower_ in ("by", "between") or (child.lower_ == "of" and token.lemma_ not in deeds)
            ):
                found += [m for c in child.children if c.dep_ == "pobj" for t in with_conjuncts(c) for m in note.at(t.i)]
                found += [
                    m
                    for c in child.children
                    if c.dep_ == "pobj" and not found and depth < DEEPEST
                    for m in owners(c, note, deeds, predicate, depth + 1)
                ]
    return [m for m in found if m.actor.type not in OBJECT_TYPES]


def is_scene(token: Token) -> bool:
    """Whether a name says where something takes place: "in Syria", "across Mali"."""
    return token.dep_ == "pobj" and token.head.lower_ in SCENE_PREPOSITIONS


def held(token: Token, note: Annotation, lists: Mapping[str, frozenset[str]], depth: int = 0) -> list[TokenMention]:
    """The actors and places inside a phrase that names neither: "curfew hours in parts of North Sinai", "a bus carrying Serbs"."""
    if token.pos_ not in NOUNS or depth > DEEPEST or token.lemma_.lower() in lists.get("deed", ()):
        return []
    carrying = lists.get("carrying", frozenset())
    phrases = [token, *(c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN")]
    carried = [c for v in token.children if v.dep_ == "acl" and v.lemma_ in carrying for c in v.children if c.dep_ == "dobj"]
    for child in (*(c for t in phrases for c in t.children), *carried):
        for inner in (
            (child,) if child.dep_ == "dobj" else (c for c in child.children if c.dep_ == "pobj" and child.dep_ in ("prep", "agent"))
        ):
            found = [m for t in with_conjuncts(inner) for m in note.at(t.i) if m.kind != "demonym" and m.actor.type in HELD_TYPES]
            found = found or held(inner, note, lists, depth + 1)
            if found:
                return found
    return []


def sites(token: Token, note: Annotation) -> list[TokenMention]:
    """Where a thing without a name stands that is attacked or taken: "a mosque in Mosul", "the camp near Calais"."""
    places = [c for p in token.children if p.dep_ == "prep" and p.lower_ in ("in", "near", "outside", "at") for c in p.children]
    named = {m.head: [m] for m in note.settings}
    return [m for p in places for m in (*note.at(p.i), *named.get(p.i, ())) if m.actor.type in ("State", "Place")]


def place_behind(noun: Token, note: Annotation) -> list[TokenMention]:
    """The state or place right behind a noun, whatever the parser hung it on: "to help people in Somalia"."""
    behind = noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 2]
    inside = [c for p in behind if p.lower_ in ("in", "across", "throughout") for c in p.children if c.dep_ == "pobj"]
    return [m for c in inside for t in with_conjuncts(c) for m in note.at(t.i) if m.actor.type in ("State", "Place")]
