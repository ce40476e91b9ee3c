"""What references to several actors stand for: "they", "the two countries", "both sides", "the latter", "the four states"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.extract.annotation import NAMELESS, Annotation, TokenMention, with_conjuncts
from kg.extract.antecedents import FAR_BACK, SUBJECTS, candidates, clause_subjects, subjects_of

PAIR_WORDS = frozenset({"two", "both"})
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LINKING = frozenset({",", "and", "the", "or", "&"})
PEOPLE = ("Person",)


def plural_antecedent(token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """The antecedent of "they": the last mention that is plural, a group, a people or a coordination."""
    rivals = subjects_of(token.head) if token.dep_ in ("dobj", "pobj", "dative") else set()
    for span in [sentence, *reversed(before)]:
        found = [
            m
            for m in candidates(span, token.i, ("Group", "People", "Organisation", "State"), note)
            if m.head not in rivals
            and (
                m.actor.type in ("Group", "People")
                or (m.kind in ("body", "people", "reference") and token.doc[m.head].tag_ in ("NNS", "NNPS"))
            )
        ]
        subjects = [m for m in found if token.doc[m.head].dep_ in SUBJECTS]
        if found:
            last = (subjects or found)[-1]
            return [m for m in found if m.head == last.head] if last.kind == "reference" else [last]
    return []


def coordinated_subject(token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """The states or groups that are together the subject of the sentence before, or of the clause before: "they"."""
    for span in [sentence, *before[-1:]]:
        pairs = [note.at(m.head) for m in note.between(span.start, min(span.end, token.i)) if m.kind == "reference"]
        for members in reversed([*pairs, *enumerations(span, token, note)]):
            heads = [token.doc[m.head] for m in members]
            apart = len({m.actor.id for m in members}) > 1
            if apart and any(head.dep_ in SUBJECTS and head.head.i != token.head.i for head in heads):
                return members
    return []


def enumerations(span: Span, token: Token, note: Annotation) -> list[list[TokenMention]]:
    """Runs of several states, organisations or groups before a token with nothing between them but commas and "and"."""
    runs: list[list[TokenMention]] = []
    for mention in candidates(span, token.i, ("State", "Organisation", "Group"), note):
        between: Span | tuple[()] = token.doc[runs[-1][-1].end : mention.start] if runs else ()
        if runs and 0 < len(between) <= 3 and all(t.lower_ in LINKING for t in between):
            runs[-1].append(mention)
        elif not runs or mention.start >= runs[-1][-1].end:
            runs.append([mention])
    return [run for run in runs if len({m.actor.id for m in run}) > 1]


def how_many(token: Token) -> int:
    """The number in front of a noun, where it is written in words below eleven; 0 for none."""
    words = [c.lower_ for c in token.children if c.dep_ == "nummod"]
    return NUMBERS.index(words[0]) if words and words[0] in NUMBERS else 0


def named_together(token: Token, sentences: Sequence[Span], count: int, note: Annotation) -> list[TokenMention]:
    """The states or organisations that were last named together, if they are so many."""
    runs = [run for sentence in sentences for run in reversed(enumerations(sentence, token, note)) if len(run) == count]
    return runs[0] if runs else []


def pair_member(token: Token, sentence: Span, before: Sequence[Span], note: Annotation, last: bool) -> list[TokenMention]:
    """What "the latter" or "the former" means: the last or first of the nearest coordination of actors."""
    for span in [sentence, *reversed(before)]:
        found = candidates(span, token.i, ("State", "Organ", "Organisation", "Group", "People", "Person"), note)
        for mention in reversed(found):
            head = token.doc[mention.head]
            if head.dep_ == "conj":
                while head.dep_ == "conj":
                    head = head.head
                members = [m for t in with_conjuncts(head) for m in note.at(t.i) if m.kind != "demonym"]
                if len(members) > 1:
                    return members[-1:] if last else members[:1]
        if span is not sentence and len({m.actor.id for m in found}) == 2:
            return found[-1:] if last else found[:1]
    return []


def is_pair(token: Token, pair_nouns: frozenset[str]) -> bool:
    """Whether a phrase names two at once: "the two countries", "both sides", "the two"; not where two sides are places."""
    if token.lemma_ not in pair_nouns and token.lower_ not in PAIR_WORDS:
        return False
    marks = {c.lower_ for c in token.children if c.dep_ in ("nummod", "det", "predet")}
    behind = {c.lower_ for c in token.children if c.dep_ == "prep"}
    if token.lower_ == "both" and token.dep_ in (*SUBJECTS, "pobj", "dobj"):
        return not behind
    if token.lower_ == "two" and token.pos_ == "NUM" and "the" in marks and token.dep_ in (*SUBJECTS, "pobj", "dobj"):
        return not behind
    on = token.dep_ == "pobj" and token.head.lower_ == "on"
    return token.pos_ == "NOUN" and bool(marks & PAIR_WORDS) and token.lemma_ in pair_nouns and not (on or "of" in behind)


def last_pair(
    token: Token, sentence: Span, before: Sequence[Span], note: Annotation, kinds: Sequence[str], holds: Callable[[TokenMention], bool]
) -> list[TokenMention]:
    """The two who were named last, in order of the text: of more than two those named together, or else those of whom the text speaks most.

    Persons are told apart by who they are, and those come first who hold the office that the noun says; others by for whom they act.
    Whoever is subject of the same verb is neither, and who says something of the two is taken from earlier sentences alone.
    """
    for i in sayers(token):
        together = {m.principal.id: m for t in with_conjuncts(token.doc[i]) for m in note.at(t.i) if m.kind not in (*NAMELESS, "demonym")}
        if len(together) == 2:
            return sorted(together.values(), key=lambda m: m.start)  # "Chad and Niger said the two countries …"
    own = clause_subjects(token) if token.dep_ in ("dobj", "pobj") else set[int]()
    excluded = {identity(m, kinds) for i in own for m in note.at(i)}
    asides = [(t.left_edge.i, t.right_edge.i) for t in (token.doc[i] for i in own | sayers(token))]

    def fits(mention: TokenMention) -> bool:
        party = mention.actor if kinds is PEOPLE else mention.principal
        named = party.type in kinds and mention.kind not in (*NAMELESS, "demonym") and mention.end <= token.i
        aside = any(first <= mention.head <= last for first, last in asides)
        return named and not aside and identity(mention, kinds) not in excluded

    spoken = [m for m in note.between(max(0, token.i - FAR_BACK), token.i) if fits(m)]
    fitting = [m for m in spoken if holds(m)]
    spoken = fitting if len({identity(m, kinds) for m in fitting}) > 1 else spoken
    last = {identity(m, kinds): m for m in spoken}
    counts = Counter(identity(m, kinds) for m in spoken)
    recent = [sentence, *before[-1:]]
    near = named_in(recent[:1], spoken, kinds)
    near = near if len(near) > 1 else named_in(recent, spoken, kinds)
    if len(near) > 2:
        for run in (run for span in recent for run in reversed(enumerations(span, token, note)) if len(run) == 2):
            if all(identity(m, kinds) in near for m in run):
                return run
    ranked = sorted(near, key=lambda key: (counts[key], last[key].start), reverse=True)[:2]
    further = named_in(before, spoken, kinds) - near if len(near) == 1 else set()
    others = further if len(further) == 1 else last.keys() - near
    ranked += sorted(others, key=lambda key: (counts[key], last[key].start), reverse=True)[: 2 - len(ranked)]
    return sorted((last[key] for key in ranked), key=lambda m: m.start) if len(ranked) == 2 else []


def named_in(spans: Sequence[Span], mentions: Sequence[TokenMention], kinds: Sequence[str]) -> set[str]:
    """Whom some mentions name that stand in some sentences."""
    return {identity(m, kinds) for m in mentions if any(span.start <= m.start < span.end for span in spans)}


def identity(mention: TokenMention, kinds: Sequence[str]) -> str:
    """Whom a member of a pair of these types counts as."""
    return mention.actor.id if kinds is PEOPLE else mention.principal.id


def sayers(token: Token) -> set[int]:
    """The subjects of the verbs in whose content clauses a word stands: Turkey in "Turkey said both sides should talk"."""
    found, step = set[int](), token
    while step.head.i != step.i:
        if step.dep_ == "ccomp":
            found |= {c.i for c in step.head.children if c.dep_ in SUBJECTS}
        step = step.head
    return found


def other_party(token: Token, known: Set[str], note: Annotation) -> list[TokenMention]:
    """Whom "the other side" means beside a party whose principal is known: the other one of whom the text speaks most, the nearer first."""
    spoken = [
        m
        for m in note.between(max(0, token.i - FAR_BACK), token.i)
        if m.principal.type in ("State", "Group", "Organisation") and m.principal.id not in known and m.kind not in (*NAMELESS, "demonym")
    ]
    counts = Counter(m.principal.id for m in spoken)
    meant = max(spoken, key=lambda m: (counts[m.principal.id], m.start), default=None)
    return [replace(meant, actor=meant.principal)] if meant is not None else []


def coordinated_or_plural(token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """The antecedent of "they": in its own sentence before earlier ones, plural or coordinated; the last of plurals in a sentence first."""
    return (
        plural_antecedent(token, sentence, (), note)
        or coordinated_subject(token, sentence, (), note)
        or plural_antecedent(token, sentence, before, note)
        or coordinated_subject(token, sentence, before, note)
    )
