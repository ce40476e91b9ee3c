"""What a pronoun or a definite phrase for one actor may stand for, by grammar alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.extract.annotation import ACTING, Annotation, TokenMention
from kg.extract.syntax import VERBS

PERSONAL = frozenset({"he", "him", "his", "she", "her", "himself", "herself"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
TELLING = frozenset({"relcl", "acl", "amod", "compound", "poss"})
FAR_BACK = 1000
"""How many tokens back a body may have been named whose owner "the army" inherits."""
FARTHER, OFTEN = 1.5, 2.0
"""What a sentence in between takes from how much a state stands out, and what it adds to be the only one that the text speaks of."""


def is_expletive(token: Token, impersonal: Set[str], durations: Set[str]) -> bool:
    """Whether "it" stands for nothing: "it is US policy that …", "it seems that …", "it was reported that …", "it takes time to …"."""
    verb = token.head
    if token.lower_ != "it" or token.dep_ not in SUBJECTS:
        return False
    clauses = [c for c in verb.children if c.i > verb.i and c.dep_ in ("ccomp", "xcomp", "advcl", "acl", "relcl")]
    if verb.lemma_ == "be":
        told = any(c.dep_ in ("attr", "acomp") for c in verb.children)
        return told and any(c.dep_ in ("relcl", "ccomp", "acl", "advcl") for c in verb.subtree if c.i != verb.i)
    if token.dep_ == "nsubjpass" or verb.lemma_ in impersonal:
        return any(
            c.dep_ == "ccomp" and any(m.dep_ == "mark" and m.lower_ in ("that", "if", "whether") for m in c.children) for c in clauses
        )
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_ in durations]
    return verb.lemma_ == "take" and bool(objects) and bool(clauses or any(c.dep_ in ("acl", "relcl") for c in objects[0].children))


def gloss(token: Token, note: Annotation) -> list[TokenMention]:
    """What a bracket right behind a pronoun says that it means: "them [the Libyan government]"."""
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].text not in ("[", "("):
        return []
    close = next((i for i in range(token.i + 2, min(len(doc), token.i + 12)) if doc[i].text in ("]", ")")), None)
    return [m for m in note.mentions if close is not None and token.i + 1 < m.start and m.end <= close and m.kind != "demonym"][:1]


def owner_beside(token: Token, note: Annotation) -> list[TokenMention]:
    """Whose the first of two coordinated things is, the second is, too: "US policy, and especially its support"."""
    noun = token.head
    if token.tag_ != "PRP$" or noun.dep_ != "conj":
        return []
    owners = [c for c in noun.head.children if c.dep_ in ("poss", "compound", "amod", "nmod")]
    kinds = ("Person",) if token.lower_ in PERSONAL else ("State", "Organisation", "Organ", "Group")
    return [m for c in owners for m in note.at(c.i) if m.actor.type in kinds][:1]


def candidates(span: Span, end: int, kinds: Iterable[str], note: Annotation) -> list[TokenMention]:
    """The mentions of some actor types in a sentence, before a token."""
    wanted = set(kinds)
    here = note.between(span.start, min(end, span.end))
    return [m for m in here if m.end <= min(end, span.end) and m.kind != "demonym" and is_of(m, wanted)]


def is_of(mention: TokenMention, kinds: Set[str]) -> bool:
    """Whether a mention is of some types; an office holder whom no table names is a person: "Iran's supreme leader"."""
    return mention.actor.type in kinds or (mention.kind == "title" and "Person" in kinds)


def best(
    token: Token,
    sentences: Sequence[Span],
    kinds: Sequence[str],
    note: Annotation,
    nearest: bool = False,
    rivals: Set[int] = frozenset(),
) -> list[TokenMention]:
    """The antecedent of a singular reference: a subject before others, this sentence before earlier ones.

    An object pronoun never means the subject of its own verb.
    """
    if token.tag_ != "PRP$" and token.dep_ in ("dobj", "pobj", "dative"):
        rivals = subjects_of(token.head)
    excluded = {m.actor.id for i in rivals for m in note.at(i)}
    of_clause = subjects_of(token.head) if token.tag_ == "PRP$" else set[int]()
    for sentence in sentences:
        found = [m for m in candidates(sentence, token.i, kinds, note) if m.actor.id not in excluded]
        if not found:
            continue
        if nearest:
            return found[-1:]
        if own := [m for m in found if m.head in of_clause]:
            return own[-1:]
        subjects = [m for m in found if token.doc[m.head].dep_ in SUBJECTS and m.kind != "capital"]
        if subjects:
            return subjects[-1:] if token.tag_ == "PRP$" else subjects[:1]
        return found[-1:] if sentence is sentences[0] else found[:1]
    return []


def protest_against(deed: Token) -> Token | None:
    """The verb of what is done in protest at a deed: "left" in "left in protest at its raid", "left to protest its raid"; else None."""
    above = deed.head
    if deed.dep_ == "pobj" and above.head.lemma_ == "protest" and above.head.dep_ == "pobj" and above.head.head.lower_ == "in":
        return above.head.head.head
    return above.head if above.lemma_ == "protest" and deed.dep_ == "dobj" and above.dep_ in ("advcl", "xcomp") else None


def verb_above(word: Token) -> Token:
    """The nearest verb above a word, or the root of its sentence."""
    step = word.head
    while step.pos_ not in VERBS and step.head.i != step.i:
        step = step.head
    return step


def subjects_of(word: Token) -> set[int]:
    """The subjects of the verb above a word, which a clause without one of its own has from its governor ("…, urging him to")."""
    step = word
    while True:
        found = {c.i for c in step.children if c.dep_ in SUBJECTS}
        if found or step.head.i == step.i or step.dep_ in ("ccomp", "relcl", "acl"):
            return found
        step = step.head


def other_state(token: Token, sentences: Sequence[Span], note: Annotation, likely: Callable[[str, str], bool]) -> list[TokenMention]:
    """Whom "its ally" or "their neighbour" means: of the other states that are `likely` to be one that of which the text speaks most.

    Where none is, it is the only other state of which the text speaks here; nobody when it has a name.
    """
    owners = {m.principal.id for c in token.children if c.dep_ == "poss" and c.tag_ == "PRP$" for m in note.at(c.i)}
    if (
        not owners
        or any(c.dep_ in ("appos", "relcl") or (c.dep_ == "prep" and c.lower_ == "of") for c in token.children)
        or token.dep_ == "appos"
    ):
        return []
    if any(token.doc[i].pos_ == "PROPN" for i in range(token.i + 1, min(token.i + 2, len(token.doc)))):
        return []
    inside = range(token.left_edge.i, token.right_edge.i + 1)
    spoken = note.between(max(0, token.i - FAR_BACK), token.i)
    others = [m for m in spoken if m.principal.type == "State" and m.principal.id not in owners and m.head not in inside]
    known = [m for m in others if any(likely(owner, m.principal.id) for owner in owners)]
    near = [m for m in others if any(m.start >= span.start for span in sentences)]
    others = known or (near if len({m.principal.id for m in near}) == 1 else [])
    if not others:
        return []
    counts = Counter(m.principal.id for m in others)
    meant = max(reversed(others), key=lambda m: counts[m.principal.id])
    return [replace(meant, actor=meant.principal)] if any(meant.start >= span.start for span in sentences) or known else []


def bounds(span: Span) -> tuple[int, int]:
    """The tokens of a span, half-open."""
    return span.start, span.end


def is_told_to_act(sender: Token) -> bool:
    """Whether an infinitive says what those who are sent or ordered shall do."""
    return any(c.dep_ == "xcomp" for c in sender.children)


def is_told_apart(noun: Token, but_described: bool = False) -> bool:
    """Whether words around a noun tell it apart from others of its kind; "revamped" only describes "the revamped delegation, …"."""
    return noun.dep_ in ("compound", "nmod") or any(
        (c.dep_ in TELLING and not (but_described and only_describes(c))) or (c.dep_ == "prep" and c.lower_ in ("of", "in", "from"))
        for c in noun.children
    )


def only_describes(word: Token) -> bool:
    """Whether a participle in front of a noun, or a clause behind a comma, says more of what is known already."""
    before = word.left_edge.i - 1
    return (word.tag_ in ("VBN", "VBG") and (word.dep_ == "amod" or (before >= 0 and word.doc[before].text == ","))) or (
        word.dep_ == "relcl" and before >= 0 and word.doc[before].text == ","
    )


def is_place(token: Token) -> bool:
    """Whether a name stands behind "in"."""
    return token.dep_ == "pobj" and token.head.lower_ in ("in", "across", "throughout")


def is_plain_definite(token: Token) -> bool:
    """Whether a noun has "the" or "this" in front of it and nothing that would tell it apart from what was named."""
    left = [c for c in token.children if c.dep_ in ("det", "amod", "compound", "nmod", "poss", "nummod")]
    return any(c.lower_ in ("the", "this", "that", "those", "these") for c in left) and not any(
        c.dep_ in ("poss", "nmod", "nummod") or c.pos_ == "PROPN" for c in left
    )


def last_of_type(token: Token, kind: str, note: Annotation) -> list[TokenMention]:
    """The actor or object of a type of which the text has spoken, however far back; nobody when it has spoken of two.

    Talks and deals of which it has not spoken may be named behind: "threatened to boycott the talks. … the Geneva talks".
    """
    found = [m for m in note.between(max(0, token.i - FAR_BACK), token.i) if m.actor.type == kind and m.kind != "demonym"]
    if not found and kind in ("Talks", "Agreement"):
        found = [m for m in note.between(token.i, token.i + FAR_BACK) if m.actor.type == kind and m.kind == "name"]
    return found[-1:] if len({m.actor.id for m in found}) == 1 else []


def same_noun(token: Token, spans: Sequence[Span], note: Annotation, far: bool) -> list[TokenMention]:
    """The last mention whose head is the same noun: "a Syrian delegation … the delegation"; with `far` any body before it will do."""
    if is_told_apart(token, but_described=True):
        return []

    def same(found: Iterable[TokenMention], kinds: Sequence[str]) -> list[TokenMention]:
        last: list[TokenMention] = []
        for m in found:
            if m.kind in kinds and m.end <= token.i and token.doc[m.head].lemma_.lower() == token.lemma_.lower():
                last = [*last, m] if last and last[0].head == m.head else [m]
        return last

    for span in spans:
        if found := same(candidates(span, token.i, ACTING, note), ("name", "body", "organised", "unnamed")):
            return found
    return same(note.between(max(0, token.i - FAR_BACK), token.i), ("body",)) if far else []


def called_so(noun: Token, spans: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """Who has the noun as the last word of a name: "the council" is the Security Council, "the group" the Lima Group."""
    for span in spans:
        if found := [m for m in note.between(span.start, min(span.end, noun.i)) if m.end <= noun.i and ends_in(m, noun)]:
            return found[-1:]
    return []


def only_called_so(noun: Token, note: Annotation) -> list[TokenMention]:
    """The only one of whom the text has spoken, however far back, whose name ends in the noun; nobody when there are two."""
    found = [m for m in note.between(max(0, noun.i - FAR_BACK), noun.i) if ends_in(m, noun)]
    return found[-1:] if len({m.actor.id for m in found}) == 1 else []


def ends_in(mention: TokenMention, noun: Token) -> bool:
    """Whether the name of a body, group or object, which is no state, ends in a noun."""
    if mention.kind not in ("name", "reference") or mention.actor.type in ("State", "Person", "People"):
        return False
    label = mention.actor.label.lower().split()
    lemma = noun.lemma_.lower()
    return len(label) > 1 and label[-1] in (noun.lower_, lemma, f"{lemma}s")


def clause_subjects(word: Token) -> set[int]:
    """The subjects of the clause in which a word stands; behind "which" the noun that it relates to."""
    found = set[int]()
    for i in subjects_of(word.head):
        subject = word.doc[i]
        relative = subject.tag_ in ("WDT", "WP") and subject.head.dep_ == "relcl"
        found.add(subject.head.head.i if relative else i)
    return found


def is_definite_state(noun: Token, described: bool) -> bool:
    """Whether "the country" means one that was named before, not one that its own words tell of: "the country that …"."""
    left = list(noun.lefts)
    if not any(c.lower_ in ("the", "this", "that") and c.dep_ == "det" for c in left):
        return False
    if any(c.dep_ in ("poss", "nummod") or c.tag_ in ("JJS", "RBS", "JJR") or (c.pos_ == "PROPN" and not described) for c in left):
        return False
    return not any((c.dep_ == "prep" and c.lower_ == "of") or (c.dep_ in ("relcl", "acl") and not only_describes(c)) for c in noun.rights)


def salient_state(noun: Token, spans: Sequence[Span], note: Annotation, among: Set[str] | None = None) -> list[TokenMention]:
    """The state that stands in the middle of what is told: subjects before places before others, the nearer and oftener the better.

    No noun means the state that is named as the subject of its own clause or of one around it, which "it" would mean ("Cuba denied
    having troops in the country"). With `among` only these states can be meant, and then they may be named further back.
    """
    around = clause_subjects(noun) if noun.dep_ not in SUBJECTS else set[int]()
    if among is None and noun.dep_ != "poss":
        around |= {c.i for step in noun.ancestors for c in step.children if c.dep_ in SUBJECTS and c.i < noun.i}
    named = (m for i in around if noun.doc[i].pos_ in ("PROPN", "PRON") for m in note.at(i))
    excluded = {m.actor.id for m in named if m.actor.type == "State"}

    def fits(mention: TokenMention) -> bool:
        state = mention.principal
        known = among is None or state.id.removeprefix("actor/") in among
        acts = state.type == "State" and mention.actor.type in ("State", "Organ", "Person") and mention.kind != "demonym"
        return acts and known and state.id not in excluded and mention.end <= noun.i

    spoken = [m for m in note.between(max(0, noun.i - FAR_BACK), noun.i) if fits(m)]
    if not spoken:
        return []
    counts = Counter(m.principal.id for m in spoken)
    ranked = list[tuple[float, TokenMention]]()
    for distance, span in enumerate(spans):
        for mention in (m for m in spoken if span.start <= m.start < span.end):
            often = OFTEN * counts[mention.principal.id] / len(spoken)
            ranked.append((standing(noun.doc[mention.head]) - FARTHER * distance + often, mention))
    if not ranked:
        if among is None:
            return []
        ranked = [(counts[m.principal.id], m) for m in spoken]
    _, meant = max(ranked, key=lambda one: (one[0], one[1].start))
    itself = [m for m in spoken if m.actor == meant.principal and m.start >= spans[0].start]
    return [replace(itself[-1] if itself else meant, actor=meant.principal)]


def standing(word: Token) -> float:
    """How much a mention stands out by its place in the sentence."""
    if word.dep_ == "poss":
        word = word.head
    if word.dep_ in SUBJECTS:
        return 3.0
    return 2.0 if is_place(word) else 1.0


def words_before(noun: Token) -> list[str]:
    """The lower-case words between an article and its noun: "West", "African"."""
    words = [t.lower_ for t in noun.doc[noun.left_edge.i : noun.i]]
    return words[1:] if words and words[0] in ("the", "this", "that") else words
