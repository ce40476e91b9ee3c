"""Lets pronouns and definite phrases point at earlier mentions: he, it, they, "the latter", "the two countries", "the president"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.actors.gazetteer import Gazetteer
from kg.actors.names import spaced
from kg.actors.tables import MEMBER
from kg.extract.annotation import ACTING, NAMELESS, Annotation, TokenMention, annotation_of, span_group
from kg.extract.antecedents import (
    FAR_BACK,
    PERSONAL,
    SUBJECTS,
    best,
    bounds,
    called_so,
    candidates,
    clause_subjects,
    gloss,
    is_definite_state,
    is_expletive,
    is_place,
    is_plain_definite,
    is_told_apart,
    is_told_to_act,
    last_of_type,
    only_called_so,
    other_state,
    owner_beside,
    protest_against,
    salient_state,
    same_noun,
    subjects_of,
    verb_above,
    words_before,
)
from kg.extract.columns import columns_of
from kg.extract.several import (
    PEOPLE,
    coordinated_or_plural,
    how_many,
    is_pair,
    last_pair,
    named_together,
    other_party,
    pair_member,
    plural_antecedent,
)
from kg.extract.syntax import is_passive
from kg.extract.unlisted import named_actor
from kg.model import OBJECT_TYPES

SINGULAR = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "themselves"})
LOOK_BACK = 3
REFERRING = PERSONAL | SINGULAR | PLURAL | {"latter", "former", "both", "two"}
MEANS = "means_"


class ReferenceFinder:
    """The stage that adds a mention for each pronoun or definite phrase whose antecedent it is sure enough of.

    It needs the mentions. A reference looks back at most three sentences and never past what it cannot mean.
    """

    def __init__(self, gazetteer: Gazetteer, lists: Mapping[str, frozenset[str]]) -> None:
        self.gazetteer = gazetteer
        self._impersonal = lists.get("impersonal", frozenset())
        self._durations = lists.get("duration", frozenset())
        self._relational = lists.get("relational", frozenset())
        self._demanding = lists.get("demanded", frozenset())
        self._punishing = lists.get("punishing", frozenset())
        self._accusations = lists.get("accusation", frozenset())
        self._accusing = lists.get("accusing", frozenset())
        self._person_pairs = lists.get("pairperson", frozenset())
        self._heads = lists.get("headtitle", frozenset())
        self._title_nouns = lists.get("titlenoun", frozenset())
        self._bare_bodies = lists.get("barebody", frozenset())
        self._far_bodies = lists.get("farbody", frozenset())
        self._allied = lists.get("allied", frozenset())
        self._alliances = lists.get("defensiveunion", frozenset())
        self._pair_nouns = lists.get("pairnoun", frozenset())
        self._several_nouns = lists.get("severalnoun", frozenset())
        self._other_state = lists.get("otherstate", frozenset())
        self._state_pairs = lists.get("pairstate", frozenset())
        self._elsewhere = lists.get("elsewhere", frozenset())
        self._rulers = lists.get("ruler", frozenset())
        self._mass = lists.get("mass", frozenset())
        self._vague_place = lists.get("vagueplace", frozenset())
        self._sending = lists.get("sending", frozenset())
        self._of_state = lists.get("ofstate", frozenset())
        nouns = gazetteer.tables
        self._acting = frozenset({*nouns.bodies, *nouns.unnamed, *self._other_state})
        self._meant = {word: name.removeprefix(MEANS) for name, words in lists.items() if name.startswith(MEANS) for word in words}

    def __call__(self, doc: Doc) -> Doc:
        """Add the references to the annotation, sentence by sentence, so that one can point at another."""
        note = annotation_of(doc)
        words = note.columns or columns_of(doc)
        sentences = list(doc.sents)
        for number, sentence in enumerate(sentences):
            before = sentences[max(0, number - LOOK_BACK) : number]
            for i in range(sentence.start, sentence.end):
                if words.pos[i] != "NOUN" and words.lower[i] not in REFERRING:
                    continue
                token = doc[i]
                found = self._antecedents(token, sentence, before, note)
                if found:
                    note.put(i, (refer(token, m, sentence) for m in found))
        doc.spans["actors"] = span_group(doc, note.mentions)
        return doc

    def _antecedents(self, token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
        if token.pos_ == "PRON":
            return self._pronoun(token, sentence, before, note)
        if any(m.kind not in NAMELESS for m in note.at(token.i)):
            return []
        word = token.lower_
        if word in ("latter", "former") and any(c.dep_ == "det" for c in token.children):
            return pair_member(token, sentence, before, note, last=word == "latter")
        if is_pair(token, self._pair_nouns):
            return self._pair(token, sentence, before, note)
        return self._noun(token, sentence, before, note) if token.pos_ == "NOUN" else []

    def _pronoun(self, token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
        word = token.lower_
        if word not in PERSONAL | SINGULAR | PLURAL:
            return self._pair(token, sentence, before, note) if is_pair(token, self._pair_nouns) else []
        glossed = gloss(token, note) or self._accused(token, note)
        if glossed or is_expletive(token, self._impersonal, self._durations) or self._is_deed(token):
            return glossed
        shared = owner_beside(token, note)
        if shared:
            return shared
        if word in PLURAL:
            return coordinated_or_plural(token, sentence, before, note)
        kinds: tuple[str, ...] = ("Person",) if word in PERSONAL else ("State", "Organisation", "Organ", "Group")
        return best(token, [sentence, *reversed(before)], kinds, note, rivals=self._judges(token) | self._accusers(token))

    def _pair(self, token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
        """The two whom "both sides", "the two countries" or "the two leaders" means."""
        kinds: Sequence[str] = ("State", "Organisation", "Organ", "Group", "People")
        if token.lemma_ in self._person_pairs:
            kinds = PEOPLE
        elif token.lemma_ in self._state_pairs:
            kinds = ("State",)
        elif token.lemma_ not in self._pair_nouns:
            kinds = (*kinds, "Person")
        lemma = token.lemma_.lower()
        titles = self._heads if lemma == "leader" else self.gazetteer.titles_ending_in(lemma) if lemma in self._title_nouns else None

        def holds(mention: TokenMention) -> bool:
            return titles is None or not titles.isdisjoint(self._titles_of(mention, note))

        return last_pair(token, sentence, before, note, kinds, holds)

    def _noun(self, token: Token, sentence: Span, before: Sequence[Span], note: Annotation) -> list[TokenMention]:
        owned = self._owned_body(token, note)
        if owned:
            return owned
        spans = [sentence, *reversed(before)]
        lemma = token.lemma_
        if lemma in self._several_nouns and how_many(token) > 2:
            return named_together(token, spans, how_many(token), note)
        if lemma in self._other_state and token.tag_ == "NN":
            return other_state(token, spans, note, lambda one, other: self._is_likely(lemma, one, other, note))
        if lemma in self._pair_nouns and any(c.lower_ == "other" and c.dep_ == "amod" for c in token.children):
            subjects = {m.principal.id for i in clause_subjects(token) for m in note.at(i)}
            return other_party(token, subjects, note) if subjects else []
        kind = self._meant.get(token.lower_) or (self._meant.get(lemma) if token.tag_ == "NN" else None)
        if kind == "State" or (lemma in self._state_pairs and self._states_described(words_before(token)) is not None):
            return self._state(token, spans, note)
        if not is_plain_definite(token):
            return self._body_here(token, spans, note)
        plain = (
            lemma not in self._state_pairs
            and not any(c.dep_ == "amod" for c in token.children)
            and not is_told_apart(token, but_described=True)
        )
        if plain and (found := called_so(token, spans, note)):
            return found
        if token.dep_ in SUBJECTS and (among := self.gazetteer.states_called([token.lower_])):
            return salient_state(token, spans, note, among)
        if kind == "Place" and any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children):
            return []  # "the town of Yevlakh" is no other than Yevlakh
        if lemma in self._vague_place:
            return last_of_type(token, "Place", note)
        if kind:
            kinds = (kind, "Organ") if kind == "Organisation" else (kind,)
            found = best(token, spans, kinds, note, nearest=True)
            found = found or (only_called_so(token, note) if plain else [])
            found = found or ([] if kind == "Place" or (kind == "Group" and token.tag_ != "NN") else last_of_type(token, kind, note))
            if found:
                return found
        elif plain and lemma.lower() not in self._bare_bodies and (found := only_called_so(token, note)):
            return found
        if lemma == "people" and (people := self._people(token, note)):
            return people
        named = same_noun(token, spans, note, far=lemma.lower() in self._far_bodies)
        if named:
            return named
        if (
            token.tag_ == "NNS"
            and not is_told_apart(token)
            and lemma.lower() in self.gazetteer.tables.bodies
            and any(c.lower_ in ("those", "these") for c in token.children)
        ):
            return plural_antecedent(token, sentence, before, note)
        return self._titled(token, note) or self._body_here(token, spans, note)

    def _state(self, token: Token, spans: Sequence[Span], note: Annotation) -> list[TokenMention]:
        """The state that "the country" means, that "the kingdom" is called, or that lies where "the Caribbean nation" lies."""
        words = words_before(token)
        among = self._states_described(words)
        if not self._elsewhere.isdisjoint(words) or not is_definite_state(token, described=among is not None):
            return []
        return (self._calls_itself(token, spans, note) if among is None else []) or salient_state(token, spans, note, among)

    def _is_likely(self, noun: str, one: str, other: str, note: Annotation) -> bool:
        """Whether the tables have two states for allies, or for near each other."""
        one, other = one.removeprefix("actor/"), other.removeprefix("actor/")
        if noun not in self._allied:
            return self.gazetteer.are_near(one, other)
        shared = self.gazetteer.ties_of(one, MEMBER, note.date) & self.gazetteer.ties_of(other, MEMBER, note.date)
        return other in self.gazetteer.ties_of(one, "allied-with", note.date) or not self._alliances.isdisjoint(shared)

    def _states_described(self, words: Sequence[str]) -> frozenset[str] | None:
        """The states of which the last words in front of a noun speak, as many as say something: "poor West African"; None for none."""
        endings = (words[i:] for i in range(len(words)))
        return next((found for ending in endings if (found := self.gazetteer.states_called(ending)) is not None), None)

    def _is_deed(self, token: Token) -> bool:
        """Whether "it" is something that happened, since it is called by what no actor is: "called it an act of aggression"."""
        called = [c for c in token.head.children if c.dep_ == "oprd"] if token.lower_ == "it" and token.dep_ == "dobj" else []
        return bool(called) and called[0].lemma_.lower() not in self._acting and called[0].lemma_.lower() not in self._meant

    def _people(self, token: Token, note: Annotation) -> list[TokenMention]:
        """The people of the state of whose deed the sentence tells: "the regime inflicts suffering on the people"."""
        subjects = [] if token.dep_ in SUBJECTS else [m for i in clause_subjects(token) for m in note.at(i)]
        states = {m.principal.id.removeprefix("actor/") for m in subjects if m.principal.type == "State"}
        record = self.gazetteer.records.get(states.pop()) if len(states) == 1 and not is_told_apart(token) else None
        if record is None or not record.demonyms:
            return []
        actor = named_actor(f"{record.demonyms[0]} people", "People")
        return [TokenMention(token.i, token.i + 1, token.i, actor, actor, "body")]

    def _calls_itself(self, token: Token, spans: Sequence[Span], note: Annotation) -> list[TokenMention]:
        """The state last named that has the noun in its name: "the kingdom" is the Kingdom of Saudi Arabia's."""
        noun = token.lemma_.capitalize()
        for span in spans:
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

    def _body_here(self, token: Token, spans: Sequence[Span], note: Annotation) -> list[TokenMention]:
        """Whose a body without an owner is: that of the same body named before, or of the state where the sentence takes place."""
        of_state = token.i > 0 and token.nbor(-1).lower_ in self._of_state and token.nbor(-1).head.i == token.i
        if of_state and token.lemma_.lower() in self.gazetteer.tables.bodies:
            return self._state_here(spans[0], token, note) or self._only_state(token, spans, note)
        mass = token.tag_ == "NN" and token.lemma_ in self._mass and not any(c.dep_ == "det" for c in token.children)
        if token.lemma_.lower() not in self._bare_bodies or mass or (is_told_apart(token) and not self._is_compound_body(token)):
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
        places = [m for m in candidates(spans[0], len(token.doc), ("State",), note) if is_place(token.doc[m.head])]
        here = [replace(m, kind="body") for m in places[:1]]
        return here or self._only_state(token, spans, note) or self._state_here(spans[0], token, note)

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

    def _only_state(self, body: Token, spans: Sequence[Span], note: Annotation) -> list[TokenMention]:
        """The one state of which a sentence speaks so far, or the one before it: "a Venezuelan was shot. … the regime denied it"."""
        if any(c.dep_ in ("det", "nummod") and c.lower_ != "the" for c in body.children):
            return []
        for span in spans[:2]:
            spoken = note.between(span.start, min(span.end, body.i))
            here = [m for m in spoken if m.head != body.i and m.actor.type not in OBJECT_TYPES and m.kind not in NAMELESS]
            if not here:
                continue
            states = [self._state_of(m) for m in here]
            known = {state for state in states if state is not None}
            if len(known) != 1 or any(state is None and m.actor.type != "Person" for m, state in zip(here, states, strict=True)):
                return []
            state = self.gazetteer.actor(known.pop())
            return [replace(here[0], actor=state, principal=state, kind="body")]
        return []

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
        """Whose deed a possessive names behind a verb of blame or praise: "condemned Lula for his remarks" means Lula's.

        Of what is punished or protested at it is the party behind the verb: "cut ties with Russia over its invasion".
        """
        if token.tag_ != "PRP$":
            return []
        protesting = protest_against(token.head)
        verb, preposition = protesting or verb_above(token.head.head), token.head.head.lower_
        if not protesting and (token.head.dep_ not in ("pobj", "pcomp") or preposition not in ("for", "over", "of")):
            return []
        if not protesting and verb.i == token.head.head.head.i and verb.lemma_ in self._accusing and not is_passive(verb):
            return [m for c in verb.children if c.dep_ == "dobj" for m in note.at(c.i) if m.kind != "demonym"][:1]
        if token.lower_ in PERSONAL or not (protesting or (preposition != "of" and verb.lemma_ in self._punishing)):
            return []
        doers = {m.principal.id for i in subjects_of(verb) for m in note.at(i)}
        behind = candidates(token.sent, token.i, ("State", "Organisation", "Organ", "Group"), note)
        return [m for m in behind if m.start > verb.i and m.principal.id not in doers][:1] if doers else []

    def _judges(self, token: Token) -> set[int]:
        """Who passes judgement on what a possessive owns, and so is not its owner: "condemned his detention", "urged its government"."""
        verb = token.head.head
        judged = token.tag_ == "PRP$" and token.head.dep_ == "dobj" and token.head.lemma_ not in self._relational
        judged = judged and (verb.lemma_ in self._accusing or (verb.lemma_ in self._demanding and token.head.lemma_ in self._rulers))
        return subjects_of(verb) if judged else set()

    def _accusers(self, token: Token) -> set[int]:
        """Who accuses, and so is not the accused: "allegations by Riyadh that it armed rebels"."""
        clause = token.head
        if token.dep_ not in SUBJECTS or not any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children):
            return set()
        above = clause.head
        noun = above.head.head if above.dep_ == "pobj" and above.head.lower_ in ("by", "from") else above
        if noun.lemma_.lower() not in self._accusations:
            return set()
        behind = {c.i for p in noun.children if p.lower_ in ("by", "from") for c in p.children if c.dep_ == "pobj"}
        return behind | {c.i for c in noun.children if c.dep_ == "poss"}

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
            if self._titles_of(mention, note) & wanted:
                holders.append(mention)
        here = {m.principal.id for m in note.between(token.sent.start, start)}
        return [m for m in holders if m.principal.id in here][:1] or holders[:1]

    def _titles_of(self, mention: TokenMention, note: Annotation) -> set[str]:
        """The keys of the titles that a person holds by the tables or by the text."""
        return note.titles.get(mention.actor.id, set()) | self.gazetteer.titles_held(mention.actor.id.removeprefix("actor/"), note.date)


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
