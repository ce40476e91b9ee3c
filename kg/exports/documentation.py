"""The ontology as one HTML page that people read: classes, properties, relations by event type, codes, prefixes.

Made from `kg.ttl`, `relations.ttl` and `cameo.ttl` alone; the same files give the same bytes. Loads nothing, runs no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.errors import KnowledgeError
from kg.knowledge import ontology_path
from kg.rdf import KG, LABEL, TYPE, Names, local_name, term

Node = NamedNode | BlankNode
MATCHES = {"exactMatch": "same act", "closeMatch": "nearly the same", "broadMatch": "wider"}
EXTRA_PREFIXES = {"cameo": "https://w3id.org/geokg/cameo/", "vann": "http://purl.org/vocab/vann/"}


def render_documentation(folder: Path | None = None) -> str:
    """The page for the ontology in a folder (default: the project's). Raises `KnowledgeError` for a file that cannot be read."""
    page = _Page(_loaded(folder or ontology_path()))
    template = Template((files("kg.exports") / "documentation.html").read_text(encoding="utf-8"))
    return template.substitute(title=escape(page.text(page.ontology, term("dcterms:title"))), body="\n".join(page.body()))


def _loaded(folder: Path) -> ox.Store:
    store = ox.Store()
    for name in ("kg.ttl", "relations.ttl", "cameo.ttl"):
        try:
            store.load(path=str(folder / name), format=RdfFormat.TURTLE)
        except (OSError, SyntaxError, ValueError) as wrong:
            raise KnowledgeError(str(wrong), folder / name) from wrong
    return store


@dataclass(frozen=True, slots=True)
class _Page:
    store: ox.Store

    @property
    def ontology(self) -> NamedNode:
        return self.of_type("owl:Ontology")[0]

    def of_type(self, kind: str) -> list[NamedNode]:
        found = {quad.subject for quad in self.store.quads_for_pattern(None, TYPE, term(kind), None)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: (node.value.lower(), node.value))

    def ours(self, kind: str) -> list[NamedNode]:
        return [node for node in self.of_type(kind) if node.value.startswith(KG)]

    def values(self, node: Node, predicate: NamedNode) -> list[NamedNode | BlankNode | Literal]:
        found = [quad.object for quad in self.store.quads_for_pattern(node, predicate, None, None)]
        return sorted((one for one in found if isinstance(one, (NamedNode, BlankNode, Literal))), key=str)

    def text(self, node: Node, *predicates: NamedNode) -> str:
        """The first literal of the first predicate that has one; empty when none has."""
        found = (value.value for name in predicates for value in self.values(node, name) if isinstance(value, Literal))
        return next(found, "")

    def body(self) -> Iterator[str]:
        yield f"<h1>{escape(self.text(self.ontology, term('dcterms:title')))}</h1>"
        version, licence = self.text(self.ontology, term("owl:versionInfo")), self.values(self.ontology, term("dcterms:license"))
        yield f"<p>{escape(self.text(self.ontology, term('dcterms:description')))}</p>"
        yield (
            f'<p class="soft">Version {escape(version)} · namespace <code>{escape(KG)}</code> · licence '
            + ", ".join(f"<code>{escape(one.value)}</code>" for one in licence)
            + "</p>"
        )
        types = self.event_types()
        yield (
            '<nav><a href="#classes">Classes</a> · <a href="#properties">Properties</a> · <a href="#relations">Relations</a>: '
            + " ".join(f'<a href="#{escape(local_name(kind))}">{escape(self.text(kind, term("skos:prefLabel")))}</a>' for kind in types)
            + ' · <a href="#codes">CAMEO codes</a> · <a href="#prefixes">Prefixes</a></nav>'
        )
        yield '<h2 id="classes">Classes</h2>'
        yield from _table(("class", "what it is", "under"), (self.class_row(node) for node in self.ours("owl:Class")))
        yield '<h2 id="properties">Properties</h2>'
        relations = set(self.of_type("kg:Relation"))
        inverse = {quad.subject for quad in self.store.quads_for_pattern(None, term("owl:inverseOf"), None, None)}
        own = (*self.ours("owl:ObjectProperty"), *self.ours("owl:DatatypeProperty"), *self.ours("owl:AnnotationProperty"))
        properties = [node for node in own if node not in relations and node not in inverse]
        yield from _table(("property", "what it says", "of", "value"), (self.property_row(node) for node in properties))
        yield '<h2 id="relations">Relations</h2>'
        yield (
            f"<p>{len(relations)} relations under the {len(types)} event types of PLOVER. Intensity lies between −10 (the worst conflict) "
            "and 10 (the closest cooperation). A symmetric relation holds both ways; others have a name for the other way round.</p>"
        )
        for kind in types:
            yield from self.event_type(kind)
        yield '<h2 id="codes">CAMEO codes</h2>'
        codes = [node for node in self.of_type("skos:Concept") if self.values(node, term("skos:notation"))]
        codes.sort(key=lambda node: self.text(node, term("skos:notation")))
        yield from _table(("code", "meaning"), (self.code_row(node) for node in codes))
        yield '<h2 id="prefixes">Prefixes</h2>'
        prefixes = sorted({**Names().prefixes(), **EXTRA_PREFIXES}.items())
        rows = ((f"<code>{escape(name)}:</code>", f"<code>{escape(namespace)}</code>") for name, namespace in prefixes)
        yield from _table(("prefix", "namespace"), rows)

    def event_types(self) -> list[NamedNode]:
        return sorted(
            self.of_type("kg:EventType"),
            key=lambda node: (self.text(node, term("kg:quad")), -float(self.text(node, term("kg:polarity"))), node.value),
        )

    def class_row(self, node: NamedNode) -> Sequence[str]:
        above = [value for value in self.values(node, term("rdfs:subClassOf")) if isinstance(value, NamedNode)]
        return self.anchored(node), escape(self.text(node, term("rdfs:comment"))), self.listed(above)

    def property_row(self, node: NamedNode) -> Sequence[str]:
        domain, reach = (self.listed(self.values(node, term(name))) for name in ("rdfs:domain", "rdfs:range"))
        return self.anchored(node), escape(self.text(node, term("rdfs:comment"))), domain, reach

    def code_row(self, node: NamedNode) -> Sequence[str]:
        code = escape(self.text(node, term("skos:notation")))
        return f'<code id="cameo-{code}">{code}</code>', escape(self.text(node, term("skos:prefLabel")))

    def event_type(self, kind: NamedNode) -> Iterator[str]:
        name, quad, polarity = escape(local_name(kind)), self.text(kind, term("kg:quad")), self.text(kind, term("kg:polarity"))
        label, meaning = escape(self.text(kind, term("skos:prefLabel"))), escape(self.text(kind, term("skos:definition")))
        yield f'<h3 id="{name}">{name} <small>{label} · quad {escape(quad)} · polarity {escape(polarity)}</small></h3>'
        yield f"<p>{meaning}</p>"
        below = {one.subject for one in self.store.quads_for_pattern(None, term("skos:broader"), kind, None)}
        relations = sorted((node for node in below if isinstance(node, NamedNode)), key=lambda node: node.value)
        head = ("relation", "meaning and example", "intensity", "CAMEO", "the other way round")
        yield from _table(head, (self.relation_row(node) for node in relations))

    def relation_row(self, node: NamedNode) -> Sequence[str]:
        meaning = escape(self.text(node, term("skos:definition")))
        example = escape(self.text(node, term("skos:example")))
        codes = [
            f'<a href="#cameo-{code}">{code}</a> <span class="soft">{words}</span>'
            for match, words in MATCHES.items()
            for one in self.values(node, term(f"skos:{match}"))
            if isinstance(one, NamedNode)
            for code in [escape(self.text(one, term("skos:notation")))]
        ]
        symmetric = term("owl:SymmetricProperty") in self.values(node, TYPE)
        inverse = [one.subject for one in self.store.quads_for_pattern(None, term("owl:inverseOf"), node, None)]
        back = "symmetric" if symmetric else " ".join(self.anchored(one) for one in inverse if isinstance(one, NamedNode))
        return self.anchored(node), f"{meaning} <q>{example}</q>", escape(self.text(node, term("kg:intensity"))), ", ".join(codes), back

    def anchored(self, node: NamedNode) -> str:
        name = escape(local_name(node))
        label = escape(self.text(node, LABEL, term("skos:prefLabel")))
        return f'<code id="{name}">{name}</code><br><span class="soft">{label}</span>'

    def listed(self, nodes: Iterable[NamedNode | BlankNode | Literal]) -> str:
        """Names, linked where they are ours; a union by its members."""
        return ", ".join(self.linked(member) for node in nodes for member in self.members(node))

    def members(self, node: NamedNode | BlankNode | Literal) -> Iterator[NamedNode]:
        if isinstance(node, NamedNode):
            yield node
        elif isinstance(node, BlankNode):
            for union in self.values(node, term("owl:unionOf")):
                rest: NamedNode | BlankNode | Literal | None = union
                while isinstance(rest, BlankNode):
                    yield from (one for one in self.values(rest, term("rdf:first")) if isinstance(one, NamedNode))
                    rest = next(iter(self.values(rest, term("rdf:rest"))), None)

    def linked(self, node: NamedNode) -> str:
        if node.value.startswith(KG):
            name = escape(local_name(node))
            return f'<a href="#{name}">{name}</a>'
        name = local_name(node)
        prefixes = {namespace: prefix for prefix, namespace in Names().prefixes().items()}
        prefix = prefixes.get(node.value.removesuffix(name))
        return f"<code>{escape(f'{prefix}:{name}' if prefix else node.value)}</code>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield '<div class="scroll"><table>'
    yield f"<thead><tr>{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr></thead><tbody>"
    yield from (f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    yield "</tbody></table></div>"
