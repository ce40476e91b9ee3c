"""Named questions: SPARQL files of `ontology/queries/` with a header that says what they ask and with which parameters.

A file is legal SPARQL as it stands. A parameter `actor` stands in it as `VALUES ?actor { UNDEF }`, a place that `kg.binding` fills
with a term.
"""

from __future__ import annotations

import calendar
import datetime
import math
import os
import re
import stat
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pyoxigraph import Literal, NamedNode

from kg.actors.gazetteer import Gazetteer
from kg.binding import places, with_terms
from kg.errors import KnowledgeError, QueryError
from kg.knowledge import load_relations, ontology_path
from kg.model import EventType
from kg.rdf import BOOLEAN, DECIMAL, MODALITY_NAMES, PHASE_NAMES, TYPE, Names, term
from kg.resolve import find_actor, known_names, near, shown
from kg.store import Result, Store

ANY = "*"
"""As default or value of a parameter: leave it unbound."""

_NAME = re.compile(r"[\w-]+")
_HEADER = re.compile(r"#\s*(title|topic|asks|parameter|example)\s*:\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s+([\w-]+)(?:\s+((?!--)\S.*?))?(?:\s+--\s+(.*))?")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named question; without a default it must be given."""

    name: str
    type: str
    default: str | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question that has a name: what it is about, what it asks, its parameters, a call as an example, and its SPARQL."""

    name: str
    title: str
    asks: str
    parameters: tuple[Parameter, ...]
    sparql: str
    topic: str = ""
    example: Mapping[str, str] | None = None


def load_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """The named questions of a folder (default: `ontology/queries`), sorted by name; raises `KnowledgeError` with file and line."""
    folder = folder or _folder()
    try:
        return {path.stem: _read(path) for path in sorted(folder.glob("*.rq"))}
    except OSError as wrong:
        raise KnowledgeError(f"cannot be read: {wrong.strerror}", folder) from wrong


def load_query(name: str, folder: Path | None = None) -> NamedQuery:
    """The named question of that name; raises `QueryError` with those that have a like name when there is none."""
    path = f"{folder or _folder()}/{name}.rq"
    try:
        state = os.stat(path) if _NAME.fullmatch(name) else None
    except OSError:
        state = None
    if state is None or not stat.S_ISREG(state.st_mode):
        known = list(load_queries(folder))
        raise QueryError(f"there is no question {shown(name)}{_nearest(name, known)}; kg query --list shows those that there are")
    return _unchanged(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def parse_query(name: str, text: str, path: Path | None = None) -> NamedQuery:
    """The question that a `.rq` text holds; raises `KnowledgeError` when its header is incomplete or does not fit its SPARQL."""
    said: dict[str, list[str]] = {}
    parameters: list[Parameter] = []
    kept = places(text)
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.fullmatch(line.strip())
        if header is None:
            continue
        if header[1] != "parameter":
            said.setdefault(header[1], []).append(header[2].strip())
            continue
        found = _PARAMETER.fullmatch(header[2].strip())
        if found is None or found[2] not in PARAMETER_TYPES:
            kinds = ", ".join(PARAMETER_TYPES)
            raise KnowledgeError(f"a parameter reads 'name type default -- meaning', type one of {kinds}", path, number)
        if found[1] not in kept:
            raise KnowledgeError(f"the query lacks 'VALUES ?{found[1]} {{ UNDEF }}'", path, number)
        parameters.append(Parameter(found[1], found[2], found[3], found[4] or ""))
    if not said.get("title") or not said.get("asks"):
        raise KnowledgeError("the header needs the lines '# title:' and '# asks:'", path)
    if unnamed := kept - {parameter.name for parameter in parameters}:
        raise KnowledgeError(f"the header lacks '# parameter: {min(unnamed)} …'", path)
    title, topic = said["title"][-1], said.get("topic", [""])[-1]
    return NamedQuery(name, title, " ".join(said["asks"]), tuple(parameters), text, topic, _example(said.get("example"), path))


def ask(
    store: Store,
    name: str,
    values: Mapping[str, object] | None = None,
    folder: Path | None = None,
    *,
    gazetteer: Callable[[], Gazetteer] = known_names,
) -> Result:
    """The answer of a named question with these parameters.

    Actors are given by id (`turkey`), name or IRI (`kg.resolve.find_actor`), relations and event types by their names, dates as
    YYYY-MM-DD, YYYY-MM or YYYY. Raises `QueryError` for an unknown question, parameter or actor, a missing parameter, or a value
    that does not fit its type.
    """
    return store.query(bind(load_query(name, folder), store, values or {}, gazetteer))


def bind(query: NamedQuery, store: Store, values: Mapping[str, object], gazetteer: Callable[[], Gazetteer] = known_names) -> str:
    """The SPARQL of a question with its parameters in their places, for any other SPARQL tool; raises `QueryError` like `ask`."""
    return with_terms(query.sparql, bindings(query, store, values, gazetteer))


def bindings(
    query: NamedQuery, store: Store, values: Mapping[str, object], gazetteer: Callable[[], Gazetteer] = known_names
) -> dict[str, NamedNode | Literal]:
    """The terms that the values of a question's parameters mean, without those left open; raises `QueryError` like `ask`."""
    known = [parameter.name for parameter in query.parameters]
    for given in values:
        if given not in known:
            raise QueryError(f"the question {query.name} has no parameter {given!r}; it has {', '.join(known) or 'none'}")
    terms = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            raise QueryError(f"the question {query.name} needs the parameter {parameter.name} ({parameter.type}): {parameter.name}=…")
        if value != ANY:
            terms[parameter.name] = to_term(store, parameter, _as_text(value), gazetteer)
    return terms


def to_term(store: Store, parameter: Parameter, value: str, gazetteer: Callable[[], Gazetteer] = known_names) -> NamedNode | Literal:
    """The term that the value of a parameter means; raises `QueryError`."""
    try:
        if parameter.type == "actor":
            return find_actor(store, value, gazetteer)
        return PARAMETER_TYPES[parameter.type](store, value)
    except ValueError as wrong:
        raise QueryError(f"{shown(value)} is no {parameter.type} for the parameter {parameter.name}: {wrong}") from wrong


def _article(store: Store, value: str) -> NamedNode:
    node = NamedNode(value) if "://" in value else Names(store.base).article(value)
    return _held(store, node, value, "schema:NewsArticle", "article")


def _outlet(store: Store, value: str) -> NamedNode:
    node = NamedNode(value) if "://" in value else Names(store.base).outlet(value)
    return _held(store, node, value, "schema:NewsMediaOrganization", "outlet")


def _statement(store: Store, value: str) -> NamedNode:
    node = NamedNode(value) if "://" in value else Names(store.base).statement(value.removeprefix("statement:"))
    return _held(store, node, value, "kg:Statement", "statement")


def _held(store: Store, node: NamedNode, value: str, kind: str, word: str) -> NamedNode:
    if next(store.matching(node, TYPE, term(kind)), None) is None:
        raise QueryError(f"the store holds no {word} {shown(value)}")
    return node


def _relation(store: Store, value: str) -> NamedNode:
    if "://" in value:
        return NamedNode(value)
    names = {word.casefold(): name for name, one in load_relations().items() for word in (one.plain_phrase, name)}
    return term(f"kg:{_one_of(value.removeprefix('kg:'), names, 'relation')}")


def _event_type(store: Store, value: str) -> NamedNode:
    names = {name.casefold(): name for name in get_args(EventType)}
    return term(f"kg:{_one_of(value.removeprefix('kg:'), names, 'event type')}")


def _modality(store: Store, value: str) -> NamedNode:
    return term(f"kg:{_one_of(value.removeprefix('kg:'), MODALITY_NAMES, 'modality')}")


def _phase(store: Store, value: str) -> NamedNode:
    return term(f"kg:{_one_of(value.removeprefix('kg:'), PHASE_NAMES, 'phase')}")


def _one_of(value: str, called: Mapping[Any, str], word: str) -> str:
    names: dict[str, str] = dict(called)
    name = names.get(value.casefold())
    if name is None:
        some = "" if len(names) > 20 else f"; give one of {', '.join(names)}"
        raise QueryError(f"there is no {word} {shown(value)}{_nearest(value.casefold(), names)}{some}")
    return name


def _day(value: str, last: bool) -> Literal:
    """A day; of a month or a year the first or the last one."""
    found = _DAY.fullmatch(value)
    if found is None:
        raise ValueError("a date reads YYYY-MM-DD, YYYY-MM or YYYY")
    year, month = int(found[1]), int(found[2] or (12 if last else 1))
    # `date` checks the month before anything looks at its length.
    first = datetime.date(year, month, 1)
    day = int(found[3]) if found[3] else calendar.monthrange(year, month)[1] if last else 1
    return Literal(first.replace(day=day).isoformat(), datatype=term("xsd:date"))


def _integer(store: Store, value: str) -> Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ValueError("give a whole number such as 3")
    return Literal(int(value))


def _number(store: Store, value: str) -> Literal:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", value) or not math.isfinite(number := float(value)):
        raise ValueError("give a number such as 0.5")
    return Literal(format(Decimal(repr(number)), "f"), datatype=DECIMAL)


def _boolean(store: Store, value: str) -> Literal:
    if value.casefold() not in _TRUTHS:
        raise ValueError(f"give one of {', '.join(_TRUTHS)}")
    return Literal(str(_TRUTHS[value.casefold()]).lower(), datatype=BOOLEAN)


PARAMETER_TYPES: Mapping[str, Callable[[Store, str], NamedNode | Literal]] = {
    "actor": find_actor,
    "article": _article,
    "boolean": _boolean,
    "date": lambda store, value: _day(value, last=False),
    "event-type": _event_type,
    "integer": _integer,
    "last-date": lambda store, value: _day(value, last=True),
    "modality": _modality,
    "number": _number,
    "outlet": _outlet,
    "phase": _phase,
    "relation": _relation,
    "statement": _statement,
    "text": lambda store, value: Literal(value),
}
"""What turns the text of a value into a term, by the type of its parameter; a ValueError says that it does not fit."""


def _as_text(value: object) -> str:
    if isinstance(value, NamedNode | Literal):
        return value.value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _example(lines: list[str] | None, path: Path | None) -> Mapping[str, str] | None:
    if not lines:
        return None
    found = dict(re.findall(r"(\w+)=(\"[^\"]*\"|\S+)", lines[-1]))
    if len(found) != len(re.findall("=", lines[-1])):
        raise KnowledgeError(f"an example reads 'name=value name=\"some value\"', not {lines[-1]!r}", path)
    return {name: value.strip('"') for name, value in found.items()}


@lru_cache(maxsize=256)
def _unchanged(path: str, written: int, size: int) -> NamedQuery:
    """The question in a file that was last written at that time: asked again, it is not read again."""
    return _read(Path(path))


def _read(path: Path) -> NamedQuery:
    return parse_query(path.stem, path.read_text(encoding="utf-8"), path)


@lru_cache(maxsize=1)
def _folder() -> Path:
    return ontology_path() / "queries"


def _nearest(word: str, words: Collection[str]) -> str:
    like = near(word, words)
    return f" (did you mean {' or '.join(map(repr, like))}?)" if like else ""
