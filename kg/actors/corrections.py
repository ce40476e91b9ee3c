"""Corrections of who is who, kept in the file corrections.tsv of a user's own tables, one a line, each of which can be taken back."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from kg.actors.gazetteer import names_of
from kg.actors.tables import UNLISTED, UNLISTED_ID, corrections_of, load_actors
from kg.errors import KnowledgeError
from kg.knowledge import read_table
from kg.model import ACTOR_TYPES

FILE = "corrections.tsv"
HEADER = """\
# Corrections of who is who: `kg actors merge` and `kg actors split` write them, and a line taken out is a correction taken back.
# correction  merge: `actor` is the actor `with`; split: `with` is no name of `actor`, or in the article `article` its names mean another
# actor       id as the tables have it, or as the graph has it behind actor/
# with        for merge the id of an actor, for split a name
# article     id of the one article of which a split speaks
# label       for merge: what the actor `with` is called, where no table knows it
correction\tactor\twith\tarticle\tlabel
"""
COLUMNS = ("correction", "actor", "with", "article", "label")
NAMED = re.compile(rf"(?P<name>.+) \((?P<type>{'|'.join(sorted(ACTOR_TYPES))})\)")


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of corrections.tsv."""

    correction: str
    actor: str
    other: str = ""
    article: str = ""
    label: str = ""

    def __str__(self) -> str:
        if self.correction == "merge":
            return f"{self.actor} is {self.other}"
        return f"{self.actor} is not called {self.other!r}" if self.other else f"in the article {self.article!r} it is not {self.actor}"


def read_corrections(folder: Path) -> dict[int, Correction]:
    """The corrections in a folder of actor tables by their lines in the file (1-based); none when it has no such file."""
    path = folder / FILE
    rows = read_table(path) if path.is_file() else ()
    return {line: Correction(*(row.get(column, "") for column in COLUMNS)) for line, row in rows}


def correct(folder: Path, correction: Correction) -> bool:
    """Add a correction to a folder of actor tables, made if new; False when it stands there already.

    Raises `KnowledgeError` for actors that no table knows, for a name that the actor does not have, and for a merge in a circle.
    """
    known = read_corrections(folder)
    if correction in known.values():
        return False
    if correction.correction == "merge" and any(one.correction == "merge" and one.actor == correction.actor for one in known.values()):
        raise KnowledgeError(f"{correction.actor!r} is merged already: take that back first, with kg actors split", folder / FILE)
    lines = (folder / FILE).read_text(encoding="utf-8-sig").splitlines() if known else HEADER.splitlines()
    check(folder, {**known, len(lines) + 1: correction}, correction)
    write(folder, [*lines, "\t".join(astuple(correction))])
    return True


def take_back(folder: Path, actor: str) -> Correction | None:
    """Take the merge of an actor back, and say which it was; None when there is none."""
    known = read_corrections(folder)
    line, merge = next(((n, one) for n, one in known.items() if one.correction == "merge" and one.actor == actor), (0, None))
    if merge is not None:
        lines = (folder / FILE).read_text(encoding="utf-8-sig").splitlines()
        write(folder, lines[: line - 1] + lines[line:])
    return merge


def check(folder: Path, corrections: Mapping[int, Correction], fresh: Correction) -> None:
    """Raise `KnowledgeError` when the corrections contradict each other, or when a fresh one speaks of what is not there."""
    own = folder if any(path.name != FILE for path in folder.glob("*.tsv")) else None
    records = load_actors(None, own).records
    rows = [(folder / FILE, line, dict(zip(COLUMNS, astuple(one), strict=True))) for line, one in corrections.items()]
    corrections_of(iter(rows), records)
    if fresh.actor not in records and not UNLISTED_ID.match(fresh.actor):
        raise KnowledgeError(
            f"there is no actor {fresh.actor!r}: kg actors find NAME shows ids; those of unlisted actors begin with {UNLISTED}"
        )
    if fresh.correction == "split" and fresh.other and fresh.actor in records:
        names = [name for _, name in names_of(records[fresh.actor])]
        if fresh.other not in names:
            raise KnowledgeError(f"{names[0]} is not called {fresh.other!r}, but {', '.join(names)}")


def write(folder: Path, lines: Sequence[str]) -> None:
    """Write the lines of the file of corrections, all or none."""
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{FILE}.{os.getpid()}")
    fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    fresh.replace(path)
