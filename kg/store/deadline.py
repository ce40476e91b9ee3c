"""The time that an answer may take."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from kg.errors import QueryError

LONGEST = 1e8
"""Seconds that are as good as for ever: systems count no further."""


class Deadline:
    """A moment some seconds from now; what a reader's own writing takes moves it on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + min(seconds, LONGEST)
        self._paused: float | None = None

    @property
    def left(self) -> float:
        """The seconds that are left, 0 when none are."""
        now = self._paused
        return max(0.0, self._end - (time.monotonic() if now is None else now))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """A while that does not count."""
        begun = self._paused = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - begun
            self._paused = None

    def passed(self) -> QueryError:
        """The error to raise when the time is up."""
        return QueryError(f"the query was stopped after {self.seconds:g} seconds: narrow it, or give it more time with --timeout")


class Unhurried(io.BufferedIOBase):
    """A file to write to whose slowness is not the query's."""

    def __init__(self, out: IO[bytes], deadline: Deadline) -> None:
        super().__init__()
        self._out = out
        self._deadline = deadline

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any) -> int:
        """Write; the time it takes does not count."""
        with self._deadline.paused():
            return self._out.write(data)

    def close(self) -> None:
        """Leave the file open: its owner closes it."""
