"""Short names of persons: a surname, or the name that an article writes in full elsewhere, means the same person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.annotation import TokenMention, in_text
from kg.extract.columns import Columns


def surnames(mentions: Sequence[TokenMention], words: Columns) -> Iterator[TokenMention]:
    """A surname that stands alone means the person whose full name the article gives."""
    people: dict[str, list[TokenMention]] = {}
    covered: set[int] = set()
    for mention in sorted(mentions, key=in_text):
        covered.update(range(mention.start, mention.end))
        if mention.actor.type == "Person" and mention.end - mention.start > 1:
            people.setdefault(words.folded[mention.end - 1], []).append(mention)
    for i, word in enumerate(words.folded):
        if word in people and i not in covered and words.pos[i] in ("PROPN", "NOUN", "X", "ADJ"):
            yield replace(named_last(people[word], i), start=i, end=i + 1, head=i)


def with_full_names(mentions: list[TokenMention], folded: Sequence[str]) -> list[TokenMention]:
    """Let a person's short name mean the person whose full name the article gives: "De Mistura" is Staffan de Mistura.

    Of several who share it that one is meant who was named last. A name of one word may also be a family name that stands first,
    as in Kim Jong Un; a listed person's surname yields to a namesake's full name only where the article does not name that person.
    """
    lone = [m for m in mentions if m.actor.id.startswith("actor/named-organisation") and m.end - m.start == 1]
    words = {
        m.start: tuple(w.lower() for w in folded[m.start : m.end]) for m in (*mentions, *lone) if m.actor.type == "Person" or m in lone
    }
    long = sorted((m for m in mentions if len(words.get(m.start, ())) > 1), key=in_text)
    endings: dict[tuple[str, ...], list[TokenMention]] = {}
    beginnings: dict[tuple[str, ...], list[TokenMention]] = {}
    for mention in long:
        for cut in range(1, len(words[mention.start])):
            endings.setdefault(words[mention.start][cut:], []).append(mention)
        beginnings.setdefault(words[mention.start][:1], []).append(mention)
    in_full = {m.actor.id for m in long}

    def meant(mention: TokenMention) -> TokenMention:
        name = words.get(mention.start, ())
        unlisted = mention.actor.id.startswith("actor/named-")
        namesakes = endings.get(name) or (beginnings.get(name) if unlisted else None)
        if not namesakes or not (unlisted or (len(name) == 1 and (mention.actor.id not in in_full or len(namesakes) > 1))):
            return mention
        bearer = named_last(namesakes, mention.start)
        return replace(mention, actor=bearer.actor, principal=bearer.principal)

    return [meant(mention) for mention in mentions]


def named_last(mentions: Sequence[TokenMention], start: int) -> TokenMention:
    """The last of some mentions, in order of the text, that begins before a token; the first when none does."""
    return mentions[max(0, bisect_left(mentions, start, key=lambda m: m.start) - 1)]
