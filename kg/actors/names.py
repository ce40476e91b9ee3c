"""Names by their words: what a stretch of text may mean, found with one look-up for each token that it could end with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import starmap
from typing import Literal, NamedTuple

NameKind = Literal["name", "demonym", "people", "capital"]
PlainName = tuple[str, NameKind, bool, bool]
LEADING = re.compile(r"\w+|.", re.DOTALL)
TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "d"})


class Name(NamedTuple):
    """One way to name an actor: `kind` says whether the words are its name, its adjective, its citizens or its capital.

    With `article` the words mean it only behind "the": the West. With `label` they are what the tables call it.
    """

    actor: str
    kind: NameKind
    article: bool = False
    label: bool = False


@dataclass(slots=True)
class Lexicon:
    """Folded texts and what they stand for; `reach` leads from a first word to the length of the longest text that begins with it, and
    `seconds` from a first word in lower case, which are frequent in texts, to what comes behind it, "" where it stands alone.

    Names are kept as plain tuples, which half a million of can be read from a file in a second.
    """

    names: dict[str, tuple[PlainName, ...]] = field(default_factory=dict)
    reach: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, set[str]] = field(default_factory=dict)

    def add(self, text: str, name: Name) -> None:
        """Let a folded text stand for the name, too; an empty text stands for nothing."""
        if not text:
            return
        known, plain = self.names.get(text), (name.actor, name.kind, name.article, name.label)
        if known is None:
            self.names[text] = (plain,)
            first = leading(text)
            self.reach[first] = max(self.reach.get(first, 0), len(text))
            if first[0].islower():
                self.seconds.setdefault(first, set()).add(leading(text[len(first) :].lstrip()))
        elif not any(one[:2] == name[:2] for one in known):
            self.names[text] = (*known, plain)

    def beginnings(self, words: Sequence[str]) -> list[int]:
        """The folded tokens with which a text can begin."""
        found = list[int]()
        for i, word in enumerate(words):
            first = leading(word)
            if first not in self.reach:
                continue
            seconds = self.seconds.get(first)
            rest = word[len(first) :] or (words[i + 1] if i + 1 < len(words) else "")
            if seconds is None or "" in seconds or leading(rest) in seconds:
                found.append(i)
        return found

    def matches(self, words: Sequence[str], start: int) -> list[tuple[int, tuple[Name, ...]]]:
        """The ends of the matches that begin at token `start`, with their names, the longest first; empty when there is none.

        `words` are the folded tokens, each with the blank behind it, if there is one.
        """
        reach = self.reach.get(leading(words[start]), 0) if start < len(words) else 0
        text, found = "", list[tuple[int, tuple[Name, ...]]]()
        for end in range(start, len(words) if reach else start):
            text += words[end]
            known = text.rstrip()
            if len(known) > reach:
                break
            names = self.names.get(known)
            if names:
                found.append((end + 1, tuple(starmap(Name, names))))
        return found[::-1]

    def longest(self, words: Sequence[str], start: int) -> tuple[int, tuple[Name, ...]]:
        """The end of the longest match that begins at `start`, and its names; `(start, ())` when there is none."""
        found = self.matches(words, start)
        return found[0] if found else (start, ())


@lru_cache(maxsize=65536)
def leading(text: str) -> str:
    """The first word of a text, or its first sign when it begins with none.

    >>> leading("al-Nusra"), leading("U.S."), leading("'s"), leading("")
    ('al', 'U', "'", '')
    """
    found = LEADING.match(text)
    return found[0] if found else ""


def fold(word: str) -> str:
    """A word without accents and typographic variants; the case stays, since it tells names from words.

    >>> fold("Erdoğan"), fold("Kılıçdaroğlu"), fold("’s")
    ('Erdogan', 'Kilicdaroglu', "'s")
    """
    if word.isascii():
        return word
    plain = word.translate(TYPOGRAPHY)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def spaced(words: Iterable[str]) -> list[str]:
    """Words as `Lexicon.matches` wants them, with a blank behind each.

    >>> spaced(["foreign", "minister"])
    ['foreign ', 'minister ']
    """
    return [f"{word} " for word in words]


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, without accents where the script has them apart.

    >>> slug("Şırnak Çevre"), slug("习近平")
    ('sirnak-cevre', '习近平')
    """
    plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w]+", "-", (plain if any(c.isalnum() for c in plain) else text).lower()).strip("-")
