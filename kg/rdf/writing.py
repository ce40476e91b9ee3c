"""Articles and statements to quads: the normaliser."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.errors import KnowledgeError, StatementError
from kg.model import ACTOR_TYPES, OBJECT_TYPES, Actor, Article, ContextParty, Evidence, Mention, Statement, Trigger
from kg.rdf.terms import (
    ACTIVITY,
    ACTOR,
    ALPHA2,
    ALPHA3,
    ALT_LABEL,
    ANY_URI,
    ASSOCIATED_WITH,
    BASE,
    BEGIN_TIME_STAMP,
    BEGINS,
    CONFIDENCE,
    CONTEXT,
    CONTEXT_PARTY,
    CONTEXT_RELATION,
    CONTEXT_ROLE,
    DECIMAL,
    DERIVED_FROM,
    DIGEST,
    END,
    END_TIME_STAMP,
    ENDS,
    ENTITY,
    EVENT,
    EVENT_TYPE,
    EVIDENCE,
    EXACT,
    FALSE,
    GENERATED_BY,
    GENERATOR,
    HAS_ACTOR,
    HAS_PLACE,
    HAS_SELECTOR,
    HAS_SOURCE,
    HEADLINE,
    IN_LANGUAGE,
    IN_SCHEME,
    INTEGER,
    INTENSITY,
    KG,
    KNOWLEDGE,
    LABEL,
    LANGUAGE,
    MENTION,
    MODALITY,
    MODALITY_NAMES,
    MODEL,
    NEGATED,
    NEWS_ARTICLE,
    NOTATION,
    OUTLET,
    OUTLET_NAME,
    PARTY,
    PHASE,
    PHASE_NAMES,
    POLARITY,
    POSITION,
    POSITION_SELECTOR,
    PREF_LABEL,
    PRINCIPAL,
    PUBLISHED,
    PUBLISHER,
    QUAD,
    QUOTE_SELECTOR,
    RELATION,
    REPORTER,
    REPORTER_MENTION,
    ROLE,
    RULE,
    SAME_AS,
    SEM_EVENT,
    SEM_EVENT_TYPE,
    SOFTWARE_AGENT,
    SOURCE,
    SOURCE_MENTION,
    SOURCE_PRINCIPAL,
    SPEAKER,
    SPEAKER_MENTION,
    SPECIFIC_RESOURCE,
    START,
    STATEMENT,
    TARGET,
    TARGET_MENTION,
    TARGET_PRINCIPAL,
    TIME_TEXT,
    TRIGGER,
    TRUE,
    TYPE,
    URL,
    USED,
    VERB_PHRASE,
    Names,
    local_name,
    term,
)

_DATE_TYPES = (
    (re.compile(r"-?\d{4,}-\d\d-\d\d"), "date"),
    (re.compile(r"-?\d{4,}-\d\d"), "gYearMonth"),
    (re.compile(r"-?\d{4,}"), "gYear"),
)


@dataclass(frozen=True, slots=True)
class ContextEdge:
    """The second edge of a relation: from the source, by `relation` (a local name), to the context party with the role."""

    role: str
    relation: str


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What others call an actor: its Wikidata item (`Q43`), its codes of ISO 3166-1, and its other names. None is unknown."""

    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What made statements: program, language model and knowledge, each with its version. No clock: the same three are the same run."""

    generator: str
    model: str
    knowledge: str = ""

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits: a hash of the three."""
        return hashlib.sha256(json.dumps([self.generator, self.model, self.knowledge]).encode()).hexdigest()[:16]


_Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


def article_digest(article: Article) -> str:
    """SHA-256 of the article as it was read, in hexadecimal."""
    blocks = [[block.kind, block.start, block.end] for block in article.blocks]
    read = [article.id, article.text, blocks, article.title, article.date, article.url, article.outlet, article.language]
    return hashlib.sha256(json.dumps(read, separators=(",", ":")).encode()).hexdigest()


def article_to_quads(article: Article, run: Run, *, base: str = BASE) -> Iterator[Quad]:
    """What is known of an article, and of the run that read it, in the article's graph; its text stays outside.

    Raises `StatementError` when a field holds no Unicode text or the date is none.
    """
    names = Names(base)

    def facts() -> Iterator[_Fact]:
        node, activity, program = names.article(article.id), names.run(run.id), names.software(run.generator)
        yield node, TYPE, NEWS_ARTICLE
        yield node, TYPE, ENTITY
        yield node, DIGEST, Literal(article_digest(article))
        yield node, IN_LANGUAGE, Literal(article.language)
        if article.title is not None:
            yield node, HEADLINE, _text(article.title)
        if article.date is not None:
            yield node, PUBLISHED, _date(article.date)
        if article.url is not None:
            # A literal: an address from an article need not be a legal IRI, and may be a script.
            yield node, URL, Literal(article.url, datatype=ANY_URI)
        if article.outlet is not None:
            outlet = names.outlet(article.outlet)
            yield node, PUBLISHER, outlet
            yield outlet, TYPE, OUTLET
            yield outlet, OUTLET_NAME, Literal(article.outlet)
        yield activity, TYPE, ACTIVITY
        yield activity, USED, node
        yield activity, GENERATOR, Literal(run.generator)
        yield activity, ASSOCIATED_WITH, program
        yield program, TYPE, SOFTWARE_AGENT
        yield program, LABEL, _text(run.generator)
        yield activity, MODEL, Literal(run.model)
        if run.knowledge:
            yield activity, KNOWLEDGE, Literal(run.knowledge)

    yield from _in_graph(facts(), names, article.id, f"article {article.id!r}")


def statement_to_quads(
    statement: Statement,
    *,
    run: Run | None = None,
    context_edges: Mapping[str, ContextEdge] | None = None,
    actor_facts: Mapping[str, ActorFacts] | None = None,
    base: str = BASE,
) -> Iterator[Quad]:
    """A statement with its evidence, its actors and the direct edges that it draws, in the graph of its article.

    `context_edges` (by relation) says which relations draw a second edge, `actor_facts` (by actor id) what else is known of actors;
    without them neither is stated. Only asserted statements that are not negated draw edges. Raises `StatementError` when a field
    cannot be written as RDF: text that is not Unicode, a number that is not finite, a date that is none.
    """
    triples = _statement_triples(statement, Names(base), run, context_edges or {}, actor_facts or {})
    yield from _in_graph(triples, Names(base), statement.article, f"statement {statement.id}")


def _in_graph(facts: Iterable[_Fact], names: Names, article_id: str, what: str) -> Iterator[Quad]:
    try:
        graph = names.article(article_id)
        for subject, predicate, value in facts:
            yield Quad(subject, predicate, value, graph)
    except (ValueError, ArithmeticError, LookupError) as wrong:
        raise StatementError(f"{what} cannot be written as RDF: {wrong}") from wrong


def _statement_triples(
    statement: Statement, names: Names, run: Run | None, edges: Mapping[str, ContextEdge], facts: Mapping[str, ActorFacts]
) -> Iterator[_Fact]:
    node, article = names.statement(statement.id), names.article(statement.article)
    relation = NamedNode(KG + statement.relation)
    source, target = names.actor(statement.source.actor.id), names.actor(statement.target.actor.id)
    second = second_party(statement, edges)
    yield node, TYPE, STATEMENT
    yield node, LABEL, _text(statement_label(statement, edges))
    yield node, SOURCE, source
    yield node, RELATION, relation
    yield node, TARGET, target
    # What the mentions say, too: without it every question about a dyad would visit both mentions of every statement.
    yield node, SOURCE_PRINCIPAL, names.actor(statement.source.principal.id)
    yield node, TARGET_PRINCIPAL, names.actor(statement.target.principal.id)
    yield node, VERB_PHRASE, _text(statement.label)
    yield node, EVENT_TYPE, NamedNode(KG + statement.event_type)
    yield node, QUAD, _integer(statement.quad)
    yield node, POLARITY, _integer(statement.polarity)
    yield node, INTENSITY, _decimal(statement.intensity + 0.0)
    yield node, NEGATED, TRUE if statement.negated else FALSE
    yield node, MODALITY, NamedNode(KG + MODALITY_NAMES[statement.modality])
    if statement.phase is not None:
        yield node, PHASE, NamedNode(KG + PHASE_NAMES[statement.phase])
    yield node, RULE, Literal(statement.rule)
    yield node, DERIVED_FROM, article
    if run is not None:
        yield node, GENERATED_BY, names.run(run.id)
    if statement.confidence is not None:
        yield node, CONFIDENCE, _decimal(statement.confidence)
    if statement.date is not None:
        yield node, BEGINS, _date(statement.date.start)
        yield node, ENDS, _date(statement.date.end)
        yield node, TIME_TEXT, _text(statement.date.text)
    yield from _selection(node, EVIDENCE, "evidence", SPECIFIC_RESOURCE, article, statement.evidence)
    if statement.trigger is not None:
        # Its words are those of the evidence there.
        place = NamedNode(f"{node.value}_trigger")
        yield node, TRIGGER, place
        yield from _position(place, statement.trigger)
    yield from _mention_triples(node, SOURCE_MENTION, "source", article, statement.source, names, facts)
    yield from _mention_triples(node, TARGET_MENTION, "target", article, statement.target, names, facts)
    if statement.speaker is not None:
        yield node, SPEAKER, names.actor(statement.speaker.actor.id)
        yield from _mention_triples(node, SPEAKER_MENTION, "speaker", article, statement.speaker, names, facts)
    for position, reporter in enumerate(statement.reporters, start=1):
        yield node, REPORTER, names.actor(reporter.actor.id)
        yield from _mention_triples(node, REPORTER_MENTION, f"reporter_{position}", article, reporter, names, facts)
        yield NamedNode(f"{node.value}_reporter_{position}"), POSITION, _integer(position)
    for position, party in enumerate(statement.context, start=1):
        part = NamedNode(f"{node.value}_context_{position}")
        yield from _selection(node, CONTEXT, f"context_{position}", CONTEXT_PARTY, article, party)
        yield part, ROLE, Literal(party.role)
        yield part, PARTY, names.actor(party.actor.id)
        yield part, POSITION, _integer(position)
        yield from _actor_triples(party.actor, names, facts)
    if statement.modality == "asserted" and not statement.negated:
        yield source, relation, target
        if statement.date is not None:
            yield from _event_triples(node, statement, names)
        if second is not None:
            yield source, NamedNode(KG + edges[statement.relation].relation), names.actor(second.actor.id)


def _event_triples(node: NamedNode, statement: Statement, names: Names) -> Iterator[_Fact]:
    """The dated act in the Simple Event Model (van Hage et al. 2011)."""
    event = NamedNode(f"{node.value}_event")
    target = statement.target.actor
    yield node, EVENT, event
    yield event, TYPE, SEM_EVENT
    yield event, SEM_EVENT_TYPE, NamedNode(KG + statement.relation)
    yield event, HAS_ACTOR, names.actor(statement.source.actor.id)
    if target.type == "Place":
        yield event, HAS_PLACE, names.actor(target.id)
    elif target.type in ACTOR_TYPES:
        yield event, HAS_ACTOR, names.actor(target.id)
    if statement.date is not None:
        yield event, BEGIN_TIME_STAMP, _date(statement.date.start)
        yield event, END_TIME_STAMP, _date(statement.date.end)


def _selection(
    owner: NamedNode, predicate: NamedNode, name: str, kind: NamedNode, article: NamedNode, words: Evidence | Mention | ContextParty
) -> Iterator[_Fact]:
    part = NamedNode(f"{owner.value}_{name}")
    position, exact = NamedNode(f"{part.value}_position"), NamedNode(f"{part.value}_quote")
    yield owner, predicate, part
    yield part, TYPE, kind
    yield part, HAS_SOURCE, article
    yield part, HAS_SELECTOR, position
    yield part, HAS_SELECTOR, exact
    yield from _position(position, words)
    yield exact, TYPE, QUOTE_SELECTOR
    yield exact, EXACT, _text(words.text)


def _position(node: NamedNode, place: Evidence | Mention | ContextParty | Trigger) -> Iterator[_Fact]:
    yield node, TYPE, POSITION_SELECTOR
    yield node, START, _integer(place.start)
    yield node, END, _integer(place.end)


def _mention_triples(
    owner: NamedNode,
    predicate: NamedNode,
    name: str,
    article: NamedNode,
    mention: Mention,
    names: Names,
    facts: Mapping[str, ActorFacts],
) -> Iterator[_Fact]:
    part = NamedNode(f"{owner.value}_{name}")
    actor, principal = names.actor(mention.actor.id), names.actor(mention.principal.id)
    yield from _selection(owner, predicate, name, MENTION, article, mention)
    yield part, ACTOR, actor
    yield part, PRINCIPAL, principal
    yield from _actor_triples(mention.actor, names, facts)
    if mention.principal.id != mention.actor.id:
        yield actor, PRINCIPAL, principal
        yield from _actor_triples(mention.principal, names, facts)


def _actor_triples(actor: Actor, names: Names, facts: Mapping[str, ActorFacts]) -> Iterator[_Fact]:
    if actor.type not in ACTOR_TYPES and actor.type not in OBJECT_TYPES:
        raise StatementError(f"{actor.id}: {actor.type!r} is no type of actor")
    node, label = names.actor(actor.id), _text(actor.label)
    yield node, TYPE, NamedNode(KG + actor.type)
    yield node, LABEL, label
    yield node, PREF_LABEL, label
    yield node, IN_SCHEME, names.actor_scheme()
    known = facts.get(actor.id)
    if known is not None:
        if known.wikidata:
            yield node, SAME_AS, term(f"wd:{known.wikidata}")
        if known.iso2:
            yield node, NOTATION, Literal(known.iso2, datatype=ALPHA2)
        if known.iso3:
            yield node, NOTATION, Literal(known.iso3, datatype=ALPHA3)
        for name in known.names:
            if name != actor.label:
                yield node, ALT_LABEL, _text(name)


def second_party(statement: Statement, edges: Mapping[str, ContextEdge]) -> ContextParty | None:
    """The context party to which a statement draws its second edge; None when it draws none."""
    edge = edges.get(statement.relation)
    return next((party for party in statement.context if edge is not None and party.role == edge.role), None)


def statement_label(statement: Statement, edges: Mapping[str, ContextEdge] | None = None) -> str:
    """The statement as a line to read: *France – supports – Khalifa Haftar*, or with the context party as in
    *United States – removed Turkey from – F-35 programme*; what is not plainly asserted says so in brackets.
    """
    second = second_party(statement, edges or {})
    # Words that already hold the target's name go on to the context party; others go to the target.
    inside = second is not None and statement.target.actor.label in statement.label
    end = second.actor.label if second is not None and inside else statement.target.actor.label
    notes = ["negated"] if statement.negated else []
    notes += [statement.modality] if statement.modality != "asserted" else []
    notes += [statement.phase] if statement.phase else []
    notes += [f"according to {statement.speaker.actor.label}"] if statement.speaker else []
    line = f"{statement.source.actor.label} – {statement.label} – {end}"
    return f"{line} ({', '.join(notes)})" if notes else line


def _text(text: str) -> Literal:
    return Literal(text, language=LANGUAGE)


def _integer(number: int) -> Literal:
    return Literal(str(int(number)), datatype=INTEGER)


def _decimal(number: float) -> Literal:
    digits = Decimal(repr(float(number)))
    if not digits.is_finite():
        raise StatementError(f"{number} is not a finite number")
    written = format(digits, "f")
    return Literal(written if "." in written else written + ".0", datatype=DECIMAL)


def _date(day: str) -> Literal:
    for shape, datatype in _DATE_TYPES:
        if shape.fullmatch(day):
            return Literal(day, datatype=term(f"xsd:{datatype}"))
    raise StatementError(f"{day!r} is no day as YYYY-MM-DD, nor a month or year")


def load_context_edges(path: Path) -> dict[str, ContextEdge]:
    """The second edges by the local names of their relations, from a file like `relations.ttl`; raises `KnowledgeError`."""
    try:
        store = ox.Store()
        store.load(path=str(path), format=RdfFormat.TURTLE)
    except (OSError, SyntaxError, ValueError) as wrong:
        raise KnowledgeError(str(wrong), path) from wrong
    roles = {quad.subject: quad.object for quad in store.quads_for_pattern(None, CONTEXT_ROLE, None)}
    edges = {}
    for quad in store.quads_for_pattern(None, CONTEXT_RELATION, None):
        role = roles.get(quad.subject)
        if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode) and isinstance(role, Literal)):
            raise KnowledgeError(f"{quad.subject} needs both kg:contextRole and kg:contextRelation", path)
        edges[local_name(quad.subject)] = ContextEdge(role.value, local_name(quad.object))
    return dict(sorted(edges.items()))
