"""JSON Lines: one article a line, `{"id", "text", "title"?, "date"?, "url"?, "outlet"?, "language"?}`."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kg.articles.cleaning import clean
from kg.articles.text import MAX_BYTES, decode, is_encodable, too_long
from kg.errors import ArticleError
from kg.model import Article

FIELDS = ("id", "text", "title", "date", "url", "outlet", "language")


def read_jsonl(
    stream: BinaryIO,
    path: Path | str,
    on_error: Callable[[ArticleError], None],
    max_bytes: int = MAX_BYTES,
    head: bytes = b"",
) -> Iterator[Article]:
    """The articles of `head` (whole lines already read) and of the rest of `stream`, one line in memory at a time.

    A line that is no article goes to `on_error` with its number, and the rest is still read. Blank lines are passed
    over; a file of nothing else is an error. Fields that are not in the format are ignored.
    """
    empty = True
    for line, offset, raw in _lines(stream, path, on_error, max_bytes, head):
        empty = False
        try:
            if raw is not None and raw.removeprefix(b"\xef\xbb\xbf").strip():
                yield article_from_json(_parse(decode(raw, path, line, offset), path, line), path, line)
        except ArticleError as error:
            on_error(error)
    if empty:
        on_error(ArticleError("is empty; give one JSON object a line", path))


def article_from_json(row: object, path: Path | str | None = None, line: int | None = None) -> Article:
    """The article that a JSON object describes; raises `ArticleError` naming the field that is missing or wrong.

    The article's own title, date and outlet win over those that the text shows. Empty strings count as unknown.

    >>> article_from_json({"id": "a", "text": "Iran warned Israel.", "date": "2024-04-01T08:00:00Z"}).date
    '2024-04-01'
    >>> article_from_json({"id": "a", "text": 5})
    Traceback (most recent call last):
    ...
    kg.errors.ArticleError: the field "text" must be a string, not 5
    """
    if not isinstance(row, dict):
        raise ArticleError(f'must be an object {{"id": …, "text": …}}, not {_shown(row)}', path, line)
    fields = {name: _string(row, name, path, line) for name in FIELDS}
    for name in ("id", "text"):
        if not (fields[name] or "").strip():
            raise ArticleError(f'the field "{name}" is {"empty" if name in row else "missing"}', path, line)
    identity, text = fields["id"] or "", fields["text"] or ""
    if any(not character.isprintable() for character in identity):
        raise ArticleError(f'the field "id" may hold printable characters only, not {_shown(identity)}', path, line)
    cleaned = clean(text)
    return Article(
        id=identity,
        text=text,
        blocks=cleaned.blocks,
        title=fields["title"] or cleaned.title,
        date=_day(fields["date"], path, line) or cleaned.date,
        url=fields["url"] or None,
        outlet=fields["outlet"] or cleaned.outlet,
        language=fields["language"] or "en",
    )


def _lines(
    stream: BinaryIO, path: Path | str, on_error: Callable[[ArticleError], None], max_bytes: int, head: bytes
) -> Iterator[tuple[int, int, bytes | None]]:
    """Number, offset and bytes of each line that is not blank; None for the bytes of one that is too long."""
    line = offset = 0
    pending = re.findall(rb"[^\n]*\n|[^\n]+", head)
    while raw := pending.pop(0) if pending else stream.readline(max_bytes + 1):
        line += 1
        if len(raw) > max_bytes and not raw.endswith(b"\n"):
            size = len(raw)
            while (rest := stream.readline(max_bytes)) and not rest.endswith(b"\n"):
                size += len(rest)
            size += len(rest)
            on_error(ArticleError(too_long("line", size, max_bytes), path, line))
            yield line, offset, None
            offset += size
            continue
        if raw.strip():
            yield line, offset, raw
        offset += len(raw)


def _parse(text: str, path: Path | str, line: int) -> object:
    try:
        row: object = json.loads(text.rstrip())
    except json.JSONDecodeError as error:
        raise ArticleError(f"is no JSON: {error.msg} at column {error.colno}; give one object a line", path, line) from error
    except (ValueError, RecursionError) as error:
        raise ArticleError("is no JSON that can be read: too deep, or a number too long", path, line) from error
    return row


def _string(row: dict[str, Any], name: str, path: Path | str | None, line: int | None) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArticleError(f'the field "{name}" must be a string, not {_shown(value)}', path, line)
    if not is_encodable(value):
        raise ArticleError(f'the field "{name}" holds half a surrogate pair (\\ud800 to \\udfff); write the whole character', path, line)
    if "\0" in value:
        raise ArticleError(f'the field "{name}" holds a NUL character; give plain text', path, line)
    return value


def _day(value: str | None, path: Path | str | None, line: int | None) -> str | None:
    if not (value or "").strip():
        return None
    try:
        return datetime.datetime.fromisoformat((value or "").strip()).date().isoformat()
    except ValueError as error:
        raise ArticleError(f'the field "date" must read like 2020-05-26, not {_shown(value)}', path, line) from error


def _shown(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=True)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
