"""Reads the results of SPARQL queries to Wikidata, as JSON (SPARQL 1.1 Query Results) or CSV, by the names of their variables.

One row says one thing of an item; rows of one item go together. Read are `item` (or `person`, `actor`), `itemLabel`, `itemAltLabel`
(`alias`; several joined by commas or `|`), `type` (`instance`, `class`; the item or its label), `country`, `position` (`office`), `of`
(`jurisdiction`, `employer`, `organisation`), `start` and `end` (of the position), `inception` and `dissolved`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.actors.importing.entry import Complain, Entry, Known, Service
from kg.errors import KnowledgeError

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "person", "actor", "human", "organisation", "organization", "group", "entity"),
    "alias": ("itemAltLabel", "altLabel", "alias", "aliases", "alternative"),
    "type": ("type", "instance", "instanceOf", "class"),
    "country": ("country", "citizenship", "nationality"),
    "position": ("position", "office", "role"),
    "of": ("of", "jurisdiction", "employer", "memberOf"),
    "start": ("start", "startTime", "from", "begin"),
    "end": ("end", "endTime", "to", "until"),
    "inception": ("inception", "founded"),
    "dissolved": ("dissolved", "abolished"),
}
QID = re.compile(r"(?:.*/)?(Q[1-9]\d*)")
DAY = re.compile(r"[+]?(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
KINDS: Mapping[str, str] = {"Q5": "Person", "Q6256": "State", "Q3624078": "State", "Q7278": "Group", "Q484652": "Organisation"}
"""Human, country, sovereign state, political party, international organisation."""
WORDED: Mapping[str, tuple[str, ...]] = {
    "Person": ("human", "person", "politician"),
    "Organ": ("ministry", "intelligence agency", "armed forces", "army", "navy", "air force", "parliament", "police"),
    "Group": ("party", "militia", "armed", "rebel", "movement", "terrorist", "guerrilla", "group", "military unit", "faction", "coalition"),
    "State": ("country", "sovereign state", "state with limited recognition"),
    "People": ("ethnic group", "people", "tribe"),
    "Organisation": ("organi", "agency", "alliance", "union", "court", "company", "business", "foundation", "association", "mission"),
}

Row = Mapping[str, str]


def is_wikidata(text: str) -> bool:
    """Whether a text reads like the result of a query: JSON with bindings, or CSV whose rows begin with an item."""
    head = text[:20_000].lstrip()
    first, _, second = head.partition("\n")
    return (head.startswith("{") and '"bindings"' in text) or ("," in first and "wikidata.org/entity/" in second)


def read_wikidata(text: str, path: Path, known: Known, complain: Complain) -> Iterator[Entry]:
    """The actors of a result; rows without an item, a label or a type are complained of.

    Raises `KnowledgeError` for a text that is no result of a query.
    """
    items: dict[str, list[tuple[int, Row]]] = {}
    for number, row in rows_of(text, path):
        found = QID.fullmatch(value(row, "item"))
        if found is None:
            complain(KnowledgeError("has no item of Wikidata in a variable ?item; it is left out", path, number))
        else:
            items.setdefault(found[1], []).append((number, row))
    for item, rows in items.items():
        number, first = rows[0]
        names = tuple(dict.fromkeys(name for _, row in rows for name in names_of(row)))
        if not names or QID.fullmatch(names[0]):
            complain(KnowledgeError(f"{item} has no label: ask for ?itemLabel too; it is left out", path, number))
            continue
        country = next((state for _, row in rows for state in [state_of(row, "country", known)] if state), None)
        kind = next((kind for _, row in rows for kind in [kind_of(row)] if kind), None)
        if kind is None:
            complain(KnowledgeError(f"{item} has no type: ask for ?type and ?typeLabel, or for ?position; it is left out", path, number))
            continue
        same = known.items.get(item) or known.actor(names, kind, country)
        yield Entry(
            known.fresh(names, same),
            kind,
            country,
            services=tuple(dict.fromkeys(service for _, row in rows for service in services_of(row, country, known))),
            principal=country if kind == "Organ" else None,
            wikidata=item,
            begins=date(value(first, "inception")),
            ends=date(value(first, "dissolved")),
            known=same,
        )


def rows_of(text: str, path: Path) -> Iterator[tuple[int, Row]]:
    """The rows with their numbers: of a line in CSV, of a binding in JSON."""
    if not text.lstrip().startswith("{"):
        reader = csv.DictReader(io.StringIO(text))
        for row in reader:
            yield reader.line_num, {name: cell or "" for name, cell in row.items() if isinstance(name, str) and not isinstance(cell, list)}
        return
    try:
        bindings = json.loads(text)["results"]["bindings"]
        rows = [{name: str(bound["value"]) for name, bound in binding.items()} for binding in bindings]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"is no SPARQL result in JSON ({error}): save it from the query service as JSON or CSV", path) from error
    yield from enumerate(rows, start=1)


def value(row: Row, wanted: str) -> str:
    """What a row says under one of the variables that mean the same; the empty text when it says nothing."""
    return next((row[name] for name in VARIABLES[wanted] if row.get(name)), "")


def label(row: Row, wanted: str) -> str:
    """The label of what a row says."""
    return next((row[f"{name}Label"] for name in VARIABLES[wanted] if row.get(f"{name}Label")), "")


def names_of(row: Row) -> Iterator[str]:
    """The label and the aliases in a row."""
    if label(row, "item"):
        yield label(row, "item")
    yield from (alias.strip() for alias in re.split(r"[|,]", value(row, "alias")) if alias.strip())


def kind_of(row: Row) -> str | None:
    """The type of actor that a row tells of, from the class or its label; who holds a position is a person."""
    item = QID.fullmatch(value(row, "type"))
    if item is not None and item[1] in KINDS:
        return KINDS[item[1]]
    words = (label(row, "type") or value(row, "type")).lower()
    worded = next((kind for kind, signs in WORDED.items() if any(sign in words for sign in signs)), None)
    return worded or ("Person" if value(row, "position") or label(row, "position") else None)


def services_of(row: Row, country: str | None, known: Known) -> Iterator[Service]:
    """The office in a row, with its dates: of `of`, or of whom the position names, or of the person's country."""
    position = label(row, "position") or value(row, "position")
    if not position or QID.fullmatch(position):
        return
    of = state_of(row, "of", known) or next(known.names_in(position), None) or country
    if of is not None:
        title = known.title(position, of) or "official"
        yield Service(title, of, date(value(row, "start")), date(value(row, "end")))


def state_of(row: Row, wanted: str, known: Known) -> str | None:
    """The actor of ours that a row names by its item or label."""
    item = QID.fullmatch(value(row, wanted))
    found = known.items.get(item[1]) if item else None
    name = label(row, wanted) or value(row, wanted)
    return found or known.actor([name], "State") or known.actor([name], "Organisation")


def date(text: str) -> str | None:
    """A date of Wikidata in ISO 8601, cut where it says no more than the year or month; None for none.

    >>> date("2019-07-01T00:00:00Z"), date("1999-01-01T00:00:00Z"), date("")
    ('2019-07-01', '1999', None)
    """
    match = DAY.match(text)
    if match is None:
        return text if re.fullmatch(r"\d{4}(-\d\d)?", text) else None
    # The query service writes the first of January for a year alone.
    return match[1] if match.groups()[1:] == ("01", "01") or match[2] == "00" else "-".join(match.groups())
