"""Under which circumstances an act is stated: negation, modality, time and further parties."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from dateparser.date import DateDataParser
from spacy.tokens import Doc, Span, Token

from kg.extract.annotation import Annotation, TokenMention
from kg.extract.coding import Coder, Coding
from kg.extract.frames import Frame
from kg.extract.predicates import Predicates
from kg.extract.syntax import COPULAS, NOUNS, VERBS, governor_of, is_inverted, is_of_headline, is_question
from kg.model import Modality, Phase

NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without", "hardly", "barely", "none", "nobody"})
FUTURE_MODALS = frozenset({"will", "'ll", "’ll", "shall", "wo", "would", "'d"})
POSSIBLE_MODALS = frozenset({"may", "might", "could", "can"})
CONDITIONAL_MODALS = frozenset({"would", "could", "might"})
DEMANDED_MODALS = frozenset({"should", "must", "ought"})
MERELY = frozenset({"only", "just", "merely", "simply", "solely"})
CONTEXT_ROLES = frozenset("from over on against with at in to for into alongside without through via about amid under despite".split())
CONTEXT_NAMES = {"onto": "on", "about": "on", "concerning": "on", "regarding": "on", "in": "at", "alongside": "with"}
PHASE_LISTS: Sequence[tuple[Phase, str]] = (("began", "beginning"), ("continues", "continuing"), ("ended", "ending"))
STRENGTH: Sequence[Modality] = ("asserted", "future", "possible", "demanded")


class Circumstances:
    """Reads negation, modality, time and context of the codings of one document."""

    def __init__(self, doc: Doc, note: Annotation, predicates: Predicates, coder: Coder, lists: Mapping[str, frozenset[str]]) -> None:
        self.doc = doc
        self.note = note
        self._predicates = predicates
        self._coder = coder
        self._lists = lists
        self._dates = [entity for entity in doc.ents if entity.label_ == "DATE"]
        self._modalities: dict[tuple[int, tuple[int, ...]], Modality] = {}

    def negated(self, coding: Coding) -> bool:
        """Whether the sentence says that the act is not so; a denial of a denial is an assertion."""
        return sum(self._negations(self.doc[coding.predicate], set(coding.used))) % 2 == 1

    def _negations(self, token: Token, used: set[int]) -> Iterator[bool]:
        step, from_noun, from_clause = token, False, False
        if token.pos_ in VERBS:
            parties = [self.doc[a.token] for a in self._predicates.arguments(token.i) if a.role in ("subject", "object")]
            yield any(
                c.dep_ in ("det", "preconj", "cc") and c.lower_ in ("no", "neither") and c.i < token.i for p in parties for c in p.children
            )
        while True:
            yield any(is_negation(c) for c in step.children)
            yield is_outstanding(step)
            if step.i != token.i and step.i not in used:
                words = self._lists[("negatingobject" if from_noun else "negating") if step.pos_ in VERBS else "negatingnoun"]
                yield step.lemma_.lower() in words
            head = governor_of(step)
            if head.i == step.i:
                return
            if step.dep_ == "pcomp" and head.lower_ == "without":
                yield True
                return
            if from_clause:
                return
            from_noun, from_clause = step.pos_ in NOUNS, step.dep_ == "acl"
            if is_part_of(step, head) or step.dep_ in ("xcomp", "pcomp") or (step.dep_ == "acl" and has_to(step)):
                step = head.head if head.pos_ == "ADP" else head
            elif (step.dep_ == "ccomp" and head.lemma_ in self._lists["raising"]) or shares_negation(step, head):
                step = head
            else:
                return

    def phase(self, coding: Coding) -> Phase | None:
        """Whether the act began, goes on or ended, by the verbs above it and the adverbs beside it; None when the sentence does not say."""
        step, used = self.doc[coding.predicate], set(coding.used)
        while True:
            words = {c.lower_ for c in step.children if c.dep_ in ("advmod", "neg", "amod")}
            if "longer" in words and any(c.lower_ == "no" for a in step.children if a.lower_ == "longer" for c in a.children):
                return "ended"
            if words & {"anymore"} or (words & self._lists["former"] and step.pos_ in NOUNS):
                return "ended"
            if words & {"still", "increasingly"}:
                return "continues"
            head = governor_of(step)
            if head.i == step.i or head.pos_ not in VERBS or step.dep_ not in ("xcomp", "dobj", "nsubj", "nsubjpass"):
                return None
            if step.dep_ == "xcomp" or step.pos_ in NOUNS:
                named = self._phase_of(head)
                if named and head.i not in used:
                    return named
            if step.dep_ != "xcomp":
                return None
            step = head

    def _phase_of(self, verb: Token) -> Phase | None:
        lemma = verb.lemma_.lower()
        if lemma == "use":
            return "ended" if verb.tag_ == "VBD" else None
        for phase, words in PHASE_LISTS:
            if lemma in self._lists[words]:
                return phase
        return None

    def modality(self, coding: Coding) -> Modality:
        """How real the act is said to be: asserted, future, possible or demanded; the weakest claim of its clause counts."""
        if coding.frame.by_speaker or self._is_conditional_threat(coding.frame):
            return "asserted"  # the saying is the act: a demand that is made, a threat that is uttered
        words = (coding.predicate, coding.used)
        if words not in self._modalities:
            self._modalities[words] = self._modality_at(*words)
        return self._modalities[words]

    def _modality_at(self, predicate: int, others: tuple[int, ...]) -> Modality:
        found: list[Modality] = ["asserted"]
        token = self.doc[predicate]
        if token.pos_ == "ADJ":
            found += self._from_word(token, "possible", ("possible",)) + self._from_word(token, "future", ("future",))
        if token.pos_ in NOUNS:
            for child in token.children:
                if child.dep_ in ("amod", "acl") and child.tag_ in ("VBN", "VBD", "JJ") and not has_to(child):
                    found += self._from_word(child, "", ("future", "possible", "demanded"))
        if is_question(token.sent):
            found.append("possible")
        step = token
        used = {*others, token.i}
        beside = False
        while True:
            found += [] if beside else self._own_modality(step)
            head = governor_of(step)
            # "cannot be undone, and Turkey will build": a clause with a subject of its own has its own modality.
            beside = step.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in step.children)
            if head.i == step.i:
                break
            if step.dep_ in ("relcl", "nsubj", "nsubjpass", "amod") and step.pos_ in VERBS:
                break
            if step.dep_ == "pobj" and step.head.lower_ in self._lists["givenby"]:
                break  # "will stay away because of the attack"
            if step.dep_ == "pcomp" and head.lower_ in ("before", "after", "since", "by", "upon", "while", "despite"):
                break
            if step.dep_ == "advcl" and not has_to(step) and not self._is_conditional(step):
                break
            if head.i not in used:
                found += self._governed(step, head)
            if step.dep_ in ("nsubj", "nsubjpass", "poss", "appos") and step.pos_ in NOUNS and not has_to(head):
                judged = head.lemma_ == "be" and any(c.dep_ in ("attr", "acomp") for c in head.children)
                if head.pos_ in VERBS and head.lemma_ in self._lists["happening"] and not judged:
                    found += self._own_modality(head)
                elif any(c.dep_ == "aux" and c.lower_ in CONDITIONAL_MODALS for c in head.children):
                    found.append("possible")  # "an attack would be a mistake"
                break
            if (
                step.i == token.i
                and step.pos_ in NOUNS
                and step.dep_ == "dobj"
                and head.i not in used
                and head.lemma_.lower() in self._lists["ongoing"]
            ):
                break  # who will extend an incursion has made it
            if step.dep_ in ("parataxis",) or (step.dep_ == "ccomp" and not self._governed(step, head)):
                break
            step = head
        return max(found, key=STRENGTH.index)

    def _is_conditional_threat(self, frame: Frame) -> bool:
        conditional = any(c.role == "if" for c in frame.constraints)
        return conditional and self._coder.relations[frame.relation].event_type == "THREATEN"

    def _own_modality(self, token: Token) -> list[Modality]:
        found: list[Modality] = []
        if token.pos_ not in VERBS:
            return found
        for child in token.children:
            word = child.lower_
            if child.dep_ == "aux" and word in FUTURE_MODALS and not (word == "'d" and token.tag_ == "VBN"):
                found.append("future")
            elif child.dep_ == "aux" and word in POSSIBLE_MODALS:
                found.append("possible")
            elif child.dep_ == "aux" and word in DEMANDED_MODALS and not self._is_conditional(token):
                found.append("demanded")
            elif (child.dep_ == "advmod" and word in self._lists["possibleadverb"]) or (
                child.dep_ == "advcl" and self._is_conditional(child)
            ):
                found.append("possible")
        if self._is_conditional(token):
            found.append("possible")
        if is_outstanding(token):
            return found
        if has_to(token) and (token.dep_ == "ROOT" or (token.dep_ == "xcomp" and token.head.lemma_ == "be") or is_of_headline(token)):
            found.append("future")
        if token.dep_ == "xcomp" and token.head.lemma_ in ("have", "need") and has_to(token):
            found.append("demanded")
        if token.lemma_ == "go" and token.tag_ == "VBG" and any(c.dep_ == "xcomp" for c in token.children):
            found.append("future")
        return found

    def _is_conditional(self, clause: Token) -> bool:
        marked = any(c.dep_ in ("mark", "advmod") and c.lower_ in self._lists["condition"] for c in clause.children)
        return clause.dep_ == "advcl" and (marked or is_inverted(clause))

    def _governed(self, step: Token, head: Token) -> list[Modality]:
        """What the governor of a clause or noun makes of it."""
        clause = step.dep_ in ("xcomp", "acl", "advcl", "pcomp", "ccomp") and (has_to(step) or step.dep_ in ("xcomp", "pcomp", "ccomp"))
        if step.dep_ in ("acl", "ccomp") and head.pos_ in NOUNS and head.lemma_.lower() in self._lists["demandednoun"]:
            return ["demanded"]
        if not clause:
            if step.pos_ in NOUNS and step.dep_ == "pobj" and head.head.pos_ in NOUNS:
                return self._from_word(head.head, "", ("future", "possible", "demanded"))
            if step.pos_ in NOUNS and step.dep_ == "pobj" and head.head.lemma_ in self._lists["demanded"] and head.lower_ in ("for", "on"):
                return ["demanded"]
            if step.pos_ in NOUNS and step.dep_ == "dobj":
                return self._from_word(head, "", ("possible", "future", "demanded")) if head.lemma_ in self._lists["objectgovernor"] else []
            return []
        if head.pos_ == "ADP":
            head = head.head
        if step.dep_ == "ccomp" and not has_to(step) and not subjunctive(step):
            return ["possible"] if head.lemma_.lower() in self._lists["unsure"] else []
        return self._from_word(head, "", ("demanded", "possible", "future"))

    def _from_word(self, word: Token, _: str, kinds: Sequence[Modality]) -> list[Modality]:
        lemma = word.lemma_.lower()
        suffix = "noun" if word.pos_ in NOUNS else ""
        return [kind for kind in kinds if lemma in self._lists.get(kind + suffix, ())][:1]

    def context(self, coding: Coding) -> Iterator[tuple[str, TokenMention]]:
        """Further parties to the act with the preposition that brings them in."""
        parties = {coding.source.actor.id, coding.target.actor.id}
        seen: set[str] = set()
        for index in (coding.predicate, *coding.used):
            for argument in self._predicates.arguments(index):
                role = CONTEXT_NAMES.get(argument.preposition, argument.preposition)
                if argument.role != "prep" or (argument.preposition not in CONTEXT_ROLES and role not in CONTEXT_ROLES):
                    continue
                found = self._coder.resolve(self.doc[argument.token], self.note)
                if any(m.actor.id in parties for m in found):
                    continue
                for mention in found:
                    if mention.actor.id not in seen:
                        seen.add(mention.actor.id)
                        yield role, mention

    def date(self, coding: Coding) -> tuple[str, str, Span] | None:
        """The days that the clause of the act names, and the words that name them; None when it names none."""
        sentence = self.doc[coding.predicate].sent
        near = [e for e in self._dates if sentence.start <= e.start < sentence.end and governs(self.doc[coding.predicate], e.root)]
        for entity in sorted(near, key=lambda e: abs(e.root.i - coding.predicate)):
            period = days_of(entity.text, self.note.date)
            if period is not None:
                return *period, with_preposition(entity)
        return None


def shares_negation(step: Token, head: Token) -> bool:
    """Whether a coordinated verb is negated with the first: "did not arm or train", but not "did not attack but bombed"."""
    own_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in step.children)
    contrast = any(c.dep_ == "cc" and c.lower_ == "but" for c in head.children)
    return step.dep_ == "conj" and head.pos_ == step.pos_ and not own_subject and not contrast


def is_negation(word: Token) -> bool:
    """Whether a word denies what it hangs on; "not only" says that there is more."""
    denies = word.dep_ == "neg" or (word.dep_ in ("det", "advmod", "preconj") and word.lower_ in NEGATIONS)
    return denies and not (word.lower_ == "not" and word.i + 1 < len(word.doc) and word.nbor().lower_ in MERELY)


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_outstanding(verb: Token) -> bool:
    """Whether a verb names what has not been done so far: "has yet to ratify the pact", "is yet to answer"."""
    if verb.dep_ != "xcomp" or verb.head.lemma_ not in ("have", "be", "remain") or not has_to(verb):
        return False
    return any(c.lower_ == "yet" and c.i < verb.i for c in (*verb.head.children, *verb.children))


def subjunctive(clause: Token) -> bool:
    """Whether a that-clause asks for what it says ("demanded that Syria withdraw")."""
    return clause.tag_ in ("VB", "VBP") and not any(c.dep_ == "aux" for c in clause.children)


def is_part_of(step: Token, head: Token) -> bool:
    """Whether a noun or adjective belongs to the predicate of the verb above it, as object, complement or passive subject."""
    return step.pos_ not in VERBS and (
        step.dep_ in ("dobj", "attr", "acomp", "nsubjpass", "oprd")
        or (step.dep_ == "pobj" and head.head.pos_ in VERBS and head.head.lemma_ in COPULAS)
        or (step.dep_ == "nsubj" and head.lemma_ in COPULAS)
    )


def governs(predicate: Token, word: Token) -> bool:
    """Whether a word hangs on the clause of a predicate, and not on another verb or deed within it."""
    clause = predicate
    while clause.pos_ not in VERBS and clause.head.i != clause.i:
        clause = clause.head
    step = word
    while step.head.i != step.i and step.i not in (clause.i, predicate.i):
        if step.pos_ in VERBS or (step.i != word.i and step.ent_type_ == "" and step.pos_ == "NOUN"):
            return False
        step = step.head
    return step.i in (clause.i, predicate.i)


def with_preposition(entity: Span) -> Span:
    """A date with the preposition in front of it: "in July"."""
    before = entity.root.head
    return entity.doc[before.i : entity.end] if before.pos_ in ("ADP", "SCONJ") and before.i == entity.start - 1 else entity


@lru_cache(maxsize=4096)
def days_of(text: str, article_date: str | None) -> tuple[str, str] | None:
    """The first and last day (ISO 8601) of what a date expression names, seen from the day of the article; None if it is none.

    >>> days_of("July", "2020-05-26"), days_of("April 2019", "2020-05-26"), days_of("Monday", "2020-05-26")
    (('2019-07-01', '2019-07-31'), ('2019-04-01', '2019-04-30'), ('2020-05-25', '2020-05-25'))
    """
    base = dt.date.fromisoformat(article_date) if article_date else None
    words = TRIM.sub("", text.lower()).strip()
    if DECADE.fullmatch(words):
        first = int(words[:4])
        return f"{first}-01-01", f"{first + 9}-12-31"
    named = relative_period(words, base) if base else None
    if named is None:
        # What counts from the clock would not be reproducible, and a length of time is no date.
        if (base is None and not YEAR.search(words)) or (DURATION.search(words) and not words.endswith("ago")):
            return None
        named = parsed_period(words, base)
    return (named[0].isoformat(), named[1].isoformat()) if named else None


TRIM = re.compile(r"^(?:late|early|mid|since|around|about|the)[ -]+")
DECADE = re.compile(r"(?:19|20)\d0s")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
DURATION = re.compile(r"\b(?:days?|weeks?|months?|years?|decades?|hours?|century|centuries|weekend|quarter)\b")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHIFTS = {"last": -1, "this": 0, "next": 1, "earlier this": 0, "later this": 0, "past": -1, "previous": -1, "coming": 1, "": 0}


def parsed_period(words: str, base: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The days of a date that names its month or year, as dateparser reads it."""
    data = date_parser(base).get_date_data(words)
    if data is None or data.date_obj is None or data.period not in ("day", "month", "year"):
        return None
    return period_around(data.date_obj.date(), data.period)


@lru_cache(maxsize=64)
def date_parser(base: dt.date | None) -> DateDataParser:
    """A parser that counts from a day."""
    settings: dict[str, object] = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first", "RETURN_AS_TIMEZONE_AWARE": False}
    if base:
        settings["RELATIVE_BASE"] = dt.datetime(base.year, base.month, base.day)
    return DateDataParser(languages=["en"], settings=settings)


def relative_period(words: str, base: dt.date) -> tuple[dt.date, dt.date] | None:
    """The days of "today", "Tuesday", "last month", "next year" and their like; a weekday is the latest one, the article's own included."""
    if words in ("today", "tonight", "this morning"):
        return base, base
    if words in ("yesterday", "tomorrow"):
        day = base + dt.timedelta(days=-1 if words == "yesterday" else 1)
        return day, day
    head, _, unit = words.rpartition(" ")
    if head not in SHIFTS:
        return None
    shift = SHIFTS[head]
    if unit in WEEKDAYS:
        back = (base.weekday() - WEEKDAYS.index(unit)) % 7
        day = base - dt.timedelta(days=back) + dt.timedelta(weeks=shift if back == 0 or shift > 0 else 0)
        return day, day
    if head == "":
        return None
    if unit == "week":
        monday = base - dt.timedelta(days=base.weekday()) + dt.timedelta(weeks=shift)
        return monday, monday + dt.timedelta(days=6)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + shift
        return period_around(dt.date(months // 12, months % 12 + 1, 1), "month")
    if unit == "year":
        return period_around(dt.date(base.year + shift, 1, 1), "year")
    return None


def period_around(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
    """The whole day, month or year that a day lies in."""
    if unit == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if unit == "month":
        following = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return dt.date(day.year, day.month, 1), following - dt.timedelta(days=1)
    return day, day
