from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg.model import Actor, ContextParty, Evidence, Mention, Period, Statement
from kg.view.blocs import blocs
from kg.view.layout import LABEL_HEIGHT, LABEL_WIDTH, positions
from kg.view.model import ArticleInfo, Edge, View, Words, view, web_address, words
from kg.view.page import island, network_data, page, render, short

ROLES = {"removesFrom": "from"}


def actor(name: str, type_: str = "State") -> Actor:
    return Actor(f"actor/{name.lower().replace(' ', '-')}", name, type_)


US, TURKEY, FRANCE, RUSSIA = (actor(name) for name in ("United States", "Turkey", "France", "Russia"))
PENTAGON = actor("Pentagon", "Organ")
F35 = actor("F-35 programme", "Programme")


def statement(
    source: Actor, verb: str, target: Actor, intensity: float = 5.0, *, at: int = 0, acting: Actor | None = None, **changes: Any
) -> Statement:
    """A statement whose evidence is "SOURCE VERB TARGET." at offset `at` of its article."""
    who = acting or source
    text = f"{who.label} {verb} {target.label}."
    begin = at + len(who.label) + len(verb) + 2
    made = Statement(
        article="a1",
        source=Mention(who, source, who.label, at, at + len(who.label)),
        relation=f"{verb}s",
        label=verb,
        event_type="SUPPORT" if intensity > 0 else "ACCUSE",
        quad=1 if intensity > 0 else 3,
        polarity=1 if intensity > 0 else -1,
        intensity=intensity,
        target=Mention(target, target, target.label, begin, begin + len(target.label)),
        evidence=Evidence(text, at, at + len(text)),
        rule=f"frame:{verb}",
        confidence=1.0,
    )
    return replace(made, **changes)


def removal() -> Statement:
    text = "The Pentagon removed Turkey from the F-35 programme."
    find = text.index
    return Statement(
        article="a1",
        source=Mention(PENTAGON, US, "The Pentagon", 50, 62),
        relation="removesFrom",
        label="removed Turkey from",
        event_type="SANCTION",
        quad=4,
        polarity=-1,
        intensity=-5.0,
        target=Mention(TURKEY, TURKEY, "Turkey", 50 + find("Turkey"), 50 + find("Turkey") + 6),
        evidence=Evidence(text, 50, 50 + len(text)),
        rule="frame:remove-from",
        context=(ContextParty("from", F35, "the F-35 programme", 50 + find("the F"), 50 + len(text) - 1),),
        date=Period("2019-07-01", "2019-07-31", "in July"),
        confidence=0.5,
    )


def edge(model: View, source: Actor, target: Actor) -> Edge:
    return next(edge for edge in model.edges if (edge.source, edge.target) == (source.id, target.id))


# ---- the view model ----


def test_nodes_and_edges_of_a_dyad() -> None:
    model = view(
        [statement(US, "back", FRANCE, at=0), statement(FRANCE, "blame", US, -4.0, at=100)], {"a1": ArticleInfo(date="2020-01-02")}
    )
    assert [(node.label, node.statements, node.outgoing, node.incoming) for node in model.nodes] == [
        ("France", 2, 1, 1),
        ("United States", 2, 1, 1),
    ]
    assert [(one.id, one.sign, one.score) for one in model.edges] == [
        ("actor/france>actor/united-states", "conflictual", pytest.approx(-0.4 / 2)),
        ("actor/united-states>actor/france", "cooperative", pytest.approx(0.5 / 2)),
    ]
    assert (model.first, model.last, model.articles) == ("2020-01-02", "2020-01-02", 1)


def test_a_second_triple_is_an_edge_of_its_own_with_the_same_statement() -> None:
    row = removal()
    model = view([row], {}, context_roles=ROLES)
    direct, second = edge(model, US, TURKEY), edge(model, US, F35)
    assert (direct.kind, direct.sign, direct.score, direct.context) == ("stance", "conflictual", pytest.approx(-0.5 * 0.5 / 1.5), ())
    assert (second.kind, second.sign, second.score, second.context) == ("context", "neutral", None, (row.id,))
    assert direct.statements == second.statements == (row.id,)
    card = model.statements[row.id]
    assert (card.source.label, card.label, card.object.label) == ("Pentagon", "removed Turkey from", "F-35 programme")
    assert (card.source.principal, card.target.label, card.context) == ("United States", "Turkey", ())


def test_without_a_context_role_the_context_party_is_only_named() -> None:
    model = view([removal()], {})
    assert {node.label for node in model.nodes} == {"United States", "Turkey"}
    (card,) = model.statements.values()
    assert card.object.label == "Turkey"
    assert [(party.role, party.label) for party in card.context] == [("from", "F-35 programme")]


def test_a_dyad_that_is_also_named_as_context_is_one_edge_with_the_stance_of_its_own_statements() -> None:
    own = statement(US, "praise", F35, 4.0, at=500)
    model = view([removal(), own], {}, context_roles=ROLES)
    both = edge(model, US, F35)
    assert (both.kind, both.score, len(both.statements)) == ("stance", pytest.approx(0.4 * 1 / 2), 2)
    assert both.context == (removal().id,)


def test_by_actor_the_acting_actors_are_the_nodes() -> None:
    model = view([removal()], {}, by="actor")
    assert {node.label for node in model.nodes} == {"Pentagon", "Turkey"}
    pentagon = next(node for node in model.nodes if node.label == "Pentagon")
    assert [(other.label, other.statements) for other in pentagon.others] == [("United States", 1)]


def test_a_principal_lists_who_acts_for_it() -> None:
    model = view([removal()], {})
    states = next(node for node in model.nodes if node.label == "United States")
    assert [(other.label, other.statements) for other in states.others] == [("Pentagon", 1)]


def test_statements_come_newest_first_and_undated_last() -> None:
    rows = [statement(US, "back", FRANCE, at=100 * n, article=f"a{n}") for n in range(4)]
    dates = {
        "a0": ArticleInfo(date="2019-05-01"),
        "a1": ArticleInfo(),
        "a2": ArticleInfo(date="2021-01-01"),
        "a3": ArticleInfo(date="2020-01-01"),
    }
    (only,) = view(rows, dates).edges
    assert [dates[next(row.article for row in rows if row.id == key)].date for key in only.statements] == [
        "2021-01-01",
        "2020-01-01",
        "2019-05-01",
        None,
    ]
    assert (only.first, only.last) == ("2019-05-01", "2021-01-01")


def test_friends_and_foes_are_the_strongest_edges() -> None:
    rows = [
        statement(US, "back", FRANCE, 3.0, at=0),
        statement(TURKEY, "back", US, 6.0, at=100),
        statement(US, "blame", RUSSIA, -7.0, at=200),
        statement(US, "phone", actor("Peru"), 0.2, at=300),
    ]
    states = next(node for node in view(rows, {}).nodes if node.label == "United States")
    assert states.friends == ("actor/turkey>actor/united-states", "actor/united-states>actor/france")
    assert states.foes == ("actor/united-states>actor/russia",)
    assert len(states.edges) == 4


def test_unknown_articles_are_shown_by_id_and_only_web_addresses_are_links() -> None:
    row = statement(US, "back", FRANCE)
    assert view([row], {}).statements[row.id].article == "a1"
    assert view([row], {"a1": ArticleInfo(url="javascript:alert(1)")}).statements[row.id].url is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        " ",
        None,
        "https://",
        "http://[",
        "//example.org/x",
        "java\nscript:x",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert web_address(url) is None


def test_the_order_of_statements_and_articles_makes_no_difference() -> None:
    names = [actor(f"Actor {n}") for n in range(12)]
    dice = random.Random(1)
    rows = [statement(dice.choice(names), "back", dice.choice(names), dice.uniform(-9, 9), at=100 * n) for n in range(60)]
    expected = json.dumps(view(rows, {}).to_json())
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        assert json.dumps(view(rows, {}).to_json()) == expected


# ---- evidence ----


def test_evidence_is_cut_at_its_mentions_and_joins_to_the_sentence() -> None:
    (card,) = view([removal()], {}, context_roles=ROLES).statements.values()
    assert card.evidence == (
        Words("The Pentagon", "source"),
        Words(" removed ", None),
        Words("Turkey", "target"),
        Words(" from ", None),
        Words("the F-35 programme", "context"),
        Words(".", None),
    )


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    text = "😀😀 Iran hailed 中国."
    evidence = Evidence(text, 10, 10 + len(text))
    target = Mention(actor("China"), actor("China"), "中国", 10 + text.index("中"), 10 + text.index("中") + 2)
    assert [piece.text for piece in words(evidence, [("target", target)]) if piece.part] == ["中国"]


@pytest.mark.parametrize(("text", "start"), [("Turkey", 0), ("He", 90), ("Turkey", 51), ("Turkey", 10_000)])
def test_a_mention_that_is_not_in_the_sentence_is_not_marked(text: str, start: int) -> None:
    evidence = Evidence("A sentence about Turkey.", 50, 74)
    away = Mention(TURKEY, TURKEY, text, start, start + len(text))
    assert words(evidence, [("source", away)]) == (Words("A sentence about Turkey.", None),)


def test_overlapping_marks_keep_the_first_and_lose_no_text() -> None:
    evidence = Evidence("Turkey's army won.", 0, 18)
    inner = Mention(TURKEY, TURKEY, "Turkey", 0, 6)
    outer = Mention(PENTAGON, US, "Turkey's army", 0, 13)
    cut = words(evidence, [("source", inner), ("target", outer)])
    assert cut == (Words("Turkey", "source"), Words("'s army", "target"), Words(" won.", None))


def test_an_empty_sentence_has_no_words() -> None:
    assert words(Evidence("", 0, 0), []) == ()


# ---- blocs ----


def test_friends_are_a_bloc_and_foes_are_not() -> None:
    assert blocs({("a", "b"): 0.5, ("b", "c"): -0.5, ("c", "d"): 0.1}) == (("a", "b"), ("c", "d"))


def test_a_friends_enemy_stays_outside_while_the_enmity_outweighs() -> None:
    assert blocs({("a", "b"): 0.8, ("b", "c"): 0.3, ("a", "c"): -0.6}) == (("a", "b"),)
    assert blocs({("a", "b"): 0.8, ("b", "c"): 0.7, ("a", "c"): -0.6}) == (("a", "b", "c"),)


def test_both_directions_add_up() -> None:
    assert blocs({("a", "b"): 0.5, ("b", "a"): -0.6}) == ()


def test_no_scores_no_blocs() -> None:
    assert blocs({}) == ()
    assert blocs({("a", "a"): 0.9}) == ()


def test_objects_take_no_sides() -> None:
    model = view([statement(US, "praise", F35, 6.0), statement(US, "back", FRANCE, 6.0, at=100)], {})
    assert model.blocs == (("actor/france", "actor/united-states"),)
    assert next(node for node in model.nodes if node.label == "F-35 programme").bloc is None


# ---- places ----


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40])
def test_every_node_has_a_place_and_room_for_its_label(count: int) -> None:
    names = [f"n{number}" for number in range(count)]
    dice = random.Random(5)
    pairs = [dice.sample(names, 2) for _ in range(2 * count)] if count > 1 else []
    pulls = {(one, other): dice.choice([0.1, 1.5]) for one, other in pairs}
    points = positions(names, pulls)
    assert sorted(points) == sorted(names)
    close = [
        (a, b)
        for a in names
        for b in names
        if a < b and abs(points[a][0] - points[b][0]) < LABEL_WIDTH * 0.8 and abs(points[a][1] - points[b][1]) < LABEL_HEIGHT * 0.8
    ]
    assert close == []


def test_friends_stand_nearer_than_foes() -> None:
    names = list("abcdefghij")
    camps = {name: name < "f" for name in names}
    pulls = {(one, other): 2.0 if camps[one] == camps[other] else 0.08 for one in names for other in names if one < other}
    points = positions(names, pulls)

    def distance(one: str, other: str) -> float:
        return float(((points[one][0] - points[other][0]) ** 2 + (points[one][1] - points[other][1]) ** 2) ** 0.5)

    inside = [distance(*pair) for pair in pulls if camps[pair[0]] == camps[pair[1]]]
    across = [distance(*pair) for pair in pulls if camps[pair[0]] != camps[pair[1]]]
    assert sum(inside) / len(inside) < 0.8 * sum(across) / len(across)


def test_more_nodes_than_networkx_lays_out_without_scipy() -> None:
    names = [f"n{number:03}" for number in range(520)]
    pulls = {(names[number // 2], names[number]): 1.0 for number in range(1, 520)}
    points = positions(names, pulls)
    assert len(set(points.values())) == 520


def test_places_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from kg.view.layout import positions; names = [chr(97 + n) for n in range(14)];"
        "print(positions(set(names), {(a, b): 1.0 for a in names for b in names if (ord(a) * ord(b)) % 5 == 1}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


# ---- the page ----


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": [], "h1": []}
        self.open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag in self.texts:
            self.texts[tag].append("")
        self.open = tag

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.texts.get(self.open):
            self.texts[self.open][-1] += data


def test_the_policy_forbids_everything_but_the_scripts_and_styles_of_the_page() -> None:
    elements = Elements(render([removal()], {}, context_roles=ROLES))
    (policy,) = [attributes["content"] for tag, attributes in elements.seen if attributes.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert rules["default-src"] == "'none'"
    assert (rules["base-uri"], rules["form-action"], rules["img-src"]) == ("'none'", "'none'", "data:")

    def sources(texts: list[str]) -> set[str]:
        return {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts}

    _data, *scripts = elements.texts["script"]
    assert set(rules["script-src"].split()) == sources(scripts)
    assert set(rules["style-src"].split()) == sources(elements.texts["style"])


def test_the_page_asks_for_nothing_and_has_no_inline_handlers() -> None:
    elements = Elements(render([removal()], {"a1": ArticleInfo(url="https://news.example/1")}))
    for tag, attributes in elements.seen:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "action", "srcset")]
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert "sourceMappingURL" not in "".join(elements.texts["script"])


def test_hostile_text_is_data_and_never_markup() -> None:
    evil = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>\u2028\u2029&amp;"
    row = statement(actor(evil), "back", actor("<script>"))
    text = render([row], {"a1": ArticleInfo(title=evil, outlet=evil)}, title=evil)
    assert evil not in text
    assert "onerror=alert(1)>" not in text
    elements = Elements(text)
    assert elements.texts["title"] == elements.texts["h1"] == [evil]
    assert len(elements.texts["script"]) == 3
    data = json.loads(elements.texts["script"][0])
    assert {node["label"] for node in data["nodes"]} == {evil, "<script>"}


def test_the_island_is_ascii_without_markup_and_reads_back() -> None:
    data = {"text": "<>& \u2028\u2029 中 \ud800 </script>"}
    text = island(data)
    assert text.isascii()
    assert not set("<>&") & set(text)
    assert json.loads(text) == data


def test_the_header_counts() -> None:
    dated = {"a1": ArticleInfo(date="2020-01-02")}
    assert "2 actors · 1 arrow · 1 statement from 1 article · 2020-01-02<" in render([statement(US, "back", FRANCE)], dated)
    assert "0 actors · 0 arrows · 0 statements from 0 articles<" in render([], {})


def test_the_same_statements_give_the_same_bytes() -> None:
    rows = [removal(), statement(US, "back", FRANCE, at=300), statement(RUSSIA, "blame", US, -3.0, at=600)]
    assert render(rows, {}) == render(rows[::-1], {})


def test_vis_network_gets_form_and_direction() -> None:
    rows = [statement(US, "back", FRANCE, at=0), statement(FRANCE, "blame", US, -4.0, at=100), removal()]
    data = network_data(view(rows, {}, context_roles=ROLES))
    shapes = {node["label"]: node["shape"] for node in data["nodes"]}
    assert (shapes["France"], shapes["F-35 programme"]) == ("dot", "star")
    drawn = {(one["from"], one["to"]): one for one in data["edges"]}
    friendly, hostile = drawn[US.id, FRANCE.id], drawn[FRANCE.id, US.id]
    assert (friendly["dashes"], friendly["sign"]) == (False, "cooperative")
    assert (len(hostile["dashes"]), hostile["sign"]) == (2, "conflictual")
    assert len(drawn[US.id, F35.id]["dashes"]) == 4
    assert all(one["arrows"]["to"]["enabled"] for one in data["edges"])
    assert data["options"]["physics"] == {"enabled": False}
    assert data["options"]["edges"]["smooth"]["type"] == "curvedCW"


def test_more_statements_draw_a_wider_edge_and_a_larger_node() -> None:
    rows = [statement(US, "back", FRANCE, at=100 * n) for n in range(9)] + [statement(US, "back", TURKEY, at=2000)]
    data = network_data(view(rows, {}))
    width = {one["to"]: one["width"] for one in data["edges"]}
    size = {one["id"]: one["size"] for one in data["nodes"]}
    assert width[FRANCE.id] > width[TURKEY.id]
    assert size[US.id] > size[FRANCE.id] > size[TURKEY.id]


def test_labels_in_the_picture_are_short() -> None:
    assert short("Turkey") == "Turkey"
    assert short("Government of National Accord") == "Government of\nNational Accord"
    assert len(short("x" * 5000)) <= 37


def test_a_self_dyad_an_empty_view_and_one_statement_are_drawn() -> None:
    loop = view([statement(US, "blame", US, -1.0)], {})
    assert [(one.source, one.target) for one in loop.edges] == [(US.id, US.id)]
    for model in (loop, view([], {}), view([removal()], {})):
        assert page(model).startswith("<!doctype html>")
