"""The measure itself, on statements made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.evaluate import GoldStatement, Score, measure, read_gold
from kg.model import Actor, Evidence, Mention, Statement

QUADS = {"SUPPORT": 1, "AID": 2, "ACCUSE": 3}
POLARITIES = {"SUPPORT": 1, "AID": 1, "ACCUSE": -1}


def mention(label: str, principal: str | None = None) -> Mention:
    actor = Actor(f"actor/{label.lower()}", label, "State")
    return Mention(actor, Actor("actor/p", principal, "State") if principal else actor, label, 0, 1)


def found(source: Mention, event_type: str, target: Mention, start: int = 0, end: int = 20) -> Statement:
    polarity = POLARITIES[event_type]
    evidence = Evidence("words", start, end)
    return Statement("a", source, event_type.lower(), "label", event_type, QUADS[event_type], polarity, 0.0, target, evidence, "frame:x")


def gold(source: str, event_type: str, target: str, core: bool = True, start: int = 0, end: int = 20) -> GoldStatement:
    return GoldStatement("a", start, end, frozenset({source}), frozenset({target}), (event_type,), core, False, "asserted", frozenset())


def test_right_statement_counts_on_every_level() -> None:
    report = measure([gold("France", "SUPPORT", "Mali")], [found(mention("France"), "SUPPORT", mention("Mali"))], QUADS, POLARITIES)
    assert {level: score.f1 for level, score in report.scores.items()} == {"pair": 1.0, "polarity": 1.0, "quad": 1.0, "class": 1.0}
    assert report.missed == ()
    assert report.spurious == ()


def test_wrong_type_of_the_same_sign_counts_as_pair_and_polarity() -> None:
    report = measure([gold("France", "SUPPORT", "Mali")], [found(mention("France"), "AID", mention("Mali"))], QUADS, POLARITIES)
    assert [report.scores[level].f1 for level in ("pair", "polarity", "quad", "class")] == [1.0, 1.0, 0.0, 0.0]


def test_principal_stands_for_its_actor() -> None:
    report = measure([gold("France", "ACCUSE", "Mali")], [found(mention("Macron", "France"), "ACCUSE", mention("Mali"))], QUADS, POLARITIES)
    assert report.scores["class"] == Score(1.0, 1.0)


def test_reverse_direction_is_missed_and_spurious() -> None:
    report = measure([gold("France", "ACCUSE", "Mali")], [found(mention("Mali"), "ACCUSE", mention("France"))], QUADS, POLARITIES)
    assert len(report.missed) == len(report.spurious) == 1
    assert report.scores["pair"].f1 == 0.0


def test_finding_a_marginal_statement_is_no_error_and_missing_it_neither() -> None:
    wanted = [gold("France", "ACCUSE", "Mali"), gold("Mali", "ACCUSE", "France", core=False)]
    both = [found(mention("France"), "ACCUSE", mention("Mali")), found(mention("Mali"), "ACCUSE", mention("France"))]
    assert measure(wanted, both, QUADS, POLARITIES).scores["class"] == Score(1.0, 1.0)
    assert measure(wanted, both[:1], QUADS, POLARITIES).scores["class"] == Score(1.0, 1.0)


def test_statement_is_compared_within_its_own_sentence() -> None:
    report = measure(
        [gold("France", "ACCUSE", "Mali", start=30, end=50)], [found(mention("France"), "ACCUSE", mention("Mali"))], QUADS, POLARITIES
    )
    assert report.scores["pair"].precision == 0.0


def test_nothing_found_scores_zero_and_divides_by_nothing() -> None:
    assert measure([], [], QUADS, POLARITIES).scores["class"].f1 == 0.0


@pytest.mark.parametrize(
    ("row", "bounds"),
    [
        ({"statements": [{"source": "A", "target": "B", "class": "AID"}]}, (0, 21)),
        ({"statements": [{"source": "A", "target": "B", "class": "AID", "sentence": "A aids B."}]}, (12, 21)),
        ({"sentences": [[0, 11], [12, 21]], "statements": [{"source": "A", "target": "B", "class": "AID", "sent": 1}]}, (12, 21)),
    ],
)
def test_gold_names_its_sentence_in_three_ways(tmp_path: Path, row: dict[str, object], bounds: tuple[int, int]) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "Some words. A aids B.", **row}) + "\n", encoding="utf-8")
    (statement,) = read_gold(path)
    assert (statement.start, statement.end) == bounds


def test_broken_gold_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "x", "statements": []}\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(ArticleError, match=r"gold\.jsonl:2"):
        read_gold(path)
