"""Implicit arguments of nouns: whose deed a noun names that says so neither itself nor in a phrase of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from spacy.tokens import Token

from kg.extract.syntax import DEEPEST, NOUNS, VERBS


class Roles(Protocol):
    """What is known of the arguments of the words around."""

    def role(self, index: int, role: str) -> list[int]:
        """The tokens that play one role for a predicate."""

    def surface_subject(self, verb: Token) -> list[int]:
        """Who stands in front of the verb, active or passive."""

    def agent(self, noun: Token) -> list[int]:
        """Who does what an action noun names."""


class ImplicitDoers:
    """Finds the doers of nouns by the verb, the phrase or the clause in which they stand."""

    def __init__(self, roles: Roles, lists: Mapping[str, frozenset[str]]) -> None:
        self._roles = roles
        self._light = lists.get("light", frozenset())
        self._answering = lists.get("answering", frozenset())
        self._authorship = lists.get("authorship", frozenset())
        self._accusing = lists.get("accusing", frozenset())
        self._speech = lists.get("speech", frozenset())
        self._standpoint = lists.get("standpoint", frozenset())
        self._summing = lists.get("summing", frozenset())

    def doer(self, noun: Token) -> list[int]:
        """The tokens of whoever does what a noun names; none when nothing around it tells."""
        return self.of_light_verb(noun) or self._accused(noun) or self._sayer(noun) or self._standing(noun) or self._whole_clause(noun)

    def of_light_verb(self, noun: Token) -> list[int]:
        """Who does what a light verb's noun names: "launched an attack", "claimed responsibility for an attack"."""
        while noun.dep_ == "conj" and noun.head.pos_ in NOUNS:
            noun = noun.head
        verb = noun.head
        if noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in self._light:
            return self._roles.role(verb.i, "subject")
        if noun.dep_ == "pobj" and verb.head.pos_ in VERBS and self._lends_subject(verb, verb.head):
            return self._roles.role(verb.head.i, "subject")
        if noun.dep_ == "pobj" and verb.lower_ == "for" and verb.head.lemma_.lower() in self._authorship and verb.head.dep_ == "dobj":
            return self._roles.role(verb.head.head.i, "subject")
        return []

    def _lends_subject(self, preposition: Token, verb: Token) -> bool:
        """Whether who acts behind a verb does what stands behind its preposition: "went on strike", "responded with strikes on"."""
        light = preposition.lower_ in ("in", "into", "on", "with") and verb.lemma_ in self._light
        return light or (preposition.lower_ in ("with", "by") and verb.lemma_ in self._answering)

    def _standing(self, noun: Token) -> list[int]:
        """Whose stance a phrase behind "in" is: "drills in support of Ukraine", "remains steadfast in support of"."""
        if noun.dep_ != "pobj" or noun.head.lower_ != "in" or noun.lemma_.lower() not in self._standpoint:
            return []
        if any(c.dep_ in ("det", "poss", "amod") for c in noun.children):
            return []
        above = noun.head.head
        for _ in range(DEEPEST):
            if above.pos_ in VERBS:
                return self._roles.surface_subject(above) or self._roles.role(above.i, "subject")
            if above.pos_ in NOUNS and (agent := self._roles.agent(above)):
                return agent
            if above.head.i == above.i:
                break
            above = above.head
        return []

    def _whole_clause(self, noun: Token) -> list[int]:
        """Whose act a noun sums up that a clause ends in: "France recalled its envoy, a move Rome regretted"."""
        if noun.lemma_.lower() not in self._summing or not any(c.lower_ in ("a", "an") for c in noun.children):
            return []
        if noun.dep_ == "dobj" and noun.i < noun.head.i:  # "…, a charge Beijing denied", read as one sentence upside down
            clauses = [c for c in noun.head.children if c.dep_ in ("ccomp", "parataxis") and c.i < noun.i]
            return [i for clause in clauses[-1:] for i in self._roles.surface_subject(clause)]
        step = noun.head
        for _ in range(DEEPEST if noun.dep_ in ("appos", "npadvmod") else 0):
            if step.pos_ in VERBS:
                return self._roles.surface_subject(step)
            step = step.head
        return []

    def _accused(self, noun: Token) -> list[int]:
        """Who is blamed for the deed that a noun names ("blamed Russia for the poisoning of …")."""
        if noun.dep_ == "pobj" and noun.head.lower_ in ("for", "of", "over") and noun.head.head.lemma_ in self._accusing:
            return self._roles.role(noun.head.head.i, "object")
        return []

    def _sayer(self, noun: Token) -> list[int]:
        """Whose word a phrase beside a verb is: "In a warning to Moscow, Borrell spoke …"."""
        verb = noun.head.head
        if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "with") and verb.pos_ in VERBS and noun.lemma_.lower() in self._speech:
            return self._roles.surface_subject(verb)
        return []
