"""Codes predicates with frames: which relation holds between which mentions of a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from spacy.tokens import Doc, Span, Token

from kg.extract.annotation import NAMELESS, Annotation, TokenMention, with_conjuncts
from kg.extract.denotation import Denotation
from kg.extract.fitting import DASHES, Binding, bind, in_pairs
from kg.extract.frames import SCENES, Frame, Slot
from kg.extract.parties import held, is_scene, owners, place_behind, senders, sites
from kg.extract.predicates import Predicates
from kg.extract.syntax import NOUNS, VERBS, names_its_object
from kg.extract.unlisted import is_unlisted_place, named_actor
from kg.extract.words import forms, is_compound_participle
from kg.knowledge import Relation
from kg.model import OBJECT_TYPES

Reach = Literal["named", "owner", "within", "scene"]
"""How a slot leads to a party: the words in it name it, it owns what they name, it stands within them, or the act takes place there."""

MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})
FAR_BACK = 600
SCENE_BACK = 150
REACHES: Sequence[Reach] = ("named", "owner", "within", "scene")
NO_WORD = ""
FramesByWord = dict[str, dict[str, list[tuple[int, Frame]]]]
"""Head, and a word that the sentence must hold, to frames with their places in the files."""
ATTACKS = frozenset({"ASSAULT", "MOBILIZE"})
TO_PLACES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
DOMESTIC = frozenset({"COERCE", "ASSAULT", "CONCEDE"})
NAMED_ONLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})


@dataclass(frozen=True, slots=True)
class Coding:
    """A relation between two mentions that a frame found at a predicate; `reach` says how it leads to the one that is further off."""

    source: TokenMention
    target: TokenMention
    frame: Frame
    predicate: int
    used: tuple[int, ...]
    reach: Reach

    @property
    def rank(self) -> int:
        """How strong the claim of the frame to this dyad is."""
        return self.frame.specificity - (0 if self.reach == "named" else 2)


SpeakerOf = Callable[[int], TokenMention | None]
OnLoss = Callable[[Coding, Coding, str], None]


class Coder:
    """Frames, indexed by the words that can be their head."""

    def __init__(self, frames: Iterable[Frame], relations: Mapping[str, Relation], lists: Mapping[str, frozenset[str]]) -> None:
        self.relations = relations
        self.lists = lists
        self.frames = tuple(frames)
        self._by_head: dict[str, list[Frame]] = {}
        self._with_word: FramesByWord = {}
        self._reaching_out: FramesByWord = {}
        for number, frame in enumerate(self.frames):
            for head in frame.heads:
                self._by_head.setdefault(head, []).append(frame)
                for index in (self._with_word, self._reaching_out) if frame.reaches_out else (self._with_word,):
                    asked = index.setdefault(head, {})
                    for word in min(frame.required, key=len) if frame.required else (NO_WORD,):
                        asked.setdefault(word, []).append((number, frame))
        asked_for = (word for frame in self.frames for words in (frame.heads, *frame.required) for word in words if "_" in word)
        self.resolve = Denotation(lists).resolve
        self._telling = lists.get("actnoun", frozenset()) | lists.get("paper", frozenset())
        self._ends_of_two = frozenset(word.rpartition("_")[2] for word in asked_for)

    def frames_at(self, token: Token) -> list[Frame]:
        """The frames whose head this token can be, by lemma or form and by its part of speech."""
        return [frame for frame in self.frames_headed(token) if fits_shape(frame, token)]

    def frames_among(self, token: Token, words: Sequence[str], around: frozenset[str], alone: bool = False) -> list[Frame]:
        """Those of `frames_at`, by the words of a token, for which a sentence of the words around has all that they ask for.

        They come in the order of their lines. In a sentence that mentions one party `alone` only those count that lead out of it.
        """
        index = self._reaching_out if alone else self._with_word
        found: dict[int, Frame] = {}
        for form in words:
            asked = index.get(form)
            if asked:
                for word in asked.keys() & around:
                    found.update(asked[word])
        return [frame for _, frame in sorted(found.items()) if not any(map(around.isdisjoint, frame.required)) and fits_shape(frame, token)]

    def frames_headed(self, token: Token) -> list[Frame]:
        """The frames whose head is this word, whatever its part of speech here."""
        words = forms(token)
        if len(words) == 1:
            return self._by_head.get(words[0], [])
        return list({id(frame): frame for form in words for frame in self._by_head.get(form, ())}.values())

    def code(
        self, doc: Doc, note: Annotation, predicates: Predicates, speaker_of: SpeakerOf, on_loss: OnLoss = lambda lost, won, why: None
    ) -> list[Coding]:
        """All codings of a document, in order of their predicates, after specific frames have beaten general ones.

        Each coding that is given up goes to `on_loss` with the one that won and the reason.
        """
        found: list[Coding] = []
        for token, words, alone in self.words_with_parties(doc, note, predicates):
            at_token: dict[tuple[str, str], Coding] = {}
            for frame in self.frames_among(token, predicates.words.forms[token.i], words, alone):
                for coding in self.apply(frame, token, note, predicates, speaker_of):
                    dyad = (coding.source.actor.id, coding.target.actor.id)
                    other = at_token.get(dyad)
                    if other is None or self._beats(coding, other):
                        at_token[dyad] = coding
                    if other is not None:
                        on_loss(*((other, coding) if at_token[dyad] is coding else (coding, other)), "at the same word")
            if at_token:
                found += self._without_sites(list(self._without_bystanders(at_token.values(), on_loss)), on_loss)
        return self._without_repetitions(doc, found, on_loss)

    def _without_bystanders(self, found: Collection[Coding], on_loss: OnLoss) -> Iterator[Coding]:
        """Codings at one word without whoever only acts beside it where the word names its own target: "left amid criticism of Chad"."""
        named = {self.relations[c.frame.relation].event_type: c for c in found if not c.frame.strikes_doer}
        for coding in found:
            winner = named.get(self.relations[coding.frame.relation].event_type) if coding.frame.strikes_doer else None
            if winner is None:
                yield coding
            else:
                on_loss(coding, winner, "the word names its own target")

    def _without_sites(self, found: Collection[Coding], on_loss: OnLoss) -> Iterator[Coding]:
        """Codings at one word without the place where somebody is hit who is named himself: "killed Hamas commanders in Gaza"."""
        attacks = [c for c in found if self.relations[c.frame.relation].event_type in ATTACKS]
        named = (c for c in attacks if c.target.actor.type not in OBJECT_TYPES and c.target.kind not in NAMELESS)
        victims = {(c.source.actor.id, c.target.head): c for c in named}
        for coding in found:
            if coding in attacks and coding.target.actor.type == "Place":
                hit = next((victims[key] for i in coding.used if (key := (coding.source.actor.id, i)) in victims), None)
                if hit is not None:
                    on_loss(coding, hit, "whoever is hit there has a name")
                    continue
            yield coding

    def words_with_parties(self, doc: Doc, note: Annotation, predicates: Predicates) -> Iterator[tuple[Token, frozenset[str], bool]]:
        """The words of the sentences that mention anybody, auxiliaries aside: no frame fits elsewhere.

        With each come all words of its sentence, and whether that mentions one party alone, no capital as a place, and no act whose doer
        was named before.
        """
        acts = self.lists.get("actnoun", frozenset())
        settings = [m.head for m in note.settings]
        for sentence in doc.sents:
            parties = {m.actor.id for i in range(sentence.start, sentence.end) if i in note.by_head for m in note.by_head[i]}
            if parties:
                words = self._words_of(sentence, predicates)
                somewhere = any(sentence.start <= i < sentence.end for i in settings)
                alone = len(parties) == 1 and not somewhere and words.isdisjoint(acts)
                heads = predicates.words.heads
                inside = heads[bisect_left(heads, sentence.start) : bisect_left(heads, sentence.end)]
                yield from ((doc[i], words, alone) for i in inside)

    def _words_of(self, sentence: Span, predicates: Predicates) -> frozenset[str]:
        """Every word that a frame could ask for in a sentence: what `is_word` accepts of its tokens, and the kinds of things in it."""
        forms = predicates.words.forms
        tokens = range(sentence.start, sentence.end)
        found = {NO_WORD}.union(*forms[sentence.start : sentence.end])
        for i in tokens if not self._ends_of_two.isdisjoint(found) else ():
            if not self._ends_of_two.isdisjoint(forms[i]):
                found |= in_pairs(i, forms)
        return frozenset(found.union(predicates.kinds[i] for i in tokens if i in predicates.kinds))

    def _beats(self, one: Coding, other: Coding) -> bool:
        """Specific beats general, then material beats verbal, then the earlier line wins."""
        return (one.rank, self.relations[one.frame.relation].quad % 2 == 0) > (
            other.rank,
            self.relations[other.frame.relation].quad % 2 == 0,
        )

    def _without_repetitions(self, doc: Doc, found: Sequence[Coding], on_loss: OnLoss) -> list[Coding]:
        """Drop what a stronger coding of the same dyad in the same sentence has used up or says already."""
        used = {(*dyad, i): c for c in found for i in c.used for dyad in both_ways(c)}
        kept: dict[tuple[int, str, str, str], Coding] = {}
        for coding in found:
            dyad = (coding.source.actor.id, coding.target.actor.id)
            owner = used.get((*dyad, coding.predicate))
            if owner is not None and owner.predicate != coding.predicate:
                on_loss(coding, owner, "the word is part of the other")
                continue
            kind = self.relations[coding.frame.relation].event_type
            key = (doc[coding.predicate].sent.start, *dyad, kind)
            other = kept.get(key)
            if other is None or coding.rank > other.rank:
                kept[key] = coding
            if other is not None:
                on_loss(*((other, coding) if kept[key] is coding else (coding, other)), "the same type of act in the same sentence")
        return sorted(kept.values(), key=lambda c: (c.predicate, c.source.start, c.target.start, c.frame.relation))

    def apply(self, frame: Frame, token: Token, note: Annotation, predicates: Predicates, speaker_of: SpeakerOf) -> Iterator[Coding]:
        """The codings of a frame at a predicate, by the first binding that names both parties; none when none does."""
        for binding in bind(frame, token, predicates):
            dyads = self.dyads(binding, frame, token, note, predicates, speaker_of)
            if not dyads:
                continue
            used = tuple(i for i in binding.used if i != token.i)
            for source, target, reach in dyads:
                if (
                    source.kind == "people"
                    and target.principal.id == source.actor.id
                    and self.relations[frame.relation].event_type == "PROTEST"
                ):
                    source = as_crowd(source, token.doc)
                if self.objection(source, target, frame, reach) is None:
                    yield Coding(source, target, frame, token.i, used, reach)
            return

    def dyads(
        self, binding: Binding, frame: Frame, token: Token, note: Annotation, predicates: Predicates, speaker_of: SpeakerOf
    ) -> list[tuple[TokenMention, TokenMention, Reach]]:
        """Who would be source and target by a binding, and how it leads to the one that is further off."""
        filled = {slot.name: self.fill(slot, tokens, token, note, owns, frame) for slot, tokens, owns in binding.slots}
        if "BOTH" in filled:
            members = [] if self.has_third_party(binding, predicates, note) else filled["BOTH"][0]
            return [(a, b, "named") for a in members for b in members]
        targets, reach = filled["TARGET"]
        if frame.by_speaker:
            speaker = speaker_of(token.i) if token.dep_ not in ("amod", "compound", "nmod") else None
            sources, source_reach = [speaker] if speaker else list[TokenMention](), reach
        else:
            sources, source_reach = filled["SOURCE"]
            if any(is_reciprocal(token.doc[i]) for slot, tokens, _ in binding.slots if slot.name == "TARGET" for i in tokens):
                targets = sources
        further: Reach = max(reach, source_reach, key=REACHES.index)
        found = [(a, b, further) for a, b in pairs(sources, targets, token)]
        if self.relations[frame.relation].event_type in ATTACKS:
            found = [(a, meant_by_speaker(a, b, token, speaker_of), reach) for a, b, reach in found]
        return [(*pair, further) for a, b, _ in found for pair in ((a, b), (b, a))] if frame.mutual else found

    def has_third_party(self, binding: Binding, predicates: Predicates, note: Annotation) -> bool:
        """Whether those who act together act towards somebody else: "A and B signed a deal with C"."""
        arguments = [a for i in binding.used for a in predicates.arguments(i)]
        partners = [a.token for a in arguments if a.role == "prep" and a.preposition in ("with", "against")]
        return any(self.resolve(predicates.doc[i], note) for i in partners)

    def objection(self, source: TokenMention, target: TokenMention, frame: Frame, reach: Reach) -> str | None:
        """Why the relation of a frame cannot hold; None when it can: between two actors or towards a thing of its kinds.

        Who has no name and no organisation takes no part in deals, talks and help, unless the frame asks for people. A place that no
        table knows is struck, taken or left, where it is named itself.
        """
        known = self.relations[frame.relation]
        unnamed = (source.kind == "unnamed") + (target.kind == "unnamed")
        if unnamed > 1:
            return "neither party has a name"
        if unnamed and known.event_type in NAMED_ONLY and not (target.kind == "unnamed" and asks_for_people(frame)):
            return f"a party without a name has no part in {known.event_type}"
        if source.actor.type in OBJECT_TYPES:
            return f"a {source.actor.type} is never a source"
        if not is_dyad(source, target) and not (known.event_type in DOMESTIC and turns_on_its_own(source, target)):
            return "source and target are one actor, or one acts for the other"
        if target.actor.type in OBJECT_TYPES and target.actor.type not in known.objects:
            return f"{known.event_type} is not done to a {target.actor.type}"
        if is_unlisted_place(target.actor) and (reach != "named" or known.event_type not in TO_PLACES):
            return "a place that no table knows is only struck, taken or left"
        return None

    def fill(
        self, slot: Slot, tokens: Sequence[int], head: Token, note: Annotation, owns: bool, frame: Frame
    ) -> tuple[list[TokenMention], Reach]:
        """The mentions for a slot, and how it leads to them; aid for "people in Somalia" goes to Somalia."""
        doc = head.doc
        if slot.scene:
            return self.scene(head, note), "scene"
        nameless: list[TokenMention] = []
        if slot.name == "SOURCE":
            tokens = [i for i in tokens if doc[i].lemma_.lower() not in self.lists.get("ground", ())]  # no area of a city acts
        for index in tokens:
            found = [m for m in self.resolve(doc[index], note) if admits(slot, m)]
            if not found and slot.types >= {"State", "Place"}:
                found = [m for m in note.settings if m.head == index]  # a capital is a place, too: "arrived in Caracas"
            if slot.name == "BOTH" and index < head.i and len(found) < 2 and index > 1 and doc[index - 1].text in DASHES:
                found = self._pair_in_front(doc[index], note)
            if not found and (owns or doc[index].dep_ in MODIFIERS):
                found = [m for t in with_conjuncts(doc[index]) for m in note.at(t.i) if admits(slot, m)]
            if found and all(m.kind == "unnamed" for m in found):
                nameless = nameless or found
            elif found:
                return found, "named"
        named_only = slot.name == "TARGET" and self.relations[frame.relation].event_type in NAMED_ONLY
        if nameless and (not named_only or asks_for_people(frame)):
            return nameless, "named"
        if slot.types and not slot.types & {"State", "Organisation"}:
            return [], "named"
        for index in tokens:
            if doc[index].lemma_.lower() in self.lists.get("fellow", ()):
                continue  # "its NATO ally" is not NATO
            sent = slot.name == "SOURCE" and head.lemma_ in self.lists.get("moving", ())
            if sent and (found := [m for m in senders(doc[index], note) if admits(slot, m)]):
                return found, "owner"
            if slot.name == "TARGET" or (slot.name == "SOURCE" and doc[index].lemma_ in self._telling):
                found = [m for m in owners(doc[index], note, self.lists.get("deed", frozenset()), head.i) if admits(slot, m)]
                if found:
                    return found, "owner"
                if slot.name == "SOURCE" and (found := [m for m in self.doer_of(doc[index], note) if admits(slot, m)]):
                    return found, "owner"
                if slot.name == "SOURCE" and (before := [m for m in self.doer_before(doc[index], note) if admits(slot, m)]):
                    return [replace(m, start=index, end=index + 1, head=index, kind="reference") for m in before], "owner"
        if slot.name == "TARGET" and tokens and head.lemma_.lower() in self.lists.get("placedeed", ()):
            for place in (*(doc[index] for index in tokens), head):
                found = [m for m in sites(place, note) if admits(slot, m)]
                if found:
                    return found, "within"
        if slot.name == "TARGET" and not slot.types:
            for index in tokens:
                found = [m for m in held(doc[index], note, self.lists) if admits(slot, m)]
                if found:
                    return found, "within"
        places = [m for people in nameless for m in place_behind(doc[people.head], note) if admits(slot, m)]
        return (places, "within") if places else (nameless, "named")

    def scene(self, head: Token, note: Annotation) -> list[TokenMention]:
        """Where an act takes place that names no place itself: the nearest place of its sentence, or the last of those before."""
        doc, sentence = head.doc, head.sent
        start = max([sentence.start - SCENE_BACK, *(a for a, b in note.paragraphs if a <= head.i < b)])
        places = [m for m in note.between(start, sentence.end) if m.actor.type in SCENES and is_scene(doc[m.head])]
        places = [m for m in places if not is_unlisted_place(m.actor)]
        here = [m for m in places if m.start >= sentence.start]
        if here:
            return [min(here, key=lambda m: abs(m.head - head.i))]
        return [replace(m, start=head.i, end=head.i + 1, head=head.i, kind="reference") for m in places[-1:]]

    def doer_before(self, noun: Token, note: Annotation) -> list[TokenMention]:
        """Whose deed a noun without an owner names: that of the same noun in the sentences before ("US strikes … The strikes hit")."""
        doc, lemma = noun.doc, noun.lemma
        for i in range(noun.i - 1, max(-1, noun.i - FAR_BACK), -1):
            if doc[i].lemma == lemma and doc[i].pos_ in NOUNS:
                found = owners(doc[i], note, self.lists.get("deed", frozenset())) or self.doer_of(doc[i], note)
                if found:
                    return [m for m in found if m.actor.type not in OBJECT_TYPES]
        return []

    def doer_of(self, noun: Token, note: Annotation) -> list[TokenMention]:
        """Who does what a noun names, by the verb that carries it: "the Coalition conducted strikes"."""
        verb = noun.head
        if noun.dep_ != "dobj" or verb.lemma_ not in self.lists.get("light", ()):
            return []
        return [m for c in verb.children if c.dep_ == "nsubj" for m in self.resolve(c, note)]

    def _pair_in_front(self, token: Token, note: Annotation) -> list[TokenMention]:
        """Both members of "Saudi-Iranian", from the token of the second."""
        return [m for i in (token.i - 2, token.i) for m in note.at(i)]


def as_crowd(mention: TokenMention, doc: Doc) -> TokenMention:
    """The citizens of a state who act for themselves: Kenyans who march against Kenya's president."""
    citizens = named_actor(doc[mention.start : mention.end].text.removeprefix("the "), "People")
    return replace(mention, actor=citizens, principal=citizens)


def pairs(
    sources: Sequence[TokenMention], targets: Sequence[TokenMention], predicate: Token
) -> Iterator[tuple[TokenMention, TokenMention]]:
    """Each source with each target, or one by one where the sentence says "respectively" and names as many of both."""
    if len(sources) == len(targets) > 1 and any(t.lower_ == "respectively" for t in predicate.sent):
        return zip(sources, targets, strict=True)
    return product(sources, targets)


def meant_by_speaker(source: TokenMention, target: TokenMention, act: Token, speaker_of: SpeakerOf) -> TokenMention:
    """Whom a pronoun means that would make the source its own target: "Chad said that Libya had bombed its villages"."""
    pronoun = act.doc[target.head]
    said = act.dep_ == "ccomp" and any(c.dep_ == "nsubj" for c in act.children)
    if source.principal.id != target.principal.id or not said or pronoun.lower_ not in ("it", "its", "them", "their"):
        return target
    if any(c.lower_ == "own" for c in pronoun.head.children):
        return target
    speaker = speaker_of(act.i)
    return target if speaker is None or speaker.principal.id == source.principal.id else replace(speaker, kind="reference")


def both_ways(coding: Coding) -> tuple[tuple[str, str], tuple[str, str]]:
    """The dyad of a coding and its reverse."""
    source, target = coding.source.actor.id, coding.target.actor.id
    return (source, target), (target, source)


def fits_shape(frame: Frame, token: Token) -> bool:
    """Whether the part of speech of a token suits the shape of a frame."""
    if frame.shape == "verb":
        return (token.pos_ in VERBS and not (names_its_object(token) and len(frame.constraints) == 2)) or is_compound_participle(token)
    if frame.shape == "modal":
        return token.tag_ == "MD"
    if frame.shape == "noun":
        return token.pos_ in NOUNS or (token.tag_ == "VBG" and token.dep_ in ("nsubj", "dobj", "pobj", "pcomp"))
    if token.tag_ in ("VBN", "VBD"):
        return not any(c.dep_ == "dobj" for c in token.children)
    return token.pos_ in ("ADJ", "ADV", *NOUNS) or token.tag_ == "VBG"


def asks_for_people(frame: Frame) -> bool:
    """Whether a frame names people among the types of its target: "grant asylum to TARGET:People"."""
    return any(c.slot is not None and c.slot.name == "TARGET" and "People" in c.slot.types for c in frame.constraints)


def is_dyad(source: TokenMention, target: TokenMention) -> bool:
    """Whether two mentions can be source and target: two actors, the first able to act, neither the other's principal."""
    return (
        source.actor.type not in OBJECT_TYPES
        and source.actor.id != target.actor.id
        and source.principal.id != target.actor.id
        and target.principal.id != source.actor.id
    )


def turns_on_its_own(source: TokenMention, target: TokenMention) -> bool:
    """Whether a state or organisation does something to a person who acts, or acted, for it: "South Sudan arrested Riek Machar"."""
    other = source.actor.id != target.actor.id
    return other and target.actor.type == "Person" and target.principal.id == source.actor.id and target.kind == "name"


def is_reciprocal(token: Token) -> bool:
    """Whether a token is "each other" or "one another", or what belongs to them."""
    if token.lower_ in ("other", "another") and token.i > 0 and token.nbor(-1).lower_ in ("each", "one"):
        return True
    return any(is_reciprocal(c) for c in token.children if c.dep_ == "poss")


def admits(slot: Slot, mention: TokenMention) -> bool:
    """Whether the type of an actor meets the conditions of a slot."""
    return not slot.types or mention.actor.type in slot.types
