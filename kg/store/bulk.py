"""Bulk loading of N-Quads: the articles' graphs and, beside them, their union in the default graph.

A folder takes the file in batches, several at once: small ones are sorted faster than large ones, and memory has a bound whatever the
file. Before a batch is added the names of its articles are written down, so that what a load has added that fails or is killed can be
taken out again. Memory takes in everything in one transaction.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from itertools import chain, tee
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from kg.errors import StoreError
from kg.store.sparql import one_line

LOADERS = min(4, (os.cpu_count() or 1) + 1)
"""The batches that are added to a folder at once: one more than processors, for one may wait for the disk."""
LEAST = 16 << 20
"""The bytes that a batch has at least, unless the file has fewer."""

_MOST = (480 << 20) // LOADERS
_BATCHES = 16
"""The batches of a file, unless they would be too small or too large. Each leaves a file in every index, and from twenty files on
RocksDB makes writers wait."""
_CHUNK = 1 << 18
_NICE = 10
_KEPT = 200_000
"""The triples that are known to have been in the union already; more are forgotten."""
_END = b" .\n"


def bulk_load(store: ox.Store, path: Path, base: str, mark: Path | None) -> None:
    """Load an N-Quads file into a store, noting in the file `mark`, where there is one, the articles that it brings.

    Raises `StoreError` as `kg.store.face.Store.load` says, and what pyoxigraph raises; then `mend` takes out what was added.
    """
    try:
        if mark is None:
            _load_at_once(store, path, base)
        else:
            _load_in_batches(store, path, base, mark)
        return
    except SyntaxError as wrong:
        # The traceback and the batch that failed hold each other, and the folder open.
        wrong.with_traceback(None)
    raise StoreError(f"{path} is no N-Quads with a graph an article: {_fault(path)}; nothing was loaded")


def mend(store: ox.Store, mark: Path) -> None:
    """Take out the articles that a load was about to bring, and from the union what no other article states."""
    # A name without its end brought nothing: the load died while it wrote it.
    names = {line[:-1].decode() for line in mark.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")}
    if not names:
        return
    if all(isinstance(graph, NamedNode) and graph.value in names for graph in store.named_graphs()):
        store.clear()
        return
    for name in names:
        store.remove_graph(NamedNode(name))
    store.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } } }")


def _load_at_once(store: ox.Store, path: Path, base: str) -> None:
    pieces = _pieces(path)
    union = triple_chunks(_pieces(path), store, path, base, set())
    lines = _Lines(chain(pieces, [b"\n"], union))
    try:
        store.bulk_load(cast(IO[bytes], lines), format=RdfFormat.N_QUADS)
    except Exception as wrong:
        raise lines.failure or wrong from None


def _load_in_batches(store: ox.Store, path: Path, base: str, mark: Path) -> None:
    graphs: set[bytes] = set()
    noted: set[bytes] = set()
    running: set[Future[None]] = set()
    with _compaction_behind(), ThreadPoolExecutor(LOADERS) as pool:
        for quads, union in _batches(path, store, base, graphs):
            _note(graphs - noted, mark)
            noted |= graphs
            if len(running) == LOADERS:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for batch in done:
                    batch.result()
            running.add(pool.submit(_add, store, quads, union))
        for batch in running:
            batch.result()


def _add(store: ox.Store, quads: bytes, union: bytes) -> None:
    # What is checked in the union need not be checked again.
    store.bulk_load(quads, format=RdfFormat.N_QUADS, lenient=True)
    store.bulk_load(union, format=RdfFormat.N_TRIPLES)


def _batches(path: Path, store: ox.Store, base: str, graphs: set[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The lines of a file and those of its union, batch after batch; an article may lie in two."""
    size = min(max(2 * path.stat().st_size // _BATCHES, LEAST), _MOST)
    quads: list[bytes] = []
    union: list[bytes] = []
    held = 0
    pieces, copies = tee(_pieces(path))
    for piece, triples in zip(pieces, triple_chunks(copies, store, path, base, graphs), strict=True):
        quads.append(piece)
        union.append(triples)
        held += len(piece) + len(triples)
        if held >= size:
            yield b"".join(quads), b"".join(union)
            quads, union, held = [], [], 0
    if held:
        yield b"".join(quads), b"".join(union)


def _note(graphs: set[bytes], mark: Path) -> None:
    with mark.open("ab") as out:
        out.writelines(graph[2:-4] + b"\n" for graph in sorted(graphs))
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _compaction_behind() -> Iterator[None]:
    """Let the threads that tidy the database up leave the processors to the load; on Linux, others have no say in it."""
    nice: dict[int, int] = {}
    with suppress(OSError, AttributeError):
        for thread in Path("/proc/self/task").iterdir():
            if (thread / "comm").read_text().startswith("rocksdb:"):
                nice[int(thread.name)] = os.getpriority(os.PRIO_PROCESS, int(thread.name))
                os.setpriority(os.PRIO_PROCESS, int(thread.name), _NICE)
    try:
        yield
    finally:
        # Not every user may take it back: then they stay behind until the process ends.
        with suppress(OSError):
            for thread_id, before in nice.items():
                os.setpriority(os.PRIO_PROCESS, thread_id, before)


def _pieces(path: Path) -> Iterator[bytes]:
    """The lines of a file, many at a time."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
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


class _Lines:
    """Chunks of bytes as a file, which keeps what goes wrong with them: pyoxigraph tells of it in words only."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.failure: Exception | None = None
        self._chunks = chunks
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        try:
            if not self._rest:
                self._rest = memoryview(next(self._chunks, b""))
        except Exception as wrong:
            self.failure = wrong
            raise
        piece = self._rest[: size if size >= 0 else None]
        self._rest = self._rest[len(piece) :]
        return bytes(piece)
