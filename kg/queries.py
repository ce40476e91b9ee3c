"""Named questions: SPARQL files of `ontology/queries/` with a header that says what they ask and with which parameters.

A file is legal SPARQL as it stands. A parameter `actor` stands in it as `VALUES ?actor { UNDEF }`, unbound; asking puts a term in
the place of UNDEF, never text.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import KnowledgeError, QueryError
from kg.knowledge import ontology_path
from kg.rdf import LANGUAGE, PREF_LABEL, Names, term
from kg.store import Result, Store

PARAMETER_TYPES = ("actor", "article", "relation", "date", "integer", "text")
ANY = "*"
"""As default or value of a parameter: leave it unbound."""

_HEADER = re.compile(r"#\s*(title|asks|parameter)\s*:\s*(.*)")
_PLACE = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")
_PARAMETER = re.compile(r"(\w+)\s+(\w+)(?:\s+(\S.*))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named question; without a default it must be given."""

    name: str
    type: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question that has a name: what it asks, its parameters and its SPARQL."""

    name: str
    title: str
    asks: str
    parameters: tuple[Parameter, ...]
    sparql: str


def load_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """The named questions of a folder (default: `ontology/queries`), sorted by name; raises `KnowledgeError` with file and line."""
    folder = folder or ontology_path() / "queries"
    try:
        return {path.stem: parse_query(path.stem, path.read_text(encoding="utf-8"), path) for path in sorted(folder.glob("*.rq"))}
    except OSError as wrong:
        raise KnowledgeError(f"cannot be read: {wrong.strerror}", folder) from wrong


def parse_query(name: str, text: str, path: Path | None = None) -> NamedQuery:
    """The question that a `.rq` text holds; raises `KnowledgeError` when its header is incomplete or does not fit its SPARQL."""
    title, asks, parameters = "", [], []
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.fullmatch(line.strip())
        if header is None:
            continue
        if header[1] == "title":
            title = header[2].strip()
        elif header[1] == "asks":
            asks.append(header[2].strip())
        else:
            found = _PARAMETER.fullmatch(header[2].strip())
            if found is None or found[2] not in PARAMETER_TYPES:
                raise KnowledgeError(f"a parameter reads 'name type default', type one of {', '.join(PARAMETER_TYPES)}", path, number)
            if found[1] not in _PLACE.findall(text):
                raise KnowledgeError(f"the query lacks 'VALUES ?{found[1]} {{ UNDEF }}'", path, number)
            parameters.append(Parameter(found[1], found[2], found[3]))
    if not title or not asks:
        raise KnowledgeError("the header needs the lines '# title:' and '# asks:'", path)
    return NamedQuery(name, title, " ".join(asks), tuple(parameters), text)


def ask(store: Store, name: str, values: Mapping[str, str] | None = None, folder: Path | None = None) -> Result:
    """The answer of a named question with these parameters.

    Actors may be given by id (`turkey`), name or IRI, relations by local name, dates as YYYY-MM-DD. Raises `QueryError` for an
    unknown question, parameter or actor, a missing parameter, or a value that does not fit its type.
    """
    questions = load_queries(folder)
    if name not in questions:
        raise QueryError(f"there is no question {name!r}{_nearest(name, list(questions))}; there are {', '.join(questions)}")
    return store.query(bind(questions[name], store, values or {}))


def bind(query: NamedQuery, store: Store, values: Mapping[str, str]) -> str:
    """The SPARQL of a question with its parameters bound to terms; raises `QueryError` like `ask`."""
    known = [parameter.name for parameter in query.parameters]
    for given in values:
        if given not in known:
            raise QueryError(f"the question {query.name} has no parameter {given!r}; it has {', '.join(known) or 'none'}")
    bound = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            raise QueryError(f"the question {query.name} needs the parameter {parameter.name} ({parameter.type})")
        if value != ANY:
            bound[parameter.name] = f"VALUES ?{parameter.name} {{ {to_term(store, parameter, value)} }}"
    # All places at once: what is put in must not be searched for further places.
    return _PLACE.sub(lambda place: bound.get(place[1], place[0]), query.sparql)


def to_term(store: Store, parameter: Parameter, value: str) -> NamedNode | Literal:
    """The term that the value of a parameter means; raises `QueryError`."""
    try:
        if parameter.type == "actor":
            return find_actor(store, value)
        if parameter.type == "article":
            return NamedNode(value) if "://" in value else Names(store.base).article(value)
        if parameter.type == "relation":
            return NamedNode(value) if "://" in value else term(f"kg:{value.removeprefix('kg:')}")
        if parameter.type == "date":
            return Literal(datetime.date.fromisoformat(value).isoformat(), datatype=term("xsd:date"))
        if parameter.type == "integer":
            return Literal(int(value))
        return Literal(value)
    except ValueError as wrong:
        raise QueryError(f"{value!r} is no {parameter.type} for the parameter {parameter.name}: {wrong}") from wrong


def find_actor(store: Store, text: str) -> NamedNode:
    """The IRI of the actor that an id (`turkey`, `actor/turkey`), an IRI or a name means; names match whatever their case.

    Raises `QueryError` when the store knows no such actor, or several.
    """
    if "://" in text:
        return NamedNode(text)
    names = Names(store.base)
    by_id = names.actor("actor/" + text.removeprefix("actor/"))
    if store.query(f"ASK {{ {by_id} {PREF_LABEL} ?name }}").boolean:
        return by_id
    exact = f"SELECT DISTINCT ?actor ?name {{ VALUES ?name {{ {Literal(text, language=LANGUAGE)} }} ?actor {PREF_LABEL} ?name }}"
    every = f"SELECT DISTINCT ?actor ?name {{ ?actor {PREF_LABEL} ?name }}"
    labels: dict[str, set[NamedNode]] = {}
    for sparql in (exact, every):
        for actor, name in store.query(sparql).rows:
            if isinstance(actor, NamedNode) and isinstance(name, Literal):
                labels.setdefault(name.value.casefold(), set()).add(actor)
        found = sorted(labels.get(text.casefold(), ()), key=str)
        if len(found) > 1:
            raise QueryError(f"{text!r} names several actors: {', '.join(names.actor_id(actor) for actor in found)}; give the id")
        if found:
            return found[0]
    raise QueryError(f"no statement knows an actor {text!r}{_nearest(text.casefold(), sorted(labels))}")


def _nearest(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, n=3)
    return f" (did you mean {' or '.join(repr(one) for one in near)}?)" if near else ""
