"""News articles in, a graph of who supports, arms, accuses, sanctions, fights or talks to whom out.

>>> import kg
>>> nlp = kg.load()
>>> article = kg.article("France condemned Russia's invasion of Ukraine.", date="2022-02-25")
>>> [(s.source.actor.label, s.event_type, s.target.actor.label) for s in kg.extract(nlp, [article])][0]
('France', 'ACCUSE', 'Russia')
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from kg.model import Article

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.extract.pipeline import extract, load

__all__ = ["__version__", "article", "extract", "load"]


def article(text: str, **fields: str) -> Article:
    """An article from its text and what is known of it: id, title, date, url, outlet, language.

    Without an id it gets one from a hash of the text. Raises `ArticleError` on an empty text or a malformed date.
    """
    from kg.articles.jsonl import article_from_json

    return article_from_json({"id": f"text-{hashlib.sha256(text.encode()).hexdigest()[:12]}", **fields, "text": text})


def __getattr__(name: str) -> Any:
    """Import spaCy only when it is needed, so that `kg --help` and RDF work start at once."""
    if name in ("extract", "load"):
        from kg.extract import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
