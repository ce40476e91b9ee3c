from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from pages import (
    ARTICLES,
    EDGES,
    ERDOGAN,
    F35,
    FRANCE,
    GREECE,
    OPTIONS,
    RUSSIA,
    STATEMENTS,
    TURKEY,
    US,
    actor,
    embedded,
    removal,
    statement,
    unpacked,
)
from worlds import world

import kg
from kg import cli
from kg.build import build
from kg.model import statement_to_json
from kg.store import open_store
from kg.view.backbone import backbone
from kg.view.blocs import blocs
from kg.view.columns import columns, reading
from kg.view.layout import LABEL_HEIGHT, LABEL_WIDTH, positions, sides
from kg.view.model import ArticleInfo, Options, Picture, view, web_address
from kg.view.page import island, page, page_data, render, short

# ---- the view model ----


def nodes(picture: Picture) -> set[str]:
    return {node.id for node in picture.nodes}


def test_there_is_a_picture_of_principals_and_one_of_acting_actors() -> None:
    model = view([statement(TURKEY, "condemned", GREECE, -5.0, acting=ERDOGAN)], {})
    assert nodes(model.pictures["principal"]) == {TURKEY.id, GREECE.id}
    assert nodes(model.pictures["actor"]) == {ERDOGAN.id, GREECE.id}
    assert set(model.actors) == {TURKEY.id, GREECE.id, ERDOGAN.id}


def test_a_second_triple_brings_its_party_into_the_picture() -> None:
    assert F35.id in nodes(view([removal()], {}, OPTIONS).pictures["principal"])
    assert F35.id not in nodes(view([removal()], {}).pictures["principal"])


def test_statements_come_old_before_new_and_undated_last() -> None:
    model = view(STATEMENTS, ARTICLES)
    days = list(model.days)
    assert days == [*sorted(day for day in days if day), None, None]


def test_the_order_of_statements_and_a_repetition_make_no_difference() -> None:
    rows, articles = world(12, 30, 60)
    expected = render(rows, articles)
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        assert render([*rows, rows[0]], articles) == expected


def test_objects_take_no_sides() -> None:
    picture = view([statement(US, "praise", F35, 6.0), statement(US, "back", FRANCE, 6.0, at=100)], {}).pictures["principal"]
    assert picture.blocs == ((FRANCE.id, US.id),)
    assert next(node for node in picture.nodes if node.id == F35.id).bloc is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        " ",
        None,
        "https://",
        "http://[",
        "//example.org/x",
        "java\nscript:x",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert web_address(url) is None
    assert view([removal()], {"a1": ArticleInfo(url=url)}).articles["a1"].url is None


# ---- blocs ----


def test_friends_are_a_bloc_and_foes_are_not() -> None:
    assert blocs({("a", "b"): 0.5, ("b", "c"): -0.5, ("c", "d"): 0.1}) == (("a", "b"), ("c", "d"))


def test_a_friends_enemy_stays_outside_while_the_enmity_outweighs() -> None:
    assert blocs({("a", "b"): 0.8, ("b", "c"): 0.3, ("a", "c"): -0.6}) == (("a", "b"),)
    assert blocs({("a", "b"): 0.8, ("b", "c"): 0.7, ("a", "c"): -0.6}) == (("a", "b", "c"),)


def test_both_directions_add_up() -> None:
    assert blocs({("a", "b"): 0.5, ("b", "a"): -0.6}) == ()


def test_no_scores_no_blocs() -> None:
    assert blocs({}) == ()
    assert blocs({("a", "a"): 0.9}) == ()


# ---- the backbone ----


def test_the_backbone_takes_what_is_unlikely_to_be_chance_first() -> None:
    # Of hub's edges only that to d is heavy for hub; of the chain's edges none is.
    weights = {("d", "hub"): 40.0, **{("hub", leaf): 1.0 for leaf in ("w", "x", "y", "z")}, ("x", "y"): 1.0}
    order = backbone(weights)
    assert order[:2] == ("hub", "d")
    assert sorted(order) == ["d", "hub", "w", "x", "y", "z"]


def test_the_backbone_keeps_what_matters_to_a_small_actor() -> None:
    # (1 − 8/10)^2 = 0.04 for the small actor; the hub's equal edges have (1 − 10/100)^9 = 0.39 each.
    weights = {("small", "friend"): 8.0, ("small", "a"): 1.0, ("small", "b"): 1.0, **{("hub", f"leaf{n}"): 10.0 for n in range(10)}}
    assert backbone(weights)[:2] == ("small", "friend")


def test_no_weights_no_backbone() -> None:
    assert backbone({}) == ()
    assert backbone({("a", "a"): 3.0}) == ("a",)


# ---- places ----


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40])
def test_every_node_has_a_place_and_room_for_its_label(count: int) -> None:
    names = [f"n{number}" for number in range(count)]
    dice = random.Random(5)
    pairs = [dice.sample(names, 2) for _ in range(2 * count)] if count > 1 else []
    pulls = {(one, other): dice.choice([0.1, 1.5]) for one, other in pairs}
    points = positions(names, pulls)
    assert sorted(points) == sorted(names)
    close = [
        (a, b)
        for a in names
        for b in names
        if a < b and abs(points[a][0] - points[b][0]) < LABEL_WIDTH * 0.8 and abs(points[a][1] - points[b][1]) < LABEL_HEIGHT * 0.8
    ]
    assert close == []


def test_opposed_blocs_stand_apart() -> None:
    picture = view(*world(60, 300, 900)).pictures["principal"]
    at = {node.id: (node.x, node.y) for node in picture.nodes}
    first, second = picture.blocs[:2]

    def mean(one: tuple[str, ...], other: tuple[str, ...]) -> float:
        far = [((at[a][0] - at[b][0]) ** 2 + (at[a][1] - at[b][1]) ** 2) ** 0.5 for a in one for b in other if a != b]
        return sum(far) / len(far)

    assert mean(first, second) > 1.3 * max(mean(first, first), mean(second, second))


def test_blocs_without_stances_have_no_side() -> None:
    assert sides({}) == {}
    assert sides({(0, 1): 0.0}) == {}
    (left, right), friends = sorted(sides({(0, 1): -1.0}).values()), sides({(0, 1): 1.0})
    assert left[0] < 0 < right[0]
    assert friends[0][0] == pytest.approx(friends[1][0])


def test_more_nodes_than_networkx_lays_out_without_scipy() -> None:
    names = [f"n{number:03}" for number in range(520)]
    pulls = {(names[number // 2], names[number]): 1.0 for number in range(1, 520)}
    points = positions(names, pulls)
    assert len(set(points.values())) == 520


def test_places_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from kg.view.layout import positions; names = [chr(97 + n) for n in range(14)];"
        "print(positions(set(names), {(a, b): 1.0 for a in names for b in names if (ord(a) * ord(b)) % 5 == 1},"
        "{(0, 1): -1.0, (1, 2): -0.5}, {name: ord(name) % 3 for name in names}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


# ---- the columns ----


def test_every_string_stands_once_and_no_column_is_short() -> None:
    model = view(STATEMENTS, ARTICLES, OPTIONS)
    data, texts = columns(model), reading(model)
    assert {len(column) for part in (data, texts) for column in part["numbers"].values()} == {len(STATEMENTS)}
    tables = {**data, **texts}
    for table in ("sentences", "labels", "relations", "events", "rules", "outlets", "intensities", "modalities", "confidences"):
        assert len(set(tables[table])) == len(tables[table])
    assert [texts["sentences"][number] for number in texts["numbers"]["sentence"]] == [
        row.evidence.text for row in view(STATEMENTS, ARTICLES).statements
    ]


def test_thirty_statements_of_one_sentence_hold_it_once() -> None:
    rows = [statement(US, "praised", actor(f"Actor {n}"), tail=" and " + "x" * 4000, at=5000 * n) for n in range(3)]
    shared = [statement(US, "praised", FRANCE, tail="x" * 5000, relation=f"r{n}") for n in range(30)]
    assert len(reading(view(shared, {}))["sentences"]) == 1
    assert len(reading(view(rows, {}))["sentences"]) == 3


def test_a_reader_of_the_picture_alone_finds_no_sentence() -> None:
    assert "Greece criticised Turkey" not in json.dumps(page_data(view(STATEMENTS, ARTICLES)))


# ---- the page ----


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": [], "h1": []}
        self.open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag in self.texts:
            self.texts[tag].append("")
        self.open = tag

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.texts.get(self.open):
            self.texts[self.open][-1] += data


def test_the_policy_forbids_everything_but_the_scripts_and_styles_of_the_page() -> None:
    elements = Elements(render([removal()], {}, OPTIONS))
    (policy,) = [attributes["content"] for tag, attributes in elements.seen if attributes.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert (rules["default-src"], rules["connect-src"]) == ("'none'", "'none'")
    assert (rules["base-uri"], rules["form-action"], rules["img-src"]) == ("'none'", "'none'", "data:")

    def sources(texts: list[str]) -> set[str]:
        return {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts}

    vis, _data, _texts, script = elements.texts["script"]
    assert set(rules["script-src"].split()) == sources([vis, script])
    assert set(rules["style-src"].split()) == sources(elements.texts["style"])


def test_the_page_asks_for_nothing_and_has_no_inline_handlers() -> None:
    elements = Elements(render([removal()], {"a1": ArticleInfo(url="https://news.example/1")}))
    for tag, attributes in elements.seen:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "action", "srcset")]
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert "sourceMappingURL" not in "".join(elements.texts["script"])


def test_the_page_is_light() -> None:
    assert len(render([], {}).encode()) < 1_500_000
    rows, articles = world(60, 300, 3000)
    assert len(render(rows, articles).encode()) - len(render([], {}).encode()) < 110 * len(rows)


def test_hostile_text_is_data_and_never_markup() -> None:
    evil = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>\u2028\u2029&amp;\ud800"
    row = statement(actor(evil), "back", actor("<script>"))
    text = render([row], {"a1": ArticleInfo(title=evil, outlet=evil)}, Options(title=evil.replace("\ud800", "")))
    assert "onerror=alert(1)>" not in text
    elements = Elements(text)
    assert elements.texts["title"] == elements.texts["h1"] == [evil.replace("\ud800", "")]
    assert len(elements.texts["script"]) == 4
    assert set(embedded(text)["actors"]["label"]) == {evil, "<script>"}


def test_the_island_is_ascii_without_markup_and_reads_back() -> None:
    numbers = {"small": [-128, 127], "middle": [-129, 128], "large": [-(2**31), 2**31 - 1], "more": [10, 13], "huge": [-(2**40), 1]}
    data = {"text": "<>& \u2028\u2029 中 \ud800 \n</script>", "numbers": numbers}
    text = island(data)
    assert text.isascii()
    assert not set("<>&") & set(text)
    assert unpacked(text) == data
    assert unpacked(island({"numbers": {"none": []}})) == {"numbers": {"none": []}}


def test_labels_in_the_picture_are_short() -> None:
    assert short("Turkey") == "Turkey"
    assert short("Government of National Accord") == "Government of\nNational Accord"
    assert len(short("x" * 5000)) <= 37


def test_a_self_dyad_an_empty_view_and_one_statement_are_drawn() -> None:
    loop = view([statement(US, "blame", US, -1.0)], {})
    assert nodes(loop.pictures["principal"]) == {US.id}
    for model in (loop, view([], {}), view([removal()], {})):
        assert page(model).startswith("<!doctype html>")


def test_a_notebook_shows_the_page_in_a_sandbox() -> None:
    from kg.view.notebook import StanceGraph

    shown = StanceGraph([removal()], ARTICLES, OPTIONS)._repr_html_()
    ((tag, attributes),) = Elements(shown).seen
    assert tag == "iframe"
    assert attributes["sandbox"] == "allow-scripts allow-downloads allow-popups"
    assert attributes["srcdoc"] == render([removal()], ARTICLES, OPTIONS)


# ---- the command ----


def test_kg_view_draws_statements_from_a_file_as_from_a_store(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "a", "text": "Turkey praised Greece.", "date": "2020-01-02"}))
    article = kg.article("Turkey praised Greece.", id="a", date="2020-01-02")
    with open_store(tmp_path / "store") as store:
        ((_, rows),) = build(store, kg.load(), [article])
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(statement_to_json(row)) + "\n" for row in rows))
    run = CliRunner().invoke
    first = run(cli.cli, ["view", "--store", str(tmp_path / "store"), "-o", str(tmp_path / "a.html")])
    second = run(
        cli.cli, ["view", str(tmp_path / "s.jsonl"), "--articles", str(tmp_path / "articles.jsonl"), "-o", str(tmp_path / "b.html")]
    )
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    stored, told = ((tmp_path / name).read_text() for name in ("a.html", "b.html"))
    assert embedded(stored) == embedded(told)
    # Only a store knows what made its statements.
    texts, others = embedded(stored, "texts"), embedded(told, "texts")
    assert (texts["articles"].pop("run"), others["articles"].pop("run")) == ([0], [-1])
    (made,) = texts.pop("runs")
    assert made["generator"].startswith("geokg ")
    assert others.pop("runs") == []
    assert texts == others
    assert len(texts["articles"]["digest"][0]) == 64


def test_a_line_that_is_no_statement_is_told_and_the_rest_is_drawn(tmp_path: Path) -> None:
    good = json.dumps(statement_to_json(removal()))
    odd = [
        good.replace("-5.0", "NaN"),
        good.replace('"confidence": 0.87', '"confidence": "x"'),
        good.replace('"start": 15', '"start": "x"'),
        good.replace('"start": 7', '"start": "x"'),
    ]
    lines = [good, "{", "[]", '{"id": "x"}', "", *odd]
    result = CliRunner().invoke(cli.cli, ["view", "-", "-o", str(tmp_path / "x.html")], input="\n".join(lines))
    assert result.exit_code == 2
    for place in (*(f"standard input, line {number}:" for number in (2, 3, 4)), *(f"line {number}:" for number in (6, 7, 8, 9))):
        assert place in result.stderr
    assert len(embedded((tmp_path / "x.html").read_text(), "texts")["ids"]) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a store with --store, or a file of STATEMENTS"),
        (["x.jsonl", "--store", "y"], "name a store with --store, or a file of STATEMENTS"),
        (["nothing.jsonl"], "there is no such file"),
        (["--store", "nothing"], "there is no store"),
        (["-", "--max-nodes", "0"], "max-nodes"),
    ],
)
def test_what_cannot_be_drawn_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.cli, ["view", *arguments, "-o", "x.html"], input="")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("x.html").exists()


def test_the_edges_of_the_sample_are_those_of_the_ontology() -> None:
    from kg.build import context_edges

    assert context_edges()["removesFrom"] == EDGES["removesFrom"]
    assert RUSSIA.id in view(STATEMENTS, ARTICLES).actors
