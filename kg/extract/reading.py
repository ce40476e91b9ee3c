"""Cuts the news part of an article into tokens, block by block, and remembers where each token stood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Article

SURROGATE = re.compile("[\ud800-\udfff]")
VARIANTS = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " ", "\r": " ", "\t": " ", "\u00ad": " "})


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of an article, where they stand in its text, and the token bounds of its blocks (half-open)."""

    words: list[str]
    spaces: list[bool]
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    paragraphs: tuple[tuple[int, int], ...]
    headings: frozenset[int]
    date: str | None
    article: str | None = None

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """The words of the tokens `start:end` as they stand in the article, with their offsets."""
        first, last = self.starts[start], self.ends[end - 1]
        return self.text[first:last], first, last


def read(nlp: Language, article: Article) -> Reading:
    """Tokenise the blocks of an article.

    White space becomes single blanks and typographic apostrophes plain ones; offsets still lead to the text as it was read.
    """
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[int] = []
    ends: list[int] = []
    paragraphs: list[tuple[int, int]] = []
    headings: set[int] = set()
    for block in article.blocks:
        begin = len(words)
        readable, origin = squeeze(article.text[block.start : block.end])
        for word, first, blank in pieces(nlp.tokenizer(readable)):
            words.append(word)
            spaces.append(blank)
            starts.append(block.start + origin[first])
            ends.append(block.start + origin[first + len(word) - 1] + 1)
        if len(words) > begin:
            spaces[-1] = True
            paragraphs.append((begin, len(words)))
            if block.kind == "heading":
                headings.add(len(paragraphs) - 1)
    return Reading(words, spaces, article.text, starts, ends, tuple(paragraphs), frozenset(headings), article.date, article.id)


def pieces(doc: Doc) -> Iterator[tuple[str, int, bool]]:
    """Each token that is no white space: its text, its first character, and whether a blank follows."""
    first = 0
    for token in doc:
        word = token.text
        blank = bool(token.whitespace_)
        if not word.isspace():
            yield word, first, blank
        first += len(word) + blank


def squeeze(text: str) -> tuple[str, list[int]]:
    """Text with runs of white space as one blank, and for each of its characters the offset that it came from.

    >>> squeeze("in \\n July")
    ('in July', [0, 1, 2, 5, 6, 7, 8])
    """
    characters: list[str] = []
    origin: list[int] = []
    for i, character in enumerate(SURROGATE.sub("\ufffd", text.translate(VARIANTS))):
        if character == " " and (not characters or characters[-1] == " "):
            continue
        characters.append(character)
        origin.append(i)
    return "".join(characters), origin
