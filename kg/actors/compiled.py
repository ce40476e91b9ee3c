"""The gazetteer of some actor tables, compiled once for their content and kept in the user's cache.

The cache lies in the folder that the environment variable KG_CACHE names, else where the system keeps caches. An empty KG_CACHE
turns it off. What cannot be read there is made again, and what cannot be written is left.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from pathlib import Path

from kg.actors.gazetteer import Gazetteer, lexicon_of
from kg.actors.names import Lexicon
from kg.actors.tables import COLUMNS, ActorTables, Ambiguous, Contextual, Corrections, Office, Records, Region, Tie, Title, load_actors
from kg.knowledge import ontology_path

KEPT = 8
"""How many compiled gazetteers stay in the cache."""


def load_gazetteer(folder: Path | None = None, own: Path | None = None, alone: bool = False) -> Gazetteer:
    """The gazetteer of `load_actors(folder, own, alone)`, from the cache when the tables are those that it was compiled from."""
    cache = cache_folder()
    if cache is None:
        return Gazetteer(load_actors(folder, own, alone))
    path = cache / f"actors-{digest_of_tables(folder or ontology_path() / 'actors', own, alone)}.bin"
    try:
        return unpacked(path.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        tables = load_actors(folder, own, alone)
    names = lexicon_of(tables)
    with contextlib.suppress(OSError):
        keep(path, packed(tables, names))
    return Gazetteer(tables, names)


def cache_folder() -> Path | None:
    """Where compiled gazetteers are kept; None when the user wants no cache, or has no home."""
    named = os.environ.get("KG_CACHE")
    if named is not None:
        return Path(named) if named else None
    above = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Path(above or Path.home() / ".cache") / "geokg"
    except RuntimeError:
        return None


def digest_of_tables(folder: Path, own: Path | None, alone: bool) -> str:
    """Sixteen hexadecimal digits that change with the tables, with this program and with the Python that runs it."""
    sums = hashlib.sha256(f"{sys.version} {alone}".encode())
    programs = [Path(__file__), *(Path(__file__).with_name(f"{name}.py") for name in ("tables", "names", "gazetteer"))]
    for path in [*programs, *(where / f"{name}.tsv" for where in (folder, own) if where for name in COLUMNS)]:
        if path.is_file():
            sums.update(f"{path.parent} {path.name} {path.stat().st_size}\0".encode("utf-8", "surrogateescape") + path.read_bytes())
    return sums.hexdigest()[:16]


def packed(tables: ActorTables, names: Lexicon) -> bytes:
    """Tables and their names in Python's own binary form."""
    fixed = tables.corrections
    return marshal.dumps(
        (
            {key: tuple(record) for key, record in tables.records.items()},
            [tuple(office) for office in tables.offices],
            [(title.key, title.phrases, title.of, title.acts) for title in tables.titles],
            dict(tables.bodies),
            tables.media,
            dict(tables.unnamed),
            [tuple(row) for row in tables.ambiguous],
            [(row.words, row.beside, row.actor, row.begins, row.ends) for row in tables.contextual],
            [tuple(row) for row in tables.regions],
            [tuple(row) for row in tables.ties],
            (dict(fixed.same), fixed.not_called, fixed.apart, dict(fixed.labels)),
            names.names,
            names.reach,
            names.seconds,
        )
    )


def unpacked(data: bytes) -> Gazetteer:
    """The gazetteer of what `packed` made; raises `EOFError`, `ValueError` or `TypeError` for anything else."""
    records, offices, titles, bodies, media, unnamed, ambiguous, contextual, regions, ties, fixed, *lexicon = marshal.loads(data)
    tables = ActorTables(
        Records(records),
        tuple(Office(*row) for row in offices),
        tuple(Title(*row) for row in titles),
        bodies,
        media,
        unnamed,
        tuple(Contextual(*row) for row in contextual),
        tuple(Ambiguous(*row) for row in ambiguous),
        tuple(Region(*row) for row in regions),
        tuple(Tie(*row) for row in ties),
        Corrections(*fixed),
    )
    return Gazetteer(tables, Lexicon(*lexicon))


def keep(path: Path, data: bytes) -> None:
    """Write a compiled gazetteer, whole or not at all, and take the oldest out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".actors-", delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)
    for old in sorted(path.parent.glob("actors-*.bin"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
