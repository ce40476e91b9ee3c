"""Loads and checks the knowledge of `ontology/`: the tables of actors, the relations and the word lists.

This is the only module that knows where the folder is. Every error names file and line.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from kg.errors import KnowledgeError

Subject = NamedNode | BlankNode | Triple
KG = "https://w3id.org/geokg#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OBJECT_TYPES = frozenset({"Object", "Programme", "Weapon", "Agreement", "Talks", "Place"})
ACTOR_TYPES = frozenset({"Actor", "State", "Organ", "Organisation", "Group", "People", "Person"})


def ontology_path() -> Path:
    """The folder `ontology/`: inside the installed package, or beside it in a checkout.

    Raises `KnowledgeError` when it is in neither place.
    """
    package = Path(str(files("kg")))
    for folder in (package / "ontology", package.parent / "ontology"):
        if (folder / "relations.ttl").is_file():
            return folder
    raise KnowledgeError(f"the folder ontology/ is missing from the installation at {package}: install the package again")


def shown_path(path: str | Path) -> str:
    """A path as a reader knows it: files of the project's ontology begin with `ontology/`, others stand as they were given."""
    try:
        return Path(path).relative_to(ontology_path().parent).as_posix()
    except ValueError:
        return str(path)


def digest_of(folder: Path, others: Iterable[Path] = ()) -> str:
    """Sixteen hexadecimal digits that change with any file of the folder, and with the name or the bytes of other files."""
    sums = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".py" and "__pycache__" not in p.parts):
        sums.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for path in others:
        sums.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes() + b"\0")
    return sums.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of `relations.ttl` with the codes that a statement takes from it.

    `phrase` prints it between source and target and may hold `{target}`; then `context_role` names the context party
    that is printed after it, and `plain_phrase` serves when there is no such party.
    `objects` are the types of things, besides actors, that can be its target.
    """

    name: str
    event_type: str
    quad: int
    polarity: int
    intensity: float
    phrase: str
    plain_phrase: str
    context_role: str | None = None
    symmetric: bool = False
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """A row of an actor table: who it is, what it is called, and when it existed (ISO 8601, cut to year or month when no more is known)."""

    id: str
    type: str
    label: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    principal: str | None = None
    country: str | None = None
    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    begins: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A person held the title for the state or organisation `of` from `begins` to `ends`; None is open."""

    person: str
    title: str
    of: str
    begins: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """An office as English words it; `of` restricts the phrases to these states or organisations, empty to none."""

    key: str
    phrases: tuple[str, ...]
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contextual:
    """Words that mean `actor` in a text that names one of the actors `beside`, from `begins` to `ends`."""

    words: tuple[str, ...]
    beside: tuple[str, ...]
    actor: str
    begins: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class ActorTables:
    """Everything that `ontology/actors/` says."""

    records: Mapping[str, ActorRecord]
    offices: tuple[Office, ...]
    titles: tuple[Title, ...]
    bodies: Mapping[str, str]
    media: frozenset[str]
    unnamed: Mapping[str, tuple[str, bool]]
    contextual: tuple[Contextual, ...] = ()


@lru_cache(maxsize=4)
def load_relations(folder: Path | None = None) -> Mapping[str, Relation]:
    """The relations by their local names, from `relations.ttl` of `folder` (default: the project's)."""
    path = (folder or ontology_path()) / "relations.ttl"
    store = Store()
    try:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    except (OSError, SyntaxError, ValueError) as error:
        raise KnowledgeError(str(error), path) from error
    kinds = {local(quad.subject) for quad in store.quads_for_pattern(None, NamedNode(SKOS + "topConceptOf"), None)}
    symmetric = {
        local(quad.subject) for quad in store.quads_for_pattern(None, None, NamedNode("http://www.w3.org/2002/07/owl#SymmetricProperty"))
    }
    towards: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(KG + "towards"), None):
        towards.setdefault(local(quad.subject), set()).add(local(quad.object))
    relations = {}
    for quad in store.quads_for_pattern(None, NamedNode(SKOS + "broader"), None):
        name, kind = local(quad.subject), local(quad.object)
        if kind not in kinds:
            continue

        def value(term: str, subject: Subject = quad.subject) -> str | None:
            found = next(iter(store.quads_for_pattern(subject, NamedNode(KG + term), None)), None)
            return str(found.object.value) if found is not None and isinstance(found.object, Literal) else None

        try:
            phrase = str(value("verbPhrase"))
            relations[name] = Relation(
                name=name,
                event_type=kind,
                quad=int(str(value("quad"))),
                polarity=int(str(value("polarity"))),
                intensity=float(str(value("intensity"))),
                phrase=phrase,
                plain_phrase=value("plainVerbPhrase") or phrase,
                context_role=value("contextRole"),
                symmetric=name in symmetric,
                objects=frozenset(towards.get(kind, ())),
            )
        except ValueError as error:
            raise KnowledgeError(f"relation {name} lacks quad, polarity, intensity or verbPhrase ({error})", path) from error
    return dict(sorted(relations.items()))


def local(term: object) -> str:
    """The part of an IRI after `#` or the last `/`.

    >>> local(NamedNode("https://w3id.org/geokg#supports"))
    'supports'
    """
    return str(getattr(term, "value", term)).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def load_actors(folder: Path | None = None) -> ActorTables:
    """The actor tables of `folder` (default: `ontology/actors`); raises `KnowledgeError` with file and line."""
    folder = folder or ontology_path() / "actors"
    records: dict[str, ActorRecord] = {}
    for name, kind in (("states", "State"), ("organs", ""), ("organisations", ""), ("groups", ""), ("objects", ""), ("persons", "Person")):
        path = folder / f"{name}.tsv"
        for line, row in read_table(path):
            record = record_of(row, kind or row.get("type", ""))
            if not record.id or not record.label:
                raise KnowledgeError("a row needs an id and a label", path, line)
            if record.type not in ACTOR_TYPES | OBJECT_TYPES:
                raise KnowledgeError(f"unknown actor type {record.type!r}", path, line)
            if record.id in records:
                raise KnowledgeError(f"the id {record.id!r} is used twice", path, line)
            records[record.id] = record
    return ActorTables(
        records=records,
        offices=tuple(
            Office(row["person"], row["title"], row["of"], row["from"] or None, row["to"] or None)
            for _, row in read_table(folder / "offices.tsv")
        ),
        titles=tuple(
            Title(row.get("key") or row["title"], cell(row["phrases"]), cell(row["of"])) for _, row in read_table(folder / "titles.tsv")
        ),
        bodies={row["body"]: row["kind"] for _, row in read_table(folder / "bodies.tsv")},
        media=frozenset(row["word"] for _, row in read_table(folder / "media.tsv")),
        contextual=tuple(
            Contextual(tuple(row["phrase"].split()), cell(row["beside"]), row["actor"], row["from"] or None, row["to"] or None)
            for _, row in read_table(folder / "contextual.tsv")
        ),
        unnamed={row["noun"].lower(): (row["plural"], row["organised"] == "yes") for _, row in read_table(folder / "unnamed.tsv")},
    )


def record_of(row: Mapping[str, str], kind: str) -> ActorRecord:
    """An actor record from a row of any actor table; columns that the table lacks stay empty."""

    def one(column: str) -> str | None:
        return row.get(column) or None

    return ActorRecord(
        id=row["id"],
        type=kind,
        label=row["label"],
        names=cell(row.get("names", "")),
        demonyms=cell(row.get("demonyms", "")),
        peoples=cell(row.get("peoples", "")),
        capitals=cell(row.get("capitals", "")),
        principal=one("principal"),
        country=one("country"),
        wikidata=one("wikidata"),
        iso2=one("iso2"),
        iso3=one("iso3"),
        begins=one("from"),
        ends=one("to"),
    )


def cell(text: str) -> tuple[str, ...]:
    """The values of a multi-valued cell.

    >>> cell("US|U.S.| America")
    ('US', 'U.S.', 'America')
    >>> cell("")
    ()
    """
    return tuple(part.strip() for part in text.split("|") if part.strip())


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a TSV file with their line numbers (1-based); `#` lines are comments, the first other line names the columns."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise KnowledgeError(f"cannot be read: {error.strerror}", path) from error
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        values = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if header is None:
            header = values
        elif len(values) != len(header):
            raise KnowledgeError(f"{len(values)} cells where the header names {len(header)} columns: {line[:60]!r}", path, number)
        else:
            yield number, dict(zip(header, (value.strip() for value in values), strict=True))


def raise_it(error: KnowledgeError) -> None:
    """What readers do with an error when they are told nothing else."""
    raise error


def lines_of(path: Path, on_error: Callable[[KnowledgeError], None] = raise_it) -> list[str]:
    """The lines of a file of the ontology; one that cannot be read or is not UTF-8 goes to `on_error` and has none."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        on_error(KnowledgeError(f"cannot be read: {error.strerror or error}", path))
    except UnicodeDecodeError as error:
        on_error(KnowledgeError(f"is not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}", path))
    return []


def load_word_lists(paths: Iterable[Path], on_error: Callable[[KnowledgeError], None] = raise_it) -> dict[str, frozenset[str]]:
    """The lists `@name = word|word|@other …` of some files, by name without `@`; a list may name lists that stand before it.

    A line that is wrong goes to `on_error`, and the rest is still read.
    """
    lists: dict[str, frozenset[str]] = {}
    for path in paths:
        for number, raw in enumerate(lines_of(path, on_error), start=1):
            line = raw.split("#", 1)[0].strip()
            if not line:
                continue
            name, equals, words = line.partition("=")
            name = name.strip()
            try:
                if not equals or not name.startswith("@"):
                    raise KnowledgeError(f"expected '@name = word|word', found {line[:60]!r}", path, number)
                if name[1:] in lists:
                    raise KnowledgeError(f"the list {name} is defined twice", path, number)
                lists[name[1:]] = expand(words.strip(), lists, path, number)
            except KnowledgeError as error:
                on_error(error)
    return lists


def expand(alternatives: str, lists: Mapping[str, frozenset[str]], path: Path, line: int) -> frozenset[str]:
    """The words of `a|b|@list`, lists replaced by their members."""
    words: set[str] = set()
    for part in cell(alternatives):
        if part.startswith("@"):
            if part[1:] not in lists:
                raise KnowledgeError(f"the list {part} is not defined (lists must stand before their use)", path, line)
            words |= lists[part[1:]]
        else:
            words.add(part)
    return frozenset(words)
