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
PACT = Actor("actor/lake-pact", "Lake Pact", "Agreement")
LAKE = Actor("actor/long-lake", "Long Lake", "Place")
TWIN = Actor("actor/new-norland", "norland", "Group")
RUN = Run("geokg 0", "none")
CODES = {
    "supports": ("SUPPORT", 1, 1, 3.5),
    "arms": ("AID", 2, 1, 8.0),
    "suppliesTo": ("AID", 2, 1, 7.0),
    "accuses": ("ACCUSE", 3, -1, -3.0),
    "attacks": ("ASSAULT", 4, -1, -9.0),
    "imposesSanctionsOn": ("SANCTION", 4, -1, -7.0),
    "liftsSanctionsOn": ("CONCEDE", 2, 1, 5.0),
    "withdrawsFrom": ("SANCTION", 4, -1, -5.0),
    "withdrawsForcesFrom": ("RETREAT", 2, 1, 5.0),
    "mediatesWith": ("CONSULT", 1, 0, 2.0),
    "talksWith": ("CONSULT", 1, 0, 2.0),
    "alliesWith": ("SUPPORT", 1, 1, 6.0),
    "callsOn": ("REQUEST", 3, 0, -1.0),
    "threatens": ("THREATEN", 3, -1, -6.0),
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

NORTH, WEST = speaker(MINISTER, NORLAND), speaker(WESTAN, WESTAN)
FURTHER = [
    said(SUDRIA, "attacks", OSTIA, 0, day="2022-07-01", phase="began"),
    said(WESTAN, "mediatesWith", NORLAND, 30),
    said(WESTAN, "mediatesWith", OSTIA, 60),
    said(NORLAND, "liftsSanctionsOn", OSTIA, 90, day="2022-06-20"),
    said(OSTIA, "withdrawsFrom", PACT, 120, day="2022-06-25"),
    said(NORLAND, "talksWith", OSTIA, 150, context=(ContextParty("over", LAKE, "the lake", 160, 168),), modality="future"),
    said(OSTIA, "attacks", LAKE, 180),
    said(WESTAN, "alliesWith", SUDRIA, 210),
    said(NORLAND, "accuses", SUDRIA, 240, speaker=WEST, confidence=0.4),
    said(OSTIA, "threatens", WESTAN, 270, speaker=WEST, reporters=(NORTH,), confidence=0.6),
    said(WESTAN, "callsOn", OSTIA, 300),
    said(OSTIA, "withdrawsForcesFrom", SUDRIA, 330, modality="demanded"),
]
FURTHER = [dataclasses.replace(statement, article="three") for statement in FURTHER]
DATES = {"one": ("2021-02-02", "Gazette"), "two": ("2022-05-10", "Courier"), "three": ("2022-07-10", "Courier")}


def filled(statements: list[Statement]) -> Store:
    opened = open_store()
    for article, (date, outlet) in DATES.items():
        quads = list(article_to_quads(Article(article, "", (), title=article.title(), date=date, outlet=outlet), RUN))
        for statement in statements:
            if statement.article == article:
                quads += statement_to_quads(statement, run=RUN)
        opened.add_article(quads)
    return opened


@pytest.fixture(scope="module")
def wide():
    with filled(STATEMENTS + FURTHER) as opened:
        yield opened


@pytest.fixture(scope="module")
def store():
    with filled(STATEMENTS) as opened:
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
    with pytest.raises(QueryError, match="the store holds no article 'none'"):
        ask(store, "statements-of-article", {"article": "none"})


def test_shared_enemies(store: Store) -> None:
    rows = answer(store, "shared-enemies", "enemy", "label", "one_statements", "other_statements", one="norland", other="sudria")
    assert rows == [("actor:ostia", "Ostia", "2", "2")]
    assert answer(store, "shared-enemies", "enemy", one="norland", other="ostia") == []


WIDE = [
    ("stances-of", {"actor": "norland"}, "label cooperative conflictual intensity",
     ["Ostia 1 2 -1.7", "Sudria 3 1 2.8", "Westan 1 0 7"]),
    ("alliances", {}, "from to statements", ["Westan Sudria 1"]),
    ("alliances", {"actor": "norland"}, "from", []),
    ("actors", {"word": "OR"}, "label type as_source as_target", ["Norland kg:State 8 2"]),
    ("acting-for", {}, "label acts_for statements", ["Ada_Berg Norland 1"]),
    ("sanctions-in-force", {"since": "2022-06-10"}, "from to imposed measures lifted", ["Norland Ostia 2022-06-01 1 2022-06-20"]),
    ("sanctions-in-force", {"since": "2022-06-21"}, "from", []),
    ("sanctions-in-force", {"until": "2022-06-10"}, "from to lifted", ["Norland Ostia "]),
    ("statements-of-type", {"type": "aid", "actor": "westan"}, "what",
     ["Westan_–_arms_–_Sudria_(according_to_Ada_Berg)", "Norland_–_suppliesto_–_Westan"]),
    ("statements-of-relation", {"relation": "attacks", "actor": "sudria"}, "day quote",
     ["2022-05-05 Sentence_30.", "2022-05-10 Sentence_0.", "2022-07-01 Sentence_0."]),
    ("mediators", {}, "label party_label statements", ["Westan Norland 1", "Westan Ostia 1"]),
    ("mediators", {"party": "ostia"}, "label party_label", ["Westan Ostia"]),
    ("negotiations", {"actor": "norland"}, "over quote", [" Sentence_30.", "over_Long_Lake Sentence_150."]),
    ("joined-and-left", {}, "day what thing", ["2022-06-25 Ostia_–_withdrawsfrom_–_Lake_Pact Lake_Pact"]),
    ("threats-and-announcements", {}, "article quote", ["two Sentence_120.", "three Sentence_150.", "three Sentence_270."]),
    ("threats-and-announcements", {"actor": "sudria"}, "quote", []),
    ("demands", {}, "quote", ["Sentence_300.", "Sentence_330."]),
    ("denials", {}, "what", ["Ostia_–_supports_–_Sudria_(negated)"]),
    ("places-contested", {}, "label by statements", ["Long_Lake Ostia 1"]),
    ("context-of-actor", {"actor": "norland"}, "label role statements", ["Long_Lake over 1", "X-9 with 1"]),
    ("relations-by-month", {"one": "norland", "other": "ostia"}, "month statements cooperative conflictual intensity",
     ["2022-05 1 0 1 -3", "2022-06 2 1 1 -1"]),
    ("conflict-by-month", {"since": "2022-06", "until": "2022-07", "least": "1"}, "month label as_source as_target statements",
     ["2022-06 Ostia 1 1 2", "2022-06 Lake_Pact 0 1 1", "2022-06 Norland 1 0 1", "2022-07 Ostia 2 1 3", "2022-07 Sudria 1 1 2",
      "2022-07 Long_Lake 0 1 1", "2022-07 Norland 1 0 1", "2022-07 Westan 0 1 1"]),
    ("beginnings-and-ends", {"phase": "began"}, "what phase", ["Sudria_–_attacks_–_Ostia_(began) kg:Began"]),
    ("beginnings-and-ends", {"phase": "ended"}, "what", []),
    ("first-and-last", {"source": "norland", "target": "sudria"}, "type statements first last",
     ["kg:AID 1 2021-02-02 2021-02-02", "kg:SUPPORT 2 2021-02-02 2021-03-01", "kg:ACCUSE 1 2022-07-10 2022-07-10"]),
    ("mutual-hostility", {}, "oneName otherName one_to_other other_to_one", ["Ostia Sudria 2 1"]),
    ("unanswered-hostility", {}, "from to statements", ["Norland Ostia 2"]),
    ("neighbours-of-dyad", {"one": "norland", "other": "sudria"}, "label with_one intensity_one with_other intensity_other",
     ["Ostia 3 -1.7 3 -9", "Westan 2 4.5 2 7"]),
    ("enemies-of-enemies", {"actor": "norland"}, "label shared cooperative", ["Ostia 1 1", "Sudria 1 3", "Westan 1 1"]),
    ("hearsay", {}, "reported_by quote", ["Ada_Berg Sentence_270."]),
    ("hearsay", {"reporter": "ostia"}, "quote", []),
    ("disputed-dyads", {}, "from to friendly_voices hostile_voices", ["Norland Sudria 1 1"]),
    ("voices-on-dyad", {"source": "norland", "target": "sudria"}, "label cooperative conflictual intensity",
     ["Gazette 3 0 4.7", "Westan 0 1 -3"]),
    ("one-outlet-only", {"type": "*", "actor": "westan"}, "from relation to outlet statements",
     ["Norland kg:suppliesTo Westan Gazette 1", "Ostia kg:threatens Westan Courier 1", "Westan kg:alliesWith Sudria Courier 1",
      "Westan kg:arms Sudria Gazette 1", "Westan kg:callsOn Ostia Courier 1", "Westan kg:mediatesWith Norland Courier 1",
      "Westan kg:mediatesWith Ostia Courier 1"]),
    ("statements-of-outlet", {"outlet": "Gazette", "actor": "westan"}, "quote", ["Sentence_120.", "Sentence_180."]),
    ("outlets", {}, "label articles statements intensity first last",
     ["Courier 2 17 -2.7 2022-05-10 2022-07-10", "Gazette 1 7 5.1 2021-02-02 2021-02-02"]),
    ("evidence-of-edge", {"source": "norland", "target": "sudria", "relation": "supports"}, "day quote rule title",
     ["2021-02-02 Sentence_0. by_hand One", "2021-03-01 Sentence_30. by_hand One"]),
    ("provenance-of-count", {"source": "norland", "target": "sudria"}, "headline rule program statements asserted mean_confidence",
     ["One by_hand geokg_0 3 3 ", "Three by_hand geokg_0 1 1 0.4"]),
    ("low-confidence", {}, "confidence what",
     ["0.4 Norland_–_accuses_–_Sudria_(according_to_Westan)", "0.6 Ostia_–_threatens_–_Westan_(according_to_Westan)"]),
    ("low-confidence", {"below": "0.5", "actor": "westan"}, "what", []),
    ("rules", {}, "rule statements articles mean_confidence", ["by_hand 24 3 0.5"]),
    ("sentences-with", {"text": "SENTENCE 12", "actor": "westan"}, "article quote", ["one Sentence_120.", "two Sentence_120."]),
    ("actors-of-article", {"article": "one"}, "label acts_for statements",
     ["Sudria Sudria 6", "Norland Norland 3", "Ada_Berg Norland 2", "Ostia Ostia 2", "Westan Westan 2", "X-9  1"]),
    ("articles-on", {"actor": "sudria", "since": "2022"}, "day headline outlet statements",
     ["2022-07-10 Three Courier 4", "2022-05-10 Two Courier 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "columns", "expected"), WIDE)
def test_answers_that_can_be_checked_by_hand(wide: Store, name: str, values: dict[str, str], columns: str, expected: list[str]) -> None:
    rows = answer(wide, name, *columns.split(), **values)
    found = [" ".join(cell.removeprefix("article:").replace(" ", "_") for cell in row) for row in rows]
    order = list if "day" in columns or "month" in columns else sorted
    assert order(found) == order(expected)


def test_every_question_has_a_test_and_an_open_form_that_runs(wide: Store) -> None:
    questions = load_queries()
    assert len(questions) >= 28
    tested = {name for name, *_ in WIDE} | {name.removeprefix("test_").replace("_", "-") for name in globals()}
    assert questions.keys() <= tested
    for question in questions.values():
        assert question.asks.endswith((".", "?"))
        assert question.title.endswith("?")
        assert question.topic
        assert wide.query(question.sparql).kind == "rows"


def test_the_order_of_rows_does_not_hang_on_how_the_store_was_filled(wide: Store) -> None:
    with filled((STATEMENTS + FURTHER)[::-1]) as other:
        for name, values, *_ in WIDE:
            assert list(ask(other, name, values).rows) == list(ask(wide, name, values).rows), name


def test_actors_are_found_by_id_name_and_iri(store: Store) -> None:
    iri = Names().actor("actor/norland")
    for text in ("norland", "actor/norland", "Norland", "NORLAND", iri.value):
        assert find_actor(store, text) == iri
    assert find_actor(store, "ada berg") == Names().actor("actor/ada-berg")


def test_unknown_and_ambiguous_actors(store: Store) -> None:
    with pytest.raises(QueryError, match=r"no statement knows an actor 'norlnd' \(did you mean 'Norland'\?\)"):
        find_actor(store, "norlnd")
    with open_store() as other:
        one = said(dataclasses.replace(NORLAND, id="actor/old-norland"), "supports", TWIN, 0)
        other.add_article(list(statement_to_quads(one)))
        assert find_actor(other, "norland") == Names().actor(TWIN.id), "an exact name goes before another case"
        with pytest.raises(QueryError, match=r"several actors: actor/new-norland \(norland\), actor/old-norland \(Norland\); give the id"):
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
    with pytest.raises(QueryError, match="the store holds no article"):
        ask(store, "statements-of-article", {"article": HOSTILE})
    assert answer(store, "sentences-with", "quote", text=HOSTILE, actor="sudria") == []
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
