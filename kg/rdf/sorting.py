"""Sorts more lines than memory holds."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

CHUNK = 1 << 25
"""Characters of lines that are sorted in memory before a temporary file is used."""
BUFFERS = 1 << 24
"""Bytes that all the parts of that file hold in memory while they are merged."""
LEAST, MOST = 1 << 12, 1 << 16
"""Bytes that one part may hold then."""
OVERHEAD = 100
"""What a line takes in memory besides its characters."""


def sorted_unique(lines: Iterable[str], chunk: int | None = None) -> Iterator[str]:
    """The lines sorted by code point, each once, with no more than about `chunk` characters of them in memory.

    A line must not hold a line feed. However many they are, one temporary file holds them.

    >>> list(sorted_unique(["b", "a", "b"], chunk=1))
    ['a', 'b']
    """
    limit = chunk or CHUNK
    kept: set[str] = set()
    size = 0
    with ExitStack() as stack:
        parts: list[tuple[int, int]] = []
        file: IO[bytes] | None = None
        for line in lines:
            if line in kept:
                continue
            kept.add(line)
            size += len(line) + OVERHEAD
            if size >= limit:
                file = file or stack.enter_context(tempfile.TemporaryFile(buffering=0))
                parts.append(_write(sorted(kept), file))
                kept = set()
                size = 0
        if file is None:
            yield from sorted(kept)
        else:
            parts.append(_write(sorted(kept), file))
            kept = set()
            yield from _merged(file, parts)


def _merged(file: IO[bytes], parts: list[tuple[int, int]]) -> Iterator[str]:
    """The lines of sorted parts of the file, each once: UTF-8 is in the order of its code points."""
    buffer = max(LEAST, min(MOST, BUFFERS // len(parts)))
    last = None
    for line in heapq.merge(*(_part(file, begin, end, buffer) for begin, end in parts)):
        if line != last:
            yield line.decode()
        last = line


def _write(lines: list[str], file: IO[bytes]) -> tuple[int, int]:
    """Where in the file the lines stand, from here to there."""
    begin = file.tell()
    for place in range(0, len(lines), 5000):
        data = memoryview("".join(f"{line}\n" for line in lines[place : place + 5000]).encode())
        while data:
            data = data[file.write(data) :]
    return begin, file.tell()


def _part(file: IO[bytes], begin: int, end: int, buffer: int) -> Iterator[bytes]:
    """The lines between two places of the file, read a buffer at a time."""
    rest = b""
    while begin < end:
        file.seek(begin)
        piece = file.read(min(buffer, end - begin))
        begin += len(piece)
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
