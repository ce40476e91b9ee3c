"""The page in a real browser, offline, opened from disk: everything an analyst does with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pages import (
    ARTICLES,
    STATEMENTS,
    US,
    Watched,
    open_watched,
    removal,
    statement,
    write_page,
)
from playwright.sync_api import Browser, expect
from pyoxigraph import RdfFormat, parse
from worlds import world

from kg.model import Actor
from kg.rdf import ActorFacts, statements_from_quads
from kg.view.model import ArticleInfo, Options
from kg.view.notebook import StanceGraph

SOURCE = "France > Greece"
EVERYTHING = [
    "France > Greece", "Greece > Turkey", "Russia > France", "Turkey > Greece", "United States > F-35 programme", "United States > Turkey",
]  # fmt: skip


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    watched = open_watched(browser, write_page(tmp_path_factory.mktemp("view") / "view.html", STATEMENTS, ARTICLES))
    yield watched
    watched.check()


@pytest.fixture
def sample(opened: Watched) -> Watched:
    """The page of the statements made by hand, with nothing selected and no filter set."""
    opened.page.keyboard.press("Escape")
    opened.go("#all")
    for details in opened.page.locator("details[open] > summary").all():
        details.click()
    assert opened.edges() == EVERYTHING
    return opened


def shown(watched: Watched) -> list[str]:
    """The arrows, once the page has settled on what was asked."""
    watched.page.wait_for_timeout(20)
    return watched.edges()


def open_group(watched: Watched, name: str) -> None:
    watched.page.locator("#filters summary", has_text=name).click()


# ---- filters: each recomputes what is drawn ----


@pytest.mark.parametrize(
    ("group", "box", "arrows"),
    [
        ("", "Cooperative", ["France > Greece", "Russia > France"]),
        ("", "Conflictual", ["Turkey > Greece", "United States > Turkey"]),
        ("", "Named with the act", ["United States > F-35 programme"]),
        ("", "Material conflict", ["United States > F-35 programme", "United States > Turkey"]),
        ("Event type", "Accuse", ["France > Greece", "Greece > Turkey", "Turkey > Greece"]),
        ("Modality", "Announced", ["Greece > Turkey"]),
        ("Outlet", "Nordic Wire", ["France > Greece", "Greece > Turkey", "Russia > France"]),
        ("Outlet", "unknown", ["France > Greece", "Turkey > Greece"]),
        ("Speaker", "Recep Tayyip Erdoğan", ["United States > F-35 programme", "United States > Turkey"]),
        ("", "The article itself", ["France > Greece", "Greece > Turkey", "Russia > France", "Turkey > Greece"]),
        ("", "A speaker whom it quotes", ["United States > F-35 programme", "United States > Turkey"]),
        ("", "Only denials", ["France > Greece"]),
        ("", "Only where sources disagree", ["Greece > Turkey"]),
    ],
)
def test_a_filter_leaves_what_it_says(sample: Watched, group: str, box: str, arrows: list[str]) -> None:
    if group:
        open_group(sample, group)
    field = sample.page.locator("#filters label", has_text=re.compile(rf"^\s*(±\s*)?{re.escape(box)}\s*\d*\s*$")).locator("visible=true")
    field.click()
    assert shown(sample) == arrows
    assert "=" in sample.page.evaluate("location.hash")
    sample.page.get_by_role("button", name="Reset", exact=True).click()
    assert shown(sample) == EVERYTHING


def test_filters_of_one_kind_add_up_and_those_of_two_kinds_narrow(sample: Watched) -> None:
    sample.page.locator("#sign-options label", has_text="Cooperative").click()
    sample.page.locator("#sign-options label", has_text="Conflictual").click()
    assert shown(sample) == ["France > Greece", "Russia > France", "Turkey > Greece", "United States > Turkey"]
    sample.page.locator("#quad-options label", has_text="Material conflict").click()
    assert shown(sample) == ["United States > Turkey"]


def test_minimum_evidence_and_confidence(sample: Watched) -> None:
    sample.page.get_by_label("Independent articles").fill("2")
    assert shown(sample) == ["France > Greece", "Greece > Turkey"]
    expect(sample.page.locator("#evidence-value")).to_have_text("at least 2 articles")
    sample.page.get_by_label("Independent articles").fill("1")
    sample.page.get_by_label("Confidence:").fill("0.9")
    assert shown(sample) == ["France > Greece", "Greece > Turkey", "Turkey > Greece"]


def test_denials_can_be_left_out(sample: Watched) -> None:
    sample.go("#edge=actor%2Ffrance%3Eactor%2Fgreece")
    sample.page.get_by_label("Without denials").check()
    expect(sample.page.locator("#panel h3")).to_have_text(["In the articles’ own words (2)"])
    assert "denied=without" in sample.page.url
    sample.page.get_by_label("Only denials").check()
    expect(sample.page.locator("#panel h3")).to_have_text(["Denied (1)"])
    expect(sample.page.locator("#panel .summary")).to_contain_text("1 denied")


def test_words_in_the_sentence(sample: Watched) -> None:
    sample.page.get_by_label("Words in the sentence").fill("greece FRANCE")
    sample.page.keyboard.press("Enter")
    assert shown(sample) == [SOURCE]


def test_a_filter_recomputes_the_stance(sample: Watched) -> None:
    sample.go("#edge=actor%2Fgreece%3Eactor%2Fturkey")
    score = sample.page.locator("#panel .score strong")
    before = score.text_content()
    sample.go("#edge=actor%2Fgreece%3Eactor%2Fturkey&modality=future")
    expect(sample.page.locator("#panel .chip")).to_have_text("Conflictual")
    assert score.text_content() != before
    # intensity −3, confidence 0.6, certainty 0.6, prior weight 1: −0.3 × 0.36 / 1.36
    expect(score).to_have_text("−0.08")


def test_the_nodes_can_be_the_acting_persons(sample: Watched) -> None:
    sample.page.get_by_label("Acting persons and organs").check()
    assert "Recep Tayyip Erdoğan > Greece" in shown(sample)
    assert "#by=actor" in sample.page.url


# ---- the period ----


def test_a_click_on_a_bar_takes_its_month_and_a_second_gives_all_days_back(sample: Watched) -> None:
    bars = sample.page.locator("#bars")
    box = bars.bounding_box()
    assert box
    bars.click(position={"x": box["width"] - 4, "y": 20})
    assert shown(sample) == ["France > Greece", "Greece > Turkey", "Russia > France"]
    expect(sample.page.locator("#period-name")).to_have_text("August 2020")
    assert sample.page.url.endswith("#from=2020-08-01&to=2020-08-31")
    bars.click(position={"x": box["width"] - 4, "y": 20})
    assert shown(sample) == EVERYTHING


def test_the_handles_move_by_keyboard_and_by_dragging(sample: Watched) -> None:
    first, last = sample.page.get_by_role("slider", name="First day"), sample.page.get_by_role("slider", name="Last day")
    first.focus()
    sample.page.keyboard.press("ArrowRight")
    assert first.get_attribute("aria-valuetext") == "2019-08-01"
    assert "United States > Turkey" not in shown(sample)
    last.focus()
    sample.page.keyboard.press("ArrowLeft")
    assert last.get_attribute("aria-valuetext") == "2020-07-31"
    assert shown(sample) == ["France > Greece", "Greece > Turkey"]
    box, strip = first.bounding_box(), sample.page.locator("#bars").bounding_box()
    assert box
    assert strip
    sample.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    sample.page.mouse.down()
    sample.page.mouse.move(strip["x"] + strip["width"] / 2, box["y"] + 20, steps=4)
    sample.page.mouse.up()
    assert first.get_attribute("aria-valuetext") in ("2020-01-01", "2020-02-01", "2020-03-01")


def test_days_can_be_typed(sample: Watched) -> None:
    sample.page.get_by_label("From", exact=True).fill("2020-01-01")
    sample.page.keyboard.press("Tab")
    assert shown(sample) == ["France > Greece", "Greece > Turkey", "Russia > France"]
    sample.page.get_by_role("button", name="All days").click()
    assert shown(sample) == EVERYTHING


def test_play_lets_the_period_pass_by_and_stops(sample: Watched) -> None:
    sample.page.get_by_role("button", name="Play").click()
    sample.page.wait_for_function("() => kg.state.to !== null")
    first = sample.evaluate("() => kg.state.to")
    sample.page.wait_for_function("(first) => kg.state.to > first", arg=first)
    sample.page.get_by_role("button", name="Stop").click()
    stopped = sample.evaluate("() => kg.state.to")
    sample.page.wait_for_timeout(1100)
    assert sample.evaluate("() => kg.state.to") == stopped


# ---- evidence ----


def test_an_arrow_shows_its_statements_newest_first_and_sets_claims_and_denials_apart(sample: Watched) -> None:
    point = sample.evaluate(POINT_ON_EDGE, "actor/france>actor/greece")
    assert point
    sample.page.mouse.click(*point)
    panel = sample.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("France → Greece")
    assert sample.sentences() == ["France supported Greece.", "France praised Greece.", "France criticised Greece."]
    assert panel.locator("h3").all_text_contents() == ["In the articles’ own words (2)", "Denied (1)"]
    expect(panel.locator("blockquote").first.locator("mark.source")).to_have_text("France")
    expect(panel.locator("blockquote").first.locator("mark.trigger")).to_have_text("supported")
    expect(panel.locator(".card").nth(1).get_by_role("link", name="Older news")).to_have_attribute("href", "https://news.example/older")
    # The newest has an address that is none of the web.
    expect(panel.locator(".card").first.get_by_role("link")).to_have_count(0)
    expect(panel.locator(".card").nth(2)).to_contain_text("denied: not counted")


def test_a_claim_says_on_whose_word(sample: Watched) -> None:
    sample.go("#edge=actor%2Funited-states%3Eactor%2Fturkey")
    card = sample.page.locator("#panel .card")
    expect(card.locator(".told")).to_have_text("On the word of Recep Tayyip Erdoğan (for Turkey), reported by Pentagon (for United States)")
    for fact in ("Sanction, material conflict", "from F-35 programme", "87 %", "frame:remove-from", "“in July”: 2019-07-01 to 2019-07-31"):
        expect(card).to_contain_text(fact)


def test_the_citation_is_copied(browser: Browser, tmp_path: Path) -> None:
    watched = open_watched(
        browser,
        write_page(tmp_path / "view.html", STATEMENTS, ARTICLES),
        "#edge=actor%2Funited-states%3Eactor%2Fturkey",
        permissions=["clipboard-read", "clipboard-write"],
    )
    watched.page.get_by_role("button", name="Copy the citation").click()
    expect(watched.page.locator("#news")).to_have_text("Citation copied")
    copied = watched.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("The Meridian, “Older news”, 2019-08-01, https://news.example/older: “The US removed Turkey from")
    assert removal().id in copied
    watched.check()


def test_an_actor_shows_facts_ids_friends_foes_and_names(sample: Watched) -> None:
    sample.evaluate("() => kg.open('node', 'actor/greece')")
    panel = sample.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Greece")
    assert panel.locator("h3").all_text_contents() == ["Strongest friends", "Strongest foes", "Other arrows"]
    expect(panel.locator("dl")).to_contain_text("6: source in 2, target in 4")
    expect(panel.locator("dl")).to_contain_text("actor/greece")
    sample.evaluate("() => kg.open('node', 'actor/turkey')")
    expect(panel.locator("dl")).to_contain_text("Recep Tayyip Erdoğan (1)")


def test_who_turned_against_whom_in_a_period_takes_three_clicks(sample: Watched) -> None:
    box = sample.page.locator("#bars").bounding_box()
    assert box
    sample.page.locator("#bars").click(position={"x": box["width"] - 4, "y": 20})
    expect(sample.page.locator("#overview")).to_contain_text("What stands out in August 2020")
    sample.page.locator("#overview .edges").get_by_role("button", name="Greece → Turkey").first.click()
    assert sample.sentences() == ["Greece criticised Turkey."]


# ---- asking ----


def test_the_search_finds_actors_without_diacritics_and_by_who_acts_for_them(sample: Watched) -> None:
    search = sample.page.get_by_role("combobox", name="Find actors and words")
    search.fill("erdogan")
    expect(sample.page.get_by_role("option").first).to_have_text("Turkey Recep Tayyip Erdoğan")
    search.press("Enter")
    expect(sample.page.locator("#panel h2")).to_have_text("Turkey")
    search.fill("gree")
    sample.page.get_by_role("option", name="Greece State").click()
    expect(sample.page.locator("#panel h2")).to_have_text("Greece")
    search.fill("atlantis")
    expect(sample.page.locator("#search-note")).to_have_text("Nothing like that is in this graph")
    search.press("Escape")


def test_an_actor_is_found_by_what_else_it_is_called(browser: Browser, tmp_path: Path) -> None:
    facts = {US.id: ActorFacts(names=("United States", "the USA", "Washington"))}
    page = write_page(tmp_path / "view.html", STATEMENTS, ARTICLES, Options(actor_facts=facts))
    watched = open_watched(browser, page)
    watched.page.get_by_role("combobox", name="Find actors and words").fill("usa")
    watched.page.get_by_role("option", name="United States the USA").click()
    expect(watched.page.locator("#panel dl")).to_contain_text("Also calledthe USA, Washington")
    watched.check()


def test_the_search_finds_words_in_sentences(sample: Watched) -> None:
    search = sample.page.get_by_role("combobox", name="Find actors and words")
    search.fill("removed")
    expect(sample.page.get_by_role("option").nth(0)).to_have_text("Only sentences with “removed”: 1 statement")
    search.press("ArrowDown")
    search.press("Enter")
    expect(sample.page.locator("#panel h2")).to_have_text("United States → Turkey")
    search.fill("removed")
    search.press("Enter")
    assert shown(sample) == ["United States > F-35 programme", "United States > Turkey"]


def test_the_neighbourhood_of_an_actor(sample: Watched) -> None:
    sample.evaluate("() => kg.open('node', 'actor/russia')")
    sample.page.get_by_role("button", name="Neighbours only").click()
    assert shown(sample) == ["Russia > France"]
    sample.page.get_by_role("button", name="Two steps").click()
    assert shown(sample) == ["France > Greece", "Russia > France"]
    assert "focus=actor%2Frussia&steps=2" in sample.page.url
    sample.page.keyboard.press("Escape")
    sample.page.keyboard.press("Escape")
    assert shown(sample) == EVERYTHING


def test_a_double_click_leaves_the_neighbours_only(sample: Watched) -> None:
    sample.page.mouse.dblclick(*sample.evaluate(ON_SCREEN))
    sample.page.wait_for_function("() => kg.state.focus === 'actor/turkey'")
    assert shown(sample) == ["Greece > Turkey", "Turkey > Greece", "United States > Turkey"]


def test_paths_between_two_actors(sample: Watched) -> None:
    sample.evaluate("() => kg.open('node', 'actor/russia')")
    sample.page.get_by_role("button", name="Paths to …").click()
    expect(sample.page.get_by_label("Path to")).to_be_focused()
    sample.page.keyboard.type("United States")
    sample.page.keyboard.press("Tab")
    expect(sample.page.locator("#panel h2")).to_have_text("Russia and United States")
    expect(sample.page.locator("#panel")).to_contain_text("1 path, the shortest first.")
    assert shown(sample) == ["France > Greece", "Greece > Turkey", "Russia > France", "Turkey > Greece", "United States > Turkey"]


def test_the_fragment_is_the_state_and_back_and_forward_go_through_it(sample: Watched) -> None:
    sample.evaluate("() => kg.open('node', 'actor/turkey')")
    sample.page.locator("#sign-options label", has_text="Conflictual").click()
    title = sample.page.locator("#panel h2")
    sample.evaluate("() => kg.open('edge', 'actor/turkey>actor/greece')")
    assert sample.page.url.endswith("#edge=actor%2Fturkey%3Eactor%2Fgreece&sign=conflictual")
    sample.page.go_back()
    expect(title).to_have_text("Turkey")
    assert shown(sample) == ["Turkey > Greece", "United States > Turkey"]
    sample.page.go_back()
    assert shown(sample) == EVERYTHING
    expect(sample.page.locator("#sign-options input").nth(1)).not_to_be_checked()
    sample.page.go_forward()
    sample.page.go_forward()
    expect(title).to_have_text("Turkey → Greece")
    address = sample.page.url
    sample.page.reload()
    sample.page.wait_for_selector("body.ready")
    expect(title).to_have_text("Turkey → Greece")
    assert sample.page.url == address
    assert shown(sample) == ["Turkey > Greece", "United States > Turkey"]


def test_a_fragment_of_what_is_not_there_shows_the_graph(sample: Watched) -> None:
    sample.go("#edge=%E0%A4%A&node=actor%2Fnobody&from=nonsense&path=a,b")
    expect(sample.page.locator("#panel")).to_be_hidden()


# ---- taking away ----


def taken(sample: Watched, name: str) -> bytes:
    sample.page.locator("#take summary").click()
    with sample.page.expect_download() as download:
        sample.page.get_by_role("button", name=name).click()
    path = download.value.path()
    assert path
    return Path(path).read_bytes()


def test_the_picture_is_taken_as_png_and_svg(sample: Watched) -> None:
    png = taken(sample, "PNG picture")
    assert png.startswith(b"\x89PNG")
    assert len(png) > 5000
    svg = taken(sample, "SVG picture").decode()
    assert svg.count("marker") == 0
    assert svg.count("<path") >= 2 * 6
    assert "Turkey" in svg
    sample.page.evaluate(
        "(text) => { if (new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')) throw text; }", svg
    )


def test_the_filtered_statements_are_taken_as_csv_and_turtle(sample: Watched) -> None:
    sample.go("#sign=conflictual")
    rows = list(csv.DictReader(io.StringIO(taken(sample, "CSV table").decode("utf-8-sig"))))
    expected = {row.id for row in STATEMENTS if row.label in ("condemned", "removed Turkey from")}
    assert {row["id"] for row in rows} == expected
    triples = parse(taken(sample, "Turtle (RDF)"), RdfFormat.TURTLE)
    assert {row.id for row in statements_from_quads(triples)} == expected


def test_paper_shows_the_picture_and_the_panel_without_the_controls(sample: Watched) -> None:
    sample.page.emulate_media(media="print")
    expect(sample.page.locator("#filters")).to_be_hidden()
    expect(sample.page.locator("#graph")).to_be_visible()
    sample.page.emulate_media(media="screen")


# ---- for everyone ----


def test_the_graph_is_walked_by_keyboard(sample: Watched) -> None:
    graph, news = sample.page.locator("#graph"), sample.page.locator("#news")
    graph.focus()
    sample.page.keyboard.press("ArrowRight")
    expect(news).to_contain_text("Greece, State, 6 statements, 3 arrows")
    walked = set()
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowDown"):
        sample.page.keyboard.press(key)
        walked.add((news.text_content() or "").split(",")[0])
    assert len(walked) > 1
    sample.page.keyboard.press("]")
    expect(news).to_contain_text("Arrow 1 of")
    sample.page.keyboard.press("Enter")
    expect(sample.page.locator("#panel-title")).to_be_focused()
    sample.page.keyboard.press("Escape")
    expect(graph).to_be_focused()
    scale = sample.evaluate("() => kg.network.getScale()")
    sample.page.keyboard.press("+")
    assert sample.evaluate("() => kg.network.getScale()") > scale
    sample.page.keyboard.press("0")


def test_tab_reaches_everything_and_leaves_the_graph(sample: Watched) -> None:
    sample.page.evaluate("() => document.activeElement.blur()")
    seen = []
    for _ in range(80):
        sample.page.keyboard.press("Tab")
        seen.append(
            sample.evaluate("() => document.activeElement.id || document.activeElement.textContent.trim() || document.activeElement.name")
        )
    for stop in (
        "search",
        "show-graph",
        "reset",
        "graph",
        "zoom-in",
        "play",
        "from-day",
        "from-handle",
        "to-handle",
        "overview-tab",
        "words",
        "physics",
    ):
        assert stop in seen or stop == "reset", stop
    assert sample.page.locator("#graph [tabindex='0']").count() == 0


def test_the_table_has_every_arrow_sorts_and_gives_the_focus_back(sample: Watched) -> None:
    sample.page.get_by_role("button", name="Table").click()
    rows = sample.page.locator("#rows tr")
    expect(rows).to_have_count(6)
    sample.page.get_by_role("button", name="Score").click()
    expect(sample.page.locator("th[aria-sort='ascending']")).to_have_text("Score")
    expect(rows.first).to_contain_text("Turkey → Greece")
    first = sample.page.locator("#rows button").first
    first.focus()
    sample.page.keyboard.press("Enter")
    expect(sample.page.locator("#panel-title")).to_be_focused()
    sample.page.keyboard.press("Escape")
    expect(first).to_be_focused()
    sample.page.locator("#sign-options label", has_text="Conflictual").click()
    expect(rows).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(sample: Watched, scheme: Any) -> None:
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    sample.page.emulate_media(color_scheme=scheme)
    states = [
        "#all",
        "#edge=actor%2Funited-states%3Eactor%2Fturkey",
        "#node=actor%2Fgreece",
        "#view=table",
        "#path=actor%2Frussia,actor%2Fturkey",
    ]
    sample.evaluate(axe)
    for state in states:
        sample.go(state)
        found = sample.evaluate("() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })")
        problems = [(one["id"], one["impact"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]
        assert problems == [], state
    sample.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_and_marks_have_the_contrast_that_wcag_asks_for(sample: Watched, scheme: Any) -> None:
    sample.page.emulate_media(color_scheme=scheme)
    names = [
        "ink", "muted", "link", "canvas", "surface", "raised", "cooperative", "conflictual", "neutral", "mark-source", "mark-target",
        "mark-trigger", "cooperative-wash", "conflictual-wash", "neutral-wash", "node-border",
    ]  # fmt: skip
    colour = sample.evaluate(
        "(names) => Object.fromEntries(names.map((name) =>"
        " [name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()]))",
        names,
    )
    for ground in ("mark-source", "mark-target", "mark-trigger", "cooperative-wash", "conflictual-wash", "neutral-wash", "raised"):
        assert contrast(colour["ink"], colour[ground]) >= 4.5, ground
    for line in ("cooperative", "conflictual", "neutral", "node-border"):
        assert contrast(colour[line], colour["canvas"]) >= 3, line
    sample.page.wait_for_function("(ink) => kg.network.body.data.nodes.get()[0].font.color === ink", arg=colour["ink"])
    sample.page.emulate_media(color_scheme="light")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb` by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_phone_shows_everything_within_its_width(browser: Browser, tmp_path: Path) -> None:
    path = write_page(tmp_path / "view.html", STATEMENTS, ARTICLES)
    watched = open_watched(browser, path, viewport={"width": 360, "height": 740}, has_touch=True)
    wide = "() => document.documentElement.scrollWidth"
    assert watched.evaluate(wide) <= 360
    watched.page.get_by_role("button", name="Table").tap()
    watched.page.get_by_role("button", name="France → Greece").first.tap()
    panel = watched.page.locator("#panel")
    expect(panel.locator("blockquote").first).to_be_visible()
    assert watched.evaluate(wide) <= 360
    panel.get_by_role("button", name="Close").tap()
    expect(panel).to_be_hidden()
    watched.page.get_by_role("button", name="Filters").tap()
    watched.page.locator("#sign-options label", has_text="Conflictual").tap()
    watched.page.get_by_role("button", name="Close the filters").tap()
    assert shown(watched) == ["Turkey > Greece", "United States > Turkey"]
    watched.check()


def test_nothing_shifts_while_the_page_loads_and_when_the_panel_opens(browser: Browser, tmp_path: Path) -> None:
    watched = open_watched(browser, write_page(tmp_path / "view.html", STATEMENTS, ARTICLES))
    assert watched.evaluate(LAYOUT_SHIFT) < 0.01
    before = watched.page.locator("#graph").bounding_box()
    watched.evaluate("() => kg.open('node', 'actor/turkey')")
    assert watched.page.locator("#graph").bounding_box() == before
    watched.check()


def test_an_actor_is_dragged_and_physics_can_be_switched_on(sample: Watched) -> None:
    at = sample.evaluate(ON_SCREEN)
    sample.page.mouse.move(*at)
    sample.page.mouse.down()
    sample.page.mouse.move(at[0] + 40, at[1] - 60, steps=5)
    sample.page.mouse.up()
    dragged = sample.evaluate(PLACE)
    sample.page.locator("#sign-options label", has_text="Conflictual").click()
    sample.page.locator("#sign-options label", has_text="Conflictual").click()
    assert sample.evaluate(PLACE) == dragged
    sample.page.get_by_label("Let the actors move").check()
    sample.page.wait_for_function(
        f"([x, y]) => {{ const [left, top] = ({PLACE})(); return Math.hypot(left - x, top - y) > 1; }}", arg=dragged
    )
    sample.page.get_by_label("Let the actors move").uncheck()


# ---- hostile and odd input ----


def test_hostile_and_foreign_names_are_shown_as_they_are(browser: Browser, tmp_path: Path) -> None:
    evil = Actor("actor/evil", "<script>alert(1)</script>", "Group")
    iran, china = Actor("actor/iran", "جمهوری اسلامی ایران", "State"), Actor("actor/china", "中华人民共和国", "State")
    tail = "<img src=x onerror=alert(1)></blockquote>" + " and so on" * 500
    rows = [statement(evil, "<b>hit</b>", iran, -9.0, "a1", tail=tail), statement(iran, "backed", china, 5.0, "a2")]
    articles = {"a1": ArticleInfo("<i>Title</i>", None, "https://news.example/?a=1&b=<2>", "<u>Outlet</u>")}
    options = Options(title="</title><script>alert(2)</script>")
    watched = open_watched(browser, write_page(tmp_path / "view.html", rows, articles, options), "#edge=actor%2Fevil%3Eactor%2Firan")
    panel = watched.page.locator("#panel")
    expect(watched.page.locator("h1")).to_have_text("</title><script>alert(2)</script>")
    expect(panel.locator("h2")).to_have_text("<script>alert(1)</script> → جمهوری اسلامی ایران")
    assert watched.sentences() == [rows[0].evidence.text]
    expect(panel.locator(".triple")).to_have_text("<script>alert(1)</script> – <b>hit</b> – جمهوری اسلامی ایران")
    assert watched.page.locator("#panel :is(script, img, i, u, b)").count() == 0
    box = panel.locator("blockquote").bounding_box()
    assert box
    assert box["height"] < 400
    watched.page.get_by_role("combobox").fill("<script")
    watched.page.get_by_role("option").first.click()
    watched.page.get_by_role("button", name="Table").click()
    expect(watched.page.locator("#rows")).to_contain_text("中华人民共和国")
    svg = taken(watched, "SVG picture").decode()
    assert "<script>" not in svg
    watched.check()


def test_an_empty_graph_says_so(browser: Browser, tmp_path: Path) -> None:
    watched = open_watched(browser, write_page(tmp_path / "view.html", [], {}))
    expect(watched.page.get_by_text("There are no statements to show.")).to_be_visible()
    expect(watched.page.locator("#timeline")).to_be_hidden()
    watched.page.get_by_role("button", name="Show the whole graph").click()
    watched.page.get_by_role("combobox").fill("x")
    watched.page.get_by_role("button", name="Table").click()
    watched.check()


def test_one_node_one_statement_and_no_date_are_drawn(browser: Browser, tmp_path: Path) -> None:
    watched = open_watched(browser, write_page(tmp_path / "view.html", [statement(US, "blamed", US, -2.0, "a1")], {}))
    assert watched.edges() == ["United States > United States"]
    expect(watched.page.locator("#counts")).to_have_text("1 actor · 1 arrow · 1 statement from 1 article · undated")
    watched.evaluate("() => kg.open('edge', 'actor/united-states>actor/united-states')")
    expect(watched.page.locator(".provenance")).to_contain_text("undated")
    assert "Article a1" in (watched.page.locator(".provenance").text_content() or "")
    taken(watched, "SVG picture")
    watched.check()


def test_in_the_frame_of_a_notebook_the_page_works_too(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><title>Notebook</title><body class=ready>{StanceGraph(STATEMENTS, ARTICLES)._repr_html_()}", "utf-8")
    watched = open_watched(browser, path)
    frame = watched.page.frame_locator("iframe")
    frame.locator("#overview").get_by_role("button", name="France → Greece").first.click()
    expect(frame.locator("#panel h2")).to_have_text("France → Greece")
    frame.locator("body").press("Escape")
    expect(frame.locator("#panel")).to_be_hidden()
    assert [url for url in watched.requests if "notebook.html" not in url] in ([], ["about:srcdoc"])
    assert watched.complaints == []


# ---- size ----


def test_a_page_of_too_many_actors_starts_with_its_backbone_and_finds_the_rest(browser: Browser, tmp_path: Path) -> None:
    rows, articles = world(60, 150, 300)
    watched = open_watched(browser, write_page(tmp_path / "view.html", rows, articles, Options(max_nodes=20)))
    count = "() => kg.scene.nodes.size"
    assert 10 < watched.evaluate(count) <= 20
    expect(watched.page.locator("#backbone")).to_contain_text("The strongest")
    hidden = watched.evaluate(HIDDEN_ACTOR)
    watched.page.get_by_role("combobox").fill(hidden)
    watched.page.get_by_role("option").first.click()
    expect(watched.page.locator("#panel h2")).to_have_text(hidden)
    assert hidden in watched.evaluate("() => [...kg.scene.nodes.keys()].map((a) => kg.data.actors.label[a])")
    watched.page.get_by_role("button", name="Show all").click()
    assert watched.evaluate(count) == watched.evaluate("() => kg.data.pictures.principal.actor.length")
    expect(watched.page.locator("#backbone")).to_be_hidden()
    watched.check()


def test_only_lit_arrows_bear_the_mark_of_disagreement(sample: Watched) -> None:
    mark = "() => (kg.network.body.edges['actor/greece>actor/turkey'].options.label ?? '').trim()"
    assert sample.evaluate(mark) == "±"
    sample.go("#edge=actor%2Ffrance%3Eactor%2Fgreece")
    assert sample.evaluate(mark) == ""
    sample.go("#all")
    assert sample.evaluate(mark) == "±"


@pytest.fixture(scope="module")
def crowded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A page of so many arrows that most of them are faint."""
    rows, articles = world(80, 1000, 1500)
    watched = open_watched(browser, write_page(tmp_path_factory.mktemp("crowd") / "view.html", rows, articles))
    yield watched
    watched.check()


def test_a_click_opens_an_arrow_that_the_crowd_makes_faint(crowded: Watched) -> None:
    crowded.go()
    known = crowded.evaluate("() => kg.graph.drawn.edges.length")
    assert 0 < known < crowded.evaluate("() => kg.scene.edges.length") == 1000
    edge, x, y = crowded.evaluate(POINT_ON_FAINT)
    crowded.page.mouse.click(x, y)
    crowded.page.wait_for_function("(id) => kg.state.edge === id", arg=edge)
    expect(crowded.page.locator("#panel blockquote").first).to_be_visible()
    # An arrow that is selected is none of the crowd, and neither are those of a selected actor.
    assert crowded.evaluate("() => kg.graph.drawn.edges.getIds()") == [edge]
    crowded.page.locator("#panel .links .actor").first.click()
    assert crowded.evaluate("() => kg.graph.drawn.edges.length") == crowded.evaluate(
        "() => kg.scene.nodes.get(kg.data.number.get(kg.state.node)).edges.length"
    )
    crowded.page.keyboard.press("Escape")
    assert crowded.evaluate("() => kg.graph.drawn.edges.length") == known


def test_labels_in_a_crowd_stand_below_or_above_and_cover_no_other(crowded: Watched) -> None:
    crowded.go()
    crowded.page.wait_for_timeout(200)
    labels = crowded.evaluate(LABELS)
    assert 20 < len(labels) < 80
    areas = [(left + 1, top + 1, left + wide - 1, top + high - 1) for left, top, wide, high, *_ in labels]
    covered = [
        (one, other)
        for i, one in enumerate(areas)
        for other in areas[:i]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert covered == []
    assert {above for *_, above in labels} == {True, False}
    # A label above selects its actor, as those below do.
    x, y, actor = crowded.evaluate(LABELS_ABOVE)[0]
    crowded.page.mouse.click(x, y)
    crowded.page.wait_for_function("(id) => kg.state.node === id", arg=actor)


def test_a_crowd_is_walked_by_keyboard_taken_as_svg_and_moved_by_physics(crowded: Watched) -> None:
    crowded.go()
    crowded.page.locator("#graph").focus()
    crowded.page.keyboard.press("ArrowRight")
    crowded.page.keyboard.press("[")
    expect(crowded.page.locator("#news")).to_contain_text("Arrow ")
    assert crowded.evaluate("() => kg.network.getSelectedEdges().length") == 1
    assert taken(crowded, "SVG picture").count(b"<path") > 1000
    crowded.page.get_by_label("Let the actors move").check()
    assert crowded.evaluate("() => kg.graph.drawn.edges.length") == 1000
    assert taken(crowded, "SVG picture").count(b"<path") > 1000
    crowded.page.get_by_label("Let the actors move").uncheck()
    assert crowded.evaluate("() => kg.graph.drawn.edges.length") < 1000


LAYOUT_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const add = (list) => { for (const one of list.getEntries()) sum += one.value; };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 200);
})"""

PLACE = """() => {
  const { x, y } = kg.network.getPosition(kg.data.number.get("actor/turkey"));
  return [x, y];
}"""

ON_SCREEN = """() => {
  const at = kg.network.canvasToDOM(kg.network.getPosition(kg.data.number.get("actor/turkey")));
  const box = kg.graph.box.getBoundingClientRect();
  return [at.x + box.x, at.y + box.y];
}"""

HIDDEN_ACTOR = """() => {
  const drawn = new Set([...kg.scene.nodes.keys()].map((actor) => kg.data.actors.label[actor]));
  return [...kg.data.pictures.principal.actor].map((actor) => kg.data.actors.label[actor]).find((label) => !drawn.has(label));
}"""

POINT_ON_EDGE = """(id) => {
  const { network, scene, graph } = kg;
  const edge = scene.byId.get(id);
  const [a, b] = [edge.source, edge.target].map((end) => network.canvasToDOM(network.getPosition(end)));
  const box = graph.box.getBoundingClientRect();
  for (let along = 0.3; along <= 0.7; along += 0.02) {
    for (let bend = -0.5; bend <= 0.5; bend += 0.005) {
      const point = { x: a.x + (b.x - a.x) * along + (a.y - b.y) * bend, y: a.y + (b.y - a.y) * along + (b.x - a.x) * bend };
      if (network.getNodeAt(point) === undefined && network.getEdgeAt(point) === id) return [point.x + box.x, point.y + box.y];
    }
  }
  return null;
}"""

# The labels that are drawn: left, top, width and height, in pixels on the screen, and whether one stands above its actor.
LABELS = """() => {
  const { network, graph } = kg;
  const scale = network.getScale();
  return graph.drawn.nodes.get().filter((node) => node.label).map(({ id, font }) => {
    const { y, shape } = network.body.nodes[id];
    const { left, width, height, yLine } = shape.labelModule.size;
    const top = yLine + font.vadjust - font.size / 2;
    return [left * scale, top * scale, width * scale, height * scale, top < y];
  });
}"""

# A point within each label that stands above its actor, where no other actor is, and that actor.
LABELS_ABOVE = """() => {
  const { network, graph, data } = kg;
  const box = graph.box.getBoundingClientRect();
  return [...graph.above].flatMap(([actor, { top, bottom }]) => {
    const { x, y } = network.body.nodes[actor];
    const at = network.canvasToDOM({ x, y: y + (top + bottom) / 2 });
    return network.getNodeAt(at) === undefined ? [[at.x + box.x, at.y + box.y, data.actors.id[actor]]] : [];
  });
}"""

# A point on a faint arrow where nothing else is, and that arrow.
POINT_ON_FAINT = """() => {
  const { network, graph } = kg;
  const box = graph.box.getBoundingClientRect();
  const far = (p, a, b) => {
    const along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / ((b.x - a.x) ** 2 + (b.y - a.y) ** 2);
    return Math.hypot(a.x + along * (b.x - a.x) - p.x, a.y + along * (b.y - a.y) - p.y);
  };
  const lines = graph.faint.map(({ edge }) => [edge.id, ...[edge.source, edge.target].map((end) => network.getPosition(end))]);
  for (const [id, a, b] of lines) {
    for (let t = 0.1; t < 0.9; t += 0.02) {
      const at = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
      const point = network.canvasToDOM(at);
      if (network.getNodeAt(point) !== undefined || network.getEdgeAt(point) !== undefined) continue;
      if (lines.every(([other, c, d]) => other === id || far(at, c, d) > 1)) return [id, point.x + box.x, point.y + box.y];
    }
  }
  return null;
}"""
