from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_stance import GREECE, LIBYA, MINISTER, TURKEY, act, mention, one

from kg import article, cli
from kg.model import Actor
from kg.rdf import Run, article_to_quads, statement_to_quads
from kg.stance import Publication, Window
from kg.stance_rdf import printed
from kg.store import open_store

PAPERS = {"a1": ("2020-01-10", "One"), "a2": ("2020-03-20", "Two"), "a3": ("2020-03-21", "Three")}
KNOWN = {name: Publication(*paper) for name, paper in PAPERS.items()}
ROWS = (
    act(7.0, "a1"),
    act(-9.0, "a2", words="Turkey attacked Libya."),
    act(-9.0, "a3", words="TURKEY ATTACKED LIBYA"),
    act(-2.0, "a1", source=GREECE, target=TURKEY, relation="criticises"),
    replace(act(2.0, "a2", target=GREECE), source=mention(MINISTER, TURKEY)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("stances") / "store"
    with open_store(path) as store:
        for name, (date, outlet) in PAPERS.items():
            quads = list(article_to_quads(article("Words.", id=name, date=date, outlet=outlet), Run("kg", "none")))
            quads += [quad for row in ROWS if row.article == name for quad in statement_to_quads(row)]
            store.add_article(quads)
    return path


def kg(*arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, ["stance", *arguments], prog_name="kg")


def test_a_dyad_is_told_with_its_interval_and_counts(folder: Path) -> None:
    result = kg("turkey", "LIBYA", "--store", str(folder))
    expected = one(*ROWS[:3], articles=KNOWN)
    assert result.exit_code == 0
    header, _, line = result.stdout.splitlines()
    assert header.split("  ")[0] == "source"
    assert line.split() == [
        "Turkey", "Libya", f"{expected.score:+.2f}", f"{expected.low:+.2f}", f"{expected.high:+.2f}", "1", "1", "0", "2",
        f"{expected.disagreement:.2f}",
        "2020-03-20",
    ]  # fmt: skip


def test_json_and_csv_hold_every_number(folder: Path) -> None:
    asked = ("turkey", "libya", "--store", str(folder), "--until", "2020-12-31", "--half-life", "90")
    (row,) = json.loads(kg(*asked, "--format", "json").stdout)
    expected = one(*ROWS[:3], articles=KNOWN, window=Window(until="2020-12-31", half_life=90))
    assert (row["source_id"], row["target_id"], row["until"], row["half_life"]) == ("actor/turkey", "actor/libya", "2020-12-31", 90)
    assert {name: row[name] for name in ("score", "margin", "weight")} == {
        name: printed(getattr(expected, name)) for name in ("score", "margin", "weight")
    }
    assert (row["copies"], row["outlets"], row["statements"]) == (1, 2, [statement.id for statement in expected.statements])
    (sheet,) = csv.DictReader(io.StringIO(kg(*asked, "--format", "csv").stdout))
    assert sheet == {key: " ".join(value) if isinstance(value, list) else "" if value is None else str(value) for key, value in row.items()}


def test_an_actor_alone_and_nobody_list_the_strongest_first(folder: Path) -> None:
    rows = json.loads(kg("Turkey", "--store", str(folder), "--format", "json").stdout)
    assert [row["target"] for row in rows] == ["Libya", "Greece"]
    everybody = kg("--store", str(folder), "--format", "json", "--limit", "2")
    scores = [abs(row["score"]) for row in json.loads(everybody.stdout)]
    assert scores == sorted(scores, reverse=True)
    assert everybody.stderr == "kg: the strongest 2 of 3; --limit shows more\n"


def test_actors_themselves_can_be_asked_for(folder: Path) -> None:
    assert kg("minister", "greece", "--store", str(folder)).exit_code == 1
    (row,) = json.loads(kg("minister", "greece", "--store", str(folder), "--by", "actor", "--format", "json").stdout)
    assert (row["source"], row["cooperative"]) == ("Ada Minister", 1)
    assert kg("--store", str(folder), "--by", "actor", "--by", "principal").exit_code == 2


def test_months_show_when_a_stance_turned(folder: Path) -> None:
    rows = json.loads(kg("turkey", "libya", "--store", str(folder), "--by", "month", "--format", "json").stdout)
    assert [(row["month"], row["new_cooperative"], row["new_conflictual"], row["sign"]) for row in rows] == [
        ("2020-01", 1, 0, "cooperative"),
        ("2020-02", 0, 0, "cooperative"),
        ("2020-03", 0, 1, "conflictual"),
    ]
    assert rows[1]["score"] == printed(one(*ROWS[:3], articles=KNOWN, window=Window(until="2020-02-29")).score)
    assert kg("turkey", "libya", "--store", str(folder), "--by", "month").stdout.startswith("month    source  target")


def test_the_same_numbers_go_into_turtle(folder: Path, tmp_path: Path) -> None:
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for file in files:
        result = kg("--store", str(folder), "--rdf", str(file), "--limit", "1", "--format", "json")
        assert result.exit_code == 0
    text = files[0].read_text(encoding="utf-8")
    assert text.count("a kg:Stance") == 3
    assert f"kg:score {json.loads(result.stdout)[0]['score']:.4f}" in text
    assert files[0].read_bytes() == files[1].read_bytes()


def test_whole_texts_find_copies_that_sentences_do_not(folder: Path, tmp_path: Path) -> None:
    texts = tmp_path / "articles.jsonl"
    texts.write_text("".join(json.dumps({"id": name, "text": "One text of an agency, printed by all."}) + "\n" for name in PAPERS))
    asked = ("turkey", "libya", "--store", str(folder), "--format", "json")
    (apart,), (together,) = (json.loads(kg(*asked, *more).stdout) for more in ((), ("--articles", str(texts))))
    assert (apart["articles"], together["articles"]) == (2, 1)


def test_hostile_and_foreign_names_come_through_whole_and_move_no_terminal(tmp_path: Path) -> None:
    name = 'A\x1b[2J\u00ad"<script>,\n中国 ليبيا'
    with open_store(tmp_path / "store") as store:
        store.add_article(statement_to_quads(act(7.0, "a1", source=Actor("actor/odd", name, "Group"))))
    results = {form: kg("--store", str(tmp_path / "store"), "--format", form).stdout for form in ("table", "json", "csv")}
    assert json.loads(results["json"])[0]["source"] == name
    assert next(csv.DictReader(io.StringIO(results["csv"], newline="")))["source"] == name
    assert "\x1b" not in results["table"] + results["json"]
    assert len(results["table"].splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("libya", "turkey"), 1, "no statement tells how libya stands to turkey"),
        (("turkey", "libya", "--since", "2021-01-01"), 1, "in that time"),
        (("libia",), 2, "no statement knows an actor 'libia' (did you mean 'Libya'?)"),
        (("turkey", "--until", "May"), 2, "--until 'May' is no day"),
        (("turkey", "--half-life", "0"), 2, "not in the range"),
        (("turkey", "--since", "2020-02-01", "--until", "2020-01-01"), 2, "before it begins"),
    ],
)
def test_what_cannot_be_told_is_said(folder: Path, arguments: tuple[str, ...], status: int, told: str) -> None:
    result = kg(*arguments, "--store", str(folder))
    assert result.exit_code == status
    assert told in result.stderr
    assert LIBYA.label not in result.stdout
