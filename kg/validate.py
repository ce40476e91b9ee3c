"""Checks a build against `ontology/shapes.ttl` (SHACL) and says in plain words what is wrong."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import rdflib
from pyoxigraph import Quad
from rdflib.namespace import SH

from kg.errors import KgError, KnowledgeError
from kg.knowledge import ontology_path
from kg.rdf import BASE, Names, serialise


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What is wrong with one thing of a build: its IRI, what it must be, and the value that breaks it, if there is one."""

    focus: str
    problem: str
    value: str | None = None

    def __str__(self) -> str:
        """One line: `statement:9f2c… must have exactly one source`.

        >>> str(Violation("https://w3id.org/geokg/id/statement/9f", "must name exactly one rule"))
        'statement:9f must name exactly one rule'
        """
        return f"{_short(self.focus)} {self.problem}" + (f", not {_short(self.value)}" if self.value is not None else "")


def validate(build: rdflib.Dataset | rdflib.Graph | Iterable[Quad] | Path, ontology: Path | None = None) -> list[Violation]:
    """What breaks the shapes in a build, sorted; an empty list when it conforms.

    `build` is a dataset, quads, or a file of RDF (named by its extension); graphs are checked as their union, in memory. Raises
    `KgError` when pyshacl is not installed or the file cannot be read, and `KnowledgeError` when the shapes cannot.
    """
    try:
        import pyshacl
    except ImportError as missing:
        raise KgError("validation needs pyshacl: pip install 'geokg[validate]'") from missing
    folder = ontology or ontology_path()
    shapes = _ontology_file(folder / "shapes.ttl")
    # The vocabulary goes in with the data: pyshacl's own ont_graph takes over classes and properties but no relations or modalities.
    checked = _union(build) + _ontology_file(folder / "kg.ttl") + _ontology_file(folder / "relations.ttl")
    _, report, _ = pyshacl.validate(checked, shacl_graph=shapes, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise KgError(f"the shapes could not be applied: {report}")
    return sorted(
        {_violation(report, node) for node in report.objects(None, SH.result)},
        key=lambda found: (found.focus, found.problem, found.value or ""),
    )


def _violation(report: rdflib.Graph, node: rdflib.term.Node) -> Violation:
    value = report.value(node, SH.value)
    focus = report.value(node, SH.focusNode)
    messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
    return Violation(str(focus), "; ".join(messages), None if value is None or value == focus else str(value))


def _union(build: rdflib.Dataset | rdflib.Graph | Iterable[Quad] | Path) -> rdflib.Graph:
    union = rdflib.Graph()
    if isinstance(build, rdflib.Dataset):
        for subject, predicate, value, _ in build.quads():
            union.add((subject, predicate, value))
    elif isinstance(build, rdflib.Graph):
        union += build
    else:
        triples = io.BytesIO()
        serialise(_read(build) if isinstance(build, Path) else build, "ntriples", triples)
        union.parse(data=triples.getvalue(), format="nt")
    return union


def _read(path: Path) -> list[Quad]:
    try:
        return list(ox.parse(path=str(path)))
    except (OSError, SyntaxError, ValueError) as wrong:
        raise KgError(f"{path} cannot be read as RDF: {wrong}") from wrong


def _ontology_file(path: Path) -> rdflib.Graph:
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except Exception as wrong:
        raise KnowledgeError(f"cannot be read: {wrong}", path) from wrong


def _short(iri: str) -> str:
    for prefix, namespace in sorted(Names(BASE).prefixes().items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
