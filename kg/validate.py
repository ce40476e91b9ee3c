"""Checks a build against `ontology/shapes.ttl` (SHACL) and says in plain words what is wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple
from rdflib.namespace import SH
from rdflib.plugins.sparql import prepareQuery

from kg.conformance import Violation as Violation
from kg.errors import KgError, KnowledgeError
from kg.knowledge import ontology_path
from kg.rdf import ACTOR, PARTY, PRINCIPAL, STATEMENT, TYPE

Subject = NamedNode | BlankNode | Triple
AT_ONCE = 20_000
"""About how many triples are checked at once: pyshacl holds them in memory."""
REACH = 2
"""How many steps from a statement its parts lie that the shapes look at: statement, mention, actor."""

NAMES_A_PARTY = frozenset((ACTOR, PARTY, PRINCIPAL))


def validate(build: rdflib.Dataset | rdflib.Graph | Iterable[Quad] | Path, ontology: Path | None = None) -> list[Violation]:
    """What breaks the shapes in a build, sorted; an empty list when it conforms.

    `build` is a dataset, quads, or a file of RDF (named by its extension), of any origin; graphs are checked as their union, held in
    memory. Raises `KgError` when pyshacl is not installed or the file cannot be read, and `KnowledgeError` when the shapes cannot.
    """
    return _sorted(_violations(_around_statements(_loaded(build)), ontology))


def validate_articles(quads: Iterable[Quad], ontology: Path | None = None) -> list[Violation]:
    """As `validate`, for the quads of a store of ours: each article is whole in its graph, and the quads of a graph follow each other.

    Memory holds a few articles at a time.
    """

    def parts() -> Iterator[set[Triple]]:
        held: set[Triple] = set()
        for _, article in groupby(quads, key=lambda quad: quad.graph_name):
            held.update(quad.triple for quad in article)
            if len(held) >= AT_ONCE:
                yield held
                held = set()
        yield held

    return _sorted(_violations(parts(), ontology))


def _violations(parts: Iterable[set[Triple]], ontology: Path | None) -> Iterator[Violation]:
    try:
        import pyshacl
    except ImportError as missing:
        raise KgError("validation needs pyshacl: pip install 'geokg[validate]'") from missing
    folder = ontology or ontology_path()
    shapes = _ontology_file(folder / "shapes.ttl")
    vocabulary = [_ontology_file(folder / name) for name in ("kg.ttl", "relations.ttl")]
    for part in parts:
        # The vocabulary goes in with the data: pyshacl's own ont_graph takes over classes and properties but no relations or modalities.
        checked = _Prepared()
        for graph in vocabulary:
            checked += graph
        with _quiet():
            checked.parse(data=ox.serialize(part, format=RdfFormat.N_TRIPLES) or b"", format="ox-nt")
            _, report, _ = pyshacl.validate(checked, shacl_graph=shapes, inplace=True)
        if not isinstance(report, rdflib.Graph):
            raise KgError(f"the shapes could not be applied: {report}")
        yield from (_violation(report, node) for node in report.objects(None, SH.result))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging, with a traceback, each illegal literal that the shapes report."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


class _Prepared(rdflib.Graph):
    """A graph that parses the same query once: pyshacl asks each anew for every node, and parsing takes ten times as long as the answer."""

    def query(self, query_object: Any, *arguments: Any, **options: Any) -> rdflib.query.Result:
        if isinstance(query_object, str):
            query_object = _prepared(query_object)
        return super().query(query_object, *arguments, **options)


@lru_cache(maxsize=32)
def _prepared(query: str) -> Any:
    return prepareQuery(query)


def _sorted(found: Iterable[Violation]) -> list[Violation]:
    return sorted(set(found), key=lambda one: (one.focus, one.problem, one.value or ""))


def _violation(report: rdflib.Graph, node: rdflib.term.Node) -> Violation:
    value = report.value(node, SH.value)
    focus = report.value(node, SH.focusNode)
    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    return Violation(str(focus), "; ".join(messages), None if value is None or value == focus else str(value))


def _around_statements(store: ox.Store) -> Iterator[set[Triple]]:
    """The triples of a store in parts: some statements with all that the shapes look at, then what belongs to no statement."""
    seen: set[Subject] = set()
    part: set[Triple] = set()
    statements = sorted({quad.subject for quad in store.quads_for_pattern(None, TYPE, STATEMENT, None)}, key=str)
    for start in statements:
        part |= _reached(store, start, seen)
        if len(part) >= AT_ONCE:
            yield part
            part = set()
    for start in sorted({quad.subject for quad in store} - seen, key=str):
        part |= _reached(store, start, seen)
        if len(part) >= AT_ONCE:
            yield part
            part = set()
    yield part


def _reached(store: ox.Store, start: Subject, seen: set[Subject]) -> set[Triple]:
    """The triples within reach of a node, and those of the parties named in them, whom the shapes look at wherever they stand."""
    found: set[Triple] = set()
    done: set[Subject] = set()
    front: set[Subject] = {start}
    steps = 0
    while front:
        done |= front
        triples = {quad.triple for node in front for quad in store.quads_for_pattern(node, None, None, None)}
        found |= triples
        near = steps < REACH
        steps += 1
        front = {
            triple.object
            for triple in triples
            if isinstance(triple.object, (NamedNode, BlankNode, Triple)) and (near or triple.predicate in NAMES_A_PARTY)
        } - done
    seen |= done
    return found


def _loaded(build: rdflib.Dataset | rdflib.Graph | Iterable[Quad] | Path) -> ox.Store:
    store = ox.Store()
    try:
        if isinstance(build, Path):
            store.bulk_load(path=str(build))
        elif isinstance(build, rdflib.Dataset):
            store.bulk_load(build.serialize(format="ox-nquads").encode(), format=RdfFormat.N_QUADS)
        elif isinstance(build, rdflib.Graph):
            store.bulk_load(build.serialize(format="ox-nt").encode(), format=RdfFormat.N_TRIPLES)
        else:
            store.bulk_extend(build)
    except (OSError, SyntaxError, ValueError) as wrong:
        raise KgError(f"{build if isinstance(build, Path) else 'the build'} cannot be read as RDF: {wrong}") from wrong
    return store


@lru_cache(maxsize=8)
def _ontology_file(path: Path) -> rdflib.Graph:
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except Exception as wrong:
        raise KnowledgeError(f"cannot be read: {wrong}", path) from wrong
