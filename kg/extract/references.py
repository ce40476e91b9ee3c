"""Lets pronouns and definite phrases point at earlier mentions: he, it, they, "the latter", "the two countries", "the president"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.actors.gazetteer import Gazetteer
from kg.actors.names import spaced
from kg.extract.annotation import NAMELESS, Annotation, TokenMention, annotation_of, span_group, with_conjuncts
from kg.extract.predicates import is_passive
from kg.model import OBJECT_TYPES

PERSONAL = frozenset({"he", "him", "his", "she", "her", "himself", "herself"})
SINGULAR = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PAIR_WORDS = frozenset({"two", "both"})
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LINKING = frozenset({",", "and", "the", "or", "&"})
LOOK_BACK = 3
FAR_BACK = 1000
"""How many tokens back a body may have been named whose owner "the army" inherits."""
ACTING = ("State", "Organ", "Organisation", "Group", "People", "Person")
REFERRING = frozenset({"NOUN", "PRON", "PROPN", "ADJ", "DET", "NUM"})
PEOPLE = ("Person",)
TELLING = frozenset({"relcl", "acl", "amod", "compound", "poss"})
MEANS = "means_"


class ReferenceFinder:
    """The stage that adds a mention for each pronoun or definite phrase whose antecedent it is sure enough of.

    It needs the mentions. A reference looks back at most three sentences and never past what it cannot mean.
    """

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self._accusing = lists.get("accusing", frozenset())
        self._person_pairs = lists.get("pairperson", frozenset())
        self._title_nouns = lists.get("titlenoun", frozenset())
        self._bare_bodies = lists.get("barebody", frozenset())
        self._pair_nouns = lists.get("pairnoun", frozenset())
        self._several_nouns = lists.get("severalnoun", frozenset())
        self._other_state = lists.get("otherstate", frozenset())
        self._vague_place = lists.get("vagueplace", frozenset())
        self._sending = lists.get("sending", frozenset())
        self._of_state = lists.get("ofstate", frozenset())
        self._meant = {word: name.removeprefix(MEANS) for name, words in lists.items() if name.startswith(MEANS) for word in words}

    def __call__(self, doc: Doc) -> Doc:
        """Add the references to the annotation, sentence by sentence, so that one can point at another."""
        note = annotation_of(doc)
        sentences = list(doc.sents)
        for number, sentence in enumerate(sentences):
            before = sentences[max(0, number - LOOK_BACK) : number]
            for token in sentence:
                if token.pos_ not in REFERRING:
                    continue
                found = self._antecedents(token, sentence, before, note)
                if found:
                    note.put(token.i, (refer(token, m, sentence) for m in found))
        doc.spans["actors"] = span_group(doc, note.mentions)
        return doc

    def _antecedents(self, token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
        word = token.lower_
        if any(m.kind not in NAMELESS for m in note.at(token.i)) and token.pos_ != "PRON":
            return []
        if token.pos_ == "PRON" and word in PERSONAL | SINGULAR | PLURAL:
            glossed = gloss(token, note) or self._accused(token, note)
            if glossed or is_expletive(token):
                return glossed
            shared = owner_beside(token, note)
            if shared:
                return shared
            kinds: tuple[str, ...] = ("Person",) if word in PERSONAL else ("State", "Organisation", "Organ", "Group")
            if word in PLURAL:
                return plural_antecedent(token, sentence, before, note) or coordinated_subject(token, sentence, before, note)
            return best(token, [sentence, *reversed(before)], kinds, note, rivals=self._judges(token))
        if word in ("latter", "former") and any(c.dep_ == "det" for c in token.children):
            return pair_member(token, sentence, before, note, last=word == "latter")
        if token.pos_ in ("NOUN", "PRON") and is_pair(token, self._pair_nouns):
            return last_pair(token, sentence, before, note, PEOPLE if token.lemma_ in self._person_pairs else ACTING)
        owned = self._owned_body(token, note) if token.pos_ == "NOUN" else []
        if owned:
            return owned
        if token.pos_ == "NOUN" and token.lemma_ in self._several_nouns and how_many(token) > 2:
            return named_together(token, [sentence, *reversed(before)], how_many(token), note)
        if token.pos_ == "NOUN" and token.lemma_ in self._other_state and token.tag_ == "NN":
            return other_state(token, [sentence, *reversed(before)], note)
        if token.pos_ == "NOUN" and is_plain_definite(token):
            kind = self._meant.get(token.lower_) or self._meant.get(token.lemma_)
            if token.lemma_ in self._vague_place:
                return last_object(token, "Place", note)
            if kind == "State" and (called := self._calls_itself(token, sentence, before, note)):
                return called
            if kind:
                found = best(token, [sentence, *reversed(before)], (kind,), note, nearest=True)
                return found or (last_object(token, kind, note) if kind in OBJECT_TYPES - {"Place"} else [])
        if token.pos_ == "NOUN" and is_plain_definite(token):
            named = same_noun(token, [sentence, *reversed(before)], note)
            if named:
                return named
            if (
                token.tag_ == "NNS"
                and not is_told_apart(token)
                and token.lemma_.lower() in self.gazetteer.tables.bodies
                and any(c.lower_ in ("those", "these") for c in token.children)
            ):
                return plural_antecedent(token, sentence, before, note)
            return self._titled(token, note) or self._body_here(token, sentence, note)
        if token.pos_ == "NOUN":
            return self._body_here(token, sentence, note)
        return []

    def _calls_itself(self, token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
        """The state last named that has the noun in its name: "the kingdom" is the Kingdom of Saudi Arabia's."""
        noun = token.lemma_.capitalize()
        for span in [sentence, *reversed(before)]:
            for mention in reversed(candidates(span, token.i, ("State",), note)):
                record = self.gazetteer.records.get(mention.actor.id.removeprefix("actor/"))
                if record is not None and any(noun in name.split() for name in (record.label, *record.names)):
                    return [mention]
        return []

    def _owned_body(self, token: Token, note: Annotation) -> list[TokenMention]:
        """Whose a body is behind a possessive pronoun: "his government" is the state's that he heads, "their fighters" are theirs."""
        if token.lemma_.lower() not in self.gazetteer.tables.bodies:
            return []
        owners = [m for c in token.children if c.tag_ == "PRP$" for m in note.at(c.i) if m.actor.type in ACTING]
        return [replace(m, actor=m.principal) if m.actor.type == "Person" and m.principal.type == "State" else m for m in owners]

    def _body_here(self, token: Token, sentence: Span, note: Annotation) -> list[TokenMention]:
        """Whose a body without an owner is: that of the same body named before, or of the state where the sentence takes place."""
        of_state = token.i > 0 and token.nbor(-1).lower_ in self._of_state and token.nbor(-1).head.i == token.i
        if of_state and token.lemma_.lower() in self.gazetteer.tables.bodies:
            return self._state_here(sentence, token, note) or self._only_state(token, sentence, note)
        if token.lemma_.lower() not in self._bare_bodies or (is_told_apart(token) and not self._is_compound_body(token)):
            return []
        if (sender := self._sender(token)) is not None:
            acting = [m for i in subjects_of(sender) for m in note.at(i) if m.principal.type == "State"]
            return [replace(m, actor=m.principal, kind="body") for m in acting[:1] if token.head != sender or is_told_to_act(sender)]
        named = [
            m
            for m in note.between(max(0, token.i - FAR_BACK), token.i)
            if m.end <= token.i and m.kind in ("body", "reference") and token.doc[m.head].lemma_.lower() == token.lemma_.lower()
        ]
        if named:
            return named[-1:]
        places = [m for m in candidates(sentence, len(token.doc), ("State",), note) if is_place(token.doc[m.head])]
        return (
            [replace(m, kind="body") for m in places[:1]]
            or self._only_state(token, sentence, note)
            or self._state_here(sentence, token, note)
        )

    def _sender(self, body: Token) -> Token | None:
        """The verb whose subject sends or orders bodies of its own: "Chad will contribute troops", "ordered soldiers to fight".

        Those that only are sent are no party to anything; those that are to act do so for the subject.
        """
        embedded = body.dep_ == "nsubj" and body.head.dep_ in ("ccomp", "xcomp")
        verb = body.head.head if embedded else body.head
        own = (embedded or body.dep_ == "dobj") and not any(c.dep_ in ("det", "poss") for c in body.children)
        return verb if own and verb.lemma_ in self._sending else None

    def _is_compound_body(self, token: Token) -> bool:
        """Whether a body is told apart only by the word in front that belongs to its name: "security forces"."""
        modifiers = [c for c in token.children if c.dep_ in ("compound", "amod")]
        compound = f"{token.nbor(-1).lower_} {token.lemma_.lower()}" if token.i > 0 else ""
        return [c.i for c in modifiers] == [token.i - 1] and compound in self.gazetteer.tables.bodies

    def _only_state(self, body: Token, sentence: Span, note: Annotation) -> list[TokenMention]:
        """The one state of which a sentence speaks: "a Venezuelan opposition leader surrendered to the authorities"."""
        if any(c.dep_ in ("det", "nummod") and c.lower_ != "the" for c in body.children):
            return []
        here = [
            m for m in note.between(*bounds(sentence)) if m.head != body.i and m.actor.type not in OBJECT_TYPES and m.kind not in NAMELESS
        ]
        states = [self._state_of(m) for m in here]
        known = {state for state in states if state is not None}
        if len(known) != 1 or any(state is None and m.actor.type != "Person" for m, state in zip(here, states, strict=True)):
            return []
        state = self.gazetteer.actor(known.pop())
        return [replace(here[0], actor=state, principal=state, kind="body")]

    def _state_of(self, mention: TokenMention) -> str | None:
        """The key of the state for which an actor acts, or in which a group is at home; None when it is no one's."""
        principal = mention.principal
        key = principal.id.removeprefix("actor/")
        record = self.gazetteer.records.get(key)
        country = key if principal.type == "State" else record.country if record else None
        return country if country in self.gazetteer.records else None

    def _state_here(self, sentence: Span, body: Token, note: Annotation) -> list[TokenMention]:
        """The one state in which a sentence takes place, as the places in it say; nobody where they are of several, or none is named."""
        if any(c.dep_ == "poss" for c in body.children) or any(
            m.head in (c.i for c in body.children) for m in note.between(*bounds(sentence))
        ):
            return []
        places = [m for m in candidates(sentence, len(body.doc), ("State", "Place"), note) if m.head != body.i]
        places += [m for m in note.settings if sentence.start <= m.start < sentence.end and is_place(body.doc[m.head])]
        found: dict[str, TokenMention] = {}
        for place in places:
            record = self.gazetteer.records.get(place.actor.id.removeprefix("actor/"))
            key = record.country if record and record.type == "Place" else record.id if record and is_place(body.doc[place.head]) else None
            if key in self.gazetteer.records and key is not None:
                state = self.gazetteer.actor(key)
                found.setdefault(key, replace(place, actor=state, principal=state, kind="body"))
        return list(found.values()) if len(found) == 1 else []

    def _accused(self, token: Token, note: Annotation) -> list[TokenMention]:
        """Whose deed a possessive names behind a verb of blame or praise: "criticised Bolton for his insistence" is Bolton's."""
        noun = token.head
        if token.tag_ != "PRP$" or noun.dep_ not in ("pobj", "pcomp") or noun.head.lower_ not in ("for", "over", "of"):
            return []
        verb = noun.head.head
        if verb.lemma_ not in self._accusing or is_passive(verb):
            return []
        return [m for c in verb.children if c.dep_ == "dobj" for m in note.at(c.i) if m.kind != "demonym"][:1]

    def _judges(self, token: Token) -> set[int]:
        """Who passes judgement on what a possessive owns, and so is not its owner: "Borrell condemned his detention"."""
        verb = token.head.head
        judged = token.tag_ == "PRP$" and token.head.dep_ == "dobj" and verb.lemma_ in self._accusing
        return subjects_of(verb) if judged else set()

    def _titled(self, token: Token, note: Annotation) -> list[TokenMention]:
        """ "The president" is the person last named who holds that office, first of all for whom the sentence speaks of."""
        start = min([c.i for c in token.children if c.dep_ in ("compound", "amod")] or [token.i])
        words = [t.lower_ for t in token.doc[start : token.i + 1]]
        end, keys = self.gazetteer.titles.longest(spaced(words), 0)
        wanted = {key.actor for key in keys} if end == len(words) else set()
        wanted |= self.gazetteer.titles_ending_in(words[0]) if len(words) == 1 and words[0] in self._title_nouns else set()
        if not wanted:
            return []
        holders: list[TokenMention] = []
        for mention in reversed([m for m in note.mentions if m.end <= start and m.actor.type == "Person"]):
            held = note.titles.get(mention.actor.id, set()) | self.gazetteer.titles_held(mention.actor.id.removeprefix("actor/"), note.date)
            if held & wanted:
                holders.append(mention)
        here = {m.principal.id for m in note.between(token.sent.start, start)}
        return [m for m in holders if m.principal.id in here][:1] or holders[:1]


def is_expletive(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is US policy that …", "it is clear"."""
    if token.lower_ != "it" or token.dep_ not in SUBJECTS or token.head.lemma_ != "be":
        return False
    return any(c.dep_ in ("attr", "acomp") for c in token.head.children) and any(
        c.dep_ in ("relcl", "ccomp", "acl", "advcl") for c in token.head.subtree if c.i != token.head.i
    )


def refer(token: Token, antecedent: TokenMention, sentence: Span) -> TokenMention:
    """The mention for a reference; it shows the words of an antecedent in its own sentence, which say more than "it" does."""
    own_words = token.pos_ == "NOUN" and antecedent.kind == "body"  # "the army" says as much as the state's name
    if sentence.start <= antecedent.start and antecedent.end <= sentence.end and not own_words:
        return replace(antecedent, head=token.i, kind="reference")
    start, end = extent(token)
    return replace(antecedent, start=start, end=end, head=token.i, kind="reference")


def extent(token: Token) -> tuple[int, int]:
    """The tokens of a reference: its determiner, its number and its noun."""
    left = [c.i for c in token.children if c.dep_ in ("det", "nummod", "predet") and c.i < token.i]
    return min([*left, token.i]), token.i + 1


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


def subjects_of(word: Token) -> set[int]:
    """The subjects of the verb above a word, which a clause without one of its own has from its governor ("…, urging him to")."""
    step = word
    while True:
        found = {c.i for c in step.children if c.dep_ in SUBJECTS}
        if found or step.head.i == step.i or step.dep_ in ("ccomp", "relcl", "acl"):
            return found
        step = step.head


def plural_antecedent(token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """The antecedent of "they": the last mention that is plural, a group, a people or a coordination."""
    rivals = subjects_of(token.head) if token.dep_ in ("dobj", "pobj", "dative") else set()
    for span in [sentence, *reversed(before)]:
        found = [
            m
            for m in candidates(span, token.i, ("Group", "People", "Organisation", "State"), note)
            if m.head not in rivals
            and (m.actor.type in ("Group", "People") or (m.kind in ("body", "people") and token.doc[m.head].tag_ in ("NNS", "NNPS")))
        ]
        subjects = [m for m in found if token.doc[m.head].dep_ in SUBJECTS]
        if found:
            return (subjects or found)[-1:]
    return []


def coordinated_subject(token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """The states or groups that are together the subject of the sentence before, or of the clause before: "they"."""
    for span in [sentence, *before[-1:]]:
        for members in reversed(enumerations(span, token, note)):
            heads = [token.doc[m.head] for m in members]
            if any(head.dep_ in SUBJECTS and head.head.i != token.head.i for head in heads):
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


def last_object(token: Token, kind: str, note: Annotation) -> list[TokenMention]:
    """The treaty, programme or place of which the text has spoken, however far back; nobody when it has spoken of two."""
    found = [m for m in note.between(max(0, token.i - FAR_BACK), token.i) if m.actor.type == kind]
    return found[-1:] if len({m.actor.id for m in found}) == 1 else []


def how_many(token: Token) -> int:
    """The number in front of a noun, where it is written in words below eleven; 0 for none."""
    words = [c.lower_ for c in token.children if c.dep_ == "nummod"]
    return NUMBERS.index(words[0]) if words and words[0] in NUMBERS else 0


def named_together(token: Token, sentences: Sequence[Span], count: int, note: Annotation) -> list[TokenMention]:
    """The states or organisations that were last named together, if they are so many."""
    runs = [run for sentence in sentences for run in reversed(enumerations(sentence, token, note)) if len(run) == count]
    return runs[0] if runs else []


def other_state(token: Token, sentences: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """Whom "its ally" or "their neighbour" means: the other state of which the text speaks most; nobody when it has a name."""
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
    if not others:
        return []
    counts = Counter(m.principal.id for m in others)
    meant = max(reversed(others), key=lambda m: counts[m.principal.id])
    return [replace(meant, actor=meant.principal)] if any(meant.start >= span.start for span in sentences) else []


def bounds(span: Span) -> tuple[int, int]:
    """The tokens of a span, half-open."""
    return span.start, span.end


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


def same_noun(token: Token, sentences: Sequence[Span], note: Annotation) -> list[TokenMention]:
    """The last mention whose head is the same noun: "a Syrian delegation … the delegation"."""
    if is_told_apart(token, but_described=True):
        return []
    for sentence in sentences:
        found = [
            m
            for m in candidates(sentence, token.i, ACTING, note)
            if m.kind in ("name", "body", "organised", "unnamed") and token.doc[m.head].lemma_.lower() == token.lemma_.lower()
        ]
        if found:
            return [m for m in found if m.head == found[-1].head]
    return []


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
    return word.tag_ in ("VBN", "VBG") and (word.dep_ == "amod" or (word.i > 0 and word.nbor(-1).text == ","))


def is_place(token: Token) -> bool:
    """Whether a name stands behind "in"."""
    return token.dep_ == "pobj" and token.head.lower_ in ("in", "across", "throughout")


def is_pair(token: Token, pair_nouns: frozenset[str]) -> bool:
    """Whether a phrase names two at once: "the two countries", "both sides", "the two"."""
    marks = {c.lower_ for c in token.children if c.dep_ in ("nummod", "det", "predet")}
    if token.lower_ == "both" and token.dep_ in (*SUBJECTS, "pobj", "dobj"):
        return not any(c.dep_ == "prep" for c in token.children)
    return bool(marks & PAIR_WORDS) and token.lemma_ in pair_nouns


def last_pair(token: Token, sentence: Span, before: Sequence[Span], note: Annotation, kinds: Iterable[str]) -> list[TokenMention]:
    """The last two actors with different principals, or the last two persons, in order of the text."""
    rivals = subjects_of(token.head) if token.dep_ in ("dobj", "pobj") else set()
    pair: dict[str, TokenMention] = {}
    within = [(t.left_edge.i, t.right_edge.i) for t in (token.doc[i] for i in rivals)]
    for span in [sentence, *reversed(before)]:
        for mention in reversed(candidates(span, token.i, kinds, note)):
            if any(first <= mention.head <= last for first, last in within):
                continue
            pair.setdefault(mention.actor.id if kinds is PEOPLE else mention.principal.id, mention)
            if len(pair) == 2:
                return sorted(pair.values(), key=lambda m: m.start)
    return []


def is_plain_definite(token: Token) -> bool:
    """Whether a noun has "the" or "this" in front of it and nothing that would tell it apart from what was named."""
    left = [c for c in token.children if c.dep_ in ("det", "amod", "compound", "nmod", "poss", "nummod")]
    return any(c.lower_ in ("the", "this", "that", "those", "these") for c in left) and not any(
        c.dep_ in ("poss", "nmod", "nummod") or c.pos_ == "PROPN" for c in left
    )
