"""Statement ↔ RDF: the only place that knows the shape of a statement in RDF.

One named graph an article, its name the article's IRI. Every node has an IRI of its own (no blank nodes), so that output streams,
merges and comes out the same byte for byte: the parts of a statement are named after it, `statement/9f2c…_evidence`.
"""

from kg.rdf.conversion import to_networkx as to_networkx
from kg.rdf.conversion import to_rdflib as to_rdflib
from kg.rdf.reading import statements_from_quads as statements_from_quads
from kg.rdf.serialising import FORMATS as FORMATS
from kg.rdf.serialising import WITH_TRIPLE_TERMS as WITH_TRIPLE_TERMS
from kg.rdf.serialising import serialise as serialise
from kg.rdf.serialising import sorted_quads as sorted_quads
from kg.rdf.serialising import with_reifiers as with_reifiers
from kg.rdf.sorting import sorted_unique as sorted_unique
from kg.rdf.terms import *  # noqa: F403
from kg.rdf.writing import ActorFacts as ActorFacts
from kg.rdf.writing import ContextEdge as ContextEdge
from kg.rdf.writing import Run as Run
from kg.rdf.writing import article_digest as article_digest
from kg.rdf.writing import article_to_quads as article_to_quads
from kg.rdf.writing import load_context_edges as load_context_edges
from kg.rdf.writing import statement_label as statement_label
from kg.rdf.writing import statement_to_quads as statement_to_quads
