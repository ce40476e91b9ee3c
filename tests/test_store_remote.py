"""Stores at SPARQL endpoints: the same face over real servers, and endpoints that fail."""

from __future__ import annotations

import dataclasses
import io
import time
from pathlib import Path

import pytest
from servers import Failing, failing, has_virtuoso, oxigraph, virtuoso
from test_rdf import ARTICLE, HOSTILE, REMOVED, RUN
from test_store import COUNT, SECOND, quads_of, rows, written

import kg.store.http
from kg.errors import QueryError, StoreError
from kg.rdf import article_digest, serialise
from kg.store import Store, open_store

NEVER = """SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o
    FILTER(CONCAT(STR(?c), STR(?f), STR(?o)) > CONCAT(STR(?i), STR(?l))) }"""


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "oxigraph":
        with oxigraph(folder) as url:
            yield url
        return
    if not has_virtuoso():
        pytest.skip("Virtuoso is not installed: on Debian, bash .ci/tools (or apt-get install virtuoso-opensource)")
    with virtuoso(folder) as url:
        yield url


@pytest.fixture
def store(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    if address.endswith("/sparql"):
        monkeypatch.setenv("KG_STORE_USER", "dba")
        monkeypatch.setenv("KG_STORE_PASSWORD", "dba")
    with open_store(address) as opened:
        yield opened
        for article in list(opened.articles()):
            opened.remove_article(article)
        assert rows(opened, "SELECT ?s { ?s a kg:State }") == []


def exported(store: Store) -> bytes:
    out = io.BytesIO()
    serialise(store.quads(), "nquads", out)
    return out.getvalue()


def test_what_goes_in_comes_out(store: Store) -> None:
    store.add_article(quads_of(SECOND))
    store.add_article(quads_of(REMOVED))
    assert list(store.articles()) == ["a-1", "b-2"]
    assert list(store.statements()) == [REMOVED, SECOND]
    assert list(store.statements("c-3")) == []
    with open_store() as here:
        here.add_article(quads_of(SECOND))
        here.add_article(quads_of(REMOVED))
        assert exported(store) == exported(here)
    assert store.has_article("a-1", article_digest(ARTICLE), RUN.id)
    assert not store.has_article("a-1", "0" * 64)
    assert not store.has_article("a-1", article_digest(ARTICLE), "another")
    assert not store.has_article("c-3")


def test_the_union_holds_each_triple_once(store: Store) -> None:
    store.add_article(quads_of(REMOVED))
    store.add_article(quads_of(SECOND))
    store.add_article(quads_of(SECOND))
    assert rows(store, "SELECT ?label { actor:turkey a kg:State ; rdfs:label ?label }") == [("Turkey",)]
    assert rows(store, "SELECT (COUNT(*) AS ?n) { actor:united-states kg:removesFrom actor:turkey }") == [("1",)]
    assert rows(store, COUNT) == [("2",)]


def test_replacing_and_removing_leave_what_others_say(store: Store) -> None:
    store.add_article(quads_of(SECOND))
    alone = exported(store)
    store.add_article(quads_of(REMOVED))
    changed = dataclasses.replace(REMOVED, negated=True, label=HOSTILE.replace("\0", ""))
    store.add_article(quads_of(changed))
    assert list(store.statements("a-1")) == [changed]
    assert rows(store, "SELECT (COUNT(*) AS ?n) { ?s kg:negated true }") == [("1",)]
    assert store.remove_article("a-1")
    assert not store.remove_article("a-1")
    assert exported(store) == alone
    assert rows(store, "SELECT ?label { actor:turkey rdfs:label ?label }") == [("Turkey",)]


def test_answers_in_every_kind(store: Store) -> None:
    store.add_article(quads_of(REMOVED))
    assert store.query("ASK { actor:turkey a kg:State }").boolean is True
    assert store.query("ASK { actor:turkey a kg:Nothing }").boolean is False
    assert written(store, "ASK { actor:turkey a kg:State }", "table") == "true\n"
    assert written(store, "SELECT ?s { ?s a kg:Statement }", "csv").count("\n") == 2
    asked = "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s a kg:State ; rdfs:label ?label }"
    assert 'actor:turkey rdfs:label "Turkey"@en .' in written(store, asked, "turtle")
    for refused in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"):
        with pytest.raises(QueryError, match="is refused"):
            store.query(refused)
    with pytest.raises(QueryError, match="malformed at line 1"):
        store.query("SELECT * { ?s ?p")


def test_a_query_that_takes_too_long_is_given_up(store: Store) -> None:
    store.add_article(quads_of(REMOVED))
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"was stopped after 0\.5 seconds"):
        list(store.query(NEVER, timeout=0.5).rows)
    assert time.monotonic() - begun < 10


def test_loading(store: Store, tmp_path: Path) -> None:
    with (tmp_path / "a.nq").open("wb") as out:
        serialise(quads_of(SECOND) + quads_of(REMOVED), "nquads", out)
    store.load(tmp_path / "a.nq")
    assert list(store.statements()) == [REMOVED, SECOND]
    assert exported(store) == (tmp_path / "a.nq").read_bytes()


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(kg.store.http, "WAITS", (0.01, 0.02, 0.03))
    with failing() as found:
        yield found


def failures(*ways: str | None):
    left = list(ways)
    return lambda path: left.pop(0) if left else None


@pytest.mark.parametrize("how", ["hang up", "503", "429"])
def test_what_passes_is_tried_again(endpoint: tuple[str, Failing], how: str) -> None:
    url, server = endpoint
    with open_store(url) as store:
        server.fails = failures(None, how, how, how)
        store.add_article(quads_of(REMOVED))
        server.fails = failures(how, how)
        assert list(store.statements()) == [REMOVED]


def test_what_stays_is_reported_and_nothing_is_half_written(endpoint: tuple[str, Failing]) -> None:
    url, server = endpoint
    with open_store(url) as store:
        store.add_article(quads_of(SECOND))
        before = exported(store)
        server.requests.clear()
        server.fails = lambda path: "hang up" if path == "/update" else None
        with pytest.raises(StoreError, match=r"/update does not answer.*tried 4 times") as error:
            store.add_article(quads_of(REMOVED))
        assert "\n" not in str(error.value)
        assert server.requests.count("/update") == 4
        server.fails = lambda path: None
        assert exported(store) == before
        server.fails = lambda path: "half"
        with pytest.raises(StoreError, match="broke off"):
            list(store.statements())
        result = store.query("SELECT * { ?s ?p ?o }") if server.store else None
        assert result is not None
        with pytest.raises(StoreError, match="broke off"):
            list(result.rows)
    with pytest.raises(StoreError, match="does not answer"):
        open_store("http://127.0.0.1:9/")


def test_credentials_go_to_the_endpoint_and_nowhere_else(endpoint: tuple[str, Failing], monkeypatch: pytest.MonkeyPatch) -> None:
    url, server = endpoint
    monkeypatch.setenv("KG_STORE_TOKEN", "sesame-1")
    with open_store(url) as store:
        assert server.headers[-1]["Authorization"] == "Bearer sesame-1"
        server.fails = lambda path: "401"
        with pytest.raises(StoreError, match="KG_STORE_USER") as error:
            list(store.articles())
        assert "sesame" not in str(error.value)
    with pytest.raises(StoreError, match="holds no credentials") as error:
        open_store("http://ali:sesame@127.0.0.1:9/")
    assert "sesame" not in str(error.value)


def test_a_store_of_a_newer_version_is_refused(endpoint: tuple[str, Failing]) -> None:
    url, server = endpoint
    with pytest.raises(StoreError, match="there is no store at"):
        open_store(url, read_only=True)
    open_store(url).close()
    with open_store(url, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.add_article(quads_of(REMOVED))
    server.store.update('DELETE { GRAPH ?g { ?s ?p "1" } } INSERT { GRAPH ?g { ?s ?p "999" } } WHERE { GRAPH ?g { ?s ?p "1" } }')
    for read_only in (True, False):
        with pytest.raises(StoreError, match="newer program: its format is '999'"):
            open_store(url, read_only)
