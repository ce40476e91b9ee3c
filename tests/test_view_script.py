"""What the page's script computes, run in a browser: the stances are those of Python, the exports read back."""

from __future__ import annotations

import csv
import io
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pages import ARTICLES, EDGES, F35, FRANCE, GREECE, OPTIONS, STATEMENTS, TURKEY, US, Watched, open_watched, statement
from playwright.sync_api import Browser
from pyoxigraph import RdfFormat, parse
from worlds import world

from kg.model import Actor, Article, Evidence, Statement, Trigger
from kg.rdf import ActorFacts, Run, article_digest, article_to_quads, statement_to_quads, statements_from_quads
from kg.stance import Parties, Publication, Stance, Window, stances
from kg.stance_rdf import stances_to_quads
from kg.validate import validate as violations
from kg.view.columns import reading
from kg.view.model import ArticleInfo, Options, view
from kg.view.page import page_data
from kg.view.script import joined

ROOT = Path(__file__).parent.parent
MODULES = ("data", "stance", "scene", "filters", "fragment", "paths", "bins", "csv", "turtle", "trigger", "turns", "cards", "figure")
EXACT = (
    "sign", "cooperative", "conflictual", "neutral", "counted", "negated", "ended", "copies", "attributed", "articles", "outlets",
)  # fmt: skip
CLOSE = ("score", "margin", "low", "high", "weight", "disagreement")


@pytest.fixture(scope="module")
def unit(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A page with the modules that compute, as properties of `unit`."""
    path = tmp_path_factory.mktemp("unit") / "unit.html"
    script = joined(*MODULES) + "window.unit = {" + ", ".join(f"...${name}" for name in MODULES) + "}; document.body.className = 'ready';"
    path.write_text(f"<!doctype html><title>unit</title><body><script type=module>{script}</script>", encoding="utf-8")
    watched = open_watched(browser, path)
    yield watched
    watched.check()


def computed(
    unit: Watched, script: str, rows: list[Statement], articles: dict[str, ArticleInfo], options: Options = OPTIONS, **more: Any
) -> Any:
    """What a function of `(data, unit, more)` returns for the columns of some statements."""
    model = view(rows, articles, options)
    whole = "(raw, texts) => { const data = unit.tabled(raw); unit.joinTexts(data, texts); return data; }"
    return unit.evaluate(f"([raw, texts, more]) => ({script})(({whole})(raw, texts), unit, more)", [page_data(model), reading(model), more])


# ---- stances ----

STANCES = """(data, { passing, dyadsOf, stanceOf, START }, { by, from, to, halfLife, ...filters }) => {
  const state = { ...START, by, from, to, ...filters };
  return dyadsOf(data, passing(data, state), by).filter((dyad) => dyad.pieces.length).map((dyad) => [
    data.actors.id[dyad.source], data.actors.id[dyad.target], stanceOf(data, dyad.pieces, to, halfLife ?? data.weights.halfLife),
  ]);
}"""


def number(day: str | None) -> int | None:
    import datetime as dt

    return None if day is None else (dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days


def assert_same(found: Any, expected: Stance) -> None:
    for name in EXACT:
        assert found[name] == getattr(expected, name), name
    for name in CLOSE:
        assert math.isclose(found[name], getattr(expected, name), rel_tol=0, abs_tol=1e-9), name
    for name in ("reference", "first", "last"):
        assert found[name] == number(getattr(expected, name)), name


@pytest.mark.parametrize(
    ("by", "window"),
    [
        ("principal", Window()),
        ("actor", Window()),
        ("principal", Window(since="2020-03-05", until="2020-09-20")),
        ("actor", Window(until="2021-01-01", half_life=30.0)),
        ("principal", Window(since="2022-06-01", half_life=1e9)),
    ],
)
def test_the_stances_of_the_page_are_those_of_python(unit: Watched, by: Parties, window: Window) -> None:
    rows, articles = world(30, 120, 900, seed=7)
    rows = [acting_for(row, number, rows) for number, row in enumerate(rows)]
    # Copies: the same sentence in another article, near in time for some; and near-duplicate articles.
    rows += [replace(row, article=f"article-{(number * 7) % 90:05}") for number, row in enumerate(rows[:300])]
    articles = {key: replace(info, date=None if key.endswith("3") else info.date) for key, info in articles.items()}
    groups = {f"article-{number:05}": f"group {number % 4}" for number in range(0, 90, 6)}
    known = {key: Publication(info.date, info.outlet) for key, info in articles.items()}
    expected = {(one.source.id, one.target.id): one for one in stances(rows, by, articles=known, window=window, groups=groups)}
    found = computed(
        unit,
        STANCES,
        rows,
        articles,
        Options(groups=groups),
        by=by,
        **{"from": number(window.since), "to": number(window.until), "halfLife": window.half_life},
    )
    assert len(found) == len(expected) > 50
    assert sum(one.copies for one in expected.values()) > 0 or window.since
    for source, target, stance in found:
        assert_same(stance, expected[source, target])


def acting_for(row: Statement, number: int, rows: list[Statement]) -> Statement:
    """The statement with its source acting for the target of another, now and then."""
    principal = rows[(number * 13) % len(rows)].target.actor
    return replace(row, source=replace(row.source, principal=principal)) if number % 3 == 0 else row


def test_endings_stop_what_they_end(unit: Watched) -> None:
    rows = [
        statement(US, "backs", FRANCE, 8.0, "a1"),
        statement(US, "backs", FRANCE, 8.0, "a2", phase="ended", at=50),
        statement(US, "arms", FRANCE, 5.0, "a1", at=100),
    ]
    ((_, _, found),) = computed(unit, STANCES, rows, ARTICLES, by="principal", **{"from": None, "to": None, "halfLife": None})
    (expected,) = stances(rows, articles=ARTICLES)
    assert (expected.ended, expected.counted) == (2, 1)
    assert_same(found, expected)


@pytest.mark.parametrize("denied", ["", "without", "only"])
def test_the_filter_of_denials_leaves_the_stances_of_what_it_leaves(unit: Watched, denied: str) -> None:
    rows, articles = world(12, 40, 600, seed=3)
    left = [row for row in rows if not denied or row.negated == (denied == "only")]
    assert 0 < len(left) <= len(rows)
    known = {key: Publication(info.date, info.outlet) for key, info in articles.items()}
    expected = {(one.source.id, one.target.id): one for one in stances(left, articles=known)}
    found = computed(unit, STANCES, rows, articles, by="principal", denied=denied, **{"from": None, "to": None, "halfLife": None})
    assert {(source, target) for source, target, _ in found} == set(expected)
    for source, target, stance in found:
        assert_same(stance, expected[source, target])
        assert (stance["counted"] == 0) == (denied == "only")


def test_a_dyad_of_denials_alone_is_neutral_and_drawn(unit: Watched) -> None:
    script = """(data, { sceneOf, START, measures, edgeWidth, edgeTitle }) => {
      const scene = sceneOf(data, START);
      return scene.edges.map((edge) => [edge.sign, edge.articles, edgeWidth(edge, measures(scene, 1)), edgeTitle(data, edge)]);
    }"""
    ((sign, articles, width, title),) = computed(unit, script, [statement(US, "hit", FRANCE, -9.0, negated=True)], {})
    assert (sign, articles, width) == ("neutral", 0, 1.5)
    assert "1 statement of which none counts" in title


def test_no_statements_give_no_stances(unit: Watched) -> None:
    assert computed(unit, STANCES, [], {}, by="actor", **{"from": None, "to": None, "halfLife": None}) == []


# ---- the fragment ----


def test_a_fragment_and_its_state_are_each_other(unit: Watched) -> None:
    state = {
        "by": "actor", "node": "actor/turkey", "from": 18000, "to": 18100, "event": ["ACCUSE", "AID"], "quad": ["3"], "sign": ["neutral"],
        "modality": ["future"], "outlet": ["A, B & C=#%", "中文"], "speaker": ["actor/x"],
        "told": "speaker", "denied": "without", "disputed": True, "evidence": 3,
        "confidence": 0.45,
        "words": "tanks & “guns”", "focus": "actor/ü", "steps": 2, "path": ["actor/a>b", "actor/c,d"], "view": "table",
        "all": True,
    }  # fmt: skip
    whole = unit.evaluate("(state) => ({ ...unit.START, ...state })", state)
    assert unit.evaluate("(state) => unit.stateOf(unit.fragmentOf(state))", whole) == whole
    assert unit.evaluate("() => unit.fragmentOf(unit.START)") == ""


@pytest.mark.parametrize(
    "fragment",
    [
        "#",
        "#all",
        "#edge=%E0%A4%A",
        "#from=2020-13-45",
        "#by=nobody",
        "#steps=x&evidence=-3&confidence=nan",
        "#__proto__=x&constructor=y",
        "#path=a",
    ],
)
def test_a_malformed_fragment_is_the_start(unit: Watched, fragment: str) -> None:
    assert unit.evaluate("(text) => unit.stateOf(text)", fragment) == unit.evaluate("() => unit.START")


# ---- paths ----


def test_paths_are_the_shortest_and_those_of_one_step_more(unit: Watched) -> None:
    edges = [{"source": a, "target": b} for a, b in [(1, 2), (3, 2), (1, 4), (4, 5), (5, 3), (1, 6), (6, 7), (7, 8), (8, 3), (2, 2)]]
    paths = "([edges, from, to]) => unit.paths(edges, from, to)"
    assert unit.evaluate(paths, [edges, 1, 3]) == [[1, 2, 3], [1, 4, 5, 3]]
    assert unit.evaluate(paths, [edges, 1, 99]) == unit.evaluate(paths, [edges, 1, 1]) == []
    assert unit.evaluate("(edges) => [...unit.within(edges, 1, 1)].sort()", edges) == [1, 2, 4, 6]


# ---- the timeline's bins ----


@pytest.mark.parametrize(
    ("days", "count", "first"),
    [
        (["2020-05-01", "2020-05-09"], 9, "2020-05-01"),
        (["2020-01-15", "2020-12-31"], 12, "2020-01-01"),
        (["1990-06-01", "2020-12-31"], 31, "1990-01-01"),
        (["1988-06-01", *["2020-01-02"] * 60, "2020-12-31"], 13, "1988-06-01"),
        ([], 0, None),
    ],
)
def test_bins_are_days_months_or_years(unit: Watched, days: list[str], count: int, first: str | None) -> None:
    rows = [statement(US, "met", FRANCE, 1.0, f"b{n}", at=10 * n) for n in range(len(days))]
    articles = {f"b{n}": ArticleInfo(date=day) for n, day in enumerate(days)}
    bins = computed(unit, "(data, { binsOf }) => binsOf(data)", rows, articles)
    assert len(bins) == count
    assert (bins[0]["from"] if bins else None) == number(first)
    assert all(one["to"] + 1 == after["from"] for one, after in pairwise(bins))
    counts = computed(
        unit, "(data, { binsOf, countsOf, passing, START }) => countsOf(data, passing(data, START), binsOf(data))", rows, articles
    )
    assert sum(one["cooperative"] for one in counts) == len(days)


# ---- who turned ----


def test_a_turn_compares_the_period_with_the_days_before_it(unit: Watched) -> None:
    rows = [
        statement(US, "backed", FRANCE, 8.0, "a1"),
        statement(US, "condemned", FRANCE, -8.0, "a2"),
        statement(GREECE, "hit", FRANCE, -9.0, "a2"),
    ]
    script = """(data, { turns, edgesOf, START, against }, { from }) => {
      const state = { ...START, from };
      return turns(data, state, edgesOf(data, state).edges).map((turn) => [turn.edge.id, turn.before?.score ?? null, against(turn, 0.05)]);
    }"""
    (before,) = stances(rows[:1], articles=ARTICLES, window=Window(until="2020-07-31"))
    found = computed(unit, script, rows, ARTICLES, **{"from": number("2020-08-01")})
    assert {edge: turned for edge, _, turned in found} == {"actor/united-states>actor/france": True, "actor/greece>actor/france": True}
    scores = {edge: score for edge, score, _ in found}
    assert scores["actor/greece>actor/france"] is None
    assert math.isclose(scores["actor/united-states>actor/france"], before.score, abs_tol=1e-9)


# ---- exports ----

ALL = "(data, unit) => unit.{}(data, [...data.s.id.keys()])"


def test_the_turtle_of_the_page_reads_back_as_the_same_statements(unit: Watched) -> None:
    evil = Actor('actor/e"\\vil <x>', 'Say "no"\\\n\t<script>\x01', "Group")
    rows = [*STATEMENTS, statement(evil, "hit", F35, -9.5, "a 4/ü'(x)!*", tail=' “quoted” \\ "x" 中文 😀\x7f', phase="began")]
    text = computed(unit, ALL.format("turtleOf"), rows, ARTICLES)
    assert sorted(statements_from_quads(parse(text.encode(), RdfFormat.TURTLE)), key=repr) == sorted(rows, key=repr)
    graph = rdflib.Graph().parse(data=text, format="turtle")
    ours = {str(quad.subject) for row in rows for quad in statement_to_quads(row, context_edges=EDGES)}
    assert {f"<{subject}>" for subject in graph.subjects() if "/statement/" in str(subject)} <= ours


def test_the_turtle_of_all_statements_is_what_the_store_holds(unit: Watched) -> None:
    run = Run("geokg 0.1 ü", "en_core 3.7", "abc")
    texts = {
        "a1": Article("a1", "x", (), "Older “news”", "2019-08-01", "https://news.example/older", "The Meridian"),
        "a2": Article("a2", "y", (), None, "2020-08", None, "Nordic Wire", "de"),
        "a3": Article("a3", "z", ()),
    }
    infos = {
        key: ArticleInfo(one.title, one.date, one.url, one.outlet, one.language, article_digest(one), run) for key, one in texts.items()
    }
    facts = {TURKEY.id: ActorFacts("Q43", "TR", "TUR", ("Turkey", "Türkiye", 'the "Republic"')), US.id: ActorFacts(names=("USA",))}
    stored = [quad for row in STATEMENTS for quad in statement_to_quads(row, run=run, context_edges=EDGES, actor_facts=facts)]
    stored += [quad for article in texts.values() for quad in article_to_quads(article, run)]
    text = computed(unit, ALL.format("turtleOf"), STATEMENTS, infos, replace(OPTIONS, actor_facts=facts))
    triples = {tuple(str(part) for part in quad.triple) for quad in stored}
    assert {tuple(str(part) for part in quad.triple) for quad in parse(text.encode(), RdfFormat.TURTLE)} == triples


def test_the_turtle_has_the_stances_of_the_filters_and_fits_the_shapes(unit: Watched) -> None:
    script = """(data, { turtleOf, sceneOf, START }, { until }) => {
      const state = { ...START, to: until };
      const scene = sceneOf(data, state);
      return turtleOf(data, scene.shown, scene.edges, state);
    }"""
    window = Window(until="2020-12-31")
    quads = list(parse(computed(unit, script, STATEMENTS, ARTICLES, until=number(window.until)).encode(), RdfFormat.TURTLE))
    expected = list(stances(STATEMENTS, articles=ARTICLES, window=window))
    predicates = set("score margin low high weight disagreement halfLife asOf until copies negatedCount articles".split())

    def told(triples: Any) -> list[tuple[str, str]]:
        found = ((str(triple.predicate), str(triple.object)) for triple in triples)
        return sorted((one, two) for one, two in found if one.removesuffix(">").rpartition("#")[2] in predicates)

    assert told(quads) == told(stances_to_quads(expected))
    # These articles have no digests, and these relations are made up; all else fits.
    problems = {violation.problem for violation in violations(quads) if "criticised" not in (violation.value or "")}
    assert {problem for problem in problems if "digest" not in problem and "relation" not in problem} == set()


def test_the_csv_reads_back_and_cannot_be_a_formula(unit: Watched) -> None:
    evil = Actor("actor/evil", '=HYPERLINK("x"),\n', "Group")
    rows = list(csv.DictReader(io.StringIO(computed(unit, ALL.format("csvOf"), [*STATEMENTS, statement(evil, "hit", US, -9.0)], ARTICLES))))
    assert len(rows) == len(STATEMENTS) + 1
    by_id = {row["id"]: row for row in rows}
    removed = by_id[STATEMENTS[0].id]
    assert (removed["source"], removed["target"], removed["context"], removed["speaker"]) == (
        "United States", "Turkey", "from F-35 programme", "Recep Tayyip Erdoğan",
    )  # fmt: skip
    assert (removed["sentence"], removed["day"], removed["intensity"], removed["negated"]) == (
        STATEMENTS[0].evidence.text, "2019-07-31", "-5", "false",
    )  # fmt: skip
    assert any(row["source"] == '\'=HYPERLINK("x"),\n' for row in rows)


# ---- evidence ----


def test_a_sentence_is_cut_at_its_mentions_and_joins_to_the_sentence(unit: Watched) -> None:
    pieces = computed(unit, "(data, { marked }) => marked(data, 0)", [STATEMENTS[0]], ARTICLES)
    assert [(piece["text"], piece["part"]) for piece in pieces] == [
        ("The US", "source"), (" ", None), ("removed", "trigger"), (" ", None), ("Turkey", "target"), (" from ", None),
        ("the F-35 programme", "context"), (".", None),
    ]  # fmt: skip


def test_the_trigger_is_where_the_statement_says(unit: Watched) -> None:
    text = "The US, which once removed Iran, removed Turkey from the F-35 programme."
    told = statement(US, "removed", TURKEY, -5.0, trigger=Trigger(133, 140), at=100)
    told = replace(told, evidence=Evidence(text, 100, 100 + len(text)), source=replace(told.source, text="US", start=104, end=106))
    told = replace(told, target=replace(told.target, start=141, end=147))
    for row, place in ((told, 33), (replace(told, trigger=None), 19), (replace(told, trigger=Trigger(90, 95)), None)):
        pieces = computed(unit, "(data, { marked }) => marked(data, 0)", [row], {})
        assert "".join(piece["text"] for piece in pieces) == text
        found = [
            place
            for place, piece in zip(accumulate([0, *(len(piece["text"]) for piece in pieces)]), pieces, strict=False)
            if piece["part"] == "trigger"
        ]
        assert found == ([] if place is None else [place])


def test_marks_count_code_points_and_leave_out_what_does_not_stand_there(unit: Watched) -> None:
    china = Actor("actor/china", "中国", "State")
    row = statement(Actor("actor/i", "😀😀 Iran", "State"), "hailed", china, 3.0, at=30)
    wrong = replace(row, source=replace(row.source, text="Iraq"))
    pieces = computed(unit, "(data, { marked }) => marked(data, 0)", [row], {})
    assert [piece["text"] for piece in pieces if piece["part"] in ("source", "target")] == ["😀😀 Iran", "中国"]
    assert "".join(piece["text"] for piece in pieces) == row.evidence.text
    assert [piece["part"] for piece in computed(unit, "(data, { marked }) => marked(data, 0)", [wrong], {})] == [
        None,
        "trigger",
        None,
        "target",
        None,
    ]


@pytest.mark.parametrize(
    ("sentence", "rule", "label", "trigger"),
    [
        ("Manila accuses China of ramming", "frame:accuse-of", "accused", ["accuses"]),
        ("It imposed new sanctions on it", "frame:impose-on", "imposed sanctions on", ["imposed"]),
        ("NATO denied it", "frame:deny", "denied", ["denied"]),
        ("US drops Turkey", "frame:remove-from", "removed", []),
        ("Saudi Arabia, Iran’s regional rival", "frame:rival-of", "is at odds with", ["rival"]),
    ],
)
def test_the_trigger_is_the_word_of_the_frame_or_of_the_label(
    unit: Watched, sentence: str, rule: str, label: str, trigger: list[str]
) -> None:
    cut = "([sentence, rule, label]) => unit.triggerOf(sentence, rule, label, []).map(([a, b]) => sentence.slice(a, b))"
    assert unit.evaluate(cut, [sentence, rule, label]) == trigger


# ---- the modules ----


def test_the_script_and_the_style_are_linted_and_formatted() -> None:
    biome = Path(sys.executable).parent / "biome"
    found = subprocess.run([biome, "check", "--error-on-warnings"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_modules_are_small_and_import_in_no_circle() -> None:
    for path in (ROOT / "kg" / "view" / "script").glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path.name
        joined(path.stem)
