"""Statement ↔ RDF, serialisation and the other shapes of a build."""

from __future__ import annotations

import dataclasses
import io
import json
import random

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import rdf
from kg.errors import KgError, StatementError
from kg.knowledge import load_relations, ontology_path
from kg.model import (
    MODALITIES,
    PHASES,
    Actor,
    Article,
    Block,
    ContextParty,
    Evidence,
    Mention,
    Period,
    Statement,
    Trigger,
    statement_from_json,
    statement_to_json,
)
from kg.rdf import (
    BASE,
    FORMATS,
    ActorFacts,
    ContextEdge,
    Names,
    Run,
    article_digest,
    article_to_quads,
    load_context_edges,
    serialise,
    sorted_unique,
    sorting,
    statement_label,
    statement_to_quads,
    statements_from_quads,
    to_networkx,
    to_rdflib,
)

US = Actor("actor/united-states", "United States", "State")
TURKEY = Actor("actor/turkey", "Turkey", "State")
MINISTER = Actor("actor/ismail-kaya", "İsmail Kaya", "Person")
F35 = Actor("actor/f-35-programme", "F-35 programme", "Programme")
RUN = Run("geokg 0.1.0", "en_core_web_sm 3.8.0", "0123456789abcdef")
EDGES = {"removesFrom": ContextEdge("from", "removedPartyFrom")}
HOSTILE = 'Quote "it" \\ <script>alert(1)</script>\n\t\r }} . DROP ALL # \u2028 é 😀 \u202e \x00 \x7f \'\'\' """'


def mention(actor: Actor, start: int, text: str = "words", principal: Actor | None = None) -> Mention:
    return Mention(actor, principal or actor, text, start, start + len(text))


REMOVED = Statement(
    article="a-1",
    source=mention(US, 4, "the US"),
    relation="removesFrom",
    label="removed Turkey from",
    event_type="SANCTION",
    quad=4,
    polarity=-1,
    intensity=-5.0,
    target=mention(TURKEY, 20, "Turkey"),
    evidence=Evidence("In July the US removed Turkey from the F-35 programme.", 0, 54),
    rule="frame:remove-from",
    context=(ContextParty("from", F35, "the F-35 programme", 35, 53),),
    date=Period("2019-07-01", "2019-07-31", "In July"),
    confidence=0.87,
)

words = st.text(max_size=30)
some_words = st.text(min_size=1, max_size=30)
offsets = st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)).map(lambda pair: (pair[0], sum(pair)))
days = st.dates().map(str)
# One actor has one name and one type within an article.
actors = st.sampled_from(
    [
        US,
        TURKEY,
        MINISTER,
        F35,
        Actor("actor/ünal%2F x", HOSTILE, "Group"),
        Actor("actor/a.b.", "", "People"),
        Actor("actor/-1", "x", "Place"),
    ]
)


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    start, end = draw(offsets)
    return Mention(draw(actors), draw(actors), draw(words), start, end)


@st.composite
def context_parties(draw: st.DrawFn) -> ContextParty:
    start, end = draw(offsets)
    return ContextParty(draw(words), draw(actors), draw(words), start, end)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    event_type = draw(st.sampled_from(["SANCTION", "SUPPORT", "CONSULT", "ASSAULT"]))
    return Statement(
        article=draw(words),
        source=draw(mentions()),
        relation=draw(st.sampled_from(["removesFrom", "supports", "attacks"])),
        label=draw(words),
        event_type=event_type,
        quad=draw(st.integers(1, 4)),
        polarity=draw(st.integers(-1, 1)),
        intensity=draw(st.floats(-10, 10)),
        target=draw(mentions()),
        evidence=Evidence(draw(words), *draw(offsets)),
        rule=draw(words),
        context=tuple(draw(st.lists(context_parties(), max_size=12))),
        speaker=draw(st.none() | mentions()),
        negated=draw(st.booleans()),
        modality=draw(st.sampled_from(MODALITIES)),
        date=draw(st.none() | st.builds(Period, days, days, words)),
        confidence=draw(st.none() | st.floats(0, 1)),
        reporters=tuple(draw(st.lists(mentions(), max_size=3))),
        phase=draw(st.sampled_from((None, *PHASES))),
        trigger=draw(st.none() | st.builds(lambda place: Trigger(*place), offsets)),
    )


def written(quads, format: str) -> bytes:
    out = io.BytesIO()
    serialise(quads, format, out)
    return out.getvalue()


def legal_in_xml(quads) -> bool:
    """Whether all texts consist of what XML 1.0 calls characters (https://www.w3.org/TR/xml/#charsets)."""
    texts = "".join(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
    return all(c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c <= "\ufffd" or c > "\uffff" for c in texts)


@settings(max_examples=150, deadline=None)
@given(statements())
def test_round_trip_is_the_identity(statement: Statement) -> None:
    quads = list(statement_to_quads(statement, run=RUN, context_edges=EDGES))
    (back,) = statements_from_quads(quads)
    assert back == statement
    assert back.id == statement.id


@settings(max_examples=60, deadline=None)
@given(statements())
def test_json_comes_back_as_the_same_statement(statement: Statement) -> None:
    row = json.loads(json.dumps(statement_to_json(statement)))
    assert statement_from_json(row) == statement
    # What is optional may be missing.
    older = {name: value for name, value in row.items() if name not in ("trigger", "phase", "reporters")}
    assert statement_from_json(older) == dataclasses.replace(statement, trigger=None, phase=None, reporters=())


@settings(max_examples=60, deadline=None)
@given(statements(), st.randoms(use_true_random=False))
def test_every_format_is_reproducible_and_reads_back(statement: Statement, chance: random.Random) -> None:
    quads = list(statement_to_quads(statement, run=RUN, context_edges=EDGES))
    shuffled = quads * 2
    chance.shuffle(shuffled)
    store = ox.Store()
    store.extend(quads)
    for format, kind in FORMATS.items():
        if format == "rdfxml" and not legal_in_xml(quads):
            with pytest.raises(KgError, match=r"U\+[0-9A-F]{4}, which XML cannot"):
                written(quads, format)
            continue
        once = written(quads, format)
        assert once == written(shuffled, format)
        assert once == written(store, format), "a store forgets how numbers were written"
        (back,) = statements_from_quads(ox.parse(once, format=kind))
        assert back == statement


def test_statements_come_back_article_by_article_with_each_article_s_own_names() -> None:
    later = dataclasses.replace(REMOVED, article="b", source=mention(dataclasses.replace(US, label="America"), 4))
    quads = [*statement_to_quads(later), *statement_to_quads(REMOVED)]
    assert list(statements_from_quads(quads)) == [REMOVED, later]


def test_another_base_round_trips_and_the_wrong_one_is_named() -> None:
    quads = list(statement_to_quads(REMOVED, base="https://example.org/x/"))
    assert all(quad.graph_name == ox.NamedNode("https://example.org/x/article/a-1") for quad in quads)
    assert list(statements_from_quads(quads, base="https://example.org/x/")) == [REMOVED]
    with pytest.raises(StatementError, match="another base"):
        list(statements_from_quads(quads))


def test_the_shape_of_the_design() -> None:
    store = ox.Store()
    store.extend(article_to_quads(ARTICLE, RUN))
    store.extend(statement_to_quads(REMOVED, run=RUN, context_edges=EDGES))
    asked = """
        PREFIX actor: <https://w3id.org/geokg/id/actor/> PREFIX article: <https://w3id.org/geokg/id/article/>
        PREFIX kg: <https://w3id.org/geokg#> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        PREFIX schema: <https://schema.org/>
        ASK { GRAPH article:a-1 {
          ?s a kg:Statement ; rdfs:label "United States – removed Turkey from – F-35 programme"@en ;
            kg:source actor:united-states ; kg:relation kg:removesFrom ; kg:target actor:turkey ;
            kg:context [ kg:role "from" ; kg:party actor:f-35-programme ] ; kg:eventType kg:SANCTION ; kg:quad 4 ; kg:polarity -1 ;
            kg:intensity -5.0 ; kg:negated false ; kg:modality kg:Asserted ; kg:confidence 0.87 ; kg:rule "frame:remove-from" ;
            kg:begins "2019-07-01"^^xsd:date ; kg:ends "2019-07-31"^^xsd:date ;
            kg:evidence [ a oa:SpecificResource ; oa:hasSource article:a-1 ;
              oa:hasSelector [ a oa:TextPositionSelector ; oa:start 0 ; oa:end 54 ] , [ a oa:TextQuoteSelector ; oa:exact ?quote ] ] ;
            prov:wasDerivedFrom article:a-1 ; prov:wasGeneratedBy ?run .
          ?run a prov:Activity ; prov:used article:a-1 ; kg:generator "geokg 0.1.0" ; kg:model ?model .
          article:a-1 a schema:NewsArticle ; schema:headline "Hello"@en ; schema:datePublished "2019-08-02"^^xsd:date .
          actor:united-states kg:removesFrom actor:turkey ; kg:removedPartyFrom actor:f-35-programme } }"""
    assert store.query(asked)
    iri = f"{BASE}statement/{REMOVED.id.removeprefix('st-')}"
    assert list(store.quads_for_pattern(ox.NamedNode(iri), None, None))


ARTICLE = Article("a-1", "Hello", (Block("paragraph", 0, 5),), "Hello", "2019-08-02", "https://example.org/1", "The Daily", "en")


def test_article_facts_and_digest() -> None:
    quads = set(article_to_quads(ARTICLE, RUN))
    node = Names().article("a-1")
    assert ox.Quad(node, rdf.DIGEST, ox.Literal(article_digest(ARTICLE)), node) in quads
    assert not any("Hello" in str(quad.object) and quad.predicate != rdf.HEADLINE for quad in quads)
    for change in ({"text": "Hullo"}, {"date": None}, {"title": None}, {"blocks": ()}):
        assert article_digest(dataclasses.replace(ARTICLE, **change)) != article_digest(ARTICLE)
    assert article_digest(dataclasses.replace(ARTICLE)) == article_digest(ARTICLE)


def test_a_hostile_article_stays_data() -> None:
    article = dataclasses.replace(ARTICLE, id=f"../{HOSTILE}", title=HOSTILE, url=f"javascript:{HOSTILE}", outlet=HOSTILE)
    statement = dataclasses.replace(REMOVED, article=article.id, evidence=Evidence(HOSTILE, 0, 9), rule=HOSTILE, label=HOSTILE)
    quads = [*article_to_quads(article, RUN), *statement_to_quads(statement, run=RUN)]
    for format, kind in FORMATS.items():
        if format == "rdfxml":
            continue
        back = list(ox.parse(written(quads, format), format=kind))
        assert {quad.triple for quad in back} == {quad.triple for quad in quads}
        assert list(statements_from_quads(back)) == [statement]
        assert len({quad.graph_name for quad in back}) == 1


@pytest.mark.parametrize("speaker", [None, mention(MINISTER, 0, principal=TURKEY)])
@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize("modality", MODALITIES)
def test_direct_edges_only_for_what_is_asserted_and_not_negated(modality, negated, speaker) -> None:
    statement = dataclasses.replace(REMOVED, modality=modality, negated=negated, speaker=speaker)
    triples = {quad.triple for quad in statement_to_quads(statement, context_edges=EDGES)}
    us, turkey, f35 = (Names().actor(actor.id) for actor in (US, TURKEY, F35))
    plain = modality == "asserted" and not negated
    assert (ox.Triple(us, rdf.term("kg:removesFrom"), turkey) in triples) == plain
    assert (ox.Triple(us, rdf.term("kg:removedPartyFrom"), f35) in triples) == plain


def test_no_second_edge_without_a_party_in_the_role_or_a_relation_that_has_one() -> None:
    other = dataclasses.replace(REMOVED.context[0], role="over")
    without = dataclasses.replace(REMOVED, context=())
    for statement, edges in ((dataclasses.replace(REMOVED, context=(other,)), EDGES), (REMOVED, {}), (without, EDGES)):
        predicates = {quad.predicate for quad in statement_to_quads(statement, context_edges=edges)}
        assert rdf.term("kg:removesFrom") in predicates
        assert rdf.term("kg:removedPartyFrom") not in predicates


def test_labels_say_what_is_not_plainly_so() -> None:
    assert statement_label(REMOVED, EDGES) == "United States – removed Turkey from – F-35 programme"
    supports = dataclasses.replace(REMOVED, relation="supports", label="supports", context=())
    assert statement_label(supports) == "United States – supports – Turkey"
    doubtful = dataclasses.replace(supports, negated=True, modality="possible", speaker=mention(MINISTER, 0))
    assert statement_label(doubtful) == "United States – supports – Turkey (negated, possible, according to İsmail Kaya)"
    plain = dataclasses.replace(REMOVED, label="removed")
    assert statement_label(plain, EDGES) == "United States – removed – Turkey"


def test_actors_carry_type_names_principal_and_known_facts() -> None:
    statement = dataclasses.replace(REMOVED, source=mention(MINISTER, 3, principal=TURKEY))
    triples = {quad.triple for quad in statement_to_quads(statement, actor_facts={TURKEY.id: ActorFacts("Q43", "TR", "TUR")})}
    turkey, minister = Names().actor(TURKEY.id), Names().actor(MINISTER.id)
    assert ox.Triple(minister, rdf.PRINCIPAL, turkey) in triples
    assert ox.Triple(turkey, rdf.SAME_AS, ox.NamedNode("http://www.wikidata.org/entity/Q43")) in triples
    assert ox.Triple(turkey, rdf.NOTATION, ox.Literal("TR", datatype=rdf.ALPHA2)) in triples
    assert ox.Triple(turkey, rdf.NOTATION, ox.Literal("TUR", datatype=rdf.ALPHA3)) in triples
    assert ox.Triple(turkey, rdf.PREF_LABEL, ox.Literal("Turkey", language="en")) in triples
    assert not any(triple.predicate == rdf.PRINCIPAL and triple.subject == turkey for triple in triples)


def test_no_blank_nodes_and_one_graph() -> None:
    for quad in [*article_to_quads(ARTICLE, RUN), *statement_to_quads(REMOVED, run=RUN, context_edges=EDGES)]:
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert quad.graph_name == Names().article("a-1")


def test_same_run_same_iri() -> None:
    assert Run("a", "b").id == Run("a", "b").id
    assert len({Run("a", "b").id, Run("a", "c").id, Run("a", "b", "c").id, Run("ab", "").id}) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"intensity": float("nan")},
        {"confidence": float("inf")},
        {"date": Period("soon", "later", "soon")},
        {"rule": "\ud800"},
        {"article": "\ud800"},
        {"relation": "not an iri>"},
        {"source": mention(Actor("actor/x", "x", "Alien"), 1)},
    ],
)
def test_what_is_no_rdf_is_a_statement_error(change) -> None:
    with pytest.raises(StatementError):
        list(statement_to_quads(dataclasses.replace(REMOVED, **change)))


@pytest.mark.parametrize(
    "predicate",
    [
        rdf.SOURCE_MENTION,
        rdf.EVIDENCE,
        rdf.DERIVED_FROM,
        rdf.QUAD,
        rdf.RULE,
        rdf.MODALITY,
        rdf.ACTOR,
        rdf.EXACT,
        rdf.LABEL,
        rdf.POSITION,
        rdf.ENDS,
    ],
)
def test_a_statement_that_lacks_a_part_is_named(predicate) -> None:
    quads = [quad for quad in statement_to_quads(REMOVED) if quad.predicate != predicate]
    with pytest.raises(StatementError, match=r"lacks|no IRI"):
        list(statements_from_quads(quads))


def test_an_edited_statement_is_named() -> None:
    node = Names().statement(REMOVED.id)
    graph = Names().article("a-1")
    quads = [quad for quad in statement_to_quads(REMOVED) if quad.predicate != rdf.NEGATED] + [ox.Quad(node, rdf.NEGATED, rdf.TRUE, graph)]
    with pytest.raises(StatementError, match="does not match"):
        list(statements_from_quads(quads))


def test_turtle_is_pretty_and_plain() -> None:
    text = written([*article_to_quads(ARTICLE, RUN), *statement_to_quads(REMOVED, run=RUN, context_edges=EDGES)], "turtle").decode()
    assert "\tkg:removesFrom actor:turkey" in text
    assert f"statement:{REMOVED.id[3:]} a kg:Statement" in text
    assert "kg:intensity -5.0" in text
    assert "\\/" not in text
    heads = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert heads == sorted(heads)
    assert len(heads) == len(set(heads))


RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}


@pytest.mark.parametrize(("format", "name"), RDFLIB.items())
def test_rdflib_reads_the_same(format: str, name: str) -> None:
    quads = [*article_to_quads(ARTICLE, RUN), *statement_to_quads(REMOVED, run=RUN, context_edges=EDGES)]
    dataset = rdflib.Dataset()
    dataset.parse(data=written(quads, format), format=name)
    read = {(subject, predicate, value) for subject, predicate, value, _ in dataset.quads()}
    assert read == {(in_rdflib(quad.subject), in_rdflib(quad.predicate), in_rdflib(quad.object)) for quad in quads}
    ours = {(subject, predicate, meaning(value)) for subject, predicate, value, _ in to_rdflib(quads).quads()}
    assert ours == {(subject, predicate, meaning(value)) for subject, predicate, value in read}


def in_rdflib(term) -> rdflib.term.Identifier:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    plain = term.language or term.datatype.value.endswith("#string")
    return rdflib.Literal(term.value, lang=term.language, datatype=None if plain else rdflib.URIRef(term.datatype.value))


def meaning(term) -> object:
    return (term.language, term.value) if isinstance(term, rdflib.Literal) else term


def test_rdflib_dataset_answers_over_the_union() -> None:
    dataset = to_rdflib(statement_to_quads(REMOVED))
    rows = list(dataset.query("SELECT ?label { ?s kg:source actor:united-states ; rdfs:label ?label }"))
    assert [str(row[0]) for row in rows] == [statement_label(REMOVED)]


def test_networkx_keeps_every_field() -> None:
    graph = to_networkx([REMOVED, dataclasses.replace(REMOVED, negated=True)])
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.nodes[US.id] == {"label": "United States", "type": "State"}
    assert graph.number_of_edges(US.id, TURKEY.id) == 2
    assert graph.edges[US.id, TURKEY.id, REMOVED.id] == statement_to_json(REMOVED)
    assert len(to_networkx([])) == 0


def test_unknown_format() -> None:
    with pytest.raises(KgError, match="turtle"):
        serialise([], "pdf", io.BytesIO())


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_legal_output(format: str) -> None:
    assert list(ox.parse(written([], format), format=FORMATS[format])) == []


@given(
    st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=5)),
    st.integers(1, 700),
    st.integers(1, 50),
)
@settings(deadline=None, max_examples=100)
def test_sorting_in_a_file_is_sorting(lines: list[str], chunk: int, buffer: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "LEAST", 1)
        patch.setattr(sorting, "BUFFERS", buffer)
        assert list(sorted_unique(lines, chunk)) == sorted(set(lines))


def test_lines_of_a_megabyte_are_sorted_in_a_file() -> None:
    lines = [letter * 1_000_000 + str(number) for number in range(5) for letter in "bña"]
    assert list(sorted_unique(lines, 3_000_000)) == sorted(lines)


def test_sorting_in_files_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    quads = list(statement_to_quads(dataclasses.replace(REMOVED, rule=HOSTILE)))
    formats = FORMATS.keys() - {"rdfxml"}
    expected = {format: written(quads, format) for format in formats}
    monkeypatch.setattr(sorting, "CHUNK", 7)
    assert {format: written(quads, format) for format in formats} == expected


def test_context_edges_come_from_the_ontology() -> None:
    edges = load_context_edges(ontology_path() / "relations.ttl")
    assert edges["removesFrom"] == ContextEdge("from", "removedPartyFrom")
    relations = load_relations()
    assert {name: edge.role for name, edge in edges.items()} == {
        name: relation.context_role for name, relation in relations.items() if relation.context_role
    }
