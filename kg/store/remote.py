"""A store at a SPARQL 1.1 endpoint: the Protocol for questions, Update or the Graph Store Protocol for changes.

`http://host:7878` is the address of a server that has `/query` and `/update` (Oxigraph), `http://host:3030/dataset` one with the same
below a path (Fuseki), `http://host:8890/sparql` Virtuoso, which is told by its answer. `KG_STORE_UPDATE` and `KG_STORE_GRAPHS` name the
addresses for Update and for the Graph Store Protocol where they are elsewhere; with the latter, changes go that way.

The union of the articles is kept in the endpoint's default graph where that is a graph of its own. Where the endpoint answers
from all graphs at once (Virtuoso), which counts a triple once for each article that states it, the union is kept in the graph
`<base>union` and questions name it as their default graph; those that look into graphs themselves, by GRAPH or FROM, are asked as
they stand.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat

from kg.errors import KgError, QueryError, StoreError
from kg.rdf import BASE, DIGEST, USED, Names, sorted_unique
from kg.store.answer import Found, Here, Result
from kg.store.deadline import Deadline, Unhurried
from kg.store.face import Store
from kg.store.folder import VERSION, refuse_newer
from kg.store.http import Body, Client, RefusedError, Request
from kg.store.sparql import names_graphs, offline, one_line, query_error, removal, replacement, triples_text, with_prefixes

PAGE = 1000
_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/plain;q=0.5"
_VERSION_INFO = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


class RemoteStore(Store):
    """A store at an endpoint; nothing is held open between requests."""

    def __init__(self, url: str, *, read_only: bool = False, base: str = BASE, timeout: float | None = None) -> None:
        """Find the endpoint and its kind; raises `StoreError` when it does not answer, or a newer version of the program wrote there."""
        parts = urlsplit(url)
        if parts.username is not None or parts.password is not None:
            raise StoreError("an address holds no credentials: set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN")
        super().__init__(url, read_only=read_only, base=base, timeout=timeout)
        self._client = Client(url)
        self._mark = NamedNode(f"{base}store")
        self._query_url, self._update_url, self._graphs_url = addresses(url, os.environ)
        virtuoso = "virtuoso" in self._send_query("SELECT ?s { ?s ?p ?o } LIMIT 1", _JSON).headers.get("Server", "").lower()
        if virtuoso:
            root = f"{parts.scheme}://{parts.netloc}"
            self._update_url = os.environ.get("KG_STORE_UPDATE") or f"{root}/sparql-auth"
            self._graphs_url = os.environ.get("KG_STORE_GRAPHS") or f"{root}/sparql-graph-crud-auth"
        version = [row[0] for row in self._rows(f"SELECT ?v {{ GRAPH {self._mark} {{ {self._mark} {_VERSION_INFO} ?v }} }}")]
        for found in version:
            refuse_newer(found.value, url)
        if not version and not read_only:
            self._write_mark()
        if not version and read_only and next(self._graphs(), None) is None:
            raise StoreError(f"there is no store at {url}: build one first, or check the address")
        # The mark lies in a graph of its own: who sees it without naming that graph answers from all graphs at once.
        merges = virtuoso or (bool(version or not read_only) and self._asked(f"ASK {{ {self._mark} {_VERSION_INFO} ?v }}"))
        self._union = NamedNode(f"{base}union") if merges else None

    def close(self) -> None:
        """Do nothing: every change is with the endpoint when its method returns."""

    def has_article(self, article_id: str, digest: str | None = None, run_id: str | None = None) -> bool:
        """Whether the store holds the article; with a digest, in this very form; with a run, as this run read it."""
        names = Names(self.base)
        graph = names.article(article_id)
        wanted = [f"{graph} {DIGEST} {Literal(digest)}"] if digest is not None else []
        wanted += [f"{names.run(run_id)} {USED} {graph}"] if run_id is not None else []
        return self._asked(f"ASK {{ GRAPH {graph} {{ {' . '.join(wanted) or '?s ?p ?o'} }} }}")

    def quads(self) -> Iterator[Quad]:
        """All quads of the articles' graphs, an article a request, in no order; `kg.rdf.serialise` sorts."""
        for graph in self._graphs():
            yield from self._quads_of(graph)

    def query(self, sparql: str, *, timeout: float | None = None) -> Result:
        """Ask in SPARQL 1.1, as `Store.query` says; an update is refused here and never reaches the endpoint."""
        text, prefixes = offline(sparql), Names(self.base).prefixes()
        try:
            # An empty store tells, before anything is sent, whether this is a query, and of which kind.
            shape = Here(ox.Store().query(text, prefixes=prefixes))
        except (SyntaxError, OSError, RuntimeError, ValueError) as wrong:
            raise query_error(wrong, sparql) from wrong
        seconds = timeout if timeout is not None else self.timeout
        deadline = Deadline(seconds) if seconds else None
        dataset = {"default-graph-uri": self._union.value} if self._union is not None and not names_graphs(text) else {}
        try:
            body = self._send_query(with_prefixes(text, prefixes), _TRIPLES if shape.kind == "triples" else _JSON, dataset, deadline)
        except RefusedError as wrong:
            raise QueryError(str(wrong)) from wrong
        return Result(_There(shape, body, deadline), self.base)

    def load(self, path: Path) -> None:
        """Add the articles of an N-Quads file, one request an article; articles that the store holds are replaced."""
        self._refuse_if_read_only()
        names = Names(self.base)
        try:
            lines = sorted_unique(f"{quad.graph_name}\t{quad} ." for quad in ox.parse(path=str(path), format=RdfFormat.N_QUADS))
            for graph, group in groupby(lines, key=lambda line: line.partition("\t")[0]):
                names.article_id(NamedNode(graph[1:-1]))
                self.add_article(ox.parse("\n".join(line.partition("\t")[2] for line in group), format=RdfFormat.N_QUADS))
        except (SyntaxError, ValueError, KgError) as wrong:
            if isinstance(wrong, StoreError):
                raise
            raise StoreError(f"{path} is no N-Quads with a graph an article: {one_line(wrong)}") from wrong

    def _put(self, graph: NamedNode, quads: list[Quad]) -> None:
        if self._graphs_url is None:
            self._update(replacement(graph, quads, self._union))
            return
        triples = triples_text(quads).encode()
        if self._has_graph(graph):
            self._update(removal(graph, self._union).partition(" ;\n")[0])
        # The article's own graph comes last: a build that is broken off before it does the article again.
        self._graph_store("POST", self._union, triples)
        self._graph_store("PUT", graph, triples)

    def _take_out(self, graph: NamedNode) -> None:
        if self._graphs_url is None:
            self._update(removal(graph, self._union))
            return
        self._update(removal(graph, self._union).partition(" ;\n")[0])
        self._graph_store("DELETE", graph)

    def _has_graph(self, graph: NamedNode) -> bool:
        return self._asked(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def _graphs(self) -> Iterator[NamedNode]:
        """The articles' graphs in their order, a page a request: endpoints cut long answers."""
        last = f"{self.base}article"
        while True:
            page = [
                row[0]
                for row in self._rows(
                    f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?g a <https://schema.org/NewsArticle> }} "
                    f"FILTER(STR(?g) > {Literal(last)} && STRSTARTS(STR(?g), {Literal(self.base + 'article/')})) }} "
                    f"ORDER BY STR(?g) LIMIT {PAGE}"
                )
            ]
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1].value

    def _quads_of(self, graph: NamedNode) -> Iterable[Quad]:
        body = self._send_query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", _TRIPLES)
        with _telling(body):
            for quad in ox.parse(io.BufferedReader(body), format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)

    def _rows(self, sparql: str) -> list[Any]:
        body = self._send_query(sparql, _JSON)
        with _telling(body):
            return list(ox.parse_query_results(body.readall(), QueryResultsFormat.JSON))  # type: ignore[arg-type]

    def _asked(self, sparql: str) -> bool:
        body = self._send_query(sparql, _JSON)
        with _telling(body):
            return truth(ox.parse_query_results(body.readall(), QueryResultsFormat.JSON))

    def _send_query(self, sparql: str, accept: str, dataset: Mapping[str, str] | None = None, deadline: Deadline | None = None) -> Body:
        body = self._client.send(Request.form(self._query_url, {"query": sparql, **(dataset or {})}, accept), deadline)
        if "X-SPARQL-MaxRows" in body.headers and accept == _TRIPLES:
            raise StoreError(f"the endpoint {self._query_url} cut its answer at {body.headers['X-SPARQL-MaxRows']} rows: raise its limit")
        return body

    def _write_mark(self) -> None:
        mark = f'{self._mark} {_VERSION_INFO} "{VERSION}" .'
        if self._graphs_url is None:
            self._update(f"INSERT DATA {{ GRAPH {self._mark} {{ {mark} }} }}")
        else:
            self._graph_store("PUT", self._mark, mark.encode())

    def _update(self, sparql: str) -> None:
        self._client.done(Request.form(self._update_url, {"update": sparql}))

    def _graph_store(self, method: str, graph: NamedNode | None, triples: bytes | None = None) -> None:
        where = "default" if graph is None else f"graph={quote(graph.value, safe='')}"
        if graph is not None and "sparql-graph-crud" in str(self._graphs_url):
            where = f"graph-uri={quote(graph.value, safe='')}"
        self._client.done(Request(method, f"{self._graphs_url}?{where}", triples, "text/turtle" if triples is not None else ""))


class _There:
    """What an endpoint found, read as it comes."""

    def __init__(self, shape: Here, body: Body, deadline: Deadline | None) -> None:
        self.kind = shape.kind
        self._body = body
        self._deadline = deadline
        self._shape: Found | None = None
        self.variables: tuple[str, ...] = ()
        if self.kind != "triples":
            with _telling(body):
                self._shape = ox.parse_query_results(io.BufferedReader(body), QueryResultsFormat.JSON)
        if self.kind == "rows" and isinstance(self._shape, ox.QuerySolutions):
            self.variables = tuple(variable.value for variable in self._shape.variables)

    @property
    def failure(self) -> KgError | None:
        """Why the answer broke off."""
        return self._body.failure

    def found(self) -> Found:
        """The answer, read from the endpoint as it comes."""
        if self._shape is None:
            return (quad.triple for quad in ox.parse(io.BufferedReader(self._body), format=RdfFormat.N_TRIPLES))
        if self.kind == "boolean":
            self._shape = _boolean(truth(self._shape))
        return self._shape

    def copy(self, format: QueryResultsFormat, out: IO[bytes]) -> None:
        """Write rows or a boolean in a standard form."""
        found: Any = self.found()
        target = out if self._deadline is None else Unhurried(out, self._deadline)
        found.serialize(target, format)


def addresses(url: str, environment: Mapping[str, str]) -> tuple[str, str, str | None]:
    """Where an endpoint is asked, where it is updated, and where its graphs are, the last None unless the environment names it.

    >>> addresses("http://localhost:7878/", {})
    ('http://localhost:7878/query', 'http://localhost:7878/update', None)
    """
    root = url.rstrip("/")
    if root.endswith(("/query", "/sparql")):
        asked, root = root, root.rpartition("/")[0]
    else:
        asked = f"{root}/query"
    return asked, environment.get("KG_STORE_UPDATE") or f"{root}/update", environment.get("KG_STORE_GRAPHS") or None


def truth(found: Found) -> bool:
    """The answer to an ASK; Virtuoso gives it as a row with a number."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    row: Any = next(iter(found), None)
    return row is not None and str(row[0].value) in ("1", "true")


def _boolean(value: bool) -> ox.QueryBoolean:
    text = f'{{"head": {{}}, "boolean": {str(value).lower()}}}'
    found = ox.parse_query_results(text, QueryResultsFormat.JSON)
    assert isinstance(found, ox.QueryBoolean)
    return found


@contextmanager
def _telling(body: Body) -> Iterator[None]:
    """Say why an answer cannot be read: it broke off, or it is none."""
    try:
        yield
    except (SyntaxError, OSError, RuntimeError, ValueError) as wrong:
        raise body.failure or StoreError(f"the endpoint answered what is no SPARQL result: {one_line(wrong)}") from wrong
