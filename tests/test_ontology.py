"""The ontology is complete, agrees with itself and with the code, and every build conforms to its shapes."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import get_args

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN
from test_rdf import ARTICLE, F35, REMOVED, RUN, TURKEY, US, mention

from kg import rdf, stance_rdf
from kg.errors import KgError, KnowledgeError
from kg.knowledge import load_relations, ontology_path
from kg.model import ACTOR_TYPES, MODALITIES, OBJECT_TYPES, Actor, EventType, Period
from kg.rdf import (
    KG,
    MODALITY_NAMES,
    Names,
    article_to_quads,
    load_context_edges,
    serialise,
    statement_to_quads,
    to_rdflib,
)
from kg.validate import Violation, validate

FOLDER = ontology_path()
NS = rdflib.Namespace(KG)
VOCABULARY = rdflib.Graph().parse(FOLDER / "kg.ttl")
RELATIONS = rdflib.Graph().parse(FOLDER / "relations.ttl")
CAMEO = rdflib.Graph().parse(FOLDER / "cameo.ttl")
NAMES = sorted(str(node)[len(KG) :] for node in RELATIONS.subjects(RDF.type, NS.Relation))
QUADS = {1: 1, 2: 1, 3: -1, 4: -1}


def declared() -> set[str]:
    return local_names((VOCABULARY + RELATIONS).subjects(RDF.type, None))


def local_names(nodes) -> set[str]:
    return {str(node)[len(KG) :] for node in nodes if str(node).startswith(KG)}


def used() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in Path(rdf.__file__).parent.glob("*.py")]
    texts += [
        Path(stance_rdf.__file__).read_text(encoding="utf-8"),
        *(path.read_text(encoding="utf-8") for path in FOLDER.glob("queries/*.rq")),
    ]
    texts.append((FOLDER / "shapes.ttl").read_text(encoding="utf-8"))
    names = {name for text in texts for name in re.findall(r"\bkg:(\w+)", re.sub(r"(?m)^\s*#.*|``?kg:\w+|>>> .*|^'kg:.*", "", text))}
    names |= (
        set(MODALITY_NAMES.values()) | set(rdf.PHASE_NAMES.values()) | ACTOR_TYPES | OBJECT_TYPES | set(get_args(EventType)) | set(NAMES)
    )
    names |= local_names(RELATIONS.predicates()) | local_names(RELATIONS.subjects(OWL.inverseOf, None))
    names |= local_names(VOCABULARY.objects(None, RDFS.range))
    names |= local_names(literal.datatype for literal in CAMEO.objects(None, SKOS.notation))
    return names | {edge.relation for edge in load_context_edges(FOLDER / "relations.ttl").values()}


def test_code_and_ontology_use_the_same_terms() -> None:
    assert used() - declared() == set(), "used but not declared"
    assert declared() - used() == set(), "declared but not used"


def test_every_term_is_labelled_and_explained() -> None:
    for node in set(VOCABULARY.subjects(RDF.type, None)):
        if str(node).startswith(KG):
            assert VOCABULARY.value(node, RDFS.label), node
            assert str(VOCABULARY.value(node, RDFS.comment)).endswith("."), node


def test_every_property_is_object_or_datatype_and_ranges_exist() -> None:
    for node in set(VOCABULARY.subjects(RDF.type, OWL.ObjectProperty)):
        assert (node, RDF.type, OWL.DatatypeProperty) not in VOCABULARY
    for place in (RDFS.domain, RDFS.range, RDFS.subClassOf):
        for _, _, value in VOCABULARY.triples((None, place, None)):
            if str(value).startswith(KG):
                assert (value, RDF.type, OWL.Class) in VOCABULARY, value


def test_sixteen_types_on_top() -> None:
    tops = {str(node)[len(KG) :] for node in RELATIONS.subjects(SKOS.topConceptOf, None)}
    assert tops == set(get_args(EventType)) == {str(node)[len(KG) :] for node in RELATIONS.objects(None, SKOS.hasTopConcept)}
    for name in tops:
        quad, polarity = int(RELATIONS.value(NS[name], NS.quad)), int(RELATIONS.value(NS[name], NS.polarity))
        assert polarity in (0, QUADS[quad])
        assert (polarity == 0) == (name in ("CONSULT", "REQUEST"))
        assert RELATIONS.value(NS[name], SKOS.definition)
        assert RELATIONS.value(NS[name], SKOS.prefLabel)


def test_there_are_relations_of_every_type() -> None:
    assert {RELATIONS.value(NS[name], SKOS.broader) for name in NAMES} == {NS[name] for name in get_args(EventType)}


@pytest.mark.parametrize("name", NAMES)
def test_every_relation_is_complete(name: str) -> None:
    node = NS[name]

    def only(predicate):
        (value,) = RELATIONS.objects(node, predicate)
        return value

    assert (node, RDF.type, OWL.ObjectProperty) in RELATIONS
    top = only(SKOS.broader)
    quad, polarity, intensity = int(only(NS.quad)), int(only(NS.polarity)), float(only(NS.intensity))
    assert quad == int(RELATIONS.value(top, NS.quad))
    assert polarity == int(RELATIONS.value(top, NS.polarity))
    assert -10 <= intensity <= 10
    if polarity:
        assert intensity * polarity > 0, "the sign of the intensity is the polarity"
        assert (abs(intensity) >= 5) == (quad in (2, 4)), "material relations are stronger than verbal ones"
    else:
        assert abs(intensity) <= 2
    for predicate in (SKOS.prefLabel, SKOS.definition, SKOS.example, NS.verbPhrase):
        assert only(predicate).language == "en"
    assert only(SKOS.definition).endswith(".")
    assert only(SKOS.example).endswith(".")
    assert only(SKOS.inScheme)
    phrase = str(only(NS.verbPhrase))
    with_context = {bool(list(RELATIONS.objects(node, NS[term]))) for term in ("contextRole", "contextRelation", "plainVerbPhrase")}
    assert with_context == {"{target}" in phrase}
    if "{target}" in phrase:
        assert phrase.endswith(f"{{target}} {only(NS.contextRole)}")
        assert "{" not in str(only(NS.plainVerbPhrase))
        assert (only(NS.contextRelation), RDF.type, OWL.ObjectProperty) in RELATIONS


def test_labels_and_examples_are_all_different() -> None:
    for predicate in (SKOS.prefLabel, SKOS.example, SKOS.definition, NS.verbPhrase):
        values = [str(RELATIONS.value(NS[name], predicate)) for name in NAMES]
        assert len(values) == len(set(values))


MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch)
ISSUE = """
    supports recognises arms trains funds hosts alliesWith condemns accuses sues vetoes boycotts
    imposesSanctionsOn expels removesFrom withdrawsFrom suspends mobilisesAgainst blockades besieges occupies
    detains deports bombs clashesWith mediatesWith negotiatesWith meets visits callsOn accepts signsWith promises
    releases liftsSanctionsOn cedesTo
""".split()


def test_what_analysts_name_has_a_relation() -> None:
    assert len(NAMES) >= 70
    assert set(ISSUE) <= set(NAMES)


def test_cameo_codes_are_declared_and_each_used() -> None:
    codes = {code for match in MATCHES for code in RELATIONS.objects(None, match)}
    assert codes <= set(CAMEO.subjects(RDF.type, SKOS.Concept))
    above = {top for code in codes for top in CAMEO.transitive_objects(code, SKOS.broader)}
    assert set(CAMEO.subjects(RDF.type, SKOS.Concept)) - above <= set(CAMEO.subjects(SKOS.topConceptOf, None))
    for node in CAMEO.subjects(RDF.type, SKOS.Concept):
        notation = CAMEO.value(node, SKOS.notation)
        assert notation.datatype == NS.cameoCode
        assert str(node).endswith(f"/{notation}")
        assert re.fullmatch(r"(0[1-9]|1\d|20)\d{0,2}", str(notation))
        top = CAMEO.value(node, SKOS.broader)
        assert str(notation).startswith(str(CAMEO.value(top, SKOS.notation))) if top else (node, SKOS.topConceptOf, None) in CAMEO


@pytest.mark.parametrize("name", NAMES)
def test_every_relation_has_one_cameo_code_and_a_way_back(name: str) -> None:
    assert sum(len(list(RELATIONS.objects(NS[name], match))) for match in MATCHES) == 1
    inverses = list(RELATIONS.subjects(OWL.inverseOf, NS[name]))
    symmetric = (NS[name], RDF.type, OWL.SymmetricProperty) in RELATIONS
    assert len(inverses) == (not symmetric)
    if symmetric:
        assert RELATIONS.value(NS[name], RDFS.domain) == RELATIONS.value(NS[name], RDFS.range)


def test_relations_in_python_are_those_of_the_turtle() -> None:
    loaded = load_relations()
    assert sorted(loaded) == NAMES
    for name, relation in loaded.items():
        node = NS[name]
        assert NS[relation.event_type] == RELATIONS.value(node, SKOS.broader)
        codes = [float(RELATIONS.value(node, code)) for code in (NS.quad, NS.polarity, NS.intensity)]
        assert [relation.quad, relation.polarity, relation.intensity] == codes
        assert relation.symmetric == ((node, RDF.type, OWL.SymmetricProperty) in RELATIONS)


def test_every_property_of_ours_has_a_domain_and_a_range() -> None:
    both = VOCABULARY + RELATIONS
    inverse = set(both.subjects(OWL.inverseOf, None))
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for node in set(both.subjects(RDF.type, kind)) - inverse:
            if str(node).startswith(KG):
                assert both.value(node, RDFS.domain), node
                assert both.value(node, RDFS.range), node


def test_the_ontology_says_what_it_is() -> None:
    (node,) = VOCABULARY.subjects(RDF.type, OWL.Ontology)
    for term in (OWL.versionIRI, OWL.versionInfo, DCTERMS.title, DCTERMS.description, DCTERMS.license, VANN.preferredNamespacePrefix):
        assert VOCABULARY.value(node, term), term
    assert str(VOCABULARY.value(node, VANN.preferredNamespaceUri)) == KG


def test_terms_of_others_are_declared_where_they_are_used() -> None:
    used_by_us = set(re.findall(r'term\("((?!kg|rdf|rdfs|xsd|owl)\w+:\w+)"\)', (Path(rdf.__file__).parent / "terms.py").read_text("utf-8")))
    known = {VOCABULARY.qname(node) for node in VOCABULARY.subjects(RDF.type, None) if isinstance(node, rdflib.URIRef)}
    assert used_by_us <= known


def test_modalities_of_the_model_and_of_rdf_are_the_same() -> None:
    assert set(MODALITY_NAMES) == set(MODALITIES)
    assert {NS[name] for name in MODALITY_NAMES.values()} == set(VOCABULARY.subjects(RDF.type, NS.Modality))


def test_actor_types_are_the_classes_under_actor_and_object() -> None:
    for top, names in (("Actor", ACTOR_TYPES), ("Object", OBJECT_TYPES)):
        below = {str(node)[len(KG) :] for node in VOCABULARY.transitive_subjects(RDFS.subClassOf, NS[top])}
        assert below == names


def test_reasoners_find_no_contradiction_in_the_ontology_with_a_build() -> None:
    """Under the rules of OWL 2 RL (https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules)."""
    place = Actor("actor/afrin", "Afrin", "Place")
    signed = dataclasses.replace(SIGNED, target=mention(Actor("actor/pact", "Pact", "Agreement"), 20))
    data = to_rdflib(build(FULL, BARE, signed, dataclasses.replace(REMOVED, target=mention(place, 20)))).default_graph
    both = VOCABULARY + RELATIONS + CAMEO
    for triple in data:
        both.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(both)
    assert list(both.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))) == []
    assert list(both.subjects(RDF.type, OWL.Nothing)) == []
    us, turkey = (rdflib.URIRef(Names().actor(name).value) for name in ("actor/united-states", "actor/turkey"))
    assert (turkey, NS.isRemovedBy, us) in both
    assert (us, RDF.type, rdflib.PROV.Agent) in both
    assert (rdflib.URIRef(Names().actor("actor/pact").value), NS.signsWith, us) in both, "symmetric"


def test_reasoners_do_find_a_contradiction_where_there_is_one() -> None:
    both = VOCABULARY + RELATIONS
    both.add((rdflib.URIRef("https://example.org/x"), RDF.type, NS.Actor))
    both.add((rdflib.URIRef("https://example.org/x"), RDF.type, NS.Object))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(both)
    assert list(both.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))


EDGES = load_context_edges(FOLDER / "relations.ttl")
FULL = dataclasses.replace(REMOVED, speaker=mention(TURKEY, 30, "Ankara"))
BARE = dataclasses.replace(REMOVED, relation="supports", label="supports", event_type="SUPPORT", quad=1, polarity=1, intensity=3.5)
SIGNED = dataclasses.replace(BARE, relation="signsWith", event_type="AGREE", context=())
BARE = dataclasses.replace(BARE, context=(), date=None, confidence=None, negated=True, modality="possible")


def build(*statements):
    quads = list(article_to_quads(ARTICLE, RUN))
    for statement in statements:
        quads += statement_to_quads(statement, run=RUN, context_edges=EDGES)
    return quads


def test_a_build_conforms() -> None:
    assert validate(build(FULL, BARE)) == []
    assert validate(to_rdflib(build(FULL, BARE))) == []


@pytest.mark.parametrize("format", ["turtle", "trig", "nquads"])
def test_a_file_conforms(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"build.{ {'turtle': 'ttl', 'trig': 'trig', 'nquads': 'nq'}[format] }"
    with path.open("wb") as out:
        serialise(build(FULL, BARE), format, out)
    assert validate(path) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"source": mention(F35, 3)}, "must have an actor as its source"),
        ({"speaker": mention(F35, 3)}, "must have an actor as its speaker"),
        ({"quad": 5}, "quad"),
        ({"polarity": 2}, "polarity"),
        ({"intensity": -10.5}, "intensity"),
        ({"confidence": 1.5}, "confidence"),
        ({"relation": "frowns"}, "relation that relations.ttl defines"),
        ({"event_type": "FROWN"}, "PLOVER"),
        ({"rule": ""}, "rule"),
        ({"evidence": dataclasses.replace(REMOVED.evidence, text="", end=0)}, "evidence"),
        ({"target": dataclasses.replace(REMOVED.target, start=-1, end=5)}, "target mention"),
        ({"context": (dataclasses.replace(REMOVED.context[0], role=""),)}, "context"),
        ({"date": Period("2019-07-31", "2019-07-01", "in July")}, "must not end before it begins"),
    ],
)
def test_what_breaks_a_shape_is_said_in_words(change, problem: str) -> None:
    broken = dataclasses.replace(REMOVED, **change)
    found = [one for one in validate(build(broken)) if "_event" not in one.focus]
    assert len(found) == 1, found
    assert problem in found[0].problem
    assert found[0].focus == Names().statement(broken.id).value
    assert str(found[0]).startswith(f"statement:{broken.id[3:]} m")


@pytest.mark.parametrize(
    "name",
    [
        "source", "relation", "target", "sourcePrincipal", "targetPrincipal", "eventType", "quad", "polarity", "intensity", "negated",
        "modality", "rule", "evidence",
    ],
)  # fmt: skip
def test_a_missing_part_is_said_in_words(name: str) -> None:
    node = Names().statement(REMOVED.id)
    found = validate([quad for quad in build(REMOVED) if not (quad.subject == node and quad.predicate == rdf.term(f"kg:{name}"))])
    assert [one.focus for one in found] == [node.value]


@pytest.mark.parametrize("name", ["source", "target", "sourcePrincipal", "targetPrincipal"])
def test_parties_are_those_of_the_mentions(name: str) -> None:
    """Another's actor in the place of what the mention names, and one besides it."""
    node, other = Names().statement(REMOVED.id), Names().actor(US.id if name.startswith("target") else TURKEY.id)
    whole = list(build(REMOVED))
    said = next(quad for quad in whole if quad.subject == node and quad.predicate == rdf.term(f"kg:{name}"))
    wrong = ox.Quad(node, said.predicate, other, said.graph_name)
    exchanged = {one.problem for one in validate([wrong if quad == said else quad for quad in whole]) if one.focus == node.value}
    assert exchanged == {"must have the parties and the principals that its mentions name"}
    once = f"must have exactly one {name}" if "P" not in name else f"must say exactly once for whom its {name[:6]} acts"
    assert {one.problem for one in validate([*whole, wrong]) if one.focus == node.value} == exchanged | {once}


def test_a_date_needs_both_ends() -> None:
    found = validate([quad for quad in build(REMOVED) if quad.predicate != rdf.ENDS])
    assert "must have a first day, a last day and the words for them, or none of the three" in [one.problem for one in found]


def test_an_actor_needs_a_name() -> None:
    turkey = Names().actor(TURKEY.id)
    found = validate([quad for quad in build(REMOVED) if not (quad.subject == turkey and quad.predicate == rdf.PREF_LABEL)])
    assert found == [Violation(turkey.value, "must have a name")]


def test_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("this is <no turtle", encoding="utf-8")
    with pytest.raises(KgError, match=r"a\.ttl cannot be read as RDF"):
        validate(tmp_path / "a.ttl")
    with pytest.raises(KgError, match="missing"):
        validate(tmp_path / "missing.ttl")
    with pytest.raises(KnowledgeError, match=r"shapes\.ttl"):
        validate([], ontology=tmp_path)
