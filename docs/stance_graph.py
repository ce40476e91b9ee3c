"""Makes docs/stance-graph.png, the picture of the README: the page of the sample articles with one arrow open.

Run it in the repository with the Python that has the `test` extra: `python docs/stance_graph.py`. It needs Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import kg
from kg.articles import read_articles
from kg.build import actor_facts, context_edges
from kg.view.model import ArticleInfo, Options
from kg.view.notebook import StanceGraph

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from pages import ARGUMENTS, chromium  # noqa: E402

SIZE = {"width": 1120, "height": 680}
FRAGMENT = "#edge=actor%2Funited-states%3Eactor%2Fturkey"


def main() -> None:
    """Write the picture."""
    articles = list(read_articles([ROOT / "data" / "articles"], on_error=print))
    known = {article.id: ArticleInfo(article.title, article.date, article.url, article.outlet) for article in articles}
    options = Options(context_edges=context_edges(), actor_facts=actor_facts())
    graph = StanceGraph(list(kg.extract(kg.load(), articles)), known, options)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = graph.save(Path(folder) / "graph.html")
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=ARGUMENTS)
        window = browser.new_page(viewport=SIZE, reduced_motion="reduce", color_scheme="light")
        window.goto(page.as_uri() + FRAGMENT)
        window.wait_for_selector("body.ready")
        window.evaluate("() => document.activeElement.blur()")
        window.wait_for_timeout(500)
        window.screenshot(path=ROOT / "docs" / "stance-graph.png")
        browser.close()


if __name__ == "__main__":
    main()
