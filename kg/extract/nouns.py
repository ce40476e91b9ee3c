"""The arguments of nouns that name a deed: possessors, modifiers, phrases, and what the words around lend them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from spacy.tokens import Doc, Token

from kg.extract.argument import Argument
from kg.extract.implicit import ImplicitDoers, Roles
from kg.extract.syntax import COPULAS, NOUNS, RELATIVE, VERBS, called, is_infinitive

UNOWNED = frozenset({"against", "on", "at", "over", "to"})
"""Prepositions of phrases that name nobody's whereabouts or owner: behind a doer they belong to the deed."""


class Phrases(Roles, Protocol):
    """What is known of the words around: their arguments, the phrases that hang on them, and what their pronouns stand for."""

    def arguments(self, index: int) -> tuple[Argument, ...]:
        """The arguments of the predicate at a token."""

    def prepositional(self, preposition: Token, governor: Token) -> Iterator[Argument]:
        """The arguments that a preposition brings to its governor."""

    def antecedent(self, token: Token, verb: Token) -> int:
        """The token that a relative pronoun stands for, or the token itself."""


class Nouns:
    """Finds the arguments of nouns; `lists` are those of `Predicates`, `referring` the nouns that point back at an actor ("its ally")."""

    def __init__(self, doc: Doc, roles: Phrases, lists: Mapping[str, frozenset[str]], referring: frozenset[int]) -> None:
        self._doc = doc
        self._roles = roles
        self._implicit = ImplicitDoers(roles, lists)
        self._referring = referring
        self._light = lists.get("light", frozenset())
        self._making = self._light | lists.get("making", frozenset())
        self._leading = lists.get("leading", frozenset())
        self._quantity = lists.get("quantity", frozenset())
        self._losing = lists.get("losing", frozenset())
        self._calling = lists.get("calling", frozenset())
        self._framing = lists.get("framing", frozenset())

    def of(self, noun: Token) -> Iterator[Argument]:
        """The arguments of a noun; what it lacks itself it takes from the words around."""
        own = list(self._own_of_noun(noun))
        yield from own
        roles = {a.role for a in own}
        if "poss" not in roles:
            if noun.dep_ == "conj" and noun.head.pos_ in NOUNS:
                inherited = [
                    a
                    for a in self._roles.arguments(noun.head.i)
                    if a.role in ("poss", "mod", "subject") or (a.role == "prep" and a.token > noun.i)
                ]
                yield from inherited
                roles |= {a.role for a in inherited}
            if not roles & {"poss"} and (counting := self._counting(noun)) is not None:
                yield from (a for a in self._own_of_noun(counting) if a.role in ("poss", "mod"))
                yield from (Argument("poss", i) for i in self._implicit.of_light_verb(counting))
            if not roles & {"poss"}:
                yield from (Argument("poss", i) for i in self._implicit.doer(noun))
        if "prep" not in roles:
            for child in noun.children:
                if child.dep_ == "conj" and child.pos_ in NOUNS:
                    yield from (a for a in self._own_of_noun(child) if a.role == "prep")
        yield from (a for a in self._misplaced(noun) if a.preposition not in {o.preposition for o in own if o.role == "prep"})
        if noun.i in self._referring and not (noun.dep_ == "dobj" and noun.head.lemma_ in self._losing):
            yield Argument("subject", noun.i)  # "its NATO ally" is whoever is meant by it
        yield from (Argument("subject", c.i) for c in called(noun, self._calling))
        if noun.dep_ == "appos":
            yield Argument("subject", noun.head.i)
        elif noun.dep_ == "attr" and noun.head.lemma_ in COPULAS:
            yield from (Argument("subject", i) for i in self._roles.surface_subject(noun.head))
        elif noun.dep_ == "pobj" and noun.head.lower_ == "as" and noun.head.head.pos_ in VERBS:
            yield from (Argument("subject", i) for i in self._roles.role(noun.head.head.i, "object"))

    def _counting(self, noun: Token) -> Token | None:
        """The noun that counts another: "list" in "a long list of grievances"."""
        counting = noun.head.head
        behind = noun.dep_ == "pobj" and noun.head.lower_ == "of"
        return counting if behind and counting.lemma_.lower() in self._quantity and counting.pos_ in NOUNS else None

    def counted(self, noun: Token) -> Iterator[Token]:
        """The noun that a noun counts or frames: "attacks" in "a wave of attacks", "sanctions" in "a sanctions package"."""
        if noun.lemma_.lower() in self._framing and noun.pos_ in NOUNS:
            yield from (c for c in noun.children if c.dep_ in ("compound", "nmod", "amod") and c.pos_ in NOUNS and c.i == noun.i - 1)
        if noun.lemma_.lower() in self._quantity:
            yield from (c for p in noun.children if p.dep_ == "prep" and p.lower_ == "of" for c in p.children if c.dep_ == "pobj")

    def _misplaced(self, noun: Token) -> Iterator[Argument]:
        """Phrases behind a noun that the parser hung on its verb or on its of-phrase: "announced the deployment of troops to Liberia"."""
        if noun.dep_ in ("dobj", "nsubjpass") and noun.head.pos_ in VERBS:
            for child in noun.head.children:
                if child.dep_ == "prep" and child.i > noun.i:
                    yield from self._roles.prepositional(child, noun)
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        yield from (
                            a for p in inner.children if p.dep_ == "prep" and p.lower_ != "of" for a in self._roles.prepositional(p, noun)
                        )

    def _own_of_noun(self, noun: Token) -> Iterator[Argument]:
        for child in noun.children:
            dep = child.dep_
            if dep == "poss":
                yield Argument("poss", self._roles.antecedent(child, noun.head) if child.tag_ == "WP$" else child.i)
            elif dep == "amod" and child.lemma_.lower() in self._leading and child.pos_ in VERBS:
                # "the US-led invasion" is an American one.
                yield from (Argument("poss", a.token) for a in self._roles.arguments(child.i) if a.role == "subject")
            elif dep in ("amod", "compound", "nmod") and child.pos_ in (*NOUNS, "ADJ"):
                yield Argument("mod", child.i)
                yield from (Argument("mod", c.i) for c in child.conjuncts if c.i < noun.i)
            elif dep in ("prep", "agent"):
                for argument in self._roles.prepositional(child, noun):
                    yield argument
                    if argument.preposition == "by":
                        yield Argument("poss", argument.token)
                    elif argument.preposition == "of":
                        # The parser hangs "by" on the victim: "the endorsement of Biden by Sanders".
                        behind = [p for p in self._doc[argument.token].children if p.dep_ in ("prep", "agent") and p.lower_ == "by"]
                        yield from (Argument("poss", c.i) for p in behind for c in p.children if c.dep_ == "pobj")
            elif dep == "relcl" and child.lemma_.lower() in self._light and noun.i in self._objects_of(child):
                # "the levy that it slapped on exporters" is a levy on exporters.
                yield from (a for p in child.children if p.dep_ == "prep" for a in self._roles.prepositional(p, noun))
            elif dep == "acl" and child.tag_ == "VBN" and child.lemma_.lower() in self._making:
                # "the curbs imposed by Japan on South Korea" are Japan's curbs on South Korea.
                doers = [c for p in child.children if p.dep_ == "agent" for c in p.children if c.dep_ == "pobj"]
                phrases = [*child.children, *(p for doer in doers for p in doer.children if p.lower_ in UNOWNED)]
                yield from (a for p in phrases if p.dep_ == "prep" for a in self._roles.prepositional(p, noun))
                yield from (Argument("poss", doer.i) for doer in doers)
            elif dep in ("acl", "relcl", "ccomp", "advcl") and child.pos_ in VERBS:
                if is_infinitive(child):
                    yield Argument("to", child.i)
                    yield from (Argument("prep", c.i, "for") for c in child.children if c.dep_ in ("nsubj", "nsubjpass"))
                elif any(c.dep_ == "mark" for c in child.children):
                    yield Argument("that", child.i)

    def _objects_of(self, clause: Token) -> list[int]:
        """What a relative clause says is done: its antecedent, unless that is its subject."""
        relatives = [c for c in clause.children if c.tag_ in RELATIVE]
        if any(c.dep_ in ("nsubj", "nsubjpass") for c in relatives):
            return []
        return [clause.head.i] if any(c.dep_ == "nsubj" for c in clause.children) else []
