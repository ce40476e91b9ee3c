"""The names of RDF: prefixes, the terms of the vocabularies that a build uses, and the IRIs of its instances."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode

from kg.errors import StatementError
from kg.model import Modality, Phase

KG = "https://w3id.org/geokg#"
BASE = "https://w3id.org/geokg/id/"
LANGUAGE = "en"

STANDARD_PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "kg": KG,
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

MODALITY_NAMES: Mapping[Modality, str] = {"asserted": "Asserted", "future": "Future", "possible": "Possible", "demanded": "Demanded"}
PHASE_NAMES: Mapping[Phase, str] = {"began": "Began", "continues": "Continues", "ended": "Ended"}


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
SOURCE_PRINCIPAL, TARGET_PRINCIPAL = term("kg:sourcePrincipal"), term("kg:targetPrincipal")
ACTOR, PRINCIPAL, SPEAKER = term("kg:actor"), term("kg:principal"), term("kg:speaker")
VERB_PHRASE, EVENT_TYPE, RULE = term("kg:verbPhrase"), term("kg:eventType"), term("kg:rule")
QUAD, POLARITY, INTENSITY, CONFIDENCE = term("kg:quad"), term("kg:polarity"), term("kg:intensity"), term("kg:confidence")
NEGATED, MODALITY, PHASE = term("kg:negated"), term("kg:modality"), term("kg:phase")
REPORTER, REPORTER_MENTION = term("kg:reporter"), term("kg:reporterMention")
BEGINS, ENDS, TIME_TEXT = term("kg:begins"), term("kg:ends"), term("kg:timeText")
CONTEXT, ROLE, PARTY, POSITION = term("kg:context"), term("kg:role"), term("kg:party"), term("kg:position")
EVIDENCE, TRIGGER, DIGEST = term("kg:evidence"), term("kg:trigger"), term("kg:digest")
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
EVENT, SEM_EVENT, SEM_EVENT_TYPE = term("kg:event"), term("sem:Event"), term("sem:eventType")
HAS_ACTOR, HAS_PLACE = term("sem:hasActor"), term("sem:hasPlace")
BEGIN_TIME_STAMP, END_TIME_STAMP = term("sem:hasBeginTimeStamp"), term("sem:hasEndTimeStamp")
ENTITY, SOFTWARE_AGENT, ASSOCIATED_WITH = term("prov:Entity"), term("prov:SoftwareAgent"), term("prov:wasAssociatedWith")
ALT_LABEL, IN_SCHEME = term("skos:altLabel"), term("skos:inScheme")
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

    def software(self, generator: str) -> NamedNode:
        """The IRI of a program in one of its versions."""
        return NamedNode(f"{self.base}software/{quote(generator, safe='')}")

    def actor_scheme(self) -> NamedNode:
        """The IRI of the concept scheme in which all actors are."""
        return NamedNode(f"{self.base}actors")

    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace, for output and queries."""
        own = {name: f"{self.base}{name}/" for name in ("actor", "article", "outlet", "run", "statement")}
        return dict(sorted({**STANDARD_PREFIXES, **own}.items()))

    def _after(self, folder: str, node: NamedNode) -> str:
        if not node.value.startswith(self.base + folder):
            raise StatementError(f"<{node.value}> is not under {self.base}{folder}: was the build made with another base?")
        return node.value[len(self.base) + len(folder) :]


def local_name(node: NamedNode) -> str:
    """The part of an IRI after its last `#` or `/`.

    >>> local_name(term("kg:supports"))
    'supports'
    """
    return re.split(r"[#/]", str(node.value))[-1]
