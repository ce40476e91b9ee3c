"""Loads and checks the knowledge of `ontology/`: the relations and the word lists, and the rows of any table.

This is the only module that knows where the folder is. Every error names file and line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from kg.errors import KgError, KnowledgeError

Subject = NamedNode | BlankNode | Triple
KG = "https://w3id.org/geokg#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


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


def digest_of(folder: Path, others: Iterable[Path] = (), option: str = "") -> str:
    """Sixteen hexadecimal digits that change with any file of the folder, the name or bytes of other files, and an option."""
    sums = hashlib.sha256(option.encode())
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


def cell(text: str) -> tuple[str, ...]:
    """The values of a multi-valued cell.

    >>> cell("US|U.S.| America")
    ('US', 'U.S.', 'America')
    >>> cell("")
    ()
    """
    return tuple(part.strip() for part in text.split("|") if part.strip()) if text else ()


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a TSV file with their line numbers (1-based); `#` lines are comments, the first other line names the columns."""
    header: list[str] | None = None
    for number, line in enumerate(lines_of(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        values = line.split("\t")
        if header is None:
            header = values
        elif len(values) != len(header):
            raise KnowledgeError(f"{len(values)} cells where the header names {len(header)} columns: {line[:60]!r}", path, number)
        else:
            yield number, dict(zip(header, (value.strip() for value in values), strict=True))


def raise_it(error: KgError) -> None:
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
