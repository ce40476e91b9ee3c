"""Acronyms that a text introduces: "the Free Valley Movement (FVM)" lets FVM mean the movement from there on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from kg.extract.annotation import TokenMention, span_head

ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z&-]{1,9}")
"""Two to ten signs, two of them capitals at least: FVM, UNSMIL, PoR."""
LINKING = frozenset("of for the and in on to de del du la le les des y e do da dos al el bin ibn".split())
LONGEST = 10
OPEN, CLOSED = ("(", "["), (")", "]")


@dataclass(frozen=True, slots=True)
class Introduction:
    """The tokens `start:end` (half-open) are a name for which the text gives the acronym at token `at`."""

    start: int
    end: int
    at: int
    acronym: str


def introductions(texts: Sequence[str]) -> Iterator[Introduction]:
    """The acronyms that stand in brackets behind the name whose initials they are, or with that name in brackets behind them."""
    for at, text in enumerate(texts):
        if text not in OPEN or not 0 < at < len(texts) - 2:
            continue
        if texts[at + 2] in CLOSED and ACRONYM.fullmatch(texts[at + 1]):
            start = initials_begin(texts[max(0, at - LONGEST) : at], texts[at + 1])
            if start is not None:
                yield Introduction(at - start, at, at + 1, texts[at + 1])
        elif ACRONYM.fullmatch(texts[at - 1]):
            close = next((i for i in range(at + 2, min(len(texts), at + LONGEST + 2)) if texts[i] in CLOSED), None)
            words = texts[at + 1 : close] if close else []
            first = 1 if words and words[0].lower() == "the" else 0
            if close and initials_begin(words, texts[at - 1]) == len(words) - first:
                yield Introduction(at + 1 + first, close, at - 1, texts[at - 1])


def initials_begin(words: Sequence[str], acronym: str) -> int | None:
    """How many of the last words are the name that an acronym abbreviates; None when their initials do not give it.

    Every letter begins a capitalised word or a part of one, in order, and the first letter the first word; small linking words may be
    left out.

    >>> initials_begin("fighters of the Free Valley Movement".split(), "FVM")
    3
    >>> initials_begin("the Movement for Peace".split(), "MP"), initials_begin("rebels of Turkey".split(), "FVM")
    (3, None)
    """
    letters = acronym.replace("-", "").replace("&", "").lower()
    for count, word in enumerate(reversed(words), 1):
        if not word[:1].isupper() and word.lower() not in LINKING and not word.startswith("-"):
            return None
        if word[:1].lower() == letters[0] and word[:1].isupper() and abbreviates(letters, words[len(words) - count :]):
            return count
    return None


def abbreviates(letters: str, words: Sequence[str]) -> bool:
    """Whether letters are initials of words, in order, where a capitalised word may be skipped only if two letters or more are left.

    >>> abbreviates("sdf", ["Syrian", "Democratic", "Forces"]), abbreviates("sd", ["Syrian", "Democratic", "Forces"])
    (True, False)
    """
    left = letters
    for word in words:
        parts = [part for part in re.split(r"[-\u2010\u2011]", word) if part]
        for part in parts:
            if left and part[:1].lower() == left[0]:
                left = left[1:]
            elif part[:1].isupper() and part is parts[0] and word.lower() not in LINKING:
                return False
    return not left


def with_acronyms(
    doc: Doc,
    texts: Sequence[str],
    mentions: list[TokenMention],
    organisation: Callable[[Span], TokenMention],
    means: Callable[[TokenMention, str], bool],
) -> list[TokenMention]:
    """All mentions, in which an introduced acronym means what the text says that it does, wherever it stands.

    `organisation` makes the mention of a name that no table knows; a listed acronym keeps its meaning where `means` says that the
    name in the text is one more name of that actor.
    """
    inside = {i: m for m in mentions if m.kind == "name" for i in range(m.start, m.end)}
    at = {m.start: m for m in mentions if m.end == m.start + 1}
    meant: dict[str, TokenMention] = {}
    named: list[TokenMention] = []
    for one in introductions(texts):
        name = doc[one.start : one.end]
        full, short = inside.get(one.end - 1), at.get(one.at)
        if full is not None and full.start <= one.start:
            meant.setdefault(one.acronym, full)
            continue
        found = short if short is not None and means(short, name.text) else organisation(name)
        found = replace(found, start=one.start, end=one.end, head=span_head(doc, one.start, one.end), kind="name")
        named.append(found)
        meant.setdefault(one.acronym, found)
    if not meant:
        return mentions
    longer = {i for m in mentions if m.end > m.start + 1 for i in range(m.start, m.end)}
    tokens = [i for i, text in enumerate(texts) if text in meant and i not in longer]
    taken = {*tokens, *(i for m in named for i in range(m.start, m.end))}
    kept = [m for m in mentions if taken.isdisjoint(range(m.start, m.end))]
    return kept + named + [replace(meant[texts[i]], start=i, end=i + 1, head=i) for i in tokens]
