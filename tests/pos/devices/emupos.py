"""A receipt printer that is not ours: the emulator `emupos`, in a Python of its own, on loopback ports.

It wants Python 3.13 and lives in out/emupos, made at the first need; without either the tests that want it are
skipped, and say why.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loopback_printer import closed_port

RELEASE = "emupos==0.4.0"
HOME = Path(__file__).parents[3] / "out" / "emupos"
_PROGRAM = HOME / ("Scripts" if sys.platform == "win32" else "bin") / "emupos"
_INSTALL_S, _START_S, _STOP_S, _ANSWER_S = 240.0, 20.0, 5.0, 5.0


class Emupos:
    """The running emulator: one printer with a drawer, and what can be asked and done at it."""

    def __init__(self, port: int, api: str) -> None:
        self.port = port
        self._api = f"{api}/api/v1/devices/front"

    def text(self) -> str:
        """The last receipt as the emulator read it."""
        return self._wait_for("/receipts/latest/text").decode()

    def picture(self) -> bytes:
        """The last receipt as a PNG."""
        return self._wait_for("/receipts/latest/image")

    def receipts(self) -> int:
        """How many receipts came out."""
        return len(json.loads(self._ask("/receipts")))

    def drawer(self) -> str:
        """`open` or `closed`."""
        state: dict[str, Any] = json.loads(self._ask(""))["state"]
        return str(state["drawer"])

    def begin(self, fault: str) -> None:
        """Let something go wrong: paper-out, paper-near-end, cover-open, offline."""
        self._ask(f"/faults/{fault}", method="PUT")

    def end(self, fault: str) -> None:
        """Put it right again."""
        self._ask(f"/faults/{fault}", method="DELETE")

    def _wait_for(self, path: str) -> bytes:
        deadline = time.monotonic() + _ANSWER_S
        while True:
            try:
                return self._ask(path)
            except urllib.error.HTTPError as missing:
                missing.close()
                assert time.monotonic() < deadline, path
                time.sleep(0.05)

    def _ask(self, path: str, *, method: str = "GET") -> bytes:
        request = urllib.request.Request(self._api + path, method=method)  # the loopback address above
        with urllib.request.urlopen(request, timeout=_ANSWER_S) as answer:
            body: bytes = answer.read()
        return body


def program() -> Path:
    """The emulator's program, installed when it is not yet; skips the test where it cannot be had."""
    HOME.parent.mkdir(exist_ok=True)
    with _one_at_a_time(HOME.with_suffix(".lock")):
        if not _PROGRAM.exists():
            _install()
    return _PROGRAM


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Emupos]:
    """Start the emulator on free ports, with its receipts in a folder, and stop it afterwards."""
    port, api_port = closed_port(), closed_port()
    config = folder / "emupos.yaml"
    front = {"id": "front", "type": "printer", "profile": "epson-tm-t20iii", "connections": [{"tcp": {"port": port}}]}
    config.write_text(json.dumps({"schema": 1, "api": {"port": api_port}, "devices": [front]}))  # YAML reads JSON
    with (folder / "emupos.log").open("wb") as log:
        process = subprocess.Popen([program(), "run", "--config", config], cwd=folder, stdout=log, stderr=log)
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{api_port}/api/v1/health", process, folder / "emupos.log")
        yield Emupos(port, f"http://127.0.0.1:{api_port}")
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _install() -> None:
    python = _python_3_13()
    if python is None:
        pytest.skip("emupos needs Python 3.13, and there is none on this machine")
    own = str(_PROGRAM.with_name("python"))
    commands = (
        [python, "-m", "venv", "--clear", str(HOME)],
        [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", RELEASE],
    )
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_INSTALL_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as problem:
            pytest.skip(f"emupos cannot be installed: {problem}")
        if done.returncode:
            shutil.rmtree(HOME, ignore_errors=True)
            pytest.skip(f"emupos cannot be installed: {done.stderr.strip()[-300:]}")


def _python_3_13() -> str | None:
    """A Python 3.13 that starts: on the path, or one of pyenv's."""
    kept_by_pyenv = sorted((Path.home() / ".pyenv" / "versions").glob("3.13*/bin/python3.13"))
    for candidate in filter(None, [shutil.which("python3.13"), *map(str, kept_by_pyenv)]):
        tried = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        if tried.returncode == 0 and "3.13" in tried.stdout:
            return candidate
    return None


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1):
            return
        assert process.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < deadline, log.read_text(errors="replace")
        time.sleep(0.1)


@contextlib.contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Tests that run side by side do not install it twice at once."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    device = os.open(lock, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(device, fcntl.LOCK_EX)
        yield
    finally:
        os.close(device)
