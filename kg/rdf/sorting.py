"""Sorts more lines than memory holds."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

CHUNK = 400_000
"""Lines that are sorted in memory before temporary files are used."""


def sorted_unique(lines: Iterable[str], chunk: int | None = None) -> Iterator[str]:
    """The lines sorted by code point, each once, with no more than about `chunk` of them in memory.

    A line must not hold a line feed.

    >>> list(sorted_unique(["b", "a", "b"], chunk=2))
    ['a', 'b']
    """
    limit = chunk or CHUNK
    with ExitStack() as files:
        runs: list[Iterable[str]] = []
        kept: set[str] = set()
        for line in lines:
            kept.add(line)
            if len(kept) >= limit:
                file = files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
                file.writelines(text + "\n" for text in sorted(kept))
                file.seek(0)
                runs.append(text[:-1] for text in file)
                kept = set()
        runs.append(sorted(kept))
        last = None
        for line in heapq.merge(*runs):
            if line != last:
                yield line
            last = line
