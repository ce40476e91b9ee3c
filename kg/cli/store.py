"""The commands that change a store without reading articles: `kg load` and `kg remove`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options
from kg.cli.output import FINE, FOUND, printable, progress, tell


@click.command()
@click.argument("files", nargs=-1, required=True, type=options.FOLDER, metavar="FILE...")
@options.new_store
def load(files: tuple[Path, ...], folder: Path | str) -> int:
    """Add the articles of N-Quads FILES to a store.

    As fast as the store can. FILES are such as `kg export` writes with --format nquads: each quad in the graph of its article.
    A folder takes in all of a file or nothing, and refuses articles that it holds; an endpoint takes in article by article, and
    replaces those that it holds. At the end a folder is put in order, which makes questions fast and takes a third to a half as
    long again.

    \b
    Example:
      kg export --store out/store -o out/graph.nq
      kg load out/graph.nq --store out/copy
    """
    from kg.store import open_store

    with open_store(folder) as store:
        for path in progress(files, "Loading"):
            store.load(path)
        for _ in progress((store,), "Putting the store in order"):
            store.settle()
    return FINE


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@options.store
def remove(articles: tuple[str, ...], folder: Path | str) -> int:
    """Take ARTICLES out of a store, with all that they alone supported.

    ARTICLE is an id, such as `kg query --store S 'SELECT ?a { ?a a schema:NewsArticle }'` shows behind `article:`. What other articles
    support stays: labels, edges, facts. Exit status 1 when the store does not hold one of them; the others are removed.

    \b
    Example:
      kg remove 000_090dd3a9aea8ba2c --store out/store
    """
    from kg.store import open_store

    missing = 0
    with open_store(folder) as store:
        for article in progress(articles, "Removing"):
            if not store.remove_article(article):
                missing += 1
                tell(f"the store holds no article {printable(article)!r}")
    tell(f"{len(articles) - missing} article{'' if len(articles) - missing == 1 else 's'} removed")
    return FOUND if missing else FINE
