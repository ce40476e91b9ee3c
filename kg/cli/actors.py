"""The commands `kg actors …`: who is meant by a name, and what the tables of actors hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.output import FINE, FOUND, Commands, Complaints, progress, say, tell

if TYPE_CHECKING:
    from kg.actors.corrections import Correction
    from kg.actors.importing.sources import Format


FORMATS = ("petrarch", "wikidata", "followthemoney", "tsv")


@click.group(cls=Commands)
def actors() -> None:
    """Ask who is meant by a name, and check the actor tables.

    \b
    Example:
      kg actors find Tripoli --on 2019-05-01
      kg actors check
    """


@actors.command("find")
@click.argument("words", nargs=-1, required=True, metavar="NAME")
@click.option("--on", "date", help="The day on which the name is used, YYYY-MM-DD; any day when left out.")
@options.own_actors
@options.only_actors
def find_actor(words: tuple[str, ...], date: str | None, own: Path | None, only_actors: bool) -> int:
    """Show who may be meant by NAME on a day: the score of each candidate, for whom it acts, and why.

    The candidate that extraction would choose is marked with *. Exit status 1 when no row has the name.

    \b
    Example:
      kg actors find Haftar --on 2019-05-01
    """
    from kg.actors.search import ActorSearch, as_text

    check_day("--on", date)
    search = ActorSearch(None, own, only_actors)
    name = " ".join(words)
    found = search.find(name, date)
    if not found:
        near = search.near(name)
        tell(f"no actor is called {name!r}" + (f"; did you mean {', '.join(near)}?" if near else ""))
        return FOUND
    say(as_text(found))
    return FINE


@actors.command("import")
@click.argument("sources", nargs=-1, required=True, type=options.FOLDER, metavar="SOURCE…")
@click.option("-o", "--output", "folder", required=True, type=options.FOLDER, help="The folder of the tables; made if new.")
@click.option(
    "--format", "form", type=click.Choice(["petrarch", "wikidata", "followthemoney", "tsv"]), help="Told from each file by default."
)
@click.option("--until", help="The day where what the sources know ends, YYYY-MM-DD: open offices end there.")
def import_actors(sources: tuple[Path, ...], folder: Path, form: Format | None, until: str | None) -> int:
    """Make actor tables of the dictionaries of others: PETRARCH, Wikidata query results, OpenSanctions (FollowTheMoney), our own TSV.

    Actors that the gazetteer knows keep their ids and gain names and offices. Give the folder to the other commands with --actors.
    What cannot be read is told and left out; exit status 2 then.

    \b
    Example:
      kg actors import Phoenix.Countries.actors.txt --until 2014-06-30 -o my-tables
      kg actors check --actors my-tables
    """
    from kg.actors.compiled import load_gazetteer
    from kg.actors.importing.entry import Known
    from kg.actors.importing.sources import read_sources
    from kg.actors.importing.writing import summary, tables_of, write_tables

    check_day("--until", until)
    gazetteer = load_gazetteer()
    complaints = Complaints()
    read = read_sources(sources, Known.of(gazetteer), complaints, form)
    tables = tables_of(progress(read, "Importing"), gazetteer, until)
    counts = summary(tables)
    if not counts["actors"] and not counts["nouns"]:
        tell("nothing was imported")
        return complaints.status or FOUND
    for path in write_tables(folder, tables):
        say(f"{path}\n")
    tell(
        ", ".join(f"{count:,} {name}" for name, count in counts.items()) + (f"; {complaints.count:,} left out" if complaints.count else "")
    )
    return complaints.status


def check_day(option: str, day: str | None) -> None:
    """Raise `UsageError` for a day that is none."""
    try:
        dt.date.fromisoformat(day or "2000-01-01")
    except ValueError as error:
        raise click.UsageError(f"{option} {day!r} is no day: write YYYY-MM-DD") from error


correctable = click.option("--actors", "own", required=True, type=options.FOLDER, help="The folder of your own actor tables; made if new.")


@actors.command("merge")
@click.argument("actor")
@click.argument("other")
@correctable
def merge_actors(actor: str, other: str, own: Path) -> int:
    """Say that ACTOR is OTHER: from the next build on both are OTHER, whatever they are called.

    Both are ids, or, for an actor that no table knows, its name with its type in brackets. The merge is kept in corrections.tsv;
    `kg actors split ACTOR` takes it back. Exit status 1 when it is known already.

    \b
    Example:
      kg actors merge "Yahya Aridi (Person)" "Yehya al-Aridi (Person)" --actors my-tables
    """
    from kg.actors.corrections import Correction

    (first, _), (second, label) = actor_named(actor), actor_named(other)
    return corrected(own, Correction("merge", first, second, label=label))


@actors.command("split")
@click.argument("actor")
@click.option("--name", help="A name that is not the actor's.")
@click.option("--article", help="The id of an article in which the actor's names mean another.")
@correctable
def split_actor(actor: str, name: str | None, article: str | None, own: Path) -> int:
    """Say that ACTOR is not called so, or is another in one article; without an option take a merge of ACTOR back.

    Exit status 1 when there is nothing to do.

    \b
    Example:
      kg actors split tripoli-lebanon --name Tripoli --actors my-tables
      kg actors split named-person-ada-miller --article story-7 --actors my-tables
      kg actors split named-person-yahya-aridi --actors my-tables
    """
    from kg.actors.corrections import Correction, take_back

    key, _ = actor_named(actor)
    if name is not None and article is not None:
        raise click.UsageError("--name and --article are two corrections: make them one after the other")
    if name is not None or article is not None:
        return corrected(own, Correction("split", key, name or "", article or ""))
    merge = take_back(own, key)
    tell(f"taken back: {merge}" if merge else f"{key} is not merged: say with --name or --article what to split")
    return FINE if merge else FOUND


def actor_named(text: str) -> tuple[str, str]:
    """The id of an actor that a user names by its id or as "Name (Type)", and what it is called when the user says so."""
    from kg.actors.corrections import NAMED
    from kg.extract.unlisted import named, named_actor

    unlisted = NAMED.fullmatch(text.strip())
    return (named(named_actor(unlisted["name"], unlisted["type"])), unlisted["name"]) if unlisted else (text.removeprefix("actor/"), "")


def corrected(folder: Path, correction: Correction) -> int:
    """Keep a correction and say so."""
    from kg.actors.corrections import correct

    new = correct(folder, correction)
    tell(f"{'kept' if new else 'known already'}: {correction}")
    return FINE if new else FOUND


@actors.command("check")
@options.own_actors
@options.only_actors
def check_actor_tables(own: Path | None, only_actors: bool) -> int:
    """Look for what is wrong with the actor tables: names of two actors at a time, dangling references, offices that overlap, cycles.

    Exit status 1 when something is.

    \b
    Example:
      kg actors check --actors my-tables
    """
    from kg.actors.check import check_actors

    findings = check_actors(None, own, only_actors)
    say("".join(f"{finding}\n" for finding in findings))
    tell(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "nothing is wrong with the actor tables")
    return FOUND if findings else FINE
