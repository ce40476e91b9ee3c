"""The page in a real browser, offline, opened from disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Playwright, expect, sync_playwright

from kg.model import Actor, ContextParty, Evidence, Mention, Period, Statement
from kg.view.model import ArticleInfo
from kg.view.page import render

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROLES = {"removesFrom": "from"}


def actor(name: str, type_: str = "State") -> Actor:
    return Actor(f"actor/{name.lower().replace(' ', '-')}", name, type_)


US, TURKEY, FRANCE, GREECE = (actor(name) for name in ("United States", "Turkey", "France", "Greece"))
ERDOGAN = actor("Recep Tayyip Erdoğan", "Person")
F35 = actor("F-35 programme", "Programme")


def statement(
    source: Actor, verb: str, target: Actor, intensity: float, article: str, *, tail: str = "", acting: Actor | None = None
) -> Statement:
    who = acting or source
    text = f"{who.label} {verb} {target.label}{tail}."
    begin = len(who.label) + len(verb) + 2
    return Statement(
        article=article,
        source=Mention(who, source, who.label, 0, len(who.label)),
        relation=verb,
        label=verb,
        event_type="SUPPORT" if intensity > 0 else "ACCUSE",
        quad=1 if intensity > 0 else 3,
        polarity=1 if intensity > 0 else -1,
        intensity=intensity,
        target=Mention(target, target, target.label, begin, begin + len(target.label)),
        evidence=Evidence(text, 0, len(text)),
        rule=f"frame:{verb}",
        confidence=None,
    )


def removal() -> Statement:
    text = "The US removed Turkey from the F-35 programme."
    return Statement(
        article="a1",
        source=Mention(US, US, "The US", 0, 6),
        relation="removesFrom",
        label="removed Turkey from",
        event_type="SANCTION",
        quad=4,
        polarity=-1,
        intensity=-5.0,
        target=Mention(TURKEY, TURKEY, "Turkey", 15, 21),
        evidence=Evidence(text, 0, len(text)),
        rule="frame:remove-from",
        context=(ContextParty("from", F35, "the F-35 programme", 27, 45),),
        speaker=Mention(ERDOGAN, TURKEY, "Erdoğan", 100, 107),
        date=Period("2019-07-01", "2019-07-31", "in July"),
        confidence=0.87,
    )


STATEMENTS = [
    removal(),
    statement(FRANCE, "praised", GREECE, 6.0, "a1"),
    statement(FRANCE, "supported", GREECE, 7.0, "a2"),
    statement(GREECE, "criticised", TURKEY, -3.0, "a2"),
    statement(TURKEY, "condemned", GREECE, -5.0, "a3", acting=ERDOGAN),
]
ARTICLES = {
    "a1": ArticleInfo("Older news", "2019-08-01", "https://news.example/older", "The Meridian"),
    "a2": ArticleInfo("Newer news", "2020-08-01", "javascript:alert(1)", "Nordic Wire"),
}


def chromium(playwright: Playwright) -> str:
    """The system's Chromium, else the one that Playwright has installed."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    pytest.fail("no Chromium found: install the Debian package chromium (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(playwright), args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watched:
    """A page, what it printed to its console, and the addresses it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def refuse(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)


Opener = Callable[..., Watched]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    opened: list[Watched] = []

    def opener(statements: list[Statement], articles: dict[str, ArticleInfo], fragment: str = "", **options: Any) -> Watched:
        path = tmp_path / "view.html"
        path.write_text(render(statements, articles, context_roles=ROLES), encoding="utf-8")
        context = browser.new_context(offline=True, **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options})
        watched = Watched(context.new_page())
        watched.page.on("console", lambda message: watched.complaints.append(f"{message.type}: {message.text}"))
        watched.page.on("pageerror", lambda error: watched.complaints.append(f"error: {error}"))
        watched.page.on("request", lambda request: watched.requests.append(request.url))
        watched.page.on("dialog", watched.refuse)
        watched.page.goto(path.as_uri() + fragment)
        watched.page.wait_for_function("window.kg !== undefined")
        opened.append(watched)
        return watched

    yield opener
    for watched in opened:
        # The page itself and its empty icon; anything else would be a call for the network or for another file.
        assert [url for url in watched.requests if not url.split("#")[0].endswith("/view.html") and url != "data:,"] == []
        assert watched.complaints == []
        watched.page.context.close()


POINT_ON_EDGE = """(id) => {
  const { network } = window.kg;
  const edge = JSON.parse(document.getElementById("data").textContent).edges.find((one) => one.id === id);
  const [a, b] = [edge.source, edge.target].map((end) => network.canvasToDOM(network.getPosition(end)));
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const across = { x: a.y - b.y, y: b.x - a.x };
  const hits = [];
  for (let bend = -0.5; bend <= 0.5; bend += 0.005) {
    const point = { x: middle.x + across.x * bend, y: middle.y + across.y * bend };
    if (network.getEdgeAt(point) === id && network.getNodeAt(point) === undefined) hits.push(point);
  }
  if (!hits.length) return null;
  const hit = hits[Math.floor(hits.length / 2)];
  const box = document.getElementById("graph").getBoundingClientRect();
  return { x: hit.x + box.left, y: hit.y + box.top };
}"""


def click_edge(watched: Watched, source: Actor, target: Actor) -> None:
    point = watched.evaluate(POINT_ON_EDGE, f"{source.id}>{target.id}")
    assert point is not None, "no point of the canvas belongs to the edge"
    watched.page.mouse.click(point["x"], point["y"])


def click_node(watched: Watched, which: Actor) -> None:
    point = watched.evaluate(
        "(id) => { const at = kg.network.canvasToDOM(kg.network.getPosition(id));"
        "const box = document.getElementById('graph').getBoundingClientRect();"
        "return { x: at.x + box.left, y: at.y + box.top }; }",
        which.id,
    )
    watched.page.mouse.click(point["x"], point["y"])


def test_clicking_an_edge_shows_its_sentences_newest_first_and_escape_closes(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    panel = watched.page.locator("#panel")
    expect(panel).to_be_hidden()
    click_edge(watched, FRANCE, GREECE)
    expect(panel.locator("h2")).to_have_text("France → Greece")
    expect(panel.locator("blockquote")).to_have_text(["France supported Greece.", "France praised Greece."])
    expect(panel.locator(".score")).to_contain_text("Cooperative")
    expect(panel.locator(".score strong")).to_have_text("+0.32")  # (0.6 + 0.7) × 0.5 / (1 + 2 × 0.5)
    expect(panel.locator("blockquote mark.source").first).to_have_text("France")
    expect(panel.locator("blockquote mark.target").first).to_have_text("Greece")
    watched.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(watched.page.locator("#legend")).to_be_visible()


def test_both_directions_of_a_dyad_can_be_clicked_apart(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    for source, target, sentence in (
        (GREECE, TURKEY, "Greece criticised Turkey."),
        (TURKEY, GREECE, "Recep Tayyip Erdoğan condemned Greece."),
    ):
        click_edge(watched, source, target)
        expect(watched.page.locator("#panel blockquote")).to_have_text([sentence])


def test_a_card_prints_the_statement_with_its_circumstances(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    click_edge(watched, US, F35)
    card = watched.page.locator("#panel .card")
    expect(card.locator(".triple")).to_have_text("United States – removed Turkey from – F-35 programme")
    expect(card.locator("blockquote mark.context")).to_have_text("the F-35 programme")
    link = card.get_by_role("link", name="Older news")
    expect(link).to_have_attribute("href", "https://news.example/older")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(card.locator(".provenance")).to_contain_text("2019-08-01 · The Meridian")
    facts = dict(zip(card.locator("dt").all_text_contents(), card.locator("dd").all_text_contents(), strict=True))
    assert facts == {
        "Event": "SANCTION, material conflict",
        "Towards": "Turkey",
        "Speaker": "Recep Tayyip Erdoğan (for Turkey)",
        "Modality": "asserted",
        "Negated": "no",
        "Time": "2019-07-01 to 2019-07-31 (“in July”)",
        "Intensity": "−5.0, counts as −0.43",
        "Confidence": "87 %",
        "Rule": "frame:remove-from",
    }


def test_unmeasured_confidence_missing_articles_and_bad_links_are_said_plainly(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    watched.evaluate("() => kg.openEdge('actor/turkey>actor/greece')")
    card = watched.page.locator("#panel .card")
    expect(card.locator(".provenance")).to_contain_text("undated")
    expect(card.locator(".provenance")).to_contain_text("Article a3")
    expect(card.locator("dl")).to_contain_text("not measured")
    watched.evaluate("() => kg.openEdge('actor/greece>actor/turkey')")
    expect(watched.page.locator("#panel .provenance")).to_contain_text("Newer news")
    expect(watched.page.locator("#panel a")).to_have_count(0)


def test_a_node_shows_its_facts_and_its_foes_open_their_dyad(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    click_node(watched, TURKEY)
    panel = watched.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Turkey")
    expect(panel.locator(".facts")).to_contain_text("Recep Tayyip Erdoğan (1)")
    panel.get_by_role("button", name="towards Greece").click()
    expect(panel.locator("blockquote")).to_have_text(["Recep Tayyip Erdoğan condemned Greece."])
    assert watched.evaluate("() => kg.network.getSelectedEdges()") == ["actor/turkey>actor/greece"]


def test_the_table_reaches_every_edge_by_keyboard_and_gives_the_focus_back(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    assert watched.page.locator("#graph [tabindex='0']").count() == 0
    watched.page.locator("#dyads summary").focus()
    watched.page.keyboard.press("Enter")
    rows = watched.page.locator("#rows button")
    expect(rows).to_have_count(5)
    watched.page.keyboard.press("Tab")
    expect(rows.first).to_be_focused()
    watched.page.keyboard.press("Enter")
    expect(watched.page.locator("#panel-title")).to_be_focused()
    expect(watched.page.locator("#panel blockquote")).to_have_count(2)
    watched.page.keyboard.press("Escape")
    expect(rows.first).to_be_focused()


def test_the_fragment_is_the_selection(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES, "#node=actor%2Fturkey")
    title = watched.page.locator("#panel h2")
    expect(title).to_have_text("Turkey")
    watched.evaluate("() => kg.openEdge('actor/france>actor/greece')")
    assert watched.page.url.endswith("#edge=actor%2Ffrance%3Eactor%2Fgreece")
    watched.page.go_back()
    expect(title).to_have_text("Turkey")
    watched.page.go_forward()
    expect(title).to_have_text("France → Greece")
    watched.evaluate("() => { location.hash = '#edge=%E0%A4%A'; }")
    expect(watched.page.locator("#panel")).to_be_hidden()


def test_the_search_finds_an_actor_without_its_diacritics_and_by_who_acts_for_it(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    search = watched.page.get_by_role("combobox", name="Find an actor")
    search.fill("erdogan")
    expect(watched.page.get_by_role("option")).to_have_text(["Turkey Recep Tayyip Erdoğan"])
    search.press("Enter")
    expect(watched.page.locator("#panel h2")).to_have_text("Turkey")
    search.fill("gree")
    watched.page.get_by_role("option", name="Greece").click()
    expect(watched.page.locator("#panel h2")).to_have_text("Greece")
    search.fill("atlantis")
    expect(watched.page.locator("#search-note")).to_have_text("No such actor in this graph")


def test_hostile_and_foreign_names_are_shown_as_they_are(open_page: Opener) -> None:
    evil = Actor("actor/evil", "<script>alert(1)</script>", "Group")
    iran, china = Actor("actor/iran", "جمهوری اسلامی ایران", "State"), Actor("actor/china", "中华人民共和国", "State")
    tail = "<img src=x onerror=alert(1)></blockquote>" + " and so on" * 500
    rows = [statement(evil, "<b>hit</b>", iran, -9.0, "a1", tail=tail), statement(iran, "backed", china, 5.0, "a2")]
    articles = {"a1": ArticleInfo("<i>Title</i>", None, "https://news.example/?a=1&b=<2>", "<u>Outlet</u>")}
    watched = open_page(rows, articles)
    watched.evaluate("() => kg.openEdge('actor/evil>actor/iran')")
    panel = watched.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("<script>alert(1)</script> → جمهوری اسلامی ایران")
    assert panel.locator("blockquote").text_content() == rows[0].evidence.text
    expect(panel.locator(".triple")).to_have_text("<script>alert(1)</script> – <b>hit</b> – جمهوری اسلامی ایران")
    assert watched.page.locator("#panel :is(script, img, i, u, b)").count() == 0
    box = panel.locator("blockquote").bounding_box()
    assert box is not None
    assert box["height"] < 400
    watched.page.locator("#dyads summary").click()
    expect(watched.page.locator("#rows")).to_contain_text("中华人民共和国")


def test_an_empty_graph_says_so(open_page: Opener) -> None:
    watched = open_page([], {})
    expect(watched.page.get_by_text("There are no statements to show.")).to_be_visible()
    watched.page.get_by_role("button", name="Show the whole graph").click()


def test_one_node_with_an_arrow_to_itself_is_drawn(open_page: Opener) -> None:
    watched = open_page([statement(US, "blamed", US, -2.0, "a1")], {})
    click_node(watched, US)
    expect(watched.page.locator("#panel h2")).to_have_text("United States")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_scheme(open_page: Opener, scheme: Any) -> None:
    watched = open_page(STATEMENTS, ARTICLES, color_scheme="dark" if scheme == "light" else "light")
    watched.page.emulate_media(color_scheme=scheme)
    watched.page.wait_for_function(
        "() => getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()"
        " === kg.network.body.nodes['actor/turkey'].options.font.color"
    )


def test_text_has_the_contrast_that_wcag_asks_for(open_page: Opener) -> None:
    for scheme in ("light", "dark"):
        watched = open_page(STATEMENTS, ARTICLES, color_scheme=scheme)
        colour = dict(
            watched.evaluate(
                "() => ['ink','muted','link','canvas','surface','raised','cooperative','conflictual','neutral','mark-source','mark-target',"
                "'cooperative-wash','conflictual-wash','neutral-wash','node-border'].map((token) =>"
                " [token, getComputedStyle(document.documentElement).getPropertyValue('--' + token).trim()])"
            )
        )
        for text in ("ink", "muted", "link"):
            for ground in ("canvas", "surface"):
                assert contrast(colour[text], colour[ground]) >= 4.5, (scheme, text, ground)
        for ground in ("mark-source", "mark-target", "cooperative-wash", "conflictual-wash", "neutral-wash", "raised"):
            assert contrast(colour["ink"], colour[ground]) >= 4.5, (scheme, ground)
        for line in ("cooperative", "conflictual", "neutral", "node-border"):
            assert contrast(colour[line], colour["canvas"]) >= 3, (scheme, line)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb` by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_phone_shows_everything_within_its_width(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES, viewport={"width": 360, "height": 740}, has_touch=True)
    wide = "() => document.documentElement.scrollWidth"
    assert watched.evaluate(wide) <= 360
    watched.page.locator("#dyads summary").click()
    watched.page.get_by_role("button", name="France → Greece").tap()
    panel = watched.page.locator("#panel")
    expect(panel.locator("blockquote").first).to_be_visible()
    assert watched.evaluate(wide) <= 360
    panel.get_by_role("button", name="Close").tap()
    expect(panel).to_be_hidden()


def test_opening_the_panel_shifts_nothing(open_page: Opener) -> None:
    watched = open_page(STATEMENTS, ARTICLES)
    before = watched.page.locator("#graph").bounding_box()
    watched.evaluate("() => kg.openNode('actor/turkey')")
    assert watched.page.locator("#graph").bounding_box() == before
