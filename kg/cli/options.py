"""The arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kg import DEFAULT_MODEL
from kg.sources import Sources

FOLDER = click.Path(path_type=Path)


def store_place(value: str) -> Path | str:
    """Where a store is: the http address of an endpoint as it stands, anything else a folder."""
    return value if value.startswith(("http://", "https://")) else Path(value)


def _number(context: click.Context, parameter: click.Parameter, value: float) -> float:
    if value != value:
        raise click.BadParameter("give a number of seconds")
    return value


articles = click.argument("articles", nargs=-1, required=True, type=FOLDER)
jobs = click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="How many processes extract.")
new_store = click.option(
    "--store", "folder", required=True, type=store_place, metavar="STORE", help="The folder of the store, made if new, or http://ENDPOINT."
)
store = click.option(
    "--store", "folder", required=True, type=store_place, metavar="STORE", help="The folder of the store, or http://ENDPOINT."
)
timeout = click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0),
    callback=_number,
    help="Seconds after which a query is stopped; 0 is never.",
)
own_actors = click.option("--actors", "own", type=FOLDER, help="A folder of your own actor tables, added to the gazetteer's.")
only_actors = click.option("--only-actors", is_flag=True, help="Use the actors of --actors alone, without those of the gazetteer.")


def pipeline(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command --model, --frames, --actors and --only-actors, as its parameters `model` and `sources`."""

    @click.option("--model", default=DEFAULT_MODEL, show_default=True, help="The installed spaCy pipeline to use.")
    @click.option("--frames", type=FOLDER, help="A folder of your own *.frames and words-*.txt, read besides those of the ontology.")
    @own_actors
    @only_actors
    @wraps(command)
    def with_sources(*args: Any, frames: Path | None, own: Path | None, only_actors: bool, **others: Any) -> int:
        if only_actors and own is None:
            raise click.UsageError("--only-actors needs --actors FOLDER: name the folder with your tables")
        return command(*args, sources=Sources(frames=frames, actors=own, only_actors=only_actors), **others)

    return with_sources
