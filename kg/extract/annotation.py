"""What the stages of extraction hand to each other: mentions by tokens, kept on the `Doc` while it is worked on."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Span, Token

from kg.extract.columns import Columns
from kg.model import Actor

MentionKind = Literal["name", "demonym", "people", "capital", "body", "title", "organised", "unnamed", "reference"]
DATA_KEY = "kg"
NAMELESS = ("unnamed", "organised")
"""Kinds of mentions of people who have no name, and who may turn out to have been named before."""
ACTING = ("State", "Organ", "Organisation", "Group", "People", "Person")
"""The types of actors that act, as programmes and places do not."""
PLURALS = frozenset({"NNS", "NNPS"})
PAST = frozenset({"former", "ex", "late", "onetime", "erstwhile", "then"})
"""Words in front of a title that say that it is held no more, or was held at the time told of."""
INDEFINITE = frozenset({"a", "an", "another", "some", "one", "several", "two", "three", "any", "no", "every"})


@dataclass(frozen=True, slots=True)
class TokenMention:
    """The tokens `start:end` (half-open) stand for an actor; `head` is their syntactic head.

    `others` are the runners-up of an ambiguous name: ids of actors with their scores in [0, 1], the likeliest first.
    """

    start: int
    end: int
    head: int
    actor: Actor
    principal: Actor
    kind: MentionKind
    others: tuple[tuple[str, float], ...] = ()


def in_text(mention: TokenMention) -> tuple[int, int, str]:
    """Where a mention stands among others, in order of the text."""
    return mention.start, mention.end, mention.actor.id


@dataclass(slots=True)
class Annotation:
    """What is known of a document so far: its article's id and date, its words, its paragraphs, its mentions.

    `paragraphs` and `headings` hold the token bounds of the blocks, half-open; a document that came from elsewhere is one paragraph.
    `settings` are the capitals that only say where something takes place, and so are no mentions of their states. `resolved` remembers
    for coding whom tokens stand for, as long as the mentions stay.
    """

    date: str | None = None
    article: str | None = None
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    mentions: list[TokenMention] = field(default_factory=list)
    settings: list[TokenMention] = field(default_factory=list)
    by_head: dict[int, list[TokenMention]] = field(default_factory=dict)
    resolved: dict[int, list[TokenMention]] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)
    columns: Columns | None = None

    def set_mentions(self, mentions: Iterable[TokenMention]) -> None:
        """Replace the mentions, in order of the text."""
        self.mentions = sorted(mentions, key=in_text)
        self.by_head = {}
        self.resolved = {}
        for mention in self.mentions:
            self.by_head.setdefault(mention.head, []).append(mention)

    def put(self, token: int, mentions: Iterable[TokenMention]) -> None:
        """Let a token head these mentions, too, instead of the nameless ones that it headed; costs little however many there are."""
        kept = [m for m in self.at(token) if m.kind not in NAMELESS]
        if len(kept) < len(self.at(token)):
            self.mentions = [m for m in self.mentions if m.head != token or m.kind not in NAMELESS]
        fresh = list(mentions)
        for mention in fresh:
            insort(self.mentions, mention, key=in_text)
        self.by_head[token] = sorted([*kept, *fresh], key=in_text)
        self.resolved = {}

    def between(self, start: int, end: int) -> list[TokenMention]:
        """The mentions that begin among the tokens `start:end`, in order of the text."""
        first = bisect_left(self.mentions, start, key=lambda m: m.start)
        return self.mentions[first : bisect_left(self.mentions, end, first, key=lambda m: m.start)]

    def at(self, token: int) -> list[TokenMention]:
        """The mentions whose head is this token."""
        return self.by_head.get(token, [])


def annotation_of(doc: Doc) -> Annotation:
    """The annotation of a document, made on first use."""
    if DATA_KEY not in doc.user_data:
        doc.user_data[DATA_KEY] = Annotation(paragraphs=[(0, len(doc))])
    found = doc.user_data[DATA_KEY]
    assert isinstance(found, Annotation)
    return found


def span_head(doc: Doc, start: int, end: int) -> int:
    """The token of `start:end` that the others hang on; the last of several."""
    if end - start == 1:
        return start
    inside = [t.i for t in doc[start:end] if not start <= t.head.i < end or t.head.i == t.i]
    nouns = [i for i in inside if doc[i].pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X")]
    return (nouns or inside or [end - 1])[-1]


def with_conjuncts(token: Token) -> Iterator[Token]:
    """A token and everything that is coordinated with it by "and", "or" or a comma, not by "but not" or "rather than"."""
    before = headline_partner(token)
    if before is not None:
        yield before
    waiting = [token]
    while waiting:
        member = waiting.pop()
        yield member
        joint = joined_in_front(member)
        if joint is not None:
            yield joint
        children = list(member.children)
        if children and any(c.dep_ == "cc" and c.lower_ in ("but", "not") for c in children):
            continue
        conjuncts = [c for c in children if c.dep_ == "conj"]
        mine = [c for c in conjuncts if not any(n.dep_ == "neg" for n in c.children) and not is_parallel(c, member)]
        waiting.extend(reversed([*mine, *companions(member, children), *parallels(member, children)]))


def joined_in_front(member: Token) -> Token | None:
    """The word that a stroke or a hyphen joins with one: "France/Germany", "Chinese-Pakistani ties"; else None."""
    if member.i < 2:
        return None
    between = member.nbor(-1).text
    if between == "/":
        first = member.nbor(-2)
        return first if first.head.i in (member.i, member.head.i) else None
    return member.nbor(-2) if between == "-" and is_hyphened(member) else None


def companions(subject: Token, children: Sequence[Token]) -> Iterator[Token]:
    """Who acts together with a subject in front of the verb: "Egypt, along with Cyprus, denounced", "Egypt as well as Cyprus"."""
    if subject.dep_ not in ("nsubj", "nsubjpass"):
        return
    beside = [c for c in subject.head.lefts if c.i > subject.i]
    if any(c.dep_ == "cc" for c in children):
        yield from (c for c in beside if c.dep_ == subject.dep_)
    for preposition in (*children, *beside):
        if preposition.dep_ == "prep" and preposition.i > subject.i and preposition.lower_ in ("along", "together", "with"):
            words = (preposition, *preposition.children)
            last = next((w for w in words if w.lower_ == "with"), None)
            if last is not None and any(w.lower_ in ("along", "together") for w in words):
                yield from (c for c in last.children if c.dep_ == "pobj")


def is_parallel(conjunct: Token, member: Token) -> bool:
    """Whether a conjunct repeats the preposition in front of the first member, so that it goes with what stands in front of that.

    In "bombed the PKK in Iraq and the YPG in Syria" the parser takes the YPG for another place.
    """
    return member.dep_ == "pobj" and any(p.dep_ == "prep" and p.lower_ == member.head.lower_ for p in conjunct.children)


def parallels(noun: Token, children: Sequence[Token]) -> Iterator[Token]:
    """What is coordinated with a noun although the parser hung it on the phrase behind that; see `is_parallel`."""
    if noun.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass"):
        for phrase in (*children, *(noun.head.rights if noun.dep_ == "dobj" else ())):
            if phrase.dep_ == "prep" and phrase.i > noun.i:
                inner = (c for c in phrase.children if c.dep_ == "pobj")
                yield from (c for first in inner for c in first.children if c.dep_ == "conj" and is_parallel(c, first))


def is_hyphened(adjective: Token) -> bool:
    """Whether an adjective is the second of two with a hyphen between them: "Chinese-Pakistani ties"."""
    if adjective.i < 2 or adjective.nbor(-1).text != "-" or adjective.tag_ not in ("JJ", "NNP"):
        return False
    first = adjective.nbor(-2)
    return first.tag_ in ("JJ", "NNP") and first.dep_ in ("amod", "compound", "nmod") and first.head.i in (adjective.i, adjective.head.i)


def headline_partner(token: Token) -> Token | None:
    """The first subject of a headline that has a comma for "and": "Trump, Putin hold summit"."""
    if (
        token.dep_ not in ("nsubj", "nsubjpass")
        or token.i < 2
        or token.nbor(-1).text != ","
        or token.nbor(-2).pos_ not in ("PROPN", "ADJ", "NOUN")
    ):
        return None
    first = token.nbor(-2)
    start = first.left_edge.i
    opens = token.sent.start == start or token.doc[start - 1].text in (",", ";", ":")
    return (
        first
        if opens and first.head.i in (token.i, token.head.i) and first.dep_ not in ("appos", "conj") and len(list(first.subtree)) <= 3
        else None
    )


def span_group(doc: Doc, mentions: Iterable[TokenMention]) -> list[Span]:
    """The mentions in spaCy's own terms: spans labelled with the actor's type and linked by `kb_id_`."""
    return [Span(doc, m.start, m.end, label=m.actor.type, kb_id=m.actor.id) for m in mentions]
