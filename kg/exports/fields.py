"""The columns of a statement in graph files and tables: name, type, and how it is read from a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kg.exports.records import Record

Value = str | int | float | bool | None
Kind = Literal["string", "integer", "float", "boolean", "date"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the edges."""

    name: str
    kind: Kind
    of: Callable[[Record], Value]


FIELDS: tuple[Field, ...] = (
    Field("relation", "string", lambda record: record.statement.relation),
    Field("label", "string", lambda record: record.statement.label),
    Field("event_type", "string", lambda record: record.statement.event_type),
    Field("quad", "integer", lambda record: record.statement.quad),
    Field("polarity", "integer", lambda record: record.statement.polarity),
    Field("intensity", "float", lambda record: record.statement.intensity),
    Field("confidence", "float", lambda record: record.statement.confidence),
    Field("negated", "boolean", lambda record: record.statement.negated),
    Field("modality", "string", lambda record: record.statement.modality),
    Field("phase", "string", lambda record: record.statement.phase),
    Field("speaker", "string", lambda record: record.statement.speaker.actor.label if record.statement.speaker else None),
    Field("source_principal", "string", lambda record: record.statement.source.principal.id),
    Field("target_principal", "string", lambda record: record.statement.target.principal.id),
    Field("begins", "date", lambda record: record.begins),
    Field("ends", "date", lambda record: record.ends),
    Field("published", "date", lambda record: record.published),
    Field("article", "string", lambda record: record.statement.article),
    Field("outlet", "string", lambda record: record.outlet),
    Field("rule", "string", lambda record: record.statement.rule),
    Field("evidence", "string", lambda record: record.statement.evidence.text),
)


def one_line(text: str) -> str:
    """The text on one line and without characters that XML or a table cannot hold: each run of them is a blank.

    >>> one_line("two\\nlines\\x00")
    'two lines '
    """
    return _CONTROL.sub(" ", text)


def written(value: Value) -> str:
    """A value as text: numbers in plain digits, true and false in lower case; empty for None.

    >>> written(True), written(-5.0), written(None)
    ('true', '-5.0', '')
    """
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else one_line(value) if isinstance(value, str) else str(value)
