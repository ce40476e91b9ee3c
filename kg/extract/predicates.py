"""From the parse to predicate–argument structures with deep roles.

Passives, relative and participial clauses, control, coordination, possessives, compound modifiers and light verbs are
undone here, so that a frame is written once, in the active voice. Dependency labels are those of the ClearNLP scheme
that spaCy's English pipelines use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.extract.annotation import with_conjuncts
from kg.extract.argument import Argument
from kg.extract.columns import Columns, columns_of
from kg.extract.nouns import Nouns
from kg.extract.syntax import (
    DEEPEST,
    NOUNS,
    RELATIVE,
    TIMES,
    VERBS,
    agents_behind,
    asked_to,
    governor_of,
    is_infinitive,
    is_inverted,
    is_of_headline,
    is_passive,
    is_plural,
    object_outside,
    stressed_noun,
    subject_of_fragment,
)
from kg.extract.words import Words, is_compound_participle

DEPENDENT = frozenset({"conj", "xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp", "prep"})
TOPICS = frozenset({"on", "about", "over", "regarding", "concerning"})
APPEALS = frozenset({"on", "upon", "to", "with", "for"})
STANDING_ALONE = frozenset({"other", "latter", "former"})
BESIDE = frozenset({"despite", "amid", "over", "after", "following", "under", "notwithstanding", "because"})
CONDITIONS = frozenset({"if", "unless", "until", "once"})
DIRECTIONS = frozenset("out away back off up down in over forward aside ahead apart together along on".split())


class Predicates:
    """The predicate–argument structures of one document, made when asked for and then remembered.

    `lists` are the word lists of `ontology/frames/words-*.txt`: `light` verbs lend their subject to the noun that they govern,
    after `accusing` verbs a gerund belongs to their object, `subjectcontrol` verbs keep their subject for an infinitive.
    `kinds` says of the tokens that head a mention of a thing which kind of thing it is (`weapon`, `talks`), in lower case;
    `referring` are the nouns that point back at an actor ("its ally"); `columns` are those of the document, where they were read already.
    """

    def __init__(
        self,
        doc: Doc,
        lists: Mapping[str, frozenset[str]],
        kinds: Mapping[int, str] | None = None,
        referring: frozenset[int] = frozenset(),
        columns: Columns | None = None,
    ) -> None:
        self.doc = doc
        self.words = Words(doc, columns or columns_of(doc))
        self.kinds = kinds or {}
        self._accusing = lists.get("accusing", frozenset())
        self._quantity = lists.get("quantity", frozenset())
        self._subject_control = lists.get("subjectcontrol", frozenset())
        self._moving = lists.get("moving", frozenset())
        self._giving = lists.get("giving", frozenset())
        self._directed = lists.get("directed", frozenset())
        self._purposes = lists.get("purpose", frozenset())
        self._papers = lists.get("paper", frozenset())
        self._appealing = lists.get("appealing", frozenset())
        self._encounters = frozenset().union(*(lists.get(name, frozenset()) for name in ("talks", "meetings", "negotiations")))
        self._harming = lists.get("harming", frozenset())
        self._act_nouns = lists.get("actnoun", frozenset())
        self._terming = lists.get("terming", frozenset())
        self._topical = lists.get("topical", frozenset())
        self._helping = lists.get("helping", frozenset())
        self._nouns = Nouns(doc, self, lists, referring)
        self._known: dict[int, tuple[Argument, ...]] = {}
        self._members: dict[int, tuple[int, ...]] = {}

    def arguments(self, index: int) -> tuple[Argument, ...]:
        """The arguments of the predicate at a token, in order of the text within a role; empty for what is no predicate."""
        if index not in self._known:
            # Governors first: a thousand coordinated verbs are a loop then, not a recursion.
            chain = [index]
            while (
                (governor := self.doc[chain[-1]]).dep_ in DEPENDENT and governor.head.i not in self._known and governor.head.i != governor.i
            ):
                chain.append(governor.head.i)
            for step in reversed(chain):
                self._compute(step)
        return self._known[index]

    def _compute(self, index: int) -> None:
        self._known[index] = ()  # a cycle through control or coordination ends here
        token = self.doc[index]
        if token.dep_ == "aux":
            found: Iterator[Argument] = (Argument("subject", i) for i in self.surface_subject(token.head))
        elif token.pos_ in VERBS:
            found = self._verb(token)
        elif is_compound_participle(token):
            found = iter([Argument("object", token.head.i), Argument("subject", token.i - 2)])
        elif token.pos_ in NOUNS or token.tag_ == "VBG":
            found = self._nouns.of(token)
        else:
            found = self._adjective(token)
        self._known[index] = tuple(dict.fromkeys(found))

    def role(self, index: int, role: str) -> list[int]:
        """The tokens that play one role for a predicate."""
        return [a.token for a in self.arguments(index) if a.role == role]

    def surface_subject(self, verb: Token) -> list[int]:
        """Who stands in front of the verb, active or passive."""
        return self.role(verb.i, "object" if is_passive(verb) else "subject")

    def agent(self, noun: Token) -> list[int]:
        """Who does what an action noun names: possessor, modifier, by-phrase, or the subject of its light verb."""
        possessor = self.role(noun.i, "poss") or [a.token for a in self.arguments(noun.i) if a.role == "prep" and a.preposition == "of"]
        return possessor or self.role(noun.i, "mod")

    def clause_subject(self, word: Token) -> list[int]:
        """The subject of the clause in which a noun stands, but not as its subject ("Kalin spoke of the tensions with …")."""
        step = word
        while step.head.i != step.i and (step.pos_ not in VERBS or step.dep_ == "prep"):  # "following talks with …"
            if step.dep_ in ("nsubj", "nsubjpass", "appos", "relcl"):
                return []
            step = step.head
        return self.surface_subject(step) if step.pos_ in VERBS else []

    def doer_beside(self, noun: Token) -> list[int]:
        """Who does what an objection stands beside: "Georgia passed the law despite warnings from Brussels"."""
        return self.clause_subject(noun) if noun.dep_ == "pobj" and noun.head.lower_ in BESIDE else []

    # Verbs

    def _verb(self, verb: Token) -> Iterator[Argument]:
        passive = is_passive(verb)
        own = list(self._own_arguments(verb, passive))
        yield from own
        roles = {a.role for a in own}
        if passive and "subject" not in roles and verb.lemma_ in self._moving and any(c.dep_ == "nsubjpass" for c in verb.children):
            # "French troops were sent to Mali": France, whose they are, sent them.
            yield from (Argument("subject", a.token) for a in own if a.role == "object")
        if not passive and verb.lemma_ in self._giving and not any(a.preposition == "to" for a in own):
            yield from self._received(verb)
        surface = "object" if passive else "subject"
        if surface not in roles:
            yield from (Argument(surface, i) for i in self._understood_subject(verb, passive))
        if (
            not passive
            and "object" not in roles
            and (verb.tag_ == "VBG" or is_infinitive(verb))
            and (meant := object_outside(verb)) is not None
        ):
            yield Argument("object", meant)
        if verb.dep_ == "relcl" and "object" not in roles and not passive and "subject" in roles and not self._has_relative(verb):
            yield Argument("object", verb.head.i)
        if not passive and "object" not in roles and not roles & {"prep", "that"}:
            for child in verb.children:
                if child.dep_ == "conj" and child.pos_ == "VERB" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
                    yield from (Argument("object", c.i) for c in child.children if c.dep_ == "dobj")

    def _own_arguments(self, verb: Token, passive: bool) -> Iterator[Argument]:
        attributive = verb.dep_ == "amod"
        subjects = [c for c in verb.children if c.dep_ == "nsubj"]
        objects = [c.i for c in verb.children if c.dep_ == "dobj"]
        for child in verb.children:
            dep = child.dep_
            if dep == "nsubj" and len(subjects) > 1 and child.i == subjects[0].i and not any(c.dep_ == "cc" for c in child.children):
                # Two subjects are a slip of the parser: "the Kurds it had backed".
                yield Argument("object", child.i)
            elif dep == "nsubj":
                undergone = passive and not attributive and not any(c.dep_ == "nsubjpass" for c in verb.children)
                yield Argument("object" if undergone else "subject", self.antecedent(child, verb))
            elif dep == "nsubjpass":
                yield Argument("object", self.antecedent(child, verb))
            elif dep == "agent":
                yield from (Argument("subject", c.i) for c in child.children if c.dep_ == "pobj")
            elif dep == "dobj" and child.i != objects[0] and self.doc[objects[0]].lemma_.lower() in self._encounters:
                continue  # a slip of the parser: "held talks with the Somali president Mohamed (Farmajo)"
            elif dep == "dobj" and passive and child.tag_ in RELATIVE and any(c.dep_ == "nsubjpass" for c in verb.children):
                continue  # "whom Rwanda is accused of arming"
            elif dep in ("dobj", "oprd") and (child.pos_ != "ADJ" or child.lower_ in STANDING_ALONE or child.lemma_ in self._quantity):
                yield Argument("object", self.antecedent(child, verb))
            elif dep in ("attr", "acomp"):
                yield Argument("attr", child.i)
            elif dep == "dative":
                if child.pos_ == "ADP":
                    yield from (Argument("prep", c.i, child.lower_) for c in child.children if c.dep_ == "pobj")
                else:
                    yield Argument("recipient", child.i)
            elif dep == "prep":
                yield from self.prepositional(child, verb)
            elif dep == "prt" or (dep in ("advmod", "prep") and child.lower_ in DIRECTIONS):
                yield Argument("particle", child.i, child.lower_)
                yield from (
                    Argument("prep", a.token, f"{child.lower_} {a.preposition}")
                    for sibling in (*child.children, *verb.children)
                    if sibling.dep_ == "prep" and sibling.i > child.i
                    for a in self.prepositional(sibling, verb)
                )
            elif dep in ("npadvmod", "advmod") and child.pos_ == "PROPN" and not attributive:
                yield from self._misread(child, verb, passive)
            elif dep == "advmod":
                yield Argument("adverb", child.i)
            elif dep in ("xcomp", "ccomp", "advcl") and child.pos_ in VERBS:
                yield from self._clausal(child)
            elif dep in ("xcomp", "ccomp") and child.pos_ in ("ADJ", *NOUNS):
                # A small clause: "holds Belarus responsible", "called Assad a butcher".
                yield Argument("attr", child.i)
                yield from (Argument("object", c.i) for c in child.children if c.dep_ == "nsubj")
                yield from (a for p in child.children if p.dep_ == "prep" for a in self.prepositional(p, verb))
            elif attributive and dep in ("npadvmod", "compound", "amod", "nmod", "advmod") and child.pos_ in (*NOUNS, "ADJ") and passive:
                yield Argument("subject", child.i)
        if passive and not any(c.dep_ == "agent" for c in verb.children):
            yield from (Argument("subject", i) for i in agents_behind(verb))
        if attributive and passive and verb.i > 1 and verb.nbor(-1).text == "-" and verb.nbor(-2).head.i != verb.i:
            yield Argument("subject", verb.i - 2)
        if attributive and passive and (doer := subject_of_fragment(verb)) is not None:
            yield Argument("subject", doer.i)

    def _misread(self, name: Token, verb: Token, passive: bool) -> Iterator[Argument]:
        """A name that the parser took for an adverbial is the subject or object that the verb lacks: "Kurds it backed"."""
        deps = {c.dep_ for c in verb.children}
        if name.i < verb.i and not deps & {"nsubj", "nsubjpass", "csubj"}:
            yield Argument("object" if passive else "subject", name.i)
        elif not deps & {"dobj", "nsubjpass", "agent"} and (name.i > verb.i or verb.dep_ in ("ccomp", "relcl")):
            yield Argument("object", name.i)

    def _received(self, verb: Token) -> Iterator[Argument]:
        """To whom goes what the parser hung on a word that describes it: "returned a cup with the image of a king to Hungary"."""
        for thing in verb.children:
            if thing.dep_ == "dobj":
                behind = [p for p in thing.subtree if p.i > thing.i and p.dep_ == "prep" and p.lower_ == "to"]
                if behind and behind[-1].head.pos_ in NOUNS and behind[-1].head.lemma_.lower() not in self._directed:
                    yield from self.prepositional(behind[-1], verb)

    def _clausal(self, clause: Token) -> Iterator[Argument]:
        infinitive = is_infinitive(clause)
        if clause.dep_ == "advcl" and (
            is_inverted(clause) or any(c.dep_ in ("mark", "advmod") and c.lower_ in CONDITIONS for c in clause.children)
        ):
            yield Argument("if", clause.i)
        elif infinitive or clause.dep_ == "xcomp":
            yield Argument("to", clause.i)
            yield from (Argument("object", c.i) for c in clause.children if c.dep_ in ("nsubj", "nsubjpass") and clause.dep_ != "advcl")
        elif clause.dep_ == "ccomp":
            yield Argument("that", clause.i)
            yield from (Argument("object", i) for i in self._termed(clause))
            if clause.tag_ == "VBG" and not any(c.dep_ in ("aux", "mark") for c in clause.children):
                # A slip of the parser: "accept refugees fleeing Myanmar".
                yield from (Argument("object", c.i) for c in clause.children if c.dep_ == "nsubj")

    def _termed(self, clause: Token) -> list[int]:
        """What a clause gives a name to: "Venezuela's interference" in "condemned what it called Venezuela's interference"."""
        if clause.lemma_ not in self._terming or not any(c.tag_ == "WP" and c.dep_ == "dobj" for c in clause.children):
            return []
        behind_as = [c for p in clause.children if p.dep_ == "prep" and p.lower_ == "as" for c in p.children if c.dep_ == "pobj"]
        return [c.i for c in (*clause.children, *behind_as) if c.dep_ == "oprd" or c in behind_as]

    def prepositional(self, preposition: Token, governor: Token, depth: int = 0) -> Iterator[Argument]:
        """The phrases that a preposition brings to its governor, those that hang on it in turn with both prepositions."""
        words = preposition.lower_
        if depth > DEEPEST:
            return
        for child in preposition.children:
            if child.dep_ in ("pobj", "pcomp"):
                yield Argument("prep", self.antecedent(child, governor), words)
                yield from (Argument("prep", i, words) for i in self._termed(child) if child.dep_ == "pcomp")
            elif child.dep_ == "prep":
                for inner in self.prepositional(child, governor, depth + 1):
                    yield Argument("prep", inner.token, f"{words} {inner.preposition}")
                    if words != "according":
                        yield inner
            elif child.dep_ == "conj" and child.pos_ == "ADP":
                yield from self.prepositional(child, governor, depth + 1)

    def antecedent(self, token: Token, verb: Token) -> int:
        """A relative pronoun stands for the noun that its clause modifies."""
        if token.tag_ in RELATIVE:
            clause = verb
            while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head.i != clause.i:
                if (stressed := stressed_noun(clause.head)) is not None:
                    return int(stressed.i)
                clause = clause.head
            if clause.dep_ in ("relcl", "acl") and clause.head.i != clause.i:
                noun = self._harmful(clause) or clause.head
                if is_plural(verb):
                    while noun.dep_ == "conj" and noun.head.pos_ in NOUNS:
                        noun = noun.head
                return int(noun.i)
        return int(token.i)

    def _harmful(self, clause: Token) -> Token | None:
        """The attack, and not its place, of which a relative clause says whom it harmed: "attacks in Baghdad which killed 28 people"."""
        if clause.lemma_.lower() not in self._harming or clause.head.lemma_.lower() in self._act_nouns:
            return None
        step = clause.head
        for _ in range(DEEPEST):
            if step.dep_ != "pobj" or step.head.dep_ != "prep":
                return None
            step = step.head.head
            if step.lemma_.lower() in self._act_nouns:
                return step
        return None

    def _has_relative(self, verb: Token) -> bool:
        return any(t.tag_ in RELATIVE or t.tag_ == "WRB" for t in verb.lefts) or any(
            c.tag_ in RELATIVE for p in verb.children if p.dep_ == "prep" for c in p.children
        )

    def _understood_subject(self, verb: Token, passive: bool) -> list[int]:
        """The subject that a clause leaves unsaid, from its governor: control, coordination, participles."""
        head, dep = governor_of(verb), verb.dep_
        if not passive and is_of_headline(verb):
            return [head.i]  # a headline: "Macron to meet Xi"
        if dep == "conj" and head.pos_ in VERBS:
            return self.surface_subject(head)
        if dep == "amod":
            return [head.i] if passive or verb.tag_ == "VBG" else []
        if dep == "relcl" and passive and not self._has_relative(verb):
            return [head.i]
        if dep == "acl" or (dep == "relcl" and is_infinitive(verb)):
            if is_infinitive(verb):
                if head.dep_ == "attr" and not self.role(head.i, "poss"):  # "was the first country to recognise Kosovo"
                    return self._subject_above(head)
                if asked := asked_to(verb):
                    return [asked.i]
                above = self._subject_above(head) or self._whose_purpose(head)
                return self.agent(head) or above or ([head.i] if head.dep_ == "ROOT" else [])
            if head.lemma_.lower() in self._papers and verb.tag_ == "VBG":  # "passed a resolution urging …"
                return self.agent(head) or self._subject_above(head) or [head.i]
            return [head.i]
        if dep in ("xcomp", "ccomp") and head.pos_ in VERBS:
            controlled = [] if head.lemma_ in self._subject_control else self.role(head.i, "object") or self._appealed(verb)
            controlled = [i for i in controlled if i != verb.i]
            return controlled or self.surface_subject(head) or self.role(head.i, "subject")
        if dep in ("acomp", "attr", "oprd") and head.pos_ in VERBS:
            return self.surface_subject(head)
        if dep == "xcomp" and head.pos_ == "ADJ":
            return self.role(head.i, "subject")
        if dep == "advcl" and head.pos_ in VERBS:
            helped = self.role(head.i, "object") if head.lemma_ in self._helping and is_infinitive(verb) else []
            return helped or self._appealed(verb) or self.surface_subject(head)
        if dep in ("pcomp", "pobj") and head.dep_ in ("prep", "agent"):
            governor = head.head
            if governor.pos_ in VERBS:
                accused = self.role(governor.i, "object") if governor.lemma_ in self._accusing or head.lower_ == "from" else []
                return accused or self.surface_subject(governor)
            return self.agent(governor) if governor.pos_ in NOUNS else self.role(governor.i, "subject")
        if dep == "dep" and head.pos_ in VERBS:
            return self.surface_subject(head)
        return []

    def _appealed(self, verb: Token) -> list[int]:
        """Whoever is called on, or relied on, to do something does it: "China called on Brazil to lift …"."""
        if verb.head.lemma_ not in self._appealing or not is_infinitive(verb):
            return []
        phrases = [p for p in verb.head.children if p.dep_ == "prep" and p.lower_ in APPEALS and verb.head.i < p.i < verb.i]
        return [c.i for p in phrases for c in p.children if c.dep_ == "pobj" and c.ent_type_ not in TIMES][-1:]

    def _subject_above(self, noun: Token) -> list[int]:
        """The subject of the verb whose object a noun is ("launched an effort to …")."""
        if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in VERBS:
            return self.surface_subject(noun.head)
        return []

    def _whose_purpose(self, noun: Token) -> list[int]:
        """The subject of the verb beside which a purpose stands: "invaded Ukraine in order to", "in an effort to broker …"."""
        verb = noun.head.head
        beside = noun.dep_ == "pobj" and noun.head.lower_ == "in" and verb.pos_ in VERBS and noun.lemma_.lower() in self._purposes
        return self.surface_subject(verb) if beside else []

    def members(self, index: int) -> tuple[int, ...]:
        """A token, what is coordinated with it, and what it counts: the words of which one can be the word that a frame asks for."""
        if index not in self._members:
            token = self.doc[index]
            self._members[index] = tuple(t.i for t in (*with_conjuncts(token), *self._nouns.counted(token)))
        return self._members[index]

    def takes_part(self, argument: Argument, governor: int) -> bool:
        """Whether a phrase names who takes part in an act, and not what it is about: "to share information on North Korea"."""
        about = argument.preposition in TOPICS and self.doc[governor].lemma_.lower() in self._topical
        return argument.role == "prep" and not about

    # Adjectives

    def _adjective(self, word: Token) -> Iterator[Argument]:
        for child in word.children:
            if child.dep_ == "prep":
                yield from self.prepositional(child, word)
            elif child.dep_ in ("xcomp", "ccomp") and child.pos_ in VERBS:
                yield from self._clausal(child)
            elif child.dep_ in ("nsubj", "nsubjpass"):
                yield Argument("subject", self.antecedent(child, word))
        if word.dep_ in ("acomp", "attr", "advmod", "oprd") and word.head.pos_ in VERBS:
            yield from (Argument("subject", i) for i in self.surface_subject(word.head))
            yield from (a for a in self.arguments(word.head.i) if a.role in ("prep", "if") and a.token > word.i)
        elif word.dep_ in ("amod", "appos", "relcl", "acl"):
            yield Argument("subject", word.head.i)
        elif word.dep_ == "conj":
            yield from (a for a in self.arguments(word.head.i) if a.role == "subject")
