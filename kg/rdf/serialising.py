"""Quads to files, sorted and streamed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from kg.errors import KgError
from kg.rdf.jsonld import write_jsonld
from kg.rdf.sorting import sorted_unique
from kg.rdf.terms import BASE, DECIMAL, RELATION, SOURCE, TARGET, Names, term

FORMATS: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""The formats of `serialise`; Turtle, N-Triples and RDF/XML hold the union of the graphs."""
WITH_TRIPLE_TERMS = ("turtle", "trig", "nquads", "ntriples")
"""The formats of RDF 1.2 that hold a triple as a value."""
_REIFIED = (SOURCE, RELATION, TARGET)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def serialise(quads: Iterable[Quad], format: str, out: IO[bytes], *, base: str = BASE) -> None:
    """Write quads to `out`, sorted and each once: the same quads in any order give the same bytes.

    `format` is a key of `FORMATS`; another raises `KgError`, as does what a format cannot hold: control characters in RDF/XML, triple
    terms in JSON-LD. Memory is bounded: long input is sorted in temporary files.
    """
    if format not in FORMATS:
        raise KgError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    kind = FORMATS[format]
    lines = sorted_unique(_lines(quads, with_graph=kind.supports_datasets))
    if kind in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES):
        out.writelines(line.encode() + b"\n" for line in map(_statement_line, lines))
        return
    prefixes = Names(base).prefixes()
    if kind in (RdfFormat.TURTLE, RdfFormat.TRIG):
        # pyoxigraph prints the prefixes in an order of its own.
        out.writelines(f"@prefix {prefix}: <{namespace}> .\n".encode() for prefix, namespace in prefixes.items())
        out = _AfterPrefixes(out)
    in_order = _parsed(lines)
    if kind == RdfFormat.JSON_LD:
        write_jsonld(in_order, out, base=base)
        return
    if kind == RdfFormat.RDF_XML:
        in_order = map(_legal_in_xml, in_order)
        out = _CarriageReturns(out)
    ox.serialize(in_order if kind.supports_datasets else (quad.triple for quad in in_order), out, kind, prefixes=prefixes)


def sorted_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads sorted by graph, subject, predicate and object, each once; memory is bounded."""
    return _parsed(sorted_unique(_lines(quads, with_graph=True)))


def _parsed(lines: Iterable[str]) -> Iterator[Quad]:
    return ox.parse(io.BufferedReader(_LineReader(map(_statement_line, lines))), format=RdfFormat.N_QUADS)


def with_reifiers(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads, and for each statement that it reifies the triple source – relation – target (RDF 1.2, `rdf:reifies`).

    The reifier is the statement: what is said of it annotates the direct edge where that is drawn, and asserts nothing where it is not.
    """
    halves: dict[tuple[object, object], dict[NamedNode, object]] = {}
    for quad in quads:
        yield quad
        if quad.predicate in _REIFIED:
            key = (quad.graph_name, quad.subject)
            parts = halves.setdefault(key, {})
            parts[quad.predicate] = quad.object
            if len(parts) == len(_REIFIED):
                del halves[key]
                source, relation, target = (parts[name] for name in _REIFIED)
                if isinstance(source, NamedNode) and isinstance(relation, NamedNode) and isinstance(target, NamedNode):
                    yield Quad(quad.subject, term("rdf:reifies"), Triple(source, relation, target), quad.graph_name)


def _legal_in_xml(quad: Quad) -> Quad:
    found = _NOT_IN_XML.search(quad.object.value) if isinstance(quad.object, Literal) else None
    if found:
        raise KgError(f"{quad.subject} holds U+{ord(found[0]):04X}, which XML cannot: export another format, such as turtle")
    return quad


def _lines(quads: Iterable[Quad], with_graph: bool) -> Iterator[str]:
    """One line a quad: graph, tab, triple; tabs within terms are escaped."""
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal) and value.datatype == DECIMAL and "." not in value.value:
            # A store keeps the number and forgets that it was written -5.0.
            value = Literal(value.value + ".0", datatype=DECIMAL)
        written = f"<<( {value} )>>" if isinstance(value, Triple) else str(value)
        graph = quad.graph_name
        name = str(graph) if with_graph and not isinstance(graph, DefaultGraph) else ""
        yield f"{name}\t{quad.subject} {quad.predicate} {written}"


def _statement_line(line: str) -> str:
    graph, _, triple = line.partition("\t")
    return f"{triple} {graph} ." if graph else f"{triple} ."


class _LineReader(io.RawIOBase):
    """Lines of text as a binary file."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            line = next(self._lines, None)
            if line is None:
                return 0
            self._rest = line.encode() + b"\n"
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class _CarriageReturns(io.BytesIO):
    """Passes on XML with its carriage returns escaped: parsers take a bare one for a line feed."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self._out = out

    def write(self, data: Any) -> int:
        self._out.write(bytes(data).replace(b"\r", b"&#13;"))
        return len(data)


class _AfterPrefixes(io.BytesIO):
    """Passes on what is written to it, without the `@prefix` lines at the top."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self._out = out
        self._begun = False
        self._head = b""

    def write(self, data: Any) -> int:
        if self._begun:
            self._out.write(data)
            return len(data)
        self._head += bytes(data)
        while not self._begun and b"\n" in self._head:
            line, _, rest = self._head.partition(b"\n")
            self._begun = not line.startswith(b"@prefix ")
            self._head = self._head if self._begun else rest
        if self._begun:
            self._out.write(self._head)
        return len(data)
