"""The lint of the actor tables tells what is wrong with a row, with file and line; the project's own tables pass."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.actors.check import check_actors
from kg.cli import cli
from kg.knowledge import ontology_path


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the project's tables, to be broken."""
    folder = tmp_path / "actors"
    shutil.copytree(ontology_path() / "actors", folder)
    return folder


def add(folder: Path, table: str, *cells: str) -> int:
    """Add a row to a table; its line."""
    path = folder / f"{table}.tsv"
    text = path.read_text(encoding="utf-8") + "\t".join(cells) + "\n"
    path.write_text(text, encoding="utf-8")
    return len(text.splitlines())


def problems(folder: Path, table: str) -> dict[int, str]:
    return {finding.line: finding.problem for finding in check_actors(folder) if finding.path.stem == table}


def test_nothing_is_wrong_with_the_tables_of_the_project() -> None:
    assert check_actors() == []


def person(name: str, label: str, names: str = "", country: str = "") -> tuple[str, ...]:
    return (name, label, names, country, "", "public record")


def test_an_id_that_is_used_twice(tables: Path) -> None:
    line = add(tables, "persons", *person("turkey", "Somebody Else"))
    assert "the id 'turkey' is that of states.tsv:" in problems(tables, "persons")[line]


def test_a_name_of_two_persons(tables: Path) -> None:
    line = add(tables, "persons", *person("zz-top", "Zz Top", "Emmanuel Macron"))
    assert "the name 'Emmanuel Macron' is also that of 'emmanuel-macron'" in problems(tables, "persons")[line]


def test_a_state_that_is_not_there(tables: Path) -> None:
    line = add(tables, "persons", *person("zz-top", "Zz Top", country="atlantis"))
    assert problems(tables, "persons")[line] == "country: there is no state 'atlantis'"


def test_a_name_that_is_a_common_word(tables: Path) -> None:
    line = add(tables, "persons", *person("zz-top", "Zz Top", "general"))
    assert problems(tables, "persons")[line] == "the name 'general' is a common word"


@pytest.mark.parametrize(
    ("begins", "ends", "problem"),
    [
        ("2020-05", "2019", "ends (2019) before it begins (2020-05)"),
        ("May 2020", "", "'May 2020' is no date: write YYYY, YYYY-MM or YYYY-MM-DD"),
    ],
)
def test_dates_that_are_wrong(tables: Path, begins: str, ends: str, problem: str) -> None:
    line = add(tables, "memberships", "turkey", "brics", begins, ends, "public record")
    assert problems(tables, "memberships")[line] == problem


def test_two_presidents_at_a_time(tables: Path) -> None:
    add(tables, "offices", "angela-merkel", "president", "turkey", "2016", "2018", "public record")
    assert any("are both president of turkey" in problem for problem in problems(tables, "offices").values())


def test_a_contested_office_may_have_two_holders(tables: Path) -> None:
    add(tables, "offices", "angela-merkel", "president", "turkey", "2016", "2018", "public record, contested")
    assert problems(tables, "offices") == {}


def test_a_group_that_is_part_of_itself(tables: Path) -> None:
    add(tables, "links", "hamas", "part-of", "hezbollah", "2020", "", "public record")
    line = add(tables, "links", "hezbollah", "part-of", "hamas", "2020", "", "public record")
    assert problems(tables, "links")[line] == "'hezbollah' is part of itself"


def test_a_link_of_an_unknown_kind(tables: Path) -> None:
    line = add(tables, "links", "hamas", "likes", "hezbollah", "2020", "", "public record")
    assert problems(tables, "links")[line].startswith("the link 'likes' is none of allied-with")


def test_principals_in_a_circle(tables: Path) -> None:
    one = add(tables, "organs", "zz-one", "Organ", "Zz One", "", "zz-two", "", "", "", "public record")
    add(tables, "organs", "zz-two", "Organ", "Zz Two", "", "zz-one", "", "", "", "public record")
    assert problems(tables, "organs")[one] == "its principal leads back to 'zz-one'"


def test_the_command_exits_with_one_when_something_is_wrong(tables: Path) -> None:
    line = add(tables, "links", "hamas", "likes", "hezbollah", "2020", "", "public record")
    result = CliRunner().invoke(cli, ["actors", "check", "--actors", str(tables)])
    assert result.exit_code == 1
    assert f"links.tsv:{line}: the link 'likes'" in result.stdout
    assert "1 finding" in result.stderr


def meaning(name: str, actor: str, beside: str) -> tuple[str, ...]:
    return (name, actor, beside, "public record")


@pytest.mark.parametrize(
    ("name", "actor", "beside", "problem"),
    [
        ("Atlantis", "", "Plato", "no actor is called 'Atlantis', so that the row is never looked at"),
        ("Jordan", "", "", "the row says no word beside which the name has this meaning"),
        ("Jordan", "israel", "Dead Sea", "'Dead Sea' is more than one word, and texts are searched word by word"),
        ("Jordan", "atlantis", "Plato", "actor: there is no actor 'atlantis'"),
        ("Turkey", "", "gravy", "the meaning of 'Turkey' stands in line "),
    ],
)
def test_a_further_meaning_that_no_text_can_have(tables: Path, name: str, actor: str, beside: str, problem: str) -> None:
    line = add(tables, "ambiguous", *meaning(name, actor, beside))
    assert problem in problems(tables, "ambiguous")[line]


def test_a_state_of_a_region_that_is_not_there(tables: Path) -> None:
    line = add(tables, "regions", "Lemuria", "Lemurian", "atlantis", "common usage")
    assert problems(tables, "regions")[line] == "states: there is no state 'atlantis'"
