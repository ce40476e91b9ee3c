"""What the parse says of single words: passive, infinitive, plural, stressed by a cleft, called by a name."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

NOUNS = frozenset({"NOUN", "PROPN"})
VERBS = frozenset({"VERB", "AUX"})
COPULAS = frozenset({"be", "become", "remain", "stay", "seem", "appear", "look", "grow"})
RELATIVE = frozenset({"WDT", "WP", "WP$"})
TIMES = frozenset({"DATE", "TIME"})
DEEPEST = 8
"""Steps up or down the parse after which nothing is looked for: long sentences take time linear in their length."""


def called(noun: Token, calling: frozenset[str]) -> Iterator[Token]:
    """The names by which a phrase is known: "its proxies, known as the SDF", "a militia called Hezbollah"."""
    for verb in noun.children:
        if verb.dep_ == "acl" and verb.lemma_ in calling:
            yield from (c for c in verb.children if c.dep_ == "oprd")
            yield from (c for p in verb.children if p.dep_ == "prep" and p.lower_ == "as" for c in p.children if c.dep_ == "pobj")


def governor_of(word: Token) -> Token:
    """The head of a word; of a verb that goes on from one of another form, the one that it really goes on from.

    The parser takes the infinitive: "asked him to leave and warned her", "urging him to leave and warning her".
    """
    step = word.head
    if word.dep_ == "conj" and step.tag_ == "VB" and word.tag_ in ("VBG", "VBD"):
        for _ in range(DEEPEST):
            step = step.head
            if step.tag_ == word.tag_ and step.pos_ in VERBS:
                return step
    return word.head


def is_question(sentence: Span) -> bool:
    """Whether a sentence ends in a question mark, white space aside."""
    last = next((i for i in range(sentence.end - 1, sentence.start, -1) if not sentence.doc[i].is_space), sentence.start)
    return sentence.doc[last].text.endswith("?")


def is_plural(verb: Token) -> bool:
    """Whether a verb or its auxiliary agrees with a plural subject."""
    return any(
        t.tag_ == "VBP" or t.lower_ in ("are", "were", "have", "do")
        for t in (verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass")))
    )


def names_its_object(verb: Token) -> bool:
    """Whether who is called is called something: "called Milei a traitor" is no telephone call."""
    return verb.lemma_ == "call" and {"dobj", "oprd"} <= {c.dep_ for c in verb.children}


def stressed_noun(copula: Token) -> Token | None:
    """The noun that a cleft sentence stresses: "It was France that armed Haftar"; None when it is none."""
    if copula.lemma_ != "be" or not any(c.dep_ == "nsubj" and c.lower_ == "it" for c in copula.children):
        return None
    return next((c for c in copula.children if c.dep_ == "attr" and c.pos_ in NOUNS), None)


def is_infinitive(verb: Token) -> bool:
    """Whether "to" stands before a verb."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_of_headline(verb: Token) -> bool:
    """Whether an infinitive says what a bare name in front of it will do: "Modi to visit Moscow"; the name may be read as a verb."""
    name = verb.head
    bare = name.dep_ == "ROOT" and (name.is_title or name.is_upper) and all(c.dep_ in ("compound", "amod", "nmod") for c in name.lefts)
    return bare and name.i == verb.i - 2 and is_infinitive(verb)


def is_inverted(clause: Token) -> bool:
    """Whether a clause is a condition without "if": "Should Finland join NATO, …", "Were France to leave, …"."""
    subject = next((c.i for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")), -1)
    first = next(iter(clause.children), None)
    return first is not None and first.lower_ in ("should", "were", "had") and first.i < subject


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: it has a passive subject or auxiliary, or is a bare past participle that modifies."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children):
        return True
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and any(c.dep_ == "dobj" for c in verb.children):
        return False  # a slip of the parser: "The coalition bombed Raqqa."
    if verb.dep_ in ("amod", "acl"):
        return verb.tag_ == "VBN" or verb.dep_ == "amod"
    if verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return not any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children)
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children):
        return is_passive(verb.head)
    return False


def subject_of_fragment(participle: Token) -> Token | None:
    """The name in front of a verb that the parser took for a participle, the object for the root: "Al-Shabaab bombed Mogadishu"."""
    if participle.i == participle.sent.start or participle.head.dep_ != "ROOT" or participle.head.i < participle.i:
        return None
    before = participle.nbor(-1)
    return (
        before if before.pos_ == "PROPN" and before.head.i == participle.head.i and before.dep_ in ("nmod", "compound", "nsubj") else None
    )


def asked_to(infinitive: Token) -> Token | None:
    """Who is to do what an infinitive behind a noun says: Kenya in "calls by the UN for Kenya to withdraw"."""
    first = infinitive.left_edge.i
    step = infinitive.doc[first - 1] if first > infinitive.head.i + 1 else infinitive.head
    while step.i > infinitive.head.i and step.right_edge.i == first - 1:
        if step.dep_ == "pobj" and step.head.lower_ == "for":
            return step
        step = step.head
    return None


def object_outside(verb: Token) -> int | None:
    """What a verb does to whom a relative pronoun above it stands for: "rebels, whom Rwanda is accused of arming", "is said to arm"."""
    clause = verb.head if is_infinitive(verb) else verb.head.head
    if verb.dep_ not in ("pcomp", "pobj", "xcomp") or clause.dep_ != "relcl" or not is_passive(clause):
        return None
    relative = any(c.dep_ == "dobj" and c.tag_ in RELATIVE for c in clause.children)
    return clause.head.i if relative else None


def agents_behind(passive: Token) -> Iterator[int]:
    """Who does what a passive says, named behind its infinitive or its reason: "was urged to free him by Mexico", "for its raid by"."""
    for phrase in passive.children:
        if phrase.dep_ == "prep" and phrase.lower_ in ("for", "over"):
            deeds = [c for c in phrase.children if c.dep_ == "pobj" and any(o.tag_ == "PRP$" for o in c.children)]
            yield from (c.i for deed in deeds for p in deed.children if p.lower_ == "by" for c in p.children if c.dep_ == "pobj")
    for clause in passive.children:
        if clause.dep_ == "xcomp" and is_infinitive(clause) and not is_passive(clause):
            behind = [p for c in (clause, *clause.children) for p in c.children if p.lower_ == "by" and p.i > clause.i]
            yield from (c.i for p in behind for c in p.children if c.dep_ == "pobj" and c.ent_type_ not in TIMES)
