"""The actor tables: what `ontology/actors/` and a user's own folder of tables say, checked, with file and line of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from kg.actors.names import fold
from kg.errors import KnowledgeError
from kg.knowledge import cell, ontology_path, read_table
from kg.model import ACTOR_TYPES, OBJECT_TYPES

RECORD_TABLES = {"states": "State", "organs": "", "organisations": "", "groups": "", "objects": "", "persons": "Person"}
"""The tables with one actor a row, and the type of their rows where the table alone says it."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(RECORD_TABLES, ("id", "label")),
    "offices": ("person", "title", "of", "from", "to"),
    "titles": ("title", "phrases", "of"),
    "ambiguous": ("name", "actor", "beside"),
    "bodies": ("body", "kind"),
    "media": ("word",),
    "contextual": ("phrase", "beside", "actor", "from", "to"),
    "unnamed": ("noun", "plural", "organised"),
    "regions": ("region", "adjectives", "states"),
    "memberships": ("member", "of", "from", "to"),
    "links": ("actor", "link", "other", "from", "to"),
    "corrections": ("correction", "actor", "with", "article"),
}
"""The columns that a table cannot do without."""
MEMBER = "member-of"
UNLISTED = "named-"
"""How the ids of actors begin that no table knows; behind it stands the type in lower case."""
UNLISTED_ID = re.compile(f"{UNLISTED}({'|'.join(sorted(kind.lower() for kind in ACTOR_TYPES))})-.")
ID = re.compile(r"[a-z0-9][a-z0-9._-]*")

Row = tuple[Path, int, dict[str, str]]


class ActorRecord(NamedTuple):
    """A row of an actor table: who it is, what it is called, and when it existed (ISO 8601, cut to year or month when no more is known)."""

    id: str
    type: str
    label: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    principal: str | None = None
    country: str | None = None
    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    begins: str | None = None
    ends: str | None = None


class Records(Mapping[str, ActorRecord]):
    """Records by their ids, kept as plain tuples and made when they are asked for."""

    def __init__(self, rows: dict[str, tuple[Any, ...]]) -> None:
        self.rows = rows

    def __getitem__(self, key: str) -> ActorRecord:
        return ActorRecord._make(self.rows[key])

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Office(NamedTuple):
    """A person held the title for the state or organisation `of` from `begins` to `ends`; None is open."""

    person: str
    title: str
    of: str
    begins: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """An office as English words it; `of` restricts the phrases to these states or organisations, empty to none.

    Whoever holds one that does not act, as an opposition leader, does not speak for the state that it is of.
    """

    key: str
    phrases: tuple[str, ...]
    of: tuple[str, ...] = ()
    acts: bool = True


class Ambiguous(NamedTuple):
    """A further meaning of a name: `actor` (None is no actor at all) in texts with the folded words `beside`, the more, the likelier."""

    name: str
    actor: str | None
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contextual:
    """Words that mean `actor` in a text that names one of the actors `beside`, from `begins` to `ends`."""

    words: tuple[str, ...]
    beside: tuple[str, ...]
    actor: str
    begins: str | None
    ends: str | None


class Tie(NamedTuple):
    """An actor stood so to another from `begins` to `ends`: `kind` is member-of, or one of the links of groups and states."""

    actor: str
    kind: str
    other: str
    begins: str | None
    ends: str | None


class Region(NamedTuple):
    """A part of the world: its names are no actor's, and behind "the" its adjectives describe one of the states in it."""

    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a user has put right: actors that are one, names that are not an actor's, articles in which a name is somebody else's.

    `same` leads from the id of an actor to that of the actor which it is, and `labels` from there to what that one is called where
    no table knows it; `not_called` holds (id, name), `apart` (id, article).
    """

    same: Mapping[str, str] = field(default_factory=dict)
    not_called: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.same or self.not_called or self.apart)


@dataclass(frozen=True, slots=True)
class ActorTables:
    """Everything that the actor tables say."""

    records: Mapping[str, ActorRecord]
    offices: tuple[Office, ...]
    titles: tuple[Title, ...]
    bodies: Mapping[str, str]
    media: frozenset[str]
    unnamed: Mapping[str, tuple[str, bool]]
    contextual: tuple[Contextual, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    regions: tuple[Region, ...] = ()
    ties: tuple[Tie, ...] = ()
    corrections: Corrections = field(default_factory=Corrections)


def load_actors(folder: Path | None = None, own: Path | None = None, alone: bool = False) -> ActorTables:
    """The actor tables of `folder` (default: `ontology/actors`) with a user's `own` tables on top; `KnowledgeError` with file and line.

    An own row whose id is known replaces that row, a person with own offices has no others, and all else is added. With `alone`
    the actors are the user's own only; titles, bodies and the other word tables are read from `folder` where `own` has none.
    """
    base = folder or ontology_path() / "actors"
    if own is not None and not any((own / f"{name}.tsv").is_file() for name in COLUMNS):
        problem = f"holds none of the tables {', '.join(f'{name}.tsv' for name in COLUMNS)}" if own.is_dir() else "is no folder"
        raise KnowledgeError(problem, own)

    def rows(name: str) -> Iterator[Row]:
        mine = own is not None and (own / f"{name}.tsv").is_file()
        facts = name in RECORD_TABLES or name in ("offices", "contextual", "ambiguous", "memberships", "links", "corrections")
        optional = name == "corrections" or folder is not None
        if not (alone and (facts or mine)) and not (optional and not (base / f"{name}.tsv").is_file()):
            yield from table(base, name)
        if mine and own is not None:
            yield from table(own, name)

    records: dict[str, tuple[Any, ...]] = {}
    for name, kind in RECORD_TABLES.items():
        for path, line, row in rows(name):
            record = record_of(row, kind or row.get("type", ""), path, line)
            if record.id in records and path.parent != own:
                raise KnowledgeError(f"the id {record.id!r} is used twice", path, line)
            records[record.id] = tuple(record)
    offices: dict[str, list[tuple[Path, Office]]] = {}
    for path, _, row in rows("offices"):
        office = Office(row["person"], row["title"], row["of"], row["from"] or None, row["to"] or None)
        known = [(where, one) for where, one in offices.get(office.person, ()) if path.parent != own or where == path]
        offices[office.person] = [*known, (path, office)]
    return ActorTables(
        records=Records(records),
        offices=tuple(office for held in offices.values() for _, office in held),
        titles=tuple(Title(row["title"], cell(row["phrases"]), cell(row["of"]), row.get("acts") != "no") for *_, row in rows("titles")),
        bodies={row["body"]: row["kind"] for *_, row in rows("bodies")},
        media=frozenset(row["word"] for *_, row in rows("media")),
        contextual=tuple(
            Contextual(tuple(row["phrase"].split()), cell(row["beside"]), row["actor"], row["from"] or None, row["to"] or None)
            for *_, row in rows("contextual")
        ),
        ambiguous=tuple(
            Ambiguous(fold(row["name"]), row["actor"] or None, frozenset(fold(word) for word in cell(row["beside"])))
            for *_, row in rows("ambiguous")
        ),
        regions=tuple(Region(cell(row["region"]), cell(row["adjectives"]), cell(row["states"])) for *_, row in rows("regions")),
        ties=(
            *(Tie(row["member"], MEMBER, row["of"], row["from"] or None, row["to"] or None) for *_, row in rows("memberships")),
            *(Tie(row["actor"], row["link"], row["other"], row["from"] or None, row["to"] or None) for *_, row in rows("links")),
        ),
        unnamed={row["noun"].lower(): (row["plural"], row["organised"] == "yes") for *_, row in rows("unnamed")},
        corrections=corrections_of(rows("corrections"), records),
    )


def table(folder: Path, name: str) -> Iterator[Row]:
    """The rows of a table with file and line; raises `KnowledgeError` when a column is missing that it cannot do without."""
    path = folder / f"{name}.tsv"
    for line, row in read_table(path):
        missing = [column for column in COLUMNS[name] if column not in row]
        if missing:
            raise KnowledgeError(f"the header lacks the column{'s'[: len(missing) - 1]} {', '.join(missing)}", path)
        yield path, line, row


def record_of(row: Mapping[str, str], kind: str, path: Path, line: int) -> ActorRecord:
    """An actor record from a row of any actor table; columns that the table lacks stay empty."""
    get = row.get
    if not row["id"] or not row["label"]:
        raise KnowledgeError("a row needs an id and a label", path, line)
    if not ID.fullmatch(row["id"]):
        raise KnowledgeError(f"{row['id'][:60]!r} is no id: write lower-case letters, digits and hyphens", path, line)
    if kind not in ACTOR_TYPES | OBJECT_TYPES:
        raise KnowledgeError(f"unknown actor type {kind!r}", path, line)
    return ActorRecord(
        row["id"],
        kind,
        row["label"],
        cell(get("names") or ""),
        cell(get("demonyms") or ""),
        cell(get("peoples") or ""),
        cell(get("capitals") or ""),
        get("principal") or None,
        get("country") or None,
        get("wikidata") or None,
        get("iso2") or None,
        get("iso3") or None,
        get("from") or None,
        get("to") or None,
    )


def corrections_of(rows: Iterator[Row], known: Container[str]) -> Corrections:
    """The corrections that the rows say; raises `KnowledgeError` for one that is unknown or leads in a circle."""
    same: dict[str, str] = {}
    labels: dict[str, str] = {}
    not_called, apart = set[tuple[str, str]](), set[tuple[str, str]]()
    for path, line, row in rows:
        actor, other = row["actor"], row["with"]
        if row["correction"] == "merge" and actor and other:
            if other not in known and (actor in known or not UNLISTED_ID.match(other)):
                raise KnowledgeError(f"there is no actor {other!r}", path, line)
            if followed(same, other) == actor:
                raise KnowledgeError(f"merges {actor!r} into itself: take one of the merges out", path, line)
            if other not in known and not row.get("label"):
                raise KnowledgeError(f"no table knows {other!r}: say in the column label what it is called", path, line)
            same[actor] = other
            labels.setdefault(other, row.get("label", ""))
        elif row["correction"] == "split" and actor and other:
            not_called.add((actor, other))
        elif row["correction"] == "split" and actor and row["article"]:
            apart.add((actor, row["article"]))
        else:
            raise KnowledgeError("a correction is merge ACTOR with ACTOR, split ACTOR with NAME, or split ACTOR in an article", path, line)
    return Corrections({actor: followed(same, actor) for actor in same}, frozenset(not_called), frozenset(apart), labels)


def followed(same: Mapping[str, str], actor: str) -> str:
    """Where a chain of merges ends."""
    while actor in same:
        actor = same[actor]
    return actor
