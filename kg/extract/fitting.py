"""How frames fit: every way in which the arguments of a predicate meet the constraints of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Token

from kg.extract.argument import Argument
from kg.extract.frames import Constraint, Frame, Slot
from kg.extract.predicates import Predicates
from kg.extract.syntax import VERBS

DASHES = frozenset({"-", "–", "—", "/"})


PARTICLES = frozenset({"over", "out", "up", "down", "off"})
"""Words that are a part of the verb where nothing stands in between."""


class Binding(NamedTuple):
    """How a frame fits at a predicate: for each slot the candidate tokens and whether they own a noun, the words used up,
    the infinitive that the next object belongs to, and what fills a `*`, whose prepositional phrases count, too.
    """

    slots: tuple[tuple[Slot, tuple[int, ...], bool], ...] = ()
    used: tuple[int, ...] = ()
    scope: int = -1
    reach: tuple[int, ...] = ()


def bind(frame: Frame, token: Token, predicates: Predicates) -> Iterator[Binding]:
    """Every way in which the arguments of a predicate meet the constraints of a frame."""
    bindings = [Binding(used=(token.i,), scope=token.i)]
    for constraint in frame.constraints:
        bindings = [extended for binding in bindings for extended in extend(binding, constraint, frame, token, predicates)]
        if not bindings:
            return
    yield from bindings


def extend(binding: Binding, constraint: Constraint, frame: Frame, token: Token, predicates: Predicates) -> Iterator[Binding]:
    """The bindings that meet one constraint more."""
    fillers = list(fillers_of(binding, constraint, frame, token, predicates))
    if constraint.role == "particle":
        if fillers:
            yield binding
    elif constraint.slot is not None:
        if fillers:
            tokens = tuple(a.token for a in fillers)
            used = binding.used
            if constraint.role in ("to", "that", "if"):
                used = (*used, *tokens)
                inner = [participants(token.doc[i], constraint.role, predicates) for i in tokens]
                tokens = tuple(i for group in inner for i in group)
            owns = constraint.role in ("poss", "owner")
            yield binding._replace(slots=(*binding.slots, (constraint.slot, tokens, owns)), used=used)
    elif constraint.lemmas is not None:
        for argument in fillers:
            named = argument.token
            for member in predicates.members(named):
                if is_word(member, constraint.lemmas, predicates.words.forms) or predicates.kinds.get(member) in constraint.lemmas:
                    scope = member if constraint.role == "to" and token.doc[member].pos_ in VERBS else binding.scope
                    whole = (named,) if member == named - 1 and token.doc[member].head.i == named else ()
                    yield binding._replace(used=(*binding.used, member), scope=scope, reach=(*binding.reach, *whole))
                    break
    elif fillers:
        yield binding._replace(reach=(*binding.reach, *(a.token for a in fillers)))


def fillers_of(binding: Binding, constraint: Constraint, frame: Frame, token: Token, predicates: Predicates) -> Iterator[Argument]:
    """The arguments that can fill a constraint: those of the predicate and of the words that the frame has used so far."""
    own = predicates.arguments(token.i)
    role = constraint.role
    if role == "scene":
        yield Argument("scene", token.i)
        return
    if role == "doer":
        yield from (Argument("doer", i) for i in predicates.doer_beside(token))
        return
    if role == "subject":
        passive_noun = constraint.lemmas is not None
        doers = [a for a in own if a.role == "subject"]
        suffers = (passive_noun and not doers) or (frame.shape == "copula" and token.tag_ in ("VBN", "VBD"))
        yield from [a for a in own if a.role in ("object", "subject")] if suffers else doers
        return
    if role == "poss":
        yield from (a for a in own if a.role == "poss")
        yield from (a for a in own if a.role == "mod")
        if not any("of" in c.prepositions for c in frame.constraints):
            yield from (a for a in own if a.role == "prep" and a.preposition == "of")
        if frame.mutual:
            yield from (Argument("poss", i) for i in predicates.clause_subject(token))
        return
    if role in ("mod", "modifier"):
        yield from (a for a in predicates.arguments(token.i if role == "mod" else binding.used[-1]) if a.role in ("mod", "poss"))
        return
    if role == "object":
        if constraint.lemmas:
            yield from (a for a in predicates.arguments(binding.scope) if a.role == "adverb")
        yield from (
            a for a in predicates.arguments(binding.scope) if a.role in ("object", "recipient", "attr") and a.token not in binding.used
        )
        return
    if role == "owner":
        owned = predicates.arguments(binding.used[-1])
        yield Argument("poss", binding.used[-1])  # "French troops" are one mention, of France
        yield from (a for wanted in ("poss", "mod") for a in owned if a.role == wanted)
        yield from (a for a in owned if a.role == "prep" and a.preposition == "of")
        return
    # The parser may hang on a name what belongs to the verb: "kept France at arm's length".
    names = [i for _, tokens, owns in binding.slots if not owns for i in tokens if i > token.i and token.doc[i].pos_ == "PROPN"]
    low = [a.token for a in own if a.role == "to"] if "despite" in constraint.prepositions else []
    pool = [a for i in (*binding.used, *binding.reach, *names, *low) for a in predicates.arguments(i)]
    if role in ("that", "if"):
        yield from (a for a in pool if a.role == role)
        if role == "if":  # "threatened to use force unless Mali …": the condition hangs on the infinitive
            yield from (a for clause in own if clause.role == "to" for a in predicates.arguments(clause.token) if a.role == "if")
    elif role == "to":
        yield from (a for a in pool if a.role == "to" or (a.role == "prep" and a.preposition == "to" and constraint.lemmas is not None))
    elif role == "particle":
        yield from (a for a in pool if a.role in ("particle", "prep") and a.preposition in constraint.prepositions)
    else:
        if len(frame.constraints) == 2 and is_told_apart(own, constraint.prepositions):
            return
        yield from (a for a in pool if a.role == "prep" and a.preposition in constraint.prepositions and not is_setting(a, token))
        if constraint.slot and constraint.slot.name == "BOTH" and "between" in constraint.prepositions:
            # "the Saudi-Iranian rivalry": both stand in front of the noun.
            yield from (Argument("pair", i) for i in paired_modifiers(token, own))
        if any(a.role == "particle" and a.preposition in constraint.prepositions for a in own):
            yield from (a for a in own if a.role == "object" and a.token not in binding.used)
        if "to" in constraint.prepositions:
            yield from (a for a in pool if a.role == "recipient")
        if "of" in constraint.prepositions and frame.shape == "copula":
            yield from (a for a in own if a.role in ("poss", "mod"))


def is_told_apart(own: Iterable[Argument], prepositions: frozenset[str]) -> bool:
    """Whether a verb and its preposition do not belong together, for an object or particle in between.

    "Took India to court over Kashmir" is no takeover, and "took over Kidal in Mali" takes nobody in.
    """
    phrases = [a.token for a in own if a.role == "prep" and a.preposition in prepositions]
    words = frozenset(word for preposition in prepositions for word in preposition.split())
    parting = [a.token for a in own if a.role in ("prep", "particle") and a.preposition in PARTICLES - words]
    if prepositions <= PARTICLES:
        parting += [a.token for a in own if a.role == "object"]
    return bool(phrases and parting) and min(parting) < min(phrases)


def is_setting(argument: Argument, verb: Token) -> bool:
    """Whether a phrase in front of a verb only says where all takes place: "In Iraq, US forces conducted strikes"."""
    return argument.preposition == "in" and argument.token < verb.i and verb.pos_ in VERBS


def paired_modifiers(noun: Token, own: Sequence[Argument]) -> list[int]:
    """The last of two modifiers of a noun that a hyphen or a dash joins; none when there is no such pair."""
    modifiers = sorted({a.token for a in own if a.role in ("mod", "poss")} | {c.i for c in noun.children if c.dep_ == "npadvmod"})
    doc = noun.doc
    return [i for i in modifiers if i > 1 and doc[i - 1].text in DASHES and noun.i - i <= 3]


def participants(verb: Token, role: str, predicates: Predicates) -> Iterator[int]:
    """Who takes part in an embedded act: the subject of a that- or if-clause; the object or a prepositional party of an infinitive."""
    if role in ("that", "if"):
        yield from predicates.surface_subject(verb)
        return
    arguments = predicates.arguments(verb.i)
    yield from (a.token for a in arguments if a.role == "object")
    yield from (a.token for a in arguments if a.role == "recipient" or predicates.takes_part(a, verb.i))
    for argument in arguments:
        if argument.role in ("object", "to") and argument.token != verb.i:
            inner = predicates.arguments(argument.token)
            yield from (a.token for a in inner if a.role == "object" or predicates.takes_part(a, argument.token))


def is_word(token: int, lemmas: frozenset[str], forms: Sequence[tuple[str, ...]]) -> bool:
    """Whether a token is one of the words of a frame, by lemma or form; `wrong_side` asks for the word in front of it, too."""
    return not lemmas.isdisjoint(forms[token]) or (names_pairs(lemmas) and not lemmas.isdisjoint(in_pairs(token, forms)))


def in_pairs(token: int, forms: Sequence[tuple[str, ...]]) -> set[str]:
    """The pairs of a word with the one in front of it, a hyphen aside: "wrong_side"."""
    before = token - 2 if token > 1 and forms[token - 1] == ("-",) else token - 1
    return {f"{b}_{w}" for b in forms[before] for w in forms[token]} if before >= 0 else set()


@cache
def names_pairs(lemmas: frozenset[str]) -> bool:
    """Whether any of some words is a pair."""
    return any("_" in word for word in lemmas)
