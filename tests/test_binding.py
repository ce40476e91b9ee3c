"""Terms go to the places that a query keeps for them, and no value changes what a query means."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg.binding import places, with_terms, written
from kg.errors import QueryError
from kg.queries import NamedQuery, load_queries
from kg.store import open_store

ECHO = "SELECT ?x ?y { VALUES ?x { UNDEF } VALUES ?y { UNDEF } }"
PIECES = [
    *"\"'\\<>{}#?$u0041\n\r\t\0 .;|^`@",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\\u0022",
    "\\U00000022",
    '"""',
    "service",
    "UNDEF } }",
]
STRANGE = st.lists(st.sampled_from(PIECES)).map("".join)
NESTED = "SELECT ?y { { SELECT ?y { VALUES ?x { UNDEF } ?x ?p ?y } } VALUES ?x { UNDEF } FILTER(?y != ?x) }"
TEXTS = st.one_of(st.text(), STRANGE)
QUERIES = sorted(load_queries().values(), key=lambda query: query.name)


@given(TEXTS)
def test_a_text_comes_back_as_it_was_and_alone(text: str) -> None:
    with open_store() as store:
        assert list(store.query(with_terms(ECHO, {"x": Literal(text)})).rows) == [(Literal(text), None)]


@given(TEXTS)
def test_another_reader_of_sparql_finds_the_same_text(text: str) -> None:
    """rdflib resolves code points before it looks for strings, as the standard says."""
    if "\r" in text or "\0" in text:
        return  # its parser drops a carriage return and refuses NUL, also where they are escaped
    rows = list(rdflib.Graph().query(with_terms(ECHO, {"x": Literal(text, language="en")})))
    assert [str(row[0]) for row in rows] == [text]
    assert rows[0][0].language == "en"


@given(STRANGE)
def test_an_iri_is_refused_or_comes_back_as_it_was(text: str) -> None:
    try:
        iri = NamedNode(f"http://example.org/{text}")
    except ValueError:
        return
    assert [row["x"] for row in ox.Store().query(with_terms(ECHO, {"x": iri}))] == [iri]


@cache
def skeleton(sparql: str) -> str:
    """A query's parse without the data of its VALUES."""
    return str(_without_values(parseQuery(sparql).as_list()))


def _without_values(part: object) -> object:
    if getattr(part, "name", "") in ("InlineData", "ValuesClause"):
        return "VALUES"
    if isinstance(part, dict):
        return (getattr(part, "name", ""), sorted((key, str(_without_values(value))) for key, value in part.items()))
    return [_without_values(one) for one in part] if isinstance(part, list) or hasattr(part, "as_list") else str(part)


@settings(max_examples=50)
@given(TEXTS)
def test_no_value_changes_how_a_query_is_read(text: str) -> None:
    if "\r" not in text and "\0" not in text:
        assert skeleton(with_terms(NESTED, {"x": Literal(text)})) == skeleton(with_terms(NESTED, {"x": Literal("tame")}))


@given(st.sampled_from(QUERIES), TEXTS)
def test_a_value_stands_in_its_places_of_a_question_and_nowhere_else(query: NamedQuery, text: str) -> None:
    names = [parameter.name for parameter in query.parameters]
    filled = with_terms(query.sparql, {name: Literal(text) for name in names})
    for name in names:
        assert filled.count(f"VALUES ?{name} {{ {written(Literal(text))} }}") == query.sparql.count(f"VALUES ?{name} {{ UNDEF }}") > 0
        filled = filled.replace(f"VALUES ?{name} {{ {written(Literal(text))} }}", f"VALUES ?{name} {{ UNDEF }}")
    assert filled == query.sparql


def test_every_question_is_legal_for_another_reader() -> None:
    for query in QUERIES:
        prepareQuery(query.sparql)
        prepareQuery(with_terms(query.sparql, {}))


def test_what_is_put_in_is_not_searched_for_places() -> None:
    bound = with_terms(ECHO, {"x": Literal("VALUES ?y { UNDEF }"), "y": Literal("second")})
    assert [tuple(row) for row in ox.Store().query(bound)] == [(Literal("VALUES ?y { UNDEF }"), Literal("second"))]


def test_places_in_strings_comments_and_iris_are_none() -> None:
    text = 'SELECT ?a { BIND("VALUES ?b { UNDEF }" AS ?a) VALUES ?c{UNDEF} # VALUES ?d { UNDEF }\n}'
    assert places(text) == {"c"}
    assert with_terms(text, {}) == text.replace("VALUES ?c{UNDEF}", "")


def test_a_term_without_a_place_and_a_blank_node_are_refused() -> None:
    with pytest.raises(QueryError, match=r"keeps no place for \?z: write VALUES \?z \{ UNDEF \}"):
        with_terms(ECHO, {"z": Literal("a")})
    with pytest.raises(QueryError, match="give an IRI or a literal"):
        with_terms(ECHO, {"x": BlankNode("b")})
