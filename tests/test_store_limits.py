"""What a store refuses, stops or bears: endless queries, newer versions, broken loads, hostile text."""

from __future__ import annotations

import dataclasses
import gc
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox
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
from kg.rdf import BASE, Names, article_to_quads, serialise, statement_to_quads
from kg.store import Store, bulk, open_store
from kg.store.bulk import triple_chunks
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
    assert len(children()) == 1
    timed.close()
    assert children() == []


def test_one_process_answers_one_query_after_the_other_until_the_store_changes(timed: Store) -> None:
    assert rows(timed, COUNT) == [("1",)]
    first = children()
    assert rows(timed, COUNT) == [("1",)]
    assert children() == first
    if not timed.read_only:
        timed.add_article(quads_of(SECOND))
        assert rows(timed, COUNT) == [("2",)]
        assert len(children()) == 1
        timed.remove_article("b-2")
        assert rows(timed, COUNT) == [("1",)]


def test_answers_that_are_read_at_a_time_do_not_mix(timed: Store) -> None:
    def each(order: str) -> Iterator[tuple[object, ...]]:
        return timed.query(f"SELECT ?s ?o ?p ?b ?c {{ ?s ?p ?o . ?a ?b ?c }} ORDER BY {order} LIMIT 3000").rows

    up, down = each("?s ?p ?o ?b ?c"), each("DESC(?s) ?p ?o ?b ?c")
    assert len(children()) == 2
    mixed = list(zip(up, down, strict=True))
    assert [one for one, _ in mixed] == list(each("?s ?p ?o ?b ?c"))
    assert [other for _, other in mixed] == list(each("DESC(?s) ?p ?o ?b ?c"))
    assert len(children()) == 1
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: rows(timed, COUNT), range(40))) == [[("1",)]] * 40
    timed.close()
    assert children() == []


def test_a_process_that_was_killed_is_started_again(timed: Store) -> None:
    assert rows(timed, COUNT) == [("1",)]
    os.kill(int(children()[0]), signal.SIGKILL)
    assert rows(timed, COUNT) == [("1",)]
    result = timed.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    os.kill(int(children()[0]), signal.SIGKILL)
    with pytest.raises(QueryError, match="its process broke off"):
        list(result.rows)
    assert rows(timed, COUNT) == [("1",)]


def test_a_copy_of_this_process_has_children_of_its_own(timed: Store) -> None:
    assert rows(timed, COUNT) == [("1",)]
    before = children()
    copy = os.fork()
    if copy == 0:
        os._exit(0 if timed.path is not None or rows(timed, COUNT) == [("1",)] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0
    assert rows(timed, COUNT) == [("1",)]
    assert children() == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.text() | st.none(), st.sampled_from(["string", "integer", "decimal", "double", "boolean", "date", "own"]))))
def test_any_term_comes_through_the_pipe(timed: Store, texts: list[tuple[str | None, str]]) -> None:
    kinds = {"own": "http://example.org/own"}
    terms = [
        None if text is None else ox.Literal(text, datatype=ox.NamedNode(kinds.get(kind, f"http://www.w3.org/2001/XMLSchema#{kind}")))
        for text, kind in texts
        if text is None or not any("\ud800" <= letter <= "\udfff" for letter in text)
    ]
    asked = f"SELECT ?x {{ VALUES ?x {{ {' '.join('UNDEF' if term is None else str(term) for term in terms)} }} }}"
    found = [row[0] for row in timed.query(asked).rows]
    assert found == [row[0] for row in timed.query(asked, timeout=0).rows]
    for term, came in zip(terms, found, strict=True):
        # pyoxigraph writes numbers, truth and days in its own way: "0"^^xsd:boolean comes back as false.
        assert came == term or (term is not None and not term.datatype.value.endswith(("#string", "/own")))


def test_an_endless_query_is_stopped(timed: Store) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"was stopped after 0\.3 seconds") as kept:
        list(timed.query(NEVER, timeout=0.3).rows)
    assert children() == [], "also while somebody keeps the error"
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
    assert kept.value


def test_an_answer_that_nobody_reads_ends_its_process(timed: Store) -> None:
    result = timed.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert len(children()) == 1
    next(result.rows)
    del result
    gc.collect()
    assert children() == []


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("small") / "s"
    with open_store(folder) as store:
        store.add_article(quads_of(REMOVED))
    return str(folder)


def asking(store: str, query: str, timeout: str, **how: Any) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).parent / "kg"), "query", "--store", store, query, "--timeout", timeout, "--format", "csv"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)


STOPPED = "kg: the query was stopped after 0.5 seconds: narrow it, or give it more time with --timeout\n"


def test_the_command_stops_an_endless_query(small: str) -> None:
    with asking(small, NEVER, "0.5") as command:
        assert command.communicate(timeout=30) == (b"", STOPPED.encode())
        assert command.returncode == 2
    done = CliRunner().invoke(cli, ["query", "--store", small, NEVER, "--timeout", "0.5"])
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", STOPPED), "a program that calls the command is not ended"


def test_the_command_takes_any_number_of_seconds_and_nothing_else(small: str) -> None:
    for timeout, status in (("1e300", 0), ("inf", 0), ("0", 0), ("nan", 2), ("-1", 2)):
        assert CliRunner().invoke(cli, ["query", "--store", small, COUNT, "--timeout", timeout]).exit_code == status, timeout
        with asking(small, COUNT, timeout) as command:
            command.communicate(timeout=30)
            assert command.returncode == status, timeout


def test_the_command_stops_an_answer_without_end_after_what_it_has_written(small: str) -> None:
    with asking(small, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "0.5") as command:
        out, said = command.communicate(timeout=60)
    assert (command.returncode, said) == (2, STOPPED.encode())
    assert out.startswith(b"a,b,c,")


def test_the_command_waits_for_a_slow_reader(small: str) -> None:
    query = "SELECT ?a ?b ?c ?f { ?a ?b ?c . ?d ?e ?f } LIMIT 5000"
    with asking(small, query, "5") as quick:
        whole, _ = quick.communicate(timeout=60)
    with asking(small, query, "0.5") as slow:
        assert slow.stdout is not None
        beginning = slow.stdout.read(10)
        time.sleep(1.5)
        assert beginning + slow.stdout.read() == whole
        assert slow.wait() == 0


def test_the_command_stops_an_endless_query_when_it_is_interrupted(small: str) -> None:
    def heard() -> None:  # a suite that runs in the background ignores interruptions, and so would its children
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with asking(small, NEVER, "0", preexec_fn=heard) as command:
        time.sleep(2)
        command.send_signal(signal.SIGINT)
        out, said = command.communicate(timeout=20)
    assert (command.returncode, out, said) == (130, b"", b"kg: interrupted; what was finished is kept\n")


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


@pytest.fixture(params=["one batch", "many batches"])
def batches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "many batches":
        monkeypatch.setattr(bulk, "_CHUNK", 1000)
        monkeypatch.setattr(bulk, "LEAST", 1)


@pytest.mark.parametrize("where", ["memory", "folder"])
@pytest.mark.usefixtures("batches")
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
@pytest.mark.usefixtures("batches")
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
        store.add_article(quads_of(SECOND))
        # One loader had ended, of another article a batch was there without its union, and a name was only half written down.
        store._open.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.NamedNode("http://c"), Names().article("c-3")))
    marks = "".join(f"https://w3id.org/geokg/id/article/{name}" for name in ("b-2\n", "c-3\n", "a-1", "\u00e9"))
    (tmp_path / "s" / LOADING).write_bytes(marks.encode()[:-1])
    with pytest.raises(StoreError, match="was broken off"):
        open_store(tmp_path / "s", read_only=True)
    with open_store(tmp_path / "s") as store:
        assert contents(store) == whole
    open_store(tmp_path / "s", read_only=True).close()


def test_what_a_killed_load_has_added_is_taken_out(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(SECOND))
        before = contents(store)
        store.add_article(quads_of(REMOVED))
    (tmp_path / "s" / LOADING).write_text("https://w3id.org/geokg/id/article/a-1\n", encoding="utf-8")
    with open_store(tmp_path / "s") as store:
        assert contents(store) == before
        store.load(nquads(tmp_path / "a.nq", quads_of(REMOVED)))
        assert list(store.articles()) == ["a-1", "b-2"]


@pytest.mark.parametrize("wrong", [KeyboardInterrupt, RuntimeError("no space left on device")])
def test_a_load_that_is_broken_off_between_two_batches_adds_nothing(wrong: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[int] = []

    def note(graphs: set[bytes], mark: Path, then: Any = bulk._note) -> None:
        then(graphs, mark)
        noted.append(len(graphs))
        if len(noted) == 5:
            raise wrong

    monkeypatch.setattr(bulk, "_CHUNK", 1000)
    monkeypatch.setattr(bulk, "LEAST", 1)
    monkeypatch.setattr(bulk, "_note", note)
    with open_store(tmp_path / "s") as store:
        store.add_article(quads_of(SECOND))
        before = contents(store)
        with pytest.raises(KeyboardInterrupt if wrong is KeyboardInterrupt else StoreError):
            store.load(nquads(tmp_path / "a.nq", quads_of(REMOVED)))
        assert contents(store) == before
        assert not (tmp_path / "s" / LOADING).exists()
        store.add_article(quads_of(REMOVED))
        assert list(store.articles()) == ["a-1", "b-2"]


LOAD = """
import sys
from pathlib import Path
from kg.store import bulk, open_store
bulk.LEAST = 1 << 18
with open_store(sys.argv[1]) as store:
    print("open", flush=True)
    store.load(Path(sys.argv[2]))
"""


def test_a_load_that_is_killed_adds_all_or_nothing(tmp_path: Path) -> None:
    articles = [quads_of(dataclasses.replace(REMOVED, article=f"n-{number:03}")) for number in range(120)]
    path = nquads(tmp_path / "a.nq", *articles)
    with open_store(tmp_path / "whole") as store:
        store.load(path)
        whole = contents(store)
    for turn in range(5):
        place = tmp_path / f"s{turn}"
        with subprocess.Popen([sys.executable, "-c", LOAD, place, path], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"open\n"
            time.sleep(turn * 0.05)
            child.kill()
        with open_store(place) as store:
            assert contents(store) in (set(), whole)
            store.settle()
            assert contents(store) in (set(), whole)
        assert not list(place.glob("bulk-*"))


def _shapes(line: str) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [line, line.replace(" ", "\t", 1), f"{line} # ours", f"# {line}\n{line}", f"{line}\n", line.replace("\\u", "\\U0000")]
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_union_is_the_triples_of_the_file_in_whatever_order_and_form(data: st.DataObject) -> None:
    quads = sorted({*map(str, quads_of(REMOVED)), *map(str, quads_of(SECOND))})
    chosen = data.draw(st.lists(st.sampled_from(quads), max_size=30))
    if data.draw(st.booleans()):
        chosen.sort(key=lambda quad: (quad.rpartition(" ")[2], quad))
    lines = [data.draw(_shapes(f"{quad} .")) for quad in chosen] if data.draw(st.booleans()) else [f"{quad} ." for quad in chosen]
    text = "\n".join(lines).encode()
    pieces = [text[: (cut := text.find(b"\n", len(text) // 2) + 1)], text[cut:]]
    union = b"".join(triple_chunks(filter(None, pieces), ox.Store(), Path("a.nq"), BASE, set()))
    wanted = {quad.triple for quad in ox.parse("\n".join(f"{quad} ." for quad in chosen), format=ox.RdfFormat.N_QUADS)}
    assert {quad.triple for quad in ox.parse(union, format=ox.RdfFormat.N_TRIPLES)} == wanted


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
