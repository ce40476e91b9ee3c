"""What flows through the program: articles in, statements out.

Offsets are half-open and count code points of the article's text as it was read. Dates are ISO 8601.
Every class is frozen; nothing here knows spaCy, RDF or files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from kg.errors import StatementError

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality = Literal["asserted", "future", "possible", "demanded"]
Phase = Literal["began", "continues", "ended"]
BlockKind = Literal["heading", "paragraph"]

MODALITIES: tuple[Modality, ...] = ("asserted", "future", "possible", "demanded")
PHASES: tuple[Phase, ...] = ("began", "continues", "ended")
ACTOR_TYPES = frozenset({"Actor", "State", "Organ", "Organisation", "Group", "People", "Person"})
OBJECT_TYPES = frozenset({"Object", "Programme", "Weapon", "Agreement", "Talks", "Place"})
"""What can be the target of a statement, but never its source."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text that is news: a headline or a paragraph, `text[start:end]`."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A news text with what is known of it.

    `blocks` are the parts of `text` that carry news, in order and disjoint; date lines, teasers, captions and bylines
    are in none of them. `date` is the day of publication as `YYYY-MM-DD`, or None.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Actor:
    """A named party to politics or conflict.

    `type` is the local name of a class of `ontology/kg.ttl` (State, Organ, Organisation, Group, People, Person,
    Programme, Weapon, Agreement, Talks, Place). `id` reads `actor/united-states`.
    """

    id: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of an article that stand for an actor, and the principal for whom it acts on the article's date.

    The principal is the actor itself when it acts for nobody else.
    """

    actor: Actor
    principal: Actor
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ContextParty:
    """A further named party to the same act, with the role that a preposition gives it: from, over, on, with, at …"""

    role: str
    actor: Actor
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end` (both included, ISO 8601) that the words `text` name."""

    start: str
    end: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that supports a statement."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trigger:
    """Where in the article the word stands by which a sentence was found to say what is done, such as "removed"."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A directed triple that one sentence of one article supports, with its circumstances and its evidence.

    `speaker` is who asserts it when that is not the article itself; `reporters` are those who say that the speaker said so,
    the outermost first. `quad` is 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict;
    `polarity` −1, 0 or 1; `intensity` stands on the Goldstein scale from −10 to 10; `phase` says that the act began, goes on or
    ended, and is None when the sentence does not; `confidence` lies in [0, 1] or is None when nothing was measured. `rule` names
    what found it, `trigger` the word of the evidence at which it did; None where that is not told.
    """

    article: str
    source: Mention
    relation: str
    label: str
    event_type: str
    quad: int
    polarity: int
    intensity: float
    target: Mention
    evidence: Evidence
    rule: str
    context: tuple[ContextParty, ...] = ()
    speaker: Mention | None = None
    negated: bool = False
    modality: Modality = "asserted"
    date: Period | None = None
    confidence: float | None = None
    reporters: tuple[Mention, ...] = ()
    phase: Phase | None = None
    trigger: Trigger | None = None

    @property
    def id(self) -> str:
        """`st-` and 16 hexadecimal digits: a hash of what the statement says and where.

        Sixty-four bits of SHA-256: among a hundred million statements two collide with a chance of 0.03 %.
        """
        said: list[Any] = [
            self.article,
            [self.source.actor.id, self.source.start, self.source.end],
            self.relation,
            [self.target.actor.id, self.target.start, self.target.end],
            [[party.role, party.actor.id, party.start] for party in self.context],
            self.speaker.actor.id if self.speaker else None,
            self.negated,
            self.modality,
            [self.evidence.start, self.evidence.end],
        ]
        # What most statements lack leaves their ids as they were before there was a place for it.
        said += [[reporter.actor.id, reporter.start] for reporter in self.reporters]
        said += [self.phase] if self.phase else []
        digest = hashlib.sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
        return f"st-{digest[:16]}"


def statement_to_json(statement: Statement) -> dict[str, Any]:
    """The statement as the JSON object of the public wire format, fields in its order."""
    return {
        "id": statement.id,
        "article": statement.article,
        "source": _mention_to_json(statement.source),
        "relation": statement.relation,
        "label": statement.label,
        "event_type": statement.event_type,
        "quad": statement.quad,
        "polarity": statement.polarity,
        "intensity": statement.intensity,
        "target": _mention_to_json(statement.target),
        "context": [
            {"role": party.role, **_actor_to_json(party.actor), "text": party.text, "start": party.start, "end": party.end}
            for party in statement.context
        ],
        "speaker": _mention_to_json(statement.speaker) if statement.speaker else None,
        "reporters": [_mention_to_json(reporter) for reporter in statement.reporters],
        "negated": statement.negated,
        "modality": statement.modality,
        "phase": statement.phase,
        "date": {"start": statement.date.start, "end": statement.date.end, "text": statement.date.text} if statement.date else None,
        "evidence": {"text": statement.evidence.text, "start": statement.evidence.start, "end": statement.evidence.end},
        "trigger": _trigger_to_json(statement),
        "confidence": statement.confidence,
        "rule": statement.rule,
    }


def statement_from_json(row: dict[str, Any]) -> Statement:
    """The statement that `statement_to_json` wrote; raises `StatementError` naming the field that is missing or illegal."""
    try:
        date, speaker, trigger = row.get("date"), row.get("speaker"), row.get("trigger")
        statement = Statement(
            article=row["article"],
            source=_mention_from_json(row["source"]),
            relation=row["relation"],
            label=row["label"],
            event_type=row["event_type"],
            quad=int(row["quad"]),
            polarity=int(row["polarity"]),
            intensity=float(row["intensity"]),
            target=_mention_from_json(row["target"]),
            evidence=Evidence(row["evidence"]["text"], row["evidence"]["start"], row["evidence"]["end"]),
            rule=row["rule"],
            context=tuple(
                ContextParty(party["role"], _actor_from_json(party), party["text"], party["start"], party["end"])
                for party in row["context"]
            ),
            speaker=_mention_from_json(speaker) if speaker else None,
            negated=bool(row["negated"]),
            modality=row["modality"],
            date=Period(date["start"], date["end"], date["text"]) if date else None,
            confidence=row.get("confidence"),
            reporters=tuple(_mention_from_json(reporter) for reporter in row.get("reporters") or ()),
            phase=row.get("phase"),
            trigger=Trigger(trigger["start"], trigger["end"]) if trigger else None,
        )
    except KeyError as missing:
        raise StatementError(f"statement {row.get('id', '(no id)')} lacks the field {missing}") from missing
    except (TypeError, ValueError, AttributeError) as wrong:
        raise StatementError(f"statement {row.get('id', '(no id)') if isinstance(row, dict) else row!r} is malformed: {wrong}") from wrong
    if statement.modality not in MODALITIES:
        raise StatementError(f"statement {row.get('id', '(no id)')}: modality {statement.modality!r} is none of {', '.join(MODALITIES)}")
    if statement.phase not in (None, *PHASES):
        raise StatementError(f"statement {row.get('id', '(no id)')}: phase {statement.phase!r} is none of {', '.join(PHASES)}")
    return statement


def _trigger_to_json(statement: Statement) -> dict[str, Any] | None:
    trigger, evidence = statement.trigger, statement.evidence
    if trigger is None:
        return None
    text = evidence.text[max(0, trigger.start - evidence.start) : max(0, trigger.end - evidence.start)]
    return {"text": text, "start": trigger.start, "end": trigger.end}


def _actor_to_json(actor: Actor) -> dict[str, str]:
    return {"id": actor.id, "label": actor.label, "type": actor.type}


def _actor_from_json(row: dict[str, Any]) -> Actor:
    return Actor(row["id"], row["label"], row["type"])


def _mention_to_json(mention: Mention) -> dict[str, Any]:
    principal = {"id": mention.principal.id, "label": mention.principal.label, "type": mention.principal.type}
    return {**_actor_to_json(mention.actor), "text": mention.text, "start": mention.start, "end": mention.end, "principal": principal}


def _mention_from_json(row: dict[str, Any]) -> Mention:
    principal = row["principal"]
    return Mention(
        actor=_actor_from_json(row),
        principal=Actor(principal["id"], principal["label"], principal.get("type", row["type"])),
        text=row["text"],
        start=row["start"],
        end=row["end"],
    )
