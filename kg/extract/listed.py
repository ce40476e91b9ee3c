"""Names that the tables know, and words that mean an actor because the text names another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from kg.actors.gazetteer import ENOUGH, Gazetteer, Meaning, within
from kg.actors.names import Name, leading
from kg.actors.tables import Contextual
from kg.extract.annotation import Annotation, TokenMention, span_head
from kg.extract.bodies import MODIFIERS
from kg.extract.columns import Columns
from kg.extract.unlisted import named_actor

PLACE_PREPOSITIONS = frozenset("in near around outside inside into through across over toward towards via onto above beyond within".split())
NOBODY = ""
"""Stands for no actor among the meanings of a name."""


class ListedNames:
    """Finds the names of the tables in a document, and the words that mean an actor beside another."""

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self._generic = lists.get("generic", frozenset())

    def find(self, doc: Doc, note: Annotation, words: Columns) -> Iterator[TokenMention]:
        """The names of the tables; those that may mean several actors are decided by the others that the text names."""
        found = list(self._matches(note, words))
        certain = Counter(meanings[0].name.actor for _, _, meanings in found if len(meanings) == 1)
        around = Counter(kin for actor in certain.elements() for kin in self.gazetteer.kin(actor))
        present = frozenset(words.folded)
        for start, end, meanings in found:
            ranked = meanings if len(meanings) == 1 else self.gazetteer.meanings([m.name for m in meanings], note.date, around)
            ranked = self._among_others("".join(words.spaced[start:end]).rstrip(), ranked, present, around, certain)
            if not ranked or ranked[0].score < ENOUGH:
                continue
            chosen = ranked[0].name
            if chosen.kind in ("demonym", "people") and start > 0 and words.lower[start - 1] == "ethnic":
                yield from ethnic(doc, start, end, chosen.kind)
                continue
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

    def _among_others(
        self, text: str, ranked: list[Meaning], words: frozenset[str], around: Counter[str], certain: Counter[str]
    ) -> list[Meaning]:
        """The meanings of a name with those that only some texts give it; empty where it most likely names no actor at all."""
        further = self.gazetteer.further(text, words)
        if not further:
            return ranked
        others = around - certain
        weights = {m.name: self.gazetteer.weight(m.name, None) * self.gazetteer.beside(m.name, others) * m.score for m in ranked}
        weights |= {Name(actor or NOBODY, "name"): weight for actor, weight in further}
        total = sum(weights.values())
        again = [Meaning(name, weight / total) for name, weight in sorted(weights.items(), key=lambda one: -one[1])]
        return [] if again[0].name.actor == NOBODY else [m for m in again if m.name.actor != NOBODY]

    def _matches(self, note: Annotation, words: Columns) -> Iterator[tuple[int, int, list[Meaning]]]:
        """Where the longest names begin and end, and what each may mean on the day."""
        taken = 0
        for i in self.gazetteer.names.beginnings(words.folded):
            if i < taken:
                continue
            article = i > 0 and words.lower[i - 1] == "the"
            for end, names in self.gazetteer.names.matches(words.spaced, i):
                if self._in_region(words.spaced, i, end):
                    continue
                meanings = self.gazetteer.meanings((n for n in names if article or not n.article), note.date)
                if meanings:
                    yield i, end, meanings
                    taken = end
                    break

    def _in_region(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether a name is part of a longer one for a region: America in "Latin America", the West in "the West African nation"."""
        regions = self.gazetteer.regions
        for begin in range(max(0, start - 1), min(start + 2, end)):
            if leading(words[begin]) not in regions.reach:
                continue
            close, _ = regions.longest(words, begin)
            if close >= end and close - min(begin, start) > end - start:
                return True
        return False

    def _says_what_it_is(self, doc: Doc, start: int, end: int, name: Name) -> int:
        """One when a noun behind a name only says what the named party is: "the Hezbollah group", "the Rohingya community"; else none."""
        group = self.gazetteer.records[name.actor].type in ("Group", "Organisation", "People") and name.kind in ("name", "people")
        behind = end < len(doc) and doc[end].lower_ in self._generic and doc[span_head(doc, start, end)].head.i == end
        return int(group and behind)

    def contextual(self, doc: Doc, mentions: Sequence[TokenMention], note: Annotation, words: Columns) -> Iterator[TokenMention]:
        """Words that mean an actor because the text names another: "the coalition" in a text about Islamic State."""
        named = Counter(m.actor.id.removeprefix("actor/") for m in mentions)
        meanings: dict[tuple[str, ...], Contextual] = {}
        for row in self.gazetteer.tables.contextual:
            if within(note.date, row.begins, row.ends) and neighbours(row, named) > neighbours(meanings.get(row.words), named):
                meanings[row.words] = row
        if not meanings:
            return
        covered = {i: m for m in mentions for i in range(m.start, m.end)}
        places: dict[str, list[int]] = {phrase[0]: [] for phrase in meanings}
        for i, (word, lower) in enumerate(zip(words.folded, words.lower, strict=True)):
            if lower in places:
                places[lower].append(i)
            if word != lower and word in places:
                places[word].append(i)
        for phrase, row in meanings.items():
            for start in places[phrase[0]]:
                end = start + len(phrase)
                said = tuple(w if known[:1].isupper() else w.lower() for w, known in zip(words.folded[start:end], phrase, strict=False))
                inside = [covered[i] for i in range(start, end) if i in covered]
                if said != phrase or any(m.kind != "demonym" or m.start < start or m.end > end for m in inside):
                    continue
                head = span_head(doc, start, end)
                if (
                    acts(doc[head])
                    and not self._in_region(words.spaced, start, end)
                    and not any(c.i < start and tells_apart(c) for c in doc[head].children)
                ):
                    principal = self.gazetteer.principal(row.actor, note.date)
                    yield TokenMention(start, end, head, self.gazetteer.actor(row.actor), principal, "name")


def ethnic(doc: Doc, start: int, end: int, kind: str) -> Iterator[TokenMention]:
    """A people that is none of a state's: "ethnic Albanians"; as an adjective it says nothing of who acts ("ethnic Albanian mayors")."""
    if kind == "people" and doc[end - 1].tag_ in ("NNS", "NNPS"):
        actor = named_actor(f"ethnic {doc[start:end].text}", "People")
        yield TokenMention(start - 1, end, span_head(doc, start, end), actor, actor, "people")


def tells_apart(word: Token) -> bool:
    """Whether a word in front of a noun says which one is meant, or that it is any: "Libyan rebels", "a coalition", not "their rebels"."""
    return (word.dep_ in MODIFIERS and word.tag_ != "PRP$") or word.lower_ in ("a", "an")


def neighbours(row: Contextual | None, named: Mapping[str, int]) -> int:
    """How often a text names the actors beside which words have the meaning of a row."""
    return sum(named[actor] for actor in row.beside if actor in named) if row else 0


def acts(head: Token) -> bool:
    """Whether a capital's name stands where an actor acts or is acted on, rather than where a place stands.

    Behind "at" it is acted on ("shook his fist at Ankara"), since nobody meets "at Ankara"; in front of a participle it acts ("Kyiv-led").
    """
    token = head
    while token.dep_ in ("conj", "appos") and token.head.i != token.i:
        token = token.head
    if token.dep_ == "pobj":
        return token.head.tag_ == "RP" or token.head.lower_ not in PLACE_PREPOSITIONS
    if token.dep_ == "npadvmod" and token.i == token.head.i + 1 and token.head.pos_ == "VERB":
        return True  # "worried Washington": a place without a preposition is no adverb
    if token.dep_ == "npadvmod":
        return token.i + 2 < len(token.doc) and token.nbor().text == "-" and token.nbor(2).tag_ in ("VBN", "VBD", "JJ")
    return token.dep_ not in ("nummod", "dep")
