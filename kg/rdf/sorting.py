"""Sorts more lines than memory holds."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

CHUNK = 400_000
"""Lines that are sorted in memory before temporary files are used."""
OPEN_FILES = 256
"""Temporary files that are merged into one before there are more: systems allow a process about a thousand."""


def sorted_unique(lines: Iterable[str], chunk: int | None = None) -> Iterator[str]:
    """The lines sorted by code point, each once, with no more than about `chunk` of them in memory.

    A line must not hold a line feed.

    >>> list(sorted_unique(["b", "a", "b"], chunk=2))
    ['a', 'b']
    """
    limit = chunk or CHUNK
    with ExitStack() as stack:
        files: list[IO[str]] = []
        kept: set[str] = set()
        for line in lines:
            kept.add(line)
            if len(kept) >= limit:
                files.append(_written(sorted(kept), stack))
                kept = set()
                if len(files) >= OPEN_FILES:
                    merged = _written(_merged(files, ()), stack)
                    for file in files:
                        file.close()
                    files = [merged]
        yield from _merged(files, sorted(kept))


def _merged(files: Iterable[IO[str]], lines: Iterable[str]) -> Iterator[str]:
    last = None
    for line in heapq.merge(*((text[:-1] for text in file) for file in files), lines):
        if line != last:
            yield line
        last = line


def _written(lines: Iterable[str], stack: ExitStack) -> IO[str]:
    """A temporary file of the lines, to be read from its beginning."""
    file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115 the stack closes it
    file.writelines(text + "\n" for text in lines)
    file.seek(0)
    return file
