"""Tables for `neo4j-admin database import` and pandas: `nodes.csv` and `edges.csv`.

Source of the header: https://neo4j.com/docs/operations-manual/current/import/ (`:ID`, `:LABEL`, `:START_ID`, `:END_ID`, `:TYPE`, types
behind a colon).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from pyoxigraph import Quad

from kg.exports.fields import FIELDS, Kind, Value, written
from kg.exports.records import Record, actors_then_records
from kg.rdf import BASE

NEO4J_TYPES: Mapping[Kind, str] = {"string": "", "integer": ":int", "float": ":float", "boolean": ":boolean", "date": ":date"}
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def write_tables(quads: Iterable[Quad], nodes: IO[bytes], edges: IO[bytes], *, base: str = BASE) -> None:
    """Write the actors to `nodes` and the statements to `edges`; streams.

    Cells stand on one line. Text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    node_rows, edge_rows = Table(nodes), Table(edges)
    node_rows.write(("id:ID", "label", "type", ":LABEL"))
    edge_rows.write((":START_ID", ":END_ID", ":TYPE", "id", *(field.name + NEO4J_TYPES[field.kind] for field in FIELDS)))
    for one in actors_then_records(quads, base=base):
        if isinstance(one, Record):
            statement = one.statement
            ends = (statement.source.actor.id, statement.target.actor.id, neo4j_type(statement.relation), statement.id)
            edge_rows.write((*ends, *(field.of(one) for field in FIELDS)))
        else:
            node_rows.write((one.id, one.label, one.type, one.type))


def neo4j_type(relation: str) -> str:
    """The relation as Neo4j writes types.

    >>> neo4j_type("removesFrom")
    'REMOVES_FROM'
    """
    return _WORD.sub("_", relation).upper()


class Table:
    """Comma-separated rows in UTF-8 (RFC 4180, lines end in a line feed), harmless in spreadsheets."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._line = io.StringIO()
        self._rows = csv.writer(self._line, lineterminator="\n")

    def write(self, row: Sequence[Value]) -> None:
        """Write one row."""
        self._rows.writerow([harmless(value) for value in row])
        self._out.write(self._line.getvalue().encode())
        self._line.seek(0)
        self._line.truncate()


def harmless(value: Value) -> str:
    """A cell that no spreadsheet runs as a formula: text that begins like one has an apostrophe before it. Numbers stay as they are.

    >>> harmless("=1+1"), harmless(-5.0)
    ("'=1+1", '-5.0')
    """
    text = written(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text
