"""The check of the frames: each mistake is found at its line, and the project's own frames have none of the grave ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import relation
from spacy.language import Language

from kg.extract.frame_check import Finding, as_text, check, frames_like, wrong_examples
from kg.extract.frames import Example
from kg.extract.pipeline import extractor, frame_files, word_files
from kg.knowledge import load_relations, ontology_path

RELATIONS = {
    one.name: one
    for one in (
        relation("attacks", "ASSAULT", 4),
        relation("kills", "ASSAULT", 4, frozenset()),
        relation("criticises", "ACCUSE", 3),
        relation("supports", "SUPPORT", 1),
    )
}
EXAMPLE = "> Turkey attacked Syria. :: Turkey -> Syria\n"


def found(tmp_path: Path, text: str, words: str = "") -> list[tuple[int, str]]:
    """Line and message of each finding in a file of frames, after a file of word lists."""
    (tmp_path / "own.frames").write_text(text, encoding="utf-8")
    (tmp_path / "words-own.txt").write_text(words, encoding="utf-8")
    findings, _ = check([tmp_path / "own.frames"], [tmp_path / "words-own.txt"], RELATIONS)
    assert all(Path(finding.path).name in ("own.frames", "words-own.txt") for finding in findings)
    return [(finding.line, finding.message) for finding in findings]


def test_sound_frames_have_no_findings(tmp_path: Path) -> None:
    text = f"[attacks]\nSOURCE attack TARGET\nSOURCE attack TARGET with @arms\n{EXAMPLE}[supports]\nSOURCE back TARGET\n{EXAMPLE}"
    assert found(tmp_path, text, "@arms = bomb|gun") == []


def test_every_mistake_is_found_not_only_the_first(tmp_path: Path) -> None:
    text = f"SOURCE hit TARGET\n[attacks\nSOURCE attack VICTIM\n[attacks] often\nSOURCE attack @arms\n> Turkey attacked Syria.\n{EXAMPLE}"
    lines = [line for line, _ in found(tmp_path, text, "@arms = gun\narms = gun\n@arms = bomb\n@more = @less")]
    assert lines == [1, 2, 2, 3, 4, 5, 6, 2, 3, 4]


def test_files_that_cannot_be_read_are_findings(tmp_path: Path) -> None:
    (tmp_path / "own.frames").write_bytes(b"\xff")
    findings, groups = check([tmp_path / "own.frames", tmp_path / "gone.frames"], [tmp_path / "words-gone.txt"], RELATIONS)
    assert [Path(finding.path).name for finding in findings] == ["gone.frames", "own.frames", "words-gone.txt"]
    assert all(finding.stops for finding in findings)
    assert groups == ()


def test_a_relation_that_does_not_exist(tmp_path: Path) -> None:
    assert found(tmp_path, f"[adores]\nSOURCE adore TARGET\n{EXAMPLE}") == [
        (1, "the relation 'adores' is not in relations.ttl: declare it there or correct the name")
    ]


def test_a_group_without_an_example(tmp_path: Path) -> None:
    [(line, message)] = found(tmp_path, "\n[attacks]\nSOURCE attack TARGET\n")
    assert line == 2
    assert "[attacks] has no example" in message


LOSERS = {
    "the same line": ("[attacks]\nSOURCE attack TARGET\nSOURCE attack TARGET", 3, "says the same as"),
    "the same words in another order": ("[attacks]\nSOURCE hit|attack TARGET\nSOURCE attack|hit TARGET", 3, "says the same as"),
    "fewer words": ("[attacks]\nSOURCE hit|attack TARGET\nSOURCE attack TARGET", 3, "never wins"),
    "fewer prepositions": ("[attacks]\nSOURCE fire at|on TARGET\nSOURCE fire on TARGET", 3, "never wins"),
    "fewer words of an object": ("[attacks]\nSOURCE fire shot|shell at TARGET\nSOURCE fire shell at TARGET", 3, "never wins"),
    "fewer types": ("[attacks]\nSOURCE hit TARGET:State|Group\nSOURCE hit TARGET:State", 3, "never wins"),
    "two lines that cover it together": ("[attacks]\nSOURCE hit TARGET\nSOURCE beat TARGET\nSOURCE hit|beat TARGET", 4, "never wins"),
    "a verbal frame beside a material one": ("[criticises]\nSOURCE hit TARGET\n[attacks]\nSOURCE hit TARGET", 2, "never wins"),
    "an equal frame of another relation": ("[attacks]\nSOURCE hit TARGET\n[kills]\nSOURCE hit|slay TARGET", 4, "ties with"),
}


@pytest.mark.parametrize("kind", LOSERS)
def test_a_frame_that_cannot_win(tmp_path: Path, kind: str) -> None:
    text, line, message = LOSERS[kind]
    findings = [(number, words) for number, words in found(tmp_path, text) if "no example" not in words]
    assert [number for number, _ in findings] == [line]
    assert message in findings[0][1]
    assert "own.frames:" in findings[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "[attacks]\nSOURCE attack TARGET\nSOURCE hit|attack TARGET",  # another word
        "[attacks]\nSOURCE attack TARGET\nSOURCE attack TARGET:State",  # more specific
        "[attacks]\nSOURCE attack TARGET\nSOURCE attack on TARGET",  # a preposition
        "[attacks]\nSOURCE attack TARGET\nSOURCE's attack on TARGET",  # a noun
        "[attacks]\nSOURCE attack TARGET\nTARGET attack SOURCE",  # the other way round
        "[attacks]\nSOURCE attack TARGET\n[attacks] mutual\nSOURCE attack TARGET",  # both ways
        "[kills]\nSOURCE hit TARGET\n[attacks]\nSOURCE hit TARGET",  # things are attacked, but not killed
        "[attacks]\nSOURCE hit TARGET with *\nSOURCE hit TARGET with gun",  # a word beats a wildcard
    ],
)
def test_frames_that_can_win_are_left_alone(tmp_path: Path, text: str) -> None:
    assert [words for _, words in found(tmp_path, text) if "no example" not in words] == []


def test_examples_that_are_not_coded_as_they_say(nlp: Language) -> None:
    right = Example("Turkey attacked Syria.", "Turkey", "Syria", "attacks", "own.frames", 3)
    wrong = Example("Turkey attacked Syria.", "Syria", "Turkey", "attacks", "own.frames", 4)
    empty = Example("It rained in Paris.", "France", "Syria", "attacks", "own.frames", 5)
    findings = list(wrong_examples(nlp, [right, wrong, empty]))
    assert [finding.line for finding in findings] == [4, 5]
    assert "but gives Turkey attacks Syria" in findings[0].message
    assert "but gives nothing" in findings[1].message


def test_a_finding_shows_a_file_of_the_ontology_as_a_reader_knows_it() -> None:
    assert str(Finding(str(ontology_path() / "frames" / "aid.frames"), 7, "is odd")) == "ontology/frames/aid.frames:7: is odd"


def test_the_frames_of_the_project_are_sound() -> None:
    folder = ontology_path()
    findings, groups = check(frame_files(folder, None), word_files(folder, None), load_relations())
    grave = [str(f) for f in findings if f.stops or "has no example" in f.message or "says the same" in f.message]
    assert grave == []
    assert len(groups) > 70


# Listing


def test_frames_are_listed_by_relation_by_word_and_by_event_type() -> None:
    knowledge = extractor()

    def like(*words: str, event_type: str | None = None) -> set[str]:
        return {f.relation for f in frames_like(knowledge.coder.frames, words, knowledge.relations, event_type)}

    assert like() >= {"attacks", "supports", "meets"}
    assert like("attacks") == like("ATTACKS") == {"attacks"}
    assert like("attacks", "kills") == {"attacks", "kills"}
    assert like("attacks", "impose") == set()
    assert "imposesSanctionsOn" in like("impose", "curb")  # a word of a list, too
    assert like("hit", event_type="SUPPORT") == set()
    assert like("nonesuch") == set()
    assert like("frame:remove-from") == like("remove-from") == {"removesFrom"}


def test_the_list_names_relation_event_type_place_and_line() -> None:
    knowledge = extractor()
    lines = as_text(list(frames_like(knowledge.coder.frames, ["apologisesTo"], knowledge.relations)), knowledge.relations).splitlines()
    assert all(line.startswith("apologisesTo  SUPPORT  ontology/frames/support.frames:") for line in lines)
    assert any(line.endswith("  SOURCE's apology to TARGET") for line in lines)
