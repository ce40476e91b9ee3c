"""How fast the page opens and answers a filter in Chromium, on a made-up world of 300 actors, 3,000 dyads and 30,000 statements.

Run it by hand, on a machine that does nothing else: `python tests/bench/bench_view.py [ACTORS DYADS STATEMENTS]`. Opening is measured from
the beginning of the navigation to the first frame that shows the graph; a filter from its change to the frame that shows its answer, the
median of several. The ratio is to opening a page without statements, in the same run. The sentences are unpacked after the first frame:
reading is measured to the frame that shows those of an arrow that is opened as soon as the page is ready.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from pages import ARGUMENTS, chromium
from playwright.sync_api import Browser, sync_playwright
from worlds import world

from kg.view.page import render

ROUNDS = 5
OPENED = """() => new Promise((done) => {
  const look = () => document.body.classList.contains("ready")
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)) : setTimeout(look, 1);
  look();
})"""
READ = """() => new Promise((done) => {
  const look = () => document.querySelector("#panel blockquote")
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)) : setTimeout(look, 1);
  const open = () => document.body.classList.contains("ready") ? (kg.open("edge", kg.scene.edges[0].id), look()) : setTimeout(open, 1);
  open();
})"""
FILTERED = """(patch) => new Promise((done) => {
  const start = performance.now();
  kg.change(patch, true);
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
})"""
NOTHING = {"from": None, "to": None, "sign": [], "quad": [], "evidence": 1, "confidence": 0, "words": "", "focus": None, "by": "principal"}
FILTERS = {
    "half of the days": {"from": 18000, "to": 18900},
    "conflictual": {"sign": ["conflictual"]},
    "material conflict": {"quad": ["4"]},
    "five articles or more": {"evidence": 5},
    "confidence of 0.8": {"confidence": 0.8},
    "words": {"words": "grain border"},
    "no filter": {},
}


def opening(browser: Browser, path: Path, until: str = OPENED) -> float:
    """Milliseconds until the page shows its graph, or what else a script waits for, the median of some openings."""
    times = []
    for _ in range(ROUNDS):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(path.as_uri(), wait_until="commit")
        times.append(float(page.evaluate(until)))
        page.close()
    return statistics.median(times)


def main() -> None:
    """Print the times."""
    actors, dyads, statements = (int(argument) for argument in sys.argv[1:4] or ("300", "3000", "30000"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made, articles = world(actors, dyads, statements)
        start = time.perf_counter()
        full, bare = Path(folder) / "full.html", Path(folder) / "bare.html"
        full.write_text(render(made, articles), encoding="utf-8")
        print(f"made in {time.perf_counter() - start:.1f} s; {full.stat().st_size / 1e6:.2f} MB", end=", ")
        bare.write_text(render([], {}), encoding="utf-8")
        print(f"of which {bare.stat().st_size / 1e6:.2f} MB without data")
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=ARGUMENTS)
        least, most = opening(browser, bare), opening(browser, full)
        read = opening(browser, full, READ)
        print(f"opens in {most:.0f} ms, {most / least:.1f} times an empty page ({least:.0f} ms)")
        print(f"the sentences of a first arrow can be read after {read:.0f} ms")
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(full.as_uri())
        page.wait_for_selector("body.ready")
        for name, patch in FILTERS.items():
            times = []
            for _ in range(ROUNDS):
                times.append(page.evaluate(FILTERED, {**NOTHING, **patch}))
                page.wait_for_timeout(400)
                back = page.evaluate(FILTERED, {**NOTHING, "sign": ["neutral"]} if name == "no filter" else NOTHING)
                page.wait_for_timeout(400)
            edges = page.evaluate("(patch) => { kg.change(patch, true); return kg.scene.edges.length; }", {**NOTHING, **patch})
            print(f"{name}: {edges:,} arrows, {statistics.median(times):.0f} ms; back again {back:.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
