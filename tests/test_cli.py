"""The command line: help, results, exit status, and one line for each thing that goes wrong."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pages import embedded
from pyoxigraph import NamedNode, Quad

from kg import __version__, cli
from kg.cli.output import progress
from kg.extract import pipeline
from kg.model import statement_from_json
from kg.rdf import FORMATS, STATEMENT, TYPE
from kg.store import open_store

ROOT = Path(__file__).parent.parent
ARTICLES = [
    {
        "id": "one",
        "date": "2022-02-25",
        "text": "France condemned Russia. Germany supports Ukraine.",
        "title": "<b>War</b>",
        "outlet": "kg sample",
    },
    {"id": "two", "date": "2022-03-01", "text": "Poland sent tanks to Ukraine. Russia attacked Ukraine."},
]


def kg(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.cli, [str(argument) for argument in arguments], input=stdin, prog_name="kg")


def assert_refused(result: Result, *words: str) -> None:
    """One line on standard error that holds the words, exit status 2, nothing on standard output."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("kg: ")
    assert result.stderr.count("\n") == 1
    for word in words:
        assert word in result.stderr


@pytest.fixture(scope="module", autouse=True)
def _one_model() -> Iterator[None]:
    """Commands load the model anew each time; here they share it, which saves a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", lru_cache(pipeline.load))
        yield


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "articles.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
    return path


@pytest.fixture(scope="session")
def store(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "store"
    result = kg("build", articles, "--store", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "kg: 2 articles read: 2 new, 0 known; 0 could not be read; 4 statements added\n"
    return folder


# Help


def test_every_command_has_a_sentence_and_an_example_that_names_it() -> None:
    for name, command in cli.cli.commands.items():
        text = kg(name, "--help").stdout
        assert command.help
        assert command.help.splitlines()[0].endswith(".")
        assert "Example:\n" in text
        assert f"kg {name} " in text.partition("Example:")[2]


def test_the_summary_of_commands_cuts_no_sentence_short() -> None:
    result = kg("--help")
    assert result.exit_code == 0
    assert "..." not in result.stdout.partition("Commands:")[2]


def test_version() -> None:
    assert kg("--version").stdout == f"kg, version {__version__}\n"


def test_python_m_kg_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"kg, version {__version__}\n"


def test_help_needs_no_language_model_and_no_rdf() -> None:
    code = "import sys, kg.cli; print({'spacy', 'rdflib', 'pyoxigraph', 'dateparser'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_names_that_are_kept_here_for_speed_are_those_of_the_library() -> None:
    assert set(cli.SUFFIXES.values()) == set(FORMATS)


# extract


def test_extract_writes_one_statement_a_line(articles: Path, tmp_path: Path) -> None:
    result = kg("extract", articles)
    assert (result.exit_code, result.stderr) == (0, "")
    found = [statement_from_json(json.loads(line)) for line in result.stdout.splitlines()]
    assert [(one.article, one.source.actor.label, one.event_type, one.target.actor.label) for one in found] == [
        ("one", "France", "ACCUSE", "Russia"),
        ("one", "Germany", "SUPPORT", "Ukraine"),
        ("two", "Poland", "AID", "Ukraine"),
        ("two", "Russia", "ASSAULT", "Ukraine"),
    ]
    assert kg("extract", articles, "--jobs", "2").stdout == result.stdout
    assert kg("extract", "-", "-o", tmp_path / "out.jsonl", stdin=articles.read_bytes()).exit_code == 0
    assert (tmp_path / "out.jsonl").read_text() == result.stdout


def test_extract_tells_what_it_could_not_read_and_reads_the_rest(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "bad\x1b.txt").write_bytes(b"caf\xe9")
    result = kg("extract", tmp_path, tmp_path / "gone.txt", articles)
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 4
    bad, gone = result.stderr.splitlines()
    assert bad.startswith(f"kg: {tmp_path}/bad\\x1b.txt: is not UTF-8: byte 0xe9 at offset 3; convert it: iconv ")
    assert gone.startswith(f"kg: {tmp_path}/gone.txt: there is no such file; ")


def test_extract_refuses_an_unknown_model(articles: Path) -> None:
    assert_refused(kg("extract", articles, "--model", "xx_none"), "'xx_none' is not installed", "--model")


def test_extract_leaves_an_old_file_alone_when_it_fails(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("old")
    assert_refused(kg("extract", articles, "--model", "xx_none", "-o", tmp_path / "out.jsonl"))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.jsonl", "old")]


def test_output_goes_into_no_missing_folder_and_over_no_folder(store: Path, tmp_path: Path) -> None:
    assert_refused(kg("export", "--store", store, "-o", tmp_path / "no" / "graph.ttl"), "there is no folder", f"mkdir -p {tmp_path}/no")
    (tmp_path / "folder.ttl").mkdir()
    assert_refused(kg("export", "--store", store, "-o", tmp_path / "folder.ttl"), "is a folder: name a file")


def test_output_keeps_the_mode_and_the_link_of_the_file_it_replaces(store: Path, tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("old")
    (tmp_path / "real.ttl").chmod(0o604)
    (tmp_path / "graph.ttl").symlink_to("real.ttl")
    assert kg("export", "--store", store, "-o", tmp_path / "graph.ttl").exit_code == 0
    assert (tmp_path / "graph.ttl").is_symlink()
    assert (tmp_path / "real.ttl").stat().st_mode & 0o777 == 0o604
    assert (tmp_path / "real.ttl").read_text() != "old"
    assert kg("export", "--store", store, "--format", "trig", "-o", "/dev/null").exit_code == 0


# build


def test_build_again_adds_nothing_and_a_new_text_takes_the_place_of_the_old(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assert kg("build", articles, "--store", folder).exit_code == 0
    before = kg("export", "--store", folder, "--format", "nquads").stdout
    again = kg("build", articles, "--store", folder)
    assert (again.exit_code, again.stderr) == (0, "kg: 2 articles read: 0 new, 2 known; 0 could not be read; 0 statements added\n")
    assert kg("export", "--store", folder, "--format", "nquads").stdout == before
    changed = json.dumps({**ARTICLES[1], "text": "Poland sent tanks to Ukraine."})
    assert kg("build", "-", "--store", folder, stdin=changed).stderr.endswith("1 new, 0 known; 0 could not be read; 1 statements added\n")
    after = kg("export", "--store", folder, "--format", "nquads").stdout
    assert "Russia attacked" not in after
    assert "Germany supports" in after


def test_build_does_the_rest_when_line_seven_is_broken(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": "Poland sent tanks to Ukraine."}) for number in range(8)]
    lines[6] = "{"
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    result = kg("build", tmp_path / "a.jsonl", "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"kg: {tmp_path}/a.jsonl:7: is no JSON: Expecting property name enclosed in double quotes at column 2; give one object a line",
        "kg: 7 articles read: 7 new, 0 known; 1 could not be read; 7 statements added",
    ]


def test_build_refuses_a_store_in_use(articles: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "store"):
        assert_refused(kg("build", articles, "--store", tmp_path / "store"), "store", "is in use")


def test_a_killed_build_loses_nothing_and_is_finished_by_the_next(tmp_path: Path) -> None:
    texts = [{"id": str(number), "text": f"Poland sent tanks to Ukraine. France met Iran {number} times."} for number in range(20)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, texts)))
    command = [sys.executable, "-m", "kg", "build", str(tmp_path / "a.jsonl"), "--store", str(tmp_path / "killed")]
    build = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and build.poll() is None and not (tmp_path / "killed" / "CURRENT").exists():
        time.sleep(0.02)
    time.sleep(0.3)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert kg("build", tmp_path / "a.jsonl", "--store", tmp_path / "killed").exit_code == 0
    assert kg("build", tmp_path / "a.jsonl", "--store", tmp_path / "whole").exit_code == 0
    first, second = (kg("export", "--store", tmp_path / name, "--format", "nquads").stdout for name in ("killed", "whole"))
    assert first == second


# export


@pytest.mark.parametrize(("suffix", "form"), cli.SUFFIXES.items())
def test_export_takes_the_format_from_the_suffix_and_repeats_itself(store: Path, tmp_path: Path, suffix: str, form: str) -> None:
    assert kg("export", "--store", store, "-o", tmp_path / f"graph{suffix}").exit_code == 0
    written = (tmp_path / f"graph{suffix}").read_text()
    assert "France condemned Russia." in written
    assert kg("export", "--store", store, "--format", form).stdout == written


def test_export_refuses_a_suffix_it_does_not_know(store: Path, tmp_path: Path) -> None:
    assert_refused(kg("export", "--store", store, "-o", tmp_path / "graph.xml"), "no format ends in '.xml'", ".ttl", "--format")


@pytest.mark.parametrize("command", [("export",), ("query", "sanctions"), ("view", "-o", "-"), ("validate",)])
def test_what_reads_a_store_refuses_a_missing_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert_refused(kg(*command, "--store", tmp_path / "none"), "there is no store", "build one first")
    assert not (tmp_path / "none").exists()


# query

LABELS = "SELECT ?label { ?statement a kg:Statement ; kg:relation kg:attacks ; rdfs:label ?label }"


def test_query_takes_sparql_a_file_standard_input_and_the_name_of_a_question(store: Path, tmp_path: Path) -> None:
    (tmp_path / "labels.rq").write_text(LABELS)
    answers = [
        kg("query", "--store", store, LABELS, "--format", "tsv"),
        kg("query", "--store", store, tmp_path / "labels.rq", "--format", "tsv"),
        kg("query", "--store", store, "-", "--format", "tsv", stdin=LABELS),
    ]
    assert {(answer.exit_code, answer.stdout) for answer in answers} == {(0, '?label\n"Russia – attacked – Ukraine"@en\n')}
    named = kg("query", "--store", store, "who-supports", "actor=ukraine")
    assert named.exit_code == 0
    assert "Germany" in named.stdout
    assert "Poland" in named.stdout


def test_query_answers_in_every_format(store: Path) -> None:
    table = kg("query", "--store", store, LABELS).stdout.splitlines()
    assert [line.strip("- ") for line in table] == ["label", "", "Russia – attacked – Ukraine"]
    assert kg("query", "--store", store, LABELS, "--format", "csv").stdout.splitlines()[1] == "Russia – attacked – Ukraine"
    rows = json.loads(kg("query", "--store", store, LABELS, "--format", "json").stdout)["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["Russia – attacked – Ukraine"]
    triples = kg("query", "--store", store, "CONSTRUCT WHERE { ?statement kg:relation kg:attacks }", "--format", "ntriples")
    assert triples.stdout.count("\n") == 1


def test_query_exits_with_one_when_the_answer_is_no(store: Path) -> None:
    assert kg("query", "--store", store, "ASK { ?statement a kg:Statement }").exit_code == 0
    result = kg("query", "--store", store, "ASK { ?statement a kg:Nonsense }")
    assert (result.exit_code, result.stdout) == (1, "false\n")


def test_query_lists_the_named_questions_with_their_parameters() -> None:
    result = kg("query", "--list")
    assert result.exit_code == 0
    assert "who-supports\n" in result.stdout
    assert "    actor=… (actor, required)\n" in result.stdout


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        (["SELECT * {"], "the query is malformed at line 1, column 11"),
        (["who-suports"], "there is no question 'who-suports' (did you mean 'who-supports'"),
        (["who-supports"], "needs the parameter actor"),
        (["who-supports", "actor=atlantis"], "'atlantis'"),
        (["INSERT DATA { <a:a> <a:a> <a:a> }"], "queries only read"),
    ],
)
def test_query_refuses_what_it_cannot_answer(store: Path, query: list[str], complaint: str) -> None:
    assert_refused(kg("query", "--store", store, *query), complaint)


def test_query_explains_its_own_use(store: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_bytes(b"SELECT \xff")
    assert_refused(kg("query", "--store", store, tmp_path / "bad.rq"), "bad.rq is not UTF-8: byte 0xff at offset 7")
    for arguments in ([LABELS], ["--store", store], ["--store", store, "who-supports", "ukraine"], ["--store", store, LABELS, "a=b"]):
        result = kg("query", *arguments)
        assert result.exit_code == 2
        assert "Error: " in result.stderr


def test_a_question_of_ones_own_takes_parameters_from_its_header(store: Path, tmp_path: Path) -> None:
    header = "# title: Who?\n# asks: Whose statements.\n# parameter: who actor\n"
    (tmp_path / "own.rq").write_text(
        header + "SELECT ?target { VALUES ?who { UNDEF } ?statement kg:source ?who ; kg:target/rdfs:label ?target }"
    )
    result = kg("query", "--store", store, tmp_path / "own.rq", "who=russia", "--format", "csv")
    assert result.stdout.split() == ["target", "Ukraine"]


# view and validate


@pytest.mark.parametrize("by", ["principal", "actor"])
def test_view_writes_one_page_with_the_evidence_in_it(store: Path, tmp_path: Path, by: str) -> None:
    assert kg("view", "--store", store, "-o", tmp_path / "graph.html", "--by", by).exit_code == 0
    page = (tmp_path / "graph.html").read_text()
    data = json.dumps([embedded(page), embedded(page, "texts")])
    for shown in (" condemned ", " supports ", "kg sample"):
        assert shown in data
    assert "<b>War</b>" not in page


def test_validate_exits_with_one_when_something_breaks_the_shapes(store: Path, tmp_path: Path) -> None:
    result = kg("validate", "--store", store)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"kg: {store} conforms to the shapes\n")
    graph = NamedNode("https://w3id.org/geokg/id/article/x")
    with open_store(tmp_path / "store") as broken:
        broken.add_article([Quad(NamedNode("https://w3id.org/geokg/id/statement/0"), TYPE, STATEMENT, graph)])
    result = kg("validate", "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert "statement:0 " in result.stdout
    assert "breaks the shapes" in result.stderr


# explain, frames and evaluate


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "love.frames").write_text("[praises]\nSOURCE serenade TARGET\n> Turkey serenaded Syria. :: Turkey -> Syria\n")
    return folder


def test_explain_says_why_there_is_an_edge_and_why_there_is_none(own: Path) -> None:
    result = kg("explain", "In July the US removed Turkey from the F-35 programme.", "--date", "2020-05-26")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "United States – removed Turkey from – Turkey" in result.stdout
    assert "date 2019-07-01 to 2019-07-31" in result.stdout
    assert "no frame has the head “serenade” as verb" in kg("explain", "Turkey serenaded Syria.").stdout
    assert "love.frames:2, frame:serenade" in kg("explain", "Turkey serenaded Syria.", "--frames", own).stdout


def test_explain_shows_more_when_asked(own: Path) -> None:
    short, full = (kg("explain", "Poland attacked the idea.", *more).stdout for more in ((), ("--all",)))
    assert "--all shows them" in short
    assert len(full) > len(short)


def test_explain_escapes_what_a_terminal_would_obey() -> None:
    assert "\x1b" not in kg("explain", "Turkey attacked\x1b[2J Syria.").stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"), [(("Turkey slept.", "--date", "soon"), '"date" must read like 2020-05-26'), (("",), '"text" is empty')]
)
def test_explain_refuses_what_is_no_sentence_and_no_date(arguments: tuple[str, ...], complaint: str) -> None:
    assert_refused(kg("explain", *arguments), complaint)


def test_frames_are_listed_by_relation_and_by_word(own: Path) -> None:
    lines = kg("frames", "apologisesTo").stdout.splitlines()
    assert lines
    assert all(line.startswith("apologisesTo  SUPPORT  ontology/frames/support.frames:") for line in lines)
    assert kg("frames", "serenade", "--frames", own).stdout == f"praises  SUPPORT  {own}/love.frames:2  SOURCE serenade TARGET\n"
    assert {line.split()[1] for line in kg("frames", "--type", "retreat").stdout.splitlines()} == {"RETREAT"}
    nothing = kg("frames", "serenade")
    assert (nothing.exit_code, nothing.stdout) == (1, "")


def test_frames_are_checked_with_file_and_line(own: Path, tmp_path: Path) -> None:
    result = kg("frames", "--check", "--frames", own)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "kg: nothing is wrong with the frames\n")
    (tmp_path / "bad.frames").write_text("[praises]\nSOURCE serenade VICTIM\nSOURCE serenade\n[adores]\nSOURCE praise TARGET\n")
    result = kg("frames", "--check", "--frames", tmp_path)
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == [f"{tmp_path}/bad.frames:{n}" for n in (1, 2, 3, 4, 4)]
    assert result.stderr == "kg: 5 findings\n"
    assert_refused(kg("frames", "--frames", tmp_path), "bad.frames:2", "unknown slot 'VICTIM'")
    assert kg("frames", "--check", "attacks").exit_code == 2


def test_a_line_that_displaces_one_of_the_ontology_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.frames").write_text("[supports]\nSOURCE accuse TARGET\n> Turkey accused Syria. :: Syria -> Turkey\n")
    result = kg("frames", "--check", "--frames", tmp_path)
    assert result.exit_code == 1
    assert "should give Syria supports Turkey, but gives " in result.stdout
    (tmp_path / "own.frames").write_text("[supports]\nSOURCE apologise to TARGET\n> Turkey apologised to Syria. :: Turkey -> Syria\n")
    result = kg("frames", "--check", "--frames", tmp_path)
    assert "ontology/frames/support.frames:" in result.stdout
    assert f"ties with {tmp_path}/own.frames:2" in result.stdout


GOLD = [
    {"id": "one", "statements": [{"source": "France", "target": "Russia", "class": "ACCUSE", "sentence": "France condemned Russia."}]},
    {"id": "two", "statements": [{"source": "Russia", "target": "Poland", "class": "ASSAULT", "sentence": "Russia attacked Ukraine."}]},
]


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in GOLD))
    return path


def test_evaluate_measures_the_articles_given_or_the_texts_of_the_gold(articles: Path, gold: Path, tmp_path: Path) -> None:
    result = kg("evaluate", gold, articles, "--errors", tmp_path / "errors.tsv")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("articles: 2; core statements in the gold: 2; statements found: 4\n")
    assert "class     0.25 (0.00 to 0.50)  0.50 (0.00 to 1.00)" in result.stdout
    errors = [line.split("\t") for line in (tmp_path / "errors.tsv").read_text().splitlines()]
    assert [row[0] for row in errors] == ["error", "missed", "spurious", "spurious", "spurious"]
    assert errors[1][-1] == "Russia attacked Ukraine."
    texts = {article["id"]: article["text"] for article in ARTICLES}
    (tmp_path / "own.jsonl").write_text("".join(json.dumps({**row, "text": texts[row["id"]]}) + "\n" for row in GOLD))
    assert kg("evaluate", tmp_path / "own.jsonl").stdout == result.stdout
    assert kg("evaluate", tmp_path / "own.jsonl", "--jobs", "2").stdout == result.stdout
    assert kg("evaluate", "-", stdin=(tmp_path / "own.jsonl").read_bytes()).stdout == result.stdout
    (tmp_path / "first.jsonl").write_text(json.dumps(ARTICLES[0]) + "\n")
    assert kg("evaluate", tmp_path / "own.jsonl", tmp_path / "first.jsonl").stdout == result.stdout


def test_evaluate_refuses_gold_without_its_articles(articles: Path, gold: Path, tmp_path: Path) -> None:
    result = kg("evaluate", gold)
    assert result.exit_code == 2
    assert 'gold.jsonl:1: the field "text" is missing' in result.stderr
    assert result.stderr.splitlines()[-1].endswith("gold.jsonl:1: the gold row 'one' has no text, and no article with this id was given")
    (tmp_path / "bad.jsonl").write_text("{}")
    assert_refused(kg("evaluate", tmp_path / "bad.jsonl", articles), "bad.jsonl:1: is no gold row")
    assert_refused(kg("evaluate", tmp_path / "none.jsonl"), "none.jsonl: No such file")


def test_frames_of_ones_own_serve_extract_and_build(own: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "Turkey serenaded Syria."}))
    assert kg("extract", tmp_path / "a.jsonl").stdout == ""
    assert json.loads(kg("extract", tmp_path / "a.jsonl", "--frames", own).stdout)["rule"] == "frame:serenade"
    counts = [
        kg("build", tmp_path / "a.jsonl", "--store", tmp_path / "store", *more).stderr.split("read: ")[1].split(";")[0]
        for more in ((), ("--frames", own), ("--frames", own))
    ]
    assert counts == ["1 new, 0 known", "1 new, 0 known", "0 new, 1 known"]
    assert_refused(kg("extract", tmp_path / "a.jsonl", "--frames", tmp_path / "none"), "none: is no folder")


# Pipes and terminals


def test_a_reader_that_goes_away_is_no_error() -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    command = [sys.executable, "-m", "kg", "query", "--list"]
    listing = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert listing.stdout is not None
    listing.stdout.close()
    assert listing.stderr is not None
    assert listing.stderr.read() == b""
    assert listing.wait() == 0
    listing.stderr.close()


def test_progress_shows_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for screen, shown in ((io.StringIO(), False), (Terminal(), True)):
        monkeypatch.setattr(sys, "stderr", screen)
        assert list(progress(iter("abc"), "Reading")) == ["a", "b", "c"]
        assert ("Reading" in screen.getvalue()) is shown
