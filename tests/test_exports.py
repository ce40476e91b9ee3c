"""Stores in the formats of other tools."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import re
import sys
import tracemalloc
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import DCAT, DCTERMS, RDF, SKOS, VOID
from test_ontology import EDGES
from test_rdf import ARTICLE, HOSTILE, REMOVED, RUN, TURKEY, US, mention, statements

from kg import cli
from kg.exports.description import write_description
from kg.exports.documentation import render_documentation
from kg.exports.events import COLUMNS, cameo_codes, write_events
from kg.exports.fields import FIELDS
from kg.exports.gephi import nmtoken, write_gexf, write_graphml
from kg.exports.records import Record, actors_then_records, records
from kg.exports.tables import harmless, write_tables
from kg.knowledge import load_relations, ontology_path
from kg.model import Actor, Evidence, Period, Statement
from kg.rdf import article_to_quads, serialise, sorted_quads, statement_to_quads
from kg.store import open_store

UNDATED = dataclasses.replace(REMOVED, article="b", date=None, negated=True, confidence=None)
FORMULA = Actor("actor/formula", "=cmd|' /C calc'!A0", "Group")
NMTOKEN = r"[A-Za-z0-9._:\-]+"
"""Name tokens in the letters that every edition of XML allows in them."""
GEXF = "{http://gexf.net/1.3}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def quads_of(*found: Statement, date: str | None = "2019-08-02", outlet: str | None = "The Daily"):
    by_article: dict[str, list[Statement]] = {}
    for statement in found:
        by_article.setdefault(statement.article, []).append(statement)
    for name, inside in by_article.items():
        yield from article_to_quads(dataclasses.replace(ARTICLE, id=name, date=date, outlet=outlet), RUN)
        for statement in inside:
            yield from statement_to_quads(statement, run=RUN, context_edges=EDGES)


def exported(write, quads) -> bytes:
    out = io.BytesIO()
    write(quads, out)
    return out.getvalue()


def tables(quads) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    nodes, edges = io.BytesIO(), io.BytesIO()
    write_tables(quads, nodes, edges)
    return tuple(list(csv.DictReader(io.StringIO(one.getvalue().decode(), newline=""))) for one in (nodes, edges))  # type: ignore[return-value]


def test_records_know_their_article_and_fall_back_on_its_date() -> None:
    dated, undated = records(quads_of(REMOVED, UNDATED))
    assert dated == Record(REMOVED, "2019-08-02", "Hello", "The Daily", "https://example.org/1")
    assert (dated.begins, dated.ends) == ("2019-07-01", "2019-07-31")
    assert (undated.begins, undated.ends) == ("2019-08-02", "2019-08-02")
    (alone,) = records(quads_of(UNDATED, date=None))
    assert (alone.begins, alone.ends) == (None, None)


@settings(max_examples=30, deadline=None)
@given(st.lists(statements(), max_size=4, unique_by=lambda statement: statement.article))
def test_actors_come_once_and_first_and_every_statement_comes_whole(found: list[Statement]) -> None:
    rows = list(actors_then_records(quads_of(*found)))
    kinds = [isinstance(row, Record) for row in rows]
    assert kinds == sorted(kinds)
    assert {row.statement.id: row.statement for row in rows if isinstance(row, Record)} == {one.id: one for one in found}
    actors = [row.id for row in rows if not isinstance(row, Record)]
    assert actors == sorted(set(actors), key=json.dumps)
    assert set(actors) == {end.actor.id for one in found for end in (one.source, one.target)}


# GEXF 1.3 (https://gexf.net/schema.html) and GraphML, by the rules of their schemas


def check_gexf(document: bytes) -> ElementTree.Element:
    """What the GEXF 1.3 schema demands of the parts that we write."""
    root = ElementTree.fromstring(document)
    assert (root.tag, root.attrib) == (f"{GEXF}gexf", {"version": "1.3"})
    (graph,) = root
    assert graph.attrib == {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}
    assert [child.tag for child in graph] == [f"{GEXF}{name}" for name in ("attributes", "attributes", "nodes", "edges")]
    declared = {group.get("class"): {one.get("id"): one.get("type") for one in group} for group in graph.findall(f"{GEXF}attributes")}
    types = {"integer", "long", "double", "float", "boolean", "liststring", "string", "anyURI"}
    assert set(declared) == {"node", "edge"}
    assert {kind for group in declared.values() for kind in group.values()} <= types
    nodes = [node.get("id") for node in graph.find(f"{GEXF}nodes")]
    assert len(nodes) == len(set(nodes))
    ids = []
    for owner, group in (("node", graph.find(f"{GEXF}nodes")), ("edge", graph.find(f"{GEXF}edges"))):
        for one in group:
            assert one.tag == f"{GEXF}{owner}"
            for value in one.findall(f"{GEXF}attvalues/{GEXF}attvalue"):
                kind, text = declared[owner][value.get("for")], value.get("value")
                assert kind != "integer" or re.fullmatch(r"-?\d+", text)
                assert kind != "float" or isinstance(float(text), float)
                assert kind != "boolean" or text in ("true", "false")
            for spell in one.findall(f"{GEXF}spells/{GEXF}spell"):
                for day in (spell.get("start"), spell.get("end")):
                    assert re.fullmatch(r"\d{4,}-\d\d-\d\d", day)
    for edge in graph.find(f"{GEXF}edges"):
        assert set(edge.attrib) == {"id", "source", "target", "kind", "label", "weight"}
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
        assert float(edge.get("weight")) > 0
        ids.append(edge.get("id"))
    assert len(ids) == len(set(ids))
    return root


def check_graphml(document: bytes) -> ElementTree.Element:
    """What the schema of GraphML 1.0 (structure and attributes) demands of the parts that we write."""
    root = ElementTree.fromstring(document)
    assert root.tag == f"{GRAPHML}graphml"
    *keys, graph = root
    declared: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for key in keys:
        assert (key.tag, set(key.attrib), len(key)) == (f"{GRAPHML}key", {"id", "for", "attr.name", "attr.type"}, 0)
        assert key.get("attr.type") in {"boolean", "int", "long", "float", "double", "string"}
        assert re.fullmatch(NMTOKEN, key.get("id"))
        assert re.fullmatch(NMTOKEN, key.get("attr.name"))
        declared[key.get("for")][key.get("id")] = key.get("attr.type")
    assert len({key.get("id") for key in keys}) == len(keys)
    assert (graph.tag, graph.attrib) == (f"{GRAPHML}graph", {"id": "statements", "edgedefault": "directed"})
    nodes = [node.get("id") for node in graph.findall(f"{GRAPHML}node")]
    edges = [edge.get("id") for edge in graph.findall(f"{GRAPHML}edge")]
    assert len(nodes) + len(edges) == len(graph)
    for ids in (nodes, edges):
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(NMTOKEN, one) for one in ids)
    for one in graph:
        owner = one.tag.removeprefix(GRAPHML)
        assert set(one.attrib) == ({"id"} if owner == "node" else {"id", "source", "target"})
        assert {one.get("source"), one.get("target")} <= {*nodes, None}
        assert len({data.get("key") for data in one}) == len(one)
        for data in one:
            kind, text = declared[owner][data.get("key")], data.text or ""
            assert (data.tag, set(data.attrib), len(data)) == (f"{GRAPHML}data", {"key"}, 0)
            assert kind != "int" or re.fullmatch(r"-?\d+", text)
            assert kind != "double" or isinstance(float(text), float)
            assert kind != "boolean" or text in ("true", "false")
    return root


def test_ids_of_graphml_are_name_tokens_and_stay_apart() -> None:
    names = ["actor/a/b", "actor/a:b", "actor/a_x3A_b", "actor/é b", "actor/_xE9__x20_b", "actor/_", "actor/__x"]
    tokens = [nmtoken(name) for name in names]
    assert len(set(tokens)) == len(names)
    assert all(re.fullmatch(NMTOKEN, token) for token in tokens)


def test_gexf_has_a_spell_for_each_dated_edge() -> None:
    root = check_gexf(exported(write_gexf, quads_of(REMOVED, UNDATED)))
    spells = {edge.get("id"): [spell.attrib for spell in edge.iter(f"{GEXF}spell")] for edge in root.iter(f"{GEXF}edge")}
    assert spells == {
        REMOVED.id: [{"start": "2019-07-01", "end": "2019-07-31"}],
        UNDATED.id: [{"start": "2019-08-02", "end": "2019-08-02"}],
    }
    root = check_gexf(exported(write_gexf, quads_of(UNDATED, date=None)))
    assert list(root.iter(f"{GEXF}spell")) == []


@settings(max_examples=20, deadline=None)
@given(st.lists(statements(), max_size=3, unique_by=lambda statement: statement.article))
def test_graph_files_hold_any_text(found: list[Statement]) -> None:
    check_gexf(exported(write_gexf, quads_of(*found)))
    graph = nx.read_graphml(io.BytesIO(exported(write_graphml, quads_of(*found))), force_multigraph=True)
    assert graph.number_of_edges() == len(found)
    ids = {end.actor.id for one in found for end in (one.source, one.target)}
    assert set(graph.nodes) == {nmtoken(one) for one in ids}
    check_graphml(exported(write_graphml, quads_of(*found)))


def test_graphml_keeps_types_and_dates() -> None:
    graph = nx.read_graphml(io.BytesIO(exported(write_graphml, quads_of(REMOVED))), force_multigraph=True)
    assert graph.is_directed()
    assert graph.nodes["actor:united-states"] == {"actor": US.id, "label": "United States", "type": "State"}
    data = graph.edges["actor:united-states", "actor:turkey", REMOVED.id]
    assert (data["quad"], data["intensity"], data["confidence"], data["negated"]) == (4, -5.0, 0.87, False)
    assert (data["begins"], data["ends"], data["published"], data["article"]) == ("2019-07-01", "2019-07-31", "2019-08-02", "a-1")
    assert data["evidence"] == REMOVED.evidence.text


@pytest.mark.parametrize("write", [write_gexf, write_graphml, write_events])
def test_no_statements_give_a_legal_file(write) -> None:
    document = exported(write, [])
    if write is write_events:
        assert document.decode() == ",".join(COLUMNS) + "\n"
    elif write is write_gexf:
        check_gexf(document)
    else:
        assert len(nx.read_graphml(io.BytesIO(document))) == 0
        check_graphml(document)


# Tables


def test_tables_have_the_header_of_neo4j_and_fitting_ends() -> None:
    nodes, edges = tables(quads_of(REMOVED, UNDATED))
    assert list(nodes[0]) == ["id:ID", "label", "type", ":LABEL"]
    assert list(edges[0])[:4] == [":START_ID", ":END_ID", ":TYPE", "id"]
    kinds = {name.partition(":")[0]: name.partition(":")[2] for name in list(edges[0])[4:]}
    assert (kinds["quad"], kinds["intensity"], kinds["negated"], kinds["begins"], kinds["label"]) == ("int", "float", "boolean", "date", "")
    assert set(kinds) == {field.name for field in FIELDS}
    assert {row["id:ID"] for row in nodes} == {US.id, TURKEY.id}
    first = edges[0]
    assert (first[":START_ID"], first[":TYPE"], first[":END_ID"]) == (US.id, "REMOVES_FROM", TURKEY.id)
    assert (first["intensity:float"], first["negated:boolean"], first["begins:date"]) == ("-5.0", "false", "2019-07-01")
    assert edges[1]["confidence:float"] == ""


NEO4J_TYPES = {
    "": str,
    "int": lambda text: int(re.fullmatch(r"[+-]?\d+", text)[0]),
    "float": lambda text: float(re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text)[0]),
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": datetime.date.fromisoformat,
}


def imported(table: bytes, special: set[str]) -> list[dict[str, object]]:
    """The rows of a table as `neo4j-admin database import` takes them: strict about its header, widths, quotes, lines and types."""
    lines = table.decode().split("\n")
    assert lines.pop() == "", "the last line ends"
    header, *rows = (next(csv.reader([line], strict=True)) for line in lines)
    columns = [re.fullmatch(r"(\w*)(?::(\w+))?", name).groups() for name in header]
    kinds = [kind or "" for _, kind in columns]
    assert {kind for kind in kinds if kind.isupper()} == special
    assert all(kinds.count(kind) == 1 for kind in special)
    assert all(kind in NEO4J_TYPES for kind in kinds if not kind.isupper())
    names = [name or kind for name, kind in columns]
    assert len(names) == len(set(names)), "a property stands in two columns"
    found = []
    for row in rows:
        assert len(row) == len(header)
        assert all(cell for cell, kind in zip(row, kinds, strict=True) if kind.isupper()), "an end, a type or a label is missing"
        read = (NEO4J_TYPES[kind](cell) if kind in NEO4J_TYPES and cell else cell or None for cell, kind in zip(row, kinds, strict=True))
        found.append(dict(zip(names, read, strict=True)))
    return found


@settings(max_examples=50, deadline=None)
@given(st.lists(statements(), max_size=4, unique_by=lambda statement: statement.article))
def test_neo4j_takes_the_tables_of_any_statements(found: list[Statement]) -> None:
    nodes, edges = io.BytesIO(), io.BytesIO()
    write_tables(quads_of(*found), nodes, edges)
    people = imported(nodes.getvalue(), {"ID", "LABEL"})
    acts = imported(edges.getvalue(), {"START_ID", "END_ID", "TYPE"})
    ids = [one["id"] for one in people]
    assert len(ids) == len(set(ids))
    assert {end for act in acts for end in (act["START_ID"], act["END_ID"])} == set(ids)
    assert {act["id"]: (act["quad"], act["intensity"], act["negated"]) for act in acts} == {
        one.id: (one.quad, one.intensity, one.negated) for one in found
    }


@settings(max_examples=30, deadline=None)
@given(st.lists(statements(), max_size=3, unique_by=lambda statement: statement.article))
def test_tables_have_one_line_a_row_and_run_nothing(found: list[Statement]) -> None:
    nodes, edges = io.BytesIO(), io.BytesIO()
    write_tables(quads_of(*found), nodes, edges)
    assert edges.getvalue().decode().count("\n") == 1 + len(found)
    for row in csv.reader(io.StringIO(edges.getvalue().decode(), newline="")):
        for cell in row:
            assert cell[:1] not in ("=", "+", "@", "\t", "\r")
            assert cell[:1] != "-" or re.fullmatch(r"-[\d.e+-]+", cell)


def test_formulas_are_harmless_and_numbers_stay() -> None:
    for text in ("=1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"):
        assert harmless(text)[0] in "' ", text
    assert (harmless(-1), harmless(-1.5), harmless("plain"), harmless(None)) == ("-1", "-1.5", "plain", "")
    nodes, _ = tables(quads_of(dataclasses.replace(REMOVED, source=mention(FORMULA, 4))))
    assert {row["label"] for row in nodes} == {"'" + FORMULA.label, "Turkey"}


# Events


def events(quads) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(write_events, quads).decode(), newline="")))


def test_dyads_by_month_count_statements_articles_and_outlets_of_principals() -> None:
    minister = Actor("actor/minister", "A minister", "Person")
    other = dataclasses.replace(REMOVED, article="b", source=mention(minister, 4, principal=US), confidence=0.47)
    later = dataclasses.replace(REMOVED, article="c", date=Period("2019-09-03", "2019-09-03", "on Tuesday"))
    (july, september) = events(quads_of(REMOVED, other, later))
    assert july == {
        "month": "2019-07", "source": US.id, "source_label": "United States", "source_type": "State", "target": TURKEY.id,
        "target_label": "Turkey", "target_type": "State", "event_type": "SANCTION", "cameo": "160", "quad": "4", "goldstein": "-5.0",
        "statements": "2", "articles": "2", "outlets": "1", "confidence": "0.67",
    }  # fmt: skip
    assert (september["month"], september["statements"]) == ("2019-09", "1")


def test_what_is_denied_or_not_asserted_is_no_event_and_what_has_no_date_no_month() -> None:
    future = dataclasses.replace(REMOVED, modality="future")
    assert events(quads_of(UNDATED, future)) == []
    (event,) = events(quads_of(dataclasses.replace(UNDATED, negated=False), date=None, outlet=None))
    assert (event["month"], event["outlets"], event["confidence"]) == ("", "0", "")


def test_every_relation_has_a_cameo_code() -> None:
    assert cameo_codes().keys() == load_relations().keys()
    assert all(re.fullmatch(r"\d{3,4}", code) for code in cameo_codes().values())
    assert (cameo_codes()["recognises"], cameo_codes()["releases"]) == ("054", "0841")


# The description


def test_the_description_counts_right_and_has_no_clock() -> None:
    quads = list(quads_of(REMOVED, UNDATED))
    document = exported(write_description, quads)
    assert document == exported(write_description, reversed(quads))
    graph = rdflib.Graph().parse(data=document)
    node = rdflib.URIRef("https://w3id.org/geokg/id/dataset")
    assert {VOID.Dataset, DCAT.Dataset} <= set(graph.objects(node, RDF.type))
    assert int(graph.value(node, VOID.triples)) == len({quad.triple for quad in quads})
    assert int(graph.value(node, VOID.distinctSubjects)) == len({quad.subject for quad in quads})

    def counted(partition, kind, count) -> dict[object, int]:
        return {graph.value(part, kind): int(graph.value(part, count)) for part in graph.objects(node, partition)}

    types = {(quad.subject, quad.object) for quad in quads if quad.predicate.value == str(RDF.type)}
    predicates = (quad.predicate for quad in {quad.triple for quad in quads})
    assert counted(VOID.classPartition, VOID["class"], VOID.entities) == Counter(rdflib.URIRef(kind.value) for _, kind in types)
    assert counted(VOID.propertyPartition, VOID.property, VOID.triples) == Counter(rdflib.URIRef(one.value) for one in predicates)
    period = graph.value(node, DCTERMS.temporal)
    assert [str(graph.value(period, name)) for name in (DCAT.startDate, DCAT.endDate)] == ["2019-07-01", "2019-08-02"]
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    assert (ox.NamedNode(str(scheme))) in {quad.object for quad in quads if quad.predicate.value == str(SKOS.inScheme)}
    assert graph.value(node, VOID.exampleResource)
    assert not re.search(r"dcterms:(issued|modified|created)", document.decode())


def test_an_empty_store_has_a_description() -> None:
    graph = rdflib.Graph().parse(data=exported(write_description, []))
    assert int(graph.value(rdflib.URIRef("https://w3id.org/geokg/id/dataset"), VOID.triples)) == 0


# The page of the ontology


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.open += [tag] if tag not in ("meta", "br") else []
        found = dict(attributes)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_shows_every_class_property_relation_and_code_and_stands_alone() -> None:
    text = render_documentation()
    assert text == render_documentation()
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids), "a link leads nowhere, or away"
    vocabulary = rdflib.Graph().parse(ontology_path() / "kg.ttl")
    kinds = (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty, rdflib.OWL.AnnotationProperty)
    ours = {str(node).partition("#")[2] for kind in kinds for node in vocabulary.subjects(RDF.type, kind) if "geokg#" in node}
    assert ours | set(load_relations()) <= set(page.ids)
    assert page.tags["script"] == page.tags["img"] == page.tags["link"] == 0
    assert "prefers-color-scheme: dark" in text
    assert "The African Union removed Niger from its council." in text


def test_the_page_escapes_what_the_ontology_says(tmp_path: Path) -> None:
    for name in ("relations.ttl", "cameo.ttl"):
        (tmp_path / name).write_text((ontology_path() / name).read_text(encoding="utf-8"), encoding="utf-8")
    hostile = (ontology_path() / "kg.ttl").read_text(encoding="utf-8")
    hostile = hostile.replace('"A named party to politics or conflict."', '"<script>alert(1)</script> $body & \\"quoted\\"."')
    (tmp_path / "kg.ttl").write_text(hostile, encoding="utf-8")
    text = render_documentation(tmp_path)
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $body &amp;" in text


# Memory and the command line


def test_memory_does_not_grow_with_the_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("CHUNK", 150_000), ("BUFFERS", 60_000), ("LEAST", 500)):
        monkeypatch.setattr(f"kg.rdf.sorting.{name}", size)

    def many(count: int):
        return (quad for number in range(count) for quad in quads_of(dataclasses.replace(REMOVED, article=f"a-{number:05}")))

    class Nowhere(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            return len(data)

    def peak(write, count: int) -> int:
        write(many(2), Nowhere())
        tracemalloc.start()
        write(many(count), Nowhere())
        high = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return high

    def write_turtle(quads, out) -> None:
        serialise(quads, "turtle", out)

    # CPython 3.11 keeps 2,000 freed tuples of twenty, such as the arguments of a statement, for no use; from here on it has them.
    kept = [tuple(range(20)) for _ in range(2000)]
    del kept
    for write in (write_gexf, write_events, write_turtle):
        assert peak(write, 1200) < 1.2 * peak(write, 500), write


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "store"
    with open_store(folder) as made:
        for statement in (REMOVED, UNDATED, dataclasses.replace(REMOVED, article="c", rule=HOSTILE)):
            made.add_article(quads_of(statement))
    return folder


def kg(*arguments: object):
    return CliRunner().invoke(cli.cli, [str(argument) for argument in arguments], prog_name="kg")


@pytest.mark.parametrize(("suffix", "name"), [(".gexf", "gexf"), (".graphml", "graphml"), (".csv", "events"), (".void", "description")])
def test_export_takes_other_formats_by_their_endings_and_repeats_itself(store: Path, tmp_path: Path, suffix: str, name: str) -> None:
    assert kg("export", "--store", store, "-o", tmp_path / f"x{suffix}").exit_code == 0
    written = (tmp_path / f"x{suffix}").read_bytes()
    assert len(written) > 100
    assert kg("export", "--store", store, "--format", name).stdout_bytes == written


def test_export_of_tables_makes_two_files_in_a_folder(store: Path, tmp_path: Path) -> None:
    assert kg("export", "--store", store, "--format", "tables", "-o", tmp_path / "new" / "tables").exit_code == 0
    nodes, edges = ((tmp_path / "new" / "tables" / name).read_text(encoding="utf-8").splitlines() for name in ("nodes.csv", "edges.csv"))
    assert (len(nodes), len(edges)) == (3, 4)
    for wrong in ((), ("-o", "-")):
        refused = kg("export", "--store", store, "--format", "tables", *wrong)
        assert (refused.exit_code, "name a folder" in refused.stderr) == (2, True)
    (tmp_path / "file").write_text("")
    refused = kg("export", "--store", store, "--format", "tables", "-o", tmp_path / "file")
    assert (refused.exit_code, "is a file" in refused.stderr) == (2, True)


def test_export_in_rdf_1_2_on_demand(store: Path, tmp_path: Path) -> None:
    assert "reifies" not in kg("export", "--store", store).stdout
    assert kg("export", "--store", store, "--rdf12").stdout.count("rdf:reifies <<(") == 3
    refused = kg("export", "--store", store, "--rdf12", "--format", "gexf")
    assert (refused.exit_code, "--rdf12 goes with" in refused.stderr) == (2, True)


def test_export_that_xml_cannot_hold_writes_nothing_and_says_what(store: Path, tmp_path: Path) -> None:
    refused = kg("export", "--store", store, "-o", tmp_path / "x.rdf")
    assert refused.exit_code == 2
    assert "U+0000, which XML cannot: export another format" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_export_lists_its_formats() -> None:
    listed = kg("export", "--list-formats")
    assert listed.exit_code == 0
    for name in ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "graphml", "gexf", "tables", "events", "description"):
        assert re.search(rf"^{name} ", listed.stdout, re.MULTILINE)


def test_validate_reads_files_and_stores_and_names_file_and_node(store: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.ttl", tmp_path / "broken.nt"
    assert kg("export", "--store", store, "-o", whole).exit_code == 0
    wrong = dataclasses.replace(REMOVED, evidence=Evidence("short", 0, 54))
    broken.write_text("".join(f"{triple} .\n" for triple in (quad.triple for quad in sorted_quads(quads_of(wrong)))), encoding="utf-8")
    fine = kg("validate", whole, "--store", store)
    assert (fine.exit_code, fine.stdout) == (0, "")
    found = kg("validate", whole, broken)
    assert found.exit_code == 1
    assert found.stdout == f"{broken}: statement:{wrong.id[3:]}_evidence must quote as many characters as its offsets span\n"
    assert f"{broken} breaks the shapes in 1 place" in found.stderr
    nothing = kg("validate")
    assert (nothing.exit_code, "name a store" in nothing.stderr) == (2, True)
    (tmp_path / "bad.ttl").write_text("no <turtle")
    assert kg("validate", tmp_path / "bad.ttl").exit_code == 2


def test_docs_writes_the_page(tmp_path: Path) -> None:
    assert kg("docs", "-o", tmp_path / "ontology.html").exit_code == 0
    assert (tmp_path / "ontology.html").read_text(encoding="utf-8") == render_documentation()


def test_exports_load_no_model() -> None:
    import subprocess

    program = "import sys, kg.cli.export, kg.exports.gephi, kg.exports.events, kg.exports.tables; assert 'spacy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
