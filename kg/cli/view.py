"""`kg view`: the stance graph of a store, or of statements, as one HTML file."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING
from typing import Literal as Choice

import click

from kg.cli.options import FOLDER, store_place
from kg.cli.output import Complaints, Failure, written
from kg.errors import StatementError

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.model import Article, ContextParty, Evidence, Mention, Statement
    from kg.rdf import Run
    from kg.store import Store
    from kg.view.model import ArticleInfo, Options


@click.command()
@click.argument("statements", required=False, type=FOLDER)
@click.option("--store", "folder", type=store_place, metavar="STORE", help="The folder of the store, or http://ENDPOINT.")
@click.option("--articles", type=FOLDER, help="The articles: finds copies by whole texts; with STATEMENTS also their dates.")
@click.option("-o", "--output", required=True, type=FOLDER, help="The HTML file to write; - is standard output.")
@click.option(
    "--by", default="principal", show_default=True, type=click.Choice(["principal", "actor"]), help="What the nodes are at first."
)
@click.option("--title", default="Stance graph", show_default=True, help="The heading of the page.")
@click.option(
    "--max-nodes", default=500, show_default=True, type=click.IntRange(1), help="Of more nodes the page first shows the backbone."
)
@click.option("--half-life", type=click.FloatRange(0, min_open=True), help="Days after which a statement weighs half.  [default: 180]")
def view(
    statements: Path | None,
    folder: Path | str | None,
    articles: Path | None,
    output: Path,
    by: Choice["principal", "actor"],
    title: str,
    max_nodes: int,
    half_life: float | None,
) -> int:
    """Draw the stance graph as one HTML file.

    It shows a store, or STATEMENTS. The page works offline: nodes are actors, arrows what they say and do to each other, and
    a click opens the sentences behind an arrow. STATEMENTS is a file that kg extract wrote, or - for standard input; these
    know no dates, titles and outlets of their articles unless --articles says where they are.

    \b
    Example:
      kg view --store out/store -o out/graph.html
      kg extract data/articles | kg view - --articles data/articles -o out/graph.html
    """
    from kg.articles import read_articles
    from kg.articles.duplicates import near_duplicates
    from kg.build import actor_facts, context_edges
    from kg.stance import Window
    from kg.view.model import Options

    if (folder is None) == (statements is None):
        raise click.UsageError("name a store with --store, or a file of STATEMENTS")
    complaints = Complaints()
    read = list(read_articles([articles], complaints)) if articles is not None else []
    options = Options(
        title=title,
        by=by,
        context_edges=context_edges(),
        actor_facts=actor_facts(),
        max_nodes=max_nodes,
        window=Window(half_life=half_life),
        groups=near_duplicates(read),
    )
    page = _of_store(folder, options) if folder is not None else _of_statements(statements or Path("-"), read, options, complaints)
    with written(output) as out:
        out.write(page.encode())
    return complaints.status


def _of_store(folder: Path | str, options: Options) -> str:
    from dataclasses import replace

    from kg.store import open_store
    from kg.view.page import render

    with open_store(folder, read_only=True) as store:
        return render(store.statements(), article_infos(store), replace(options, base=store.base))


def _of_statements(path: Path, articles: Iterable[Article], options: Options, complaints: Complaints) -> str:
    from kg.rdf import article_digest
    from kg.view.model import ArticleInfo
    from kg.view.page import render

    known = {one.id: ArticleInfo(one.title, one.date, one.url, one.outlet, one.language, article_digest(one)) for one in articles}
    if str(path) == "-":
        return render(statements_of(sys.stdin.buffer, "standard input", complaints), known, options)
    if not path.is_file():
        raise Failure(f"{path}: there is no such file; give what kg extract wrote, or - for standard input")
    with path.open("rb") as lines:
        return render(statements_of(lines, str(path), complaints), known, options)


def statements_of(lines: IO[bytes] | Iterable[bytes], name: str, complaints: Complaints) -> Iterator[Statement]:
    """The statements of JSON lines; a line that is none goes to `complaints`, with its number."""
    from kg.model import statement_from_json

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise StatementError(f"is no JSON object but {row!r:.60}")
            yield _sound(statement_from_json(row))
        except (ValueError, RecursionError) as wrong:
            complaints(StatementError(f"{name}, line {number}: is no JSON: {wrong}"))
        except StatementError as wrong:
            complaints(StatementError(f"{name}, line {number}: {wrong}"))


def _sound(statement: Statement) -> Statement:
    """The statement; raises `StatementError` when a number is none that can be drawn."""
    confidence = 0.0 if statement.confidence is None else statement.confidence
    if not (isinstance(confidence, (int, float)) and 0 <= confidence <= 1 and math.isfinite(statement.intensity)):
        raise StatementError(f"statement {statement.id}: intensity or confidence is no number of the scale")
    words: list[Evidence | Mention | ContextParty] = [statement.evidence, statement.source, statement.target]
    words += [*statement.context, *statement.reporters, *([statement.speaker] if statement.speaker else [])]
    for one in words:
        if not (isinstance(one.start, int) and isinstance(one.end, int) and isinstance(one.text, str)):
            raise StatementError(f"statement {statement.id}: {one.text!r:.40} lacks its text or its offsets")
    place = statement.trigger
    if place and not (isinstance(place.start, int) and isinstance(place.end, int)):
        raise StatementError(f"statement {statement.id}: the trigger lacks its offsets")
    return statement


def article_infos(store: Store) -> dict[str, ArticleInfo]:
    """What the store knows of its articles."""
    from pyoxigraph import Literal, NamedNode

    from kg.rdf import Names
    from kg.view.model import ArticleInfo

    names = Names(store.base)
    rows = store.query(
        "SELECT ?article ?title ?date ?url ?outlet ?language ?digest { ?article a schema:NewsArticle "
        "OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:datePublished ?date } "
        "OPTIONAL { ?article schema:url ?url } OPTIONAL { ?article schema:publisher/schema:name ?outlet } "
        "OPTIONAL { ?article schema:inLanguage ?language } OPTIONAL { ?article kg:digest ?digest } }"
    ).rows
    runs = article_runs(store)
    infos = {}
    for article, *rest in rows:
        if isinstance(article, NamedNode):
            known = (term.value if isinstance(term, (Literal, NamedNode)) else None for term in rest)
            title, date, url, outlet, language, digest = known
            infos[names.article_id(article)] = ArticleInfo(title, date, url, outlet, language, digest, runs.get(article))
    return infos


def article_runs(store: Store) -> dict[NamedNode, Run]:
    """The runs that read the articles of a store; of several that read one, that of the last program."""
    from pyoxigraph import Literal, NamedNode

    from kg.rdf import Run

    rows = store.query(
        "SELECT ?article ?generator ?model ?knowledge { ?run prov:used ?article ; kg:generator ?generator ; kg:model ?model "
        "OPTIONAL { ?run kg:knowledge ?knowledge } } ORDER BY ?generator ?model ?knowledge"
    ).rows
    found = {}
    for article, *made in rows:
        if isinstance(article, NamedNode):
            found[article] = Run(*(term.value if isinstance(term, Literal) else "" for term in made))
    return found
