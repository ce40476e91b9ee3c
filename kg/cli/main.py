"""The command `kg`: thin commands over the library."""

from __future__ import annotations

import io
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import click

from kg import __version__
from kg.cli import options
from kg.cli.actors import actors
from kg.cli.export import SUFFIXES as SUFFIXES
from kg.cli.export import docs, export, validate
from kg.cli.output import FINE, FOUND, OWN_PROCESS, Commands, Complaints, progress, say, tell, write_rows, written
from kg.cli.query import query
from kg.cli.stance import stance
from kg.cli.store import load, remove
from kg.cli.view import view
from kg.model import EventType, Statement
from kg.sources import Sources

EVENT_TYPES: tuple[str, ...] = get_args(EventType)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Turn news articles into a graph of who supports, arms, accuses, sanctions, fights or talks to whom.

    Exit status: 0 fine, 1 a negative finding, 2 something could not be done or part of the input could not be read.

    \b
    Example:
      kg build data/articles --store out/store
      kg query --store out/store most-active-dyads
    """


for command in (load, remove, export, validate, docs, actors, query, stance, view):
    cli.add_command(command)


def main() -> None:
    """Run the command line; never returns."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that is not UTF-8 shows escapes instead of failing
    cli(prog_name="kg", obj=OWN_PROCESS)


@cli.command()
@options.articles
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - (the default) is standard output.")
@options.pipeline
@options.jobs
def extract(articles: tuple[Path, ...], output: Path | None, model: str, sources: Sources, jobs: int) -> int:
    """Write the statements of ARTICLES, one JSON object a line.

    ARTICLES are .txt and .jsonl files, folders of them, or - for standard input (JSON lines, or one text).

    \b
    Example:
      kg extract data/articles -o statements.jsonl
      echo 'France condemned Russia.' | kg extract -
    """
    from kg.articles import read_articles
    from kg.extract.pipeline import extract_articles, load
    from kg.model import statement_to_json

    complaints = Complaints()
    with written(output) as out:
        found = extract_articles(load(model, sources), read_articles(articles, complaints), jobs)
        for _, statements in progress(found, "Extracting"):
            for statement in statements:
                out.write(json.dumps(statement_to_json(statement), ensure_ascii=False).encode() + b"\n")
            out.flush()
    return complaints.status


@cli.command()
@options.articles
@options.new_store
@options.pipeline
@options.jobs
def build(articles: tuple[Path, ...], folder: Path | str, model: str, sources: Sources, jobs: int) -> int:
    """Add the statements of ARTICLES to a store.

    ARTICLES are .txt and .jsonl files, folders of them, or - for standard input. Those that the store already holds are
    passed over. A build can be stopped at any moment and started again: each article is added whole or not at all.

    \b
    Example:
      kg build data/articles --store out/store
    """
    from kg.articles import read_articles
    from kg.build import build as build_store
    from kg.extract.pipeline import load
    from kg.model import Article
    from kg.store import open_store

    complaints = Complaints()
    known: list[None] = []
    new = added = 0

    def on_known(article: Article) -> None:
        known.append(None)

    nlp = load(model, sources)
    with open_store(folder) as store:
        steps = build_store(store, nlp, read_articles(articles, complaints), jobs, on_known=on_known, on_error=complaints)
        for _, statements in progress(steps, "Building"):
            new += 1
            added += len(statements)
    total = new + len(known)
    read = f"{total} article{'' if total == 1 else 's'} read: {new} new, {len(known)} known"
    tell(f"{read}; {complaints.count} could not be read; {added} statements added")
    return complaints.status


@cli.command()
@click.argument("sentence")
@click.option("--date", help="The day of the article, YYYY-MM-DD; it decides who holds an office and what “on Monday” means.")
@options.pipeline
@click.option("--all", "everything", is_flag=True, help="Show every frame that nearly fitted, and frames with all their words.")
def explain(sentence: str, date: str | None, model: str, sources: Sources, everything: bool) -> int:
    """Say why SENTENCE gives the statements that it gives, or none.

    Shows who is mentioned, which words relate them, which frames won, lost or nearly fitted and at what they failed, and
    under which circumstances each statement holds.

    \b
    Example:
      kg explain "In July the US removed Turkey from the F-35 programme." --date 2020-05-26
      kg explain "Turkey and Russia quarrelled." --all
    """
    from kg import article
    from kg.extract.explain import explain as explained
    from kg.extract.explain import render
    from kg.extract.pipeline import load

    read = article(sentence, **({"date": date} if date else {}))
    say(render(explained(load(model, sources), read), everything))
    return FINE


@cli.command()
@click.argument("words", nargs=-1, metavar="[RELATION|WORD]...")
@click.option("--type", "event_type", type=click.Choice(EVENT_TYPES, case_sensitive=False), help="Only frames of this event type.")
@click.option("--check", "checking", is_flag=True, help="Say what is wrong with the frames instead, and exit with 1 if anything is.")
@options.pipeline
def frames(words: tuple[str, ...], event_type: str | None, checking: bool, model: str, sources: Sources) -> int:
    """List the frames, those of a relation, or those that hold a word.

    Several relations are alternatives, several words must all be there. --check reads every line, tells each mistake with
    its place, and codes the examples; with --frames it looks at your own files alone.

    \b
    Example:
      kg frames imposesSanctionsOn removesFrom
      kg frames pull out --type RETREAT
      kg frames --check
    """
    from kg.extract.frame_check import as_text, check_folder, frames_like
    from kg.extract.pipeline import extractor

    if checking:
        if words or event_type:
            raise click.UsageError("--check looks at every frame: leave RELATION, WORD and --type away")
        findings = check_folder(sources.frames, model)
        say("".join(f"{finding}\n" for finding in findings))
        tell(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "nothing is wrong with the frames")
        return FOUND if findings else FINE
    knowledge = extractor(sources)
    found = list(frames_like(knowledge.coder.frames, words, knowledge.relations, event_type))
    if not found:
        tell("no frame is like that; a WORD stands in its base form, and kg frames alone lists them all")
        return FOUND
    say(as_text(found, knowledge.relations))
    return FINE


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("articles", nargs=-1, type=click.Path(path_type=Path))
@click.option("--errors", type=click.Path(path_type=Path), help="Write what was missed, spurious or mistyped to this file, tab-separated.")
@click.option(
    "--confidence",
    type=click.Path(path_type=Path),
    help="Write to this file how often each kind of statement is right: the ontology's confidence.tsv.",
)
@click.option("--mentions", is_flag=True, help="Measure the mentions of actors instead: are the parties of the statements named?")
@options.pipeline
@options.jobs
def evaluate(
    gold: Path,
    articles: tuple[Path, ...],
    errors: Path | None,
    confidence: Path | None,
    mentions: bool,
    model: str,
    sources: Sources,
    jobs: int,
) -> int:
    """Measure the extraction against GOLD.

    GOLD is JSON lines, or - for standard input: {"id", "text", "statements": [{"source", "target", "class", …}]}. When GOLD
    lacks the texts, name the ARTICLES: .txt and .jsonl files, or folders of them. Intervals hold 95 % of 1,000 samples of
    the articles. Of a GOLD of mentions ({"id", "text", "mentions"}) it is measured who is meant by them.

    \b
    Example:
      kg evaluate data/gold/sentences.jsonl
      kg evaluate data/gold/articles.jsonl data/articles --errors out/errors.tsv
      kg evaluate data/gold/actors.jsonl
    """
    from kg.articles import MAX_BYTES, read_articles
    from kg.articles.jsonl import read_jsonl
    from kg.evaluate import as_text, by_kind, errors_of, gold_rows, measure, names_in, rows_with_text
    from kg.evaluate_actors import (
        coverage,
        coverage_as_text,
        gold_texts,
        has_gold_mentions,
        mentions_in,
        missed_parties,
        resolutions,
        resolutions_as_text,
        wholes_in,
        wrong_resolutions,
    )
    from kg.extract.confidence import confidence_table
    from kg.extract.pipeline import extract_articles, gazetteer_of, knowledge_of, load

    complaints = Complaints()
    piped = str(gold) == "-"
    raw, name = (sys.stdin.buffer.read(), "standard input") if piped else (gold.read_bytes(), str(gold))
    if has_gold_mentions(raw):
        resolved = resolutions(load(model, sources), progress(gold_texts(raw, name), "Evaluating"))
        write_rows(errors, wrong_resolutions(resolved))
        say(resolutions_as_text(resolved))
        return FINE
    read = list(read_articles(articles, complaints)) if articles else []
    known = {article.id for article in read}
    own = rows_with_text(raw) if articles else raw
    read += [article for article in read_jsonl(io.BytesIO(own), name, complaints, MAX_BYTES) if article.id not in known] if own else []
    texts = {article.id: article.text for article in read}
    rows = gold_rows(raw, name, texts)
    wanted = {row.id for row in rows}
    nlp = load(model, sources)
    annotated = [statement for row in rows for statement in row.statements]
    if mentions:
        named = {article.id: mentions_in(nlp, article) for article in progress(read, "Evaluating") if article.id in wanted}
        gazetteer = gazetteer_of(sources)
        covered = coverage(annotated, named, names_in(gazetteer.records.values()), wholes_in(gazetteer))
        write_rows(errors, missed_parties(covered, texts))
        say(coverage_as_text(covered))
        return complaints.status
    knowledge = knowledge_of(nlp)
    steps = extract_articles(nlp, (article for article in read if article.id in wanted), jobs)
    report = measure(
        annotated,
        [statement for _, statements in progress(steps, "Evaluating") for statement in statements],
        {relation.event_type: relation.quad for relation in knowledge.relations.values()},
        {relation.event_type: relation.polarity for relation in knowledge.relations.values()},
        names_in(gazetteer_of(sources).records.values()),
        rows,
    )
    write_rows(errors, errors_of(report, texts))
    shapes = {(frame.rule, frame.relation): frame.shape for frame in knowledge.coder.frames}

    def kind_of(statement: Statement) -> str:
        frame, _, reach = statement.rule.partition(", ")
        return f"{shapes.get((frame, statement.relation), 'other')}, {reach or 'named'}"

    if confidence is not None:
        with written(confidence) as out:
            parts = [(part.kind.partition(", "), part) for part in by_kind(report, kind_of)]
            out.write(confidence_table((shape, reach, part.right, part.found) for (shape, _, reach), part in parts).encode())
    say(as_text(report, EVENT_TYPES, kind_of))
    return complaints.status


@cli.command()
@click.argument("pairs", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - (the default) is standard output.")
@click.option(
    "--confidence",
    "table",
    type=click.Path(path_type=Path),
    help="Measure against the event_type that each line holds, and write the table to this file.",
)
@options.pipeline
def code(pairs: Path, output: Path | None, table: Path | None, model: str, sources: Sources) -> int:
    """Code what a given source does to a given target.

    PAIRS is JSON lines, or - for standard input: {"id", "text", "source": [start, end], "target": [start, end]}, offsets in
    code points. Each line gives {"id", "event_type", "relation", "quad", "polarity", "confidence", "rule"}; all but the id
    are null where nothing decides.

    \b
    Example:
      echo '{"id": "a", "text": "Iran warned Iraq.", "source": [0, 4], "target": [12, 16]}' | kg code -
    """
    from dataclasses import asdict

    from kg.extract.dyads import DyadCoding, code_dyad, confidence_table, read_dyads
    from kg.extract.pipeline import load

    complaints = Complaints()
    measured: list[tuple[str, DyadCoding]] = []
    nlp = load(model, sources)
    with ExitStack() as files:
        stream = sys.stdin.buffer if str(pairs) == "-" else files.enter_context(pairs.open("rb"))
        out = files.enter_context(written(output))
        for dyad in progress(read_dyads(stream, "standard input" if str(pairs) == "-" else pairs, complaints), "Coding"):
            coding = code_dyad(nlp, dyad)
            if dyad.event_type:
                measured.append((dyad.event_type, coding))
            out.write(json.dumps(asdict(coding), ensure_ascii=False).encode() + b"\n")
    if table is not None:
        with written(table) as out:
            out.write(confidence_table(measured).encode())
    return complaints.status
