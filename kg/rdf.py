"""Statement ↔ RDF: the only place that knows the shape of a statement in RDF.

One named graph an article, its name the article's IRI. Every node has an IRI of its own (no blank nodes), so that output streams,
merges and comes out the same byte for byte: the parts of a statement are named after it, `statement/9f2c…_evidence`.
"""

from __future__ import annotations

import hashlib
import heapq
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, get_args
from urllib.parse import quote, unquote

import networkx as nx
import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.errors import KgError, KnowledgeError, StatementError
from kg.model import (
    ACTOR_TYPES,
    OBJECT_TYPES,
    Actor,
    Article,
    ContextParty,
    EventType,
    Evidence,
    Mention,
    Modality,
    Period,
    Phase,
    Statement,
    statement_to_json,
)

KG = "https://w3id.org/geokg#"
BASE = "https://w3id.org/geokg/id/"
LANGUAGE = "en"
CHUNK = 400_000
"""Lines of N-Quads that `serialise` sorts in memory before it turns to temporary files."""

FORMATS: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}
"""The formats of `serialise`; Turtle and N-Triples hold the union of the graphs."""

STANDARD_PREFIXES: Mapping[str, str] = {
    "kg": KG,
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

MODALITY_NAMES: Mapping[Modality, str] = {"asserted": "Asserted", "future": "Future", "possible": "Possible", "demanded": "Demanded"}
PHASE_NAMES: Mapping[Phase, str] = {"began": "Began", "continues": "Continues", "ended": "Ended"}

_EVENT_TYPES: frozenset[str] = frozenset(get_args(EventType))
_MODALITIES = {name: modality for modality, name in MODALITY_NAMES.items()}
_PHASES = {name: phase for phase, name in PHASE_NAMES.items()}
_DATE_TYPES = (
    (re.compile(r"-?\d{4,}-\d\d-\d\d"), "date"),
    (re.compile(r"-?\d{4,}-\d\d"), "gYearMonth"),
    (re.compile(r"-?\d{4,}"), "gYear"),
)


def term(name: str) -> NamedNode:
    """The IRI of a prefixed name of `STANDARD_PREFIXES`.

    >>> term("kg:Statement").value
    'https://w3id.org/geokg#Statement'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(STANDARD_PREFIXES[prefix] + local)


TYPE, LABEL = term("rdf:type"), term("rdfs:label")
STATEMENT, MENTION, CONTEXT_PARTY = term("kg:Statement"), term("kg:Mention"), term("kg:ContextParty")
SOURCE, RELATION, TARGET = term("kg:source"), term("kg:relation"), term("kg:target")
SOURCE_MENTION, TARGET_MENTION, SPEAKER_MENTION = term("kg:sourceMention"), term("kg:targetMention"), term("kg:speakerMention")
ACTOR, PRINCIPAL, SPEAKER = term("kg:actor"), term("kg:principal"), term("kg:speaker")
VERB_PHRASE, EVENT_TYPE, RULE = term("kg:verbPhrase"), term("kg:eventType"), term("kg:rule")
QUAD, POLARITY, INTENSITY, CONFIDENCE = term("kg:quad"), term("kg:polarity"), term("kg:intensity"), term("kg:confidence")
NEGATED, MODALITY, PHASE = term("kg:negated"), term("kg:modality"), term("kg:phase")
REPORTER, REPORTER_MENTION = term("kg:reporter"), term("kg:reporterMention")
BEGINS, ENDS, TIME_TEXT = term("kg:begins"), term("kg:ends"), term("kg:timeText")
CONTEXT, ROLE, PARTY, POSITION = term("kg:context"), term("kg:role"), term("kg:party"), term("kg:position")
EVIDENCE, DIGEST = term("kg:evidence"), term("kg:digest")
GENERATOR, MODEL, KNOWLEDGE = term("kg:generator"), term("kg:model"), term("kg:knowledge")
CONTEXT_ROLE, CONTEXT_RELATION = term("kg:contextRole"), term("kg:contextRelation")
ALPHA2, ALPHA3 = term("kg:alpha2"), term("kg:alpha3")
SPECIFIC_RESOURCE, POSITION_SELECTOR, QUOTE_SELECTOR = (
    term("oa:SpecificResource"),
    term("oa:TextPositionSelector"),
    term("oa:TextQuoteSelector"),
)
HAS_SOURCE, HAS_SELECTOR, START, END, EXACT = (
    term("oa:hasSource"),
    term("oa:hasSelector"),
    term("oa:start"),
    term("oa:end"),
    term("oa:exact"),
)
DERIVED_FROM, GENERATED_BY, USED, ACTIVITY = (
    term("prov:wasDerivedFrom"),
    term("prov:wasGeneratedBy"),
    term("prov:used"),
    term("prov:Activity"),
)
PREF_LABEL, NOTATION, SAME_AS = term("skos:prefLabel"), term("skos:notation"), term("owl:sameAs")
NEWS_ARTICLE, OUTLET, HEADLINE = term("schema:NewsArticle"), term("schema:NewsMediaOrganization"), term("schema:headline")
PUBLISHED, URL, PUBLISHER = term("schema:datePublished"), term("schema:url"), term("schema:publisher")
OUTLET_NAME, IN_LANGUAGE = term("schema:name"), term("schema:inLanguage")
DECIMAL, INTEGER, BOOLEAN, ANY_URI = term("xsd:decimal"), term("xsd:integer"), term("xsd:boolean"), term("xsd:anyURI")
TRUE, FALSE = Literal("true", datatype=BOOLEAN), Literal("false", datatype=BOOLEAN)


@dataclass(frozen=True, slots=True)
class ContextEdge:
    """The second edge of a relation: from the source, by `relation` (a local name), to the context party with the role."""

    role: str
    relation: str


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What others call an actor: its Wikidata item (`Q43`) and its codes of ISO 3166-1. None is unknown."""

    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None


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


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of instances under a base, and back.

    >>> Names().article("a b").value
    'https://w3id.org/geokg/id/article/a%20b'
    """

    base: str = BASE

    def article(self, article_id: str) -> NamedNode:
        """The IRI of an article, which also names its graph."""
        return NamedNode(f"{self.base}article/{quote(article_id, safe='')}")

    def article_id(self, node: NamedNode) -> str:
        """The id of the article that an IRI names; raises `StatementError` for the IRI of anything else."""
        return unquote(self._after("article/", node))

    def statement(self, statement_id: str) -> NamedNode:
        """The IRI of a statement, whose id reads `st-` and hexadecimal digits."""
        return NamedNode(f"{self.base}statement/{quote(statement_id.removeprefix('st-'), safe='')}")

    def statement_id(self, node: NamedNode) -> str:
        """The id of the statement that an IRI names."""
        return "st-" + self._after("statement/", node)

    def actor(self, actor_id: str) -> NamedNode:
        """The IRI of an actor, whose id reads `actor/turkey`."""
        return NamedNode(self.base + quote(actor_id, safe="/"))

    def actor_id(self, node: NamedNode) -> str:
        """The id of the actor that an IRI names."""
        return unquote(self._after("", node))

    def run(self, run_id: str) -> NamedNode:
        """The IRI of a run."""
        return NamedNode(f"{self.base}run/{quote(run_id, safe='')}")

    def outlet(self, name: str) -> NamedNode:
        """The IRI of an outlet."""
        return NamedNode(f"{self.base}outlet/{quote(name, safe='')}")

    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace, for output and queries."""
        own = {name: f"{self.base}{name}/" for name in ("actor", "article", "outlet", "run", "statement")}
        return dict(sorted({**STANDARD_PREFIXES, **own}.items()))

    def _after(self, folder: str, node: NamedNode) -> str:
        if not node.value.startswith(self.base + folder):
            raise StatementError(f"<{node.value}> is not under {self.base}{folder}: was the build made with another base?")
        return node.value[len(self.base) + len(folder) :]


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
        node, activity = names.article(article.id), names.run(run.id)
        yield node, TYPE, NEWS_ARTICLE
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
    except (ValueError, ArithmeticError) as wrong:
        raise StatementError(f"{what} cannot be written as RDF: {wrong}") from wrong


def _statement_triples(
    statement: Statement, names: Names, run: Run | None, edges: Mapping[str, ContextEdge], facts: Mapping[str, ActorFacts]
) -> Iterator[_Fact]:
    node, article = names.statement(statement.id), names.article(statement.article)
    relation = NamedNode(KG + statement.relation)
    source, target = names.actor(statement.source.actor.id), names.actor(statement.target.actor.id)
    second = _second(statement, edges)
    yield node, TYPE, STATEMENT
    yield node, LABEL, _text(statement_label(statement, edges))
    yield node, SOURCE, source
    yield node, RELATION, relation
    yield node, TARGET, target
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
        if second is not None:
            yield source, NamedNode(KG + edges[statement.relation].relation), names.actor(second.actor.id)


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
    yield position, TYPE, POSITION_SELECTOR
    yield position, START, _integer(words.start)
    yield position, END, _integer(words.end)
    yield exact, TYPE, QUOTE_SELECTOR
    yield exact, EXACT, _text(words.text)


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
    known = facts.get(actor.id)
    if known is not None:
        if known.wikidata:
            yield node, SAME_AS, term(f"wd:{known.wikidata}")
        if known.iso2:
            yield node, NOTATION, Literal(known.iso2, datatype=ALPHA2)
        if known.iso3:
            yield node, NOTATION, Literal(known.iso3, datatype=ALPHA3)


def _second(statement: Statement, edges: Mapping[str, ContextEdge]) -> ContextParty | None:
    edge = edges.get(statement.relation)
    return next((party for party in statement.context if edge is not None and party.role == edge.role), None)


def statement_label(statement: Statement, edges: Mapping[str, ContextEdge] | None = None) -> str:
    """The statement as a line to read: *France – supports – Khalifa Haftar*, or with the context party as in
    *United States – removed Turkey from – F-35 programme*; what is not plainly asserted says so in brackets.
    """
    second = _second(statement, edges or {})
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


def statements_from_quads(quads: Iterable[Quad], *, base: str = BASE) -> Iterator[Statement]:
    """The statements that `statement_to_quads` wrote, in the order of their ids within each article, articles by IRI.

    All quads are held in memory: give the graphs one by one when there are many. Quads of the default graph (a Turtle file) do as
    well. Raises `StatementError` when a statement lacks a part, or its content does not give its id.
    """
    graphs: dict[str, _Graph] = {}
    for quad in quads:
        subject, name = quad.subject, quad.graph_name
        if isinstance(subject, NamedNode):
            graph = graphs.setdefault(name.value if isinstance(name, NamedNode) else "", {})
            graph.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    for _, graph in sorted(graphs.items()):
        for subject_iri in sorted(iri for iri, facts in graph.items() if STATEMENT in facts.get(TYPE.value, ())):
            yield _Reader(graph, Names(base)).statement(NamedNode(subject_iri))


_Graph = dict[str, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class _Reader:
    graph: _Graph
    names: Names

    def statement(self, node: NamedNode) -> Statement:
        try:
            found = self._statement(node)
        except (ValueError, KeyError) as wrong:
            raise StatementError(f"<{node.value}> holds an illegal value: {wrong}") from wrong
        if found.id != self.names.statement_id(node):
            raise StatementError(f"<{node.value}> does not match its content ({found.id}): it was edited, or another version made it")
        return found

    def _statement(self, node: NamedNode) -> Statement:
        confidence, begins, speaker, phase = (self.maybe(node, predicate) for predicate in (CONFIDENCE, BEGINS, SPEAKER_MENTION, PHASE))
        event_type = local_name(self.node(node, EVENT_TYPE))
        if event_type not in _EVENT_TYPES:
            raise StatementError(f"<{node.value}>: {event_type!r} is no event type")
        parts, reporters = self.in_order(node, CONTEXT), self.in_order(node, REPORTER_MENTION)
        return Statement(
            article=self.names.article_id(self.node(node, DERIVED_FROM)),
            source=self.mention(self.node(node, SOURCE_MENTION)),
            relation=local_name(self.node(node, RELATION)),
            label=self.value(node, VERB_PHRASE),
            event_type=event_type,
            quad=int(self.value(node, QUAD)),
            polarity=int(self.value(node, POLARITY)),
            intensity=float(self.value(node, INTENSITY)),
            target=self.mention(self.node(node, TARGET_MENTION)),
            evidence=Evidence(*self.words(self.node(node, EVIDENCE))),
            rule=self.value(node, RULE),
            context=tuple(ContextParty(self.value(part, ROLE), self.actor(self.node(part, PARTY)), *self.words(part)) for part in parts),
            speaker=None if speaker is None else self.mention(self.node(node, SPEAKER_MENTION)),
            negated=self.value(node, NEGATED) in ("true", "1"),
            modality=_MODALITIES[local_name(self.node(node, MODALITY))],
            date=None if begins is None else Period(begins.value, self.value(node, ENDS), self.value(node, TIME_TEXT)),
            confidence=None if confidence is None else float(confidence.value),
            reporters=tuple(self.mention(reporter) for reporter in reporters),
            phase=None if phase is None else _PHASES[local_name(phase)],
        )

    def in_order(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The parts of a statement that have positions, in their order."""
        return sorted(self.graph[node.value].get(predicate.value, ()), key=lambda part: int(self.value(part, POSITION)))

    def mention(self, node: NamedNode) -> Mention:
        return Mention(self.actor(self.node(node, ACTOR)), self.actor(self.node(node, PRINCIPAL)), *self.words(node))

    def actor(self, node: NamedNode) -> Actor:
        types = (local_name(kind) for kind in self.graph.get(node.value, {}).get(TYPE.value, ()))
        kind = min((name for name in types if name in ACTOR_TYPES or name in OBJECT_TYPES), default=None)
        if kind is None:
            raise StatementError(f"<{node.value}> has no type of actor")
        return Actor(self.names.actor_id(node), self.value(node, LABEL), kind)

    def words(self, node: NamedNode) -> tuple[str, int, int]:
        text, start, end = None, None, None
        for selector in self.graph.get(node.value, {}).get(HAS_SELECTOR.value, ()):
            text = self.maybe(selector, EXACT) or text
            start, end = self.maybe(selector, START) or start, self.maybe(selector, END) or end
        if text is None or start is None or end is None:
            raise StatementError(f"<{node.value}> lacks its words or their place in the article")
        return text.value, int(start.value), int(end.value)

    def maybe(self, node: NamedNode, predicate: NamedNode) -> Any:
        """The value of a property, the smallest when graphs were merged that differ, None when there is none."""
        values = self.graph.get(node.value, {}).get(predicate.value)
        return min(values, key=str) if values else None

    def value(self, node: NamedNode, predicate: NamedNode) -> str:
        found = self.maybe(node, predicate)
        if found is None:
            raise StatementError(f"<{node.value}> lacks {local_name(predicate)}")
        return str(found.value)

    def node(self, node: NamedNode, predicate: NamedNode) -> NamedNode:
        found = self.maybe(node, predicate)
        if not isinstance(found, NamedNode):
            raise StatementError(f"<{node.value}> lacks {local_name(predicate)}, or it is no IRI")
        return found


def local_name(node: NamedNode) -> str:
    """The part of an IRI after its last `#` or `/`.

    >>> local_name(term("kg:supports"))
    'supports'
    """
    return re.split(r"[#/]", str(node.value))[-1]


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


def serialise(quads: Iterable[Quad], format: str, out: IO[bytes], *, base: str = BASE) -> None:
    """Write quads to `out`, sorted and each once: the same quads in any order give the same bytes.

    `format` is a key of `FORMATS`; another raises `KgError`. Memory is bounded: long input is sorted in temporary files.
    """
    if format not in FORMATS:
        raise KgError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    kind = FORMATS[format]
    lines = sorted_unique(_lines(quads, with_graph=kind.supports_datasets))
    if kind in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES):
        out.writelines(line.encode() + b"\n" for line in map(_statement_line, lines))
        return
    prefixes = Names(base).prefixes()
    if kind in (RdfFormat.TURTLE, RdfFormat.TRIG):
        # pyoxigraph prints the prefixes in an order of its own.
        out.writelines(f"@prefix {prefix}: <{namespace}> .\n".encode() for prefix, namespace in prefixes.items())
        out = _AfterPrefixes(out)
    sorted_quads = ox.parse(io.BufferedReader(_LineReader(map(_statement_line, lines))), format=RdfFormat.N_QUADS)
    ox.serialize(sorted_quads if kind.supports_datasets else (quad.triple for quad in sorted_quads), out, kind, prefixes=prefixes)


def _lines(quads: Iterable[Quad], with_graph: bool) -> Iterator[str]:
    """One line a quad: graph, tab, triple; tabs within terms are escaped."""
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal) and value.datatype == DECIMAL and "." not in value.value:
            # A store keeps the number and forgets that it was written -5.0.
            value = Literal(value.value + ".0", datatype=DECIMAL)
        graph = quad.graph_name
        name = str(graph) if with_graph and not isinstance(graph, DefaultGraph) else ""
        yield f"{name}\t{quad.subject} {quad.predicate} {value}"


def _statement_line(line: str) -> str:
    graph, _, triple = line.partition("\t")
    return f"{triple} {graph} ." if graph else f"{triple} ."


def sorted_unique(lines: Iterable[str], chunk: int | None = None) -> Iterator[str]:
    """The lines sorted by code point, each once, with no more than about `chunk` of them in memory.

    A line must not hold a line feed.

    >>> list(sorted_unique(["b", "a", "b"], chunk=2))
    ['a', 'b']
    """
    limit = chunk or CHUNK
    with ExitStack() as files:
        runs: list[Iterable[str]] = []
        kept: set[str] = set()
        for line in lines:
            kept.add(line)
            if len(kept) >= limit:
                file = files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
                file.writelines(text + "\n" for text in sorted(kept))
                file.seek(0)
                runs.append(text[:-1] for text in file)
                kept = set()
        runs.append(sorted(kept))
        last = None
        for line in heapq.merge(*runs):
            if line != last:
                yield line
            last = line


class _LineReader(io.RawIOBase):
    """Lines of text as a binary file."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            line = next(self._lines, None)
            if line is None:
                return 0
            self._rest = line.encode() + b"\n"
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class _AfterPrefixes(io.BytesIO):
    """Passes on what is written to it, without the `@prefix` lines at the top."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self._out = out
        self._begun = False
        self._head = b""

    def write(self, data: Any) -> int:
        if self._begun:
            self._out.write(data)
            return len(data)
        self._head += bytes(data)
        while not self._begun and b"\n" in self._head:
            line, _, rest = self._head.partition(b"\n")
            self._begun = not line.startswith(b"@prefix ")
            self._head = self._head if self._begun else rest
        if self._begun:
            self._out.write(self._head)
        return len(data)


def to_rdflib(quads: Iterable[Quad], *, base: str = BASE) -> rdflib.Dataset:
    """The quads as an rdflib dataset, kept in memory by pyoxigraph; its default graph holds what the named ones hold, each triple once.

    A union made while a query runs would count a triple once for each article that states it.
    """
    store = ox.Store()
    for quad in quads:
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object, ox.DefaultGraph()))
    dataset = rdflib.Dataset(store=OxigraphStore(store=store))
    for prefix, namespace in Names(base).prefixes().items():
        dataset.bind(prefix, rdflib.URIRef(namespace))
    return dataset


def to_networkx(statements: Iterable[Statement]) -> nx.MultiDiGraph[str]:
    """A directed multigraph: a node an actor (its id, with label and type), an edge a statement from source to target.

    An edge's key is the statement's id, its data the fields of the wire format. No statements give an empty graph.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for statement in statements:
        for actor in (statement.source.actor, statement.target.actor):
            graph.add_node(actor.id, label=actor.label, type=actor.type)
        graph.add_edge(statement.source.actor.id, statement.target.actor.id, key=statement.id, **statement_to_json(statement))
    return graph
