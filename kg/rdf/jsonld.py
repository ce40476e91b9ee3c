"""Quads as JSON-LD that reads like JSON: short names of `ontology/context.jsonld`, the parts of a statement inside the statement.

JSON-LD 1.1, compacted (https://www.w3.org/TR/json-ld11/): https://www.w3.org/TR/json-ld11-api/#compaction says what it must expand to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import IO, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import KgError
from kg.knowledge import ontology_path
from kg.rdf.terms import BASE, TYPE

Node = dict[str, Any]
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_DOTS = re.compile(r"(^|/)(\.{0,2})(/|$)")


def write_jsonld(quads: Iterable[Quad], out: IO[bytes], *, base: str = BASE) -> None:
    """Write quads, sorted by graph and subject, as one JSON-LD document; memory holds one statement at a time.

    A named graph is an object with `graph`. Raises `KgError` for a triple term, which JSON-LD 1.1 does not have.
    """
    names = _Context(load_context(), base)
    head = json.dumps(names.written, ensure_ascii=False)
    out.write(f'{{"@context": {head},\n"@graph": ['.encode())
    between = "\n"
    for graph, inside in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = names.nodes(inside)
        if isinstance(graph, DefaultGraph):
            for node in nodes:
                out.write((between + _json(node)).encode())
                between = ",\n"
            continue
        out.write(f'{between}{{"id": {json.dumps(names.reference(graph))}, "graph": ['.encode())
        inner = "\n"
        for node in nodes:
            out.write((inner + _json(node)).encode())
            inner = ",\n"
        out.write(b"\n]}")
        between = ",\n"
    out.write(b"\n]}\n")


@lru_cache(maxsize=1)
def load_context() -> Mapping[str, Any]:
    """The context of `ontology/context.jsonld`."""
    document = json.loads((ontology_path() / "context.jsonld").read_text(encoding="utf-8"))
    return dict(document["@context"])


def _json(node: Node) -> str:
    return json.dumps(node, ensure_ascii=False, indent=1)


class Reference(str):
    """The id of another node, to be told from text that reads the same."""

    __slots__ = ()


@dataclass(frozen=True)
class _Context:
    terms: Mapping[str, Any]
    base: str

    @cached_property
    def written(self) -> dict[str, Any]:
        """The context as it goes into a file: with the base of the file's instances."""
        return {**self.terms, "@base": self.base}

    @cached_property
    def vocabulary(self) -> str:
        return str(self.terms["@vocab"])

    @cached_property
    def by_iri(self) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """IRI → term and its definition."""
        found: dict[str, tuple[str, Mapping[str, Any]]] = {}
        for term, definition in self.terms.items():
            iri = definition if isinstance(definition, str) else definition["@id"] if isinstance(definition, dict) else ""
            if not term.startswith("@") and not iri.startswith("@") and not iri.endswith(("#", "/")):
                found[self.expanded(iri)] = (term, definition if isinstance(definition, dict) else {})
        return found

    def expanded(self, compact: str) -> str:
        prefix, colon, local = compact.partition(":")
        namespace = self.terms.get(prefix)
        return namespace + local if colon and isinstance(namespace, str) else compact

    def name(self, iri: str) -> str:
        """An IRI where a term may stand: as key, type or value of the vocabulary."""
        if iri in self.by_iri:
            return self.by_iri[iri][0]
        local = iri.removeprefix(self.vocabulary)
        return local if local != iri and re.fullmatch(r"[A-Za-z]\w*", local) and local not in self.terms else iri

    def reference(self, node: Any) -> Reference:
        """An IRI or blank node where only an id may stand."""
        if isinstance(node, BlankNode):
            return Reference(node)
        iri = str(node.value)
        relative = iri.removeprefix(self.base) if self.base.endswith("/") and not set(self.base) & {"?", "#"} else iri
        return Reference(iri if relative == iri or not relative or ":" in relative or _DOTS.search(relative) else relative)

    def nodes(self, quads: Iterable[Quad]) -> Iterator[Node]:
        """The subjects of one graph, each with the parts that are named after it inside."""
        family: dict[str, Node] = {}
        root = ""
        for subject, facts in groupby(quads, key=lambda quad: quad.subject):
            iri = str(subject.value) if isinstance(subject, NamedNode) else str(subject)
            if not (root and iri.startswith(root + "_")):
                yield from self.nested(family)
                family, root = {}, iri
            family[iri] = self.node(subject, facts)
        yield from self.nested(family)

    def nested(self, family: dict[str, Node]) -> Iterator[Node]:
        """The nodes of a family with each part put in the first place that refers to it."""
        by_id = {node["id"]: node for node in family.values()}
        inside: set[str] = set()

        def embedded(owner: Node, value: Any) -> Any:
            link = value.get("id") if isinstance(value, dict) else value
            if isinstance(link, Reference) and link in by_id and link not in inside and link.startswith(f"{owner['id']}_"):
                inside.add(link)
                return by_id[link]
            return value

        for node in family.values():
            for key, value in node.items():
                if key not in ("id", "type"):
                    node[key] = [embedded(node, one) for one in value] if isinstance(value, list) else embedded(node, value)
        yield from (node for node in family.values() if node["id"] not in inside)

    def node(self, subject: Any, facts: Iterable[Quad]) -> Node:
        node: Node = {"id": self.reference(subject)}
        for predicate, values in groupby(facts, key=lambda quad: quad.predicate):
            if predicate == TYPE:
                found: list[Any] = [self.name(quad.object.value) for quad in values if isinstance(quad.object, NamedNode)]
                key = "type"
            else:
                key = self.name(predicate.value)
                definition = self.by_iri.get(predicate.value, ("", {}))[1]
                found = [self.value(quad.object, definition) for quad in values]
            if found:
                node[key] = found[0] if len(found) == 1 else found
        # The type first, as people read it.
        return {name: node[name] for name in sorted(node, key=lambda name: (name != "id", name != "type"))}

    def value(self, value: Any, definition: Mapping[str, Any]) -> Any:
        if isinstance(value, Triple):
            raise KgError("JSON-LD 1.1 has no triple terms: export turtle, trig, nquads or ntriples with them")
        kind = definition.get("@type")
        if not isinstance(value, Literal):
            if kind == "@vocab" and isinstance(value, NamedNode) and self.name(value.value) != value.value:
                return self.name(value.value)
            return self.reference(value) if kind == "@id" else {"id": self.reference(value)}
        if value.language:
            same = value.language == definition.get("@language")
            return value.value if same else {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if isinstance(kind, str) and self.expanded(kind) == datatype:
            return _native(value.value, kind)
        if datatype == self.expanded("xsd:string"):
            return value.value if not definition.keys() & {"@type", "@language"} else {"@value": value.value}
        return {"@value": value.value, "@type": datatype}


def _native(text: str, kind: str) -> str | int | bool | dict[str, str]:
    if kind == "xsd:integer":
        return int(text) if _CANONICAL_INTEGER.fullmatch(text) else {"@value": text, "@type": kind}
    if kind == "xsd:boolean":
        return text == "true" if text in ("true", "false") else {"@value": text, "@type": kind}
    return text
