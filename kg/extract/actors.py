"""Finds who is mentioned: names of the gazetteer, names that only NER knows, office holders, and bodies that act for someone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.actors.gazetteer import Gazetteer
from kg.extract.annotation import Annotation, TokenMention, annotation_of, span_group
from kg.extract.bodies import BodyFinder, merge_bodies, possessed
from kg.extract.columns import Columns, columns_of
from kg.extract.entities import EntityNames, merge
from kg.extract.listed import ListedNames, acts
from kg.extract.local_bodies import local_bodies
from kg.extract.places import unlisted_places
from kg.extract.surnames import surnames, with_full_names
from kg.extract.titles import TitleReader
from kg.extract.unlisted import actor_in, merged_actor, named


class ActorFinder:
    """The stage that sets the mentions of a document.

    It needs the parse, the part-of-speech tags and the entities. Where nothing is mentioned the list stays empty.
    """

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self._opposing = lists.get("opposing", frozenset())
        self._regional_bodies = lists.get("regionalbody", frozenset())
        self._regional_levels = lists.get("regionallevel", frozenset())
        self._placed = lists.get("placed", frozenset())
        self._leaving = lists.get("leaving", frozenset())
        self._motion = lists.get("motion", frozenset())
        self._listed = ListedNames(gazetteer, lists)
        self._titles = TitleReader(gazetteer, lists)
        self._bodies = BodyFinder(gazetteer, lists)
        self._entities = EntityNames(gazetteer, lists, self._bodies.is_body)

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions and keep them in the annotation and in `doc.spans["actors"]`."""
        note = annotation_of(doc)
        words = note.columns = columns_of(doc)
        mentions = [m for m in self._listed.find(doc, note, words) if not self._is_opposed(m, words)]
        mentions = merge(mentions, self._entities.find(doc, mentions, note, words))
        mentions = self._entities.with_acronyms(doc, mentions, note, words)
        mentions = with_full_names(mentions, words.folded)
        mentions += surnames(mentions, words)
        mentions = merge(mentions, self._listed.contextual(doc, mentions, note, words))
        note.set_mentions(mentions)
        mentions = self._titles.read(doc, note, words)
        note.set_mentions(mentions)
        mentions = [possessed(m, doc, note) for m in mentions]
        note.set_mentions(mentions)
        bodies = [doc[i] for i in self._bodies.among(words)]
        taught = self._bodies.taught(bodies, note)
        mentions = [replace(m, principal=taught[m.actor.id]) if m.actor.id in taught and m.principal == m.actor else m for m in mentions]
        note.set_mentions(mentions)
        mentions = merge_bodies(mentions, list(self._bodies.bodies(bodies, note)))
        note.set_mentions(mentions)
        nouns = enumerate(zip(words.lemmas, words.pos, strict=True))
        regional = [doc[i] for i, (lemma, pos) in nouns if lemma in self._regional_bodies and pos in ("NOUN", "PROPN")]
        mentions += local_bodies(doc, note, regional, self._regional_levels)
        note.set_mentions(mentions)
        mentions += self._bodies.unnamed(doc, note, words)
        note.set_mentions(mentions)
        mentions += unlisted_places(doc, note, self.gazetteer, words)
        acting = [m for m in mentions if m.kind != "capital" or self._acts(doc[m.head], note)]
        note.settings = [m for m in mentions if m.kind == "capital" and m not in acting] if len(acting) < len(mentions) else []
        note.set_mentions(self._corrected(m, note) for m in acting)
        doc.spans["actors"] = span_group(doc, note.mentions)
        return doc

    def _is_opposed(self, mention: TokenMention, words: Columns) -> bool:
        """Whether a name only says whom something is against: "anti-American protests", "the counter-Houthi campaign"."""
        start = mention.start
        return start > 1 and words.folded[start - 1] == "-" and words.lower[start - 2] in self._opposing

    def _acts(self, head: Token, note: Annotation) -> bool:
        """Whether a capital's name stands for a government: not behind "flee from", and not as the first part of another's name."""
        flees = head.dep_ == "pobj" and head.head.lower_ == "from" and head.head.head.lemma_ in self._motion
        name = head.dep_ == "compound" and head.head.tag_ == "NNP" and head.head.i == head.i + 1
        part = (
            name
            and not note.at(head.head.i)
            and not self._bodies.is_body(head.head)
            and head.head.lower_ not in self.gazetteer.titles.names
        )
        placed = head.dep_ == "npadvmod" and head.i + 2 < len(head.doc) and head.nbor(2).lower_ in self._placed
        return acts(head) and not flees and not part and not placed and not self._is_way(head)

    def _is_way(self, place: Token) -> bool:
        """Whether somebody goes from or to a capital: "left Seoul for Washington", "flew to Asmara"."""
        if place.dep_ == "dobj":
            return place.head.lemma_ in self._leaving
        verb = place.head.head
        return place.dep_ == "pobj" and (
            (place.head.lower_ == "for" and verb.lemma_ in self._leaving)
            or (place.head.lower_ == "to" and verb.lemma_ in self._motion and verb.pos_ == "VERB")
        )

    def _corrected(self, mention: TokenMention, note: Annotation) -> TokenMention:
        """A mention of the actor that a user says is meant."""
        fixed, key = self.gazetteer.tables.corrections, named(mention.actor)
        if key in fixed.same:
            other = fixed.same[key]
            listed = other in self.gazetteer.records
            actor = self.gazetteer.actor(other) if listed else merged_actor(other, fixed)
            principal = self.gazetteer.principal(other, note.date) if listed and actor.type == "Person" else mention.principal
        elif note.article is not None and (key, note.article) in fixed.apart:
            actor, principal = actor_in(note.article, mention.actor), mention.principal
        else:
            return mention
        return replace(mention, actor=actor, principal=actor if principal == mention.actor else principal)
