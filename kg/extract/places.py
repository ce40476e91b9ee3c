"""Places that no table knows: somebody may take them, strike there or leave."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Span

from kg.actors.gazetteer import Gazetteer
from kg.extract.annotation import Annotation, TokenMention, span_head
from kg.extract.columns import Columns
from kg.extract.unlisted import trimmed, unlisted_actor


def unlisted_places(doc: Doc, note: Annotation, gazetteer: Gazetteer, words: Columns) -> Iterator[TokenMention]:
    """A mention for each place that the recogniser finds and no table knows; what a mention covers already is left alone.

    A place beside the larger one that it lies in is left to that, and one that only says which thing is meant is none.
    """
    covered = {i for m in note.mentions for i in range(m.start, m.end)}
    for entity in doc.ents:
        if entity.label_ != "GPE" or not covered.isdisjoint(range(entity.start, entity.end)):
            continue
        span = trimmed(entity)
        if span is None or any(t.pos_ != "PROPN" for t in span) or says_which(span) or is_within(span, covered):
            continue
        if not any(end >= span.end for end, _ in gazetteer.names.matches(words.spaced, span.start)):
            actor = unlisted_actor(span.text, "Place", note.article, gazetteer.tables.corrections)
            yield TokenMention(span.start, span.end, span_head(doc, span.start, span.end), actor, actor, "name")


def says_which(place: Span) -> bool:
    """Whether a place only says which thing is meant: "the Doha conference"."""
    return place.root.dep_ == "compound" and place.root.head.tag_ in ("NN", "NNS")


def is_within(place: Span, covered: Collection[int]) -> bool:
    """Whether a place stands beside the larger one that it lies in: "Zambia's Copperbelt", "Nadi, Fiji"."""
    owned = any(c.dep_ == "poss" and c.i in covered for c in place.root.children)
    behind = place.end + 1
    return owned or (behind < len(place.doc) and place.doc[place.end].text == "," and behind in covered)
