"""What a data set holds, in VoID and DCAT: https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/. Without a clock: the same
store has the same description.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.rdf import (
    BASE,
    BEGINS,
    ENDS,
    GENERATED_BY,
    LABEL,
    NEWS_ARTICLE,
    PUBLISHED,
    STATEMENT,
    TYPE,
    Names,
    local_name,
    serialise,
    sorted_quads,
    term,
)

ONTOLOGY = NamedNode("https://w3id.org/geokg")
MEDIA_TYPES: Mapping[str, str] = {
    "turtle": "text/turtle",
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "csv": "text/csv",
}
DATE = term("xsd:date")
VOCABULARIES = ("kg", "prov", "oa", "schema", "sem", "skos")


def write_description(quads: Iterable[Quad], out: IO[bytes], *, base: str = BASE) -> None:
    """Write the description of a store's quads as Turtle; streams."""
    triples = (Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    serialise(
        (Quad(triple.subject, triple.predicate, triple.object) for triple in _described(sorted_quads(triples), base)),
        "turtle",
        out,
        base=base,
    )


def _described(quads: Iterable[Quad], base: str) -> Iterator[Triple]:
    """What quads, sorted by subject and each once, add up to."""
    classes: Counter[NamedNode] = Counter()
    properties: Counter[NamedNode] = Counter()
    runs: set[NamedNode] = set()
    first: str | None = None
    last: str | None = None
    example: NamedNode | None = None
    subjects = 0
    for subject, facts in groupby(quads, key=lambda quad: quad.subject):
        subjects += 1
        for quad in facts:
            properties[quad.predicate] += 1
            if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
                classes[quad.object] += 1
                if quad.object == STATEMENT and example is None and isinstance(subject, NamedNode):
                    example = subject
            elif quad.predicate == GENERATED_BY and isinstance(quad.object, NamedNode):
                runs.add(quad.object)
            elif quad.predicate in (BEGINS, ENDS, PUBLISHED) and isinstance(quad.object, Literal) and quad.object.datatype == DATE:
                first = min(first or quad.object.value, quad.object.value)
                last = max(last or quad.object.value, quad.object.value)
    node = NamedNode(f"{base}dataset")
    yield Triple(node, TYPE, term("void:Dataset"))
    yield Triple(node, TYPE, term("dcat:Dataset"))
    yield Triple(node, term("dcterms:title"), _text("Geopolitical statements with their evidence"))
    what = (
        f"{classes[STATEMENT]} statements of {classes[NEWS_ARTICLE]} news articles: who does, says or is disposed to do what towards whom."
    )
    yield Triple(node, term("dcterms:description"), _text(what))
    yield Triple(node, term("dcterms:language"), Literal("en"))
    yield Triple(node, term("dcterms:conformsTo"), ONTOLOGY)
    yield Triple(node, term("void:uriSpace"), Literal(base))
    for name in VOCABULARIES:
        yield Triple(node, term("void:vocabulary"), term(f"{name}:"))
    if example is not None:
        yield Triple(node, term("void:exampleResource"), example)
    for name, count in (
        ("triples", sum(properties.values())),
        ("distinctSubjects", subjects),
        ("entities", subjects),
        ("classes", len(classes)),
        ("properties", len(properties)),
    ):
        yield Triple(node, term(f"void:{name}"), _number(count))
    for kind, count in classes.items():
        part = NamedNode(f"{node.value}/class/{_slug(kind)}")
        yield Triple(node, term("void:classPartition"), part)
        yield Triple(part, term("void:class"), kind)
        yield Triple(part, term("void:entities"), _number(count))
    for kind, count in properties.items():
        part = NamedNode(f"{node.value}/property/{_slug(kind)}")
        yield Triple(node, term("void:propertyPartition"), part)
        yield Triple(part, term("void:property"), kind)
        yield Triple(part, term("void:triples"), _number(count))
    for run in runs:
        yield Triple(node, GENERATED_BY, run)
    if first is not None and last is not None:
        yield from _time(node, first, last)
    for format, media in MEDIA_TYPES.items():
        part = NamedNode(f"{node.value}/{format}")
        yield Triple(node, term("dcat:distribution"), part)
        yield Triple(part, TYPE, term("dcat:Distribution"))
        yield Triple(part, term("dcterms:title"), _text(format))
        yield Triple(part, term("dcat:mediaType"), NamedNode(f"https://www.iana.org/assignments/media-types/{media}"))
    scheme = Names(base).actor_scheme()
    yield Triple(scheme, TYPE, term("skos:ConceptScheme"))
    yield Triple(scheme, LABEL, _text("Actors and objects of the statements"))
    yield Triple(node, term("dcterms:hasPart"), scheme)


def _time(node: NamedNode, first: str, last: str) -> Iterator[Triple]:
    period = NamedNode(f"{node.value}/time")
    yield Triple(node, term("dcterms:temporal"), period)
    yield Triple(period, TYPE, term("dcterms:PeriodOfTime"))
    yield Triple(period, term("dcat:startDate"), Literal(first, datatype=DATE))
    yield Triple(period, term("dcat:endDate"), Literal(last, datatype=DATE))


def _slug(kind: NamedNode) -> str:
    """The vocabulary and the local name: two vocabularies may use one name."""
    prefixes = {namespace: prefix for prefix, namespace in Names().prefixes().items()}
    name = local_name(kind)
    return f"{prefixes.get(kind.value.removesuffix(name), 'other')}-{name}"


def _text(text: str) -> Literal:
    return Literal(text, language="en")


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=term("xsd:integer"))
