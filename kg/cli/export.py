"""The commands that hand a store and its ontology to other tools: `kg export`, `kg validate`, `kg docs`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.cli import options
from kg.cli.output import FINE, FOUND, Failure, printable, progress, say, tell, written

if TYPE_CHECKING:
    from pyoxigraph import Quad

SUFFIXES = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".nt": "ntriples", ".jsonld": "jsonld", ".rdf": "rdfxml"}
"""The endings of the RDF formats."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of `kg export`: the ending that chooses it, and what it is."""

    suffix: str
    what: str


FORMATS: Mapping[str, Format] = {
    "turtle": Format(".ttl", "Turtle: the union of the articles, for any RDF tool"),
    "trig": Format(".trig", "TriG: one named graph an article"),
    "nquads": Format(".nq", "N-Quads: one named graph an article, one quad a line"),
    "ntriples": Format(".nt", "N-Triples: the union, one triple a line"),
    "jsonld": Format(".jsonld", "JSON-LD: one object a statement, its parts inside"),
    "rdfxml": Format(".rdf", "RDF/XML: the union"),
    "graphml": Format(".graphml", "GraphML: an edge a statement, dates as attributes"),
    "gexf": Format(".gexf", "GEXF 1.3 for Gephi: an edge a statement, with the time for which it holds"),
    "tables": Format("/", "a folder with nodes.csv and edges.csv, for neo4j-admin import and pandas"),
    "events": Format(".csv", "dyads by month: event type, CAMEO code, quad, Goldstein, counts"),
    "description": Format(".void", "what the data set holds, in VoID and DCAT, as Turtle"),
}


def _list_formats(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        say("".join(f"{name:<12} {form.suffix:<9} {form.what}\n" for name, form in FORMATS.items()))
        context.exit(FINE)


@click.command()
@options.store
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - (the default) is standard output.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="The format; else the file's ending says it, else turtle.")
@click.option("--rdf12", is_flag=True, help="Say in RDF 1.2 which triple each statement reifies (Turtle, TriG, N-Quads, N-Triples).")
@click.option(
    "--list-formats", is_flag=True, is_eager=True, expose_value=False, callback=_list_formats, help="Say which formats there are."
)
def export(folder: Path | str, output: Path | None, form: str | None, rdf12: bool) -> int:
    """Write a store as RDF, or as graphs and tables for other tools.

    Gephi reads GEXF and GraphML, Neo4j and pandas the tables, users of event data the dyads by month.

    TriG, N-Quads and JSON-LD have one named graph an article, other RDF their union. The same store gives the same bytes, and
    memory does not grow with it.

    \b
    Example:
      kg export --store out/store -o out/graph.ttl
      kg export --store out/store -o out/graph.gexf
      kg export --store out/store --format tables -o out/tables
      kg export --list-formats
    """
    from kg.store import open_store

    name = form or _format_of(output)
    if rdf12 and name not in ("turtle", "trig", "nquads", "ntriples"):
        raise click.UsageError(f"--rdf12 goes with turtle, trig, nquads and ntriples, not with {name}")
    with open_store(folder, read_only=True) as store, ExitStack() as files:
        quads = progress(store.quads(), "Exporting")
        if name == "tables":
            from kg.exports.tables import write_tables

            target = _folder(output)
            write_tables(quads, *(files.enter_context(written(target / f"{part}.csv")) for part in ("nodes", "edges")), base=store.base)
        else:
            _writer(name, rdf12)(quads, files.enter_context(written(output)), base=store.base)
    return FINE


def _format_of(output: Path | None) -> str:
    if output is None or str(output) == "-":
        return "turtle"
    found = next((name for name, form in FORMATS.items() if output.suffix.lower() == form.suffix), None)
    if found is None:
        endings = " ".join(form.suffix for form in FORMATS.values() if form.suffix.startswith("."))
        raise Failure(f"{output}: no format ends in {output.suffix!r}; use {endings}, or say --format")
    return found


def _folder(output: Path | None) -> Path:
    if output is None or str(output) == "-":
        raise click.UsageError("tables are two files: name a folder for them with -o")
    if output.exists() and not output.is_dir():
        raise Failure(f"{output} is a file: name a folder for nodes.csv and edges.csv")
    output.mkdir(parents=True, exist_ok=True)
    return output


def _writer(name: str, rdf12: bool) -> Callable[..., None]:
    """What writes quads to a file in the format."""
    if name == "gexf":
        from kg.exports.gephi import write_gexf

        return write_gexf
    if name == "graphml":
        from kg.exports.gephi import write_graphml

        return write_graphml
    if name == "events":
        from kg.exports.events import write_events

        return write_events
    if name == "description":
        from kg.exports.description import write_description

        return write_description
    from kg.rdf import serialise, with_reifiers

    def write(quads: Iterable[Quad], out: IO[bytes], **options: Any) -> None:
        serialise(with_reifiers(quads) if rdf12 else quads, name, out, **options)

    return write


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--store", "folder", type=options.store_place, metavar="STORE", help="The folder of the store, or http://ENDPOINT.")
def validate(files: tuple[Path, ...], folder: Path | str | None) -> int:
    """Check a store or files against the shapes of the ontology.

    FILEs are RDF. Violations are listed one a line, and the exit status is 1. A file is held in memory, a store article by article.

    \b
    Example:
      kg validate --store out/store
      kg validate out/graph.ttl
    """
    from kg.store import open_store
    from kg.validate import validate as violations_of
    from kg.validate import validate_articles

    if not files and folder is None:
        raise click.UsageError("name a store with --store, or files of RDF")
    total = 0
    for file in files:
        total += _told(str(file), [str(one) for one in violations_of(file)], f"{file}: ")
    if folder is not None:
        with open_store(folder, read_only=True) as store:
            total += _told(str(folder), [str(one) for one in validate_articles(progress(store.quads(), "Validating"))], "")
    return FOUND if total else FINE


def _told(place: str, violations: list[str], before: str) -> int:
    for violation in violations:
        click.echo(printable(before + violation))
    count = len(violations)
    tell(f"{place} breaks the shapes in {count} place{'s' * (count > 1)}" if count else f"{place} conforms to the shapes")
    return count


@click.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The HTML file to write; - is standard output.")
def docs(output: Path) -> int:
    """Write the ontology as one HTML page for people.

    It shows classes, properties, relations with their codes and examples, and prefixes.

    \b
    Example:
      kg docs -o out/ontology.html
    """
    from kg.exports.documentation import render_documentation

    with written(output) as out:
        out.write(render_documentation().encode())
    return FINE
