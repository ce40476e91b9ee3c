"""Answers that must come in time: pyoxigraph cannot stop a query, a process that evaluates it can be.

The query runs in a child of this process, which is killed when the time is up, and otherwise waits for the next query: a quick query
costs a fraction of a millisecond more than one that runs here. The child shares a store in memory as it stands when it is made; a
folder it opens anew, for reading, or, when this process writes to it, a snapshot of the folder. A change of the store ends it. Where
processes cannot fork (Windows) queries run here, without a limit.
"""

from __future__ import annotations

import io
import json
import os
import select
import shutil
import signal
import struct
import threading
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import KgError, QueryError
from kg.store.answer import Found, kind_of, names_of
from kg.store.deadline import Deadline, Unhurried
from kg.store.sparql import query_error

CAN_FORK = hasattr(os, "fork")
_PIECE = 1 << 16
_LONG = 1e6
"""Seconds that are waited for at a time: poll counts no further."""
_FRAME = struct.Struct(">cI")
_DATA, _FAILED = b"d", b"f"
_FORMS = {"rows": QueryResultsFormat.TSV, "boolean": QueryResultsFormat.JSON}
"""How answers pass the pipe: pyoxigraph reads its own TSV back to the same terms, in a third of the time of JSON."""

_starting = threading.Lock()

Opener = Callable[[], ox.Store]
"""What opens, in a child, the store that it asks."""
Preparation = Callable[[], tuple[Opener, Path | None]]
"""What makes ready for a child: how it opens the store, and the folder that is needed for that alone."""


class Workers:
    """The child processes of one store: one that waits, and more while several answers are read at a time."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(prefixes)
        self._waiting: list[Worker] = []
        self._age = 0

    def ask(self, prepare: Preparation, sparql: str, deadline: Deadline) -> Worker:
        """A worker that answers the query: one that waits, or a new one. Raises `QueryError` when the time is up."""
        while self._waiting:
            worker = self._waiting.pop()
            if worker.ours and worker.ask(sparql, deadline):
                return worker
            worker.end()
        worker = Worker(*prepare(), self._prefixes, self._age)
        worker.ask(sparql, deadline)
        return worker

    def give_back(self, worker: Worker) -> None:
        """Let a worker that has sent its whole answer wait for the next query."""
        if worker.age == self._age and not self._waiting:
            self._waiting.append(worker)
        else:
            worker.end()

    def end(self) -> None:
        """End those that wait, and the others when their answers are read: the store changes, or is closed."""
        self._age += 1
        while self._waiting:
            self._waiting.pop().end()


class Worker:
    """A child process that answers one query after the other; `age` tells which state of the store it knows."""

    def __init__(self, opener: Opener, folder: Path | None, prefixes: dict[str, str], age: int) -> None:
        """Start the child; `folder` is removed when it has ended."""
        self.age = age
        child, self._requests, self._answers = _start(opener, folder, prefixes)
        self._come = b""
        self._child = child
        self._parent = os.getpid()
        self.end = weakref.finalize(self, _finish, self._parent, child, folder, self._requests, self._answers)

    @property
    def ours(self) -> bool:
        """Whether it is a child of this very process, not of one that this is a copy of."""
        return os.getpid() == self._parent

    def ask(self, sparql: str, deadline: Deadline) -> bool:
        """Send a query and wait until its answer begins; False when the child has broken off before."""
        request = json.dumps([sparql, deadline.left]).encode() + b"\n"
        try:
            with suppress(BrokenPipeError):
                while request:
                    request = request[os.write(self._requests, request) :]
            return self._read(deadline)
        except BaseException:
            self.end()
            raise

    def frame(self, deadline: Deadline) -> bytes:
        """The next piece of the answer. Raises `QueryError` when the child broke off, or the time is up."""
        kind, size = _FRAME.unpack(self._exactly(_FRAME.size, deadline))
        data = self._exactly(size, deadline)
        if kind == _FAILED:
            raise query_error(RuntimeError(json.loads(data)["error"]))
        return data

    def _exactly(self, size: int, deadline: Deadline) -> bytes:
        while len(self._come) < size:
            if not self._read(deadline):
                raise deadline.passed() if self._overran() else QueryError("the query failed: its process broke off")
        data, self._come = self._come[:size], self._come[size:]
        return data

    def _read(self, deadline: Deadline) -> bool:
        """Whether more has come, waiting for it; raises `QueryError` when the time is up."""
        ready = select.poll()
        ready.register(self._answers, select.POLLIN)
        while not ready.poll(min(deadline.left, _LONG) * 1000):
            if not deadline.left:
                raise deadline.passed()
        piece = os.read(self._answers, 2 * _PIECE)
        self._come += piece
        return bool(piece)

    def _overran(self) -> bool:
        _, status = os.waitpid(self._child, 0)
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF


class Apart:
    """What pyoxigraph finds in a child process."""

    def __init__(self, workers: Workers, prepare: Preparation, sparql: str, timeout: float) -> None:
        """Send the query and wait until its answer begins."""
        self.failure: KgError | None = None
        self._workers = workers
        self._deadline = Deadline(timeout)
        self._worker: Worker | None = workers.ask(prepare, sparql, self._deadline)
        # An answer that is read no further ends its child at once.
        self._end = weakref.finalize(self, self._worker.end)
        head = json.loads(self._frame())
        if "error" in head:
            self._whole()
            raise query_error(SyntaxError(head["error"]) if head["syntax"] else ValueError(head["error"]), sparql)
        self.kind: str = head["kind"]
        self.variables: tuple[str, ...] = tuple(head["variables"])
        self._text: bytes | None = self._frame() if head["whole"] else None
        if head["whole"]:
            self._whole()

    def found(self) -> Found:
        """The answer, read from the child as it finds it."""
        if self.kind == "triples":
            return (quad.triple for quad in ox.parse(self._source(), format=RdfFormat.N_TRIPLES))
        return ox.parse_query_results(self._source(), _FORMS[self.kind])

    def copy(self, format: QueryResultsFormat, out: IO[bytes]) -> None:
        """Write rows or a boolean in a standard form."""
        found: Any = self.found()
        found.serialize(Unhurried(out, self._deadline), format)

    def more(self) -> bytes:
        """The next bytes of the answer; none at its end. Raises `QueryError` when it breaks off, and when the time is up."""
        if self._worker is None:
            return b""
        piece = self._frame()
        if not piece:
            self._whole()
        return piece

    def _source(self) -> IO[bytes]:
        return io.BytesIO(self._text) if self._text is not None else io.BufferedReader(_Reader(self), _PIECE)

    def _frame(self) -> bytes:
        try:
            assert self._worker is not None
            return self._worker.frame(self._deadline)
        except QueryError as failure:
            raise self._failed(failure) from None
        except BaseException:
            self._failed(QueryError("the query was interrupted"))
            raise

    def _failed(self, failure: QueryError) -> QueryError:
        self.failure, self._worker = failure, None
        self._end()
        return failure

    def _whole(self) -> None:
        """Let the child have the next query."""
        if self._worker is not None and self._end.detach() is not None:
            self._workers.give_back(self._worker)
        self._worker = None


class _Reader(io.RawIOBase):
    """The bytes of an answer as a file."""

    def __init__(self, answer: Apart) -> None:
        self._answer = answer
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._rest or self._answer.more()
        size = min(len(buffer), len(data))
        buffer[:size], self._rest = data[:size], data[size:]
        return size


def _start(opener: Opener, folder: Path | None, prefixes: dict[str, str]) -> tuple[int, int, int]:
    # Two at a time would inherit each other's ends of the pipes, and never see them closed.
    with _starting:
        requests_out, requests_in = os.pipe()
        answers_out, answers_in = os.pipe()
        child = os.fork()
        if child != 0:
            os.close(requests_out)
            os.close(answers_in)
            return child, requests_in, answers_out
    status = 1
    try:
        os.close(requests_in)
        os.close(answers_out)
        # An interrupt is for the parent; it ends its child when it gives an answer up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        _serve(opener, prefixes, requests_out, answers_in)
        status = 0
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(status)


def _finish(parent: int, child: int, folder: Path | None, *pipes: int) -> None:
    """End the child, unless this process is itself a copy of its parent."""
    for pipe in pipes:
        os.close(pipe)
    if os.getpid() != parent:
        return
    # One that has been waited for is no child any more: its number may be another's.
    with suppress(ChildProcessError):
        if os.waitpid(child, os.WNOHANG)[0] == 0:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(opener: Opener, prefixes: dict[str, str], requests: int, answers: int) -> None:
    """Answer queries until the parent closes its end."""
    store: ox.Store | None = None
    with open(requests, "rb") as asked:
        for line in asked:
            sparql, seconds = json.loads(line)
            # Should nobody be left to stop a query, its own processor time does.
            signal.setitimer(signal.ITIMER_PROF, seconds + 1)
            answer = _Answer(answers)
            try:
                store = store or opener()
                answer.evaluate(store, sparql, prefixes)
            except (SyntaxError, OSError, RuntimeError, ValueError) as wrong:
                answer.fail(wrong)
            signal.setitimer(signal.ITIMER_PROF, 0)


class _Answer(io.RawIOBase):
    """What a child writes: a head, then the data, of a short answer in one piece, of a long one in several and an empty one."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._kind = ""
        self._variables: tuple[str, ...] = ()
        self._begun = False
        self._kept = bytearray()

    def evaluate(self, store: ox.Store, sparql: str, prefixes: dict[str, str]) -> None:
        """Answer a query; raises what pyoxigraph raises."""
        found = store.query(sparql, prefixes=prefixes)
        self._kind, self._variables = kind_of(found), names_of(found)
        if isinstance(found, ox.QueryTriples):
            ox.serialize(found, cast(IO[bytes], self), RdfFormat.N_TRIPLES)
        else:
            found.serialize(cast(IO[bytes], self), _FORMS[self._kind])
        self._send(whole=not self._begun, last=True)

    def fail(self, wrong: Exception) -> None:
        """Say why there is no answer, or no more of it."""
        self._write(_frame(_FAILED if self._begun else _DATA, {"error": str(wrong), "syntax": isinstance(wrong, SyntaxError)}))

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any) -> int:
        """Keep the bytes, and send them when they are many."""
        self._kept += data
        if len(self._kept) >= _PIECE:
            self._send(whole=False)
        return len(data)

    def _send(self, whole: bool, last: bool = False) -> None:
        head = b"" if self._begun else _frame(_DATA, {"kind": self._kind, "variables": self._variables, "whole": whole})
        self._begun = True
        data = _framed(_DATA, bytes(self._kept)) if self._kept else b""
        self._write(head + data + (_framed(_DATA, b"") if last and not whole else b""))
        self._kept.clear()

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._pipe, left) :]


def _frame(kind: bytes, said: Mapping[str, Any]) -> bytes:
    return _framed(kind, json.dumps(said).encode())


def _framed(kind: bytes, data: bytes) -> bytes:
    return _FRAME.pack(kind, len(data)) + data
