"""A store in this process, in memory or in a folder, over pyoxigraph.

The default graph holds the union of the articles' graphs, each triple once: a union that pyoxigraph makes while it answers would count
a triple once for each article that states it. Every change is one transaction: a build that is killed leaves each article whole or absent.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import StoreError
from kg.rdf import BASE, DIGEST, USED, Names, sorted_unique
from kg.store import folder
from kg.store.answer import Here, Result
from kg.store.bulk import bulk_load, mend
from kg.store.face import Store
from kg.store.sparql import offline, one_line, query_error, removal, replacement
from kg.store.timed import CAN_FORK, Apart, Workers


class EmbeddedStore(Store):
    """A store in memory, or in a folder that it holds until it is closed."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False, base: str = BASE, timeout: float | None = None) -> None:
        """Open; raises `StoreError` when the folder is in use, holds something else, or cannot be made or read."""
        super().__init__(str(path) if path else "", read_only=read_only, base=base, timeout=timeout)
        self._inner: ox.Store | None = folder.hold(path, read_only) if path else ox.Store()
        self._end = weakref.finalize(self, folder.release, path) if path else None
        self.path = path
        self._prefixes = Names(base).prefixes()
        self._workers = Workers(self._prefixes)
        if path and not read_only and (path / folder.LOADING).exists():
            self._mend(path)

    def close(self) -> None:
        """Write what is pending and release the folder; closing twice does nothing. Results must be read before."""
        inner, self._inner = self._inner, None
        self._workers.end()
        try:
            if inner is not None and self._end is not None and not self.read_only:
                self._safely(inner.flush)
        finally:
            del inner
            if self._end is not None:
                self._end()

    def has_article(self, article_id: str, digest: str | None = None, run_id: str | None = None) -> bool:
        """Whether the store holds the article; with a digest, in this very form; with a run, as this run read it."""
        names = Names(self.base)
        graph = names.article(article_id)
        if digest is not None and Quad(graph, DIGEST, Literal(digest), graph) not in self._open:
            return False
        if run_id is not None and Quad(names.run(run_id), USED, graph, graph) not in self._open:
            return False
        return self._has_graph(graph)

    def quads(self) -> Iterator[Quad]:
        """All quads of the articles' graphs, in no order; `kg.rdf.serialise` sorts."""
        for graph in self._open.named_graphs():
            yield from self._open.quads_for_pattern(None, None, None, graph)

    def query(self, sparql: str, *, timeout: float | None = None) -> Result:
        """Ask in SPARQL 1.1, as `Store.query` says; with a timeout in a process of its own, without one at pyoxigraph's own speed."""
        text, prefixes = offline(sparql), self._prefixes
        seconds = timeout if timeout is not None else self.timeout
        if seconds and CAN_FORK:
            return Result(Apart(self._workers, self._for_child, text, seconds), self.base)
        try:
            return Result(Here(self._open.query(text, prefixes=prefixes)), self.base)
        except (SyntaxError, OSError, RuntimeError, ValueError) as wrong:
            raise query_error(wrong, sparql) from wrong

    def matching(self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Triple]:
        """The triples of the union of the articles that have these terms, None for any; in no order."""
        return (quad.triple for quad in self._open.quads_for_pattern(subject, predicate, value, DefaultGraph()))

    def load(self, path: Path) -> None:
        """Add the articles of an N-Quads file by pyoxigraph's bulk load, as `Store.load` says.

        A load that is killed is mended, to nothing of the file, when the store is next opened for writing. So is one that fails and
        cannot be mended at once, as on a full disk; until then nothing more can be written.
        """
        self._refuse_if_read_only()
        try:
            path.open("rb").close()
        except OSError as wrong:
            raise StoreError(f"{path} cannot be read: {wrong.strerror}") from wrong
        try:
            if self.path is None:
                bulk_load(self._open, path, self.base, None)
            else:
                (self.path / folder.LOADING).touch()
                bulk_load(self._open, path, self.base, self.path / folder.LOADING)
                (self.path / folder.LOADING).unlink()
        except BaseException as wrong:
            # Whoever keeps the error must not keep the folder open by its traceback.
            wrong.with_traceback(None)
            if self.path is not None and (self.path / folder.LOADING).exists():
                # What is written beside what the load has added would be taken out with it.
                self.read_only = True
                self._mend(self.path)
                self.read_only = False
            raise (self._not_written(wrong) if isinstance(wrong, (OSError, RuntimeError, ValueError)) else wrong) from None
        finally:
            self._workers.end()

    def settle(self) -> None:
        """Put what was loaded in order, as `Store.settle` says: pyoxigraph does so by and by, but not while a folder is only read."""
        self._refuse_if_read_only()
        self._safely(self._open.optimize)

    @property
    def _open(self) -> ox.Store:
        if self._inner is None:
            raise StoreError("the store is closed: open it again")
        return self._inner

    def _mend(self, path: Path) -> None:
        """Take out what a load that did not end has added."""
        folder.sweep(path)
        self._safely(partial(mend, self._open, path / folder.LOADING))
        (path / folder.LOADING).unlink()

    def _for_child(self) -> tuple[Callable[[], ox.Store], Path | None]:
        """How a child gets at the quads, and the folder that is needed for that alone.

        A writer moves its files about: its child reads a snapshot, which shares them by hard links.
        """
        inner = self._open
        if self.path is None:
            return lambda: inner, None
        if self.read_only:
            return partial(ox.Store.read_only, str(self.path)), None
        snapshot = Path(tempfile.mkdtemp(prefix=f".{self.path.name}-", dir=self.path.parent))
        self._safely(partial(inner.backup, str(snapshot / "snapshot")))
        return partial(ox.Store.read_only, str(snapshot / "snapshot")), snapshot

    def _put(self, graph: NamedNode, quads: list[Quad]) -> None:
        if self._has_graph(graph):
            self._change(partial(self._open.update, replacement(graph, quads)))
        else:
            union = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
            self._change(partial(self._open.extend, quads + union))

    def _take_out(self, graph: NamedNode) -> None:
        self._change(partial(self._open.update, removal(graph)))

    def _has_graph(self, graph: NamedNode) -> bool:
        return next(self._open.quads_for_pattern(None, None, None, graph), None) is not None

    def _graphs(self) -> Iterator[NamedNode]:
        return map(NamedNode, sorted_unique(graph.value for graph in self._open.named_graphs()))

    def _quads_of(self, graph: NamedNode) -> Iterable[Quad]:
        return self._open.quads_for_pattern(None, None, None, graph)

    def _change(self, change: Callable[[], None]) -> None:
        try:
            self._safely(change)
        finally:
            self._workers.end()

    def _safely(self, change: Callable[[], None]) -> None:
        try:
            change()
        except (OSError, RuntimeError, SyntaxError, ValueError) as wrong:
            # Whoever keeps the error must not keep the folder open by it.
            del change
            raise self._not_written(wrong) from wrong

    def _not_written(self, wrong: Exception) -> StoreError:
        place = f" at {self.place}" if self.place else ""
        if any(sign in str(wrong).lower() for sign in ("no space left", "file too large", "disk quota")):
            return StoreError(f"the disk is full: the store{place} could not be written; make room and try again, what was added is kept")
        return StoreError(f"the store{place} could not be written: {one_line(wrong)}")
