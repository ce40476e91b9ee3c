"""SPARQL servers that tests start on the loopback interface, in folders of their own, and stop again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
from pyoxigraph import QueryResultsFormat, RdfFormat

LONGEST = 300
"""Seconds after which a server ends whatever happens."""

VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
CheckpointInterval = 0
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
MaxClientConnections = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """A server process, from when it answers at `url` to the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    bounded = ["timeout", "--signal=KILL", str(LONGEST), *command]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(bounded, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        end = time.monotonic() + 60
        while not answers(url):
            assert server.poll() is None, (folder / "server.log").read_text(errors="replace")
            assert time.monotonic() < end, f"{command[0]} does not answer at {url}"
            time.sleep(0.05)
        yield
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address of a real Oxigraph server."""
    port = free_port()
    program = Path(sys.executable).parent / "oxigraph"
    assert program.exists(), "the oxigraph server is missing: pip install -e '.[test]'"
    url = f"http://127.0.0.1:{port}"
    with running([str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"], folder, url):
        yield url


def has_virtuoso() -> bool:
    return shutil.which("virtuoso-t") is not None


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a real Virtuoso server; its user and password are dba."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port), encoding="ascii")
    url = f"http://127.0.0.1:{port}/sparql"
    with running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder, url):
        yield url


class Failing:
    """A SPARQL endpoint over pyoxigraph, in this process, that can be told to fail: `fails` says how, before each request."""

    def __init__(self) -> None:
        self.store = ox.Store()
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.fails: Callable[[str], str | None] = lambda path: None


@contextmanager
def failing() -> Iterator[tuple[str, Failing]]:
    """An endpoint that fails as it is told: `hang up`, `503`, `401`, or `half` (an answer that breaks off)."""
    state = Failing()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            state.requests.append(self.path)
            state.headers.append(dict(self.headers))
            how = state.fails(self.path)
            if how == "hang up":
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            if how is not None and how.isdecimal():
                self.answer(int(how), b"no")
                return
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path == "/update":
                state.store.update(fields["update"])
                self.answer(204, b"")
                return
            found = state.store.query(fields["query"])
            triples = isinstance(found, ox.QueryTriples)
            data = ox.serialize(found, format=RdfFormat.N_TRIPLES) if triples else found.serialize(format=QueryResultsFormat.JSON)
            self.answer(200, data or b"", half=how == "half")

        def answer(self, status: int, data: bytes, half: bool = False) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2] if half else data)
            if half:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
