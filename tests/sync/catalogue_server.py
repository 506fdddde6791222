"""A real catalogue for tests: the program itself, as a process of its own on free loopback ports.

    def test_something(running_catalogue: RunningCatalogue) -> None:
        code = running_catalogue.invite("Épicerie du port", figures="counts")
        requests.get(running_catalogue.url)

A test module imports the fixture, or starts one by itself: `catalogue = RunningCatalogue(); catalogue.start(folder)`.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import IO
from urllib.parse import quote

import pytest

_START_WITHIN_S = 120
_STOP_WITHIN_S = 15
_ROOT = Path(__file__).parents[2]
_DATABASE = "catalogue.sqlite3"
_MIGRATE = "import pathlib, sys; from sync.catalogue.starting import get_ready; get_ready(pathlib.Path(sys.argv[1]))"


class RunningCatalogue:
    """The catalogue as a process: `url` and `live_url` hold while it runs."""

    url: str
    live_url: str
    data_dir: Path

    def __init__(self, program: str = "sync.catalogue") -> None:
        self._program = (sys.executable, "-m", program)
        self._process: subprocess.Popen[str] | None = None

    def start(
        self,
        data_dir: Path,
        *options: str,
        port: int = 0,
        live_port: int = 0,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start it on a folder and wait until both servers answer; may be started again after `stop`.

        A folder without a database is given one that is empty and migrated: making it anew takes longer than all else.
        That the program does so by itself is shown in `test_program`.
        """
        self.data_dir = data_dir
        self._environment = {**os.environ, **(environment or {})}
        if not self._environment.get("DATABASE_URL") and not (data_dir / _DATABASE).exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            (data_dir / _DATABASE).write_bytes(_migrated())
        where = ("--data", str(data_dir), "--port", str(port), "--live-port", str(live_port), "--json")
        self._process = subprocess.Popen(
            (*self._program, "serve", *where, *options),
            cwd=_ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        ready = json.loads(_first_line(self._process))
        self.url, self.live_url = ready["url"], ready["live_url"]

    @property
    def port(self) -> int:
        """The port of the pages: start again on it to be found at the same address."""
        return int(self.url.rsplit(":", 1)[1])

    @property
    def live_port(self) -> int:
        """The port of the live events."""
        return int(self.live_url.rsplit(":", 1)[1])

    @property
    def pid(self) -> int:
        """The process to kill where a test wants to."""
        assert self._process is not None
        return self._process.pid

    def invite(self, name: str, **details: str) -> str:
        """Make a shop (or find it by its name) and return a pairing code; details are invite's options."""
        options = [word for option, value in details.items() for word in (f"--{option}", value)]
        command = (*self._program, "invite", "--data", str(self.data_dir), "--json", "--shop", name, *options)
        done = subprocess.run(
            command, cwd=_ROOT, env=self._environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["code"])

    def note_paid(self, number: str) -> None:
        """Let a reservation's money have come online, as a payment provider's word will say it in the database."""
        with closing(sqlite3.connect(self.data_dir / _DATABASE, timeout=10)) as file, file:
            (shop,) = file.execute("SELECT shop_id FROM catalogue_order WHERE number = ?", (number,)).fetchone()
            file.execute("UPDATE catalogue_feed SET last = last + 1 WHERE shop_id = ?", (shop,))
            file.execute(
                "UPDATE catalogue_order SET paid = 1, revision = revision + 1,"
                " cursor = (SELECT last FROM catalogue_feed WHERE shop_id = ?1) WHERE shop_id = ?1 AND number = ?2",
                (shop, number),
            )

    def shop_url(self, slug: str) -> str:
        """Where a shop's window is seen."""
        return f"{self.url}/boutiques/{slug}/"

    def product_url(self, slug: str, product: str) -> str:
        """Where a product is seen."""
        return f"{self.url}/boutiques/{slug}/articles/{quote(product)}/"

    def stop(self) -> str:
        """Ask it to stop, wait until it has, and return what it said on standard error."""
        process = self._process
        if process is None:
            return ""
        self._process = None
        process.terminate()
        try:
            _, errors = process.communicate(timeout=_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return errors


@pytest.fixture
def running_catalogue(tmp_path: Path) -> Iterator[RunningCatalogue]:
    """An empty catalogue that runs for one test."""
    catalogue = RunningCatalogue()
    catalogue.start(tmp_path / "catalogue")
    yield catalogue
    catalogue.stop()


@cache
def _migrated() -> bytes:
    """An empty catalogue's database with every migration applied."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        done = subprocess.run(
            (sys.executable, "-c", _MIGRATE, folder),
            cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=_START_WITHIN_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return (Path(folder) / _DATABASE).read_bytes()


def _first_line(process: subprocess.Popen[str]) -> str:
    """Return the line that says it is ready, or fail with what it said instead."""
    output: IO[str] | None = process.stdout
    assert output is not None
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.append(output.readline()), daemon=True)
    reader.start()
    reader.join(_START_WITHIN_S)
    if not lines or not lines[0].strip():
        process.kill()
        _, errors = process.communicate()
        raise AssertionError(f"The catalogue did not start: {errors}")
    return lines[0]
