"""What a build refuses is what SHACL finds, in the same words."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_ontology import EDGES
from test_rdf import ARTICLE, F35, REMOVED, RUN, TURKEY, US, mention

from kg import build
from kg.conformance import violations
from kg.errors import StatementError
from kg.model import Actor, Article, ContextParty, Evidence, Mention, Period, Statement, Trigger
from kg.rdf import article_to_quads, statement_to_quads
from kg.store import open_store
from kg.validate import validate, validate_articles

NAMELESS = Actor("actor/nameless", "", "State")
AFRIN = Actor("actor/afrin", "Afrin", "Place")
SUPPORTS = dataclasses.replace(REMOVED, relation="supports", event_type="SUPPORT", quad=1, polarity=1, intensity=3.5, context=())
BROKEN = [
    {"source": mention(F35, 3)},
    {"source": mention(NAMELESS, 3)},
    {"source": mention(US, 3, principal=NAMELESS)},
    {"target": dataclasses.replace(REMOVED.target, start=-1)},
    {"target": dataclasses.replace(REMOVED.target, text="")},
    {"speaker": mention(F35, 3)},
    {"speaker": dataclasses.replace(mention(US, 3), end=3)},
    {"reporters": (mention(US, 3), mention(F35, 3))},
    {"reporters": (dataclasses.replace(mention(US, 3), end=4),)},
    {"quad": 5},
    {"quad": 3},
    {"polarity": 2},
    {"polarity": 1},
    {"intensity": -10.5},
    {"intensity": 10.5},
    {"confidence": 1.5},
    {"confidence": -0.1},
    {"relation": "frowns"},
    {"relation": "supports"},
    {"event_type": "FROWN"},
    {"event_type": "ASSAULT"},
    {"rule": ""},
    {"evidence": dataclasses.replace(REMOVED.evidence, end=0)},
    {"evidence": dataclasses.replace(REMOVED.evidence, end=53)},
    {"evidence": dataclasses.replace(REMOVED.evidence, text="")},
    {"evidence": Evidence("İ😀\x00 \u202e", 7, 13)},
    {"trigger": Trigger(19, 19)},
    {"trigger": Trigger(-1, 2)},
    {"context": (dataclasses.replace(REMOVED.context[0], role=""),)},
    {"context": (dataclasses.replace(REMOVED.context[0], actor=NAMELESS),)},
    {"context": (REMOVED.context[0], dataclasses.replace(REMOVED.context[0], end=99))},
    {"date": Period("2019-07-31", "2019-07-01", "in July")},
    {"date": Period("2019-02-31", "2019-07-01", "in July")},
    {"date": Period("2019-07-01", "2019-07-32", "in July")},
    {"date": Period("2019-07", "2019-07-31", "in July")},
    {"date": Period("2019", "2019", "in 2019"), "negated": True},
]


def quads_of(statements: list[Statement]):
    for statement in statements:
        yield from article_to_quads(dataclasses.replace(ARTICLE, id=statement.article), RUN)
        yield from statement_to_quads(statement, run=RUN, context_edges=EDGES)


def found_by_both(statements: list[Statement]) -> set[tuple[str, str]]:
    """What is found, after seeing that SHACL finds the same."""
    ours = {(one.focus, one.problem) for statement in statements for one in violations(statement)}
    assert {(one.focus, one.problem) for one in validate_articles(quads_of(statements))} == ours
    return ours


def test_each_broken_part_is_found_by_shacl_and_by_us() -> None:
    broken = [dataclasses.replace(REMOVED, article=f"a-{number}", **change) for number, change in enumerate(BROKEN)]
    found = found_by_both(broken)
    for statement, change in zip(broken, BROKEN, strict=True):
        problems = violations(statement)
        assert problems, change
        assert {(one.focus, one.problem) for one in problems} <= found


def test_what_is_whole_is_found_whole_by_both() -> None:
    assert (
        found_by_both(
            [
                REMOVED,
                dataclasses.replace(SUPPORTS, article="b", speaker=mention(TURKEY, 5), trigger=Trigger(3, 9), reporters=(mention(US, 1),)),
            ]
        )
        == set()
    )


words = st.sampled_from(["", "x", "İ😀", "two words", "\x00\u202e"])
near = st.integers(-1, 11)
parties = st.sampled_from([US, TURKEY, F35, AFRIN, NAMELESS])
some_mentions = st.builds(Mention, parties, parties, words, near, near)
days = st.sampled_from(["2019-07-01", "2019-07-31", "2019-02-30", "2019-07", "2019"])
some_statements = st.builds(
    Statement,
    article=st.sampled_from("abcdefgh"),
    source=some_mentions,
    relation=st.sampled_from(["supports", "removesFrom", "frowns"]),
    label=words,
    event_type=st.sampled_from(["SUPPORT", "SANCTION", "FROWN"]),
    quad=st.integers(0, 5),
    polarity=st.integers(-2, 2),
    intensity=st.sampled_from([-10.5, -10.0, 0.0, 10.0, 11.0]),
    target=some_mentions,
    evidence=st.builds(Evidence, words, near, near),
    rule=words,
    context=st.lists(st.builds(ContextParty, words, parties, words, near, near), max_size=2).map(tuple),
    speaker=st.none() | some_mentions,
    negated=st.booleans(),
    modality=st.sampled_from(["asserted", "future"]),
    date=st.none() | st.builds(Period, days, days, words),
    confidence=st.sampled_from([None, -0.1, 0.0, 1.0, 1.1]),
    reporters=st.lists(some_mentions, max_size=2).map(tuple),
    phase=st.sampled_from([None, "began"]),
    trigger=st.none() | st.builds(Trigger, st.integers(-2, 3), st.integers(-2, 3)),
)


@settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(some_statements, min_size=1, max_size=12, unique_by=lambda statement: statement.id))
def test_shacl_and_we_agree_about_anything(statements: list[Statement]) -> None:
    found_by_both(statements)


def test_a_file_is_checked_whole_or_in_parts_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    statements = [dataclasses.replace(REMOVED, article=f"a-{number}", **change) for number, change in enumerate(BROKEN[:8])]
    whole = validate(quads_of(statements))
    monkeypatch.setattr("kg.validate.AT_ONCE", 50)
    assert validate(quads_of(statements)) == whole == validate_articles(quads_of(statements))
    assert whole


def test_parties_are_looked_at_however_far_they_stand() -> None:
    """A principal's principal, stated with a mention elsewhere, is a party too."""
    minister, council, state = (Actor(f"actor/{name}", name, kind) for name, kind in (("m", "Person"), ("c", "Organ"), ("s", "State")))
    first = dataclasses.replace(SUPPORTS, source=mention(minister, 1, principal=council))
    second = dataclasses.replace(SUPPORTS, article="b", source=mention(council, 1, principal=state))
    assert validate(quads_of([first, second])) == []
    nameless = dataclasses.replace(second, source=mention(council, 1, principal=dataclasses.replace(state, label="")))
    assert [one.problem for one in validate(quads_of([first, nameless]))] == ["must have a name"]


def test_a_build_leaves_out_what_breaks_a_shape_says_which_and_goes_on(nlp, monkeypatch: pytest.MonkeyPatch) -> None:
    def extracted(nlp, articles, jobs):
        for article in articles:
            whole = dataclasses.replace(REMOVED, article=article.id)
            yield (
                article,
                (whole, dataclasses.replace(whole, confidence=1.5, negated=True), dataclasses.replace(whole, rule="\ud800", phase="began")),
            )

    monkeypatch.setattr(build, "extract_articles", extracted)
    articles = [Article(name, "text", ()) for name in ("a", "b")]
    errors: list[StatementError] = []
    with open_store() as store:
        added = list(build.build(store, nlp, articles, on_error=errors.append))
        assert [len(statements) for _, statements in added] == [1, 1]
        assert len(list(store.statements())) == 2
        assert validate_articles(store.quads()) == []
    assert len(errors) == 4
    assert "article 'a'" in str(errors[0])
    assert "may have one confidence, a decimal number from 0 to 1" in str(errors[0])
    assert "statement:" in str(errors[0])
    with open_store() as store, pytest.raises(StatementError, match="confidence"):
        list(build.build(store, nlp, articles))


def test_other_names_of_a_state_are_its_own() -> None:
    assert build.other_names(("the Kyiv regime", "Ukraine", "the USA"), {"regime"}) == ("Ukraine", "USA")
    turkey = build.actor_facts()["actor/turkey"]
    assert (turkey.wikidata, turkey.iso2, turkey.iso3) == ("Q43", "TR", "TUR")
    assert "Türkiye" in turkey.names
