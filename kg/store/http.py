"""The SPARQL 1.1 Protocol and the Graph Store Protocol over HTTP: credentials, retries with growing waits, deadlines.

Credentials come from the environment, `KG_STORE_USER` and `KG_STORE_PASSWORD` (Basic or Digest, when the endpoint asks) or
`KG_STORE_TOKEN` (Bearer); they are never part of an address, a message or a log.
"""

from __future__ import annotations

import http.client
import io
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from kg.errors import KgError, StoreError
from kg.store.deadline import Deadline
from kg.store.sparql import one_line

PATIENCE = 120.0
"""Seconds that an endpoint may be silent before a request counts as failed."""
WAITS = (0.2, 0.8, 2.0)
"""Seconds to wait before the second try of a request and those after it."""

_PASSING = frozenset({429, 502, 503, 504})


class RefusedError(StoreError):
    """The endpoint understood and said no: `status` is that of HTTP."""

    def __init__(self, message: str, status: int, said: str) -> None:
        super().__init__(message)
        self.status = status
        self.said = said


@dataclass(frozen=True, slots=True)
class Request:
    """A request: `body` are the bytes to send, None for none."""

    method: str
    url: str
    body: bytes | None = None
    kind: str = ""
    accept: str = "*/*"

    @classmethod
    def form(cls, url: str, fields: Mapping[str, str], accept: str = "*/*") -> Request:
        """A form sent by POST."""
        return cls("POST", url, urlencode(fields).encode(), "application/x-www-form-urlencoded", accept)


class Client:
    """Sends requests to one endpoint."""

    def __init__(self, url: str) -> None:
        self._opener = urllib.request.build_opener(_NoRedirect())
        self._token = os.environ.get("KG_STORE_TOKEN")
        user, password = os.environ.get("KG_STORE_USER"), os.environ.get("KG_STORE_PASSWORD")
        if user is not None and password is not None:
            parts = urlsplit(url)
            secrets = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            secrets.add_password(None, f"{parts.scheme}://{parts.netloc}/", user, password)
            self._opener.add_handler(urllib.request.HTTPBasicAuthHandler(secrets))
            self._opener.add_handler(urllib.request.HTTPDigestAuthHandler(secrets))

    def send(self, request: Request, deadline: Deadline | None = None) -> Body:
        """The answer to a request, tried again while the endpoint is away; raises `StoreError`, and `QueryError` after the deadline."""
        for wait in (*WAITS, None):
            try:
                return self._once(request, deadline)
            except (OSError, http.client.HTTPException) as wrong:
                failure = self._failure(request, wrong)
                if deadline is not None and deadline.left <= (wait or 0):
                    raise (deadline.passed() if isinstance(wrong, TimeoutError) or not deadline.left else failure) from wrong
                if wait is None or isinstance(failure, RefusedError):
                    raise failure from wrong
                time.sleep(wait)
        raise AssertionError

    def done(self, request: Request) -> None:
        """Send a request and read its answer to the end; raises `StoreError`."""
        for wait in (*WAITS, None):
            body = self.send(request)
            try:
                body.readall()
                return
            except StoreError:
                if wait is None:
                    raise
                time.sleep(wait)

    def _once(self, request: Request, deadline: Deadline | None) -> Body:
        sent = urllib.request.Request(request.url, request.body, method=request.method, headers={"Accept": request.accept})
        if request.kind:
            sent.add_header("Content-Type", request.kind)
        if self._token is not None:
            sent.add_unredirected_header("Authorization", f"Bearer {self._token}")
        patience = PATIENCE if deadline is None else max(0.001, min(PATIENCE, deadline.left))
        return Body(self._opener.open(sent, timeout=patience), request.url, deadline)

    def _failure(self, request: Request, wrong: Exception) -> StoreError:
        place = request.url.partition("?")[0]
        if isinstance(wrong, urllib.error.HTTPError) and wrong.code not in _PASSING:
            try:
                said = wrong.read(4096).decode("utf-8", "replace")
            except (OSError, http.client.HTTPException):
                said = ""
            reason = one_line(said or wrong.reason)
            if wrong.code in (401, 403):
                reason = "it wants other credentials: set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"
            return RefusedError(f"the endpoint {place} refused ({wrong.code}): {reason}", wrong.code, said)
        reason = str(wrong.reason if isinstance(wrong, urllib.error.URLError) else wrong)
        shown = one_line(reason) or type(wrong).__name__
        return StoreError(f"the endpoint {place} does not answer: {shown}; tried {len(WAITS) + 1} times")


class Body(io.RawIOBase):
    """The body of an answer as a file; `headers` are those of the answer. Raises `failure` when it breaks off or the time is up."""

    def __init__(self, answer: Any, url: str, deadline: Deadline | None) -> None:
        self.failure: KgError | None = None
        self.headers: Mapping[str, str] = answer.headers
        self._answer = answer
        self._url = url.partition("?")[0]
        self._deadline = deadline

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what has come, at least a byte; 0 at the end."""
        try:
            if self._deadline is not None and not self._deadline.left:
                raise TimeoutError
            # One read of the socket: a slow answer must not hide that the time is up.
            data: bytes = self._answer.read1(len(buffer))
            if not data and self._answer.length:
                raise http.client.IncompleteRead(b"", self._answer.length)
        except (OSError, http.client.HTTPException, ValueError) as wrong:
            late = self._deadline is not None and not self._deadline.left
            if late and self._deadline is not None:
                self.failure = self._deadline.passed()
            else:
                self.failure = StoreError(f"the endpoint {self._url} broke off its answer: {one_line(wrong) or type(wrong).__name__}")
            self._answer.close()
            raise self.failure from wrong
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Hang up."""
        self._answer.close()
        super().close()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: another host must not get what is meant for this one."""

    def redirect_request(self, *args: Any, **others: Any) -> None:
        return None
