"""The folder of a store: what may lie in it, who holds it, and which version of the program wrote it."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.sparql import one_line

VERSION = 1
"""How stores are laid out; it grows when older programs can no longer read what newer ones write."""

MARK = "GEOKG"
"""The file of a store that tells its version; stores older than the mark have none."""
LOADING = "GEOKG-LOADING"
"""The file that lies in a store while a bulk load runs, with the names of the articles that it brings once it adds any."""

_DATABASE_FILE = re.compile(
    rf"CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|MANIFEST-\d+|OPTIONS-\d+(\.dbtmp)?|(bulk-)?\d+\.(log|sst|blob|dbtmp)|{MARK}(\.new)?|{LOADING}"
)


@dataclass(slots=True)
class _Hold:
    """How this process holds a folder: alone for writing, or by a number of readers that share one descriptor of its lock."""

    writer: bool
    count: int
    lock: int | None


_held: dict[Path, _Hold] = {}
"""The folders that this process holds. The system's locks do not tell: they are between processes, and closing a file ends them all."""


def hold(folder: Path, read_only: bool) -> ox.Store:
    """Open the database of a folder, made when missing and not only read; `release` ends it. Raises `StoreError`."""
    _check(folder, read_only)
    held = _held.get(folder)
    if held is not None and (held.writer or not read_only):
        raise _in_use(folder)
    lock = held.lock if held is not None else None
    try:
        if read_only and held is None:
            lock = _share(folder)
        inner = ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
        if not read_only:
            _mark(folder)
    except (OSError, ValueError) as wrong:
        if lock is not None and held is None:
            os.close(lock)
        raise _not_opened(folder, wrong) from wrong
    if held is None:
        held = _held[folder] = _Hold(writer=not read_only, count=0, lock=lock)
    held.count += 1
    return inner


def release(folder: Path) -> None:
    """End one hold of a folder."""
    held = _held[folder]
    held.count -= 1
    if held.count == 0:
        del _held[folder]
        if held.lock is not None:
            os.close(held.lock)


def sweep(folder: Path) -> None:
    """Remove the files that a killed load had not yet made part of the database; nobody else may write there."""
    for left in folder.glob("bulk-*.sst"):
        left.unlink()


def refuse_newer(version: str, place: object) -> None:
    """Raise `StoreError` when a store's version is none that this program knows."""
    if not version.isdecimal() or int(version) > VERSION:
        raise StoreError(
            f"the store at {place} was written by a newer program: its format is {version[:20]!r}, this one knows {VERSION}; "
            "install the newer version, or build the store again"
        )


def _check(folder: Path, read_only: bool) -> None:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except FileNotFoundError:
        if read_only:
            raise StoreError(f"there is no store at {folder}: build one first, or check the path") from None
        try:
            folder.mkdir(parents=True)
        except OSError as wrong:
            raise StoreError(f"the folder {folder} cannot be made: {wrong.strerror}") from wrong
        return
    except NotADirectoryError:
        raise StoreError(f"{folder} is no folder: a store needs a folder of its own") from None
    except OSError as wrong:
        raise StoreError(f"the folder {folder} cannot be read: {wrong.strerror}") from wrong
    if not all(_DATABASE_FILE.fullmatch(name) for name in names):
        raise StoreError(f"{folder} is no store, it holds other files: name a store, or a new or empty folder")
    if read_only and "CURRENT" not in names:
        raise StoreError(f"there is no store at {folder}, the folder is empty: build one first, or check the path")
    if MARK in names:
        try:
            refuse_newer((folder / MARK).read_text(encoding="utf-8", errors="replace").strip(), folder)
        except OSError as wrong:
            raise StoreError(f"the store at {folder} cannot be read: {wrong.strerror}") from wrong
    if read_only and LOADING in names:
        raise StoreError(f"a load into the store at {folder} was broken off, or is under way: let it end, or load again to mend the store")


def _mark(folder: Path) -> None:
    """Say which version the store has; the mark appears whole, and a store that has one keeps it."""
    if not (folder / MARK).exists():
        new = folder / f"{MARK}.new"
        new.write_text(f"{VERSION}\n", encoding="utf-8")
        new.replace(folder / MARK)


def _share(folder: Path) -> int | None:
    """A shared hold on the lock that a writer takes alone; released when the descriptor is closed."""
    if sys.platform == "win32":
        return None
    import fcntl

    held = os.open(folder / "LOCK", os.O_RDONLY)
    try:
        fcntl.lockf(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


def _in_use(folder: Path) -> StoreError:
    return StoreError(f"the store at {folder} is in use, by another process or still open in this one: wait for it or close it")


def _not_opened(folder: Path, wrong: Exception) -> StoreError:
    said = str(wrong)
    if isinstance(wrong, BlockingIOError) or re.search(r"while lock file|lock hold by", said, re.IGNORECASE):
        return _in_use(folder)
    if isinstance(wrong, PermissionError) or "permission denied" in said.lower() or "read-only file system" in said.lower():
        return StoreError(f"the store at {folder} cannot be opened: {one_line(wrong)}; check the permissions of the folder and its files")
    if "no space left" in said.lower() or "file too large" in said.lower():
        return StoreError(f"the store at {folder} cannot be opened: the disk is full; make room and try again")
    return StoreError(f"the store at {folder} cannot be opened: {one_line(wrong)}; restore it from a copy or build it again")
