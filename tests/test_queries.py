"""Named questions: their headers, their parameters, and their answers on a small store that is easy to check by hand."""

from __future__ import annotations

import dataclasses

import pyoxigraph as ox
import pytest

from kg.errors import KnowledgeError, QueryError
from kg.model import Actor, Article, ContextParty, Evidence, Mention, Period, Statement
from kg.queries import ask, bind, find_actor, load_queries, parse_query
from kg.rdf import Names, Run, article_to_quads, statement_to_quads
from kg.store import Store, open_store, plain

NORLAND = Actor("actor/norland", "Norland", "State")
SUDRIA = Actor("actor/sudria", "Sudria", "State")
OSTIA = Actor("actor/ostia", "Ostia", "State")
WESTAN = Actor("actor/westan", "Westan", "State")
MINISTER = Actor("actor/ada-berg", "Ada Berg", "Person")
MISSILE = Actor("actor/x-9", "X-9", "Weapon")
TWIN = Actor("actor/new-norland", "norland", "Group")
RUN = Run("geokg 0", "none")
CODES = {
    "supports": ("SUPPORT", 1, 1, 3.5),
    "arms": ("AID", 2, 1, 8.0),
    "suppliesTo": ("AID", 2, 1, 7.0),
    "accuses": ("ACCUSE", 3, -1, -3.0),
    "attacks": ("ASSAULT", 4, -1, -9.0),
    "imposesSanctionsOn": ("SANCTION", 4, -1, -7.0),
}


def said(
    source: Actor, relation: str, target: Actor, at: int, *, day: str | None = None, acts_for: Actor | None = None, **rest
) -> Statement:
    event_type, quad, polarity, intensity = CODES[relation]
    return Statement(
        article=rest.pop("article", "one"),
        source=Mention(source, acts_for or source, source.label, at, at + 5),
        relation=relation,
        label=relation.lower(),
        event_type=event_type,
        quad=quad,
        polarity=polarity,
        intensity=intensity,
        target=Mention(target, target, target.label, at + 10, at + 15),
        evidence=Evidence(f"Sentence {at}.", at, at + 20),
        rule="by hand",
        date=Period(day, day, "then") if day else None,
        **rest,
    )


def speaker(actor: Actor, principal: Actor) -> Mention:
    return Mention(actor, principal, actor.label, 0, 3)


STATEMENTS = [
    said(NORLAND, "supports", SUDRIA, 0),
    said(MINISTER, "supports", SUDRIA, 30, acts_for=NORLAND, day="2021-03-01"),
    said(OSTIA, "supports", SUDRIA, 60, negated=True),
    said(OSTIA, "supports", SUDRIA, 90, modality="possible"),
    said(WESTAN, "arms", SUDRIA, 120, speaker=speaker(MINISTER, NORLAND)),
    said(NORLAND, "suppliesTo", SUDRIA, 150, context=(ContextParty("with", MISSILE, "X-9s", 160, 164),)),
    said(NORLAND, "suppliesTo", WESTAN, 180),
    said(OSTIA, "attacks", SUDRIA, 0, article="two"),
    said(OSTIA, "attacks", SUDRIA, 30, article="two", day="2022-05-05"),
    said(NORLAND, "accuses", OSTIA, 60, article="two"),
    said(NORLAND, "imposesSanctionsOn", OSTIA, 90, article="two", day="2022-06-01"),
    said(WESTAN, "imposesSanctionsOn", NORLAND, 120, article="two", modality="future"),
]


@pytest.fixture(scope="module")
def store():
    with open_store() as opened:
        for article, date in (("one", "2021-02-02"), ("two", "2022-05-10")):
            quads = list(article_to_quads(Article(article, "", (), date=date), RUN))
            for statement in STATEMENTS:
                if statement.article == article:
                    quads += statement_to_quads(statement, run=RUN)
            opened.add_article(quads)
        yield opened


def answer(store: Store, name: str, *columns: str, **values: str) -> list[tuple[str, ...]]:
    result = ask(store, name, values)
    places = [result.variables.index(column) for column in columns]
    return [tuple(plain(row[place]) for place in places) for row in result.rows]


def test_who_supports(store: Store) -> None:
    columns = ("supporter", "label", "statements", "first", "last")
    expected = [
        ("actor:norland", "Norland", "3", "2021-02-02", "2021-03-01"),
        ("actor:westan", "Westan", "1", "2021-02-02", "2021-02-02"),
    ]
    assert answer(store, "who-supports", *columns, actor="sudria") == expected
    assert answer(store, "who-supports", "statements", actor="sudria", since="2021-02-15") == [("1",)]
    assert answer(store, "who-supports", "supporter", "statements", actor="sudria", until="2021-02-15") == [
        ("actor:norland", "2"),
        ("actor:westan", "1"),
    ]
    assert answer(store, "who-supports", "label", actor="ostia") == []


def test_who_opposes(store: Store) -> None:
    assert answer(store, "who-opposes", "opponent", "statements", "first", "last", actor="Sudria") == [
        ("actor:ostia", "2", "2022-05-05", "2022-05-10")
    ]
    assert answer(store, "who-opposes", "label", "statements", actor="ostia") == [("Norland", "2")]


def test_relations_between(store: Store) -> None:
    rows = answer(store, "relations-between", "day", "source", "relation", "target", "modality", one="norland", other="sudria")
    assert sorted(rows) == [
        ("2021-02-02", "Norland", "suppliesto", "Sudria", "kg:Asserted"),
        ("2021-02-02", "Norland", "supports", "Sudria", "kg:Asserted"),
        ("2021-03-01", "Ada Berg", "supports", "Sudria", "kg:Asserted"),
    ]
    assert [row[0] for row in rows] == ["2021-02-02", "2021-02-02", "2021-03-01"]
    assert sorted(answer(store, "relations-between", "relation", "source", one="sudria", other="norland")) == sorted(
        (row[2], row[1]) for row in rows
    )
    doubtful = answer(store, "relations-between", "negated", "modality", "quote", one="ostia", other="sudria", until="2021-12-31")
    assert sorted(doubtful) == [("false", "kg:Possible", "Sentence 90."), ("true", "kg:Asserted", "Sentence 60.")]


def test_who_arms_whom(store: Store) -> None:
    columns = ("from", "to", "statements")
    assert answer(store, "who-arms-whom", *columns) == [("Norland", "Sudria", "1"), ("Westan", "Sudria", "1")]
    assert answer(store, "who-arms-whom", *columns, supplier="westan") == [("Westan", "Sudria", "1")]
    assert answer(store, "who-arms-whom", *columns, receiver="westan") == []


def test_sanctions(store: Store) -> None:
    columns = ("day", "by", "against", "modality")
    newest, oldest = ("2022-06-01", "Norland", "Ostia", "kg:Asserted"), ("2022-05-10", "Westan", "Norland", "kg:Future")
    assert answer(store, "sanctions", *columns) == [newest, oldest]
    assert answer(store, "sanctions", *columns, source="norland") == [newest]
    assert answer(store, "sanctions", *columns, target="norland") == [oldest]
    assert answer(store, "sanctions", *columns, since="2022-05-20") == [newest]


def test_claims_of_speaker(store: Store) -> None:
    expected = [("Ada Berg", "Westan", "arms", "Sudria", "Sentence 120.")]
    for name in ("ada-berg", "Ada Berg", "norland"):
        assert answer(store, "claims-of-speaker", "who", "source", "relation", "target", "quote", speaker=name) == expected
    assert answer(store, "claims-of-speaker", "who", speaker="ostia") == []


def test_most_active_dyads(store: Store) -> None:
    rows = answer(store, "most-active-dyads", "from", "to", "statements", least="2")
    assert rows == [("Norland", "Sudria", "3"), ("Norland", "Ostia", "2"), ("Ostia", "Sudria", "2")]
    means = answer(store, "most-active-dyads", "from", "to", "intensity", least="2")
    assert [float(mean) for _, _, mean in means] == [4.7, -5.0, -9.0]
    assert len(answer(store, "most-active-dyads", "from")) == 5


def test_statements_of_article(store: Store) -> None:
    rows = answer(store, "statements-of-article", "start", "relation", "speaker", article="one")
    assert rows == [
        ("0", "supports", ""),
        ("30", "supports", ""),
        ("60", "supports", ""),
        ("90", "supports", ""),
        ("120", "arms", "Ada Berg"),
        ("150", "suppliesto", ""),
        ("180", "suppliesto", ""),
    ]
    assert answer(store, "statements-of-article", "start", "relation", "speaker", article=Names().article("one").value) == rows
    assert answer(store, "statements-of-article", "start", article="three") == []


def test_shared_enemies(store: Store) -> None:
    rows = answer(store, "shared-enemies", "enemy", "label", "one_statements", "other_statements", one="norland", other="sudria")
    assert rows == [("actor:ostia", "Ostia", "2", "2")]
    assert answer(store, "shared-enemies", "enemy", one="norland", other="ostia") == []


def test_every_question_has_a_test_and_an_open_form_that_runs(store: Store) -> None:
    questions = load_queries()
    assert len(questions) >= 8
    here = set(globals())
    for name, question in questions.items():
        assert "test_" + name.replace("-", "_") in here, name
        assert question.asks.endswith((".", "?"))
        assert question.title.endswith("?")
        assert store.query(question.sparql).kind == "rows"


def test_actors_are_found_by_id_name_and_iri(store: Store) -> None:
    iri = Names().actor("actor/norland")
    for text in ("norland", "actor/norland", "Norland", "NORLAND", iri.value):
        assert find_actor(store, text) == iri
    assert find_actor(store, "ada berg") == Names().actor("actor/ada-berg")


def test_unknown_and_ambiguous_actors(store: Store) -> None:
    with pytest.raises(QueryError, match=r"no statement knows an actor 'norlnd' \(did you mean 'norland'\?\)"):
        find_actor(store, "norlnd")
    with open_store() as other:
        one = said(dataclasses.replace(NORLAND, id="actor/old-norland"), "supports", TWIN, 0)
        other.add_article(list(statement_to_quads(one)))
        assert find_actor(other, "norland") == Names().actor(TWIN.id), "an exact name goes before another case"
        with pytest.raises(QueryError, match="several actors: actor/new-norland, actor/old-norland; give the id"):
            find_actor(other, "NORLAND")


def test_what_is_asked_wrongly_is_said(store: Store) -> None:
    for name, values, message in (
        ("who-suports", {}, r"no question 'who-suports' \(did you mean 'who-supports'"),
        ("who-supports", {}, r"needs the parameter actor \(actor\)"),
        ("who-supports", {"actor": "sudria", "sinc": "2020"}, "no parameter 'sinc'; it has actor, since, until"),
        ("who-supports", {"actor": "sudria", "since": "soon"}, "'soon' is no date"),
        ("most-active-dyads", {"least": "many"}, "'many' is no integer"),
        ("who-supports", {"actor": "http://a b"}, "is no actor"),
    ):
        with pytest.raises(QueryError, match=message):
            ask(store, name, values)


HOSTILE = '" } } ; DROP ALL # VALUES ?second { UNDEF } \\" <script> \n'


def test_values_are_terms_and_never_text(store: Store) -> None:
    before = {str(quad) for quad in store.quads()}
    text = """# title: T?
# asks: A?
# parameter: first text
# parameter: second text
SELECT ?first ?second { VALUES ?first { UNDEF } VALUES ?second { UNDEF } }"""
    bound = bind(parse_query("t", text), store, {"first": HOSTILE, "second": "x"})
    assert list(store.query(bound).rows) == [(ox.Literal(HOSTILE), ox.Literal("x"))]
    with pytest.raises(QueryError, match="no statement knows"):
        ask(store, "who-supports", {"actor": HOSTILE})
    assert answer(store, "statements-of-article", "start", article=HOSTILE) == []
    assert {str(quad) for quad in store.quads()} == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "title"),
        ("# title: x\nSELECT * {}", "asks"),
        ("# title: x\n# asks: y\n# parameter: a\nSELECT * {}", r"q\.rq:3: a parameter reads"),
        ("# title: x\n# asks: y\n# parameter: a colour\nSELECT * {}", r"q\.rq:3: a parameter reads"),
        ("# title: x\n# asks: y\n# parameter: a actor\nSELECT * {}", r"q\.rq:3: the query lacks 'VALUES \?a"),
    ],
)
def test_broken_headers(tmp_path, text: str, message: str) -> None:
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message):
        load_queries(tmp_path)
