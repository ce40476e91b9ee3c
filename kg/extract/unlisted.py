"""Actors that no table knows: which entities are names, what ids they get, and what a user has corrected."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from spacy.tokens import Span

from kg.actors.names import slug
from kg.actors.tables import UNLISTED, Corrections
from kg.extract.annotation import TokenMention
from kg.model import ACTOR_TYPES, Actor

NAMELESS = frozenset({"DET", "PUNCT", "SPACE", "AUX", "ADP", "PRON", "CCONJ", "SCONJ"})
"""Parts of speech with which no name begins."""
ORDINAL = re.compile(r"\d+(st|nd|rd|th)")
SHORT = 5
"""How long a name of one word is that may be the initials of many."""


def named_actor(name: str, kind: str) -> Actor:
    """An actor of its own for a name that no table knows; the id comes from the folded name and the type.

    >>> named_actor("Yahya  Aridi", "Person").id
    'actor/named-person-yahya-aridi'
    """
    plain = " ".join(name.split())
    return Actor(f"actor/named-{kind.lower()}-{slug(plain)}", plain, kind)


def actor_in(article: str | None, actor: Actor) -> Actor:
    """The same actor as one of this article alone: another article may mean somebody else by the name.

    >>> actor_in("story-7", named_actor("Miller", "Person")).id
    'actor/named-person-miller-in-story-7'
    """
    if article is None:
        return actor
    plain = slug(article)
    if plain != article or len(plain) > 40:
        plain = f"{plain[:40].rstrip('-')}-{hashlib.sha256(article.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return replace(actor, id=f"{actor.id}-in-{plain}")


def is_unlisted_place(actor: Actor) -> bool:
    """Whether an actor is a place that no table knows.

    >>> is_unlisted_place(named_actor("Khor Angar", "Place"))
    True
    """
    return actor.type == "Place" and actor.id.startswith("actor/named-")


def is_shared(actor: Actor) -> bool:
    """Whether many may be called so: persons by one word, anything by a word as short as initials.

    >>> [is_shared(named_actor(n, k)) for n, k in (("Miller", "Person"), ("Ada Miller", "Person"), ("FVM", "Organisation"))]
    [True, False, True]
    """
    return " " not in actor.label and (actor.type == "Person" or len(actor.label) <= SHORT)


def unlisted_actor(name: str, kind: str, article: str | None, fixed: Corrections) -> Actor:
    """The actor of a name that no table knows: one over all articles only where hardly two can be meant, or where a user says so."""
    actor = named_actor(name, kind)
    if is_shared(actor) and named(actor) not in fixed.same:
        return actor_in(article, actor)
    return actor


def merged_actor(key: str, fixed: Corrections) -> Actor:
    """The unlisted actor which a user says that another is."""
    kind = key.removeprefix(UNLISTED).split("-")[0]
    return Actor(f"actor/{key}", fixed.labels[key], next(one for one in ACTOR_TYPES if one.lower() == kind))


def named(actor: Actor) -> str:
    """The id of an actor as tables have it.

    >>> named(named_actor("Yahya Aridi", "Person"))
    'named-person-yahya-aridi'
    """
    return actor.id.removeprefix("actor/")


BEGINNINGS = frozenset(
    "near in at on around outside inside across over under after before since during from with without for by to".split()
)
"""Prepositions that the recogniser takes for a part of a name where they begin a sentence."""


def trimmed(entity: Span) -> Span | None:
    """An entity without articles, possessives and punctuation at its ends; None if nothing name-like is left."""
    start, end = entity.start, entity.end
    while start < end and (entity.doc[start].is_punct or entity.doc[start].pos_ in NAMELESS or entity.doc[start].is_space):
        start += 1
    if end - start > 1 and entity.doc[start].is_sent_start and entity.doc[start].lower_ in BEGINNINGS:
        start += 1
    while end > start and (entity.doc[end - 1].is_punct or entity.doc[end - 1].tag_ == "POS" or entity.doc[end - 1].is_space):
        end -= 1
    span = entity.doc[start:end]
    text = span.text
    named = text[:1].isupper() or ORDINAL.match(text) is not None
    return span if end > start and named and sum(c.isalpha() for c in text) >= 2 and not any(c in text for c in "[]<>@") else None


def is_shorter_name(mention: TokenMention, span: Span) -> bool:
    """Whether a listed name is only part of a longer person's name ("Jordan" in "Jordan Henderson")."""
    inside = span.start <= mention.start and mention.end <= span.end and mention.end - mention.start < len(span)
    return inside and mention.kind != "demonym" and (mention.actor.type != "Person" or mention.end - mention.start == 1)


def is_organisation(span: Span, units: frozenset[str]) -> bool:
    """Whether an unlisted ORG reads like a body that can act: a proper noun at its head, no digits but those of a military unit."""
    numbered = [t for t in span if any(c.isdigit() for c in t.text)]
    is_unit = (span[-1].lower_ in units or span[-1].is_upper) and all(ORDINAL.fullmatch(t.lower_) for t in numbered)
    return (not numbered or is_unit) and span.root.pos_ == "PROPN" and not span.text.islower()
