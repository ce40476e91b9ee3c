"""Which actors a word of a sentence stands for, by what is coordinated with it, counted by it or named beside it."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from kg.extract.annotation import NAMELESS, Annotation, TokenMention, with_conjuncts
from kg.extract.parties import bearers, is_joint, is_the_people
from kg.extract.syntax import DEEPEST, VERBS, called
from kg.extract.unlisted import is_unlisted_place


class Denotation:
    """Tells for whom words stand; `lists` are those of `Predicates`."""

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self._lists = lists

    def resolve(self, token: Token, note: Annotation, depth: int = 0) -> list[TokenMention]:
        """The actors that a token stands for: itself and what is coordinated with it, its examples, its apposition, its members."""
        if depth == 0 and token.i in note.resolved:
            return note.resolved[token.i]
        found: list[TokenMention] = []
        for member in with_conjuncts(token):
            found += self._resolve_one(member, note, depth)
        single = list({m.actor.id: m for m in reversed(found)}.values())[::-1]
        if depth == 0:
            note.resolved[token.i] = single
        return single

    def _examples(self, token: Token, note: Annotation) -> list[TokenMention]:
        """The members that a plural noun names as its examples: "countries like France", "states such as Iran and Syria"."""
        markers = self._lists.get("examplemarkers", frozenset())
        for child in token.children:
            such = child.lower_ == "as" and any(c.lower_ == "such" for c in (*child.children, *token.children))
            if child.dep_ == "prep" and (child.lower_ in markers or such):
                named = [
                    m for c in child.children if c.dep_ == "pobj" for t in with_conjuncts(c) for m in note.at(t.i) if m.kind != "demonym"
                ]
                if named:
                    return named
        return []

    def _resolve_one(self, token: Token, note: Annotation, depth: int) -> list[TokenMention]:
        examples = self._examples(token, note)
        if examples:
            return examples
        here = [m for m in note.at(token.i) if m.kind != "demonym" or is_the_people(token) or is_joint(token, note)]
        if all(m.kind in NAMELESS for m in here):
            here = self._members(token, note, depth) or self._named_beside(token, note) or here
        if here and all(m.kind in ("body", "title", "organised", "unnamed") for m in here):
            return bearers(token, note) or here
        if here:
            named = [m for c in token.children if c.dep_ in ("nmod", "compound", "appos") for m in note.at(c.i) if m.actor.type == "Group"]
            return named if named and all(m.actor.type == "People" for m in here) else here
        if token.pos_ in VERBS:
            # "objections to Russia inviting …": the fear is of Russia.
            subjects = [c for c in token.children if c.dep_ == "nsubj" and token.dep_ == "pcomp"]
            return [m for c in subjects for m in self.resolve(c, note, depth + 1)] if depth < DEEPEST else []
        return []

    def _named_beside(self, token: Token, note: Annotation) -> list[TokenMention]:
        """Whom words beside a noun name: "a group known as …", "the militia, Hezbollah", "Hezbollah, a group that …"."""
        calling = self._lists.get("calling", frozenset())
        if token.lemma_.lower() in self._lists.get("office", ()) and (named := bearers(token, note)):
            return named
        names = (*called(token, calling), *(c for c in token.children if c.dep_ == "appos"))
        for name in names:
            named = [m for t in with_conjuncts(name) for m in note.at(t.i) if m.kind not in ("demonym", *NAMELESS)]
            if named:
                return named
        if token.dep_ == "appos" and token.head.pos_ == "PROPN" and token.lemma_.lower() not in self._lists.get("summing", ()):
            return [m for m in note.at(token.head.i) if m.kind != "demonym"]
        if token.dep_ == "attr" and token.head.lemma_ == "be":  # "Paraguay is the only country that …"
            subjects = [c for c in token.head.children if c.dep_ == "nsubj"]
            return [m for c in subjects for t in with_conjuncts(c) for m in note.at(t.i) if m.kind not in ("demonym", *NAMELESS)]
        return []

    def _members(self, token: Token, note: Annotation, depth: int) -> list[TokenMention]:
        """Whom a counting or leading noun counts or leads: "dozens of Turkish soldiers", "leaders of Mali and Niger"."""
        if depth < DEEPEST and token.lemma_.lower() in self._lists.get("partitive", ()):
            for child in token.children:
                if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                    named = [m for c in child.children if c.dep_ == "pobj" for m in self.resolve(c, note, depth + 1)]
                    acting = [m for m in named if not is_unlisted_place(m.actor)]
                    if acting:
                        return acting
        return []
