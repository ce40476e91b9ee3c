"""Who asserts what a sentence says: say-verbs, "according to", and quotations with the speaker before, between or after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.extract.annotation import Annotation, TokenMention
from kg.extract.coding import Coder
from kg.extract.columns import columns_of
from kg.extract.predicates import Predicates
from kg.extract.several import other_party
from kg.extract.syntax import NOUNS, VERBS, governor_of, is_infinitive, is_passive

CLAUSES = frozenset({"ccomp", "xcomp", "parataxis", "pcomp", "advcl", "acl", "dobj", "oprd", "pobj"})
FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "me", "my"})
TIME_AND_REASON = frozenset("as after before while when since because if".split())
CAPITALS = frozenset({"US", "U.S."})
QUOTES = frozenset({'"', "“", "”", "``", "''"})


class Speakers:
    """The speakers of one document.

    `quoted` marks the tokens inside quotation marks; a sentence inside a quotation that names no speaker keeps the last one
    that its paragraph, or the paragraph before an unclosed quotation, has named.
    """

    def __init__(self, doc: Doc, note: Annotation, predicates: Predicates, coder: Coder, lists: Mapping[str, frozenset[str]]) -> None:
        self.doc = doc
        self.note = note
        self._predicates = predicates
        self._coder = coder
        self._say = lists.get("say", frozenset())
        self._claiming = lists.get("claiming", frozenset())
        self._other_party = lists.get("otherparty", frozenset())
        self._urging = lists.get("urging", frozenset())
        self._alleging = lists.get("alleging", frozenset())
        self._saying = lists.get("saying", frozenset())
        self._asserting = self._saying | lists.get("demandednoun", frozenset())
        self._attributed: dict[int, TokenMention | None] = {}
        self._chains: dict[int, list[TokenMention]] = {}
        columns = note.columns or columns_of(doc)
        self._columns = columns
        self._lower = columns.lower
        self.quoted = quoted_tokens(columns.texts, note)
        self._continued = self._continued_speakers()

    def of(self, predicate: int) -> TokenMention | None:
        """Who asserts the act that this token names; None when the article itself does."""
        token = self.doc[predicate]
        if token.dep_ == "amod" and not self.quoted[predicate]:
            return None  # "US-backed forces" is how the article calls them
        chain = self._chain(token)
        if chain:
            return chain[0]
        attributed = self._according_to(token.sent)
        if attributed is not None:
            return attributed
        return self._continued.get(token.sent.start) if self.quoted[predicate] else None

    def reporters(self, predicate: int) -> list[TokenMention]:
        """Who says that the speaker of an act said so, the outermost first: Lavrov in "Lavrov said Kerry had told him …"."""
        token = self.doc[predicate]
        if token.dep_ == "amod" and not self.quoted[predicate]:
            return []
        chain = [*self._chain(token), *(m for m in [self._according_to(token.sent)] if m is not None)]
        seen = list({m.actor.id: m for m in chain}.values())
        return seen[:0:-1]

    def _chain(self, token: Token) -> list[TokenMention]:
        """Who says what a token names, the innermost first; looked for once."""
        if token.i not in self._chains:
            verbs = self._governing_say_verbs(token)
            self._chains[token.i] = [m for verb in verbs if (m := self._subject_mention(verb)) is not None]
        return self._chains[token.i]

    def first_persons(self) -> Iterator[TokenMention]:
        """Mentions for "we", "us" and "our" inside quotations: the speaker's principal."""
        wanted = FIRST_PERSON | self._other_party
        for token in (self.doc[i] for i, word in enumerate(self._lower) if self.quoted[i] and word in wanted):
            if token.lower_ in FIRST_PERSON and token.tag_ in ("PRP", "PRP$") and token.text not in CAPITALS:
                speaker = self.of(token.i) if token.head.i == token.i else self.of(token.head.i) or self.of(token.i)
                if speaker is not None:
                    actor = speaker.actor if token.lower_ in ("i", "me", "my") else speaker.principal
                    yield replace(speaker, start=token.i, end=token.i + 1, head=token.i, actor=actor, kind="reference")
            elif token.lower_ in self._other_party and any(c.lower_ == "other" for c in token.children):
                yield from self._other_side(token)
        self._chains.clear()  # "we" means somebody from now on

    def _other_side(self, side: Token) -> Iterator[TokenMention]:
        """Whom a speaker of "us" calls the other side."""
        ours = any(t.lower_ in FIRST_PERSON for t in side.sent if self.quoted[t.i])
        speaker = (self.of(side.head.i) or self.of(side.i)) if ours and not self.note.at(side.i) else None
        for meant in other_party(side, {speaker.principal.id}, self.note) if speaker is not None else ():
            yield replace(meant, start=side.i, end=side.i + 1, head=side.i, kind="reference")

    def _governing_say_verbs(self, token: Token) -> Iterator[Token]:
        step, aside = token, False
        while step.head.i != step.i:
            head = governor_of(step)
            aside = aside or step.dep_ == "relcl"
            if self._reports(head, step) and not (aside and head.pos_ in NOUNS):
                yield head
            step = head
        for child in step.children:
            if child.dep_ == "parataxis" and child.lemma_.lower() in self._say and child.i != token.i:
                yield child

    def _reports(self, head: Token, step: Token) -> bool:
        """Whether a word says of somebody that he asserts the clause below it: "says that …", "his insistence that …"."""
        if head.pos_ not in VERBS:
            return head.pos_ in NOUNS and head.lemma_.lower() in self._asserting and any(c.dep_ == "mark" for c in step.children)
        lemma = head.lemma_.lower()
        if lemma in self._say and (
            (step.dep_ in CLAUSES and is_content(step, head, self._claiming)) or stands_before_inversion(step, head)
        ):
            return True
        if lemma in self._urging and step.dep_ in ("xcomp", "ccomp", "advcl"):
            # "Canada urged Kenya to withdraw": Canada says so, but nobody says what "called Kenya to thank it" means to do.
            others = self._predicates.surface_subject(step) != self._predicates.surface_subject(head)
            return step.dep_ == "ccomp" or (is_infinitive(step) and others)
        # "France accused Turkey of arming them": France says so.
        return lemma in self._alleging and step.dep_ == "prep" and any(c.dep_ == "pcomp" for c in step.children)

    def _subject_mention(self, verb: Token) -> TokenMention | None:
        if verb.pos_ in NOUNS:
            behind = [a.token for a in self._predicates.arguments(verb.i) if a.role == "prep" and a.preposition == "from"]
            owners = (m for i in (*self._predicates.agent(verb), *behind) for m in self._coder.resolve(self.doc[i], self.note))
            return next(owners, None)
        behind = [c.i for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i]
        for index in behind or self._predicates.role(verb.i, "subject"):
            found = self._coder.resolve(self.doc[index], self.note)
            if found:
                return found[0]
            subject = self.doc[index]
            if subject.lemma_.lower() in self._saying:
                owned = [m for c in subject.children if c.dep_ in ("poss", "compound", "nmod", "amod") for m in self.note.at(c.i)]
                if owned:
                    return owned[0]
        return None

    def _according_to(self, sentence: Span) -> TokenMention | None:
        if sentence.start not in self._attributed:
            self._attributed[sentence.start] = self._named_according_to(sentence)
        return self._attributed[sentence.start]

    def _named_according_to(self, sentence: Span) -> TokenMention | None:
        for i in (i for i in range(sentence.start, sentence.end) if self._lower[i] == "according"):
            pairs = [c for p in self.doc[i].children if p.lower_ == "to" for c in p.children if c.dep_ == "pobj"]
            for named in pairs:
                found = self._coder.resolve(named, self.note)
                if found:
                    return found[0]
        return None

    def _continued_speakers(self) -> dict[int, TokenMention]:
        """The speaker of each sentence that stands in a quotation, by the sentence's first token."""
        speakers: dict[int, TokenMention] = {}
        if not any(self.quoted):
            return speakers
        last: TokenMention | None = None
        bounds = sorted(self.note.paragraphs)
        paragraph_of = {i: n for n, (a, b) in enumerate(bounds) for i in range(a, b)}
        said_in: dict[int, TokenMention] = {}
        sentences = [(sentence, self._attribution(sentence)) for sentence in self.doc.sents]
        for sentence, speaker in sentences:
            if speaker is not None and paragraph_of.get(sentence.start) is not None:
                said_in.setdefault(paragraph_of[sentence.start], speaker)
        previous = -1
        for sentence, speaker in sentences:
            paragraph = paragraph_of.get(sentence.start, -1)
            if paragraph != previous:
                last = said_in.get(paragraph, last if self._opens_quoted(sentence) else None)
                previous = paragraph
            last = speaker or last
            if last is not None and any(self.quoted[i] for i in range(sentence.start, sentence.end)):
                speakers[sentence.start] = last
        return speakers

    def _opens_quoted(self, sentence: Span) -> bool:
        """Whether a sentence begins inside a quotation, its opening mark aside."""
        first = sentence.start + (self.doc[sentence.start].text in QUOTES)
        return first < sentence.end and self.quoted[first]

    def _attribution(self, sentence: Span) -> TokenMention | None:
        lemmas, tags = self._columns.lemmas, self._columns.pos
        for i in range(sentence.start, sentence.end):
            if lemmas[i] in self._say and tags[i] in VERBS and not self.quoted[i]:
                speaker = self._subject_mention(self.doc[i])
                if speaker is not None:
                    return speaker
        return None


def is_content(step: Token, verb: Token, claiming: frozenset[str]) -> bool:
    """Whether a dependent of a say-verb is what is said, not when or why it is said."""
    if step.dep_ == "advcl":
        marked = any(c.dep_ in ("mark", "advmod") and c.lower_ in TIME_AND_REASON for c in step.children)
        return not marked and step.i < verb.i and verb.tag_ in ("VBD", "VBZ", "VBP")
    if step.dep_ == "xcomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in step.children):
        return verb.lemma_ in claiming or is_passive(verb)
    if step.dep_ in ("dobj", "pobj", "oprd"):
        return step.pos_ in VERBS or (step.pos_ in NOUNS and verb.lemma_ in claiming)
    return True


def stands_before_inversion(step: Token, verb: Token) -> bool:
    """Whether a verb has its subject behind it, so that all before it is what is said: "… balances conflict, says Kalin"."""
    behind = [c for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i]
    return step.i < verb.i and bool(behind)


def quoted_tokens(words: Sequence[str], note: Annotation) -> list[bool]:
    """For each token whether it stands inside double quotation marks; a paragraph closes what it leaves open."""
    quoted = [False] * len(words)
    for start, end in note.paragraphs or [(0, len(words))]:
        inside = False
        for i, word in enumerate(words[start:end], start):
            if word in QUOTES:
                inside = word == "“" or (word != "”" and not inside)
            else:
                quoted[i] = inside
    return quoted
