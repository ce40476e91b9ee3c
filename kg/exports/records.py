"""The rows of a store that the exports share, sorted with bounded memory: actors first, then the statements between them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Literal, Quad

from kg.model import Actor, Statement, statement_from_json, statement_to_json
from kg.rdf import BASE, HEADLINE, OUTLET_NAME, PUBLISHED, URL, sorted_unique, statements_from_quads


@dataclass(frozen=True, slots=True)
class Record:
    """A statement with what the exports show of its article: day of publication, title, outlet and address, as far as they are known."""

    statement: Statement
    published: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None

    @property
    def begins(self) -> str | None:
        """The first day of the act as the sentence names it, else the day of publication."""
        return self.statement.date.start if self.statement.date else self.published

    @property
    def ends(self) -> str | None:
        """The last day of the act as the sentence names it, else the day of publication."""
        return self.statement.date.end if self.statement.date else self.published


def records(quads: Iterable[Quad], *, base: str = BASE) -> Iterator[Record]:
    """The statements of a store's quads with their articles; the quads of one article follow each other, as those of a store do.

    Memory holds one article at a time. Raises `StatementError` where a statement is not whole.
    """
    for _, group in groupby(quads, key=lambda quad: quad.graph_name):
        article = list(group)
        facts = {quad.predicate: quad.object.value for quad in article if isinstance(quad.object, Literal)}
        published, title, outlet, url = (facts.get(name) for name in (PUBLISHED, HEADLINE, OUTLET_NAME, URL))
        for statement in statements_from_quads(article, base=base):
            yield Record(statement, published, title, outlet, url)


def actors_then_records(quads: Iterable[Quad], *, base: str = BASE) -> Iterator[Actor | Record]:
    """Each actor that is source or target once, by id, then every record by article and statement id; sorted in temporary files."""
    for key, lines in groupby(sorted_unique(_lines(records(quads, base=base))), key=lambda line: line.split("\t", 2)[:2]):
        if key[0] == "actor":
            yield Actor(*json.loads(next(lines).split("\t", 2)[2]))
        else:
            for line in lines:
                statement, *article = json.loads(line.split("\t", 3)[3])
                yield Record(statement_from_json(statement), *article)


def _lines(found: Iterable[Record]) -> Iterator[str]:
    for record in found:
        statement = record.statement
        for actor in (statement.source.actor, statement.target.actor):
            yield f"actor\t{json.dumps(actor.id)}\t{json.dumps([actor.id, actor.label, actor.type])}"
        row = [statement_to_json(statement), record.published, record.title, record.outlet, record.url]
        yield f"record\t{json.dumps(statement.article)}\t{statement.id}\t{json.dumps(row)}"
