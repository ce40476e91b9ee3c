"""Finds who is mentioned: names of the gazetteer, names that only NER knows, office holders, and bodies that act for someone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.extract.annotation import Annotation, TokenMention, annotation_of, span_group, span_head
from kg.extract.gazetteer import Gazetteer, Name, fold, within
from kg.knowledge import Contextual
from kg.model import Actor

PLURALS = frozenset({"NNS", "NNPS"})
MODIFIER_DEPS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "nummod"})
PLACE_PREPOSITIONS = frozenset(
    "in at near around outside inside into through across over toward towards via onto above beyond within".split()
)
ACTING_TYPES = frozenset({"State", "Organ", "Organisation", "Group", "People", "Person"})


class ActorFinder:
    """The stage that sets the mentions of a document.

    It needs the parse, the part-of-speech tags and the entities. Where nothing is mentioned the list stays empty.
    """

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self._local_bodies = lists.get("localbody", frozenset())
        self._generic = lists.get("generic", frozenset())
        self._loyal = lists.get("loyal", frozenset())

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions and keep them in the annotation and in `doc.spans["actors"]`."""
        note = annotation_of(doc)
        folded = [fold(token.text) for token in doc]
        mentions = list(self._listed(doc, note, folded))
        mentions = merge(mentions, self._unlisted(doc, mentions, note))
        mentions = with_full_names(doc, mentions, folded)
        mentions += self._surnames(doc, mentions, folded)
        mentions += self._contextual(doc, mentions, note, folded)
        note.set_mentions(mentions)
        mentions = self._with_titles(doc, note, folded)
        note.set_mentions(mentions)
        mentions = merge_bodies(mentions, list(self._bodies(doc, note)))
        note.set_mentions(mentions)
        mentions += self._unnamed(doc, note)
        note.set_mentions(m for m in mentions if m.kind != "capital" or acts(doc[m.head]))
        doc.spans["actors"] = span_group(doc, note.mentions)
        return doc

    def _listed(self, doc: Doc, note: Annotation, folded: Sequence[str]) -> Iterator[TokenMention]:
        i, first_words = 0, self.gazetteer.trie.branches
        while i < len(doc):
            if folded[i] not in first_words:
                i += 1
                continue
            article = i > 0 and doc[i - 1].lower_ == "the"
            chosen = (
                (end, self.gazetteer.choose((n for n in names if article or not n.article), note.date))
                for end, names in self.gazetteer.trie.matches(folded, i)
            )
            end, name = next(((end, name) for end, name in chosen if name is not None), (i, None))
            if name is None:
                i += 1
                continue
            end += self._says_what_it_is(doc, i, end, name)
            yield TokenMention(
                i,
                end,
                span_head(doc, i, end),
                self.gazetteer.actor(name.actor),
                self.gazetteer.principal(name.actor, note.date),
                name.kind,
            )
            i = end

    def _says_what_it_is(self, doc: Doc, start: int, end: int, name: Name) -> int:
        """One when a noun behind a name only says what the named party is: "the Hezbollah group", "the Rohingya community"; else none."""
        group = self.gazetteer.records[name.actor].type in ("Group", "Organisation", "People") and name.kind in ("name", "people")
        behind = end < len(doc) and doc[end].lower_ in self._generic and doc[span_head(doc, start, end)].head.i == end
        return int(group and behind)

    def _unlisted(self, doc: Doc, listed: Sequence[TokenMention], note: Annotation) -> Iterator[TokenMention]:
        covered = {i: m for m in listed for i in range(m.start, m.end)}
        for entity in doc.ents:
            if entity.label_ not in ("PERSON", "ORG"):
                continue
            span = trimmed(entity)
            if span is None or self._is_media(span):
                continue
            inside = {covered[i] for i in range(span.start, span.end) if i in covered}
            if inside and not (entity.label_ == "PERSON" and len(span) > 1 and all(is_shorter_name(m, span) for m in inside)):
                continue
            if entity.label_ == "ORG" and not is_organisation(span):
                continue
            actor = named_actor(span.text, "Person" if entity.label_ == "PERSON" else "Organisation")
            yield TokenMention(span.start, span.end, span_head(doc, span.start, span.end), actor, actor, "name")

    def _is_media(self, span: Span) -> bool:
        words = [fold(t.text) for t in span if not t.is_punct]
        endings = {" ".join(words[i:]) for i in range(len(words))} | {" ".join(words[: i + 1]) for i in range(len(words))}
        return bool(endings & self.gazetteer.tables.media)

    def _surnames(self, doc: Doc, mentions: Sequence[TokenMention], folded: Sequence[str]) -> Iterator[TokenMention]:
        """A surname that stands alone means the person whose full name the article gives."""
        people: dict[str, TokenMention] = {}
        covered: set[int] = set()
        for mention in mentions:
            covered.update(range(mention.start, mention.end))
            if mention.actor.type == "Person" and mention.end - mention.start > 1:
                people.setdefault(folded[mention.end - 1], mention)
        for i, word in enumerate(folded):
            if i not in covered and word in people and doc[i].pos_ in ("PROPN", "NOUN", "X", "ADJ"):
                yield replace(people[word], start=i, end=i + 1, head=i)

    def _contextual(self, doc: Doc, mentions: Sequence[TokenMention], note: Annotation, folded: Sequence[str]) -> Iterator[TokenMention]:
        """Words that mean an actor because the text names another: "the coalition" in a text about Islamic State."""
        named = Counter(m.actor.id.removeprefix("actor/") for m in mentions)
        meanings: dict[tuple[str, ...], Contextual] = {}
        for row in self.gazetteer.tables.contextual:
            if within(note.date, row.begins, row.ends) and neighbours(row, named) > neighbours(meanings.get(row.words), named):
                meanings[row.words] = row
        if not meanings:
            return
        covered = {i for m in mentions for i in range(m.start, m.end)}
        for words, row in meanings.items():
            for start in (i for i, word in enumerate(folded) if word.lower() == words[0]):
                end = start + len(words)
                if tuple(word.lower() for word in folded[start:end]) != words or not covered.isdisjoint(range(start, end)):
                    continue
                head = span_head(doc, start, end)
                if not any(c.i < start and (c.dep_ in MODIFIER_DEPS or c.lower_ in ("a", "an")) for c in doc[head].children):
                    principal = self.gazetteer.principal(row.actor, note.date)
                    yield TokenMention(start, end, head, self.gazetteer.actor(row.actor), principal, "name")

    def _with_titles(self, doc: Doc, note: Annotation, folded: Sequence[str]) -> list[TokenMention]:
        """Add the office holders that titles name, and let titles teach for whom a named person acts."""
        mentions = list(note.mentions)
        starts = {m.start: m for m in mentions}
        ends = {m.end: m for m in mentions}
        taught: dict[str, Actor] = {}
        added: list[TokenMention] = []
        singular = [fold(t.lemma_).lower() if t.tag_ in PLURALS else folded[t.i].lower() for t in doc]
        i = 0
        while i < len(doc):
            if singular[i] not in self.gazetteer.titles.branches:
                i += 1
                continue
            end, keys = self.gazetteer.titles.longest(singular, i)
            if not keys or doc[end - 1].pos_ not in ("NOUN", "PROPN"):
                i += 1
                continue
            first, power = self._power(doc, i, end, ends, starts)
            after_power = end
            if power is None and end < len(doc) - 1 and doc[end].lower_ in ("of", "for"):
                at = end + 2 if doc[end + 1].lower_ in ("the", "a") else end + 1
                of = starts.get(at)
                if of is not None and of.actor.type in ACTING_TYPES:
                    power, after_power = of, of.end
            person = self._person(doc, first, after_power, starts, ends)
            title_keys = self._titles_for(keys, power)
            if person is not None:
                note.titles.setdefault(person.actor.id, set()).update(title_keys)
                if power is not None and person.principal == person.actor:
                    taught.setdefault(person.actor.id, power.principal)
            elif power is not None and title_keys:
                powers = [power, *(m for c in doc[power.head].conjuncts for m in note.at(c.i) if c.i < end or power.start >= end)]
                last = after_power if power.start >= end else end
                begin = min(first, *(m.start for m in powers if m.start < end)) if power.start < end else first
                added += [self._office_holder(doc, begin, last, end, one, title_keys, note) for one in powers]
            i = end
        swallowed = {i for m in added for i in range(m.start, m.end)}
        kept = [m for m in mentions if m.start not in swallowed or (m.kind == "name" and m.actor.type == "Person")]
        return [replace(m, principal=taught[m.actor.id]) if m.actor.id in taught and m.principal == m.actor else m for m in kept + added]

    def _titles_for(self, keys: Sequence[object], power: TokenMention | None) -> list[str]:
        wanted = {getattr(k, "actor", "") for k in keys}
        place = power.actor.id.removeprefix("actor/") if power else ""
        rows = [t for t in self.gazetteer.title_rows if t.key in wanted and (not t.of or not power or place in t.of)]
        return [t.key for t in sorted(rows, key=lambda t: not t.of)]

    def _power(
        self, doc: Doc, start: int, end: int, ends: dict[int, TokenMention], starts: dict[int, TokenMention]
    ) -> tuple[int, TokenMention | None]:
        """The actor whose office the title names, from the words before it, and where its words begin."""
        at = start
        for _ in range(4):
            if at in ends and ends[at].actor.type in ACTING_TYPES:
                return ends[at].start, ends[at]
            if at == 0:
                break
            word = doc[at - 1]
            if word.tag_ == "POS" or (word.pos_ in ("ADJ", "ADV", "NOUN") and word.ent_type_ == "" and not word.is_punct):
                at -= 1
                continue
            break
        return start, None

    def _person(
        self, doc: Doc, first: int, end: int, starts: dict[int, TokenMention], ends: dict[int, TokenMention]
    ) -> TokenMention | None:
        """The person whom a title accompanies: right behind it, behind a comma, or in front of the comma before it."""
        comma = end < len(doc) and doc[end].text == ","
        after = starts.get(end) or (starts.get(end + 1) if comma else None)
        if (
            after is not None
            and after.actor.type == "Person"
            and (after.start == end or doc[after.head].dep_ == "appos" or closes(doc, after))
        ):
            return after
        at = first - 1 if first > 0 and doc[first - 1].lower_ in ("the", "a", "an", "its", "then") else first
        before = ends.get(at - 1) if at > 0 and doc[at - 1].text == "," else None
        return before if before is not None and before.actor.type == "Person" else None

    def _office_holder(
        self, doc: Doc, first: int, last: int, end: int, power: TokenMention, titles: Sequence[str], note: Annotation
    ) -> TokenMention:
        key = power.actor.id.removeprefix("actor/")
        holders = (self.gazetteer.holder(title, key, note.date) for title in titles)
        holder = next((person for person in holders if person is not None), None)
        if holder is None and power.principal != power.actor:
            holders = (self.gazetteer.holder(title, power.principal.id.removeprefix("actor/"), note.date) for title in titles)
            holder = next((person for person in holders if person is not None), None)
        if holder is None:
            acting = power.principal if power.actor.type == "Person" else power.actor
            return TokenMention(first, last, span_head(doc, first, end), acting, power.principal, "title")
        note.titles.setdefault(holder.id, set()).update(titles)
        principal = self.gazetteer.principal(holder.id.removeprefix("actor/"), note.date)
        return TokenMention(first, last, span_head(doc, first, end), holder, principal, "title")

    def _bodies(self, doc: Doc, note: Annotation) -> Iterator[TokenMention]:
        """Nouns such as "troops" or "officials" act for the state, group or person that modifies them."""
        inside = {i for m in note.mentions for i in range(m.start, m.end) if m.kind != "demonym"}
        for token in doc:
            if token.pos_ not in ("NOUN", "PROPN") or token.i in inside or not self._is_body(token):
                continue
            owners = most_particular(list(self._owners(token, note)))
            for owner in owners:
                start = min([t.start for t in owners if t.start < token.i] or [token.i])
                end = max(token.i + 1, *(o.end for o in owners))
                yield TokenMention(start, end, token.i, owner.actor, owner.principal, "body")

    def _owners(self, token: Token, note: Annotation) -> Iterator[TokenMention]:
        """The mentions that own a body: modifiers in front of it, through other bodies, and of-phrases or "loyal to" behind it."""
        for child in token.children:
            if child.dep_ in MODIFIER_DEPS and child.lower_ not in self._loyal:
                found = [m for m in note.at(child.i) if m.actor.type in ACTING_TYPES]
                if found:
                    yield from found
                    for conjunct in child.conjuncts:
                        yield from (m for m in note.at(conjunct.i) if m.actor.type in ACTING_TYPES and m.head < token.i)
                elif child.i < token.i and self._is_body(child):
                    yield from self._owners(child, note)
            elif (child.dep_ == "prep" and child.lower_ == "of") or (
                child.dep_ in ("amod", "acl", "relcl") and child.lower_ in self._loyal
            ):
                preposition = child if child.dep_ == "prep" else next((c for c in child.children if c.dep_ == "prep"), None)
                for inner in preposition.children if preposition is not None else ():
                    if inner.dep_ == "pobj":
                        yield from (m for m in note.at(inner.i) if m.actor.type in ACTING_TYPES and m.kind != "demonym")
            elif child.dep_ == "prep" and child.lower_ == "in" and token.dep_ in ("nsubj", "nsubjpass"):
                # "A court in Argentina" is Argentina's, but whose troops are in Syria is not said.
                for inner in child.children:
                    if inner.dep_ == "pobj" and token.lemma_.lower() in self._local_bodies:
                        yield from (self._state_of(m) for m in note.at(inner.i) if m.actor.type in ("State", "Place"))

    def _state_of(self, mention: TokenMention) -> TokenMention:
        """A state as it is, a place as the state that it lies in, where the tables say so."""
        record = self.gazetteer.records.get(mention.actor.id.removeprefix("actor/"))
        if record is None or record.type != "Place" or record.country is None or record.country not in self.gazetteer.records:
            return mention
        state = self.gazetteer.actor(record.country)
        return replace(mention, actor=state, principal=state)

    def _unnamed(self, doc: Doc, note: Annotation) -> Iterator[TokenMention]:
        """People without a name: those of a group or leader act for it; others are called by their plural ("Iraqi protesters").

        Who is organised counts as any other actor, who is not only fights or suffers.
        """
        inside = {i for m in note.mentions for i in range(m.start, m.end) if m.kind != "demonym"}
        for token in doc:
            if token.i in inside or token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.dep_ in ("compound", "amod", "nmod"):
                continue
            plural, organised = self.gazetteer.tables.unnamed.get(token.lemma_.lower(), ("", False))
            if not plural or (token.pos_ == "PROPN" and plural.islower()) or self._is_anothers(token, note):
                continue
            owners = list(self._owners(token, note))
            acting = [m for m in owners if m.actor.type in ("Group", "Organisation", "Organ", "Person")]
            begin = min([m.start for m in owners if m.start < token.i] or [token.i])
            if acting:
                yield from (TokenMention(begin, token.i + 1, token.i, m.actor, m.principal, "body") for m in acting)
            elif not any(c.dep_ == "poss" for c in token.children) and all(m.end <= token.i for m in owners):
                label = " ".join([*(doc[m.start : m.end].text for m in owners[:1]), plural])
                actor = named_actor(label, "People")
                yield TokenMention(begin, token.i + 1, token.i, actor, actor, "organised" if organised else "unnamed")

    def _is_anothers(self, token: Token, note: Annotation) -> bool:
        """Whether people are called after a place or a body in front of them, which says who they are: "Karabakh leaders"."""
        modifiers = [c for c in token.children if c.i < token.i and c.dep_ in ("compound", "nmod")]
        return any(self._is_body(c) for c in modifiers) or any(m.actor.type == "Place" for c in modifiers for m in note.at(c.i))

    def _is_body(self, token: Token) -> bool:
        bodies = self.gazetteer.tables.bodies
        if token.lemma_.lower() in bodies or token.lower_ in bodies:
            return True
        return token.i > 0 and f"{token.nbor(-1).lower_} {token.lemma_.lower()}" in bodies


def neighbours(row: Contextual | None, named: Mapping[str, int]) -> int:
    """How often a text names the actors beside which words have the meaning of a row."""
    return sum(named[actor] for actor in row.beside if actor in named) if row else 0


def most_particular(owners: list[TokenMention]) -> list[TokenMention]:
    """Where a people or group and a state own a body, it is that of the people: "Syrian Kurdish fighters"."""
    particular = [m for m in owners if m.actor.type in ("People", "Group")]
    return particular if particular and any(m.actor.type == "State" for m in owners) else owners


def with_full_names(doc: Doc, mentions: list[TokenMention], folded: Sequence[str]) -> list[TokenMention]:
    """Let a person's short name mean the person whose full name the article gives: "De Mistura" is Staffan de Mistura.

    A name of one word may also be a family name that stands first, as in Kim Jong Un.
    """
    words = {m.start: tuple(w.lower() for w in folded[m.start : m.end]) for m in mentions if m.actor.type == "Person"}
    full: dict[tuple[str, ...], TokenMention] = {}
    for mention in mentions:
        for cut in range(1, len(words.get(mention.start, ()))):
            full.setdefault(words[mention.start][cut:], mention)
    for mention in mentions:
        if len(words.get(mention.start, ())) > 1:
            full.setdefault(words[mention.start][:1], mention)
    return [
        replace(m, actor=full[words[m.start]].actor, principal=full[words[m.start]].principal)
        if m.actor.id.startswith("actor/named-person") and words.get(m.start) in full
        else m
        for m in mentions
    ]


def acts(head: Token) -> bool:
    """Whether a capital's name stands where an actor acts or is acted on, rather than where a place stands."""
    token = head
    while token.dep_ in ("conj", "appos") and token.head.i != token.i:
        token = token.head
    if token.dep_ == "pobj":
        return token.head.lower_ not in PLACE_PREPOSITIONS
    return token.dep_ not in ("npadvmod", "nummod", "dep")


def closes(doc: Doc, mention: TokenMention) -> bool:
    """Whether a comma, a dash or the end follows a mention, as after an apposition."""
    return mention.end >= len(doc) or doc[mention.end].text in {",", "–", "—", "-", ")", "."}


def trimmed(entity: Span) -> Span | None:
    """An entity without articles, possessives and punctuation at its ends; None if nothing name-like is left."""
    start, end = entity.start, entity.end
    while start < end and (entity.doc[start].is_punct or entity.doc[start].pos_ in ("DET", "PUNCT", "SPACE") or entity.doc[start].is_space):
        start += 1
    while end > start and (entity.doc[end - 1].is_punct or entity.doc[end - 1].tag_ == "POS" or entity.doc[end - 1].is_space):
        end -= 1
    span = entity.doc[start:end]
    text = span.text
    return (
        span if end > start and text[:1].isupper() and sum(c.isalpha() for c in text) >= 2 and not any(c in text for c in "[]<>@") else None
    )


def is_shorter_name(mention: TokenMention, span: Span) -> bool:
    """Whether a listed name is only part of a longer person's name ("Jordan" in "Jordan Henderson")."""
    inside = span.start <= mention.start and mention.end <= span.end and mention.end - mention.start < len(span)
    return inside and mention.kind != "demonym" and (mention.actor.type != "Person" or mention.end - mention.start == 1)


def is_organisation(span: Span) -> bool:
    """Whether an unlisted ORG reads like a body that can act: no digits, and a proper noun at its head."""
    return not any(c.isdigit() for c in span.text) and span.root.pos_ == "PROPN" and not span.text.islower()


def named_actor(name: str, kind: str) -> Actor:
    """An actor of its own for a name that no table knows; the id comes from the folded name and the type.

    >>> named_actor("Yahya  Aridi", "Person").id
    'actor/named-person-yahya-aridi'
    """
    plain = " ".join(name.split())
    ascii_name = unicodedata.normalize("NFKD", fold(plain)).encode("ascii", "ignore").decode() or plain
    slug = re.sub(r"[^\w]+", "-", ascii_name.lower()).strip("-")
    return Actor(f"actor/named-{kind.lower()}-{slug}", plain, kind)


def merge(listed: list[TokenMention], unlisted: Iterator[TokenMention]) -> list[TokenMention]:
    """Both kinds of names; a listed name that stands inside an unlisted one gives way to it."""
    extra = list(unlisted)
    taken = {i for m in extra for i in range(m.start, m.end)}
    return [m for m in listed if not any(i in taken for i in range(m.start, m.end))] + extra


def merge_bodies(mentions: list[TokenMention], bodies: list[TokenMention]) -> list[TokenMention]:
    """All mentions; one that a body has taken in stays, since it may modify something else, but demonyms inside bodies go."""
    inside = {(m.actor.id, i) for m in bodies for i in range(m.start, m.end)}
    return [m for m in mentions if not (m.kind in ("demonym", "capital") and (m.actor.id, m.start) in inside)] + bodies
