"""Names that no table knows: entities of the recogniser that read like those of persons and bodies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from kg.actors.gazetteer import Gazetteer
from kg.actors.names import fold
from kg.extract.acronyms import with_acronyms
from kg.extract.annotation import Annotation, TokenMention, span_head
from kg.extract.columns import Columns
from kg.extract.unlisted import is_organisation, is_shorter_name, named, trimmed, unlisted_actor

LONGEST_TITLE = 3
"""How many words of an office may stand in front of a name in it."""


class EntityNames:
    """Finds the names that no table knows beside those that one does; `is_body` says whether a noun is one that acts for others."""

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]], is_body: Callable[[Token], bool]) -> None:
        self.gazetteer = gazetteer
        self._units = lists.get("unit", frozenset())
        self._generic = lists.get("generic", frozenset())
        self._is_body = is_body

    def find(self, doc: Doc, listed: Sequence[TokenMention], note: Annotation, words: Columns) -> Iterator[TokenMention]:
        """Names that no table knows: entities, and a given name of the tables with the names behind it where the recogniser saw none."""
        covered = {i: m for m in listed for i in range(m.start, m.end)}
        entities = doc.ents
        seen = {i for e in entities for i in range(e.start, e.end)}
        for entity in [*(e for e in entities if e.label_ in ("PERSON", "ORG")), *self._called(doc, seen, words)]:
            known = covered.get(entity.start)
            if known is not None and known.start == entity.start and known.end >= entity.end:
                continue
            span = trimmed(entity)
            if span is None or self._is_media(span) or self._is_in_title(span) or fold(span.text).lower() in self.gazetteer.titles.names:
                continue
            person = entity.label_ == "PERSON" or self._is_called(span)
            inside = {covered[i] for i in range(span.start, span.end) if i in covered}
            longer = (len(span) > 1 and all(is_shorter_name(m, span) for m in inside)) if person else self._is_named_after(span, inside)
            if (inside and not longer) or (person and len(span) == 1 and self._is_of_thing(span[0])):
                continue
            if not person and (not is_organisation(span, self._units) or self._is_owned_body(span, covered)):
                continue
            yield self._named(span, "Person" if person else "Organisation", note)

    def _is_in_title(self, span: Span) -> bool:
        """Whether a name is only part of the words of an office: State in "Secretary of State"."""
        if span.start == 0 or span.doc[span.start - 1].tag_ != "IN":
            return False
        first = max(0, span.start - LONGEST_TITLE)
        words = [f"{t.lower_}{t.whitespace_}" for t in span.doc[first : span.end + 1]]
        return any(first + self.gazetteer.titles.longest(words, i)[0] >= span.end for i in range(span.start - first))

    def _is_of_thing(self, name: Token) -> bool:
        """Whether a lone name only says which thing is meant, as no person's does: "the Doha conference"."""
        return name.dep_ == "compound" and name.head.tag_ in ("NN", "NNS") and not self._is_body(name.head)

    def _is_owned_body(self, span: Span, covered: Mapping[int, TokenMention]) -> bool:
        """Whether a capitalised body belongs to somebody who is named: "Turkey's Defense Ministry"."""
        return self._is_body(span.root) and any(c.dep_ == "poss" and c.i < span.start and c.i in covered for c in span.root.children)

    def _is_named_after(self, span: Span, inside: Collection[TokenMention]) -> bool:
        """Whether a name only begins with that of a state or place: "Sudanese Professionals Association", no ministry or army of it."""
        words = [t for t in span if not t.is_punct]
        if inside and all(m.actor.type == "Person" and span.start < m.start and m.end < span.end for m in inside):
            return True  # "San Marcos University" is not named by the surname in it
        return (
            all(m.actor.type in ("State", "Place") and m.start == span.start and m.end < span.end for m in inside)
            and len(words) > 2
            and all(t.text[:1].isupper() or t.pos_ in ("ADP", "DET", "CCONJ") for t in words)
            and not any(self._is_body(t) for t in words)
        )

    def _called(self, doc: Doc, seen: set[int], words: Columns) -> Iterator[Span]:
        """Given names of the tables with capitalised names behind them that are no entity."""
        tags, given = words.tags, self.gazetteer.given_names
        for start, tag in enumerate(tags):
            if tag == "NNP" and start not in seen and words.folded[start] in given and (start == 0 or tags[start - 1] != "NNP"):
                end = start + 1
                while end < len(tags) and end - start < 4 and tags[end] == "NNP" and end not in seen:
                    end += 1
                if end - start > 1:
                    yield Span(doc, start, end, label="PERSON")

    def _is_called(self, span: Span) -> bool:
        """Whether a name of two to four words begins with a given name of the tables, and is no company's or body's."""
        words = [t for t in span if not t.is_punct]
        return (
            2 <= len(words) <= 4
            and fold(words[0].text) in self.gazetteer.given_names
            and all(t.tag_ == "NNP" and t.lower_ not in self._generic for t in words)
            and not any(self._is_body(t) for t in words)
        )

    def _named(self, span: Span, kind: str, note: Annotation) -> TokenMention:
        """The mention of a name that no table knows."""
        actor = unlisted_actor(span.text, kind, note.article, self.gazetteer.tables.corrections)
        return TokenMention(span.start, span.end, span_head(span.doc, span.start, span.end), actor, actor, "name")

    def with_acronyms(self, doc: Doc, mentions: list[TokenMention], note: Annotation, words: Columns) -> list[TokenMention]:
        """All mentions, in which the acronyms that the text introduces mean what it says."""

        def means(mention: TokenMention, name: str) -> bool:
            record = self.gazetteer.records.get(named(mention.actor))
            return record is not None and any(shares_a_word(name, known) for known in (record.label, *record.names))

        return with_acronyms(doc, words.texts, mentions, lambda span: self._named(span, "Organisation", note), means)

    def _is_media(self, span: Span) -> bool:
        words = [fold(t.text) for t in span if not t.is_punct]
        endings = {" ".join(words[i:]) for i in range(len(words))} | {" ".join(words[: i + 1]) for i in range(len(words))}
        return bool(endings & self.gazetteer.tables.media)


def shares_a_word(one: str, other: str) -> bool:
    """Whether two names have a capitalised word in common: another wording of the same, rather than other words with the same initials.

    >>> shares_a_word("Syria Democratic Forces", "Syrian Democratic Forces"), shares_a_word("Social Fund", "Syrian Front")
    (True, False)
    """
    return not {w for w in one.split() if w[:1].isupper()}.isdisjoint(other.split())


def merge(listed: list[TokenMention], unlisted: Iterator[TokenMention]) -> list[TokenMention]:
    """Both kinds of names; a listed name that stands inside an unlisted one gives way to it."""
    extra = list(unlisted)
    taken = {i for m in extra for i in range(m.start, m.end)}
    return [m for m in listed if taken.isdisjoint(range(m.start, m.end))] + extra if extra else listed
