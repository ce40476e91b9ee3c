"""Graph files for Gephi and its kin: GEXF 1.3 with spells, and GraphML.

A node is an actor, an edge a statement. Sources: https://gexf.net/primer.html and schema, http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import IO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from pyoxigraph import Quad

from kg.exports.fields import FIELDS, Kind, one_line, written
from kg.exports.records import Record, actors_then_records
from kg.rdf import BASE

_NO_TOKEN = re.compile(r"[^A-Za-z0-9._\-]|_(?=x)")

GEXF_TYPES: Mapping[Kind, str] = {"string": "string", "integer": "integer", "float": "float", "boolean": "boolean", "date": "string"}
GRAPHML_TYPES: Mapping[Kind, str] = {"string": "string", "integer": "int", "float": "double", "boolean": "boolean", "date": "string"}


def write_gexf(quads: Iterable[Quad], out: IO[bytes], *, base: str = BASE) -> None:
    """Write a dynamic GEXF 1.3 graph; streams.

    The spell of an edge is the time that the sentence names, else the day of publication; an edge with neither is always there. The
    weight is the size of the intensity, at least 0.1, since Gephi takes no edge for weight 0.
    """
    xml = _Writer(out)
    xml.start("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    xml.start("graph", defaultedgetype="directed", mode="dynamic", timeformat="date", timerepresentation="interval")
    xml.start("attributes", {"class": "node"})
    xml.empty("attribute", id="type", title="type", type="string")
    xml.end("attributes")
    xml.start("attributes", {"class": "edge"})
    for field in FIELDS:
        xml.empty("attribute", id=field.name, title=field.name, type=GEXF_TYPES[field.kind])
    xml.end("attributes")
    xml.start("nodes")
    inside = "nodes"
    for one in actors_then_records(quads, base=base):
        if not isinstance(one, Record):
            xml.start("node", id=one.id, label=one.label)
            xml.start("attvalues")
            xml.empty("attvalue", {"for": "type", "value": one.type})
            xml.end("attvalues")
            xml.end("node")
            continue
        if inside == "nodes":
            xml.end("nodes")
            xml.start("edges")
            inside = "edges"
        _gexf_edge(xml, one)
    if inside == "nodes":
        xml.end("nodes")
        xml.start("edges")
    xml.end("edges")
    xml.end("graph")
    xml.end("gexf")
    xml.close()


def _gexf_edge(xml: _Writer, record: Record) -> None:
    statement = record.statement
    xml.start(
        "edge",
        id=statement.id,
        source=statement.source.actor.id,
        target=statement.target.actor.id,
        # Gephi keeps parallel edges apart by their kind.
        kind=statement.relation,
        label=statement.label,
        weight=str(max(abs(statement.intensity), 0.1)),
    )
    xml.start("attvalues")
    for field in FIELDS:
        value = field.of(record)
        if value is not None:
            xml.empty("attvalue", {"for": field.name, "value": written(value)})
    xml.end("attvalues")
    if record.begins and record.ends:
        xml.start("spells")
        xml.empty("spell", start=record.begins, end=record.ends)
        xml.end("spells")
    xml.end("edge")


def write_graphml(quads: Iterable[Quad], out: IO[bytes], *, base: str = BASE) -> None:
    """Write a directed GraphML graph, its dates as attributes `begins`, `ends` and `published`; streams.

    The ids of nodes are those of the actors as names that GraphML allows (`nmtoken`); the attribute `actor` has them as they are.
    """
    xml = _Writer(out)
    xml.start(
        "graphml",
        {
            "xmlns": "http://graphml.graphdrawing.org/xmlns",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
        },
    )
    for name in ("actor", "label", "type"):
        xml.empty("key", {"id": f"node_{name}", "for": "node", "attr.name": name, "attr.type": "string"})
    for field in FIELDS:
        kind = GRAPHML_TYPES[field.kind]
        xml.empty("key", {"id": field.name, "for": "edge", "attr.name": field.name, "attr.type": kind})
    xml.start("graph", id="statements", edgedefault="directed")
    for one in actors_then_records(quads, base=base):
        if isinstance(one, Record):
            statement = one.statement
            source, target = nmtoken(statement.source.actor.id), nmtoken(statement.target.actor.id)
            xml.start("edge", id=statement.id, source=source, target=target)
            for field in FIELDS:
                value = field.of(one)
                if value is not None:
                    xml.text("data", written(value), key=field.name)
            xml.end("edge")
        else:
            xml.start("node", id=nmtoken(one.id))
            xml.text("data", one.id, key="node_actor")
            xml.text("data", one.label, key="node_label")
            xml.text("data", one.type, key="node_type")
            xml.end("node")
    xml.end("graph")
    xml.end("graphml")
    xml.close()


def nmtoken(text: str) -> str:
    """An id as an XML name token, as the schema of GraphML demands; different ids stay different.

    >>> nmtoken("actor/turkey"), nmtoken("actor/a:b c"), nmtoken("_x3A_")
    ('actor:turkey', 'actor:a_x3A_b_x20_c', '_x5F_x3A_')
    """
    return _NO_TOKEN.sub(lambda found: ":" if found[0] == "/" else f"_x{ord(found[0]):X}_", text)


class _Writer:
    """XML, one element a line; text and attributes are escaped, and what XML cannot hold is a blank."""

    def __init__(self, out: IO[bytes]) -> None:
        self._xml = XMLGenerator(out, encoding="utf-8", short_empty_elements=True)
        self._xml.startDocument()

    def start(self, tag: str, attributes: Mapping[str, str] | None = None, **more: str) -> None:
        self._open(tag, attributes, more)
        self._xml.ignorableWhitespace("\n")

    def end(self, tag: str) -> None:
        self._xml.endElement(tag)
        self._xml.ignorableWhitespace("\n")

    def empty(self, tag: str, attributes: Mapping[str, str] | None = None, **more: str) -> None:
        self._open(tag, attributes, more)
        self.end(tag)

    def text(self, tag: str, text: str, **attributes: str) -> None:
        self._open(tag, None, attributes)
        self._xml.characters(one_line(text))
        self.end(tag)

    def close(self) -> None:
        self._xml.endDocument()

    def _open(self, tag: str, attributes: Mapping[str, str] | None, more: Mapping[str, str]) -> None:
        self._xml.startElement(tag, AttributesImpl({name: one_line(value) for name, value in {**(attributes or {}), **more}.items()}))
