"""Builds and continues a store: articles in, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import __version__
from kg.actors.tables import load_actors
from kg.conformance import violations
from kg.errors import StatementError
from kg.extract.pipeline import extract_articles, knowledge_of
from kg.knowledge import ontology_path, raise_it
from kg.model import Article, Statement
from kg.rdf import ActorFacts, ContextEdge, Run, article_digest, article_to_quads, load_context_edges, statement_to_quads
from kg.store import Store

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from spacy.language import Language


def build(
    store: Store,
    nlp: Language,
    articles: Iterable[Article],
    jobs: int = 1,
    *,
    on_known: Callable[[Article], None] = lambda article: None,
    on_error: Callable[[StatementError], None] = raise_it,
) -> Iterator[tuple[Article, tuple[Statement, ...]]]:
    """Add articles with their statements to a store, and yield each when it is safely in.

    An article that the store holds in this very form, read by this program, model and knowledge, goes to `on_known` and is
    not extracted again; another form of it is replaced. A statement that breaks a shape or cannot be written as RDF is left out, and
    goes to `on_error`, or is raised.
    """
    run = run_of(nlp)

    def unknown() -> Iterator[Article]:
        for article in articles:
            if store.has_article(article.id, article_digest(article), run.id):
                on_known(article)
            else:
                yield article

    for article, statements in extract_articles(nlp, unknown(), jobs):
        try:
            quads = list(article_to_quads(article, run, base=store.base))
        except StatementError as error:
            on_error(error)
            continue
        kept: list[Statement] = []
        for statement in statements:
            try:
                quads += conforming_quads(statement, run, store.base)
                kept.append(statement)
            except StatementError as error:
                on_error(error)
        store.add_article(quads)
        yield article, tuple(kept)


def conforming_quads(statement: Statement, run: Run, base: str) -> list[Quad]:
    """The quads of a statement that satisfies the shapes; raises `StatementError`, which says which it breaks, for another."""
    broken = violations(statement, base=base)
    if broken:
        what = "; ".join(str(one) for one in broken)
        raise StatementError(f"article {statement.article!r}: a statement is not written, since it breaks the shapes: {what}")
    return list(statement_to_quads(statement, run=run, context_edges=context_edges(), actor_facts=actor_facts(), base=base))


def run_of(nlp: Language) -> Run:
    """What makes statements: this version of the program, the model with its version, and the digest of `ontology/` and of frames added."""
    model = f"{nlp.meta.get('lang')}_{nlp.meta.get('name')} {nlp.meta.get('version')}"
    return Run(f"geokg {__version__}", model, knowledge_of(nlp).digest)


@lru_cache(maxsize=1)
def context_edges() -> dict[str, ContextEdge]:
    """The second edges of relations, from `relations.ttl`."""
    return load_context_edges(ontology_path() / "relations.ttl")


@lru_cache(maxsize=1)
def actor_facts() -> dict[str, ActorFacts]:
    """What others call our actors, from the tables of `ontology/actors/`."""
    tables = load_actors()
    return {
        f"actor/{record.id.removeprefix('actor/')}": ActorFacts(
            record.wikidata, record.iso2, record.iso3, other_names(record.names, tables.bodies) if record.type == "State" else record.names
        )
        for record in tables.records.values()
        if record.wikidata or record.iso2 or record.iso3 or record.names
    }


def other_names(names: Iterable[str], bodies: Container[str]) -> tuple[str, ...]:
    """The names of a state that are the state's, not those of a body that stands for it ("the Kyiv *regime*")."""
    return tuple(name.removeprefix("the ") for name in names if name.split()[-1].lower() not in bodies)
