"""Merges and splits of actors are kept in a file, checked before they are, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import cli
from kg.actors.corrections import FILE, Correction, correct, read_corrections, take_back
from kg.actors.gazetteer import Gazetteer
from kg.actors.names import Name
from kg.actors.tables import load_actors
from kg.errors import KnowledgeError


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.cli, [str(a) for a in arguments], prog_name="kg")


def test_a_merge_is_kept_and_taken_back(tmp_path: Path) -> None:
    own = tmp_path / "own"
    merge = Correction("merge", "named-person-yahya-aridi", "khalifa-haftar")
    assert correct(own, merge)
    assert not correct(own, merge)
    assert list(read_corrections(own).values()) == [merge]
    assert load_actors(None, own).corrections.same == {"named-person-yahya-aridi": "khalifa-haftar"}
    assert take_back(own, "named-person-yahya-aridi") == merge
    assert take_back(own, "named-person-yahya-aridi") is None
    assert not read_corrections(own)


def test_lines_that_a_user_wrote_stay(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("# mine\ncorrection\tactor\twith\tarticle\tlabel\nsplit\tfrance\tGaul\t\t\n", encoding="utf-8")
    correct(tmp_path, Correction("merge", "named-person-yahya-aridi", "khalifa-haftar"))
    take_back(tmp_path, "named-person-yahya-aridi")
    assert (tmp_path / FILE).read_text(encoding="utf-8").startswith("# mine\n")
    assert list(read_corrections(tmp_path).values()) == [Correction("split", "france", "Gaul")]


@pytest.mark.parametrize(
    ("correction", "problem"),
    [
        (Correction("merge", "nobody", "khalifa-haftar"), "there is no actor 'nobody'"),
        (Correction("merge", "france", "named-person-x", label="X"), "there is no actor 'named-person-x'"),
        (Correction("merge", "named-person-x", "named-person-y"), "say in the column label"),
        (Correction("merge", "france", "france"), "merges 'france' into itself"),
        (Correction("split", "france", "Gaul"), "France is not called 'Gaul', but France"),
    ],
)
def test_a_wrong_correction_is_refused_and_not_kept(tmp_path: Path, correction: Correction, problem: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        correct(tmp_path, correction)
    assert problem in str(error.value)
    assert not (tmp_path / FILE).exists()


def test_a_merge_in_a_circle_is_refused(tmp_path: Path) -> None:
    correct(tmp_path, Correction("merge", "france", "germany"))
    with pytest.raises(KnowledgeError, match=r"merges 'germany' into itself"):
        correct(tmp_path, Correction("merge", "germany", "france"))
    with pytest.raises(KnowledgeError, match=r"is merged already"):
        correct(tmp_path, Correction("merge", "france", "italy"))


def test_the_command_line_merges_by_id_or_by_name_and_type(tmp_path: Path) -> None:
    own = tmp_path / "own"
    merged = run("actors", "merge", "Yahya Aridi (Person)", "Yehya al-Aridi (Person)", "--actors", own)
    assert (merged.exit_code, merged.stdout) == (0, "")
    assert "named-person-yahya-aridi is named-person-yehya-al-aridi" in merged.stderr
    assert run("actors", "merge", "Yahya Aridi (Person)", "Yehya al-Aridi (Person)", "--actors", own).exit_code == 1
    assert load_actors(None, own).corrections.labels == {"named-person-yehya-al-aridi": "Yehya al-Aridi"}
    assert run("actors", "split", "Yahya Aridi (Person)", "--actors", own).exit_code == 0
    assert run("actors", "split", "Yahya Aridi (Person)", "--actors", own).exit_code == 1


def test_the_command_line_splits_a_name_off(tmp_path: Path) -> None:
    split = run("actors", "split", "actor/khalifa-haftar", "--name", "Hifter", "--actors", tmp_path)
    assert split.exit_code == 0, split.stderr
    names = Gazetteer(load_actors(None, tmp_path)).names.names
    assert "Hifter" not in names
    assert Name("khalifa-haftar", "name") in [Name(*one) for one in names["Haftar"]]
    assert run("actors", "split", "france", "--name", "Gaul", "--actors", tmp_path).exit_code == 2
    assert run("actors", "split", "france", "--name", "Gaul", "--article", "a", "--actors", tmp_path).exit_code == 2
    assert run("actors", "split", "france", "--article", "story-7", "--actors", tmp_path).exit_code == 0
    assert load_actors(None, tmp_path).corrections.apart == {("france", "story-7")}
