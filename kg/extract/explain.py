"""Says why a text is coded as it is: mentions, predicates with roles, the frames that won, lost or nearly fitted, and what is missing.

It looks at the very steps of `kg.extract.coding`, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from spacy.language import Language
from spacy.tokens import Token

from kg.extract.annotation import TokenMention
from kg.extract.argument import Argument
from kg.extract.coding import Coder, Coding
from kg.extract.fitting import Binding, bind, fillers_of
from kg.extract.frames import DOER, THERE, Constraint, Frame, Slot
from kg.extract.pipeline import Analysis, analyse, knowledge_of, process, statement
from kg.extract.reading import Reading, read
from kg.extract.syntax import NOUNS, VERBS
from kg.knowledge import shown_path
from kg.model import Actor, Article, Statement

FEW, FEWER = 5, 2
LONGEST = 6
ALTERNATIVES = 4
FOLLOWERS = frozenset({"modifier", "owner"})


@dataclass(frozen=True, slots=True)
class Named:
    """Words that stand for an actor, in whose name it acts, and how the words name it."""

    words: str
    actor: Actor
    principal: Actor
    kind: str


@dataclass(frozen=True, slots=True)
class Role:
    """What plays a deep role for a predicate; `preposition` is empty but for `prep` and `particle`, `actors` are labels."""

    role: str
    preposition: str
    words: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that related two actors. `lost_to` is the frame that won against it, None when it made a statement; `why` says how."""

    frame: Frame
    source: str
    target: str
    lost_to: Frame | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A frame that failed at one thing: `demand` is what it asked for, empty when the parties themselves are the obstacle.

    `of_words` is true when it asked for words, not for an actor.
    """

    frame: Frame
    demand: str
    found: str
    of_words: bool = False


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that relates others. `silence` says why it makes no statement, and is empty when it makes one.

    `matches` begin with what won; `misses` begin with the frames of which most fitted.
    """

    words: str
    lemma: str
    kind: str
    roles: tuple[Role, ...]
    matches: tuple[Match, ...]
    misses: tuple[Miss, ...]
    silence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be said of how a text was coded; `silence` says why there is no statement at all."""

    text: str
    mentions: tuple[Named, ...]
    predicates: tuple[Predicate, ...]
    statements: tuple[Statement, ...]
    silence: str


def explain(nlp: Language, article: Article) -> Explanation:
    """Why the text of an article gives the statements that it gives; made for a sentence, good for a page."""
    reading = read(nlp, article)
    if not reading.words:
        return Explanation(
            article.text, (), (), (), "nothing in the text is news: teasers, captions, bylines and bare dates are passed over"
        )
    doc = process(nlp, reading)
    knowledge = knowledge_of(nlp)
    view = _View(reading, knowledge.coder, analyse(doc, knowledge))
    read_words = view.coder.words_with_parties(doc, view.analysis.note, view.analysis.predicates)
    predicates = tuple(found for token, _, _ in read_words if (found := view.predicate(token)) is not None)
    statements = tuple(
        statement(coding, article, reading, knowledge, view.analysis.speakers, view.analysis.circumstances) for coding in view.kept
    )
    mentions = tuple(Named(view.quote(m.start, m.end), m.actor, m.principal, m.kind) for m in view.analysis.note.mentions)
    return Explanation(article.text, mentions, predicates, statements, "" if statements else silence_of(mentions))


def silence_of(mentions: Sequence[Named]) -> str:
    """Why a text without statements has none, as far as its mentions say."""
    actors = sorted({m.actor.label for m in mentions})
    if not actors:
        return "nobody is named whom the actor tables or the entity recogniser know"
    if len(actors) == 1:
        return f"only one actor is named: {actors[0]}"
    return "no frame relates two of the actors that are named"


class _View:
    """One document with everything that was decided about it."""

    def __init__(self, reading: Reading, coder: Coder, analysis: Analysis) -> None:
        self.reading = reading
        self.coder = coder
        self.analysis = analysis
        self.doc = analysis.predicates.doc
        self.lost: list[tuple[Coding, Coding, str]] = []
        self.kept = coder.code(
            self.doc, analysis.note, analysis.predicates, analysis.speakers.of, lambda lost, won, why: self.lost.append((lost, won, why))
        )

    def predicate(self, token: Token) -> Predicate | None:
        """What happened at a word; None when it relates nothing to an actor and no frame nearly fitted."""
        roles = tuple(self.role(argument) for argument in self.analysis.predicates.arguments(token.i))
        frames = self.coder.frames_at(token)
        matches = tuple(self.matches(token))
        matched = {id(match.frame) for match in matches}
        missed = (miss for frame in frames if id(frame) not in matched for miss in islice(self.misses(frame, token), 1))
        misses = sorted(missed, key=distance)
        named = any(role.actors for role in roles)
        if not (matches or misses or (named and token.pos_ in ("VERB", *NOUNS) and not self.is_mention(token))):
            return None
        kind = "verb" if token.pos_ in VERBS else "noun" if token.pos_ in NOUNS else "adjective"
        silence = "" if any(match.lost_to is None for match in matches) else self.silence(token, frames, matches, misses, kind)
        return Predicate(token.text, token.lemma_.lower(), kind, roles, matches, tuple(misses), silence)

    def is_mention(self, token: Token) -> bool:
        """Whether a word is part of an actor's name."""
        return any(m.start <= token.i < m.end for m in self.analysis.note.mentions)

    def matches(self, token: Token) -> Iterator[Match]:
        """The frames that related actors at a word, the winners first."""
        for coding in self.kept:
            if coding.predicate == token.i:
                yield Match(coding.frame, coding.source.actor.label, coding.target.actor.label)
        for lost, won, why in self.lost:
            if lost.predicate == token.i:
                yield Match(lost.frame, lost.source.actor.label, lost.target.actor.label, won.frame, why)

    def misses(self, frame: Frame, token: Token) -> Iterator[Miss]:
        """How a frame that has this head fails, when all but one thing fits."""
        predicates = self.analysis.predicates
        bindings = list(bind(frame, token, predicates))
        for binding in bindings:
            yield from self.obstacle(binding, frame, token)
        if bindings:
            return
        for i, constraint in enumerate(frame.constraints):
            if constraint.role in FOLLOWERS and i and frame.constraints[i - 1].lemmas is None:
                continue
            left = list(frame.constraints)
            # What hangs on the words that are missing cannot be there without them.
            end = i + 1 + (i + 1 < len(left) and left[i + 1].role in FOLLOWERS)
            del left[i:end]
            relaxed = replace(frame, constraints=tuple(left))
            for binding in bind(relaxed, token, predicates):
                empty, filled = self.slots(binding, frame, token)
                if filled and not empty:
                    yield Miss(frame, demand_of(constraint), self.standing(constraint, frame, token, binding), constraint.slot is None)

    def obstacle(self, binding: Binding, frame: Frame, token: Token) -> Iterator[Miss]:
        """Why a frame whose words all fit relates nobody."""
        note, predicates, speakers = self.analysis.note, self.analysis.predicates, self.analysis.speakers
        empty, filled = self.slots(binding, frame, token)
        dyads = self.coder.dyads(binding, frame, token, note, predicates, speakers.of)
        both = next((members for slot, members in filled if slot.name == "BOTH"), None)
        if both is not None and len(both) < 2:
            yield Miss(frame, "BOTH", f"only {both[0].actor.label} stands there")
        elif dyads:
            reasons = [(source, target, why) for source, target, by in dyads if (why := self.coder.objection(source, target, frame, by))]
            yield from (Miss(frame, "", f"{a.actor.label} → {b.actor.label} cannot be: {why}") for a, b, why in reasons[:1])
        elif both is not None:
            yield Miss(frame, "", "those who act together act towards a third")
        elif frame.by_speaker and not empty:
            yield Miss(frame, "SPEAKER", "nobody who is named says it")
        elif len(empty) == 1 and (filled or frame.by_speaker):
            slot, tokens = empty[0]
            yield Miss(frame, slot_of(slot), self.unfilled(slot, tokens))

    def slots(
        self, binding: Binding, frame: Frame, token: Token
    ) -> tuple[list[tuple[Slot, tuple[int, ...]]], list[tuple[Slot, list[TokenMention]]]]:
        """The slots of a binding that name nobody, with their tokens, and those that do, with whom."""
        empty: list[tuple[Slot, tuple[int, ...]]] = []
        filled: list[tuple[Slot, list[TokenMention]]] = []
        for slot, tokens, owns in binding.slots:
            members, _ = self.coder.fill(slot, tokens, token, self.analysis.note, owns, frame)
            if members:
                filled.append((slot, members))
            else:
                empty.append((slot, tokens))
        return empty, filled

    def unfilled(self, slot: Slot, tokens: Sequence[int]) -> str:
        """What stands in a slot and names nobody whom it admits."""
        if not tokens:
            return "nothing stands there"
        named = {m.actor for i in tokens for m in self.coder.resolve(self.doc[i], self.analysis.note)}
        if named:
            return "; ".join(f"{actor.label} is of the type {actor.type}" for actor in sorted(named, key=lambda a: a.label))
        return f"{self.listed(tokens)} {'names' if len(set(tokens)) == 1 else 'name'} no actor"

    def standing(self, constraint: Constraint, frame: Frame, token: Token, binding: Binding) -> str:
        """What stands where a constraint failed."""
        fillers = [a.token for a in fillers_of(binding, constraint, frame, token, self.analysis.predicates) if a.token not in binding.used]
        if fillers and constraint.role != "particle":
            return f"{self.listed(fillers)} {'stands' if len(set(fillers)) == 1 else 'stand'} there"
        pool = [a for i in binding.used for a in self.analysis.predicates.arguments(i)]
        if constraint.role in ("prep", "particle", "to"):
            phrases = list(dict.fromkeys(f"“{a.preposition} {self.phrase(a.token)}”" for a in pool if a.role == "prep"))
            return f"there is only {', '.join(phrases[:3])}" if phrases else "nothing stands there"
        return "nothing stands there"

    def silence(self, token: Token, frames: Sequence[Frame], matches: Sequence[Match], misses: Sequence[Miss], kind: str) -> str:
        """Why a predicate makes no statement."""
        if matches:
            return "what it says is said by another word"
        if not frames:
            others = sorted({frame.shape for frame in self.coder.frames_headed(token)})
            known = f", only as {' and '.join(others)}" if others else ""
            return f"no frame has the head “{token.lemma_.lower()}” as {kind}{known}"
        if misses:
            return "no frame fits"
        arguments = self.analysis.predicates.arguments(token.i)
        nobody = [a for a in arguments if a.role in ("subject", "object", "poss", "prep") and not self.role(a).actors]
        if nobody:
            parts = ", ".join(dict.fromkeys(f"{label_of_role(a.role, a.preposition)} “{self.phrase(a.token)}”" for a in nobody))
            return f"no frame with this head fits; an argument names no actor: {parts}"
        return "no frame with this head comes near"

    def role(self, argument: Argument) -> Role:
        """An argument in words, with the actors that it stands for."""
        actors = tuple(m.actor.label for m in self.coder.resolve(self.doc[argument.token], self.analysis.note))
        return Role(argument.role, argument.preposition, self.phrase(argument.token), actors)

    def listed(self, tokens: Sequence[int]) -> str:
        """The phrases of some tokens in quotation marks."""
        phrases = list(dict.fromkeys(f"“{self.phrase(i)}”" for i in tokens))
        return ", ".join(phrases[:3]) + (" …" if len(phrases) > 3 else "")

    def phrase(self, index: int) -> str:
        """A token with the words in front of it that belong to it, cut to the last few; a name as a whole."""
        for mention in self.analysis.note.at(index):
            return self.quote(mention.start, mention.end)
        token = self.doc[index]
        begin = token.left_edge.i if token.pos_ in (*NOUNS, "ADJ", "NUM") else index
        return self.quote(max(begin, index - LONGEST), index + 1)

    def quote(self, start: int, end: int) -> str:
        """The words of some tokens as they stand in the text, on one line."""
        return " ".join(self.reading.quote(start, end)[0].split())


def demand_of(constraint: Constraint) -> str:
    """A constraint in the words of the language of frames.

    >>> demand_of(Constraint("prep", frozenset({"on", "against"}), slot=Slot("TARGET")))
    'against|on TARGET'
    >>> demand_of(Constraint("object", lemmas=frozenset({"aid"})))
    'aid'
    >>> demand_of(Constraint("doer", slot=Slot("TARGET")))
    'DOER'
    """
    if constraint.role in ("scene", "doer"):
        return THERE if constraint.role == "scene" else DOER
    filler = slot_of(constraint.slot) if constraint.slot else words_of(constraint.lemmas) if constraint.lemmas else "*"
    if constraint.role in ("poss", "owner"):
        return f"{filler}'s"
    if constraint.role in ("that", "if") or (constraint.role == "to" and not constraint.prepositions):
        return f"{constraint.role} {filler} ..." if constraint.slot else f"{constraint.role} ..."
    words = "|".join(sorted(constraint.prepositions))
    return words if constraint.role == "particle" else f"{words} {filler}".strip()


def slot_of(slot: Slot) -> str:
    """A slot with its conditions."""
    return f"{slot.name}:{'|'.join(sorted(slot.types))}" if slot.types else slot.name


def words_of(lemmas: frozenset[str]) -> str:
    """Some of the words of a list, and that there are more."""
    words = sorted(lemmas)
    return "|".join(words[:LONGEST]) + ("|…" if len(words) > LONGEST else "")


def label_of_role(role: str, preposition: str) -> str:
    """The name of a role in print: `subject`, `prep on`."""
    return f"{role} {preposition}".strip()


def render(explanation: Explanation, everything: bool = False) -> str:
    """An explanation as plain text; of the frames that nearly fitted only the nearest few, unless `everything` is wanted."""
    lines = [" ".join(explanation.text.split()), "", "actors"]
    lines += table([(m.words, f"{m.actor.label} ({m.actor.type})", principal_of(m), m.kind) for m in explanation.mentions]) or ["  none"]
    lines += ["", "predicates"]
    for predicate in explanation.predicates:
        lines += [f"  {predicate.words} ({predicate.kind}, {predicate.lemma})"]
        lines += (f"  {line}" for line in table([(label_of_role(r.role, r.preposition), r.words, actors_of(r)) for r in predicate.roles]))
        keep = None if everything else predicate.lemma
        for match in predicate.matches:
            lines.append(
                f"    {'won ' if match.lost_to is None else 'lost'}     {match.source} → {match.target}: {shown(match.frame, keep)}"
            )
            if match.lost_to is not None:
                lines.append(f"             {match.why}: {shown(match.lost_to, keep)}")
        few = len(predicate.misses) if everything else FEW if predicate.silence else FEWER
        for miss in predicate.misses[:few]:
            lines += [f"    nearly   {shown(miss.frame, keep)}", f"             {f'{miss.demand}: ' if miss.demand else ''}{miss.found}"]
        if len(predicate.misses) > few:
            lines.append(f"    nearly   {len(predicate.misses) - few} more; --all shows them")
        if predicate.silence:
            lines.append(f"    nothing  {predicate.silence}")
    if not explanation.predicates:
        lines.append("  none relates an actor to anything")
    lines += ["", "statements"]
    for one in explanation.statements:
        lines += [f"  {one.source.actor.label} – {one.label} – {one.target.actor.label} ({one.event_type}, {one.relation}, {one.rule})"]
        lines += [f"    {circumstances_of(one)}"]
    if explanation.silence:
        lines.append(f"  none: {explanation.silence}")
    return "\n".join(lines) + "\n"


def distance(miss: Miss) -> tuple[bool, bool, int]:
    """How far a frame is from fitting: least when only the parties are the obstacle, most when words are missing."""
    return bool(miss.demand), miss.of_words, -miss.frame.specificity


def shown(frame: Frame, keep: str | None) -> str:
    """A frame with its relation, its place, and how specific it is; with a word to keep, its long rows of alternatives are cut."""
    place = f"{shown_path(frame.path)}:{frame.line}"
    text = frame.text if keep is None else " ".join(shortened(element, keep) for element in frame.text.split())
    return f"[{frame.relation}] {text}  ({place}, {frame.rule}, specificity {frame.specificity})"


def shortened(element: str, keep: str) -> str:
    """An element of a frame with a few of its alternatives, one word among them.

    >>> shortened("impose|slap|levy|place|put|apply", "put")
    'impose|slap|put|…'
    >>> shortened("on|against", "put")
    'on|against'
    """
    words = element.split("|")
    if len(words) <= ALTERNATIVES:
        return element
    few = [word for i, word in enumerate(words) if word == keep or i < ALTERNATIVES - 2 + (keep not in words)]
    return "|".join([*few, "…"])


def principal_of(named: Named) -> str:
    """For whom a mention acts, when that is somebody else."""
    return f"for {named.principal.label}" if named.principal != named.actor else ""


def actors_of(role: Role) -> str:
    """The actors of a role, or that there is none."""
    return f"→ {', '.join(role.actors)}" if role.actors else ""


def circumstances_of(one: Statement) -> str:
    """The circumstances of a statement on one line."""
    parts = [one.modality, "negated" if one.negated else "not negated", f"speaker {one.speaker.actor.label if one.speaker else 'none'}"]
    parts.append(f"date {one.date.start} to {one.date.end} (“{one.date.text}”)" if one.date else "date none")
    parts.append(f"context {', '.join(f'{c.role} {c.actor.label}' for c in one.context) or 'none'}")
    return "; ".join(parts)


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows in columns, two blanks in front and between.

    >>> table([("a", "bc"), ("def", "")])
    ['  a    bc', '  def']
    """
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
