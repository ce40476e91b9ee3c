"""Office holders: what titles say of whom they name, and for whom a named person so acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.actors.gazetteer import Gazetteer
from kg.actors.names import fold
from kg.extract.annotation import ACTING, INDEFINITE, PAST, PLURALS, Annotation, TokenMention, span_head
from kg.extract.columns import Columns
from kg.extract.unlisted import named
from kg.model import Actor

LONG_TITLE = 8
"""How many tokens may stand between a title and the comma before its holder: "representative to the UN in Geneva, X"."""


class TitleReader:
    """Reads the titles of a document, once its names are mentions."""

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self._ousted = lists.get("ousted", frozenset())
        self._charged = lists.get("charged", frozenset())

    def read(self, doc: Doc, note: Annotation, columns: Columns) -> list[TokenMention]:
        """Add the office holders that titles name, and let titles teach for whom a named person acts."""
        mentions = list(note.mentions)
        starts = {m.start: m for m in mentions}
        ends = {m.end: m for m in mentions}
        taught: dict[str, Actor] = {}
        added: list[TokenMention] = []
        nouns = zip(columns.lemmas, columns.folded, columns.tags, strict=True)
        singular = [fold(lemma) if tag in PLURALS else word.lower() for lemma, word, tag in nouns]
        words = [f"{word} " if spaced[-1:] == " " else word for word, spaced in zip(singular, columns.spaced, strict=True)]
        taken = 0
        for i in self.gazetteer.titles.beginnings(singular):
            end, keys = self.gazetteer.titles.longest(words, i) if i >= taken else (i, ())
            if not keys or columns.pos[end - 1] not in ("NOUN", "PROPN"):
                continue
            taken = end
            first, power = self._power(doc, i, end, ends, starts)
            after_power = end
            sent = end < len(doc) and doc[end].lower_ == "for" and columns.lemmas[end - 1] in self._charged
            if power is None and end < len(doc) - 1 and doc[end].lower_ in ("of", "for") and not sent:
                at = end + 2 if doc[end + 1].lower_ in ("the", "a") else end + 1
                of = starts.get(at)
                if of is not None and of.actor.type in ACTING:
                    power, after_power = of, of.end
            person = self._person(doc, first, after_power, starts, ends)
            title_keys = self._titles_for(keys, power)
            if person is None and power is None and i > 0 and doc[i - 1].lower_ == "the":
                power = self._implied(keys, note, i)
            begin = max(0, min(first, i) - 2)
            ousted = [t.i for t in doc[begin:end] if t.lower_ in self._ousted]
            if ousted or any(t.lower_ in PAST for t in doc[begin:end]):
                if ousted and person is None and power is not None:
                    lost = self._titles_for(self.gazetteer.titles.longest(words, ousted[-1] + 1)[1], power)
                    added += self._ousted_holder(doc, first, end, power, lost, note)
                continue
            if person is not None:
                note.titles.setdefault(person.actor.id, set()).update(title_keys)
                if power is not None and person.principal == person.actor:
                    taught.setdefault(person.actor.id, power.principal)
            elif power is not None and title_keys:
                powers = [power, *(m for c in doc[power.head].conjuncts for m in note.at(c.i) if c.i < end or power.start >= end)]
                last = after_power if power.start >= end else end
                origin = min(first, *(m.start for m in powers if m.start < end)) if power.start < end else first
                added += [self._office_holder(doc, origin, last, end, one, title_keys, note) for one in powers]
        swallowed = {i for m in added for i in range(m.start, m.end)}
        kept = [m for m in mentions if m.start not in swallowed or (m.kind == "name" and m.actor.type == "Person")]
        return [replace(m, principal=taught[m.actor.id]) if m.actor.id in taught and m.principal == m.actor else m for m in kept + added]

    def _implied(self, keys: Sequence[object], note: Annotation, at: int) -> TokenMention | None:
        """Whose office a title is that only one state or organisation has: "the Pope" is the Holy See's."""
        wanted = {getattr(k, "actor", "") for k in keys}
        rows = [t for t in self.gazetteer.title_rows if t.key in wanted]
        of = {one for row in rows for one in (row.of or ("",))}
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
            if at in ends and ends[at].actor.type in ACTING:
                owner = ends.get(ends[at].start)
                if owner is None or owner.actor.type not in ACTING or ends[at].kind != "name":
                    owner = ends[at]
                return owner.start, owner
            if at == 0:
                break
            word = doc[at - 1]
            if (
                word.tag_ == "POS"
                or word.lower_ in self._ousted
                or (word.pos_ in ("ADJ", "ADV", "NOUN") and word.ent_type_ == "" and not word.is_punct)
            ):
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

    def _ousted_holder(
        self, doc: Doc, first: int, end: int, power: TokenMention, titles: Sequence[str], note: Annotation
    ) -> Iterator[TokenMention]:
        """Who held an office last, where the words say that he lost it: "Niger's ousted president"."""
        key = named(power.actor)
        last = next((person for title in titles if (person := self.gazetteer.last_holder(title, key, note.date)) is not None), None)
        if last is not None:
            yield TokenMention(first, end, span_head(doc, first, end), last, self.gazetteer.principal(named(last), note.date), "title")

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


def closes(doc: Doc, mention: TokenMention) -> bool:
    """Whether a comma, a dash or the end follows a mention, as after an apposition."""
    return mention.end >= len(doc) or doc[mention.end].text in {",", "–", "—", "-", ")", "."}
