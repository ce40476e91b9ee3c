"""Dyads by month: the event table that users of ICEWS, GDELT or PLOVER data know.

A row counts the statements that are asserted and not negated of one source towards one target (principals), in one month, of one event
type and CAMEO code. A statement belongs to the month in which its time begins, else to that of its publication.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from kg.exports.records import Record, records
from kg.exports.tables import Table
from kg.knowledge import load_relations, ontology_path
from kg.rdf import BASE, local_name, sorted_unique

COLUMNS = (
    "month", "source", "source_label", "source_type", "target", "target_label", "target_type",
    "event_type", "cameo", "quad", "goldstein", "statements", "articles", "outlets", "confidence",
)  # fmt: skip
_MONTH = re.compile(r"\d{4}-\d\d")
_SKOS = "http://www.w3.org/2004/02/skos/core#"


def write_events(quads: Iterable[Quad], out: IO[bytes], *, base: str = BASE) -> None:
    """Write the table as CSV, sorted by month and dyad; streams.

    `goldstein` is the mean intensity on Goldstein's scale, from -10 to 10; `confidence` the mean of those measured; `month` is empty
    where no day is known.
    """
    table = Table(out)
    table.write(COLUMNS)
    lines = sorted_unique(_lines(records(quads, base=base)))
    for key, group in groupby(lines, key=lambda line: line.split("\t", 1)[0]):
        month, source, target, event_type, cameo, quad = json.loads(key)
        total = _Total()
        for line in group:
            total.add(json.loads(line.split("\t", 3)[3]))
        goldstein, confidence = _mean(total.intensity, total.statements), _mean(total.confidence, total.measured)
        dyad = (month, source, *total.source, target, *total.target)
        table.write((*dyad, event_type, cameo, quad, goldstein, total.statements, total.articles, len(total.outlets), confidence))


@dataclass(slots=True)
class _Total:
    """What the statements of a row add up to; they come article by article."""

    source: tuple[str, str] = ("", "")
    target: tuple[str, str] = ("", "")
    statements: int = 0
    articles: int = 0
    measured: int = 0
    intensity: float = 0.0
    confidence: float = 0.0
    outlets: set[str] = field(default_factory=set)
    last: str | None = None

    def add(self, row: dict[str, Any]) -> None:
        if not self.statements:
            self.source, self.target = tuple(row["source"]), tuple(row["target"])
        self.statements += 1
        self.articles += row["article"] != self.last
        self.last = row["article"]
        self.intensity += row["intensity"]
        if row["confidence"] is not None:
            self.measured += 1
            self.confidence += row["confidence"]
        if row["outlet"]:
            self.outlets.add(row["outlet"])


def _mean(total: float, count: int) -> float | None:
    return round(total / count, 2) if count else None


def _lines(found: Iterable[Record]) -> Iterator[str]:
    codes = cameo_codes()
    for record in found:
        statement = record.statement
        if statement.negated or statement.modality != "asserted":
            continue
        month = (record.begins or "")[:7]
        source, target = statement.source.principal, statement.target.principal
        key = [
            month if _MONTH.fullmatch(month) else "",
            source.id,
            target.id,
            statement.event_type,
            codes.get(statement.relation, ""),
            statement.quad,
        ]
        row = {
            "source": [source.label, source.type],
            "target": [target.label, target.type],
            "intensity": statement.intensity,
            "confidence": statement.confidence,
            "article": statement.article,
            "outlet": record.outlet,
        }
        yield f"{json.dumps(key)}\t{json.dumps(statement.article)}\t{statement.id}\t{json.dumps(row)}"


@lru_cache(maxsize=1)
def cameo_codes() -> Mapping[str, str]:
    """Relation → its CAMEO code, from `relations.ttl` and `cameo.ttl`."""
    store = ox.Store()
    for name in ("relations.ttl", "cameo.ttl"):
        store.load(path=str(ontology_path() / name), format=ox.RdfFormat.TURTLE)
    notations = {
        quad.subject: quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(_SKOS + "notation"), None)
        if isinstance(quad.object, Literal)
    }
    relations = load_relations()
    return {
        local_name(quad.subject): notations[quad.object]
        for match in ("exactMatch", "closeMatch", "broadMatch")
        for quad in store.quads_for_pattern(None, NamedNode(_SKOS + match), None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode) and local_name(quad.subject) in relations
    }
