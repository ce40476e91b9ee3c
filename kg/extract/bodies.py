"""Bodies that act for whoever modifies them ("Turkish troops"), and people without a name ("two protesters")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.actors.gazetteer import Gazetteer
from kg.extract.annotation import ACTING, PAST, Annotation, TokenMention, with_conjuncts
from kg.extract.columns import Columns
from kg.extract.unlisted import named, named_actor
from kg.model import Actor

MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "nummod"})
OWN_PHRASE = frozenset({"nsubj", "nsubjpass", "pobj"})
"""Where no verb can have lent a noun the phrase behind it."""


class BodyFinder:
    """Finds the bodies and the nameless people of a document, once its names and titles are mentions."""

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self._local_bodies = lists.get("localbody", frozenset())
        self._loyal = lists.get("loyal", frozenset())
        self._against = lists.get("against", frozenset())
        self._stance = lists.get("stancenoun", frozenset())
        self._kin = lists.get("kin", frozenset())
        self._last_words = frozenset(noun.split()[-1] for noun in gazetteer.tables.unnamed if " " in noun)
        self._heading = lists.get("heading", frozenset())

    def among(self, words: Columns) -> list[int]:
        """The tokens that are nouns for bodies."""
        bodies, lower = self.gazetteer.tables.bodies, words.lower
        return [
            i
            for i, (pos, lemma) in enumerate(zip(words.pos, words.lemmas, strict=True))
            if pos in ("NOUN", "PROPN") and (lemma in bodies or lower[i] in bodies or (i and f"{lower[i - 1]} {lemma}" in bodies))
        ]

    def bodies(self, nouns: Iterable[Token], note: Annotation) -> Iterator[TokenMention]:
        """Nouns such as "troops" or "officials" act for the state, group or person that modifies them."""
        inside = {i for m in note.mentions for i in range(m.start, m.end) if m.kind != "demonym"}
        for token in nouns:
            if token.i in inside:
                continue
            owners = [self._government_of(m) for m in most_particular(list(self._owners(token, note)))]
            bearers = named_beside(token, note) if owners else []
            if bearers and token.dep_ == "compound":
                continue
            for owner in owners:
                start = min([t.start for t in owners if t.start < token.i] or [token.i])
                end = max(token.i + 1, *(o.end for o in owners))
                bearer = bearers[0] if bearers else owner
                yield TokenMention(start, end, token.i, bearer.actor, bearer.principal, "body")
                if bearers:
                    break

    def taught(self, nouns: Iterable[Token], note: Annotation) -> dict[str, Actor]:
        """For whom those act who stand beside a body and act for nobody else: "Colonel X, an Indian officer", "the CNE, Peru's council"."""
        found: dict[str, Actor] = {}
        for token in nouns:
            if bearers := named_beside(token, note):
                owners = [self._government_of(m) for m in most_particular(list(self._owners(token, note)))]
                past = any(c.lower_ in PAST for c in (*token.children, *token.head.children))
                for bearer in (m for m in bearers if m.principal == m.actor and owners and not past):
                    found.setdefault(bearer.actor.id, owners[0].principal)
        return found

    def _owners(self, token: Token, note: Annotation) -> Iterator[TokenMention]:
        """The mentions that own a body: modifiers in front of it, through other bodies, and of-phrases or "loyal to" behind it."""
        for child in token.children:
            if child.dep_ in MODIFIERS and child.lower_ not in self._loyal:
                found = [m for m in note.at(child.i) if m.actor.type in ACTING]
                if found:
                    yield from found
                    for conjunct in child.conjuncts:
                        yield from (m for m in note.at(conjunct.i) if m.actor.type in ACTING and m.head < token.i)
                elif child.i < token.i and (self.is_body(child) or (child.i == token.i - 1 and child.dep_ == "compound")):
                    yield from self._owners(child, note)
                elif child.i < token.i and child.tag_ == "VBN" and child.lemma_ in self._heading:
                    # "US-led forces" act for the United States, not so a coalition, which is no body.
                    yield from (m for c in child.children for m in note.at(c.i) if m.actor.type in ACTING)
            elif child.dep_ == "prep" and child.lower_ == "from":
                from_where = (m for c in child.children if c.dep_ == "pobj" for t in with_conjuncts(c) for m in note.at(t.i))
                # "Gunmen from Boko Haram" are of it, but troops that are pulled from Syria are not Syria's.
                kinds = ("Group", "Organ", "Organisation", "State") if token.dep_ in OWN_PHRASE else ("Group",)
                yield from (m for m in from_where if m.actor.type in kinds and m.kind != "demonym")
            elif (child.dep_ == "prep" and child.lower_ == "of") or (
                child.dep_ in ("amod", "acl", "relcl") and child.lower_ in self._loyal
            ):
                preposition = child if child.dep_ == "prep" else next((c for c in child.children if c.dep_ == "prep"), None)
                for inner in phrases_behind(preposition) if preposition is not None else ():
                    yield from (m for m in note.at(inner.i) if m.actor.type in ACTING and m.kind != "demonym")
            elif child.dep_ == "prep" and child.lower_ == "in" and token.dep_ in ("nsubj", "nsubjpass"):
                # "A court in Argentina" is Argentina's, but whose troops are in Syria is not said.
                for inner in child.children:
                    if inner.dep_ == "pobj" and token.lemma_.lower() in self._local_bodies:
                        yield from (self._state_of(m) for m in note.at(inner.i) if m.actor.type in ("State", "Place"))

    def _government_of(self, mention: TokenMention) -> TokenMention:
        """The state, where whoever heads it owns a body: "Erdogan's government" is Turkey's."""
        heads = mention.actor.type == "Person" and mention.principal.type == "State"
        return replace(mention, actor=mention.principal) if heads else mention

    def _state_of(self, mention: TokenMention) -> TokenMention:
        """A state as it is, a place as the state that it lies in, where the tables say so."""
        record = self.gazetteer.records.get(mention.actor.id.removeprefix("actor/"))
        if record is None or record.type != "Place" or record.country is None or record.country not in self.gazetteer.records:
            return mention
        state = self.gazetteer.actor(record.country)
        return replace(mention, actor=state, principal=state)

    def unnamed(self, doc: Doc, note: Annotation, words: Columns) -> Iterator[TokenMention]:
        """People without a name: those of a group or leader act for it; others are called by their plural ("Iraqi protesters").

        Who is organised counts as any other actor, who is not only fights or suffers.
        """
        inside = {i for m in note.mentions for i in range(m.start, m.end) if m.kind != "demonym"}
        nouns = self.gazetteer.tables.unnamed
        for i, (noun, pos) in enumerate(zip(words.lemmas, words.pos, strict=True)):
            phrase = f"{words.lower[i - 1]} {noun}" if i and noun in self._last_words else ""
            if (noun not in nouns and phrase not in nouns) or i in inside or pos not in ("NOUN", "PROPN", "ADJ"):
                continue
            token = doc[i]
            if token.dep_ in ("compound", "amod", "nmod"):
                continue
            plural, organised = nouns[phrase] if phrase in nouns else nouns[noun]
            if not plural or (token.pos_ == "PROPN" and plural.islower()) or self._is_anothers(token, note):
                continue
            if token.dep_ == "oprd" or (token.dep_ == "pobj" and token.head.lower_ == "as"):
                continue  # what somebody is called or serves as is nobody else
            if noun in self._stance and any(c.dep_ == "prep" and c.lower_ == "to" for c in token.children):
                continue  # an act: "its opposition to the deal"
            owners = list(self._owners(token, note))
            if noun in self._against and any(m.start > i for m in owners):
                whom = doc[i + 1 : max(m.end for m in owners)].text
                actor = named_actor(f"{plural} {whom}", "People")
                yield TokenMention(i, i + 1, i, actor, actor, "unnamed")
                continue
            if noun in self._kin and any(m.actor.type == "Person" for m in owners):
                continue
            acting = [m for m in owners if m.actor.type in ("Group", "Organisation", "Organ", "Person")]
            begin = min([m.start for m in owners if m.start < i] or [i])
            of_somebody = any(c.dep_ == "poss" for c in token.children) and not (organised and owners)
            if acting:
                end = max(i + 1, *(m.end for m in acting))
                yield from (TokenMention(begin, end, i, m.actor, m.principal, "body") for m in acting)
            elif not of_somebody and all(m.end <= i for m in owners):
                owner = next(iter(owners or (organised and self._where(token, note)) or []), None)
                actor = named_actor(" ".join([*([self._adjective(owner, doc)] if owner else []), plural]), "People")
                theirs = owner is not None and owner.actor.type == "People" and not actor.label.startswith("pro-")
                principal = owner.actor if owner is not None and theirs else actor
                yield TokenMention(begin, i + 1, i, actor, principal, "organised" if organised else "unnamed")

    def _where(self, token: Token, note: Annotation) -> list[TokenMention]:
        """The state in which people are who act, or are acted on, in their own phrase: "the opposition in Zambia"."""
        inside = [c for p in token.children if p.dep_ == "prep" and p.lower_ == "in" for c in p.children if c.dep_ == "pobj"]
        return [m for c in inside for m in note.at(c.i) if m.actor.type == "State"] if token.dep_ in OWN_PHRASE else []

    def _adjective(self, owner: TokenMention, doc: Doc) -> str:
        """The adjective of a country or people: "Bolivian" for "Bolivia's", "pro-Russian" where that stands there."""
        words = doc[owner.start : owner.end].text
        if owner.start > 1 and doc[owner.start - 1].text == "-" and doc[owner.start - 2].lower_ == "pro":
            return f"pro-{words}"
        record = self.gazetteer.records.get(named(owner.actor))
        return record.demonyms[0] if record and record.demonyms and words in (record.label, *record.names) else words

    def _is_anothers(self, token: Token, note: Annotation) -> bool:
        """Whether people are called after a place or a body in front of them, which says who they are: "Karabakh leaders"."""
        modifiers = [c for c in token.children if c.i < token.i and c.dep_ in ("compound", "nmod")]
        return any(self.is_body(c) for c in modifiers) or any(m.actor.type == "Place" for c in modifiers for m in note.at(c.i))

    def is_body(self, token: Token) -> bool:
        """Whether a noun, or it and the word in front of it, is one of bodies that act for others."""
        bodies = self.gazetteer.tables.bodies
        if token.lemma_.lower() in bodies or token.lower_ in bodies:
            return True
        return token.i > 0 and f"{token.nbor(-1).lower_} {token.lemma_.lower()}" in bodies


def phrases_behind(preposition: Token) -> list[Token]:
    """What a preposition governs; where the parser has hung it elsewhere, the noun of the phrase right behind."""
    governed = [c for c in preposition.children if c.dep_ == "pobj"]
    noun = next(iter(preposition.doc[preposition.i + 1 : preposition.i + 2]), None)
    if governed or noun is None:
        return governed
    while noun.dep_ in ("det", "compound") and noun.head.i > noun.i:
        noun = noun.head
    return [noun]


def named_beside(body: Token, note: Annotation) -> list[TokenMention]:
    """Who is named beside a body that is one person or organisation, in front of the name or in apposition to it."""
    if body.tag_ not in ("NN", "NNP"):
        return []
    beside = [c.i for c in body.children if c.dep_ == "appos"]
    if body.dep_ in ("appos", "compound"):
        beside.append(body.head.i)
    kinds = ("Person",) if body.dep_ == "compound" else ("Person", "Organisation")
    return [m for i in beside for m in note.at(i) if m.kind == "name" and m.actor.type in kinds]


def most_particular(owners: list[TokenMention]) -> list[TokenMention]:
    """Where a people or group and a state own a body, it is that of the people: "Syrian Kurdish fighters"."""
    particular = [m for m in owners if m.actor.type in ("People", "Group")]
    return particular if particular and any(m.actor.type == "State" for m in owners) else owners


def possessed(mention: TokenMention, doc: Doc, note: Annotation) -> TokenMention:
    """An organ by the state whose it is said to be: "Paraguay's Senate" is not the one that is best known by the word."""
    if mention.actor.type != "Organ" or mention.end - mention.start > 1:
        return mention
    owners = (m for c in doc[mention.head].children if c.dep_ == "poss" for m in note.at(c.i) if m.actor.type == "State")
    owner = next((m for m in owners if m.actor.id != mention.principal.id), None)
    if owner is None:
        return mention
    return replace(mention, start=min(owner.start, mention.start), actor=owner.actor, principal=owner.principal, kind="body")


def merge_bodies(mentions: list[TokenMention], bodies: list[TokenMention]) -> list[TokenMention]:
    """All mentions; one that a body has taken in stays, since it may modify something else, but demonyms inside bodies go."""
    inside = {(one.id, i) for m in bodies for one in (m.actor, m.principal) for i in range(m.start, m.end)}
    return [m for m in mentions if not (m.kind in ("demonym", "capital") and (m.actor.id, m.start) in inside)] + bodies
