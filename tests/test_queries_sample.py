"""The named questions on the build of the sample articles: each example has its known answer, and names of all kinds find their actors."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from spacy.language import Language

from kg.articles import read_articles
from kg.build import build
from kg.errors import QueryError
from kg.queries import ANY, Parameter, ask, bind, load_queries, to_term
from kg.rdf import Names, term
from kg.resolve import find_actor
from kg.store import Store, open_store, plain

ARTICLES = Path(__file__).parent.parent / "data" / "articles"

KNOWN = {
    "acting-for": ("label acts_for", "Recep Tayyip Erdoğan|Turkey"),
    "actors": ("label type", "North Korea|kg:State"),
    "actors-of-article": ("label acts_for", "Fayez al-Sarraj|Government of National Accord"),
    "alliances": ("from to", "Belarus|Russia"),
    "articles-on": ("day article", "2020-01-15|article:libya-truce-2020"),
    "claims-of-speaker": ("who source relation target modality", "Donald Trump|United States|withdrew from|Iran nuclear deal|kg:Future"),
    "conflict-by-month": ("month label", "2019-07|United States"),
    "context-of-actor": ("label role", "F-35 programme|from"),
    "demands": ("what", "Emmanuel Macron – called on – United States"),
    "denials": ("what", "Greece – held talks with – Turkey (negated, according to Greece)"),
    "enemies-of-enemies": ("label", "Saudi Arabia"),
    "evidence-of-edge": ("day rule article", "2019-07-17|frame:remove-from|article:f35-s400-2019"),
    "first-and-last": ("type first", "kg:ACCUSE|2018-03-19"),
    "joined-and-left": ("what thing", "United States – removed Turkey from – F-35 programme|F-35 programme"),
    "low-confidence": ("what rule", "Algeria – opposes – ECOWAS|frame:oppose, owner"),
    "mediators": ("label party_label", "Olusegun Obasanjo|Ethiopia"),
    "most-active-dyads": ("from to", "Philippines|China"),
    "mutual-hostility": ("oneName otherName", "Iran|United States"),
    "negotiations": ("what", "Vladimir Putin – held talks with – Benjamin Netanyahu"),
    "neighbours-of-dyad": ("label", "United States"),
    "one-outlet-only": ("from relation to outlet", "NATO|kg:sendsForcesTo|Poland|kg sample"),
    "outlets": ("label articles", "kg sample|14"),
    "places-contested": ("label by", "Afrin|Turkey"),
    "provenance-of-count": ("article rule asserted", "article:f35-s400-2019|frame:remove-from|2"),
    "relations-between": ("day source relation target", "2019-07-17|United States|removed Turkey from|Turkey"),
    "relations-by-month": ("month", "2022-02"),
    "rules": ("rule", "frame:accuse-of"),
    "sanctions": ("by against", "European Union|Vladimir Putin"),
    "sanctions-in-force": ("from to imposed lifted", "Council of Europe|Russia|2022-02-25|"),
    "sentences-with": ("what", "Germany – armed – Ukraine (future, according to Olaf Scholz)"),
    "shared-enemies": ("label", "Iran"),
    "stances-of": ("label conflictual", "Niger|1"),
    "statements-of-article": ("start source relation", "0|United States|removed Turkey from"),
    "statements-of-outlet": ("what", "Qatar – sided with – Muslim Brotherhood"),
    "statements-of-relation": ("day what", "2022-02-24|Russia – invaded – Ukraine"),
    "statements-of-type": ("what", "Russia – armed – Turkey"),
    "threats-and-announcements": ("what", "Emmanuel Macron – warned – Turkey"),
    "unanswered-hostility": ("from to", "Turkey|YPG"),
    "voices-on-dyad": ("label", "kg sample"),
    "who-arms-whom": ("from to", "United States|YPG"),
    "who-opposes": ("label", "France"),
    "who-supports": ("label", "Qatar"),
}
NOT_IN_THE_SAMPLE = {"beginnings-and-ends", "disputed-dyads", "hearsay"}
"""One outlet wrote all the samples, nobody in them reports what another said, and no sentence says that an act began."""
HOSTILE = ["", "*/", '" } DROP ALL #', "<http://a>", "\u202e", "x" * 100_000, "\\u0022", "'''", "1 } UNION { ?s ?p ?o", "\0"]


@pytest.fixture(scope="module")
def store(nlp: Language):
    with open_store() as opened:
        for _ in build(opened, nlp, read_articles([ARTICLES], lambda error: pytest.fail(str(error)))):
            pass
        yield opened


@pytest.mark.parametrize("name", KNOWN)
def test_the_example_of_a_question_has_its_known_answer(store: Store, name: str) -> None:
    columns, expected = KNOWN[name]
    result = ask(store, name, load_queries()[name].example)
    places = [result.variables.index(column) for column in columns.split()]
    assert expected in ["|".join(plain(row[place]) for place in places) for row in result.rows]


def test_every_question_has_an_example_that_answers() -> None:
    assert load_queries().keys() == KNOWN.keys() | NOT_IN_THE_SAMPLE


def test_a_state_answers_for_its_ministers(store: Store) -> None:
    rows = [plain(row[1]) for row in ask(store, "relations-between", {"one": "turkey", "other": "libyan-national-army"}).rows]
    assert "Recep Tayyip Erdoğan" in rows


def outcome(store: Store, name: str, values: dict[str, str]) -> str | list[object]:
    try:
        return list(ask(store, name, values).rows)
    except QueryError as wrong:
        return str(wrong)


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_hostile_values_are_refused_or_find_nothing(store: Store, name: str) -> None:
    question = load_queries()[name]
    size = sum(1 for _ in store.quads())
    fine = {parameter.name: (question.example or {}).get(parameter.name, ANY) for parameter in question.parameters}
    for parameter in question.parameters:
        for value in HOSTILE:
            found = outcome(store, name, {**fine, parameter.name: value})
            if isinstance(found, str):
                assert "\n" not in found
                assert len(found) < 1000
            else:
                assert parameter.type == "text"
                assert not found or not value, "an empty text is part of every text"
    assert sum(1 for _ in store.quads()) == size


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("turkey", "turkey"),
        ("actor/turkey", "turkey"),
        ("actor:turkey", "turkey"),
        ("https://w3id.org/geokg/id/actor/turkey", "turkey"),
        ("wd:Q43", "turkey"),
        ("http://www.wikidata.org/entity/Q43", "turkey"),
        ("TUR", "turkey"),
        ("TR", "turkey"),
        ("Türkiye", "turkey"),
        ("Turkish", "turkey"),
        ("the United States", "united-states"),
        ("Washington", "united-states"),
        ("Haftar", "khalifa-haftar"),
        ("khalifa haftar", "khalifa-haftar"),
        ("Recep Tayyip Erdogan", "recep-tayyip-erdogan"),
        ("al-Aiban", "musaed-al-aiban"),
    ],
)
def test_names_of_all_kinds_find_their_actor(store: Store, text: str, actor: str) -> None:
    found = find_actor(store, text)
    assert Names().actor_id(found).removeprefix("actor/") == actor


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Korea", "no statement knows an actor 'Korea' (did you mean 'North Korea' or 'South Korea'?)"),
        ("Bhutan", "'Bhutan' is the name of an actor of whom no statement of the store speaks: actor/bhutan"),
        ("wd:Q1", "no statement knows an actor 'wd:Q1'"),
        ("http://example.org/turkey", "no statement knows an actor 'http://example.org/turkey'"),
        ("", "no statement knows an actor ''"),
    ],
)
def test_what_names_nobody_or_several_is_said_with_the_candidates(store: Store, text: str, message: str) -> None:
    with pytest.raises(QueryError) as wrong:
        find_actor(store, text)
    assert message in str(wrong.value)


DATE, DECIMAL = term("xsd:date"), term("xsd:decimal")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", "2019", Literal("2019-01-01", datatype=DATE)),
        ("last-date", "2019", Literal("2019-12-31", datatype=DATE)),
        ("last-date", "2020-02", Literal("2020-02-29", datatype=DATE)),
        ("last-date", "2020-02-03", Literal("2020-02-03", datatype=DATE)),
        ("integer", "-7", Literal(-7)),
        ("number", "1e-7", Literal("0.0000001", datatype=DECIMAL)),
        ("boolean", "Yes", Literal(True)),
        ("event-type", "assault", term("kg:ASSAULT")),
        ("relation", "IMPOSESSANCTIONSON", term("kg:imposesSanctionsOn")),
        ("relation", "imposed sanctions on", term("kg:imposesSanctionsOn")),
        ("modality", "future", term("kg:Future")),
        ("phase", "ended", term("kg:Ended")),
        ("outlet", "kg sample", Names().outlet("kg sample")),
        ("text", "a", Literal("a")),
    ],
)
def test_a_value_becomes_a_term_of_its_type(store: Store, kind: str, value: str, expected: Literal | NamedNode) -> None:
    assert to_term(store, Parameter("x", kind), value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("date", "2019-13", "'2019-13' is no date for the parameter x: month must be in 1..12"),
        ("date", "2019-02-30", "'2019-02-30' is no date"),
        ("last-date", "19", "a date reads YYYY-MM-DD, YYYY-MM or YYYY"),
        ("integer", "1.5", "'1.5' is no integer"),
        ("integer", "9" * 5000, "give a whole number such as 3"),
        ("number", "inf", "give a number such as 0.5"),
        ("number", "9" * 5000, "give a number such as 0.5"),
        ("boolean", "2", "give one of true, yes, 1, false, no, 0"),
        ("event-type", "ASSAULTS", "there is no event type 'ASSAULTS' (did you mean 'assault'?)"),
        ("relation", "support", "there is no relation 'support' (did you mean 'supports'"),
        ("modality", "past", "give one of asserted, future, possible, demanded"),
        ("outlet", "Nobody's Post", "the store holds no outlet"),
        ("statement", "st-0000000000000000", "the store holds no statement"),
        ("text", "\ud800", "is no text"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(store: Store, kind: str, value: str, message: str) -> None:
    with pytest.raises(QueryError) as wrong:
        to_term(store, Parameter("x", kind), value)
    assert message in str(wrong.value)


def test_values_of_python_do_as_well(store: Store) -> None:
    values = {"actor": Names().actor("actor/turkey"), "since": datetime.date(2019, 1, 1)}
    assert [plain(row[1]) for row in ask(store, "who-opposes", values).rows] == ["United States", "France"]


def test_a_bound_question_asks_the_same_elsewhere(store: Store) -> None:
    question = load_queries()["who-opposes"]
    text = bind(question, store, {"actor": "Erdogan", "since": "2018"})
    assert "UNDEF" not in text
    assert list(store.query(text).rows) == list(ask(store, "who-opposes", {"actor": "Erdogan", "since": "2018"}).rows)
