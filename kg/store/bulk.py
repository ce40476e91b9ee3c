"""Bulk loading of N-Quads: the articles' graphs and, beside them, their union in the default graph.

Into a folder pyoxigraph loads parts of the file and the union at once, each in one transaction and a thread of its own: one load keeps
no two processors busy. What is wrong with the file is found before any of them ends, so that none adds anything; and before any ends the
names of the articles are written down, so that what a killed load has added can be taken out. Memory has one transaction at a time:
there one load takes in everything.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from kg.errors import KgError, StoreError
from kg.store.sparql import one_line

PARTS = min(4, os.cpu_count() or 1)
"""The parts of a file that are loaded at once into a folder."""

_CHUNK = 1 << 18
_KEPT = 200_000
"""The triples that are known to have been in the union already; more are forgotten."""
_END = b" .\n"


class _BrokenOffError(OSError):
    """Another load has failed."""


def bulk_load(store: ox.Store, path: Path, base: str, mark: Path | None) -> None:
    """Load an N-Quads file into a store, noting in the file `mark`, where there is one, the articles that it brings.

    Raises `StoreError` as `kg.store.face.Store.load` says, and what pyoxigraph raises.
    """
    failures = _load(store, path, base, mark)
    for wrong in failures:
        if isinstance(wrong, KgError):
            raise wrong
    if any(isinstance(wrong, SyntaxError) for wrong in failures):
        raise StoreError(f"{path} is no N-Quads with a graph an article: {_fault(path)}; nothing was loaded")
    for wrong in failures:
        if not isinstance(wrong, _BrokenOffError):
            raise OSError(str(wrong))


def mend(store: ox.Store, mark: Path) -> None:
    """Take out the articles that a load was about to bring, and make the default graph the union of the others again."""
    for name in mark.read_text(encoding="utf-8").splitlines():
        store.remove_graph(NamedNode(name))
    store.clear_graph(DefaultGraph())
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in _named(store))


def _load(store: ox.Store, path: Path, base: str, mark: Path | None) -> list[Exception]:
    failures: list[Exception] = []
    graphs: set[bytes] = set()
    size = path.stat().st_size
    ends = [size * part // PARTS for part in range(PARTS + 1)]
    parts: list[Iterator[bytes]] = [_pieces(path, begin, end) for begin, end in pairwise(ends)]
    union = triple_chunks(_pieces(path, 0, size), store, path, base, graphs)
    works = [(part, RdfFormat.N_QUADS) for part in parts] + [(union, RdfFormat.N_TRIPLES)]
    if mark is None:
        works = [(chain(*parts, [b"\n"], union), RdfFormat.N_QUADS)]
    meeting = threading.Barrier(len(works), action=lambda: _note(graphs, mark))

    def load(chunks: Iterator[bytes], form: RdfFormat) -> None:
        lines = _Lines(chunks, meeting)
        try:
            # What the union's load checks the others need not check again.
            lenient = mark is not None and form == RdfFormat.N_QUADS
            store.bulk_load(cast(IO[bytes], lines), format=form, lenient=lenient)
        except Exception as wrong:
            # Without its traceback: whoever keeps the error must not keep the folder open by it.
            failure = (lines.failure or wrong).with_traceback(None)
            failure.__context__ = failure.__cause__ = None
            failures.append(failure)
            meeting.abort()

    threads = [threading.Thread(target=load, args=work) for work in works[1:]]
    for thread in threads:
        thread.start()
    load(*works[0])
    for thread in threads:
        thread.join()
    return failures


def _note(graphs: set[bytes], mark: Path | None) -> None:
    if mark is not None:
        new = mark.with_name(f"{mark.name}.new")
        with new.open("wb") as out:
            out.writelines(graph[2:-4] + b"\n" for graph in sorted(graphs))
            out.flush()
            os.fsync(out.fileno())
        new.replace(mark)


def _pieces(path: Path, begin: int, end: int) -> Iterator[bytes]:
    """The lines of a file that begin from one place to another, many at a time."""
    with path.open("rb") as file:
        if begin:
            file.seek(begin - 1)
            file.readline()
        while (left := end - file.tell()) > 0:
            piece = file.read(min(_CHUNK, left))
            yield piece if piece.endswith(b"\n") else piece + file.readline()


def triple_chunks(pieces: Iterable[bytes], store: ox.Store, path: Path, base: str, graphs: set[bytes]) -> Iterator[bytes]:
    """The lines of an N-Quads file without their graphs, which go into `graphs`; a triple that has come before is mostly left out.

    Raises `StoreError` when a line has no article's graph, or one that the store holds.
    """
    begin, statement = f" <{base}article/".encode(), f"\n<{base}statement/".encode()
    known: set[bytes] = set()
    number = 1
    for piece in pieces:
        lines = piece if piece.endswith(b"\n") else piece + b"\n"
        kept: list[bytes] = []
        for graph, triples in _by_graph(lines, begin) or _line_by_line(lines, begin, path, number):
            if graph not in graphs:
                name = NamedNode(graph[2:-4].decode())
                if store.contains_named_graph(name):
                    raise StoreError(f"the store holds <{name.value}> already: remove the article first, or load into a new store")
                graphs.add(graph)
            told, said = _parted(triples, statement)
            fresh = [triple for triple in io.BytesIO(told) if triple not in known]
            known.update(fresh)
            kept += fresh
            kept.append(said)
        if len(known) > _KEPT:
            known.clear()
        number += lines.count(b"\n")
        yield b"".join(kept) or b"\n"


def _parted(triples: bytes, statement: bytes) -> tuple[bytes, bytes]:
    """What may come again with another article, and behind it what is said of statements, which are of one article."""
    first = triples.find(statement) + 1
    rest = triples[first:]
    if first and rest.count(statement) + 1 == rest.count(b"\n"):
        return triples[:first], rest
    return triples, b""


def _by_graph(lines: bytes, begin: bytes) -> list[tuple[bytes, bytes]] | None:
    """The triples of each graph in turn; None unless all lines are quads of articles, and graph after graph, as we write them."""
    found = []
    place = 0
    while place < len(lines):
        stop = lines.find(b"\n", place) + 1
        graph = lines[lines.rfind(b" <", place, stop) : stop]
        last = lines.rfind(graph, place) + len(graph)
        block = lines[place:last]
        triples = block.replace(graph, _END)
        whole = len(block) - len(triples) == block.count(b"\n") * (len(graph) - len(_END))
        if not (whole and graph.startswith(begin) and graph.endswith(b"> .\n")):
            return None
        found.append((graph, triples))
        place = last
    return found


def _line_by_line(lines: bytes, begin: bytes, path: Path, number: int) -> Iterator[tuple[bytes, bytes]]:
    """The graph and the triple of each line, which may be written in any way."""
    for offset, line in enumerate(io.BytesIO(lines), number):
        for plain in _plain(line, f"{path}:{offset}", begin):
            cut = plain.rfind(b" <")
            yield plain[cut:], plain[:cut] + _END


def _plain(line: bytes, place: str, begin: bytes) -> Iterator[bytes]:
    """The quad of a line as pyoxigraph writes it; none for a comment. Raises `StoreError` when its graph is no article's."""
    if line.endswith(b"> .\n") and line[line.rfind(b" <") :].startswith(begin):
        yield line
        return
    try:
        for quad in ox.parse(line, format=RdfFormat.N_QUADS):
            if not f" {quad.graph_name}".encode().startswith(begin):
                raise StoreError(f"{place}: the quad is in no article's graph: it should read <s> <p> <o>{begin.decode()}…> .")
            yield f"{quad} .\n".encode()
    except SyntaxError as wrong:
        raise StoreError(f"{place} is no quad: {one_line(wrong)}; nothing was loaded") from wrong


def _fault(path: Path) -> str:
    """What is wrong with a file that could not be read."""
    try:
        for quad in ox.parse(path=str(path), format=RdfFormat.N_QUADS):
            if isinstance(quad.graph_name, DefaultGraph):
                return f"the triple {one_line(quad)} has no graph"
    except SyntaxError as wrong:
        return one_line(wrong)
    return "it changed while it was read"


def _named(store: ox.Store) -> Iterator[Quad]:
    for graph in store.named_graphs():
        yield from store.quads_for_pattern(None, None, None, graph)


class _Lines:
    """Chunks of bytes as a file that ends when the other loads have read all of theirs as well."""

    def __init__(self, chunks: Iterator[bytes], meeting: threading.Barrier) -> None:
        self.failure: Exception | None = None
        self._chunks: Iterator[bytes] | None = chunks
        self._meeting = meeting
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        try:
            if not self._rest and self._chunks is not None:
                self._rest = memoryview(self._next())
        except Exception as wrong:
            self.failure = wrong
            raise
        piece = self._rest[: size if size >= 0 else None]
        self._rest = self._rest[len(piece) :]
        return bytes(piece)

    def _next(self) -> bytes:
        try:
            if self._meeting.broken:
                raise threading.BrokenBarrierError
            chunk = next(self._chunks or iter(()), b"")
            if not chunk:
                self._chunks = None
                self._meeting.wait()
            return chunk
        except threading.BrokenBarrierError:
            raise _BrokenOffError("another load has failed") from None
