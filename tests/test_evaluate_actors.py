"""Gold mentions are read with file and line of what is wrong, and measured mention by mention; parties of statements are looked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from spacy.language import Language

from kg import cli
from kg.actors.compiled import load_gazetteer
from kg.errors import ArticleError
from kg.evaluate import GoldStatement
from kg.evaluate_actors import (
    accuracy,
    coverage,
    coverage_as_text,
    gold_texts,
    has_gold_mentions,
    missed_parties,
    resolutions,
    wholes_in,
    wrong_resolutions,
)
from kg.model import Actor, Mention

TEXT = "Turkish troops left Idlib, and smugglers crossed the Syrian border."
ROW = {
    "id": "a",
    "text": TEXT,
    "date": "2019-05-01",
    "phenomenon": "body",
    "mentions": [
        {"start": 0, "end": 14, "actors": ["turkey"]},
        {"start": 53, "end": 59, "actors": []},
        {"start": 20, "end": 25, "actors": ["greece"], "principals": ["greece"]},
    ],
}


def test_gold_mentions_are_right_by_actor_and_principal(nlp: Language) -> None:
    found = resolutions(nlp, gold_texts(json.dumps(ROW).encode(), "gold"))
    assert [one.right for one in found] == [True, True, False]
    assert accuracy(found) == pytest.approx(2 / 3)
    assert wrong_resolutions(found)[1:] == [("a", "body", "Idlib", "greece", "idlib", TEXT)]
    assert accuracy([]) == 0


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("[]", "gold:1: is no row of gold mentions"),
        ('{"id": "a", "text": "x"}', "gold:1: is no row of gold mentions: KeyError"),
        ('{"id": "a", "text": "x", "mentions": [{"start": 0, "end": 5, "actors": []}]}', "the words 0 to 5 are not in the text"),
    ],
)
def test_a_broken_row_is_told_with_its_line(row: str, problem: str) -> None:
    with pytest.raises(ArticleError) as error:
        gold_texts(row.encode(), "gold")
    assert problem in str(error.value)


def test_gold_says_itself_what_it_annotates() -> None:
    assert has_gold_mentions(json.dumps(ROW).encode())
    assert not has_gold_mentions(b'{"id": "a", "statements": []}')
    assert not has_gold_mentions(b"broken")
    assert not has_gold_mentions(b"")


def statement(source: str, target: str, core: bool = True) -> GoldStatement:
    return GoldStatement("a", 0, 10, frozenset({source}), frozenset({target}), ("ASSAULT",), core, False, "asserted", frozenset())


def mention(actor: str, principal: str, start: int = 3) -> Mention:
    return Mention(Actor(f"actor/{actor}", actor, "Person"), Actor(f"actor/{principal}", principal, "State"), "x", start, start + 1)


def test_parties_are_covered_by_actor_or_principal_in_their_sentence() -> None:
    gold = [statement("Turkey", "Haftar"), statement("Greece", "Turkey", core=False)]
    here = {"a": [mention("Erdogan", "Turkey"), mention("Haftar", "Haftar", start=12)]}
    found = coverage(gold, here, str.casefold)
    assert (found.named, found.share) == (1, 0.5)
    assert missed_parties(found, {"a": "Turkey hit Haftar."})[1:] == [("a", "target", "Haftar", "Turkey hit")]
    assert coverage([], {}, str.casefold).share == 0


def test_a_party_may_be_named_by_a_part_of_it() -> None:
    gold = [statement("Kurds", "Turkey"), statement("Greece", "Turkey")]
    here = {"a": [mention("syrian-kurds", "syrian-kurds"), mention("Erdogan", "Turkey")]}
    found = coverage(gold, here, str.casefold, lambda actor: ["Kurds"] if actor == "actor/syrian-kurds" else [])
    assert (found.named, found.near, len(found.missed)) == (3, 1, 1)
    assert coverage_as_text(found) == (
        "parties of core statements that a mention in the sentence names: 3 of 4 (0.750)\nof them by the name of a part: 1\n"
    )


def test_a_part_of_a_part_is_a_part_of_the_whole() -> None:
    wholes = wholes_in(load_gazetteer())
    assert wholes("actor/free-syrian-army") == ["Syrian opposition", "Syrian rebels"]
    assert wholes("actor/nobody-at-all") == []


def test_the_command_measures_gold_of_mentions_and_the_parties_of_statements(tmp_path: Path) -> None:
    gold, errors = tmp_path / "gold.jsonl", tmp_path / "errors.tsv"
    gold.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    done = CliRunner().invoke(cli.cli, ["evaluate", str(gold), "--errors", str(errors)], prog_name="kg")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["all", "3", "0.67"]
    assert errors.read_text(encoding="utf-8").splitlines()[1].startswith("a\tbody\tIdlib\tgreece\tidlib")
    said = {"source": "Turkey", "target": "Greece", "class": "RETREAT"}
    gold.write_text(json.dumps({"id": "a", "text": TEXT, "date": "2019-05-01", "statements": [said]}) + "\n", encoding="utf-8")
    done = CliRunner().invoke(cli.cli, ["evaluate", str(gold), "--mentions"], prog_name="kg")
    assert done.stdout == "parties of core statements that a mention in the sentence names: 1 of 2 (0.500)\n"
