"""The whole path on the sample articles: from the raw files through the command line to Turtle, SPARQL, shapes and page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from pages import embedded

from kg.actors.tables import load_actors
from kg.cli import cli
from kg.validate import validate

ARTICLES = Path(__file__).parent.parent / "data" / "articles"
KG = rdflib.Namespace("https://w3id.org/geokg#")
ACTOR = rdflib.Namespace("https://w3id.org/geokg/id/actor/")
TRIPLES = [
    ("united-states", "removesFrom", "turkey"),
    ("united-states", "removedPartyFrom", "f-35-programme"),
    ("united-states", "supports", "ypg"),
    ("qatar", "supports", "government-of-national-accord"),
    ("turkey", "aids", "government-of-national-accord"),
]


@pytest.fixture(scope="module")
def run() -> Callable[..., Result]:
    def invoke(*words: object) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words])
        assert result.exit_code == 0, result.output
        return result

    return invoke


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, run: Callable[..., Result]) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "store"
    run("build", ARTICLES, "--store", folder)
    return folder


@pytest.fixture(scope="module")
def turtle(store: Path, run: Callable[..., Result]) -> Path:
    path = store.parent / "graph.ttl"
    run("export", "--store", store, "-o", path)
    return path


@pytest.mark.parametrize(("source", "relation", "target"), TRIPLES)
def test_triple_is_in_the_turtle(turtle: Path, source: str, relation: str, target: str) -> None:
    graph = rdflib.Graph().parse(turtle)
    assert (ACTOR[source], KG[relation], ACTOR[target]) in graph


def test_removal_prints_as_a_triple_with_the_programme(turtle: Path) -> None:
    labels = {str(label) for label in rdflib.Graph().parse(turtle).objects(None, rdflib.RDFS.label)}
    assert "United States – removed Turkey from – F-35 programme" in labels


def test_query_finds_the_sentence_behind_a_triple(store: Path, run: Callable[..., Result]) -> None:
    query = """
        PREFIX kg: <https://w3id.org/geokg#> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX actor: <https://w3id.org/geokg/id/actor/>
        SELECT DISTINCT ?words WHERE {
          ?s kg:source actor:united-states ; kg:relation kg:removesFrom ; kg:target actor:turkey .
          ?s kg:evidence/oa:hasSelector/oa:exact ?words }
    """
    found = json.loads(run("query", "--store", store, query, "--format", "json").output)
    words = [row["words"]["value"] for row in found["results"]["bindings"]]
    assert any(sentence.startswith("The United States on Wednesday removed Turkey") for sentence in words)


def test_second_build_adds_nothing_and_exports_the_same_bytes(store: Path, turtle: Path, run: Callable[..., Result]) -> None:
    before = turtle.read_bytes()
    assert "0 new" in run("build", ARTICLES, "--store", store).stderr
    again = store.parent / "again.ttl"
    run("export", "--store", store, "-o", again)
    assert again.read_bytes() == before


def test_build_conforms_to_the_shapes(turtle: Path) -> None:
    assert validate(turtle) == []


def test_page_is_written_and_holds_the_sentence(store: Path, run: Callable[..., Result]) -> None:
    page = store.parent / "graph.html"
    run("view", "--store", store, "-o", page)
    sentences = embedded(page.read_text(encoding="utf-8"), "texts")["sentences"]
    assert any("removed Turkey from the F-35 fighter programme" in sentence for sentence in sentences)


def test_no_statement_has_a_capital_an_outlet_or_a_number_for_an_actor(store: Path, run: Callable[..., Result]) -> None:
    query = (
        "PREFIX kg: <https://w3id.org/geokg#> SELECT DISTINCT ?l WHERE { { ?s kg:source ?a } UNION { ?s kg:target ?a } ?a rdfs:label ?l }"
    )
    query = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + query
    found = json.loads(run("query", "--store", store, query, "--format", "json").output)
    labels = {row["l"]["value"] for row in found["results"]["bindings"]}
    tables = load_actors()
    capitals = {capital for record in tables.records.values() for capital in record.capitals}
    names = {record.label for record in tables.records.values()}
    assert labels
    assert not labels & (capitals - names)
    assert not labels & tables.media
    assert not {label for label in labels if label.replace(",", "").isdigit()}
