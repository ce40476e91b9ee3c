"""The command `kg query`: questions that have a name, and SPARQL."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.export import SUFFIXES
from kg.cli.output import FINE, FOUND, Failure, own_process, printable, say, tell

if TYPE_CHECKING:
    from kg.actors.gazetteer import Gazetteer
    from kg.queries import NamedQuery
    from kg.store import Result, Store


@click.command()
@click.option("--store", "folder", type=options.store_place, metavar="STORE", help="The folder of the store, or http://ENDPOINT.")
@click.argument("query", required=False)
@click.argument("values", nargs=-1, metavar="[NAME=VALUE]...")
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "csv", "tsv", "json", *SUFFIXES.values()]),
    help="Table, CSV, TSV and JSON for rows, the RDF formats for CONSTRUCT.",
)
@click.option("--list", "listing", is_flag=True, help="Say which questions have a name, and their parameters; of those that hold QUERY.")
@click.option("--show", "showing", is_flag=True, help="Print the SPARQL of a question; with --store and values, as it would be asked.")
@options.timeout
@options.own_actors
def query(
    folder: Path | str | None,
    query: str | None,
    values: tuple[str, ...],
    form: str,
    listing: bool,
    showing: bool,
    timeout: float,
    own: Path | None,
) -> int:
    """Ask a store a question.

    QUERY is SPARQL, a file of it, - for standard input, or the name of a question. Named questions take parameters as
    NAME=VALUE; --list shows them all. An actor may be given by its id, name, code or Wikidata item, and stands for all who act
    for it, too; * leaves a parameter open. An ASK whose answer is false exits with 1.

    \b
    Example:
      kg query --list sanctions
      kg query --store out/store who-supports actor=libya
      kg query --store out/store relations-between one="United States" other=Erdogan since=2019
      kg query --store out/store 'SELECT * { ?statement a kg:Statement } LIMIT 3' --format csv
    """
    from kg.cli.watch import Watch
    from kg.store import open_store

    if listing:
        return _list(query or "")
    if query is None or (folder is None and not showing):
        raise click.UsageError("name a store with --store and give a QUERY; --list shows the questions that have a name")
    given = _parameters(values)
    if folder is None:
        if given:
            raise click.UsageError("values are looked up in a store: name it with --store")
        say(_question(query).sparql)
        return FINE
    here = own_process() and isinstance(folder, Path)
    with (
        open_store(folder, read_only=True, timeout=None if here else timeout or None) as store,
        Watch(timeout) if here else nullcontext() as watch,
    ):
        if showing:
            from kg.queries import bind

            say(bind(_question(query), store, given, _gazetteer(own)))
            return FINE
        result = _asked(store, query, given, own)
        result.write(form, watch.unhurried(sys.stdout.buffer) if watch else sys.stdout.buffer)
        return FOUND if result.boolean is False else FINE


def _list(word: str) -> int:
    from kg.queries import load_queries

    questions = [one for one in load_queries().values() if word.casefold() in f"{one.name} {one.title} {one.asks}".casefold()]
    if not questions:
        tell(f"no question holds {word!r}; kg query --list shows them all")
        return FOUND
    for topic in sorted({one.topic for one in questions}):
        click.echo(f"# {topic}\n")
        for one in questions:
            if one.topic == topic:
                click.echo(_described(one))
    return FINE


def _described(question: NamedQuery) -> str:
    lines = [question.name, f"    {question.title} {question.asks}"]
    for parameter in question.parameters:
        default = "required" if parameter.default is None else "any" if parameter.default == "*" else f"default {parameter.default}"
        meaning = f": {parameter.meaning}" if parameter.meaning else ""
        lines.append(f"    {parameter.name}=… ({parameter.type}, {default}){meaning}")
    if question.example:
        shown = " ".join(f'{name}="{value}"' if " " in value else f"{name}={value}" for name, value in question.example.items())
        lines.append(f"    e.g. kg query --store … {question.name} {shown}")
    return "".join(f"{line}\n" for line in lines)


def _parameters(values: Iterable[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f"a parameter reads NAME=VALUE, not {printable(text)!r}")
        if name in given:
            raise click.UsageError(f"the parameter {printable(name)} is given twice")
        given[name] = value
    return given


def _question(query: str) -> NamedQuery:
    """The question of that name, or of a file with a header."""
    from kg.queries import load_queries, load_query, parse_query

    if query not in load_queries() and _is_file(query):
        return parse_query(Path(query).stem, _utf8(Path(query).read_bytes(), query), Path(query))
    return load_query(query)


def _asked(store: Store, query: str, values: dict[str, str], own: Path | None) -> Result:
    """The answer to a question by name, from a file or standard input, or to SPARQL."""
    from kg.queries import bind, load_queries

    if query != "-" and (query in load_queries() or (values and _is_file(query)) or not ("{" in query or _is_file(query))):
        return store.query(bind(_question(query), store, values, _gazetteer(own)))
    if values:
        raise click.UsageError("only named questions and files with a header take parameters; write the values into the SPARQL")
    if query == "-":
        return store.query(_utf8(sys.stdin.buffer.read(), "standard input"))
    return store.query(_utf8(Path(query).read_bytes(), query) if _is_file(query) else query)


def _gazetteer(own: Path | None) -> partial[Gazetteer]:
    from kg.actors.compiled import load_gazetteer

    return partial(cache(load_gazetteer), None, own)


def _is_file(query: str) -> bool:
    try:
        return Path(query).is_file()
    except (OSError, ValueError):
        return False


def _utf8(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{name} is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}; give SPARQL as plain text") from error
