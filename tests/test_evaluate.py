"""The measure itself, on statements made by hand."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from kg.actors.tables import ActorRecord
from kg.errors import ArticleError
from kg.evaluate import (
    GoldRow,
    GoldStatement,
    Interval,
    Part,
    Score,
    Tally,
    as_text,
    by_event_type,
    by_kind,
    errors_of,
    intervals,
    measure,
    names_in,
    read_gold,
    read_gold_rows,
    score_of,
)
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


# Rows, spellings, intervals, tables


def test_the_text_of_the_articles_wins_over_that_of_the_gold(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [{"id": "a", "text": "A aids B.", "sentences": [[0, 9]], "statements": []}, {"id": "b", "statements": []}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    first, second = read_gold_rows(path, {"a": "A aids B. So it is.", "b": "Nothing."})
    assert (first.text, first.sentences, second.text) == ("A aids B. So it is.", ((0, 9),), "Nothing.")
    with pytest.raises(ArticleError, match=r"gold\.jsonl:2: the gold row 'b' has no text, and no article"):
        read_gold_rows(path)


def test_gold_is_cut_into_lines_where_json_is(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_bytes('\ufeff{"id": "a", "text": "A\u2028B", "statements": []}\r\n'.encode() + b"\xff\n")
    with pytest.raises(ArticleError, match=r"gold\.jsonl:2: is not UTF-8"):
        read_gold_rows(tmp_path / "gold.jsonl")


def test_sentences_without_gold_take_what_stands_in_them() -> None:
    wanted = [gold("France", "ACCUSE", "Mali", start=0, end=20)]
    statements = [found(mention("France"), "ACCUSE", mention("Mali"), start=15, end=60)]
    rows = [GoldRow("a", "x" * 60, ((0, 20), (20, 60)), tuple(wanted)), GoldRow("b", "y", (), ())]
    assert measure(wanted, statements, QUADS, POLARITIES).scores["class"].precision == 1.0
    report = measure(wanted, statements, QUADS, POLARITIES, rows=rows)
    assert report.scores["class"].precision == 0.0
    assert [tally.article for tally in report.tallies] == ["a", "b"]


def test_a_wrong_type_is_told_apart_from_a_wrong_pair() -> None:
    wanted = [gold("France", "SUPPORT", "Mali"), gold("France", "ACCUSE", "Mali")]
    report = measure(wanted, [found(mention("France"), "ACCUSE", mention("Mali"))], QUADS, POLARITIES)
    assert [(g.event_types, s.event_type) for g, s in report.right] == [(("ACCUSE",), "ACCUSE")]
    assert report.mistyped == ()
    report = measure(wanted[:1], [found(mention("France"), "ACCUSE", mention("Mali"))], QUADS, POLARITIES)
    assert [(g.event_types, s.event_type) for g, s in report.mistyped] == [(("SUPPORT",), "ACCUSE")]


RECORDS = [
    ActorRecord("france", "State", "France", names=("French Republic",), capitals=("Paris",)),
    ActorRecord("turkey", "State", "Turkey", names=("Türkiye",), capitals=("Ankara",)),
    ActorRecord("paris", "Place", "Paris"),
    ActorRecord("accord", "Group", "Accord", names=("Libyan government",)),
    ActorRecord("unity", "Group", "Unity", names=("Libyan government",)),
]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("French Republic", "the france", True),
        ("TURKIYE", "Ankara", True),
        ("Paris", "France", False),  # a label of its own comes before a capital
        ("Libyan government", "Accord", True),
        ("Libyan government", "Unity", False),
        ("Erdoğan", "erdogan", True),
        ("Mali", "Malta", False),
    ],
)
def test_spellings_of_an_actor_agree(one: str, other: str, same: bool) -> None:
    canonical = names_in(RECORDS)
    assert (canonical(one) == canonical(other)) is same


def tally(article: str, found: int, core: int, hits: int) -> Tally:
    counts = dict.fromkeys(("pair", "polarity", "quad", "class"), hits)
    return Tally(article, found, core, counts, counts)


def test_intervals_hold_the_score_and_repeat_themselves() -> None:
    tallies = [tally(str(i), 4, 5, i % 4) for i in range(20)]
    bounds = intervals(tallies)
    assert bounds is not None
    assert bounds == intervals(tallies)
    score = score_of(tallies, "class")
    for name in ("precision", "recall", "f1"):
        interval = getattr(bounds["class"], name)
        assert interval.low < getattr(score, name) < interval.high
        assert interval.high - interval.low < 0.4


def test_articles_that_are_all_alike_have_no_spread_and_one_alone_has_no_interval() -> None:
    bounds = intervals([tally(str(i), 4, 4, 2) for i in range(5)])
    assert bounds is not None
    assert (bounds["pair"].f1.low, bounds["pair"].f1.high) == (0.5, 0.5)
    assert intervals([tally("a", 4, 4, 2)]) is None
    assert intervals([]) is None


def test_articles_with_nothing_in_them_divide_by_nothing() -> None:
    bounds = intervals([tally("a", 0, 0, 0), tally("b", 0, 0, 0)])
    assert bounds is not None
    assert bounds["class"].precision == Interval(0.0, 0.0)


def test_parts_count_what_was_found_and_missed_of_each_kind() -> None:
    wanted = [gold("France", "ACCUSE", "Mali"), gold("Mali", "SUPPORT", "France"), gold("Chad", "AID", "Mali")]
    statements = [
        found(mention("France"), "ACCUSE", mention("Mali")),
        found(mention("Mali"), "AID", mention("France")),
        found(mention("Niger"), "AID", mention("France")),
    ]
    report = measure(wanted, statements, QUADS, POLARITIES)
    assert by_event_type(report, ["SUPPORT", "AID", "ACCUSE", "REJECT"]) == [
        Part("SUPPORT", 0, 0, 1, 0),
        Part("AID", 2, 0, 1, 0),
        Part("ACCUSE", 1, 1, 1, 1),
        Part("REJECT", 0, 0, 0, 0),
    ]
    assert by_kind(report, lambda statement: statement.rule) == [Part("frame:x", 3, 1)]


def test_the_report_as_text_shows_scores_and_tables() -> None:
    wanted = [gold("France", "ACCUSE", "Mali")]
    sure = dataclasses.replace(found(mention("France"), "ACCUSE", mention("Mali")), confidence=0.93)
    report = measure(wanted, [sure], QUADS, POLARITIES)
    text = as_text(report, ["ACCUSE", "AID"], lambda statement: "verb")
    assert "articles: 1; core statements in the gold: 1; statements found: 1" in text
    for row in ("class     1.00       1.00    1.00", "ACCUSE      1      1.00       1     1.00"):
        assert row in text
    assert "AID" not in text
    assert "verb  1      1.00" in text
    assert "0.9 to 1.0  1      1.00" in text
    assert "confidence" not in as_text(measure(wanted, [], QUADS, POLARITIES), ["ACCUSE"], lambda statement: "verb")


def test_errors_come_with_their_sentences() -> None:
    wanted = [gold("France", "ACCUSE", "Mali", end=7), gold("Mali", "SUPPORT", "Chad", end=7)]
    statements = [found(mention("Mali"), "AID", mention("Chad"), end=7), found(mention("Chad"), "AID", mention("Mali"), end=7)]
    _, *rows = errors_of(measure(wanted, statements, QUADS, POLARITIES), {"a": "So\t it\nis."})
    assert rows == [
        ("missed", "a", "France", "ACCUSE", "Mali", "", "So it"),
        ("spurious", "a", "Chad", "AID", "Mali", "frame:x", "words"),
        ("mistyped", "a", "Mali", "AID for SUPPORT", "Chad", "frame:x", "words"),
    ]
