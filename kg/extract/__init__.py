"""From articles to statements: actors, references, predicates, coding, circumstances.

The package can be called: `kg.extract(nlp, articles)` is the library's main verb, and `kg.extract.pipeline` its rooms.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.model import Article, Statement


class ExtractPackage(ModuleType):
    """This package, made callable, since the verb and the package share their name."""

    def __call__(self, nlp: Language, articles: Iterable[Article], jobs: int = 1) -> Iterator[Statement]:
        """The statements of the articles, in order, streaming; `jobs` processes give the same statements as one."""
        from kg.extract.pipeline import extract_articles

        for _, statements in extract_articles(nlp, articles, jobs):
            yield from statements


sys.modules[__name__].__class__ = ExtractPackage
