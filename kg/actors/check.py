"""The lint of the actor tables: what a row may not be, told with file and line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.actors.names import fold
from kg.actors.tables import COLUMNS, table
from kg.knowledge import cell, ontology_path, shown_path

ACTORS = ("states", "organs", "organisations", "groups", "objects", "persons")
ALIASES = ("label", "names", "demonyms", "peoples", "capitals")
ALONE = frozenset(
    {"president", "prime-minister", "foreign-minister", "defence-minister", "king", "queen", "pope", "secretary-general", "chancellor"}
)
"""Offices that a state or organisation gives to one person at a time."""
LINKS = frozenset({"part-of", "splits-from", "renamed-to", "merges-into", "succeeds", "allied-with"})
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
REFERENCES: Mapping[str, Mapping[str, str]] = {
    "organs": {"principal": "actor"},
    "organisations": {"principal": "actor", "country": "state"},
    "groups": {"principal": "actor", "country": "state"},
    "objects": {"country": "state"},
    "persons": {"country": "state"},
    "states": {"predecessor": "state", "successor": "state"},
    "offices": {"person": "person", "of": "actor", "title": "title"},
    "titles": {"of": "actor"},
    "memberships": {"member": "actor", "of": "actor"},
    "links": {"actor": "actor", "other": "actor"},
    "contextual": {"beside": "actor", "actor": "actor"},
    "ambiguous": {"actor": "actor"},
    "regions": {"states": "state"},
}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a row, and where it stands."""

    path: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{shown_path(self.path)}:{self.line}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a table with its file and line (1-based)."""

    table: str
    line: int
    row: Row
    path: Path


def check_actors(folder: Path | None = None, own: Path | None = None, alone: bool = False) -> list[Finding]:
    """Everything that is wrong with the actor tables of `folder` (default: `ontology/actors`), by file and line; empty when nothing is.

    With a user's `own` tables on top, or `alone`, only what is wrong with them is said.

    Raises `KnowledgeError` where a table cannot be read at all.
    """
    folder = folder or ontology_path() / "actors"
    tables = placed_rows(folder, own, alone)
    actors = [placed for name in ACTORS for placed in tables.get(name, ())]
    common = frozenset(placed.row["body"] for placed in tables.get("bodies", ()))
    found = [
        *ids_used_twice(actors),
        *dates_out_of_order(tables),
        *dangling(tables),
        *aliases_of_two(tables),
        *common_words(actors, common),
        *offices_of_two(tables.get("offices", ())),
        *chains_without_end(actors),
        *groups_in_themselves(tables.get("links", ())),
        *unknown_links(tables.get("links", ())),
        *meanings_never_met(tables.get("ambiguous", ()), actors),
    ]
    findings = (Finding(p.path, p.line, problem) for p, problem in found if own is None or p.path.parent == own)
    return sorted(findings, key=lambda f: (str(f.path), f.line, f.problem))


def placed_rows(folder: Path, own: Path | None, alone: bool) -> dict[str, list[Placed]]:
    """The rows of each table; those of `folder` that `own` ones replace, as `load_actors` reads them, are not there."""
    mine, theirs = ({} if where is None else rows_in(where) for where in (own, None if alone else folder))
    ids = {placed.row["id"] for name in ACTORS for placed in mine.get(name, ())}
    people = {placed.row["person"] for placed in mine.get("offices", ())}
    tables: dict[str, list[Placed]] = {}
    for name in sorted({*mine, *theirs, "titles", "bodies"}):
        kept = [p for p in theirs.get(name, ()) if p.row.get("id") not in ids and not (name == "offices" and p.row["person"] in people)]
        if alone and name in ("titles", "bodies") and name not in mine and (folder / f"{name}.tsv").is_file():
            kept = rows_of(folder / f"{name}.tsv")
        tables[name] = [*kept, *mine.get(name, ())]
    return tables


def rows_in(folder: Path) -> dict[str, list[Placed]]:
    """The rows of every table in a folder."""
    return {path.stem: rows_of(path) for path in sorted(folder.glob("*.tsv"))}


def rows_of(path: Path) -> list[Placed]:
    """The rows of a table; none of a file that is no table."""
    rows = table(path.parent, path.stem) if path.stem in COLUMNS else ()
    return [Placed(path.stem, line, row, path) for _, line, row in rows]


Problems = Iterator[tuple[Placed, str]]


def ids_used_twice(actors: Sequence[Placed]) -> Problems:
    """Rows whose id another row has already."""
    seen: dict[str, Placed] = {}
    for placed in actors:
        first = seen.setdefault(placed.row["id"], placed)
        if first is not placed:
            yield placed, f"the id {placed.row['id']!r} is that of {first.table}.tsv:{first.line}"


def dates_out_of_order(tables: Mapping[str, Sequence[Placed]]) -> Problems:
    """Dates that are none, and rows that end before they begin."""
    for rows in tables.values():
        for placed in rows:
            begins, ends = placed.row.get("from", ""), placed.row.get("to", "")
            for date in (begins, ends):
                if date and not DATE.fullmatch(date):
                    yield placed, f"{date!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD"
            if begins and ends and begins[: len(ends)] > ends[: len(begins)]:
                yield placed, f"ends ({ends}) before it begins ({begins})"


def dangling(tables: Mapping[str, Sequence[Placed]]) -> Problems:
    """References to rows that are not there."""
    known = {
        "actor": {placed.row["id"] for name in ACTORS for placed in tables.get(name, ())},
        "state": {placed.row["id"] for placed in tables.get("states", ())},
        "person": {placed.row["id"] for placed in tables.get("persons", ())},
        "title": {placed.row["title"] for placed in tables.get("titles", ())},
    }
    for name, columns in REFERENCES.items():
        for placed in tables.get(name, ()):
            for column, kind in columns.items():
                for value in cell(placed.row.get(column, "")):
                    if value not in known[kind]:
                        yield placed, f"{column}: there is no {kind} {value!r}"


def aliases_of_two(tables: Mapping[str, Sequence[Placed]]) -> Problems:
    """Names that mean two actors of one table at a time."""
    for name in ACTORS:
        holders: dict[str, list[Placed]] = defaultdict(list)
        for placed in tables.get(name, ()):
            for alias in {alias for column in ALIASES for alias in cell(placed.row.get(column, ""))}:
                other = next((o for o in holders[alias] if overlap(o.row, placed.row)), None)
                if other is not None:
                    yield placed, f"the name {alias!r} is also that of {other.row['id']!r} (line {other.line})"
                holders[alias].append(placed)


def common_words(actors: Sequence[Placed], common: frozenset[str]) -> Problems:
    """Names that are ordinary words: they would be found everywhere."""
    for placed in actors:
        for column in ALIASES:
            for alias in cell(placed.row.get(column, "")):
                if alias in common or (alias.islower() and len(alias) < 3):
                    yield placed, f"the name {alias!r} is a common word"


def offices_of_two(offices: Sequence[Placed]) -> Problems:
    """Offices for one person at a time that two hold on the same days; the day of the hand-over may be both's.

    A row whose source says that the office was contested may stand beside its rival's.
    """
    held: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for placed in offices:
        if placed.row["title"] in ALONE and "contested" not in placed.row["source"]:
            held[placed.row["title"], placed.row["of"]].append(placed)
    for rows in held.values():
        for one, other in pairwise(sorted(rows, key=lambda p: p.row["from"])):
            if one.row["person"] != other.row["person"] and one.row["from"] and other.row["from"] and overlap(one.row, other.row):
                yield (
                    other,
                    f"{other.row['person']} and {one.row['person']} (line {one.line}) are both {one.row['title']} of {one.row['of']}",
                )


def chains_without_end(actors: Sequence[Placed]) -> Problems:
    """Actors whose principals lead back to themselves."""
    up = {placed.row["id"]: cell(placed.row.get("principal", "")) for placed in actors}
    for placed in actors:
        step, seen = placed.row["id"], set[str]()
        while step in up and up[step] and step not in seen:
            seen.add(step)
            step = up[step][0]
        if step in seen:
            yield placed, f"its principal leads back to {step!r}"


def groups_in_themselves(links: Sequence[Placed]) -> Problems:
    """Groups that are part of themselves, through others."""
    parts: dict[str, set[str]] = defaultdict(set)
    for placed in links:
        if placed.row["link"] == "part-of":
            parts[placed.row["actor"]].add(placed.row["other"])
    for placed in links:
        above: set[str] = set()
        waiting = [placed.row["actor"]] if placed.row["link"] == "part-of" else []
        while waiting:
            fresh = parts.get(waiting.pop(), set()) - above
            above |= fresh
            waiting += fresh
        if placed.row["actor"] in above:
            yield placed, f"{placed.row['actor']!r} is part of itself"


def unknown_links(links: Sequence[Placed]) -> Problems:
    """Links of a kind that there is not, and links of an actor with itself."""
    for placed in links:
        if placed.row["link"] not in LINKS:
            yield placed, f"the link {placed.row['link']!r} is none of {', '.join(sorted(LINKS))}"
        if placed.row["actor"] == placed.row["other"]:
            yield placed, "links an actor with itself"


def meanings_never_met(rows: Sequence[Placed], actors: Sequence[Placed]) -> Problems:
    """Further meanings of names that no text can have: the name is no actor's, no single word speaks for it, or it is said twice."""
    known = {fold(alias).removeprefix("the ") for p in actors for column in ALIASES for alias in cell(p.row.get(column, ""))}
    seen: dict[tuple[str, str], Placed] = {}
    for placed in rows:
        name, beside = fold(placed.row["name"]), cell(placed.row["beside"])
        if name not in known:
            yield placed, f"no actor is called {placed.row['name']!r}, so that the row is never looked at"
        if not beside:
            yield placed, "the row says no word beside which the name has this meaning"
        for word in beside:
            if len(word.split()) > 1:
                yield placed, f"{word!r} is more than one word, and texts are searched word by word"
        first = seen.setdefault((name, placed.row["actor"]), placed)
        if first is not placed and first.path == placed.path:
            yield placed, f"the meaning of {placed.row['name']!r} stands in line {first.line} already"


def overlap(one: Row, other: Row) -> bool:
    """Whether two rows hold together for longer than the day, month or year on which the earlier hands over to the later.

    >>> overlap({"from": "2000", "to": "2005-03"}, {"from": "2005-03", "to": ""})
    False
    """
    begins = max(one.get("from", ""), other.get("from", ""))
    ends = min(one.get("to") or "9999", other.get("to") or "9999")
    shared = min(len(begins), len(ends))
    return begins[:shared] < ends[:shared] if begins else True
