"""The named questions at live endpoints: each has there the answer that the embedded store gives."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode
from servers import has_virtuoso, oxigraph, virtuoso
from spacy.language import Language
from test_queries import FURTHER, STATEMENTS, filled
from test_queries_sample import ARTICLES

from kg.articles import read_articles
from kg.build import build
from kg.queries import ask, load_queries
from kg.rdf import statements_from_quads
from kg.store import Store, open_store

NUMBERS = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float", "int", "nonNegativeInteger")}
ASKED = {
    "beginnings-and-ends": {},
    "hearsay": {},
    "disputed-dyads": {},
}
"""What is asked where a question has no example in the sample."""


@pytest.fixture(scope="module")
def here(nlp: Language):
    """The build of the sample, and the articles of `test_queries` besides."""
    with open_store() as store, filled(STATEMENTS + FURTHER) as more:
        for _ in build(store, nlp, read_articles([ARTICLES], lambda error: pytest.fail(str(error)))):
            pass
        copy(more, store)
        yield store


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, here: Store):
    if request.param == "virtuoso" and not has_virtuoso():
        pytest.skip("Virtuoso is not installed: on Debian, bash .ci/tools (or apt-get install virtuoso-opensource)")
    server = oxigraph if request.param == "oxigraph" else virtuoso
    with pytest.MonkeyPatch.context() as environment, server(tmp_path_factory.mktemp(request.param)) as url:
        environment.setenv("no_proxy", "127.0.0.1")
        environment.setenv("KG_STORE_USER", "dba")
        environment.setenv("KG_STORE_PASSWORD", "dba")
        with open_store(url) as store:
            copy(here, store)
            yield store


def copy(source: Store, target: Store) -> None:
    for article in list(source.articles()):
        target.add_article([quad for quad in source.quads() if quad.graph_name.value.endswith(f"/article/{article}")])


def plain(value: object) -> object:
    """A value as both write it: endpoints have their own ways to write a number, and plain texts."""
    if isinstance(value, Literal) and value.datatype.value.endswith("#boolean"):
        return value.value in ("true", "1")
    if isinstance(value, Literal):
        return round(float(value.value), 6) if value.datatype.value in NUMBERS else value.value
    return value.value if isinstance(value, NamedNode) else value


def answer(store: Store, name: str) -> Counter[tuple[object, ...]]:
    values = load_queries()[name].example or ASKED.get(name, {})
    result = ask(store, name, values)
    columns = result.variables
    return Counter(tuple(plain(row[columns.index(name)]) for name in sorted(columns)) for row in result.rows)


def test_what_was_copied_is_all_there(here: Store, there: Store) -> None:
    assert list(there.articles()) == list(here.articles())
    assert list(statements_from_quads(there.quads())) == list(statements_from_quads(here.quads()))


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_a_question_has_the_same_answer_there(here: Store, there: Store, name: str) -> None:
    expected = answer(here, name)
    assert expected, "an empty answer shows nothing"
    assert answer(there, name) == expected
