"""The answer to a query, in the forms that people and programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, Protocol

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat

from kg.errors import KgError, QueryError
from kg.rdf import BASE, FORMATS, Names, serialise
from kg.store.sparql import query_error

TABLE_FORMATS: Mapping[str, QueryResultsFormat] = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
}
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Found = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def kind_of(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> str:
    """The kind of what pyoxigraph found: rows, boolean or triples."""
    return "rows" if isinstance(found, ox.QuerySolutions) else "boolean" if isinstance(found, ox.QueryBoolean) else "triples"


def names_of(found: Found) -> tuple[str, ...]:
    """The names of the columns; empty where there are no rows."""
    return tuple(variable.value for variable in found.variables) if isinstance(found, ox.QuerySolutions) else ()


class Answer(Protocol):
    """What a store found: rows or triples, to be read once, or a boolean."""

    @property
    def kind(self) -> str:
        """Rows, boolean or triples."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; empty unless `kind` is rows."""

    @property
    def failure(self) -> KgError | None:
        """Why the answer broke off, when that is known better than its reader can tell."""

    def found(self) -> Found:
        """The answer as pyoxigraph's own rows, boolean or triples."""

    def copy(self, format: QueryResultsFormat, out: IO[bytes]) -> None:
        """Write rows or a boolean in a standard form."""


class Here:
    """What pyoxigraph found in this process."""

    failure: KgError | None = None

    def __init__(self, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> None:
        self._found = found
        self.kind = kind_of(found)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; empty unless `kind` is rows."""
        return names_of(self._found)

    def found(self) -> Found:
        """The answer as pyoxigraph gave it."""
        return self._found

    def copy(self, format: QueryResultsFormat, out: IO[bytes]) -> None:
        """Write rows or a boolean in a standard form."""
        if not isinstance(self._found, ox.QueryTriples):
            self._found.serialize(out, format)


class Result:
    """The answer to a query: `kind` is rows, boolean or triples. Rows and triples can be read once, as they are found."""

    def __init__(self, answer: Answer, base: str = BASE) -> None:
        self._answer = answer
        self._base = base
        self.kind = answer.kind

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; empty unless `kind` is rows."""
        return self._answer.variables

    @property
    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows, None where a variable is unbound; none unless `kind` is rows. Raises `QueryError`."""
        return map(tuple, self._each()) if self.kind == "rows" else iter(())

    @property
    def boolean(self) -> bool | None:
        """The answer to an ASK, otherwise None."""
        if self.kind != "boolean":
            return None
        with self._reading():
            return bool(self._answer.found())

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
        else:
            with self._reading():
                self._answer.copy(TABLE_FORMATS[format], out)

    def _each(self) -> Iterator[Any]:
        with self._reading():
            found: Any = self._answer.found()
            yield from found

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except (SyntaxError, OSError, RuntimeError, ValueError) as wrong:
            raise self._answer.failure or query_error(wrong) from wrong

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
