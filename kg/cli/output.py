"""What the commands print and how they end: messages, progress, files that appear whole, and exit statuses.

Results go to standard output, all else to standard error. Exit status: 0 fine; 1 a negative finding; 2 something could not
be done, or part of the input could not be read (the rest was).
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from kg.errors import KgError

FINE, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130

OWN_PROCESS = "own process"
"""What a command is given as its context's object in a process that runs it alone."""

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


def own_process() -> bool:
    """Whether this process runs the command and then ends; not when another program calls it."""
    context = click.get_current_context(silent=True)
    return context is not None and context.find_root().obj == OWN_PROCESS


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


def write_rows(path: Path | None, rows: Iterable[Sequence[str]]) -> None:
    """Write rows of a tab-separated table, to a file that appears whole; nothing when there is no path."""
    if path is not None:
        with written(path) as out:
            out.write("".join("\t".join(row) + "\n" for row in rows).encode("utf-8", "replace"))


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
