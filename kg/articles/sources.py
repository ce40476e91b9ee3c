"""Finding article files: what a path given by the user stands for."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import ArticleError

STDIN = "-"
STDIN_NAME = "standard input"
SUFFIXES = (".txt", ".jsonl")
WANTED = "give .txt or .jsonl files, folders of them, or - for standard input"


def article_files(paths: Iterable[Path | str], on_error: Callable[[ArticleError], None]) -> Iterator[Path | None]:
    """The files that `paths` name, folders searched through recursively in the order of their names; None is standard input.

    Hidden files and, inside folders, files of other formats are passed over. A path that is missing or names a file of
    an unknown format, and a folder that cannot be listed or holds no article, go to `on_error`.
    """
    for path in paths:
        if str(path) == STDIN:
            yield None
        elif os.path.isdir(path):
            yield from _files_below(Path(path), on_error)
        elif Path(path).suffix.lower() in SUFFIXES:
            yield Path(path)
        elif not os.path.lexists(path):
            on_error(ArticleError(f"there is no such file or folder; {WANTED}", path))
        else:
            on_error(ArticleError(f"{Path(path).suffix or 'a name without ending'} is no known article format; {WANTED}", path))


def open_article_file(path: Path) -> BinaryIO:
    """The file, open for reading bytes; raises `ArticleError` when it is missing, no regular file, or may not be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ArticleError(f"is no regular file; {WANTED}", path)
        return path.open("rb")
    except FileNotFoundError as error:
        raise ArticleError(f"there is no such file; {WANTED}", path) from error
    except PermissionError as error:
        raise ArticleError("may not be read; change its permissions, for example with chmod u+r", path) from error
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror}", path) from error


def _files_below(folder: Path, on_error: Callable[[ArticleError], None]) -> Iterator[Path]:
    failures: list[OSError] = []
    found = False
    for where, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                found = True
                yield Path(where, name)
        while failures:
            on_error(_unlisted(failures.pop(), folder))
    for failure in failures:
        on_error(_unlisted(failure, folder))
    if not found:
        on_error(ArticleError(f"the folder holds no article; {WANTED}", folder))


def _unlisted(failure: OSError, folder: Path) -> ArticleError:
    return ArticleError(f"the folder cannot be listed: {failure.strerror}", failure.filename or folder)
