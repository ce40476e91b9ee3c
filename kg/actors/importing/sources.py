"""Tells which format a file of actors has, and reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from kg.actors.importing.entry import Complain, Entry, Known, Noun
from kg.actors.importing.followthemoney import is_followthemoney, read_followthemoney
from kg.actors.importing.own_tables import is_own_table, read_own_table
from kg.actors.importing.petrarch import is_petrarch, read_petrarch
from kg.actors.importing.wikidata import is_wikidata, read_wikidata
from kg.errors import KnowledgeError

Format = Literal["petrarch", "wikidata", "followthemoney", "tsv"]


def read_sources(paths: Iterable[Path], known: Known, complain: Complain, form: Format | None = None) -> Iterator[tuple[Entry | Noun, str]]:
    """What the files say, each entry with the name of its file; a file that cannot be read is complained of, and the others are read.

    A folder stands for the files in it.
    """
    for path in files_in(paths):
        try:
            text = text_of(path)
            chosen = form or format_of(text)
            if chosen is None:
                complain(KnowledgeError("is none of the formats petrarch, wikidata, followthemoney and tsv: say which with --format", path))
                continue
            for one in read(chosen, text, path, known, complain):
                yield one, path.name
        except KnowledgeError as error:
            complain(error)


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in the folders, in order of their names."""
    for path in paths:
        yield from sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]


def text_of(path: Path) -> str:
    """The text of a file: UTF-8, or Latin-1 as old dictionaries have it; raises `KnowledgeError` when it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"cannot be read: {error.strerror or error}", path) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def format_of(text: str) -> Format | None:
    """The format of a text, by how it begins; None for none of them."""
    if is_followthemoney(text):
        return "followthemoney"
    if is_wikidata(text):
        return "wikidata"
    if is_own_table(text):
        return "tsv"
    return "petrarch" if is_petrarch(text) else None


def read(form: Format, text: str, path: Path, known: Known, complain: Complain) -> Iterator[Entry | Noun]:
    """What a text in a format says."""
    if form == "tsv":
        return read_own_table(path, known, complain)
    readers = {"petrarch": read_petrarch, "wikidata": read_wikidata, "followthemoney": read_followthemoney}
    return iter(readers[form](text, path, known, complain))
