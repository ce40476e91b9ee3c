"""The command `kg stance`: who stands how to whom, by a score with its margin and the counts behind it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options
from kg.cli.actors import check_day
from kg.cli.output import FOUND, Complaints, printable, say, tell, written

if TYPE_CHECKING:
    from kg.evidence import Parties, Published, Window
    from kg.model import Statement
    from kg.stance import Month, Stance
    from kg.store import Store

ROWS = 20


@click.command()
@options.store
@click.argument("source", required=False, metavar="[A]")
@click.argument("target", required=False, metavar="[B]")
@click.option("--since", help="The first day that counts, YYYY-MM-DD.")
@click.option("--until", help="The last day that counts, YYYY-MM-DD; stances hold as of it. Else each as of its latest statement.")
@click.option("--half-life", type=click.FloatRange(0, min_open=True), help="The days after which a statement counts half; inf for ever.")
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(["principal", "actor", "month"]),
    help="What the parties are, principals (the default) or acting actors; month shows how the stance went. Can be given twice.",
)
@click.option("--articles", "texts", multiple=True, type=options.FOLDER, help="The articles of the store: finds copies by whole texts.")
@click.option("--limit", default=ROWS, show_default=True, type=click.IntRange(1), help="How many stances to list, the strongest first.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "json", "csv"]))
@click.option("--rdf", type=options.FOLDER, help="Also write every stance asked for as Turtle to this file.")
def stance(
    folder: Path | str,
    source: str | None,
    target: str | None,
    since: str | None,
    until: str | None,
    half_life: float | None,
    by: tuple[str, ...],
    texts: tuple[Path, ...],
    limit: int,
    form: str,
    rdf: Path | None,
) -> int:
    """Say how A stands to B, with a margin and the counts behind it.

    A score lies between -1 (conflict) and 1 (cooperation), and 90 % of what is likely lies in the interval that is shown. A and B
    are actors by id or name. Without B every stance of A is listed, without both all of the store, the strongest first. Evidence
    fades with its age, syndicated copies count once, denials and what has ended do not count. Exit status 1 when no statement tells.

    \b
    Example:
      kg stance turkey libya --store out/store
      kg stance "United States" iran --store out/store --by month --since 2018-01-01
      kg stance --store out/store --until 2020-12-31 --format csv --rdf out/stances.ttl
    """
    from kg.stance import Window, months, stances
    from kg.store import open_store

    check_day("--since", since)
    check_day("--until", until)
    if len({"principal", "actor"} & set(by)) > 1:
        raise click.UsageError("--by principal and --by actor exclude one another: choose one")
    parties: Parties = "actor" if "actor" in by else "principal"
    window = Window(since, until, half_life)
    complaints = Complaints()
    with open_store(folder, read_only=True) as store:
        ends = _ids(store, source, target)
        statements = [one for one in _statements(store, *ends) if _between(one, parties, *ends)]
        known, groups, base = _publications(store), _groups(texts, complaints), store.base
    if "month" in by:
        series = months(statements, parties, articles=known, window=window, groups=groups)
        found = [month.stance for dyad in series for month in dyad]
        rows = [_month_row(month) for dyad in series for month in dyad]
    else:
        found = sorted(stances(statements, parties, articles=known, window=window, groups=groups), key=lambda one: -abs(one.score))
        rows = [_row(one) for one in (found if target else found[:limit])]
    if rdf is not None:
        _write_rdf(rdf, found, base)
    if not found:
        hint = "; --by actor asks for persons and organs themselves" if parties == "principal" else ""
        tell(f"no statement tells how {source or 'anybody'} stands to {target or 'anybody'} in that time{hint}")
        return complaints.status or FOUND
    if len(rows) < len(found):
        tell(f"the strongest {len(rows)} of {len(found)}; --limit shows more")
    _show(rows, form)
    return complaints.status


def _ids(store: Store, source: str | None, target: str | None) -> tuple[str | None, str | None]:
    from kg.rdf import Names
    from kg.resolve import find_actor

    names = Names(store.base)
    one, other = (None if text is None else names.actor_id(find_actor(store, text)) for text in (source, target))
    return one, other


def _statements(store: Store, source: str | None, target: str | None) -> Iterable[Statement]:
    """The statements of the articles in which somebody acts for the source towards somebody of the target."""
    from pyoxigraph import NamedNode

    from kg.rdf import Names

    names = Names(store.base)
    if source is None:
        yield from store.statements()
        return
    ends = f"?s kg:sourceMention/(kg:actor|kg:principal) {names.actor(source)} ."
    if target is not None:
        ends += f" ?s kg:targetMention/(kg:actor|kg:principal) {names.actor(target)} ."
    for (article,) in list(store.query(f"SELECT DISTINCT ?article {{ {ends} ?s prov:wasDerivedFrom ?article }} ORDER BY ?article").rows):
        if isinstance(article, NamedNode):
            yield from store.statements(names.article_id(article))


def _between(statement: Statement, by: Parties, source: str | None, target: str | None) -> bool:
    from kg.stance import parties

    one, other = parties(statement, by)
    return source in (None, one.id) and target in (None, other.id)


def _publications(store: Store) -> dict[str, Published]:
    from pyoxigraph import Literal, NamedNode

    from kg.rdf import Names
    from kg.stance import Publication

    names = Names(store.base)
    rows = store.query(
        "SELECT ?article ?date ?outlet { ?article a schema:NewsArticle OPTIONAL { ?article schema:datePublished ?date } "
        "OPTIONAL { ?article schema:publisher/schema:name ?outlet } }"
    ).rows
    found: dict[str, Published] = {}
    for article, *rest in rows:
        if isinstance(article, NamedNode):
            date, outlet = (value.value if isinstance(value, Literal) else None for value in rest)
            found[names.article_id(article)] = Publication(date, outlet)
    return found


def _groups(texts: tuple[Path, ...], complaints: Complaints) -> Mapping[str, str]:
    from kg.articles import read_articles
    from kg.articles.duplicates import near_duplicates

    return near_duplicates(read_articles(texts, complaints)) if texts else {}


def _write_rdf(path: Path, found: Iterable[Stance], base: str) -> None:
    from kg.rdf import serialise
    from kg.stance_rdf import stances_to_quads

    with written(path) as out:
        serialise(stances_to_quads(found, base=base), "turtle", out, base=base)


def _row(stance: Stance) -> dict[str, Any]:
    from kg.stance_rdf import COUNTS, half_life, printed

    return {
        "source": stance.source.label,
        "target": stance.target.label,
        "source_id": stance.source.id,
        "target_id": stance.target.id,
        **{name: printed(getattr(stance, name)) for name in ("score", "margin", "low", "high", "weight", "disagreement")},
        "sign": stance.sign,
        **{name: getattr(stance, name) for name in COUNTS},
        **{name: getattr(stance, name) for name in ("reference", "first", "last")},
        **_asked(stance.window),
        "half_life": half_life(stance),
        "statements": [one.id for one in stance.statements],
    }


def _asked(window: Window) -> dict[str, str | None]:
    return {"since": window.since, "until": window.until}


def _month_row(month: Month) -> dict[str, Any]:
    """A month's own counts behind its name, then the stance as of its end."""
    new = {f"new_{name}": getattr(month, name) for name in ("cooperative", "conflictual", "neutral")}
    return {"month": month.month, **new, **_row(month.stance)}


def _show(rows: Sequence[Mapping[str, Any]], form: str) -> None:
    if form == "json":
        sys.stdout.buffer.write(json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n")
    elif form == "csv":
        text = io.StringIO()
        sheet = csv.writer(text, lineterminator="\n")
        sheet.writerow(rows[0])
        sheet.writerows([" ".join(cell) if isinstance(cell, list) else cell for cell in row.values()] for row in rows)
        sys.stdout.buffer.write(text.getvalue().encode())
    else:
        say(_table([_line(row) for row in rows]))


def _line(row: Mapping[str, Any]) -> dict[str, str]:
    """What people read of a row; `disagree` stays empty where all voices lean one way."""
    new = "new_" if "month" in row else ""
    return {
        **({"month": row["month"]} if "month" in row else {}),
        "source": printable(row["source"]),
        "target": printable(row["target"]),
        "score": f"{row['score']:+.2f}",
        "90 % from": f"{row['low']:+.2f}",
        "to": f"{row['high']:+.2f}",
        f"{'new ' if new else ''}for": str(row[f"{new}cooperative"]),
        "against": str(row[f"{new}conflictual"]),
        "neither": str(row[f"{new}neutral"]),
        "articles": str(row["articles"]),
        "disagree": f"{row['disagreement']:.2f}" if row["disagreement"] else "",
        "as of": row["reference"] or "no date",
    }


def _table(lines: Sequence[Mapping[str, str]]) -> str:
    cells = [tuple(lines[0]), *(tuple(line.values()) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, tuple("-" * width for width in widths))
    return "".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in cells)
