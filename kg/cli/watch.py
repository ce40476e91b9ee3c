"""Ends this process when a query takes too long, or is interrupted: nothing else stops pyoxigraph in the middle of one."""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
from types import TracebackType
from typing import IO, Self, cast

from kg.cli.output import FAILED, INTERRUPTED, tell
from kg.store.deadline import Deadline, Unhurried

_MOMENT = 0.3
"""Seconds that Python has to notice an interrupt by itself: while pyoxigraph is at work it cannot."""


class Watch:
    """Lets what is in its block take so many seconds, 0 without limit; only for a process that does nothing else.

    A query that runs in this process runs at its full speed, where a child would cost a start and the way of its answer.
    """

    def __init__(self, seconds: float) -> None:
        self._deadline = Deadline(seconds) if seconds else None
        self._ours, self._theirs = socket.socketpair()

    def __enter__(self) -> Self:
        self._theirs.setblocking(False)
        # The system's own handler writes there, whatever Python is waiting for.
        self._before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        signal.set_wakeup_fd(self._before)
        self._theirs.close()
        self._thread.join()
        self._ours.close()

    def unhurried(self, out: IO[bytes]) -> IO[bytes]:
        """A file to write to whose slowness does not count."""
        return out if self._deadline is None else cast(IO[bytes], Unhurried(out, self._deadline))

    def _run(self) -> None:
        while True:
            left = None if self._deadline is None else self._deadline.left
            said = self._said(left)
            if said == b"":
                return
            if said is not None and signal.SIGINT in said and self._said(_MOMENT) != b"":
                tell("interrupted; what was finished is kept")
                os._exit(INTERRUPTED)
            if self._deadline is not None and not self._deadline.left:
                tell(str(self._deadline.passed()))
                os._exit(FAILED)

    def _said(self, seconds: float | None) -> bytes | None:
        """The signals that came in this time, None when it passed, nothing at the end of the block."""
        # While a slow reader holds the output up no time passes: look again a little later.
        ready, _, _ = select.select([self._ours], [], [], None if seconds is None else max(seconds, 0.01))
        return self._ours.recv(100) if ready else None
