"""Reads actor tables in our own format, so that they can be joined with those of other sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.actors.importing.entry import Complain, Entry, Known, Service
from kg.actors.tables import RECORD_TABLES, record_of
from kg.errors import KnowledgeError
from kg.knowledge import read_table


def is_own_table(text: str) -> bool:
    """Whether a text is a table with an id and a label in each row, or with the offices of persons."""
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    columns = set(next(lines, "").split("\t"))
    return {"id", "label"} <= columns or {"person", "title", "of"} <= columns


def read_own_table(path: Path, known: Known, complain: Complain) -> Iterator[Entry]:
    """The actors of a table; rows that are wrong are complained of. The type stands in a column, or the file is named after it."""
    offices = path.with_name("offices.tsv")
    held: dict[str, list[Service]] = {}
    for _, row in read_table(offices) if offices.is_file() and path.stem == "persons" else ():
        held.setdefault(row["person"], []).append(Service(row["title"], row["of"], row["from"] or None, row["to"] or None))
    for line, row in read_table(path):
        if "id" not in row:
            return
        try:
            record = record_of(row, RECORD_TABLES.get(path.stem) or row.get("type", ""), path, line)
        except KnowledgeError as error:
            complain(error)
            continue
        yield Entry(
            (record.label, *record.names),
            record.type,
            record.country,
            record.principal,
            tuple(held.get(record.id, ())),
            record.capitals,
            record.wikidata,
            record.begins,
            record.ends,
            record.id if record.id in known.gazetteer.records else None,
            record,
        )
