from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, KnowledgeError
from kg.evidence import load_weights
from kg.model import MODALITIES, PHASES, Actor, Evidence, Mention, Period, Statement
from kg.stance import Publication, Stance, Window, contribution, day_of, months, parties, quality, said, stances

TURKEY = Actor("actor/turkey", "Turkey", "State")
LIBYA = Actor("actor/libya", "Libya", "State")
GREECE = Actor("actor/greece", "Greece", "State")
MINISTER = Actor("actor/minister", "Ada Minister", "Person")
PREDECESSOR = Actor("actor/predecessor", "Ben Predecessor", "Person")
CERTAINTY = {"asserted": 1.0, "future": 0.6, "possible": 0.4, "demanded": 0.2}
ABOUT = 1e-12


def mention(actor: Actor, principal: Actor | None = None) -> Mention:
    return Mention(actor, principal or actor, actor.label, 0, len(actor.label))


def act(intensity: float, article: str = "a1", day: str | None = None, **changes: Any) -> Statement:
    """An act of Turkey towards Libya with a confidence of 0.8; its sentence is its own unless `words` are given."""
    words = changes.pop("words", f"Words of {article} on {day} about {intensity} {sorted(changes.items(), key=str)}.")
    made = Statement(
        article=article,
        source=mention(changes.pop("source", TURKEY)),
        relation=changes.pop("relation", "supports" if intensity > 0 else "attacks"),
        label="acted towards",
        event_type="SUPPORT",
        quad=1,
        polarity=(intensity > 0) - (intensity < 0),
        intensity=intensity,
        target=mention(changes.pop("target", LIBYA)),
        evidence=Evidence(words, 0, len(words)),
        rule="frame:acts",
        confidence=0.8,
        date=Period(day, day, day) if day else None,
    )
    return replace(made, **changes)


def one(*statements: Statement, **asked: Any) -> Stance:
    (found,) = stances(statements, **asked)
    return found


# What one statement weighs


@pytest.mark.parametrize(("modality", "certainty"), sorted(CERTAINTY.items()))
def test_the_modality_and_the_confidence_scale_a_statement(modality: Any, certainty: float) -> None:
    assert quality(act(-9.0, modality=modality)) == pytest.approx(0.8 * certainty, abs=ABOUT)
    assert contribution(act(-9.0, modality=modality)) == pytest.approx(-0.9 * 0.8 * certainty, abs=ABOUT)


def test_unmeasured_confidence_counts_as_one_half() -> None:
    assert contribution(act(8.0, confidence=None)) == pytest.approx(0.8 * 0.5, abs=ABOUT)
    assert contribution(act(8.0, confidence=0.0)) == 0


def test_what_is_negated_or_has_ended_contributes_nothing() -> None:
    assert contribution(act(-9.0, negated=True)) == contribution(act(7.0, phase="ended")) == 0


# Score and margin by hand; κ = 1


def test_one_article_is_drawn_half_way_to_not_knowing() -> None:
    found = one(act(7.0))  # w = 0.8
    assert found.score == pytest.approx(0.8 * 0.7 / (1 + 0.8), abs=ABOUT)
    assert found.margin == pytest.approx(math.sqrt(1 / (1 + 0.8)), abs=ABOUT)
    assert (found.low, found.high) == (pytest.approx(found.score - found.margin), 1.0)
    assert (found.weight, found.reference, found.sign) == (0.8, None, "cooperative")


def test_articles_add_up_as_a_weighted_mean() -> None:
    found = one(act(7.0, "a1"), act(-5.0, "a2", modality="possible", confidence=0.5), act(1.0, "a3", polarity=0, confidence=None))
    total = 0.8 + 0.5 * 0.4 + 0.5
    assert found.score == pytest.approx((0.8 * 0.7 - 0.5 * 0.4 * 0.5 + 0.5 * 0.1) / (1 + total), abs=ABOUT)
    assert found.margin == pytest.approx(math.sqrt(1 / (1 + total)), abs=ABOUT)
    assert (found.cooperative, found.conflictual, found.neutral, found.counted, found.articles) == (1, 1, 1, 3, 3)


def test_the_statements_of_one_article_are_one_observation() -> None:
    found = one(act(7.0), act(-5.0, confidence=0.4))
    mean = (0.8 * 0.7 - 0.4 * 0.5) / (0.8 + 0.4)
    assert found.score == pytest.approx(0.8 * mean / (1 + 0.8), abs=ABOUT)
    assert (found.weight, found.counted, found.articles) == (0.8, 2, 1)


def test_a_statement_counts_half_after_a_half_life() -> None:
    found = one(act(7.0, day="2020-01-01"), window=Window(until="2020-06-29"))  # 180 days
    assert found.score == pytest.approx(0.4 * 0.7 / (1 + 0.4), abs=ABOUT)
    assert found.reference == "2020-06-29"
    short = one(act(7.0, day="2020-01-01"), window=Window(until="2020-06-29", half_life=60))
    assert short.weight == pytest.approx(0.8 / 2**3, abs=ABOUT)
    never = one(act(7.0, day="2020-01-01"), window=Window(until="2020-06-29", half_life=math.inf))
    assert never.weight == 0.8


def test_without_an_end_a_dyad_stands_as_of_its_latest_statement_that_counts() -> None:
    old, new = act(-9.0, "a1", "2019-01-01"), act(5.0, "a2", "2019-06-30")  # 180 days apart
    denial = act(-9.0, "a3", "2024-01-01", negated=True)
    found = one(old, new, denial)
    assert found.reference == "2019-06-30"
    assert found.score == pytest.approx((0.8 * 0.5 - 0.4 * 0.9) / (1 + 0.8 + 0.4), abs=ABOUT)
    assert (found.first, found.last) == ("2019-01-01", "2019-06-30")


def test_a_statement_without_a_day_does_not_fade_and_lies_in_no_period() -> None:
    rows = act(7.0, "a1", "2019-01-01"), act(7.0, "a2")
    assert one(*rows).weight == pytest.approx(0.8 + 0.8, abs=ABOUT)
    assert one(*rows, window=Window(until="2019-01-01")).articles == 1
    assert stances([act(7.0)], window=Window(since="1900-01-01")) == ()


def test_a_period_holds_its_first_and_last_day() -> None:
    rows = [act(7.0, f"a{n}", f"2020-05-{n:02}") for n in range(1, 32)]
    assert one(*rows, window=Window("2020-05-02", "2020-05-04")).articles == 3
    assert stances(rows, window=Window("2020-06-01", None)) == ()


# Days


@pytest.mark.parametrize(
    ("ends", "published", "day"),
    [
        ("2019-07-31", "2020-05-26", "2019-07-31"),  # its own
        (None, "2020-05-26", "2020-05-26"),  # that of the article
        ("2030-12-31", "2020-05-26", "2020-05-26"),  # what is announced is said today
        ("2019-07-31", None, "2019-07-31"),
        ("2019-07", None, "2019-07-31"),
        ("2020-02", None, "2020-02-29"),
        ("2019", "2020-05-26", "2019-12-31"),
        ("-0480-09-01", None, None),
        ("2019-13-01", "no day", None),
        (None, None, None),
    ],
)
def test_the_day_of_a_statement(ends: str | None, published: str | None, day: str | None) -> None:
    dated = replace(act(7.0), date=Period("0001-01-01", ends, "then") if ends else None)
    assert day_of(dated, Publication(published)) == day


@pytest.mark.parametrize(
    ("window", "problem"),
    [
        (Window(since="May"), "since 'May' is no day"),
        (Window(until="2020-W01-1"), "until '2020-W01-1' is no day"),
        (Window("2020-02-01", "2020-01-01"), "before it begins"),
        (Window(half_life=0), "half-life of 0 days"),
        (Window(half_life=math.nan), "half-life of nan days"),
    ],
)
def test_a_window_that_is_none_is_refused(window: Window, problem: str) -> None:
    with pytest.raises(KgError, match=problem):
        stances([], window=window)


# Denials and endings


def test_a_denied_attack_is_no_attack() -> None:
    found = one(act(-10.0, negated=True))
    assert (found.score, found.margin, found.sign, found.counted, found.negated) == (0.0, 1.0, "neutral", 0, 1)
    assert (found.low, found.high) == (-1.0, 1.0)
    assert one(act(7.0, "a2"), act(-10.0, negated=True)).score == one(act(7.0, "a2")).score


def test_an_ended_support_stops_the_support_before_it_and_nothing_else() -> None:
    before, after = act(7.0, "a1", "2019-01-01"), act(7.0, "a3", "2021-01-01")
    ending = act(7.0, "a2", "2020-01-01", phase="ended")
    stopped = one(before, ending)
    assert (stopped.score, stopped.ended, stopped.counted) == (0.0, 2, 0)
    again = one(before, ending, after)
    assert (again.score, again.ended) == (one(after).score, 2)
    other = one(before, ending, act(5.0, "a4", "2019-01-01", relation="arms"))
    assert (other.cooperative, other.ended) == (1, 2)


@pytest.mark.parametrize("change", [{"modality": "possible"}, {"modality": "future"}, {"negated": True}])
def test_an_ending_that_is_not_asserted_stops_nothing(change: dict[str, Any]) -> None:
    support = act(7.0, "a1", "2019-01-01")
    found = one(support, act(7.0, "a2", "2019-01-01", phase="ended", **change))
    assert found.score == one(support).score


def test_undated_statements_are_stopped_by_any_ending_and_an_undated_ending_stops_only_them() -> None:
    assert one(act(7.0, "a1"), act(7.0, "a2", "2019-01-01", phase="ended")).counted == 0
    assert one(act(7.0, "a1"), act(7.0, "a2", phase="ended")).counted == 0
    assert one(act(7.0, "a1", "2019-01-01"), act(7.0, "a2", phase="ended")).counted == 1


# Copies


def test_the_same_words_in_two_articles_are_one_evidence() -> None:
    first = act(7.0, "a1", "2020-01-01", words="Turkey backs Libya’s government.")
    copy = act(7.0, "b7", "2020-01-03", words="TURKEY backs Libya's   government")
    found = one(copy, first)
    assert (found.counted, found.copies, found.articles) == (1, 1, 1)
    assert (found.score, found.margin, found.reference) == (one(first).score, one(first).margin, "2020-01-01")


def test_an_article_that_copies_one_sentence_of_another_of_the_same_day_comes_behind_it() -> None:
    whole = act(7.0, "m", "2020-01-01"), act(-5.0, "m", "2020-01-01")
    found = one(*whole, replace(whole[0], article="a"))
    assert (found.copies, found.articles, found.score) == (1, 1, one(*whole).score)


def test_the_same_words_long_after_are_new() -> None:
    first, week, chain, later = (act(7.0, f"a{n}", f"2020-01-{n:02}", words="Turkey backs Libya.") for n in (1, 8, 15, 23))
    assert one(first, week, chain).copies == 2
    assert one(first, later).copies == 0


def test_other_acts_or_circumstances_in_the_same_words_are_no_copies() -> None:
    words = "Turkey backs Libya and may attack it."
    rows = act(7.0, words=words), act(-9.0, words=words), act(-9.0, words=words, modality="possible"), act(-9.0, words=words, negated=True)
    assert len({said(row) for row in rows}) == 4
    assert one(*rows).copies == 0


def test_articles_that_the_caller_knows_as_near_duplicates_are_one() -> None:
    rows = act(7.0, "a1", "2020-01-01"), act(7.0, "b1", "2020-03-01"), act(-5.0, "b1", "2020-03-01")
    apart, together = one(*rows), one(*rows, groups={"a1": "a1", "b1": "a1"})
    assert (apart.copies, apart.articles) == (0, 2)
    assert (together.copies, together.articles, together.counted) == (1, 1, 2)


def test_sentences_without_words_are_told_apart() -> None:
    assert one(act(7.0, "a1", words="…"), act(7.0, "a2", words="!")).copies == 0


# Counts and voices


def test_sources_are_counted_and_disagree_when_they_lean_apart() -> None:
    outlets = {"a1": Publication(outlet="One"), "a2": Publication(outlet="Two"), "a3": Publication(outlet="Two")}
    rows = act(5.0, "a1"), act(-5.0, "a2"), act(-3.0, "a3", speaker=mention(GREECE)), act(5.0, "a4")
    found = one(*rows, articles=outlets)
    # voices: One +0.4, Two −0.4, Greece −0.24, the article a4 +0.4
    assert found.disagreement == pytest.approx(2 * 0.64 / (0.8 + 0.64), abs=ABOUT)
    assert (found.attributed, found.articles, found.outlets) == (1, 4, 2)


def test_one_voice_that_says_both_does_not_disagree_with_itself() -> None:
    outlets = {"a1": Publication(outlet="One"), "a2": Publication(outlet="One")}
    assert one(act(5.0, "a1"), act(-5.0, "a2"), articles=outlets).disagreement == 0
    assert one(act(5.0, "a1"), act(-5.0, "a2")).disagreement == pytest.approx(1.0)
    assert one(act(5.0, negated=True)).disagreement == 0


def test_talks_alone_are_neutral_whatever_their_intensity() -> None:
    found = one(act(2.8, polarity=0))
    assert found.score > 0.05
    assert found.sign == "neutral"


# Dyads and months


def test_directions_are_separate_dyads_sorted_by_id() -> None:
    rows = act(7.0), act(-7.0, source=LIBYA, target=TURKEY), act(1.0, source=GREECE, target=TURKEY)
    assert [(stance.source.label, stance.target.label) for stance in stances(rows)] == [
        ("Greece", "Turkey"),
        ("Libya", "Turkey"),
        ("Turkey", "Libya"),
    ]


def test_by_principal_a_minister_speaks_for_the_state_and_by_actor_for_themself() -> None:
    rows = replace(act(7.0, "a1"), source=mention(MINISTER, TURKEY)), act(7.0, "a2")
    assert [(s.source.label, s.counted) for s in stances(rows)] == [("Turkey", 2)]
    assert [(s.source.label, s.counted) for s in stances(rows, by="actor")] == [("Ada Minister", 1), ("Turkey", 1)]


def test_two_actors_of_one_principal_stay_themselves() -> None:
    row = replace(act(-3.0), source=mention(MINISTER, TURKEY), target=mention(PREDECESSOR, TURKEY))
    assert parties(row) == (MINISTER, PREDECESSOR)


def test_an_id_with_two_labels_is_one_actor_under_the_more_frequent() -> None:
    old_name = Actor(TURKEY.id, "Republic of Turkey", "State")
    rows = [act(1.0, f"a{n}", source=actor) for n, actor in enumerate((old_name, TURKEY, TURKEY))]
    assert one(*rows).source == TURKEY


def test_no_statements_no_stances() -> None:
    assert stances([]) == months([]) == ()


def test_months_show_the_stance_as_of_their_ends_and_what_they_added() -> None:
    rows = [act(7.0, "a1", "2019-12-15"), act(-9.0, "a2", "2020-02-10"), act(2.0, "a3")]
    rows.append(act(-9.0, "b2", "2020-02-12", words=rows[1].evidence.text))  # a copy
    (series,) = months(rows)
    assert [month.month for month in series] == ["2019-12", "2020-01", "2020-02"]
    assert [(month.cooperative, month.conflictual) for month in series] == [(1, 0), (0, 0), (0, 1)]
    for month, end in zip(series, ("2019-12-31", "2020-01-31", "2020-02-29"), strict=True):
        assert month.stance == one(*rows, window=Window(until=end))
    assert [month.stance.sign for month in series] == ["cooperative", "cooperative", "conflictual"]
    (shown,) = months(rows, window=Window(since="2020-02-01", until="2020-03-15"))
    assert [month.stance.reference for month in shown] == ["2020-02-29", "2020-03-15"]
    assert months([act(7.0)]) == ((),)


# The weights


def test_the_weights_are_those_of_the_table() -> None:
    weights = load_weights()
    assert (weights.certainty, weights.prior_weight, weights.half_life) == (CERTAINTY, 1.0, 180.0)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("half-life\tlong", ":2: a row reads"),
        ("half-live\t180", ":2: there is no weight 'half-live'"),
        ("certainty-future\t1.5", ":2: certainty-future is 1.5: it must lie from 0 to 1"),
        ("half-life\t0", ":2: half-life is 0"),
        ("half-life\t180", "lacks certainty-asserted"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    (tmp_path / "stance.tsv").write_text(f"name\tvalue\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem):
        load_weights(tmp_path / "stance.tsv")


# What holds of all statements

DAYS = st.none() | st.dates(date(2020, 1, 1), date(2020, 12, 31)).map(str) | st.dates(date(2020, 5, 1), date(2020, 5, 5)).map(str)
ACTS = st.builds(
    lambda intensity, article, day, said, **changes: act(intensity, article, day, words=said, **changes),
    st.integers(-100, 100).map(lambda tenths: tenths / 10),
    st.sampled_from("abcdef"),
    DAYS,
    st.sampled_from(["One.", "Two.", "Three.", "Four."]),
    confidence=st.none() | st.floats(0, 1),
    modality=st.sampled_from(MODALITIES),
    negated=st.booleans(),
    phase=st.none() | st.sampled_from(PHASES),
    speaker=st.none() | st.sampled_from([mention(GREECE), mention(TURKEY)]),
)
FIXED = Window(until="2021-01-01")


@settings(deadline=None)
@given(st.lists(ACTS, min_size=1), st.sampled_from([Window(), FIXED]))
def test_numbers_stay_in_their_bounds_and_every_statement_is_counted_once(rows: list[Statement], window: Window) -> None:
    for found in stances(rows, window=window):
        assert -1 < found.score < 1
        assert 0 < found.margin <= 1
        assert -1 <= found.low <= found.score <= found.high <= 1
        assert 0 <= found.disagreement <= 1
        assert found.counted + found.negated + found.ended + found.copies == len(found.statements)
        assert found.articles <= found.counted
        assert (found.first or "") <= (found.last or "") <= (found.reference or "9")


@settings(deadline=None)
@given(st.lists(ACTS, min_size=1))
def test_turning_every_act_into_its_opposite_turns_the_score(rows: list[Statement]) -> None:
    turned = [replace(row, intensity=-row.intensity, polarity=-row.polarity) for row in rows]
    before, after = one(*rows), one(*turned)
    assert after.score == pytest.approx(-before.score, abs=ABOUT)
    assert (after.margin, after.cooperative, after.conflictual) == (before.margin, before.conflictual, before.cooperative)
    assert after.disagreement == pytest.approx(before.disagreement, abs=ABOUT)


@settings(deadline=None)
@given(st.data(), st.lists(ACTS, min_size=1))
def test_order_and_repetition_make_no_difference(data: st.DataObject, rows: list[Statement]) -> None:
    assert stances(data.draw(st.permutations(rows + rows))) == stances(rows)


def read_alike(rows: Iterable[Statement]) -> list[Statement]:
    """The statements, one for each id, of which those that say the same are read the same: of others it matters which comes first."""
    as_first: dict[object, Statement] = {}
    alike = {}
    for row in rows:
        first = as_first.setdefault(said(row), row)
        alike.setdefault(row.id, replace(row, confidence=first.confidence, intensity=first.intensity, polarity=first.polarity))
    return list(alike.values())


@settings(deadline=None)
@given(st.lists(ACTS, min_size=1).map(read_alike), st.integers(0), st.sampled_from(["A", "z"]))
def test_a_copy_of_a_statement_changes_nothing_but_the_number_of_copies(rows: list[Statement], place: int, article: str) -> None:
    copied = rows[place % len(rows)]
    before, after = one(*rows), one(*rows, replace(copied, article=article))
    assert after.copies == before.copies + 1
    assert replace(after, copies=before.copies, statements=before.statements) == before


@settings(deadline=None)
@given(st.lists(ACTS), ACTS.filter(lambda row: row.phase != "ended"))
def test_further_evidence_never_widens_the_margin(rows: list[Statement], more: Statement) -> None:
    before = stances(rows, window=FIXED)
    after = stances([*rows, replace(more, evidence=Evidence("Five.", 90, 95))], window=FIXED)
    assert all(late.margin <= early.margin + ABOUT for early, late in zip(before, after, strict=False))
