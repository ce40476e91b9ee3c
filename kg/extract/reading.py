"""Turns the news part of an article into one `Doc`, block by block, and remembers where each token stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Article

SURROGATE = re.compile("[\ud800-\udfff]")
VARIANTS = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " ", "\r": " ", "\t": " ", "\u00ad": " "})


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, where its tokens stand in the article's text, and the token bounds of its blocks (half-open)."""

    doc: Doc
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
    """Tokenise the blocks of an article into one `Doc` in which every block begins a sentence.

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
        for token in nlp.tokenizer(readable):
            if token.is_space:
                continue
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
            starts.append(block.start + origin[token.idx])
            ends.append(block.start + origin[token.idx + len(token.text) - 1] + 1)
        if len(words) > begin:
            spaces[-1] = True
            paragraphs.append((begin, len(words)))
            if block.kind == "heading":
                headings.add(len(paragraphs) - 1)
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    for begin, _ in paragraphs:
        doc[begin].is_sent_start = True
    return Reading(doc, article.text, starts, ends, tuple(paragraphs), frozenset(headings), article.date, article.id)


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
