"""Statements made by hand for the tests of the page, and how a page is opened in a browser and watched."""

from __future__ import annotations

import base64
import json
import re
import shutil
import struct
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Playwright

from kg.model import Actor, ContextParty, Evidence, Mention, Period, Statement, Trigger
from kg.rdf import ContextEdge
from kg.view.model import ArticleInfo, Options
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
EDGES = {"removesFrom": ContextEdge("from", "removedPartyFrom")}
OPTIONS = Options(context_edges=EDGES)


def actor(name: str, type_: str = "State") -> Actor:
    return Actor(f"actor/{name.lower().replace(' ', '-')}", name, type_)


US, TURKEY, FRANCE, GREECE, RUSSIA = (actor(name) for name in ("United States", "Turkey", "France", "Greece", "Russia"))
PENTAGON = actor("Pentagon", "Organ")
ERDOGAN = actor("Recep Tayyip Erdoğan", "Person")
F35 = actor("F-35 programme", "Programme")


def statement(
    source: Actor,
    verb: str,
    target: Actor,
    intensity: float = 5.0,
    article: str = "a1",
    *,
    at: int = 0,
    tail: str = "",
    acting: Actor | None = None,
    **changes: Any,
) -> Statement:
    """A statement whose evidence is "SOURCE VERB TARGET TAIL." at offset `at` of its article."""
    who = acting or source
    text = f"{who.label} {verb} {target.label}{tail}."
    begin = at + len(who.label) + len(verb) + 2
    made = Statement(
        article=article,
        source=Mention(who, source, who.label, at, at + len(who.label)),
        relation=verb,
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
        trigger=Trigger(7, 14),
        context=(ContextParty("from", F35, "the F-35 programme", 27, 45),),
        speaker=Mention(ERDOGAN, TURKEY, "Erdoğan", 100, 107),
        reporters=(Mention(PENTAGON, US, "the Pentagon", 200, 212),),
        date=Period("2019-07-01", "2019-07-31", "in July"),
        confidence=0.87,
    )


STATEMENTS = [
    removal(),
    statement(FRANCE, "praised", GREECE, 6.0, "a1"),
    statement(FRANCE, "supported", GREECE, 7.0, "a2"),
    statement(FRANCE, "criticised", GREECE, -6.0, "a3", negated=True),
    statement(GREECE, "criticised", TURKEY, -3.0, "a2", modality="future", confidence=0.6),
    statement(GREECE, "praised", TURKEY, 4.0, "a1"),
    statement(TURKEY, "condemned", GREECE, -5.0, "a3", acting=ERDOGAN),
    statement(RUSSIA, "backed", FRANCE, 3.0, "a2", confidence=None),
]
ARTICLES = {
    "a1": ArticleInfo("Older news", "2019-08-01", "https://news.example/older", "The Meridian"),
    "a2": ArticleInfo("Newer news", "2020-08-10", "javascript:alert(1)", "Nordic Wire"),
}


def chromium(playwright: Playwright) -> str:
    """The system's Chromium, else the one that Playwright has installed."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    pytest.fail("no Chromium found: install the Debian package chromium (apt-get install chromium)")


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

    def go(self, fragment: str = "#all") -> None:
        """Go to a state of the page by its fragment."""
        self.page.evaluate("(hash) => { location.hash = hash; }", fragment)
        self.page.wait_for_function("(hash) => location.hash === hash", arg=fragment)

    def edges(self) -> list[str]:
        """The arrows that are drawn, as "Source > Target", sorted."""
        found = self.evaluate(
            "() => kg.scene.edges.map((edge) => `${kg.data.actors.label[edge.source]} > ${kg.data.actors.label[edge.target]}`).sort()"
        )
        assert len(found) == self.evaluate("() => kg.graph.drawn.edges.length")
        return list(found)

    def sentences(self) -> list[str]:
        """The sentences in the panel."""
        return self.page.locator("#panel blockquote").all_text_contents()

    def check(self) -> None:
        """The page asked for nothing but itself, and complained of nothing."""
        # The page itself, its empty icon and what it gives the user to save; anything else would be a call for the network.
        asked = [url for url in self.requests if not url.split("#")[0].endswith(".html") and not url.startswith(("data:,", "blob:"))]
        assert asked == []
        assert self.complaints == []


def open_watched(browser: Browser, path: Path, fragment: str = "", **options: Any) -> Watched:
    """Open a file in a window of its own that has no network."""
    context = browser.new_context(offline=True, **{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options})
    watched = Watched(context.new_page())
    watched.page.set_default_timeout(8000)
    watched.page.on("console", lambda message: watched.complaints.append(f"{message.type}: {message.text}"))
    watched.page.on("pageerror", lambda error: watched.complaints.append(f"error: {error}"))
    watched.page.on("request", lambda request: watched.requests.append(request.url))
    watched.page.on("dialog", watched.refuse)
    watched.page.goto(path.as_uri() + fragment)
    watched.page.wait_for_selector("body.ready", state="attached")
    return watched


def embedded(page: str, name: str = "data") -> Any:
    """What lies in an island of a page: `data` holds what draws, `texts` what readers see."""
    packed = re.search(rf'<script type="application/json" id="{name}">("[A-Za-z0-9+/=]+")</script>', page)
    assert packed
    return unpacked(packed[1])


def unpacked(text: str) -> Any:
    """What an island of `kg.view.page.island` was made of."""
    line, _, rest = zlib.decompress(base64.b64decode(json.loads(text))).partition(b"\n")
    data = json.loads(line)
    count = data.pop("count")
    numbers = {}
    for name, code in data.pop("columns"):
        numbers[name] = [number for (number,) in struct.iter_unpack(f"<{code}", rest[: count * struct.calcsize(code)])]
        rest = rest[count * struct.calcsize(code) :]
    assert not rest
    return {**data, "numbers": numbers}


def write_page(path: Path, statements: list[Statement], articles: dict[str, ArticleInfo], options: Options = OPTIONS) -> Path:
    path.write_text(render(statements, articles, options), encoding="utf-8")
    return path
