"""What a store refuses, stops or bears: endless queries, newer versions, broken loads, hostile text."""

from __future__ import annotations

import dataclasses
import gc
import io
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import oxigraph
from test_rdf import REMOVED, RUN
from test_store import COUNT, SECOND, contents, quads_of, rows, written
from test_store_remote import NEVER

from kg.cli import cli
from kg.errors import QueryError, StatementError, StoreError
from kg.model import Actor, Article, Evidence, Statement
from kg.rdf import article_to_quads, serialise, statement_to_quads
from kg.store import Store, open_store
from kg.store.folder import LOADING, MARK


@pytest.fixture(params=["memory", "writer", "reader"])
def timed(request: pytest.FixtureRequest, tmp_path: Path):
    with open_store(None if request.param == "memory" else tmp_path / "s", timeout=30) as store:
        store.add_article(quads_of(REMOVED))
        if request.param != "reader":
            yield store
            return
    with open_store(tmp_path / "s", read_only=True, timeout=30) as store:
        yield store


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()


def test_answers_in_time_are_those_without_limit(timed: Store) -> None:
    asked = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    for form in ("table", "csv", "tsv", "json"):
        limited, free = io.BytesIO(), io.BytesIO()
        timed.query(asked).write(form, limited)
        timed.query(asked, timeout=0).write(form, free)
        assert limited.getvalue() == free.getvalue()
    assert timed.query("ASK { ?s ?p ?o }").boolean is True
    assert written(timed, "ASK { ?s a kg:Nothing }", "json").endswith("false}")
    labels = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }"
    assert {str(triple) for triple in timed.query(labels).triples} == {str(triple) for triple in timed.query(labels, timeout=0).triples}
    assert timed.query("SELECT ?a ?b {}").variables == ("a", "b")
    with pytest.raises(QueryError, match="malformed at line 2, column"):
        timed.query("SELECT *\nWHERE { foo:a ?p")
    assert children() == []


def test_an_endless_query_is_stopped(timed: Store) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"was stopped after 0\.3 seconds"):
        list(timed.query(NEVER, timeout=0.3).rows)
    with pytest.raises(QueryError, match=r"was stopped after 0\.3 seconds"):
        timed.query(
            "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(CONCAT(STR(?c), STR(?f), STR(?i), STR(?o)) = 'x') }",
            timeout=0.3,
        )
    with pytest.raises(QueryError, match=r"was stopped after 0\.3 seconds"):
        for _ in timed.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=0.3).rows:
            pass
    assert time.monotonic() - begun < 10
    assert children() == []
    assert rows(timed, COUNT) == [("1",)]


def test_an_answer_that_nobody_reads_ends_its_process(timed: Store) -> None:
    result = timed.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert len(children()) == 1
    next(result.rows)
    del result
    gc.collect()
    assert children() == []


def test_the_command_stops_an_endless_query(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(REMOVED))
    done = CliRunner().invoke(cli, ["query", "--store", str(tmp_path / "s"), NEVER, "--timeout", "0.5"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "kg: the query was stopped after 0.5 seconds: narrow it, or give it more time with --timeout\n"


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(REMOVED))
    assert (tmp_path / "s" / MARK).read_text(encoding="utf-8") == "1\n"
    for version in ("2\n", "999", "next"):
        (tmp_path / "s" / MARK).write_text(version, encoding="utf-8")
        for read_only in (True, False):
            with pytest.raises(StoreError, match="newer program"):
                open_store(tmp_path / "s", read_only)
    (tmp_path / "s" / MARK).unlink()
    with open_store(tmp_path / "s", read_only=True) as store:
        assert list(store.articles()) == ["a-1"]


def nquads(path: Path, *parts) -> Path:
    with path.open("wb") as out:
        serialise([quad for part in parts for quad in part], "nquads", out)
    return path


@pytest.mark.parametrize("where", ["memory", "folder"])
def test_a_load_equals_a_build(where: str, tmp_path: Path) -> None:
    path = nquads(tmp_path / "a.nq", quads_of(REMOVED), quads_of(SECOND))
    # Others write comments, tabs, blank lines and no last line feed.
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("# ours\n\n" + lines[0].replace("> <", ">\t<") + "\r\n" + "\n".join(lines[1:]), encoding="utf-8")
    with open_store() as built, open_store(None if where == "memory" else tmp_path / "s") as loaded:
        built.add_article(quads_of(REMOVED))
        built.add_article(quads_of(SECOND))
        loaded.load(path)
        assert contents(loaded) == contents(built)
        with pytest.raises(StoreError, match=r"holds <.*> already"):
            loaded.load(path)
        assert loaded.remove_article("b-2")
        loaded.load(nquads(tmp_path / "b.nq", quads_of(SECOND)))
        assert contents(loaded) == contents(built)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("<http://a> <http://b> <http://c> .", "a.nq:{line}: the quad is in no article's graph"),
        ('<http://a> <http://b> "c <https://w3id.org/geokg/id/article/x> ." .', "a.nq:{line}: the quad is in no article's graph"),
        ("<http://a> <http://b> <https://w3id.org/geokg/id/article/x> .", "no graph"),
        ("<http://a> <http://b> <http://c> <http://elsewhere> .", "a.nq:{line}: the quad is in no article's graph"),
        ("<http://a b> <http://b> <http://c> <https://w3id.org/geokg/id/article/x> .", "no N-Quads"),
        ("garbage", "a.nq:{line} is no quad|no N-Quads with a graph an article: Parser error at line {line}"),
    ],
)
def test_a_wrong_file_adds_nothing(bad: str, said: str, tmp_path: Path) -> None:
    path = nquads(tmp_path / "a.nq", quads_of(REMOVED))
    count = len(path.read_text(encoding="utf-8").splitlines())
    with path.open("a", encoding="utf-8") as out:
        out.write(bad + "\n")
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(SECOND))
        before = contents(store)
        with pytest.raises(StoreError, match=said.format(line=count + 1)):
            store.load(path)
        assert contents(store) == before
    with open_store(tmp_path / "s", read_only=True) as store:
        assert list(store.articles()) == ["b-2"]


def test_a_load_that_was_killed_is_mended(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(REMOVED))
        whole = contents(store)
        store._open.update("CLEAR DEFAULT ; INSERT DATA { <http://a> <http://b> <http://c> }")
    (tmp_path / "s" / LOADING).touch()
    with pytest.raises(StoreError, match="was broken off"):
        open_store(tmp_path / "s", read_only=True)
    with open_store(tmp_path / "s") as store:
        assert contents(store) == whole
    open_store(tmp_path / "s", read_only=True).close()


def test_the_commands_load_and_remove(tmp_path: Path) -> None:
    path, store = str(nquads(tmp_path / "a.nq", quads_of(REMOVED), quads_of(SECOND))), str(tmp_path / "s")
    assert CliRunner().invoke(cli, ["load", path, "--store", store]).exit_code == 0
    done = CliRunner().invoke(cli, ["remove", "b-2", "c\x1b-3", "--store", store])
    assert done.exit_code == 1
    assert done.stderr == "kg: the store holds no article 'c\\\\x1b-3'\nkg: 1 article removed\n"
    assert CliRunner().invoke(cli, ["remove", "a-1", "--store", store]).exit_code == 0
    assert CliRunner().invoke(cli, ["load", str(tmp_path / "none.nq"), "--store", store]).exit_code == 2
    with open_store(store) as left:
        assert contents(left) == set()


HOSTILE_PIECES = [
    "\0",
    "\ud800",
    "\udfff",
    '"',
    '"""',
    "'",
    "\\",
    "\n",
    "\r",
    "\t",
    "<",
    ">",
    "} ;",
    "DROP ALL",
    "\u202e",
    "\u2066",
    "é",
    "🜚",
    "\\u0041",
    " ",
]
hostile = st.lists(st.sampled_from(HOSTILE_PIECES) | st.text(max_size=3), min_size=1, max_size=6).map("".join)


def said_with(label: str, name: str, article: str, title: str) -> tuple[Article, Statement]:
    actor = Actor("actor/" + name, label, "State")
    source = dataclasses.replace(REMOVED.source, actor=actor, principal=actor, text=label)
    statement = dataclasses.replace(
        REMOVED, article=article, source=source, label=label, rule=title, evidence=Evidence(label, 0, len(label)), context=()
    )
    return Article(article, title, (), title, "2020-01-01", title, title), statement


def comes_out_or_is_refused(store: Store, article: Article, statement: Statement) -> None:
    before = set(store.articles())
    try:
        quads = list(article_to_quads(article, RUN)) + list(statement_to_quads(statement, run=RUN))
    except (StatementError, UnicodeEncodeError):
        words = (article.id, article.text, statement.label, statement.source.actor.id)
        if not any("\ud800" <= letter <= "\udfff" for word in words for letter in word):
            raise
        return
    store.add_article(quads)
    store.add_article(quads)
    assert list(store.statements(article.id)) == [statement]
    assert set(store.articles()) == before | {article.id}
    assert store.remove_article(article.id)
    assert set(store.articles()) == before


@pytest.fixture(scope="module", params=["memory", "folder", "oxigraph"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("hostile")
    if request.param == "oxigraph":
        os.environ["no_proxy"] = "127.0.0.1"
        with oxigraph(folder) as url, open_store(url) as store:
            yield store
    else:
        with open_store(None if request.param == "memory" else folder / "s") as store:
            yield store


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile, hostile, hostile, hostile)
def test_hostile_text_comes_out_as_it_went_in_or_is_refused(shared: Store, label: str, name: str, article: str, title: str) -> None:
    comes_out_or_is_refused(shared, *said_with(label, name, article, title))


def test_a_word_of_a_megabyte(shared: Store) -> None:
    comes_out_or_is_refused(shared, *said_with("w" * 1_000_000, "x", "a", "t"))


@settings(max_examples=100)
@given(hostile)
def test_hostile_queries_are_answered_or_refused(text: str) -> None:
    with open_store() as store:
        store.add_article(quads_of(REMOVED))
        before, said = contents(store), list[str]()
        for asked in (text, f"SELECT * {{ ?s ?p ?o FILTER(?o = {text}) }}", f"SELECT * {{ ?s <{text}> ?o }}"):
            try:
                list(store.query(asked).rows)
            except QueryError as error:
                said.append(str(error))
        assert contents(store) == before
        assert all("\n" not in message for message in said)
