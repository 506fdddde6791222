"""How a command speaks: words and figures on standard output, progress and complaints on standard error."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final, TextIO

import msgspec

from pos.wording import NARROW_SPACE, NO_BREAK_SPACE, Wording

DONE: Final = 0
BROKEN: Final = 1
"""A promise is broken: the check found something, a demo's expectation failed."""
MISTAKE: Final = 2
"""The wish cannot be carried out: a mistake in it, or a file or an address that cannot be used."""
INTERRUPTED: Final = 130

_BAR_COLUMNS = 24


class Console:
    """Where a command speaks to a person, or to a program when figures are wanted as JSON."""

    def __init__(
        self, wording: Wording, *, as_json: bool = False, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.wording = wording
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._progress_shown = False

    def say(self, line: str = "") -> None:
        """A line for a person; left out when figures are wanted as JSON."""
        if not self.as_json:
            self._write(self._out, line + "\n")

    def figures(self, figures: Mapping[str, Any]) -> None:
        """The figures of the command as one line of JSON, when they are wanted so."""
        if self.as_json:
            self._write(self._out, msgspec.json.encode(figures).decode() + "\n")

    def complain(self, line: str) -> None:
        """A line on standard error."""
        self._end_progress()
        self._write(self._err, line + "\n")

    def progress(self, what: str, done: int, of: int) -> None:
        """How far the work is, on one line that is written over; only where a person watches."""
        if not self._err.isatty():
            return
        filled = _BAR_COLUMNS if of <= 0 else _BAR_COLUMNS * min(done, of) // of
        bar = "#" * filled + "-" * (_BAR_COLUMNS - filled)
        counts = f" {self.wording.number(done)} / {self.wording.number(of)}" if of > 1 else ""
        self._write(self._err, f"\r\033[K[{bar}] {what}{counts}")
        self._progress_shown = True

    def _end_progress(self) -> None:
        if self._progress_shown:
            self._write(self._err, "\r\033[K")
            self._progress_shown = False

    def _write(self, stream: TextIO, text: str) -> None:
        if stream is self._out:
            self._end_progress()
        stream.write(_sayable(text, stream.encoding))
        stream.flush()


def _sayable(text: str, encoding: str | None) -> str:
    """The text as the terminal can show it: narrow spaces are widened, and what it cannot show becomes a `?`."""
    if not encoding or encoding.lower().replace("-", "").startswith("utf"):
        return text
    plain = text.replace(NARROW_SPACE, NO_BREAK_SPACE).replace("’", "'").replace("œ", "oe").replace("Œ", "OE")
    return plain.encode(encoding, errors="replace").decode(encoding)
