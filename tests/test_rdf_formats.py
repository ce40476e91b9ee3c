"""RDF that other programs read: raptor, JSON-LD processors, RDF 1.2 parsers."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
import subprocess

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import OWL, RDF, RDFS
from test_rdf import ARTICLE, EDGES, F35, HOSTILE, REMOVED, RUN, TURKEY, US, legal_in_xml, mention, statements, written

from kg.errors import KgError
from kg.knowledge import ontology_path
from kg.model import Actor, Evidence, Statement
from kg.rdf import (
    BASE,
    FORMATS,
    KG,
    ActorFacts,
    Names,
    article_to_quads,
    serialise,
    sorted_quads,
    statement_to_quads,
    statements_from_quads,
    with_reifiers,
)
from kg.rdf.jsonld import load_context

RAPTOR = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "ntriples": "ntriples", "rdfxml": "rdfxml"}
raptor = pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper is not installed: apt-get install raptor2-utils")
SPACED = Actor('actor/a b>c"', "An actor's <id> with spaces", "Group")


def quads_of(statement: Statement) -> list[ox.Quad]:
    facts = {US.id: ActorFacts("Q30", "US", "USA", ("America", HOSTILE))}
    return [
        *article_to_quads(dataclasses.replace(ARTICLE, id=statement.article), RUN),
        *statement_to_quads(statement, run=RUN, context_edges=EDGES, actor_facts=facts),
    ]


def read_by_raptor(document: bytes, format: str) -> set[ox.Triple]:
    done = subprocess.run(
        ["rapper", "-q", "-i", RAPTOR[format], "-o", "ntriples", "-", "https://example.org/"],
        input=document,
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return {quad.triple for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)}


@raptor
@settings(max_examples=12, deadline=None)
@given(statements())
def test_raptor_reads_what_we_write(statement: Statement) -> None:
    quads = [quad for quad in statement_to_quads(statement, run=RUN, context_edges=EDGES) if legal_in_xml([quad])]
    for format in RAPTOR:
        assert read_by_raptor(written(quads, format), format) == {quad.triple for quad in quads}


@raptor
@pytest.mark.parametrize("format", RAPTOR)
def test_raptor_reads_hostile_text(format: str) -> None:
    hostile = HOSTILE.replace("\x00", "")
    statement = dataclasses.replace(REMOVED, rule=hostile, label=hostile, source=mention(SPACED, 4), evidence=Evidence(hostile, 0, 9))
    quads = [quad for quad in statement_to_quads(statement, run=RUN) if legal_in_xml([quad])]
    assert read_by_raptor(written(quads, format), format) == {quad.triple for quad in quads}


@pytest.mark.parametrize("format", FORMATS)
def test_a_word_of_a_million_letters_comes_back(format: str) -> None:
    long = dataclasses.replace(REMOVED, evidence=Evidence("ł" * 1_000_000, 0, 1_000_000))
    assert list(statements_from_quads(ox.parse(written(statement_to_quads(long), format), format=FORMATS[format]))) == [long]


# JSON-LD


def in_rdflib(dataset: rdflib.Dataset) -> set[tuple[object, ...]]:
    return {tuple(term.n3() if isinstance(term, rdflib.term.Node) else str(term) for term in quad) for quad in dataset.quads()}


@settings(max_examples=25, deadline=None)
@given(statements())
def test_a_json_ld_processor_gives_the_same_graph(statement: Statement) -> None:
    quads = quads_of(statement)
    document = written(quads, "jsonld")
    assert set(ox.parse(document, format=ox.RdfFormat.JSON_LD)) == set(ox.parse(written(quads, "nquads"), format=ox.RdfFormat.N_QUADS))
    if not re.search(r"[\x00-\x1f\x85\u2028\u2029]", statement.article):
        both = rdflib.Dataset(), rdflib.Dataset()
        both[0].parse(data=document, format="json-ld")
        both[1].parse(data=json.dumps(json.loads(document)), format="json-ld")
        assert in_rdflib(both[0]) == in_rdflib(both[1])
        assert len(in_rdflib(both[0])) == len(set(quads))


def test_json_ld_reads_well() -> None:
    document = json.loads(written(quads_of(REMOVED), "jsonld"))
    (article,) = document["@graph"]
    assert article["id"] == "article/a-1"
    (statement,) = (node for node in article["graph"] if node.get("type") == "Statement")
    assert statement["id"] == f"statement/{REMOVED.id[3:]}"
    said = {
        name: statement[name]
        for name in ("source", "relation", "target", "eventType", "quad", "intensity", "negated", "modality", "begins")
    }
    assert said == {
        "source": US.id, "relation": "removesFrom", "target": TURKEY.id, "eventType": "SANCTION", "quad": 4, "intensity": "-5.0",
        "negated": False, "modality": "Asserted", "begins": "2019-07-01",
    }  # fmt: skip
    position, quote = statement["evidence"]["hasSelector"]
    assert (position["start"], position["end"], quote["exact"]) == (0, 54, REMOVED.evidence.text)
    assert statement["context"]["party"] == F35.id
    assert statement["event"]["type"] == "Event"
    states = {node["id"]: node for node in article["graph"]}
    assert states[US.id]["removesFrom"] == {"id": TURKEY.id}


def test_text_that_reads_like_an_id_stays_text() -> None:
    statement = dataclasses.replace(REMOVED, rule=f"statement/{REMOVED.id[3:]}_evidence", label=f"statement/{REMOVED.id[3:]}_source")
    assert list(statements_from_quads(ox.parse(written(statement_to_quads(statement), "jsonld"), format=FORMATS["jsonld"]))) == [statement]


@pytest.mark.parametrize("name", ["..", "a//b", ".", "x:y", "//host/x", "ü ü", "@id", "a/./b"])
def test_odd_ids_come_back_from_json_ld(name: str) -> None:
    statement = dataclasses.replace(REMOVED, article=name, source=mention(Actor(f"actor/{name}", "x", "Group"), 4))
    for base in (BASE, "https://example.org/x#"):
        out = io.BytesIO()
        serialise(statement_to_quads(statement, base=base), "jsonld", out, base=base)
        assert list(statements_from_quads(ox.parse(out.getvalue(), format=FORMATS["jsonld"]), base=base)) == [statement]


def test_the_context_knows_the_properties_of_the_ontology_and_no_others() -> None:
    context = load_context()
    graph = rdflib.Graph().parse(ontology_path() / "kg.ttl")
    namespaces = {name: value for name, value in context.items() if isinstance(value, str) and value.endswith(("#", "/"))}
    for name, definition in context.items():
        compact = definition["@id"] if isinstance(definition, dict) else definition
        if not isinstance(compact, str) or ":" not in compact or compact.startswith("http"):
            continue
        prefix, _, local = compact.partition(":")
        node = rdflib.URIRef(namespaces[prefix] + local)
        assert prefix in ("rdfs", "owl") or (node, RDF.type, None) in graph, f"{name}: {compact} is not declared in kg.ttl"
        kind = definition.get("@type") if isinstance(definition, dict) else None
        if prefix == "kg" and isinstance(definition, dict):
            is_object = (node, RDF.type, OWL.ObjectProperty) in graph
            assert (kind in ("@id", "@vocab")) == is_object, name
            if kind and kind.startswith("xsd:"):
                assert graph.value(node, RDFS.range) == rdflib.XSD[kind[4:]], name
    assert context["@vocab"] == KG
    assert context["@base"] == BASE


# RDF 1.2


@pytest.mark.parametrize("format", ["turtle", "trig", "nquads", "ntriples"])
def test_each_statement_reifies_its_triple(format: str) -> None:
    denied = dataclasses.replace(REMOVED, article="b", negated=True)
    quads = [*quads_of(REMOVED), *quads_of(denied)]
    document = written(with_reifiers(quads), format)
    assert document == written(with_reifiers(reversed(quads)), format)
    back = list(ox.parse(document, format=FORMATS[format]))
    us, turkey = Names().actor(US.id), Names().actor(TURKEY.id)
    triple = ox.Triple(us, ox.NamedNode(KG + "removesFrom"), turkey)
    assert {quad.subject for quad in back if quad.object == triple} == {Names().statement(one.id) for one in (REMOVED, denied)}
    assert [one.id for one in statements_from_quads(back)] == [
        one.id for one in statements_from_quads(ox.parse(written(quads, format), format=FORMATS[format]))
    ]


def test_triple_terms_are_refused_in_json_ld_which_has_none() -> None:
    with pytest.raises(KgError, match="triple term"):
        written(with_reifiers(statement_to_quads(REMOVED)), "jsonld")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(quads_of(REMOVED))))
def test_sorted_quads_are_sorted_and_each_once(quads: list[ox.Quad]) -> None:
    found = list(sorted_quads(quads))
    assert set(found) == set(quads)
    assert len(found) == len(set(quads))
    assert [str(quad.subject) for quad in found] == sorted(str(quad.subject) for quad in found)
