"""The arguments of predicates: which token plays which deep role."""

from __future__ import annotations

from typing import NamedTuple


class Argument(NamedTuple):
    """A token that plays a deep role for a predicate.

    Roles: `subject`, `object`, `recipient`, `attr`, `adverb`, `particle`, `poss`, `mod` (a modifier in front of a noun), `prep`
    (with its preposition, two words if compound), and the verb of a clause: `to` (infinitive), `that` (finite), `if` (condition).
    """

    role: str
    token: int
    preposition: str = ""
