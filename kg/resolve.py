"""Which actor of a store the words of a user mean: an id, an IRI, a Wikidata item, a code of ISO 3166, a label or another name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.actors.compiled import load_gazetteer
from kg.actors.gazetteer import Gazetteer
from kg.actors.names import fold
from kg.errors import QueryError
from kg.rdf import ALPHA2, ALPHA3, LANGUAGE, NOTATION, PREF_LABEL, SAME_AS, TYPE, Names, local_name, term
from kg.store import Store

SUGGESTIONS = 5
LONGEST = 100
"""A longer text is no misspelt name: it is cut in messages, and nothing like it is looked for."""

_ITEM = re.compile(r"(?:wd:|https?://www\.wikidata\.org/(?:entity|wiki)/)(Q[1-9]\d*)")
_CODE = re.compile(r"[A-Z]{2,3}")

_EVERY = "SELECT DISTINCT ?actor ?name ?of { VALUES ?of { skos:prefLabel skos:altLabel } ?actor ?of ?name }"


@lru_cache(maxsize=1)
def known_names() -> Gazetteer:
    """The project's own gazetteer, loaded once."""
    return load_gazetteer()


def find_actor(store: Store, text: str, gazetteer: Callable[[], Gazetteer] = known_names) -> NamedNode:
    """The IRI of the actor that a text means, of those that the statements of a store speak of.

    In this order it may be an id (`turkey`, `actor/turkey`), an IRI, a Wikidata item (`wd:Q43`), an ISO 3166-1 code (`TUR`), a
    label or alternative label (whatever its case and accents), a name, demonym or capital of the gazetteer, or the last name of a
    person. Raises `QueryError` with the candidates when it means several, and with suggestions when it means none.
    """
    names = Names(store.base)
    text = text.strip()
    if item := _ITEM.fullmatch(text):
        return _only(_actors(store, SAME_AS, term(f"wd:{item[1]}")), text, store)
    if "://" in text:
        return _known(store, NamedNode(text), text)
    by_id = names.actor("actor/" + text.removeprefix("actor:").removeprefix("actor/"))
    if _label(store, by_id) is not None:
        return by_id
    exact = _actors(store, PREF_LABEL, Literal(text, language=LANGUAGE))
    if len(exact) != 1 and _CODE.fullmatch(text):
        codes = (Literal(text, datatype=kind) for kind in (ALPHA2, ALPHA3))
        exact = [actor for code in codes for actor in _actors(store, NOTATION, code)] or exact
    if exact:
        return _only(exact, text, store)
    labels = _labels(store)
    wanted = _plain(text)
    for kind in ("prefLabel", "altLabel"):
        if found := {actor for name, of, actor in labels if of == kind and _plain(name) == wanted}:
            return _only(found, text, store)
    known = {actor for _, _, actor in labels}
    called = [[names.actor(f"actor/{key}") for key in group] for group in _called(gazetteer(), wanted)]
    for group in called:
        if found := known.intersection(group):
            return _only(found, text, store)
    words = [(_plain(name).split(), actor) for name, _, actor in labels]
    inside = {actor for name, actor in words if wanted in name}
    persons = {
        actor for actor in inside if any(name[-1:] == [wanted] for name, other in words if other == actor) and _is_person(store, actor)
    }
    if len(persons) == 1 and len(inside) == 1:
        return persons.pop()
    if persons or any(called):
        some = persons or {actor for group in called for actor in group}
        said = "several actors" if persons else "an actor of whom no statement of the store speaks"
        raise QueryError(f"{shown(text)} is the name of {said}: {_listed(store, some)}; give an id of the store")
    raise QueryError(f"no statement knows an actor {shown(text)}{_suggestions(wanted, labels, inside)}")


def _known(store: Store, actor: NamedNode, text: str) -> NamedNode:
    if _label(store, actor) is None:
        raise QueryError(f"no statement knows an actor {shown(text)}; give a name or an id such as turkey")
    return actor


def _only(found: Iterable[NamedNode], text: str, store: Store) -> NamedNode:
    actors = sorted(set(found), key=str)
    if not actors:
        raise QueryError(f"no statement knows an actor {shown(text)}; give a name or an id such as turkey")
    if len(actors) > 1:
        raise QueryError(f"{shown(text)} names several actors: {_listed(store, actors)}; give the id")
    return actors[0]


def _called(gazetteer: Gazetteer, wanted: str) -> list[set[str]]:
    """The ids of those whom the gazetteer calls so: by a name, then in any other way."""
    found = [name for text, names in gazetteer.names.names.items() if text.casefold() == wanted for name in names]
    return [{actor for actor, kind, *_ in found if kind == "name"}, {actor for actor, *_ in found}]


def _plain(text: str) -> str:
    return fold(" ".join(text.split())).casefold().removeprefix("the ")


def _listed(store: Store, actors: Iterable[NamedNode]) -> str:
    names = Names(store.base)
    shown = [(names.actor_id(actor), _label(store, actor)) for actor in sorted(actors, key=str)]
    return ", ".join(f"{key} ({label})" if label else key for key, label in shown)


def shown(text: str) -> str:
    """A value of a user for a message, cut when it is long.

    >>> shown("a" * 200) == repr("a" * 99 + "…")
    True
    """
    return repr(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def near(word: str, words: Collection[str]) -> list[str]:
    """The words that are spelt almost like this one."""
    return difflib.get_close_matches(word, words, SUGGESTIONS) if len(word) <= LONGEST else []


def _suggestions(wanted: str, labels: list[tuple[str, str, NamedNode]], inside: Iterable[NamedNode]) -> str:
    preferred = {actor: name for name, of, actor in labels if of == "prefLabel"}
    spelt = {_plain(name): actor for name, _, actor in labels}
    actors = [*sorted(inside, key=str), *(spelt[one] for one in near(wanted, spelt))]
    like = list(dict.fromkeys(preferred[actor] for actor in actors if actor in preferred))[:SUGGESTIONS]
    return f" (did you mean {' or '.join(map(repr, like))}?)" if like else "; kg query actors lists those that it knows"


def _labels(store: Store) -> list[tuple[str, str, NamedNode]]:
    rows = store.query(_EVERY).rows
    return [
        (name.value, local_name(of), actor)
        for actor, name, of in rows
        if isinstance(actor, NamedNode) and isinstance(name, Literal) and isinstance(of, NamedNode)
    ]


def _label(store: Store, actor: NamedNode) -> str | None:
    return min(
        (triple.object.value for triple in store.matching(actor, PREF_LABEL, None) if isinstance(triple.object, Literal)), default=None
    )


def _is_person(store: Store, actor: NamedNode) -> bool:
    return next(store.matching(actor, TYPE, term("kg:Person")), None) is not None


def _actors(store: Store, predicate: NamedNode, value: NamedNode | Literal) -> list[NamedNode]:
    """The actors of whom the statements say this."""
    found = [triple.subject for triple in store.matching(None, predicate, value)]
    return [actor for actor in found if isinstance(actor, NamedNode) and _label(store, actor) is not None]
