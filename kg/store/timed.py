"""Answers that must come in time: pyoxigraph cannot stop a query, a process that evaluates it can be.

The query runs in a child of this process, which is killed when the time is up. The child shares a store in memory as it stands at that
moment; a folder it opens anew, for reading, or, when this process writes to it, a snapshot of the folder. Where processes cannot fork
(Windows) queries run here, without a limit.
"""

from __future__ import annotations

import io
import json
import os
import select
import shutil
import signal
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import KgError, QueryError
from kg.store.answer import Found
from kg.store.sparql import one_line, query_error

CAN_FORK = hasattr(os, "fork")
_FORMATS = {"csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV, "json": QueryResultsFormat.JSON}
_NAMES = {format: name for name, format in _FORMATS.items()}
_PIECE = 1 << 16


class Deadline:
    """A moment some seconds from now; what a reader's own writing takes moves it on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left, 0 when none are."""
        return max(0.0, self._end - time.monotonic())

    @contextmanager
    def paused(self) -> Iterator[None]:
        """A while that does not count."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - begun

    def passed(self) -> QueryError:
        """The error to raise when the time is up."""
        return QueryError(f"the query was stopped after {self.seconds:g} seconds: narrow it, or give it more time with --timeout")


class Apart:
    """What pyoxigraph finds in a child process."""

    def __init__(
        self, store: Callable[[], ox.Store], folder: Path | None, sparql: str, prefixes: Mapping[str, str], timeout: float
    ) -> None:
        """Start the child, which opens the store by itself; `folder` is removed when the child has ended."""
        self.failure: KgError | None = None
        self._over = False
        self._deadline = Deadline(timeout)
        child, self._orders, self._answers = _start(store, sparql, prefixes, timeout)
        self._end = weakref.finalize(self, _finish, child, folder, self._orders, self._answers)
        self._reader = _Reader(self)
        head = json.loads(self._reader.line())
        if "error" in head:
            self._end()
            raise query_error(SyntaxError(head["error"]) if head["syntax"] else ValueError(head["error"]), sparql)
        self.kind: str = head["kind"]
        self.variables: tuple[str, ...] = tuple(head["variables"])
        self._boolean = ox.parse_query_results(self._ordered("json"), QueryResultsFormat.JSON) if self.kind == "boolean" else None

    def found(self) -> Found:
        """The answer, read from the child as it finds it."""
        if self._boolean is not None:
            return self._boolean
        if self.kind == "triples":
            return (quad.triple for quad in ox.parse(self._ordered("triples"), format=RdfFormat.N_TRIPLES))
        return ox.parse_query_results(self._ordered("json"), QueryResultsFormat.JSON)

    def copy(self, format: QueryResultsFormat, out: IO[bytes]) -> None:
        """Write rows or a boolean in a standard form, as the child writes it."""
        if isinstance(self._boolean, ox.QueryBoolean):
            self._boolean.serialize(out, format)
            return
        source = self._ordered(_NAMES[format])
        while piece := source.read(_PIECE):
            with self._deadline.paused():
                out.write(piece)

    def more(self) -> bytes:
        """The next bytes of the child; none at its good end. Raises `QueryError` at a bad one, and when the time is up."""
        if self._over:
            return b""
        wait = select.poll()
        wait.register(self._answers, select.POLLIN)
        if not wait.poll(self._deadline.left * 1000):
            return self._failed(self._deadline.passed())
        if piece := os.read(self._answers, _PIECE):
            return piece
        self._over, status = True, self._end()
        if status is not None and status != 0:
            overrun = status == -signal.SIGPROF
            return self._failed(self._deadline.passed() if overrun else QueryError("the query failed: its process broke off"))
        return b""

    def _failed(self, failure: QueryError) -> bytes:
        self._over, self.failure = True, failure
        self._end()
        raise failure

    def _ordered(self, form: str) -> io.BufferedReader:
        os.write(self._orders, form.encode() + b"\n")
        return io.BufferedReader(self._reader, _PIECE)


class _Reader(io.RawIOBase):
    """The bytes of the child as a file."""

    def __init__(self, source: Apart) -> None:
        # A weak hold: an answer that is read no further shall end its child at once.
        self._more = weakref.WeakMethod(source.more)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def line(self) -> bytes:
        while b"\n" not in self._rest:
            piece = self._next()
            if not piece:
                raise QueryError("the query failed: its process broke off")
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def readinto(self, buffer: Any) -> int:
        data = self._rest or self._next()
        size = min(len(buffer), len(data))
        buffer[:size], self._rest = data[:size], data[size:]
        return size

    def _next(self) -> bytes:
        more = self._more()
        if more is None:
            raise QueryError("the answer was let go before it was read to its end")
        return more()


def _start(store: Callable[[], ox.Store], sparql: str, prefixes: Mapping[str, str], timeout: float) -> tuple[int, int, int]:
    orders_out, orders_in = os.pipe()
    answers_out, answers_in = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(orders_in)
            os.close(answers_out)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            # Should nobody be left to stop it, its own processor time does.
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, timeout + 1)
            status = _evaluate(store, sparql, prefixes, orders_out, answers_in)
        finally:
            os._exit(status)
    os.close(orders_out)
    os.close(answers_in)
    return child, orders_in, answers_out


def _finish(child: int, folder: Path | None, *pipes: int) -> int:
    """End the child, should it still run, and say how it ended: 0 well, else its status or the negative number of a signal."""
    done, status = os.waitpid(child, os.WNOHANG)
    if not done:
        # It closes its pipe a moment before it ends.
        for _ in range(50):
            time.sleep(0.001)
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                break
        else:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
    for pipe in pipes:
        os.close(pipe)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    return os.waitstatus_to_exitcode(status)


def _evaluate(store: Callable[[], ox.Store], sparql: str, prefixes: Mapping[str, str], orders: int, answers: int) -> int:
    with open(orders, encoding="ascii") as asked, open(answers, "wb", buffering=_PIECE) as out:
        try:
            found = store().query(sparql, prefixes=dict(prefixes))
        except (SyntaxError, OSError, RuntimeError, ValueError) as wrong:
            out.write(json.dumps({"error": str(wrong), "syntax": isinstance(wrong, SyntaxError)}).encode() + b"\n")
            return 0
        kind = "rows" if isinstance(found, ox.QuerySolutions) else "boolean" if isinstance(found, ox.QueryBoolean) else "triples"
        names = [variable.value for variable in found.variables] if isinstance(found, ox.QuerySolutions) else []
        out.write(json.dumps({"kind": kind, "variables": names}).encode() + b"\n")
        out.flush()
        form = asked.readline().strip()
        try:
            if isinstance(found, ox.QueryTriples):
                ox.serialize(found, out, RdfFormat.N_TRIPLES)
            elif form:
                found.serialize(out, _FORMATS[form])
        except (OSError, RuntimeError, ValueError) as wrong:
            sys.stderr.write(f"kg: {one_line(wrong)}\n")
            return 1
    return 0
