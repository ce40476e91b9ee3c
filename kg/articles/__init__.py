"""Articles from files: one reader a format, and the cleaning that tells news from furniture."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from kg.articles.jsonl import read_jsonl
from kg.articles.sources import STDIN, STDIN_NAME, article_files, open_article_file
from kg.articles.text import MAX_BYTES, read_text
from kg.errors import ArticleError
from kg.model import Article

__all__ = ["MAX_BYTES", "STDIN", "read_articles"]


def read_articles(
    paths: Iterable[Path | str],
    on_error: Callable[[ArticleError], None],
    *,
    max_bytes: int = MAX_BYTES,
    stdin: BinaryIO | None = None,
) -> Iterator[Article]:
    """The articles of `.txt` and `.jsonl` files, of folders of them, and of standard input (`-`), in the order given.

    Standard input is JSON Lines when its first character that is no blank is `{`, else one text. What cannot be read
    goes to `on_error`, one error a broken article, and the rest is still read. An article given twice is yielded once;
    an id that returns with another text is an error. `max_bytes` bounds a text file and a line of JSON.
    Memory holds one article and the file names of one folder: the ids that were seen lie in a temporary file.
    """
    with closing(_Seen()) as seen:
        for article, path in _all_articles(paths, on_error, max_bytes, stdin):
            earlier = seen.earlier_text(article)
            if earlier is None:
                yield article
            elif not earlier:
                on_error(ArticleError(f"the id {article.id!r} was given before with another text; rename one of the two", path))


def _all_articles(
    paths: Iterable[Path | str], on_error: Callable[[ArticleError], None], max_bytes: int, stdin: BinaryIO | None
) -> Iterator[tuple[Article, Path | str]]:
    for path in article_files(paths, on_error):
        try:
            if path is None:
                for article in _read_stdin(stdin or sys.stdin.buffer, on_error, max_bytes):
                    yield article, STDIN_NAME
                continue
            with open_article_file(path) as stream:
                if path.suffix.lower() == ".jsonl":
                    for article in read_jsonl(stream, path, on_error, max_bytes):
                        yield article, path
                else:
                    yield read_text(stream, path, path.stem, max_bytes), path
        except ArticleError as error:
            on_error(error)
        except OSError as error:
            on_error(ArticleError(f"cannot be read: {error.strerror or error}", path))


def _read_stdin(stream: BinaryIO, on_error: Callable[[ArticleError], None], max_bytes: int) -> Iterator[Article]:
    head = b""
    while not (start := head.removeprefix(b"\xef\xbb\xbf").lstrip()) and len(head) <= max_bytes:
        chunk = stream.readline(max_bytes + 1)
        if not chunk:
            break
        head += chunk
    if start.startswith(b"{"):
        yield from read_jsonl(stream, STDIN_NAME, on_error, max_bytes, head)
    else:
        yield read_text(stream, STDIN_NAME, None, max_bytes, head)


class _Seen:
    """The ids that were read and a digest of their texts, in a temporary file that vanishes with the process."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.execute("CREATE TABLE seen (id BLOB PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID")

    def earlier_text(self, article: Article) -> bool | None:
        """None for a new id, which is remembered; else whether it came with the same text."""
        key, text = (hashlib.sha256(value.encode()).digest()[:16] for value in (article.id, article.text))
        row = self._table.execute("SELECT text FROM seen WHERE id = ?", (key,)).fetchone()
        if row is None:
            self._table.execute("INSERT INTO seen VALUES (?, ?)", (key, text))
            return None
        return bool(row[0] == text)

    def close(self) -> None:
        self._table.close()
