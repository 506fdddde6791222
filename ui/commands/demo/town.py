"""The town's catalogue for the demo: the program itself, as a process of its own on free loopback ports."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import msgspec

from pos.domain.shop import ShopIdentity
from pos.wording import Wording
from ui.commands.demo.expecting import NotAsPromised

START_WITHIN_S: Final = 30
_STOP_WITHIN_S: Final = 10
_INVITE_WITHIN_S: Final = 30


class _Ready(msgspec.Struct):
    url: str


class _Invited(msgspec.Struct):
    code: str


class Town:
    """A running catalogue: `url` holds while it runs."""

    def __init__(self, data: Path, url: str, wording: Wording) -> None:
        self.url = url
        self._data = data
        self._wording = wording

    def invite(self, shop: ShopIdentity) -> str:
        """Make the shop in the town and give its pairing code; figures are told as counts."""
        words = ["invite", "--json", "--data", str(self._data), "--figures", "counts", "--shop", shop.name]
        for name in ("street", "postcode", "city", "phone", "hours"):
            value = getattr(shop, name)
            words += [f"--{name}", value] if value else []
        try:
            done = subprocess.run(
                [*_program(), *words], capture_output=True, text=True, encoding="utf-8", timeout=_INVITE_WITHIN_S
            )
        except subprocess.TimeoutExpired as slow:
            raise NotAsPromised(self._wording("The catalogue does not answer.")) from slow
        if done.returncode != 0:
            raise NotAsPromised(self._wording("The catalogue refuses: {reason}").format(reason=done.stderr.strip()))
        return msgspec.json.decode(done.stdout, type=_Invited).code


@contextlib.contextmanager
def running_town(data: Path, *, name: str, wording: Wording) -> Iterator[Town]:
    """Start a catalogue on a folder, and stop it afterwards.

    Raises:
        NotAsPromised: it does not start.
    """
    data.mkdir(parents=True, exist_ok=True)
    words = ["serve", "--json", "--data", str(data), "--port", "0", "--live-port", "0", "--town", name]
    with (data / "catalogue.log").open("wb") as log:
        # A session of its own: Ctrl+C closes the till first, which then says goodbye to the catalogue.
        process = subprocess.Popen(
            [*_program(), *words], stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
        try:
            yield Town(data, _address(process, data, wording), wording)
        finally:
            _stop(process)


def _program() -> list[str]:
    """How the catalogue is started: by this Python, or by this very program where it was bundled into one."""
    return [sys.executable, "catalogue"] if getattr(sys, "frozen", False) else [sys.executable, "-m", "sync.catalogue"]


def _address(process: subprocess.Popen[str], data: Path, wording: Wording) -> str:
    output: IO[str] | None = process.stdout
    lines: list[str] = []
    if output is not None:
        reader = threading.Thread(target=lambda: lines.append(output.readline()), daemon=True)
        reader.start()
        reader.join(START_WITHIN_S)
    try:
        return msgspec.json.decode(lines[0], type=_Ready).url
    except (IndexError, msgspec.DecodeError) as silence:
        _stop(process)
        said = (data / "catalogue.log").read_text(encoding="utf-8", errors="replace").strip()
        raise NotAsPromised(wording("The catalogue did not start. {reason}").format(reason=said)) from silence


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()
