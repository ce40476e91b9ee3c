"""The errors that the library raises; only `kg.cli` prints them and exits."""

from __future__ import annotations

from pathlib import Path


class KgError(Exception):
    """Root of every expected failure: its text names what was seen and what to do about it."""


class ArticleError(KgError):
    """An article or an article file cannot be read; the others still can.

    `path` and `line` (1-based) say where, when known.
    """

    def __init__(self, message: str, path: str | Path | None = None, line: int | None = None) -> None:
        self.path = path
        self.line = line
        super().__init__(locate(message, path, line))


class KnowledgeError(KgError):
    """A file under `ontology/` breaks its own format."""

    def __init__(self, message: str, path: str | Path | None = None, line: int | None = None) -> None:
        self.path = path
        self.line = line
        super().__init__(locate(message, path, line))


class ModelError(KgError):
    """The spaCy pipeline asked for is not installed or lacks a component that extraction needs."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class QueryError(KgError):
    """A query is unknown, malformed or not allowed."""


class StatementError(KgError):
    """A statement read from JSON or RDF lacks a field or holds an illegal value."""


def locate(message: str, path: str | Path | None, line: int | None) -> str:
    """Prefix a message with `path:line`, as far as they are known.

    >>> locate("no text", "a.jsonl", 7)
    'a.jsonl:7: no text'
    >>> locate("no text", None, None)
    'no text'
    """
    where = ":".join(str(part) for part in (path, line) if part is not None)
    return f"{where}: {message}" if where else message
