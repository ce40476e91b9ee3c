"""Finds who is mentioned: names of the gazetteer, names that only NER knows, office holders, and bodies that act for someone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.actors.gazetteer import ENOUGH, Gazetteer, Meaning, within
from kg.actors.names import Name, fold
from kg.actors.tables import Contextual
from kg.extract.acronyms import with_acronyms
from kg.extract.annotation import Annotation, TokenMention, annotation_of, in_text, span_group, span_head, with_conjuncts
from kg.extract.local_bodies import local_bodies
from kg.extract.unlisted import (
    actor_in,
    is_organisation,
    is_shorter_name,
    merged_actor,
    named,
    named_actor,
    trimmed,
    unlisted_actor,
)
from kg.model import Actor

PLURALS = frozenset({"NNS", "NNPS"})
MODIFIER_DEPS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "nummod"})
PLACE_PREPOSITIONS = frozenset("in near around outside inside into through across over toward towards via onto above beyond within".split())
OWN_PHRASE = frozenset({"nsubj", "nsubjpass", "pobj"})
"""Where no verb can have lent a noun the phrase behind it."""
LONG_TITLE = 8
"""How many tokens may stand between a title and the comma before its holder: "representative to the UN in Geneva, X"."""
NOBODY = ""
"""Stands for no actor among the meanings of a name."""
PAST = frozenset({"former", "ex", "late", "onetime", "erstwhile", "then"})
"""Words in front of a title that say that it is held no more, or was held at the time told of."""
INDEFINITE = frozenset({"a", "an", "another", "some", "one", "several", "two", "three", "any", "no", "every"})
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
        self._placed = lists.get("placed", frozenset())
        self._regional_bodies = lists.get("regionalbody", frozenset())
        self._regional_levels = lists.get("regionallevel", frozenset())
        self._units = lists.get("unit", frozenset())
        self._against = lists.get("against", frozenset())
        self._heading = lists.get("heading", frozenset())
        self._motion = lists.get("motion", frozenset())

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions and keep them in the annotation and in `doc.spans["actors"]`."""
        note = annotation_of(doc)
        folded = [fold(token.text) for token in doc]
        mentions = list(self._listed(doc, note, folded))
        mentions = merge(mentions, self._unlisted(doc, mentions, note))
        mentions = self._with_acronyms(doc, mentions, note)
        mentions = with_full_names(mentions, folded)
        mentions += self._surnames(doc, mentions, folded)
        mentions += self._contextual(doc, mentions, note, folded)
        note.set_mentions(mentions)
        mentions = self._with_titles(doc, note, folded)
        note.set_mentions(mentions)
        mentions = merge_bodies(mentions, list(self._bodies(doc, note)))
        note.set_mentions(mentions)
        mentions += local_bodies(doc, note, self._regional_bodies, self._regional_levels)
        note.set_mentions(mentions)
        mentions += self._unnamed(doc, note)
        note.settings = [m for m in mentions if m.kind == "capital" and not self._acts(doc[m.head], note)]
        note.set_mentions(self._corrected(m, note) for m in mentions if m not in note.settings)
        doc.spans["actors"] = span_group(doc, note.mentions)
        return doc

    def _listed(self, doc: Doc, note: Annotation, folded: Sequence[str]) -> Iterator[TokenMention]:
        """The names of the tables; those that may mean several actors are decided by the others that the text names."""
        words = [f"{word}{token.whitespace_}" for word, token in zip(folded, doc, strict=True)]
        found = list(self._matches(doc, note, words))
        certain = (meanings[0].name.actor for _, _, meanings in found if len(meanings) == 1)
        around = Counter(kin for actor in certain for kin in self.gazetteer.kin(actor))
        present = frozenset(folded)
        for start, end, meanings in found:
            ranked = meanings if len(meanings) == 1 else self.gazetteer.meanings([m.name for m in meanings], note.date, around)
            ranked = self._among_others("".join(words[start:end]).rstrip(), ranked, present)
            if not ranked or ranked[0].score < ENOUGH:
                continue
            chosen = ranked[0].name
            last = end + self._says_what_it_is(doc, start, end, chosen)
            yield TokenMention(
                start,
                last,
                span_head(doc, start, last),
                self.gazetteer.actor(chosen.actor),
                self.gazetteer.principal(chosen.actor, note.date),
                chosen.kind,
                tuple((f"actor/{m.name.actor}", round(m.score, 2)) for m in ranked[1:]),
            )

    def _among_others(self, text: str, ranked: list[Meaning], words: frozenset[str]) -> list[Meaning]:
        """The meanings of a name with those that only some texts give it; empty where it most likely names no actor at all."""
        further = self.gazetteer.further(text, words)
        if not further:
            return ranked
        weights = {m.name: self.gazetteer.weight(m.name, None) * m.score for m in ranked}
        weights |= {Name(actor or NOBODY, "name"): weight for actor, weight in further}
        total = sum(weights.values())
        again = [Meaning(name, weight / total) for name, weight in sorted(weights.items(), key=lambda one: -one[1])]
        return [] if again[0].name.actor == NOBODY else [m for m in again if m.name.actor != NOBODY]

    def _matches(self, doc: Doc, note: Annotation, words: Sequence[str]) -> Iterator[tuple[int, int, list[Meaning]]]:
        """Where the longest names begin and end, and what each may mean on the day."""
        i = 0
        while i < len(doc):
            article = i > 0 and doc[i - 1].lower_ == "the"
            for end, names in self.gazetteer.names.matches(words, i):
                meanings = self.gazetteer.meanings((n for n in names if article or not n.article), note.date)
                if meanings:
                    yield i, end, meanings
                    i = end
                    break
            else:
                i += 1

    def _says_what_it_is(self, doc: Doc, start: int, end: int, name: Name) -> int:
        """One when a noun behind a name only says what the named party is: "the Hezbollah group", "the Rohingya community"; else none."""
        group = self.gazetteer.records[name.actor].type in ("Group", "Organisation", "People") and name.kind in ("name", "people")
        behind = end < len(doc) and doc[end].lower_ in self._generic and doc[span_head(doc, start, end)].head.i == end
        return int(group and behind)

    def _unlisted(self, doc: Doc, listed: Sequence[TokenMention], note: Annotation) -> Iterator[TokenMention]:
        """Names that no table knows: entities, and a given name of the tables with the names behind it where the recogniser saw none."""
        covered = {i: m for m in listed for i in range(m.start, m.end)}
        seen = {i for e in doc.ents for i in range(e.start, e.end)}
        for entity in [*(e for e in doc.ents if e.label_ in ("PERSON", "ORG")), *self._called(doc, seen)]:
            span = trimmed(entity)
            if span is None or self._is_media(span) or fold(span.text).lower() in self.gazetteer.titles.names:
                continue
            person = entity.label_ == "PERSON" or self._is_called(span)
            inside = {covered[i] for i in range(span.start, span.end) if i in covered}
            longer = (len(span) > 1 and all(is_shorter_name(m, span) for m in inside)) if person else self._is_named_after(span, inside)
            if inside and not longer:
                continue
            if not person and (not is_organisation(span, self._units) or self._is_owned_body(span, covered)):
                continue
            yield self._named(span, "Person" if person else "Organisation", note)

    def _is_owned_body(self, span: Span, covered: Mapping[int, TokenMention]) -> bool:
        """Whether a capitalised body belongs to somebody who is named: "Turkey's Defense Ministry"."""
        return self._is_body(span.root) and any(c.dep_ == "poss" and c.i < span.start and c.i in covered for c in span.root.children)

    def _is_named_after(self, span: Span, inside: Collection[TokenMention]) -> bool:
        """Whether a name only begins with that of a state or place: "Sudanese Professionals Association", no ministry or army of it."""
        words = [t for t in span if not t.is_punct]
        return (
            all(m.actor.type in ("State", "Place") and m.start == span.start and m.end < span.end for m in inside)
            and len(words) > 2
            and all(t.text[:1].isupper() or t.pos_ in ("ADP", "DET", "CCONJ") for t in words)
            and not any(self._is_body(t) for t in words)
        )

    def _called(self, doc: Doc, seen: set[int]) -> Iterator[Span]:
        """Given names of the tables with capitalised names behind them that are no entity."""
        for token in doc:
            if token.tag_ == "NNP" and token.i not in seen and (token.i == 0 or doc[token.i - 1].tag_ != "NNP"):
                end = token.i + 1
                while end < len(doc) and end - token.i < 4 and doc[end].tag_ == "NNP" and end not in seen:
                    end += 1
                if end - token.i > 1 and fold(token.text) in self.gazetteer.given_names:
                    yield Span(doc, token.i, end, label="PERSON")

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

    def _with_acronyms(self, doc: Doc, mentions: list[TokenMention], note: Annotation) -> list[TokenMention]:
        def means(mention: TokenMention, name: str) -> bool:
            record = self.gazetteer.records.get(named(mention.actor))
            return record is not None and any(shares_a_word(name, known) for known in (record.label, *record.names))

        return with_acronyms(doc, mentions, lambda span: self._named(span, "Organisation", note), means)

    def _acts(self, head: Token, note: Annotation) -> bool:
        """Whether a capital's name stands for a government: not behind "flee from", and not as the first part of another's name."""
        flees = head.dep_ == "pobj" and head.head.lower_ == "from" and head.head.head.lemma_ in self._motion
        name = head.dep_ == "compound" and head.head.tag_ == "NNP" and head.head.i == head.i + 1
        part = name and not note.at(head.head.i) and not self._is_body(head.head) and head.head.lower_ not in self.gazetteer.titles.names
        placed = head.dep_ == "npadvmod" and head.i + 2 < len(head.doc) and head.nbor(2).lower_ in self._placed
        return acts(head) and not flees and not part and not placed

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

    def _is_media(self, span: Span) -> bool:
        words = [fold(t.text) for t in span if not t.is_punct]
        endings = {" ".join(words[i:]) for i in range(len(words))} | {" ".join(words[: i + 1]) for i in range(len(words))}
        return bool(endings & self.gazetteer.tables.media)

    def _surnames(self, doc: Doc, mentions: Sequence[TokenMention], folded: Sequence[str]) -> Iterator[TokenMention]:
        """A surname that stands alone means the person whose full name the article gives."""
        people: dict[str, list[TokenMention]] = {}
        covered: set[int] = set()
        for mention in sorted(mentions, key=in_text):
            covered.update(range(mention.start, mention.end))
            if mention.actor.type == "Person" and mention.end - mention.start > 1:
                people.setdefault(folded[mention.end - 1], []).append(mention)
        for i, word in enumerate(folded):
            if i not in covered and word in people and doc[i].pos_ in ("PROPN", "NOUN", "X", "ADJ"):
                yield replace(named_last(people[word], i), start=i, end=i + 1, head=i)

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
                if acts(doc[head]) and not any(
                    c.i < start and (c.dep_ in MODIFIER_DEPS or c.lower_ in ("a", "an")) for c in doc[head].children
                ):
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
        words = [f"{word}{token.whitespace_}" for word, token in zip(singular, doc, strict=True)]
        i = 0
        while i < len(doc):
            end, keys = self.gazetteer.titles.longest(words, i)
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
            if person is None and power is None and i > 0 and doc[i - 1].lower_ == "the":
                power = self._implied(keys, note, i)
            if any(t.lower_ in PAST for t in doc[max(0, min(first, i) - 2) : end]):
                i = end
                continue
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

    def _implied(self, keys: Sequence[object], note: Annotation, at: int) -> TokenMention | None:
        """Whose office a title is that only one state or organisation has: "the Pope" is the Holy See's."""
        wanted = {getattr(k, "actor", "") for k in keys}
        rows = [t for t in self.gazetteer.title_rows if t.key in wanted]
        of = {one for row in rows for one in (row.of or (NOBODY,))}
        if len(of) != 1 or not of <= self.gazetteer.records.keys():
            return None
        actor = self.gazetteer.actor(of.pop())
        return TokenMention(at, at, at, actor, self.gazetteer.principal(named(actor), note.date), "name")

    def _titles_for(self, keys: Sequence[object], power: TokenMention | None) -> list[str]:
        wanted = {getattr(k, "actor", "") for k in keys}
        place = power.actor.id.removeprefix("actor/") if power else ""
        rows = [t for t in self.gazetteer.title_rows if t.key in wanted and (not t.of or not power or place in t.of)]
        return [t.key for t in sorted(rows, key=lambda t: not t.of)]

    def _power(
        self, doc: Doc, start: int, end: int, ends: dict[int, TokenMention], starts: dict[int, TokenMention]
    ) -> tuple[int, TokenMention | None]:
        """The actor whose office the title names, from the words before it, and where its words begin: "the UN Syria envoy" is the UN's."""
        at = start
        for _ in range(4):
            if at in ends and ends[at].actor.type in ACTING_TYPES:
                owner = ends.get(ends[at].start)
                if owner is None or owner.actor.type not in ACTING_TYPES or ends[at].kind != "name":
                    owner = ends[at]
                return owner.start, owner
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
        stop = end
        while stop < min(len(doc), end + LONG_TITLE) and doc[stop].pos_ in ("ADP", "DET", "PROPN", "NOUN", "ADJ") and stop not in starts:
            stop += 1
        if stop > end and stop < len(doc) and doc[stop].text == "," and starts.get(stop + 1) is not None:
            far = starts[stop + 1]
            if far.actor.type == "Person" and closes(doc, far):
                return far
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
        before = first
        while before > 0 and (before == first or doc[before].pos_ in ("ADJ", "ADV")):
            before -= 1
        one_of_many = any(t.lower_ in INDEFINITE for t in doc[before:end] if t.pos_ in ("DET", "NUM", "PRON"))
        several = any(t.tag_ in PLURALS for t in doc[first:end] if not t.ent_type_)
        titles = () if one_of_many or several else titles
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
            owners = [self._government_of(m) for m in most_particular(list(self._owners(token, note)))]
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
                elif child.i < token.i and (self._is_body(child) or (child.i == token.i - 1 and child.dep_ == "compound")):
                    yield from self._owners(child, note)
                elif child.i < token.i and child.tag_ == "VBN" and child.lemma_ in self._heading:
                    # "US-led forces" act for the United States, not so a coalition, which is no body.
                    yield from (m for c in child.children for m in note.at(c.i) if m.actor.type in ACTING_TYPES)
            elif child.dep_ == "prep" and child.lower_ == "from":
                from_where = (m for c in child.children if c.dep_ == "pobj" for t in with_conjuncts(c) for m in note.at(t.i))
                # "Gunmen from Boko Haram" are of it, but troops that are pulled from Syria are not Syria's.
                kinds = ("Group", "Organ", "Organisation", "State") if token.dep_ in OWN_PHRASE else ("Group",)
                yield from (m for m in from_where if m.actor.type in kinds and m.kind != "demonym")
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

    def _unnamed(self, doc: Doc, note: Annotation) -> Iterator[TokenMention]:
        """People without a name: those of a group or leader act for it; others are called by their plural ("Iraqi protesters").

        Who is organised counts as any other actor, who is not only fights or suffers.
        """
        inside = {i for m in note.mentions for i in range(m.start, m.end) if m.kind != "demonym"}
        for token in doc:
            if token.i in inside or token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.dep_ in ("compound", "amod", "nmod"):
                continue
            plural, organised = self._people(token)
            if not plural or (token.pos_ == "PROPN" and plural.islower()) or self._is_anothers(token, note):
                continue
            if token.dep_ == "pobj" and token.head.lower_ == "as":
                continue  # what somebody is called or serves as is nobody else
            owners = list(self._owners(token, note))
            if token.lemma_.lower() in self._against and any(m.start > token.i for m in owners):
                whom = doc[token.i + 1 : max(m.end for m in owners)].text
                actor = named_actor(f"{plural} {whom}", "People")
                yield TokenMention(token.i, token.i + 1, token.i, actor, actor, "unnamed")
                continue
            acting = [m for m in owners if m.actor.type in ("Group", "Organisation", "Organ", "Person")]
            begin = min([m.start for m in owners if m.start < token.i] or [token.i])
            of_somebody = any(c.dep_ == "poss" for c in token.children) and not (organised and owners)
            if acting:
                end = max(token.i + 1, *(m.end for m in acting))
                yield from (TokenMention(begin, end, token.i, m.actor, m.principal, "body") for m in acting)
            elif not of_somebody and all(m.end <= token.i for m in owners):
                label = " ".join([*(self._adjective(m, doc) for m in owners[:1]), plural])
                actor = named_actor(label, "People")
                yield TokenMention(begin, token.i + 1, token.i, actor, actor, "organised" if organised else "unnamed")

    def _people(self, token: Token) -> tuple[str, bool]:
        """What people are called together, and whether they are organised: "rights groups" before "groups"; an empty name for no people."""
        unnamed = self.gazetteer.tables.unnamed
        lemma = token.lemma_.lower()
        pair = unnamed.get(f"{token.nbor(-1).lower_} {lemma}") if token.i > 0 else None
        return pair or unnamed.get(lemma, ("", False))

    def _adjective(self, owner: TokenMention, doc: Doc) -> str:
        """The adjective of a country or people: "Bolivian" for "Bolivia's"."""
        words = doc[owner.start : owner.end].text
        record = self.gazetteer.records.get(named(owner.actor))
        return record.demonyms[0] if record and record.demonyms and words in (record.label, *record.names) else words

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


def shares_a_word(one: str, other: str) -> bool:
    """Whether two names have a capitalised word in common: another wording of the same, rather than other words with the same initials.

    >>> shares_a_word("Syria Democratic Forces", "Syrian Democratic Forces"), shares_a_word("Social Fund", "Syrian Front")
    (True, False)
    """
    return not {w for w in one.split() if w[:1].isupper()}.isdisjoint(other.split())


def acts(head: Token) -> bool:
    """Whether a capital's name stands where an actor acts or is acted on, rather than where a place stands.

    Behind "at" it is acted on ("shook his fist at Ankara"), since nobody meets "at Ankara"; in front of a participle it acts ("Kyiv-led").
    """
    token = head
    while token.dep_ in ("conj", "appos") and token.head.i != token.i:
        token = token.head
    if token.dep_ == "pobj":
        return token.head.tag_ == "RP" or token.head.lower_ not in PLACE_PREPOSITIONS
    if token.dep_ == "npadvmod":
        return token.i + 2 < len(token.doc) and token.nbor().text == "-" and token.nbor(2).tag_ in ("VBN", "VBD", "JJ")
    return token.dep_ not in ("nummod", "dep")


def closes(doc: Doc, mention: TokenMention) -> bool:
    """Whether a comma, a dash or the end follows a mention, as after an apposition."""
    return mention.end >= len(doc) or doc[mention.end].text in {",", "–", "—", "-", ")", "."}


def merge(listed: list[TokenMention], unlisted: Iterator[TokenMention]) -> list[TokenMention]:
    """Both kinds of names; a listed name that stands inside an unlisted one gives way to it."""
    extra = list(unlisted)
    taken = {i for m in extra for i in range(m.start, m.end)}
    return [m for m in listed if not any(i in taken for i in range(m.start, m.end))] + extra


def merge_bodies(mentions: list[TokenMention], bodies: list[TokenMention]) -> list[TokenMention]:
    """All mentions; one that a body has taken in stays, since it may modify something else, but demonyms inside bodies go."""
    inside = {(m.actor.id, i) for m in bodies for i in range(m.start, m.end)}
    return [m for m in mentions if not (m.kind in ("demonym", "capital") and (m.actor.id, m.start) in inside)] + bodies
