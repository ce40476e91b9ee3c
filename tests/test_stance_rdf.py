from __future__ import annotations

import io
import math

import rdflib
from pyoxigraph import Literal, NamedNode
from test_stance import GREECE, act, mention, one

from kg.rdf import Names, article_to_quads, serialise, term
from kg.stance import Publication, Stance, Window, stances
from kg.stance_rdf import COUNTS, printed, stance_node, stance_to_quads, stances_to_quads

ROWS = (
    act(7.0, "a1", "2020-01-01"),
    act(-5.0, "a2", "2020-02-01", speaker=mention(GREECE)),
    act(-9.0, "a3", "2020-02-01", negated=True),
)


def facts(stance: Stance) -> dict[str, list[str]]:
    """The values of the stance's node by the local names of its properties."""
    found: dict[str, list[str]] = {}
    for quad in stance_to_quads(stance):
        if quad.subject == stance_node(stance):
            assert isinstance(quad.object, Literal | NamedNode)
            found.setdefault(quad.predicate.value.rsplit("#")[-1].rsplit("/")[-1], []).append(quad.object.value)
    return found


def test_a_stance_says_in_rdf_what_it_says_in_python() -> None:
    stance = one(*ROWS, window=Window("2020-01-01", "2020-12-31", 90), articles={"a1": Publication(outlet="One")})
    found = facts(stance)
    names = Names()
    assert found["stanceOf"] == [names.actor("actor/turkey").value]
    assert found["stanceTowards"] == [names.actor("actor/libya").value]
    for name in ("score", "margin", "low", "high", "weight", "disagreement"):
        assert float(found[name][0]) == printed(getattr(stance, name))
    for name, predicate in COUNTS.items():
        assert found[predicate.value.rsplit("#")[-1]] == [str(getattr(stance, name))]
    assert [found[name] for name in ("since", "until", "asOf", "firstDay", "lastDay")] == [
        ["2020-01-01"], ["2020-12-31"], ["2020-12-31"], ["2020-01-01"], ["2020-02-01"],
    ]  # fmt: skip
    assert found["halfLife"] == ["90.0000"]
    assert sorted(found["wasDerivedFrom"]) == sorted(names.statement(row.id).value for row in ROWS)
    assert found["negatedCount"] == ["1"]
    assert found["attributed"] == ["1"]


def test_what_is_open_or_without_end_is_left_out() -> None:
    found = facts(one(act(7.0), window=Window(half_life=math.inf)))
    assert not {"since", "until", "asOf", "firstDay", "lastDay", "halfLife"} & set(found)


def test_each_question_has_a_node_of_its_own_and_the_same_question_the_same() -> None:
    asked = [Window(), Window(half_life=90), Window(until="2020-12-31"), Window(since="2020-01-01")]
    nodes = {stance_node(one(*ROWS, window=window)) for window in asked}
    assert len(nodes) == len(asked)
    assert stance_node(one(*ROWS)) == stance_node(one(*ROWS[:1], window=Window(half_life=180.0)))


def test_the_bytes_are_the_same_in_any_order_and_sparql_reads_them() -> None:
    def turtle(rows: tuple[Stance, ...]) -> bytes:
        out = io.BytesIO()
        serialise(stances_to_quads(rows), "turtle", out)
        return out.getvalue()

    found = stances([*ROWS, act(-9.0, "a4", source=GREECE)])
    assert turtle(found) == turtle(found[::-1])
    asked = "SELECT ?who ?score { ?s a kg:Stance ; kg:stanceOf/skos:prefLabel ?who ; kg:score ?score } ORDER BY ?score"
    rows = [(str(who), float(score)) for who, score in rdflib.Graph().parse(data=turtle(found), format="turtle").query(asked)]
    assert rows == sorted(((one.source.label, printed(one.score)) for one in found), key=lambda row: row[1])


def test_stances_conform_to_the_shapes() -> None:
    from test_ontology import ARTICLE, RUN

    from kg.validate import validate

    found = stances(ROWS)
    quads = list(stances_to_quads(found))
    assert validate([*article_to_quads(ARTICLE, RUN), *quads]) == []
    broken = [quad for quad in quads if quad.predicate not in (term("kg:score"), term("prov:wasDerivedFrom"))]
    assert {one.problem for one in validate(broken)} == {
        "must have exactly one score, a decimal number from -1 to 1",
        "must be derived from a statement",
    }
