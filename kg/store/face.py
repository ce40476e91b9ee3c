"""The face of every store, whatever keeps its quads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.binding import with_terms
from kg.errors import StoreError
from kg.model import Statement
from kg.rdf import BASE, Names, statements_from_quads
from kg.store.answer import Result

_MATCHING = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { UNDEF } VALUES ?p { UNDEF } VALUES ?o { UNDEF } ?s ?p ?o }"


class Store(ABC):
    """Statements of many articles, to add to and to ask. Make one with `open_store`; use it in a `with` block."""

    def __init__(self, place: str = "", *, read_only: bool = False, base: str = BASE, timeout: float | None = None) -> None:
        self.place = place
        self.read_only = read_only
        self.base = base
        self.timeout = timeout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Write what is pending and let go of what the store holds; closing twice does nothing. Results must be read before."""

    def add_article(self, quads: Iterable[Quad]) -> None:
        """Add the quads of one article and its statements, or put them in the place of what the store holds of that article.

        All or nothing. The quads are held in memory. No quads add nothing. Raises `StoreError` when the quads are not all of one
        named graph, the store is read-only, or the disk or the endpoint refuses.
        """
        held = list(quads)
        self._refuse_if_read_only()
        graphs = {quad.graph_name for quad in held}
        if not graphs:
            return
        graph = graphs.pop()
        if graphs or not isinstance(graph, NamedNode):
            raise StoreError("the quads of one article must all be in its one named graph")
        self._put(graph, held)

    def remove_article(self, article_id: str) -> bool:
        """Remove an article with all that it alone supported; False when the store does not hold it. All or nothing."""
        self._refuse_if_read_only()
        graph = Names(self.base).article(article_id)
        if not self._has_graph(graph):
            return False
        self._take_out(graph)
        return True

    @abstractmethod
    def has_article(self, article_id: str, digest: str | None = None, run_id: str | None = None) -> bool:
        """Whether the store holds the article; with a digest, in this very form; with a run, as this run read it."""

    def articles(self) -> Iterator[str]:
        """The ids of the articles, sorted by their IRIs."""
        names = Names(self.base)
        return (names.article_id(graph) for graph in self._graphs())

    def statements(self, article_id: str | None = None) -> Iterator[Statement]:
        """The statements of one article, or of all, article by article in the order of `articles`; raises `StatementError`."""
        graphs = self._graphs() if article_id is None else iter((Names(self.base).article(article_id),))
        for graph in graphs:
            yield from statements_from_quads(self._quads_of(graph), base=self.base)

    @abstractmethod
    def quads(self) -> Iterator[Quad]:
        """All quads of the articles' graphs, in no order; `kg.rdf.serialise` sorts."""

    @abstractmethod
    def query(self, sparql: str, *, timeout: float | None = None) -> Result:
        """Ask in SPARQL 1.1; the prefixes of `kg.rdf.Names` are known, and the default graph is the union of the articles.

        `timeout` is in seconds, for the whole answer (time spent by `Result.write` in writing aside); without it that of the store
        holds. Read-only: raises `QueryError` for an update, for SERVICE, for a syntax error with its line and column, and, here or
        while the result is read, when the time is up.
        """

    def matching(self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | Literal | None) -> Iterator[Triple]:
        """The triples of the union of the articles that have these terms, None for any; in no order."""
        terms = {"s": subject, "p": predicate, "o": value}
        return self.query(with_terms(_MATCHING, {name: term for name, term in terms.items() if term is not None})).triples

    @abstractmethod
    def load(self, path: Path) -> None:
        """Add the articles of an N-Quads file as fast as the store can, such as `kg export` writes.

        Raises `StoreError` when the store holds one of the articles, or the file is no N-Quads with a graph an article; then nothing
        is added.
        """

    def settle(self) -> None:
        """Put what was loaded in order, so that questions take less time: worth its while after a large load. Endpoints do so themselves.

        Raises `StoreError` when the store is read-only, or the disk refuses.
        """
        self._refuse_if_read_only()

    @abstractmethod
    def _put(self, graph: NamedNode, quads: list[Quad]) -> None: ...

    @abstractmethod
    def _take_out(self, graph: NamedNode) -> None: ...

    @abstractmethod
    def _has_graph(self, graph: NamedNode) -> bool: ...

    @abstractmethod
    def _graphs(self) -> Iterator[NamedNode]: ...

    @abstractmethod
    def _quads_of(self, graph: NamedNode) -> Iterable[Quad]: ...

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise StoreError(f"the store at {self.place} was opened for reading only: open it for writing")
