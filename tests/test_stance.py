from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from kg.model import Actor, Evidence, Mention, Statement
from kg.stance import CERTAINTY, UNMEASURED_CONFIDENCE, contribution, parties, stances

TURKEY = Actor("actor/turkey", "Turkey", "State")
LIBYA = Actor("actor/libya", "Libya", "State")
GREECE = Actor("actor/greece", "Greece", "State")
MINISTER = Actor("actor/minister", "Ada Minister", "Person")
PREDECESSOR = Actor("actor/predecessor", "Ben Predecessor", "Person")


def mention(actor: Actor, principal: Actor | None = None) -> Mention:
    return Mention(actor, principal or actor, actor.label, 0, len(actor.label))


def statement(source: Mention, target: Mention, intensity: float, *, at: int = 0, **changes: Any) -> Statement:
    made = Statement(
        article="a1",
        source=source,
        relation="supports",
        label="supported",
        event_type="SUPPORT",
        quad=1,
        polarity=(intensity > 0) - (intensity < 0),
        intensity=intensity,
        target=target,
        evidence=Evidence("A sentence.", at, at + 11),
        rule="frame:supports",
        confidence=0.8,
    )
    return replace(made, **changes)


def between(*rows: Statement) -> tuple[Statement, ...]:
    return tuple(replace(row, evidence=Evidence("A sentence.", 100 * at, 100 * at + 11)) for at, row in enumerate(rows))


def test_an_asserted_act_counts_its_intensity_times_its_confidence() -> None:
    assert contribution(statement(mention(TURKEY), mention(LIBYA), 7.0)) == pytest.approx(7 / 10 * 0.8 * 1)


@pytest.mark.parametrize(("modality", "certainty"), [("asserted", 1.0), ("future", 0.6), ("possible", 0.4), ("demanded", 0.2)])
def test_the_modality_scales_the_contribution(modality: str, certainty: float) -> None:
    row = statement(mention(TURKEY), mention(LIBYA), -9.0, modality=modality)
    assert contribution(row) == pytest.approx(-9 / 10 * 0.8 * certainty)
    assert CERTAINTY[row.modality] == certainty


def test_unmeasured_confidence_counts_as_one_half() -> None:
    assert contribution(statement(mention(TURKEY), mention(LIBYA), 8.0, confidence=None)) == pytest.approx(8 / 10 * UNMEASURED_CONFIDENCE)
    assert contribution(statement(mention(TURKEY), mention(LIBYA), 8.0, confidence=0.0)) == 0


def test_the_score_is_the_mean_of_the_contributions_by_hand() -> None:
    rows = between(
        statement(mention(TURKEY), mention(LIBYA), 7.0),  # 0.7 × 0.8 × 1 = 0.56
        statement(mention(TURKEY), mention(LIBYA), -5.0, modality="possible", confidence=0.5),  # −0.5 × 0.5 × 0.4 = −0.10
        statement(mention(TURKEY), mention(LIBYA), 1.0, polarity=0, confidence=None),  # 0.1 × 0.5 × 1 = 0.05
        statement(mention(TURKEY), mention(LIBYA), -10.0, negated=True),  # listed, not counted
    )
    (stance,) = stances(rows)
    assert stance.score == pytest.approx((0.56 - 0.10 + 0.05) / 3, abs=1e-9)
    assert (stance.cooperative, stance.conflictual, stance.neutral, stance.negated) == (1, 1, 1, 1)
    assert stance.counted == 3
    assert len(stance.statements) == 4
    assert stance.sign == "cooperative"
    # 0.61 speaks for and 0.10 against: 2 × 0.10 / 0.71
    assert stance.disagreement == pytest.approx(2 * 0.10 / 0.71, abs=1e-4)


def test_a_dyad_of_negated_statements_alone_has_no_score_and_is_neutral() -> None:
    (stance,) = stances([statement(mention(TURKEY), mention(LIBYA), -10.0, negated=True)])
    assert (stance.score, stance.sign, stance.counted, stance.negated, stance.disagreement) == (0.0, "neutral", 0, 1, 0.0)


def test_the_extremes_stay_within_one() -> None:
    (worst,) = stances([statement(mention(TURKEY), mention(LIBYA), -10.0, confidence=1.0)])
    (best,) = stances([statement(mention(TURKEY), mention(LIBYA), 10.0, confidence=1.0)])
    assert (worst.score, best.score) == (-1.0, 1.0)


def test_talks_alone_are_neutral_whatever_their_intensity() -> None:
    (stance,) = stances([statement(mention(TURKEY), mention(LIBYA), 2.8, polarity=0)])
    assert stance.score > 0.05
    assert stance.sign == "neutral"


def test_the_neutral_band_excludes_its_edges() -> None:
    (at_edge,) = stances([statement(mention(TURKEY), mention(LIBYA), -1.0, confidence=0.5)])
    (within,) = stances([statement(mention(TURKEY), mention(LIBYA), -0.9, confidence=0.5)])
    assert (at_edge.score, at_edge.sign) == (-0.05, "conflictual")
    assert within.sign == "neutral"


def test_even_contributions_cancel_and_disagree_fully() -> None:
    rows = between(statement(mention(TURKEY), mention(LIBYA), 4.0), statement(mention(TURKEY), mention(LIBYA), -4.0))
    (stance,) = stances(rows)
    assert (stance.score, stance.sign, stance.disagreement) == (0.0, "neutral", 1.0)


def test_directions_are_separate_dyads_sorted_by_id() -> None:
    rows = between(
        statement(mention(TURKEY), mention(LIBYA), 7.0),
        statement(mention(LIBYA), mention(TURKEY), -7.0),
        statement(mention(GREECE), mention(TURKEY), 1.0),
    )
    assert [(stance.source.label, stance.target.label) for stance in stances(rows)] == [
        ("Greece", "Turkey"),
        ("Libya", "Turkey"),
        ("Turkey", "Libya"),
    ]


def test_by_principal_a_minister_speaks_for_the_state_and_by_actor_for_themself() -> None:
    rows = between(statement(mention(MINISTER, TURKEY), mention(LIBYA), 7.0), statement(mention(TURKEY), mention(LIBYA), 7.0))
    assert [(s.source.label, s.counted) for s in stances(rows)] == [("Turkey", 2)]
    assert [(s.source.label, s.counted) for s in stances(rows, by="actor")] == [("Ada Minister", 1), ("Turkey", 1)]


def test_two_actors_of_one_principal_stay_themselves() -> None:
    row = statement(mention(MINISTER, TURKEY), mention(PREDECESSOR, TURKEY), -3.0)
    assert parties(row) == (MINISTER, PREDECESSOR)


def test_a_statement_given_twice_counts_once() -> None:
    row = statement(mention(TURKEY), mention(LIBYA), 7.0)
    (stance,) = stances([row, row])
    assert stance.counted == 1


def test_the_order_of_statements_makes_no_difference() -> None:
    rows = list(between(*(statement(mention(TURKEY), mention(random.Random(n).choice([LIBYA, GREECE])), n / 3 - 5) for n in range(30))))
    expected = stances(rows)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert stances(rows) == expected


def test_an_id_with_two_labels_is_one_actor_under_the_more_frequent() -> None:
    old_name = Actor(TURKEY.id, "Republic of Turkey", "State")
    rows = between(*(statement(mention(actor), mention(LIBYA), 1.0) for actor in (old_name, TURKEY, TURKEY)))
    (stance,) = stances(rows)
    assert stance.source == TURKEY


def test_no_statements_no_stances() -> None:
    assert stances([]) == ()
