"""SPARQL text: what is asked stays read-only and offline, what is written holds terms and no text of others; errors in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import NamedNode, Quad

from kg.binding import QUOTED
from kg.errors import QueryError

_UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])
_NAMED = re.compile(r"[?$]\w+|:[\w.\-]*|@[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U0000([0-9A-Fa-f]{4})")
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@lru_cache(maxsize=64)
def offline(sparql: str) -> str:
    """The same query, sure to hold no SERVICE keyword; raises `QueryError` for one that does, or that is an update.

    The parser of pyoxigraph refuses updates anyway, but follows SERVICE out to the network. Within what looks like a string, an IRI
    or a comment, `service` is written with an escape: there it means the same, and anywhere else it is a syntax error. So even text
    that is built to be read in two ways cannot smuggle the keyword through. What is left over is refused.
    """

    def escape(quoted: re.Match[str]) -> str:
        return re.sub(r"(?i)s(?=ervice)", lambda letter: f"\\u{ord(letter[0]):04X}", quoted[0])

    quiet = QUOTED.sub(escape, sparql)
    decoded = _CODE_POINT.sub(lambda found: chr(int(found[1] or found[2], 16)), sparql)
    if "service" in _NAMED.sub(" ", quiet).lower() or decoded.lower().count("service") > sparql.lower().count("service"):
        raise QueryError("SERVICE is refused: questions never leave this machine")
    words = re.sub(r"(?i)\b(prefix\s+[\w.\-]*|base)\s*", " ", _bare(sparql)).replace("{", " ").split()
    if words and words[0].upper() in _UPDATES:
        raise QueryError(f"{words[0].upper()} is refused: queries only read, they never change the store")
    return quiet


def names_graphs(sparql: str) -> bool:
    """Whether the query looks into graphs by GRAPH, or chooses its graphs by FROM."""
    return re.search(r"(?i)\b(graph|from)\b", _bare(sparql)) is not None


def with_prefixes(sparql: str, prefixes: Mapping[str, str]) -> str:
    """The query behind declarations, on its first line, of the prefixes that it may use and does not declare."""
    used = [
        name
        for name in prefixes
        if re.search(rf"(?<![\w.\-]){name}:", sparql) and not re.search(rf"(?i)prefix\s+{name}:", QUOTED.sub(" ", sparql))
    ]
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in used) + sparql


def removal(graph: NamedNode, union: NamedNode | None = None) -> str:
    """The update that takes an article out: its graph, and from the union what no other graph states.

    The union is the default graph unless a graph is named that holds it.
    """
    apart = f"?other != {graph}" if union is None else f"?other != {graph} && ?other != {union}"
    doomed = "?s ?p ?o" if union is None else f"GRAPH {union} {{ ?s ?p ?o }}"
    return (
        f"DELETE {{ {doomed} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER({apart}) }} }} ;\nDROP SILENT GRAPH {graph}"
    )


def replacement(graph: NamedNode, quads: Iterable[Quad], union: NamedNode | None = None) -> str:
    """The update that puts quads in the place of an article's graph, and what they say into the union."""
    triples = triples_text(quads)
    whole = triples if union is None else f"GRAPH {union} {{ {triples} }}"
    return f"{removal(graph, union)} ;\nINSERT DATA {{ {whole}\nGRAPH {graph} {{ {triples} }} }}"


def triples_text(quads: Iterable[Quad]) -> str:
    """The triples of quads as N-Triples, sorted, each once; terms are escaped by pyoxigraph."""
    return "".join(sorted({f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads}))


def query_error(wrong: Exception, sparql: str = "") -> QueryError:
    """What pyoxigraph raised, in words that say where `sparql` is malformed."""
    return _malformed(str(wrong), sparql) if isinstance(wrong, SyntaxError) else QueryError(f"the query failed: {one_line(wrong)}")


def one_line(message: object) -> str:
    """The message on one line of at most 200 characters."""
    text = " ".join(str(message).split())
    return text if len(text) <= 200 else text[:199] + "…"


def _bare(sparql: str) -> str:
    """The query without strings, IRIs, comments and names."""
    return _NAMED.sub(" ", QUOTED.sub(" ", sparql))


def _malformed(said: str, sparql: str) -> QueryError:
    where = _POSITION.search(said)
    if where is None:
        return QueryError(f"the query is malformed: {one_line(said)}")
    if "Prefix not found" in where[3]:
        return QueryError(f"the query uses a prefix at line {where[1]}, column {where[2]} that no PREFIX line declares")
    near = sparql.splitlines()[int(where[1]) - 1 : int(where[1])]
    shown = near[0][max(0, int(where[2]) - 1) :].strip()[:40] if near else ""
    found = f"unexpected {shown!r}" if shown else "it ends too early"
    return QueryError(f"the query is malformed at line {where[1]}, column {where[2]}: {found}")
