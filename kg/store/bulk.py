"""Bulk loading of N-Quads: the articles' graphs and, beside them, their union in the default graph.

pyoxigraph loads both into a folder at once, each in one transaction, in two threads. What is wrong with the file is found before
either ends, so that neither adds anything. Memory has one transaction at a time: there one load takes in both.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import KgError, StoreError
from kg.store.sparql import one_line

_CHUNK = 1 << 21
_END = b"> .\n"


class _BrokenOffError(OSError):
    """The other load has failed."""


def bulk_load(store: ox.Store, path: Path, base: str, at_once: bool) -> None:
    """Load an N-Quads file into a store; raises `StoreError` as `kg.store.face.Store.load` says, and what pyoxigraph raises."""
    failures = _load(store, path, base, at_once)
    for form in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES):
        wrong = failures.get(form)
        if isinstance(wrong, SyntaxError):
            said = one_line(wrong) if form == RdfFormat.N_QUADS else "a triple in it has no graph"
            raise StoreError(f"{path} is no N-Quads with a graph an article: {said}; nothing was loaded") from None
        if isinstance(wrong, KgError):
            raise wrong
        if wrong is not None and not isinstance(wrong, _BrokenOffError):
            raise OSError(str(wrong))


def _load(store: ox.Store, path: Path, base: str, at_once: bool) -> dict[RdfFormat, Exception]:
    failures: dict[RdfFormat, Exception] = {}
    meeting = threading.Barrier(2 if at_once else 1)

    def load(chunks: Iterator[bytes], form: RdfFormat) -> None:
        lines = _Lines(chunks, meeting)
        try:
            # What one load checks the other need not check again.
            store.bulk_load(cast(IO[bytes], lines), format=form, lenient=form == RdfFormat.N_TRIPLES)
        except Exception as wrong:
            # Without its traceback: whoever keeps the error must not keep the folder open by it.
            failures[form] = (lines.failure or wrong).with_traceback(None)
            failures[form].__context__ = failures[form].__cause__ = None
            meeting.abort()

    with path.open("rb") as first, path.open("rb") as second:
        quads, triples = iter(lambda: first.read(_CHUNK), b""), triple_chunks(second, store, path, base)
        if at_once:
            union = threading.Thread(target=load, args=(triples, RdfFormat.N_TRIPLES))
            union.start()
            load(quads, RdfFormat.N_QUADS)
            union.join()
        else:
            load(chain(quads, [b"\n"], triples), RdfFormat.N_QUADS)
    return failures


def mend(store: ox.Store) -> None:
    """Make the default graph the union of the others again."""
    store.clear_graph(ox.DefaultGraph())
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in _named(store))


def triple_chunks(file: IO[bytes], store: ox.Store, path: Path, base: str) -> Iterator[bytes]:
    """The lines of an N-Quads file without their graphs; a triple that comes again soon is left out.

    Raises `StoreError` when a line has no article's graph, or one that the store holds.
    """
    begin = f" <{base}article/".encode()
    known: set[bytes] = set()
    before: set[bytes] = set()
    often: set[bytes] = set()
    number = 0
    while lines := file.readlines(_CHUNK):
        cut = [(line, line.rfind(b" <")) for line in lines]
        graphs = {line[place:] for line, place in cut}
        for graph in graphs - known:
            if not (graph.startswith(begin) and graph.endswith(_END)):
                lines = [plain for offset, line in enumerate(lines, number + 1) for plain in _plain(line, f"{path}:{offset}", begin)]
                cut = [(line, line.rfind(b" <")) for line in lines]
                graphs = {line[place:] for line, place in cut}
                break
        for graph in graphs - known:
            name = NamedNode(graph[2:-4].decode())
            if store.contains_named_graph(name):
                raise StoreError(f"the store holds <{name.value}> already: remove the article first, or load into a new store")
        known |= graphs
        triples = {line[:place] for line, place in cut} - often
        often |= triples & before
        before = triples
        number += len(lines)
        yield b" .\n".join(triples) + b" .\n" if triples else b"\n"


def _plain(line: bytes, place: str, begin: bytes) -> Iterator[bytes]:
    """The quad of a line as pyoxigraph writes it; none for a comment. Raises `StoreError` when its graph is no article's."""
    if line.endswith(_END) and line[line.rfind(b" <") :].startswith(begin):
        yield line
        return
    try:
        for quad in ox.parse(line, format=RdfFormat.N_QUADS):
            if not f" {quad.graph_name}".encode().startswith(begin):
                raise StoreError(f"{place}: the quad is in no article's graph: it should read <s> <p> <o>{begin.decode()}…> .")
            yield f"{quad} .\n".encode()
    except SyntaxError as wrong:
        raise StoreError(f"{place} is no quad: {one_line(wrong)}; nothing was loaded") from wrong


def _named(store: ox.Store) -> Iterator[Quad]:
    for graph in store.named_graphs():
        yield from store.quads_for_pattern(None, None, None, graph)


class _Lines:
    """Chunks of bytes as a file that ends when the other load has read all of its own as well."""

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
            raise _BrokenOffError("the other load has failed") from None
