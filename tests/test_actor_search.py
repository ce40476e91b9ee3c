"""A name is resolved by the day on which it is used, with scores and reasons."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from kg.actors.search import ActorSearch, Candidate
from kg.cli import cli


@pytest.fixture(scope="module")
def search() -> ActorSearch:
    return ActorSearch()


def best(search: ActorSearch, name: str, date: str | None = None) -> Candidate:
    return search.find(name, date)[0]


@pytest.mark.parametrize(
    ("name", "date", "label", "principal"),
    [
        ("Erdogan", "2019-05-01", "Recep Tayyip Erdoğan", "Turkey"),
        ("ERDOĞAN", "2019-05-01", "Recep Tayyip Erdoğan", "Turkey"),
        ("Barack Obama", "2010-05-01", "Barack Obama", "United States"),
        ("Barack Obama", "2019-05-01", "Barack Obama", "Barack Obama"),
        ("Ankara", "2019-05-01", "Turkey", "Turkey"),
        ("the Kremlin", "2019-05-01", "Kremlin", "Russia"),
        ("Daesh", "2016-05-01", "Islamic State", "Islamic State"),
        ("Soviet Union", "1985-05-01", "Soviet Union", "Soviet Union"),
    ],
)
def test_a_name_means_an_actor_that_acts_for_a_principal(search: ActorSearch, name: str, date: str, label: str, principal: str) -> None:
    candidate = best(search, name, date)
    assert (candidate.actor.label, candidate.principal.label) == (label, principal)
    assert candidate.chosen


def test_a_bygone_actor_scores_less_than_in_its_time(search: ActorSearch) -> None:
    assert best(search, "Soviet Union", "2019-05-01").score < best(search, "Soviet Union", "1985-05-01").score == 1.0


def test_reasons_name_the_office_of_the_day_and_memberships(search: ActorSearch) -> None:
    assert any(
        reason.startswith("president of United States from 2009-01-20") for reason in best(search, "Barack Obama", "2010-05-01").reasons
    )
    assert not any("president of United States" in reason for reason in best(search, "Barack Obama", "2019-05-01").reasons)
    assert "member of NATO since 1952-02-18" in best(search, "Turkey", "2019-05-01").reasons


def test_a_name_that_no_row_has_brings_what_is_spelt_almost_like_it(search: ActorSearch) -> None:
    assert search.find("Erdogann") == []
    assert "Erdogan" in search.near("Erdogann")


def test_the_command_shows_candidates_and_exits_with_one_when_there_are_none() -> None:
    shown = CliRunner().invoke(cli, ["actors", "find", "Haftar", "--on", "2019-05-01"])
    assert shown.exit_code == 0
    assert "* Khalifa Haftar (Person, actor/khalifa-haftar), acts for Libyan National Army" in shown.stdout
    nobody = CliRunner().invoke(cli, ["actors", "find", "Erdogann"])
    assert nobody.exit_code == 1
    assert "did you mean Erdogan" in nobody.stderr


def test_a_day_that_is_none_is_refused() -> None:
    refused = CliRunner().invoke(cli, ["actors", "find", "Haftar", "--on", "May 2019"])
    assert refused.exit_code == 2
    assert "is no day" in refused.stderr
