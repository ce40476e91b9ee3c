"""The command `kg`: thin commands over the library, and the only module that prints or exits.

Results go to standard output, all else to standard error. Exit status: 0 fine; 1 a negative finding; 2 something could not
be done, or part of the input could not be read (the rest was).
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar, get_args
from typing import Literal as Choice

import click

from kg import DEFAULT_MODEL, __version__
from kg.errors import KgError
from kg.model import EventType, Statement

if TYPE_CHECKING:
    from kg.store import Result, Store
    from kg.view.model import ArticleInfo

FINE, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
SUFFIXES = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".nt": "ntriples", ".jsonld": "jsonld"}

Item = TypeVar("Item")


class Failure(click.ClickException):
    """An expected failure, told in one line."""

    exit_code = FAILED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print `kg: …` to standard error."""
        tell(self.message)


class Commands(click.Group):
    """A group whose commands return their exit status and whose failures are told, never traced."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command named on the command line and exit with its status."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _abandon_stdout()
            status = FINE
        except KgError as error:
            raise Failure(str(error)) from error
        except BrokenExecutor as error:
            raise Failure("a worker process died, perhaps for lack of memory: try again with fewer --jobs") from error
        except KeyboardInterrupt:
            tell("interrupted; what was finished is kept")
            status = INTERRUPTED
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise Failure(f"{place}{error.strerror or error}") from error
        ctx.exit(status or FINE)


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


def main() -> None:
    """Run the command line; never returns."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that is not UTF-8 shows escapes instead of failing
    cli(prog_name="kg")


_articles = click.argument("articles", nargs=-1, required=True, type=click.Path(path_type=Path))
_model = click.option("--model", default=DEFAULT_MODEL, show_default=True, help="The installed spaCy pipeline to use.")
_jobs = click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="How many processes extract.")
_frames = click.option(
    "--frames", type=click.Path(path_type=Path), help="A folder of your own *.frames and words-*.txt, read besides those of the ontology."
)
_new_store = click.option("--store", "folder", required=True, type=click.Path(path_type=Path), help="The folder of the store; made if new.")
_store = click.option("--store", "folder", required=True, type=click.Path(path_type=Path), help="The folder of the store.")


@cli.command()
@_articles
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - (the default) is standard output.")
@_model
@_frames
@_jobs
def extract(articles: tuple[Path, ...], output: Path | None, model: str, frames: Path | None, jobs: int) -> int:
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
        found = extract_articles(load(model, frames=frames), read_articles(articles, complaints), jobs)
        for _, statements in progress(found, "Extracting"):
            for statement in statements:
                out.write(json.dumps(statement_to_json(statement), ensure_ascii=False).encode() + b"\n")
            out.flush()
    return complaints.status


@cli.command()
@_articles
@_new_store
@_model
@_frames
@_jobs
def build(articles: tuple[Path, ...], folder: Path, model: str, frames: Path | None, jobs: int) -> int:
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

    nlp = load(model, frames=frames)
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
@_store
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - (the default) is standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(SUFFIXES.values())), help="The format; else the file's suffix says it, else turtle."
)
def export(folder: Path, output: Path | None, form: str | None) -> int:
    """Write a store as RDF.

    TriG, N-Quads and JSON-LD have one named graph an article, Turtle and N-Triples their union. The same store gives the
    same bytes. Suffixes: .ttl .trig .nq .nt .jsonld

    \b
    Example:
      kg export --store out/store -o out/graph.ttl
    """
    from kg.rdf import serialise
    from kg.store import open_store

    if form is None and output is not None and str(output) != "-":
        form = SUFFIXES.get(output.suffix.lower())
        if form is None:
            raise Failure(f"{output}: no RDF format ends in {output.suffix!r}; use {', '.join(SUFFIXES)}, or say --format")
    with open_store(folder, read_only=True) as store, written(output) as out:
        serialise(store.quads(), form or "turtle", out, base=store.base)
    return FINE


@cli.command()
@click.option("--store", "folder", type=click.Path(path_type=Path), help="The folder of the store.")
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
@click.option("--list", "listing", is_flag=True, help="Say which questions have a name, and their parameters.")
def query(folder: Path | None, query: str | None, values: tuple[str, ...], form: str, listing: bool) -> int:
    """Ask a store a question.

    QUERY is SPARQL, a file of it, - for standard input, or the name of a question. Named questions take parameters as
    NAME=VALUE; --list shows them all. An ASK whose answer is false exits with 1.

    \b
    Example:
      kg query --store out/store who-supports actor=libya
      kg query --store out/store 'SELECT * { ?statement a kg:Statement } LIMIT 3' --format csv
      kg query --list
    """
    from kg.queries import load_queries
    from kg.store import open_store

    if listing:
        for question in load_queries().values():
            click.echo(f"{question.name}\n    {question.title} {question.asks}")
            for parameter in question.parameters:
                default = "required" if parameter.default is None else "any" if parameter.default == "*" else f"default {parameter.default}"
                click.echo(f"    {parameter.name}=… ({parameter.type}, {default})")
        return FINE
    if folder is None or query is None:
        raise click.UsageError("name a store with --store and give a QUERY; --list shows the questions that have a name")
    given = _parameters(values)
    with open_store(folder, read_only=True) as store:
        result = _asked(store, query, given)
        result.write(form, sys.stdout.buffer)
        return FOUND if result.boolean is False else FINE


@cli.command()
@_store
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The HTML file to write; - is standard output.")
@click.option("--by", default="principal", show_default=True, type=click.Choice(["principal", "actor"]), help="What the nodes are.")
def view(folder: Path, output: Path, by: Choice["principal", "actor"]) -> int:
    """Draw the stance graph of a store as one HTML file.

    The page works offline: nodes are actors, edges what is said of them, and a click opens the sentences behind an edge.

    \b
    Example:
      kg view --store out/store -o out/graph.html
    """
    from kg.build import context_edges
    from kg.store import open_store
    from kg.view.page import render

    with open_store(folder, read_only=True) as store, written(output) as out:
        roles = {relation: edge.role for relation, edge in context_edges().items()}
        out.write(render(store.statements(), _article_infos(store), by=by, context_roles=roles).encode())
    return FINE


@cli.command()
@_store
def validate(folder: Path) -> int:
    """Check a store against the shapes of the ontology.

    Violations are listed one a line, and the exit status is 1.

    \b
    Example:
      kg validate --store out/store
    """
    from kg.store import open_store
    from kg.validate import validate as violations_of

    with open_store(folder, read_only=True) as store:
        violations = violations_of(store.quads())
    for violation in violations:
        click.echo(printable(str(violation)))
    tell(f"{folder} conforms to the shapes" if not violations else f"{folder} breaks the shapes in {len(violations)} places")
    return FOUND if violations else FINE


@cli.command()
@click.argument("sentence")
@click.option("--date", help="The day of the article, YYYY-MM-DD; it decides who holds an office and what “on Monday” means.")
@_model
@_frames
@click.option("--all", "everything", is_flag=True, help="Show every frame that nearly fitted, and frames with all their words.")
def explain(sentence: str, date: str | None, model: str, frames: Path | None, everything: bool) -> int:
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
    say(render(explained(load(model, frames=frames), read), everything))
    return FINE


@cli.command()
@click.argument("words", nargs=-1, metavar="[RELATION|WORD]...")
@click.option("--type", "event_type", type=click.Choice(EVENT_TYPES, case_sensitive=False), help="Only frames of this event type.")
@click.option("--check", "checking", is_flag=True, help="Say what is wrong with the frames instead, and exit with 1 if anything is.")
@_model
@_frames
def frames(words: tuple[str, ...], event_type: str | None, checking: bool, model: str, frames: Path | None) -> int:
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
        findings = check_folder(frames, model)
        say("".join(f"{finding}\n" for finding in findings))
        tell(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "nothing is wrong with the frames")
        return FOUND if findings else FINE
    knowledge = extractor(None, frames)
    found = list(frames_like(knowledge.coder.frames, words, knowledge.relations, event_type))
    if not found:
        tell("no frame is like that; a WORD stands in its base form, and kg frames alone lists them all")
        return FOUND
    say(as_text(found, knowledge.relations))
    return FINE


@cli.group()
def actors() -> None:
    """Ask who is meant by a name, and check the actor tables.

    \b
    Example:
      kg actors find Tripoli --on 2019-05-01
      kg actors check
    """


_tables = click.option("--actors", "folder", type=click.Path(path_type=Path), help="A folder of actor tables instead of the ontology's.")


@actors.command("find")
@click.argument("words", nargs=-1, required=True, metavar="NAME")
@click.option("--on", "date", help="The day on which the name is used, YYYY-MM-DD; any day when left out.")
@_tables
def find_actor(words: tuple[str, ...], date: str | None, folder: Path | None) -> int:
    """Show who may be meant by NAME on a day: the score of each candidate, for whom it acts, and why.

    The candidate that extraction would choose is marked with *. Exit status 1 when no row has the name.

    \b
    Example:
      kg actors find Haftar --on 2019-05-01
    """
    from kg.actor_search import ActorSearch, as_text

    if date is not None:
        try:
            dt.date.fromisoformat(date)
        except ValueError as error:
            raise click.UsageError(f"--on {date!r} is no day: write YYYY-MM-DD") from error
    search = ActorSearch(folder)
    name = " ".join(words)
    found = search.find(name, date)
    if not found:
        near = search.near(name)
        tell(f"no actor is called {name!r}" + (f"; did you mean {', '.join(near)}?" if near else ""))
        return FOUND
    say(as_text(found))
    return FINE


@actors.command("check")
@_tables
def check_actor_tables(folder: Path | None) -> int:
    """Look for what is wrong with the actor tables: names of two actors at a time, dangling references, offices that overlap, cycles.

    Exit status 1 when something is.

    \b
    Example:
      kg actors check --actors my-tables
    """
    from kg.actor_check import check_actors

    findings = check_actors(folder)
    say("".join(f"{finding}\n" for finding in findings))
    tell(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "nothing is wrong with the actor tables")
    return FOUND if findings else FINE


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("articles", nargs=-1, type=click.Path(path_type=Path))
@click.option("--errors", type=click.Path(path_type=Path), help="Write what was missed, spurious or mistyped to this file, tab-separated.")
@click.option(
    "--confidence",
    type=click.Path(path_type=Path),
    help="Write to this file how often each kind of statement is right: the ontology's confidence.tsv.",
)
@_model
@_frames
@_jobs
def evaluate(
    gold: Path, articles: tuple[Path, ...], errors: Path | None, confidence: Path | None, model: str, frames: Path | None, jobs: int
) -> int:
    """Measure the extraction against GOLD.

    GOLD is JSON lines, or - for standard input: {"id", "text", "statements": [{"source", "target", "class", …}]}. When GOLD
    lacks the texts, name the ARTICLES: .txt and .jsonl files, or folders of them. Intervals hold 95 % of 1,000 samples of
    the articles.

    \b
    Example:
      kg evaluate data/gold/sentences.jsonl
      kg evaluate data/gold/articles.jsonl data/articles --errors out/errors.tsv
    """
    from kg.articles import MAX_BYTES, read_articles
    from kg.articles.jsonl import read_jsonl
    from kg.evaluate import as_text, by_kind, errors_of, gold_rows, measure, names_in
    from kg.extract.confidence import confidence_table
    from kg.extract.pipeline import extract_articles, knowledge_of, load
    from kg.knowledge import load_actors

    complaints = Complaints()
    piped = str(gold) == "-"
    raw, name = (sys.stdin.buffer.read(), "standard input") if piped else (gold.read_bytes(), str(gold))
    read = list(read_articles(articles, complaints) if articles else read_jsonl(io.BytesIO(raw), name, complaints, MAX_BYTES))
    texts = {article.id: article.text for article in read}
    rows = gold_rows(raw, name, texts)
    wanted = {row.id for row in rows}
    nlp = load(model, frames=frames)
    knowledge = knowledge_of(nlp)
    steps = extract_articles(nlp, (article for article in read if article.id in wanted), jobs)
    report = measure(
        [statement for row in rows for statement in row.statements],
        [statement for _, statements in progress(steps, "Evaluating") for statement in statements],
        {relation.event_type: relation.quad for relation in knowledge.relations.values()},
        {relation.event_type: relation.polarity for relation in knowledge.relations.values()},
        names_in(load_actors().records.values()),
        rows,
    )
    if errors is not None:
        with written(errors) as out:
            out.write("".join("\t".join(row) + "\n" for row in errors_of(report, texts)).encode("utf-8", "replace"))
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
@_model
@_frames
def code(pairs: Path, output: Path | None, table: Path | None, model: str, frames: Path | None) -> int:
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
    nlp = load(model, frames=frames)
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


class Complaints:
    """Tells the errors it is called with, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: KgError) -> None:
        """Tell one error."""
        self.count += 1
        tell(str(error))

    @property
    def status(self) -> int:
        """The exit status: 2 after a complaint."""
        return FAILED if self.count else FINE


def tell(message: str) -> None:
    """Print one line to standard error, wiping a progress bar that stands there."""
    wipe = "\r\033[K" if sys.stderr.isatty() else ""
    click.echo(f"{wipe}kg: {printable(message)}", err=True)


def say(text: str) -> None:
    """Print lines to standard output, with what is no printable character escaped."""
    click.echo("".join(f"{printable(line)}\n" for line in text.split("\n")[:-1]), nl=False)


def printable(text: str) -> str:
    r"""The text with what is no printable character escaped: file names and values of others are hostile.

    >>> printable("Erdoğan\x1b[2J\n")
    'Erdoğan\\x1b[2J\\n'
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape", "backslashreplace").decode() for character in text
    )


def progress(items: Iterable[Item], label: str) -> Iterator[Item]:
    """The items, counted by a bar on standard error while they pass; silent where that is no terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr, show_pos=True) as bar:
        yield from bar


@contextmanager
def written(path: Path | None) -> Iterator[IO[bytes]]:
    """A file to write that appears whole under its name, or not at all; None and `-` are standard output."""
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise Failure(f"{path}: there is no folder {path.parent}: make it first, mkdir -p {path.parent}")
    if target.is_dir():
        raise Failure(f"{path} is a folder: name a file")
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        with target.open("wb") as device:
            yield device
        return
    with _failing_at(path):
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:
            yield file
        with _failing_at(path):
            os.chmod(name, stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
            os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _failing_at(path: Path) -> Iterator[None]:
    """Name the file that the user named, not a temporary one, when it cannot be written."""
    try:
        yield
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _abandon_stdout() -> None:
    """Whoever read our output has gone: let what is still buffered vanish instead of failing at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _parameters(values: Iterable[str]) -> dict[str, str]:
    wrong = [value for value in values if "=" not in value]
    if wrong:
        raise click.UsageError(f"a parameter reads NAME=VALUE, not {printable(wrong[0])!r}")
    return {name: value for name, _, value in (text.partition("=") for text in values)}


def _asked(store: Store, query: str, values: dict[str, str]) -> Result:
    """The answer to a question by name, from a file or standard input, or to SPARQL."""
    from kg.queries import ask, bind, load_queries, parse_query

    name = Path(query).stem
    if query == "-":
        text = _utf8(sys.stdin.buffer.read(), "standard input")
    elif query in load_queries() or not ("{" in query or _is_file(query)):
        return ask(store, query, values)
    elif _is_file(query):
        text = _utf8(Path(query).read_bytes(), query)
    else:
        text = query
    if not values:
        return store.query(text)
    if "{" in query:
        raise click.UsageError("only named questions and files with a header take parameters; write the values into the SPARQL")
    return store.query(bind(parse_query(name, text, Path(query)), store, values))


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


def _article_infos(store: Store) -> dict[str, ArticleInfo]:
    from pyoxigraph import Literal, NamedNode

    from kg.rdf import Names
    from kg.view.model import ArticleInfo

    names = Names(store.base)
    rows = store.query(
        "SELECT ?article ?title ?date ?url ?outlet { ?article a schema:NewsArticle "
        "OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:datePublished ?date } "
        "OPTIONAL { ?article schema:url ?url } OPTIONAL { ?article schema:publisher/schema:name ?outlet } }"
    ).rows
    infos = {}
    for article, *rest in rows:
        if isinstance(article, NamedNode):
            title, date, url, outlet = (term.value if isinstance(term, (Literal, NamedNode)) else None for term in rest)
            infos[names.article_id(article)] = ArticleInfo(title, date, url, outlet)
    return infos
