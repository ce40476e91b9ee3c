"""Builds as the objects of other libraries: rdflib datasets and networkx graphs."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore
from pyoxigraph import Quad

from kg.model import Statement, statement_to_json
from kg.rdf.terms import BASE, Names


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
