"""The store: transactions, locks, read-only questions, answers in every form."""

from __future__ import annotations

import dataclasses
import io
import json
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pyoxigraph as ox
import pytest
from test_rdf import ARTICLE, EDGES, HOSTILE, REMOVED, RUN

from kg.errors import QueryError, StoreError
from kg.model import Evidence
from kg.rdf import article_digest, article_to_quads, serialise, statement_to_quads
from kg.store import Store, open_store, plain

SECOND = dataclasses.replace(REMOVED, article="b-2", evidence=Evidence("Another sentence.", 60, 77))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }"


def quads_of(*statements, article=ARTICLE):
    article = dataclasses.replace(article, id=statements[0].article)
    quads = list(article_to_quads(article, RUN))
    for statement in statements:
        quads += statement_to_quads(statement, run=RUN, context_edges=EDGES)
    return quads


def rows(store: Store, sparql: str) -> list[tuple[str, ...]]:
    return [tuple(plain(value) for value in row) for row in store.query(sparql).rows]


def written(store: Store, sparql: str, format: str) -> str:
    out = io.BytesIO()
    store.query(sparql).write(format, out)
    return out.getvalue().decode()


def contents(store: Store) -> set[str]:
    return {str(quad) for quad in store._open}


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    with open_store(None if request.param == "memory" else tmp_path / "deep" / "store") as opened:
        yield opened


def test_what_goes_in_comes_out(store: Store) -> None:
    store.add_article(quads_of(SECOND))
    store.add_article(quads_of(REMOVED))
    assert list(store.articles()) == ["a-1", "b-2"]
    assert list(store.statements()) == [REMOVED, SECOND]
    assert list(store.statements("b-2")) == [SECOND]
    assert list(store.statements("c-3")) == []
    ours, theirs = io.BytesIO(), io.BytesIO()
    serialise(store.quads(), "nquads", ours)
    serialise(quads_of(REMOVED) + quads_of(SECOND), "nquads", theirs)
    assert ours.getvalue() == theirs.getvalue()
    store.add_article([])
    assert len(list(store.articles())) == 2


def test_adding_twice_changes_nothing(store: Store) -> None:
    store.add_article(quads_of(REMOVED))
    before = contents(store)
    store.add_article(quads_of(REMOVED))
    assert contents(store) == before


def test_the_default_graph_is_the_union_each_triple_once(store: Store) -> None:
    store.add_article(quads_of(REMOVED))
    store.add_article(quads_of(SECOND))
    assert rows(store, "SELECT ?label { actor:turkey a kg:State ; rdfs:label ?label }") == [("Turkey",)]
    assert rows(store, "SELECT (COUNT(*) AS ?n) { actor:united-states kg:removesFrom actor:turkey }") == [("1",)]
    assert rows(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { actor:united-states kg:removesFrom actor:turkey } }") == [("2",)]


def test_removing_an_article_leaves_what_others_say(store: Store) -> None:
    store.add_article(quads_of(REMOVED))
    alone = contents(store)
    store.add_article(quads_of(SECOND))
    assert store.remove_article("b-2")
    assert contents(store) == alone
    assert not store.remove_article("b-2")
    assert store.remove_article("a-1")
    assert contents(store) == set()
    assert list(store.articles()) == []


def test_a_changed_article_is_replaced_whole(store: Store) -> None:
    store.add_article(quads_of(SECOND))
    store.add_article(quads_of(REMOVED))
    changed = dataclasses.replace(REMOVED, negated=True, label=HOSTILE)
    article = dataclasses.replace(ARTICLE, text="Changed")
    store.add_article(quads_of(changed, article=article))
    assert list(store.statements("a-1")) == [changed]
    with open_store() as fresh:
        fresh.add_article(quads_of(SECOND))
        fresh.add_article(quads_of(changed, article=article))
        assert contents(fresh) == contents(store)
    assert store.has_article("a-1", article_digest(article))
    assert not store.has_article("a-1", article_digest(ARTICLE))


def test_has_article(store: Store) -> None:
    assert not store.has_article("a-1")
    store.add_article(quads_of(REMOVED))
    assert store.has_article("a-1")
    assert store.has_article("a-1", article_digest(ARTICLE), RUN.id)
    assert not store.has_article("a-1", article_digest(ARTICLE), "another")
    assert not store.has_article("a-1", "0" * 64)
    assert not store.has_article("b-2")


def test_quads_of_several_graphs_or_none_are_refused(store: Store) -> None:
    for quads in (quads_of(REMOVED) + quads_of(SECOND), [ox.Quad(*quad.triple) for quad in quads_of(REMOVED)]):
        with pytest.raises(StoreError, match="one named graph"):
            store.add_article(quads)
    assert contents(store) == set()


def test_a_folder_keeps_what_was_added(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(REMOVED))
    with open_store(tmp_path / "s", read_only=True) as store:
        assert list(store.statements()) == [REMOVED]
        for change in (lambda: store.add_article(quads_of(SECOND)), lambda: store.remove_article("a-1")):
            with pytest.raises(StoreError, match="reading only"):
                change()
    with pytest.raises(StoreError, match="closed"):
        store.query(COUNT)
    store.close()
    with open_store(str(tmp_path / "s")) as store:
        assert store.has_article("a-1")


def test_a_killed_writer_loses_no_finished_article(tmp_path: Path) -> None:
    program = """
        import os, sys
        sys.path[:0] = sys.argv[2:]
        from test_store import quads_of, REMOVED, SECOND
        from kg.store import open_store
        store = open_store(sys.argv[1])
        store.add_article(quads_of(REMOVED))
        store.add_article(quads_of(SECOND))
        os.kill(os.getpid(), 9)
    """
    done = run(program, tmp_path / "s")
    assert done.returncode == -9, done.stderr
    with open_store(tmp_path / "s") as store:
        assert list(store.statements()) == [REMOVED, SECOND]


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    here = Path(__file__).parent
    command = [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments), str(here), str(here.parent)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


OPEN = """
    import sys
    sys.path[:0] = sys.argv[3:]
    from kg.errors import StoreError
    from kg.store import open_store
    try:
        with open_store(sys.argv[1], read_only=sys.argv[2] == "read") as store:
            print("opened", len(list(store.articles())))
    except StoreError as error:
        print(error)
"""


def test_one_writer_or_many_readers_across_processes(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with open_store(folder) as store:
        store.add_article(quads_of(REMOVED))
        for how in ("read", "write"):
            said = run(OPEN, folder, how).stdout
            assert "is in use" in said
            assert said.count("\n") == 1
    with open_store(folder, read_only=True), open_store(folder, read_only=True):
        assert run(OPEN, folder, "read").stdout == "opened 1\n"
        assert "is in use" in run(OPEN, folder, "write").stdout
    assert run(OPEN, folder, "write").stdout == "opened 1\n"


def test_one_writer_or_many_readers_within_a_process(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with open_store(folder):
        for read_only in (False, True):
            with pytest.raises(StoreError, match="in use"):
                open_store(folder, read_only)
        assert "is in use" in run(OPEN, folder, "write").stdout, "a refused reader must not end the writer's lock"
    first, second = open_store(folder, read_only=True), open_store(folder, read_only=True)
    with pytest.raises(StoreError, match="in use"):
        open_store(folder)
    first.close()
    assert "is in use" in run(OPEN, folder, "write").stdout, "one reader's end must not end the other's lock"
    second.close()
    forgotten = open_store(folder)
    del forgotten
    open_store(folder).close()


def test_folders_that_are_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        open_store(tmp_path / "missing", read_only=True)
    assert not (tmp_path / "missing").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match="folder is empty"):
        open_store(tmp_path / "empty", read_only=True)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x", encoding="utf-8")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="is no store, it holds other files"):
            open_store(tmp_path / "letters", read_only)
        with pytest.raises(StoreError, match="is no folder"):
            open_store(tmp_path / "letters" / "dear.txt", read_only)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]
    with pytest.raises(StoreError, match="cannot be made"):
        open_store("/proc/no/such/place")


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(REMOVED))
    (tmp_path / "s" / "CURRENT").write_text("MANIFEST-999999\n", encoding="utf-8")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="cannot be opened") as error:
            open_store(tmp_path / "s", read_only)
        assert "\n" not in str(error.value)


UPDATES = [
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX a: <http://a/> # INSERT\n insert data { a:a a:b a:c }",
    "WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DROP ALL",
    "CLEAR DEFAULT",
    "LOAD <http://example.org/x>",
    "COPY DEFAULT TO <http://g>",
    "CREATE GRAPH <http://g>",
]


@pytest.mark.parametrize("update", UPDATES)
def test_updates_are_refused(update: str) -> None:
    with open_store() as store:
        store.add_article(quads_of(REMOVED))
        before = contents(store)
        with pytest.raises(QueryError, match="is refused: queries only read"):
            store.query(update)
        with pytest.raises(QueryError):
            store.query(f"SELECT * {{ ?s ?p ?o }} ; {update}")
        assert contents(store) == before


SMUGGLED = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * {SERVICESILENT<URL>{?s ?p ?o}}",
    "PREFIX e: <URL> SELECT * {SERVICEe:a{?s ?p ?o}}",
    "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } FILTER(?a<1)SERVICE?x{?x ?y ?z}FILTER(?b>2) }",
    "SELECT * { ?s ?p 3SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { VALUES ?a { 1 } FILTER(?a<'x'&&'>'!='y') SERVICE <URL> { ?s ?p ?o } #'\n}",
    "SELECT * { # it's \n SERVICE <URL> { ?s ?p ?o } # '\n}",
    'SELECT ("""\\"""" AS ?x) { SERVICE <URL> { ?s ?p ?o } } # """',
    "SELECT * { <http://x#y> ?p '''a'b''' SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SMUGGLED)
def test_nothing_goes_out_to_the_network(query: str) -> None:
    with socket.socket() as listener, open_store() as store:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.05)
        with pytest.raises(QueryError):
            list(store.query(query.replace("URL", f"http://127.0.0.1:{listener.getsockname()[1]}/")).rows)
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_word_service_may_be_asked_for() -> None:
    with open_store() as store:
        store.add_article(quads_of(dataclasses.replace(REMOVED, rule="secret Service <service> 'service'")))
        asked = """
            # which service?
            SELECT ?service { ?service kg:rule ?rule . FILTER(CONTAINS(?rule, "Service <service> 'service'") && ?rule != '''service''')
              FILTER NOT EXISTS { ?service <http://example.org/service> ?x } FILTER NOT EXISTS { ?service kg:service ?x } }"""
        assert len(rows(store, asked)) == 1


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * WHERE { ?s ?p ?o", "line 1, column"),
        ("SELECT *\nWHERE { foo:a ?p ?o }", "line 2, column"),
        ("", "line 1, column 1"),
        ("hello", "line 1"),
    ],
)
def test_syntax_errors_say_where(query: str, place: str) -> None:
    with open_store() as store, pytest.raises(QueryError, match=f"malformed at {place}") as error:
        store.query(query)
    assert "\n" not in str(error.value)


def test_answers_in_every_form() -> None:
    with open_store() as store:
        store.add_article(quads_of(dataclasses.replace(REMOVED, rule='=1+1,"x"\n\x1b[31m')))
        asked = "SELECT ?s ?rule ?none { ?s kg:rule ?rule } "
        result = store.query(asked)
        assert (result.kind, result.variables, result.boolean, list(result.triples)) == ("rows", ("s", "rule", "none"), None, [])
        ((statement, rule, none),) = result.rows
        assert isinstance(statement, ox.NamedNode)
        assert isinstance(rule, ox.Literal)
        assert none is None
        table = written(store, asked, "table").splitlines()
        assert len(table) == 3
        assert table[0].split() == ["s", "rule", "none"]
        assert "\x1b" not in table[2]
        assert table[2].startswith("statement:")
        assert table[2].endswith('=1+1,"x" [31m')
        assert written(store, asked, "csv").splitlines()[0] == "s,rule,none"
        assert written(store, asked, "tsv").startswith("?s\t?rule\t?none\n<https://")
        answer = json.loads(written(store, asked, "json"))
        assert answer["results"]["bindings"][0]["rule"]["value"] == '=1+1,"x"\n\x1b[31m'
        with pytest.raises(QueryError, match="turtle"):
            written(store, asked, "turtle")


def test_an_empty_table_has_its_head() -> None:
    with open_store() as store:
        assert written(store, "SELECT ?a ?long { ?a ?b ?long }", "table") == "a  long\n-  ----\n"
        assert written(store, "SELECT * { }", "table").count("\n") == 3


def test_yes_and_no() -> None:
    with open_store() as store:
        assert store.query("ASK { ?s ?p ?o }").boolean is False
        assert written(store, "ASK { }", "table") == "true\n"
        assert json.loads(written(store, "ASK { }", "json"))["boolean"] is True
        assert list(store.query("ASK {}").rows) == []


def test_triples() -> None:
    with open_store() as store:
        store.add_article(quads_of(REMOVED))
        asked = "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s a kg:State ; rdfs:label ?label }"
        result = store.query(asked)
        assert (result.kind, result.variables, list(result.rows)) == ("triples", (), [])
        assert {plain(triple.object) for triple in result.triples} == {"Turkey", "United States"}
        assert 'actor:turkey rdfs:label "Turkey"@en .' in written(store, asked, "turtle")
        assert written(store, asked, "table") == written(store, asked, "turtle")
        assert written(store, asked, "ntriples").count("\n") == 2
        with pytest.raises(QueryError, match="turtle"):
            written(store, asked, "csv")


def test_an_error_while_answering_is_a_query_error() -> None:
    with open_store() as store:
        assert rows(store, "SELECT (1/0 AS ?x) {}") == [("",)]
        with pytest.raises(QueryError, match="malformed"):
            store.query("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }")


def test_many_articles_about_the_same_actors_stay_quick() -> None:
    with open_store() as store:
        for number in range(200):
            store.add_article(quads_of(dataclasses.replace(REMOVED, article=f"n-{number}")))
        assert rows(store, "SELECT (COUNT(*) AS ?n) { ?a a kg:State ; rdfs:label ?l ; skos:prefLabel ?m }") == [("2",)]
        assert store.remove_article("n-7")
        assert rows(store, COUNT) == [("199",)]
        assert store.has_article("n-8")
