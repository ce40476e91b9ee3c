"""Puts values into a query as terms, never as text.

A query keeps a place for a value as `VALUES ?actor { UNDEF }`, so it is legal SPARQL as it stands and means "any" there. The place
stands in the group where the value is needed, a subquery too, and any SPARQL 1.1 endpoint understands what comes out. The
substitutions of pyoxigraph reach only what the outermost SELECT projects, and endpoints have none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError

QUOTED = re.compile(
    r"""'''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
        | <[^<>"{}|^`\\\x00-\x20]*> | \#[^\n\r]*""",
    re.VERBOSE | re.DOTALL,
)
"""Strings, IRIs and comments of SPARQL: what stands in them is no place."""

_PLACE = re.compile(rf"(?P<quoted>{QUOTED.pattern}) | VALUES\s+\?(?P<name>\w+)\s*\{{\s*UNDEF\s*\}}", re.VERBOSE | re.DOTALL)

_ESCAPE = re.compile(r"\\(?:\\([uU])?|.)", re.DOTALL)


def places(sparql: str) -> frozenset[str]:
    """The names of the variables for which a query keeps places.

    >>> sorted(places("SELECT * { VALUES ?actor { UNDEF } ?statement kg:source ?actor } # VALUES ?not { UNDEF }"))
    ['actor']
    """
    return frozenset(_parts(sparql)[1::2])


def with_terms(sparql: str, terms: Mapping[str, NamedNode | Literal]) -> str:
    """The query with these terms in their places, and without the places that are left over: there a variable is simply free.

    All places are filled at once: what is put in is not searched for further places. Raises `QueryError` when the query keeps no
    place for a term.

    >>> with_terms("SELECT * { VALUES ?x { UNDEF } VALUES ?y { UNDEF } }", {"x": Literal('"')})
    'SELECT * { VALUES ?x { "\\\\"" }  }'
    """
    parts = list(_parts(sparql))
    for name in sorted(terms.keys() - set(parts[1::2])):
        raise QueryError(f"the query keeps no place for ?{name}: write VALUES ?{name} {{ UNDEF }} where it is needed")
    parts[1::2] = [f"VALUES ?{name} {{ {written(terms[name])} }}" if name in terms else "" for name in parts[1::2]]
    return "".join(parts)


@lru_cache(maxsize=256)
def _parts(sparql: str) -> tuple[str, ...]:
    """The text of a query before, between and behind its places, and at every second position the name of the place."""
    parts, begin = list[str](), 0
    for place in _PLACE.finditer(sparql):
        if place["name"]:
            parts += [sparql[begin : place.start()], place["name"]]
            begin = place.end()
    return (*parts, sparql[begin:])


def written(term: NamedNode | Literal) -> str:
    r"""A term as SPARQL reads it, whether a reader resolves `\u…` before it looks for strings (as the standard says) or within them.

    >>> written(Literal("\\u0022"))
    '"\\\\\\U000000750022"'
    """
    if not isinstance(term, NamedNode | Literal):
        raise QueryError(f"{term} cannot be put into a query: give an IRI or a literal")
    # A backslash comes out doubled; before a `u` of the text it must not look like the escape of a code point. Of the two escapes the
    # long one is safe where hexadecimal digits follow: rdflib reads as many as eight.
    return _ESCAPE.sub(lambda found: rf"\\\U{ord(found[1]):08X}" if found[1] else found[0], str(term))
