"""Plain text files: one article a file, named by the file."""

from __future__ import annotations

import codecs
import hashlib
import shlex
from pathlib import Path
from typing import BinaryIO

from kg.articles.cleaning import clean
from kg.articles.sources import STDIN_NAME
from kg.errors import ArticleError
from kg.model import Article

MAX_BYTES = 20_000_000


def read_text(stream: BinaryIO, path: Path | str, article_id: str | None, max_bytes: int = MAX_BYTES, head: bytes = b"") -> Article:
    """The one article that `head` and the rest of `stream` hold; its text is the decoded file without a byte order mark.

    Without an `article_id` the article is named after its content. Raises `ArticleError` when it is empty, binary, not
    UTF-8 or longer than `max_bytes`.

    >>> import io
    >>> read_text(io.BytesIO(b"Turkey backs Libya\\n\\nMay 26, 2020\\n\\nIt sent advisers.\\n"), "a.txt", "a").date
    '2020-05-26'
    """
    text = decode(_all_bytes(stream, path, max_bytes, head), path)
    if not text.strip():
        raise ArticleError("is empty; give a file with the text of one article", path)
    if article_id is None:
        article_id = f"stdin-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    elif not is_encodable(article_id):
        raise ArticleError("its name is not UTF-8, and the name becomes the id of the article; rename it", path)
    cleaned = clean(text)
    return Article(article_id, text, cleaned.blocks, cleaned.title, cleaned.date, outlet=cleaned.outlet)


def decode(raw: bytes, path: Path | str, line: int | None = None, offset: int = 0) -> str:
    """UTF-8 bytes as text, without a byte order mark; raises `ArticleError` naming the first byte that is wrong.

    `offset` is added to that byte's position; `line` is the line to name, when known.

    >>> decode("Erdoğan".encode("cp1254"), "a.txt")
    Traceback (most recent call last):
    ...
    kg.errors.ArticleError: a.txt: is not UTF-8: byte 0xf0 at offset 4; convert it: iconv -f WINDOWS-1252 -t UTF-8 a.txt > a.utf8.txt
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError(f"is UTF-16, not UTF-8; convert it: {_conversion('UTF-16', path)}", path, line)
    if (zero := raw.find(0)) >= 0:
        raise ArticleError(f"is binary: NUL byte at offset {offset + zero}; give plain text in UTF-8", path, line)
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        at = error.start + len(raw) - len(raw.removeprefix(codecs.BOM_UTF8))
        wrong = f"byte 0x{raw[at]:02x} at offset {offset + at}"
        raise ArticleError(f"is not UTF-8: {wrong}; convert it: {_conversion('WINDOWS-1252', path)}", path, line) from error


def is_encodable(text: str) -> bool:
    r"""Whether the text can be written as UTF-8, which half a surrogate pair cannot.

    >>> is_encodable("Erdoğan"), is_encodable("\ud83d")
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def too_long(what: str, size: int, max_bytes: int) -> str:
    """The complaint about an article of at least `size` bytes.

    >>> too_long("file", 52_428_800, 20_000_000)
    'the file has 52.4 MB and an article at most 20.0 MB; split it into articles'
    """
    return f"the {what} has {_size(size)} and an article at most {_size(max_bytes)}; split it into articles"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size} bytes"


def _all_bytes(stream: BinaryIO, path: Path | str, max_bytes: int, head: bytes) -> bytes:
    if isinstance(path, Path) and (size := path.stat().st_size) > max_bytes:
        raise ArticleError(too_long("file", size, max_bytes), path)
    raw = head + stream.read(max(0, max_bytes + 1 - len(head)))
    if len(raw) > max_bytes:
        raise ArticleError(f"is longer than the {_size(max_bytes)} of an article; split it into articles", path)
    return raw


def _conversion(encoding: str, path: Path | str) -> str:
    if path == STDIN_NAME:
        return f"iconv -f {encoding} -t UTF-8"
    old = Path(path)
    return f"iconv -f {encoding} -t UTF-8 {shlex.quote(str(old))} > {shlex.quote(str(old.with_suffix('.utf8' + old.suffix)))}"
