"""Writes what was read from other sources as actor tables: one row an actor, ours as the base where we know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.actors.gazetteer import Gazetteer
from kg.actors.importing.entry import Entry, Noun, Service
from kg.actors.names import slug
from kg.actors.tables import ActorRecord
from kg.errors import KnowledgeError

TABLE_OF = {
    "State": "states",
    "Organ": "organs",
    "Organisation": "organisations",
    "Group": "groups",
    "People": "groups",
    "Person": "persons",
}
COLUMNS = (
    "id",
    "type",
    "label",
    "names",
    "demonyms",
    "peoples",
    "capitals",
    "principal",
    "country",
    "wikidata",
    "iso2",
    "iso3",
    "from",
    "to",
)
OFFICES = ("person", "title", "of", "from", "to")
WORDS_OF_A_NOUN = 2
"""How many words a body may have that extraction finds."""


@dataclass(slots=True)
class Tables:
    """The rows to write, with the source of each actor."""

    records: dict[str, ActorRecord] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    offices: dict[str, list[Service]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    unnamed: dict[str, bool] = field(default_factory=dict)
    met: int = 0
    """How many of the actors our tables knew before."""


def tables_of(read: Iterable[tuple[Entry | Noun, str]], gazetteer: Gazetteer, until: str | None = None) -> Tables:
    """The tables of what was read, each with the name of its source; entries that mean one actor become one row.

    Offices without an end end on the day `until`, where what the source knows ends.
    """
    tables = Tables()
    named: dict[tuple[str, str | None, str], str] = {}
    for one, source in read:
        if isinstance(one, Noun):
            if len(one.noun.split()) > WORDS_OF_A_NOUN or one.noun in gazetteer.tables.bodies or one.noun in gazetteer.tables.unnamed:
                continue
            if one.kind:
                tables.bodies[one.noun] = one.kind
            elif one.noun.isalpha():
                tables.unnamed[one.noun] = one.organised
            continue
        called = [(one.type, one.country or one.principal, name) for name in one.names if " " in name or name == one.names[0]]
        key = one.known or next((named[name] for name in called if name in named), None) or fresh_id(one, gazetteer, tables)
        for name in called:
            named.setdefault(name, key)
        base = tables.records.get(key) or (gazetteer.records[key] if one.known else one.record)
        tables.met += one.known is not None and key not in tables.records
        tables.records[key] = joined(key, base, one)
        tables.sources.setdefault(key, source)
        if one.services:
            ours = [Service(o.title, o.of, o.begins, o.ends) for o in gazetteer.offices_of(key, None)] if one.known else []
            held = tables.offices.setdefault(key, ours)
            told = [replace(s, ends=s.ends or (until if (s.begins or "") <= (until or "") else None)) for s in one.services]
            held += [service for service in told if not any(overlap(service, other) for other in held)]
    several = {plural(noun) for noun in (*tables.bodies, *tables.unnamed)} | {noun for noun in tables.bodies if noun.endswith("men")}
    tables.bodies = {noun: kind for noun, kind in tables.bodies.items() if noun not in several}
    tables.unnamed = {noun: organised for noun, organised in tables.unnamed.items() if noun not in several}
    return tables


def fresh_id(entry: Entry, gazetteer: Gazetteer, tables: Tables) -> str:
    """An id for an actor that we do not know: its label, with its country and a number where that is taken."""
    wanted = (entry.record.id if entry.record else slug(entry.names[0])[:80].strip("-._")) or "actor"
    home = entry.country or entry.principal
    choices = [wanted, f"{wanted}-{home}"] if home else [wanted]
    number = 2
    while True:
        for choice in choices:
            if choice not in gazetteer.records and choice not in tables.records:
                return choice
        choices, number = [f"{wanted}-{number}"], number + 1


def joined(key: str, base: ActorRecord | None, entry: Entry) -> ActorRecord:
    """The row of an actor: what we had, and what the source adds."""
    if base is None:
        base = ActorRecord(key, entry.type, entry.names[0])
    known = {base.label, *base.names, *base.demonyms, *base.peoples, *base.capitals}
    names = dict.fromkeys(clean(name) for name in entry.names if clean(name) and clean(name) not in known)
    seats = dict.fromkeys(clean(seat) for seat in entry.seats if clean(seat) not in known)
    return base._replace(
        id=key,
        label=clean(base.label),
        names=(*base.names, *names),
        capitals=(*base.capitals, *seats),
        principal=base.principal or entry.principal,
        country=base.country or entry.country,
        wikidata=base.wikidata or entry.wikidata,
        begins=base.begins or entry.begins,
        ends=base.ends or entry.ends,
    )


def overlap(one: Service, other: Service) -> bool:
    """Whether two offices are one, told twice: for the same party, and on the same days, the day of the hand-over apart."""
    if one.of != other.of:
        return False
    begins, ends = max(one.begins or "", other.begins or ""), min(one.ends or "9999", other.ends or "9999")
    shared = min(len(begins), len(ends))
    return begins[:shared] < ends[:shared] if begins else True


def clean(text: str) -> str:
    """A name without what would break a cell."""
    return " ".join(text.replace("|", " ").split())


def write_tables(folder: Path, tables: Tables) -> list[Path]:
    """Write the tables into a folder, made if new; raises `KnowledgeError` when tables stand there already, which stay as they are."""
    files = dict(files_of(tables))
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise KnowledgeError(f"holds {', '.join(there)} already: name a new folder, or take them out", folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def files_of(tables: Tables) -> Iterator[tuple[str, str]]:
    """The files to write and their texts, those without rows left out."""
    rows: dict[str, list[Sequence[str]]] = {}
    for key, record in tables.records.items():
        cells = ["|".join(cell) if isinstance(cell, tuple) else cell or "" for cell in record]
        rows.setdefault(TABLE_OF.get(record.type, "objects"), []).append([*cells, tables.sources[key]])
    for name, body in rows.items():
        yield f"{name}.tsv", as_tsv((*COLUMNS, "source"), body)
    offices = [(k, s.title, s.of, s.begins or "", s.ends or "", tables.sources[k]) for k, held in tables.offices.items() for s in held]
    if offices:
        yield "offices.tsv", as_tsv((*OFFICES, "source"), offices)
    if tables.bodies:
        yield "bodies.tsv", as_tsv(("body", "kind"), tables.bodies.items())
    if tables.unnamed:
        people = [(noun, plural(noun), "yes" if organised else "") for noun, organised in tables.unnamed.items()]
        yield "unnamed.tsv", as_tsv(("noun", "plural", "organised"), people)


def as_tsv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with its header; columns that stay empty are left out where nothing needs them."""
    return "".join("\t".join(cell.replace("\t", " ") for cell in row) + "\n" for row in [header, *rows])


def plural(noun: str) -> str:
    """The plural of a regular English noun, or of one that ends in -man.

    >>> [plural(noun) for noun in ("rebel", "army", "fisherman", "boss", "child")]
    ['rebels', 'armies', 'fishermen', 'bosses', 'children']
    """
    if noun.endswith("man"):
        return f"{noun[:-2]}en"
    if noun.endswith("child"):
        return f"{noun}ren"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "sh", "ch", "x", "z")) else f"{noun}s"


def summary(tables: Tables) -> Mapping[str, int]:
    """How many rows of each kind there are to write."""
    return {
        "actors": len(tables.records),
        "of them known before": tables.met,
        "offices": sum(len(held) for held in tables.offices.values()),
        "nouns": len(tables.bodies) + len(tables.unnamed),
    }
