"""Provinces, regions and cities act through bodies of their own, which are no bodies of the state."""

from __future__ import annotations

import pytest
from builders import document

from kg.extract.annotation import annotation_of
from kg.extract.local_bodies import local_bodies

BODIES = frozenset({"government", "council"})
LEVELS = frozenset({"regional", "provincial"})


def found(text: str) -> list[tuple[str, str]]:
    """The words and labels of the local bodies in a document."""
    doc = document(text)
    nouns = [token for token in doc if token.lemma_ in BODIES]
    return [(doc[m.start : m.end].text, m.actor.label) for m in local_bodies(doc, annotation_of(doc), nouns, LEVELS)]


def test_a_place_in_front_of_a_council_makes_it_an_actor() -> None:
    text = """
    The                  DT    det       council
    Kirkuk               NNP   compound  council      @Place
    provincial           JJ    amod      council
    council              NN    nsubj     met
    met/meet             VBD   ROOT
    .                    .     punct     met
    """
    assert found(text) == [("Kirkuk provincial council", "Kirkuk provincial council")]


def test_a_possessor_is_no_part_of_the_name() -> None:
    text = """
    Oromia               NNP   poss      government   @Place
    's                   POS   case      Oromia
    regional             JJ    amod      government
    government           NN    nsubj     met
    met/meet             VBD   ROOT
    .                    .     punct     met
    """
    assert found(text) == [("Oromia's regional government", "Oromia regional government")]


def test_a_place_may_stand_behind_of() -> None:
    text = """
    The                  DT    det       council
    council              NN    nsubj     met
    of                   IN    prep      council
    Agadez               NNP   pobj      of           @Place
    met/meet             VBD   ROOT
    .                    .     punct     met
    """
    assert found(text) == [("council of Agadez", "Agadez council")]


@pytest.mark.parametrize("type", ["State", "Organisation"])
def test_a_state_and_an_organisation_have_no_local_body(type: str) -> None:
    text = f"""
    The                  DT    det       government
    Chad                 NNP   compound  government   @{type}
    government           NN    nsubj     met
    met/meet             VBD   ROOT
    .                    .     punct     met
    """
    assert found(text) == []


def test_a_council_without_a_place_is_none() -> None:
    text = """
    The                  DT    det       council
    council              NN    nsubj     met
    met/meet             VBD   ROOT
    .                    .     punct     met
    """
    assert found(text) == []
