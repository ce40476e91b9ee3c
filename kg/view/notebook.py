"""The stance graph in a notebook: an object whose rich display is the page."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.model import Statement
from kg.view.model import ArticleInfo, Options
from kg.view.page import render


@dataclass(frozen=True, slots=True)
class StanceGraph:
    """The page for some statements, as `kg.view.page.render` makes it; Jupyter shows it in a frame of `height` pixels.

    The frame is a sandbox of its own origin: the page's script can neither reach the notebook nor send anything.
    """

    statements: Iterable[Statement]
    articles: Mapping[str, ArticleInfo]
    options: Options | None = None
    height: int = 720

    def html(self) -> str:
        """The page."""
        return render(self.statements, self.articles, self.options)

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, and return its path."""
        target = Path(path)
        target.write_text(self.html(), encoding="utf-8")
        return target

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts allow-downloads allow-popups" title="Stance graph" width="100%" height="{int(self.height)}" '
            f'srcdoc="{html.escape(self.html(), quote=True)}"></iframe>'
        )
