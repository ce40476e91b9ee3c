"""A statement is as sure as others of its kind were right, and few cases prove little."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import codings, document, frames, relation

from kg.errors import KnowledgeError
from kg.extract.coding import REACHES
from kg.extract.confidence import confidence_of, confidence_table, load_confidence
from kg.extract.pipeline import extractor, rule_of

ROWS = (("verb", "named", 90, 100), ("noun", "owner", 0, 1), ("copula", "within", 9, 9))


def write(folder: Path, text: str) -> Path:
    path = folder / "confidence.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert load_confidence(tmp_path / "confidence.tsv") == {}


def test_a_table_without_rows_says_nothing(tmp_path: Path) -> None:
    assert load_confidence(write(tmp_path, confidence_table([]))) == {}


def test_a_table_in_which_nothing_was_found_says_nothing(tmp_path: Path) -> None:
    assert load_confidence(write(tmp_path, confidence_table([("verb", "named", 0, 0)]))) == {}


def test_a_table_that_was_written_is_read_again(tmp_path: Path) -> None:
    read = load_confidence(write(tmp_path, confidence_table(ROWS)))
    assert read == {("verb", "named"): 0.9, ("noun", "owner"): 0.72, ("copula", "within"): 0.97}


def test_the_order_in_which_kinds_were_counted_does_not_matter() -> None:
    assert confidence_table(ROWS) == confidence_table(reversed(ROWS))


@pytest.mark.parametrize(("right", "found"), [(0, 1), (0, 5), (0, 100), (1, 1), (5, 5), (100, 100)])
def test_the_share_is_drawn_towards_the_mean_the_more_the_fewer_were_found(right: int, found: int) -> None:
    share, drawn, surer = right / found, confidence_of(right, found, 0.6), confidence_of(10 * right, 10 * found, 0.6)
    assert abs(surer - share) < abs(drawn - share) < abs(0.6 - share)


@pytest.mark.parametrize(("right", "found"), [("many", "9"), ("3", ""), ("4", "3"), ("-1", "3")])
def test_counts_that_are_none_are_refused_with_file_and_line(tmp_path: Path, right: str, found: str) -> None:
    path = write(tmp_path, f"shape\treach\tright\tfound\nverb\tnamed\t{right}\t{found}\n")
    with pytest.raises(KnowledgeError, match=r"confidence.tsv:2: right .* are no counts"):
        load_confidence(path)


def test_nothing_found_is_the_mean() -> None:
    assert confidence_of(0, 0, 0.6) == 0.6


def test_the_measured_table_knows_the_commonest_kinds_and_no_others_than_there_are() -> None:
    confidence = extractor().confidence
    assert {shape for shape, _ in confidence} <= {"verb", "noun", "copula", "modal"}
    assert {reach for _, reach in confidence} <= set(REACHES)
    assert {("verb", "named"), ("noun", "named")} <= confidence.keys()
    assert all(0 < share < 1 for share in confidence.values())


def rules(text: str) -> list[str]:
    rejects = {"rejects": relation("rejects", "REJECT", 3)}
    return [rule_of(coding) for coding in codings(document(text), frames("rejects: SOURCE reject TARGET"), rejects, {})]


def test_the_rule_says_how_the_frame_leads_to_a_party_that_its_words_do_not_name() -> None:
    named = """
    Russia               NNP   nsubj     rejected     @State
    rejected/reject      VBD   ROOT
    Turkey               NNP   dobj      rejected     @State
    """
    owner = """
    Russia               NNP   nsubj     rejected     @State
    rejected/reject      VBD   ROOT
    Turkey               NNP   poss      proposal     @State
    's                   POS   case      Turkey
    proposal             NN    dobj      rejected
    """
    assert (rules(named), rules(owner)) == (["frame:reject"], ["frame:reject, owner"])
