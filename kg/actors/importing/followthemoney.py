"""Reads entities of the FollowTheMoney model, as OpenSanctions publishes them: JSON Lines of `id`, `schema` and `properties`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.actors.importing.entry import Complain, Entry, Known, Service
from kg.errors import KnowledgeError

KINDS: Mapping[str, str] = {
    "Person": "Person",
    "Organization": "Organisation",
    "Company": "Organisation",
    "LegalEntity": "Organisation",
    "PublicBody": "Organ",
}
"""The schemata that are actors; vessels, addresses, securities and links are none."""
ARMED = ("crime.terror", "mil", "crime.war")
ALIASES = ("name", "alias", "previousName", "abbreviation")
WEAK = "weakAlias"
LATIN = re.compile(r"[\W\d_a-zA-Z\u00c0-\u024f\u1e00-\u1eff'’]+")

Properties = Mapping[str, list[str]]


def is_followthemoney(text: str) -> bool:
    """Whether the first line of a text is an entity with a schema."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        entity = json.loads(first)
    except ValueError:
        return False
    return isinstance(entity, dict) and "schema" in entity and "properties" in entity


def read_followthemoney(text: str, path: Path, known: Known, complain: Complain) -> Iterator[Entry]:
    """The actors among the entities, persons with the offices of their occupancies; lines that are no entity are complained of."""
    entities: dict[str, tuple[str, Properties]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            entities[str(entity["id"])] = (str(entity["schema"]), properties_of(entity))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            complain(KnowledgeError(f"is no entity of FollowTheMoney ({error}); the line is left out", path, number))
    held: dict[str, list[Service]] = {}
    for schema, said in entities.values():
        if schema == "Occupancy":
            for holder in said.get("holder", ()):
                held.setdefault(holder, []).extend(occupancies(said, entities, known))
    for key, (schema, said) in entities.items():
        kind = KINDS.get(schema)
        names = names_of(said)
        if kind is None or not names:
            continue
        if kind == "Organisation" and any(topic.startswith(ARMED) for topic in said.get("topics", ())):
            kind = "Group"
        country = next((known.states[code.upper()] for code in countries(said) if code.upper() in known.states), None)
        item = next(iter(said.get("wikidataId", ())), key if re.fullmatch(r"Q[1-9]\d*", key) else None)
        same = (known.items.get(item) if item else None) or known.actor(names, kind, country)
        yield Entry(
            known.fresh(names, same),
            kind,
            None if kind == "Organ" else country,
            country if kind == "Organ" else None,
            tuple(dict.fromkeys(held.get(key, ()))),
            wikidata=item,
            begins=first(said, "incorporationDate"),
            ends=first(said, "dissolutionDate"),
            known=same,
        )


def properties_of(entity: Mapping[str, Any]) -> Properties:
    """The properties of an entity as lists of texts."""
    return {name: [str(one) for one in (said if isinstance(said, list) else [said])] for name, said in entity["properties"].items()}


def names_of(said: Properties) -> tuple[str, ...]:
    """The names in Latin script, the fullest kind first; single words that others have too are left out."""
    names = [name for kind in ALIASES for name in said.get(kind, ())]
    weak = [name for name in said.get(WEAK, ()) if " " in name]
    return tuple(dict.fromkeys(" ".join(name.split()) for name in [*names, *weak] if LATIN.fullmatch(name)))


def countries(said: Properties) -> Iterator[str]:
    """The codes of the countries of an entity, the nearest first."""
    for name in ("jurisdiction", "nationality", "citizenship", "country", "mainCountry"):
        yield from said.get(name, ())


def occupancies(said: Properties, entities: Mapping[str, tuple[str, Properties]], known: Known) -> Iterator[Service]:
    """The offices that an occupancy stands for: its post, for the country or organisation of the post."""
    for post in said.get("post", ()):
        _, position = entities.get(post, ("", {}))
        for name in position.get("name", ())[:1]:
            state = next((known.states[code.upper()] for code in position.get("country", ()) if code.upper() in known.states), None)
            of = state or next(known.names_in(name), None)
            if of is not None:
                yield Service(known.title(name, of) or "official", of, first(said, "startDate"), first(said, "endDate"))


def first(said: Properties, name: str) -> str | None:
    """The first date of a property, cut to the day."""
    found = next(iter(said.get(name, ())), "")
    return found[:10] if re.match(r"\d{4}(-\d\d(-\d\d)?)?", found) else None
