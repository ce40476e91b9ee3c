"""An embedded store of statements, in memory or in a folder, over pyoxigraph.

Each article is a named graph. The default graph holds the union of them, each triple once, so that questions need not name graphs
and count nothing twice. Every change is one transaction: a build that is killed leaves each article whole or absent.
"""

from __future__ import annotations

import os
import re
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat

from kg.errors import QueryError, StoreError
from kg.model import Statement
from kg.rdf import BASE, DIGEST, FORMATS, USED, Names, serialise, sorted_unique, statements_from_quads

TABLE_FORMATS: Mapping[str, QueryResultsFormat] = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
}
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_DATABASE_FILE = re.compile(r"CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|MANIFEST-\d+|OPTIONS-\d+(\.dbtmp)?|\d+\.(log|sst|dbtmp)")
_UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])
_QUOTED = re.compile(
    r"""'''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
        | <[^<>"{}|^`\\\x00-\x20]*> | \#[^\n\r]*""",
    re.VERBOSE | re.DOTALL,
)
_NAMED = re.compile(r"[?$]\w+|:[\w.\-]*|@[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U0000([0-9A-Fa-f]{4})")
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(slots=True)
class _Hold:
    """How this process holds a folder: alone for writing, or by a number of readers that share one descriptor of its lock."""

    writer: bool
    count: int
    lock: int | None


_held: dict[Path, _Hold] = {}
"""The folders that this process holds. The system's locks do not tell: they are between processes, and closing a file ends them all."""


class Result:
    """The answer to a query: `kind` is rows, boolean or triples. Rows and triples can be read once, as they are found."""

    def __init__(self, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, base: str = BASE) -> None:
        self._found = found
        self._base = base
        self.kind = "rows" if isinstance(found, ox.QuerySolutions) else "boolean" if isinstance(found, ox.QueryBoolean) else "triples"

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; empty unless `kind` is rows."""
        return tuple(variable.value for variable in self._found.variables) if isinstance(self._found, ox.QuerySolutions) else ()

    @property
    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows, None where a variable is unbound; none unless `kind` is rows. Raises `QueryError`."""
        return (tuple(row) for row in self._each()) if self.kind == "rows" else iter(())

    @property
    def boolean(self) -> bool | None:
        """The answer to an ASK, otherwise None."""
        return bool(self._found) if isinstance(self._found, ox.QueryBoolean) else None

    @property
    def triples(self) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; none for other queries. Raises `QueryError`."""
        return self._each() if self.kind == "triples" else iter(())

    def write(self, format: str, out: IO[bytes]) -> None:
        """Write the answer as `table`, `csv`, `tsv` or `json` (the standard SPARQL forms), or triples as a format of `kg.rdf.FORMATS`.

        A table is for reading: names are shortened and control characters blanked. It holds all rows in memory; other forms stream.
        Raises `QueryError` for a format that does not fit the kind of answer.
        """
        if self.kind == "triples":
            name = "turtle" if format == "table" else format
            if name not in FORMATS:
                raise QueryError(f"triples cannot be written as {format}: choose one of {', '.join(FORMATS)}")
            serialise((Quad(*triple) for triple in self._each()), name, out, base=self._base)
        elif format == "table":
            out.write((str(self.boolean).lower() + "\n" if self.kind == "boolean" else self._table()).encode())
        elif format not in TABLE_FORMATS:
            raise QueryError(f"this answer cannot be written as {format}: choose one of table, {', '.join(TABLE_FORMATS)}")
        elif not isinstance(self._found, ox.QueryTriples):
            _evaluated(partial(self._found.serialize, out, TABLE_FORMATS[format]))

    def _each(self) -> Iterator[Any]:
        rows = iter(self._found) if not isinstance(self._found, ox.QueryBoolean) else iter(())
        end = object()
        while (row := _evaluated(lambda: next(rows, end))) is not end:
            yield row

    def _table(self) -> str:
        lines = [self.variables, *(tuple(plain(value, self._base) for value in row) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        lines.insert(1, tuple("-" * width for width in widths))
        padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
        return "".join(line + "\n" for line in padded)


def plain(value: Term | None, base: str = BASE) -> str:
    """A term for people: IRIs with a prefix where one fits, literals by their text on one line; empty for None.

    >>> plain(NamedNode("https://w3id.org/geokg#supports"))
    'kg:supports'
    """
    if value is None:
        return ""
    if isinstance(value, NamedNode):
        for prefix, namespace in sorted(Names(base).prefixes().items(), key=lambda item: -len(item[1])):
            if value.value.startswith(namespace):
                return f"{prefix}:{value.value[len(namespace) :]}"
    return _CONTROL.sub(" ", value.value if isinstance(value, (NamedNode, Literal)) else str(value))


class Store:
    """Statements of many articles, to add to and to ask. Make one with `open_store`; use it in a `with` block."""

    def __init__(self, inner: ox.Store, *, path: Path | None = None, read_only: bool = False, base: str = BASE) -> None:
        self._inner: ox.Store | None = inner
        self._end = weakref.finalize(self, _release, path) if path is not None else None
        self.path = path
        self.read_only = read_only
        self.base = base

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending and release the folder; closing twice does nothing. Results must be read before."""
        inner, self._inner = self._inner, None
        try:
            if inner is not None and self._end is not None and not self.read_only:
                self._safely(inner.flush)
        finally:
            del inner
            if self._end is not None:
                self._end()

    def add_article(self, quads: Iterable[Quad]) -> None:
        """Add the quads of one article and its statements, or put them in the place of what the store holds of that article.

        All or nothing. The quads are held in memory. No quads add nothing. Raises `StoreError` when the quads are not all of one
        named graph, the store is read-only, or the disk refuses.
        """
        held = list(quads)
        self._refuse_if_read_only()
        graphs = {quad.graph_name for quad in held}
        if not graphs:
            return
        graph = graphs.pop()
        if graphs or not isinstance(graph, NamedNode):
            raise StoreError("the quads of one article must all be in its one named graph")
        if self._has_graph(graph):
            triples = " .\n".join(sorted({f"{quad.subject} {quad.predicate} {quad.object}" for quad in held}))
            replace = f"{_removal(graph)} ;\nINSERT DATA {{ {triples} .\nGRAPH {graph} {{ {triples} }} }}"
            self._safely(partial(self._open.update, replace))
        else:
            union = [Quad(quad.subject, quad.predicate, quad.object) for quad in held]
            self._safely(partial(self._open.extend, held + union))

    def remove_article(self, article_id: str) -> bool:
        """Remove an article with all its statements; False when the store does not hold it. All or nothing."""
        self._refuse_if_read_only()
        graph = Names(self.base).article(article_id)
        if not self._has_graph(graph):
            return False
        self._safely(partial(self._open.update, _removal(graph)))
        return True

    def has_article(self, article_id: str, digest: str | None = None, run_id: str | None = None) -> bool:
        """Whether the store holds the article; with a digest, in this very form; with a run, as this run read it."""
        names = Names(self.base)
        graph = names.article(article_id)
        if digest is not None and Quad(graph, DIGEST, Literal(digest), graph) not in self._open:
            return False
        if run_id is not None and Quad(names.run(run_id), USED, graph, graph) not in self._open:
            return False
        return self._has_graph(graph)

    def articles(self) -> Iterator[str]:
        """The ids of the articles, sorted by their IRIs."""
        names = Names(self.base)
        return (names.article_id(graph) for graph in self._graphs())

    def statements(self, article_id: str | None = None) -> Iterator[Statement]:
        """The statements of one article, or of all, article by article in the order of `articles`; raises `StatementError`."""
        graphs = self._graphs() if article_id is None else iter((Names(self.base).article(article_id),))
        for graph in graphs:
            yield from statements_from_quads(self._open.quads_for_pattern(None, None, None, graph), base=self.base)

    def quads(self) -> Iterator[Quad]:
        """All quads of the articles' graphs, in no order; `kg.rdf.serialise` sorts."""
        for graph in self._open.named_graphs():
            yield from self._open.quads_for_pattern(None, None, None, graph)

    def query(self, sparql: str) -> Result:
        """Ask in SPARQL 1.1; the prefixes of `kg.rdf.Names` are known, and the default graph is the union of the articles.

        Read-only and offline: raises `QueryError` for an update, for SERVICE, and for a syntax error with its line and column.
        """
        ask = partial(self._open.query, _offline(sparql), prefixes=Names(self.base).prefixes())
        return Result(_evaluated(ask, sparql), self.base)

    @property
    def _open(self) -> ox.Store:
        if self._inner is None:
            raise StoreError("the store is closed: open it again")
        return self._inner

    def _has_graph(self, graph: NamedNode) -> bool:
        return next(self._open.quads_for_pattern(None, None, None, graph), None) is not None

    def _graphs(self) -> Iterator[NamedNode]:
        return map(NamedNode, sorted_unique(graph.value for graph in self._open.named_graphs()))

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise StoreError(f"the store at {self.path} was opened for reading only: open it for writing")

    def _safely(self, change: Callable[[], None]) -> None:
        try:
            change()
        except (OSError, RuntimeError, SyntaxError, ValueError) as wrong:
            raise StoreError(f"the store{f' at {self.path}' if self.path else ''} could not be written: {_one_line(wrong)}") from wrong


def open_store(path: str | Path | None = None, read_only: bool = False, *, base: str = BASE) -> Store:
    """Open the store in a folder, made when missing; without a path a new one in memory.

    A folder has one writer or many readers. Raises `StoreError` when the folder is in use, holds something else, cannot be made, or,
    for reading only, is missing.
    """
    if path is None:
        return Store(ox.Store(), read_only=False, base=base)
    folder = Path(path).resolve()
    _check_folder(folder, read_only)
    hold = _held.get(folder)
    if hold is not None and (hold.writer or not read_only):
        raise _in_use(folder)
    lock = hold.lock if hold is not None else None
    try:
        if read_only and hold is None:
            lock = _share(folder)
        inner = ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
    except (OSError, ValueError) as wrong:
        if lock is not None and hold is None:
            os.close(lock)
        raise _not_opened(folder, wrong) from wrong
    if hold is None:
        hold = _held[folder] = _Hold(writer=not read_only, count=0, lock=lock)
    hold.count += 1
    return Store(inner, path=folder, read_only=read_only, base=base)


def _release(folder: Path) -> None:
    hold = _held[folder]
    hold.count -= 1
    if hold.count == 0:
        del _held[folder]
        if hold.lock is not None:
            os.close(hold.lock)


def _check_folder(folder: Path, read_only: bool) -> None:
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
        return StoreError(f"the store at {folder} cannot be opened: {_one_line(wrong)}; check the permissions of the folder and its files")
    return StoreError(f"the store at {folder} cannot be opened: {_one_line(wrong)}; restore it from a copy or build it again")


def _removal(graph: NamedNode) -> str:
    return (
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {graph}) }} }} ;\nDROP SILENT GRAPH {graph}"
    )


def _offline(sparql: str) -> str:
    """The same query, sure to hold no SERVICE keyword; raises `QueryError` for one that does, or that is an update.

    The parser of pyoxigraph refuses updates anyway, but follows SERVICE out to the network. Within what looks like a string, an IRI
    or a comment, `service` is written with an escape: there it means the same, and anywhere else it is a syntax error. So even text
    that is built to be read in two ways cannot smuggle the keyword through. What is left over is refused.
    """

    def escape(quoted: re.Match[str]) -> str:
        return re.sub(r"(?i)s(?=ervice)", lambda letter: f"\\u{ord(letter[0]):04X}", quoted[0])

    quiet = _QUOTED.sub(escape, sparql)
    decoded = _CODE_POINT.sub(lambda found: chr(int(found[1] or found[2], 16)), sparql)
    if "service" in _NAMED.sub(" ", quiet).lower() or decoded.lower().count("service") > sparql.lower().count("service"):
        raise QueryError("SERVICE is refused: questions never leave this machine")
    words = re.sub(r"(?i)\b(prefix\s+[\w.\-]*|base)\s*", " ", _NAMED.sub(" ", _QUOTED.sub(" ", sparql))).replace("{", " ").split()
    if words and words[0].upper() in _UPDATES:
        raise QueryError(f"{words[0].upper()} is refused: queries only read, they never change the store")
    return quiet


def _evaluated(action: Callable[[], Any], sparql: str = "") -> Any:
    try:
        return action()
    except SyntaxError as wrong:
        where = _POSITION.search(str(wrong))
        if where is None:
            raise QueryError(f"the query is malformed: {_one_line(wrong)}") from wrong
        if "Prefix not found" in where[3]:
            raise QueryError(f"the query uses a prefix at line {where[1]}, column {where[2]} that no PREFIX line declares") from wrong
        near = sparql.splitlines()[int(where[1]) - 1 : int(where[1])]
        shown = near[0][max(0, int(where[2]) - 1) :].strip()[:40] if near else ""
        found = f"unexpected {shown!r}" if shown else "it ends too early"
        raise QueryError(f"the query is malformed at line {where[1]}, column {where[2]}: {found}") from wrong
    except (OSError, RuntimeError, ValueError) as wrong:
        raise QueryError(f"the query failed: {_one_line(wrong)}") from wrong


def _one_line(message: object) -> str:
    text = " ".join(str(message).split())
    return text if len(text) <= 200 else text[:199] + "…"
