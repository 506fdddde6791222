"""When the program itself is wrong: a log without personal data, a calm notice, and selling goes on.

The ticket needs nothing done for it: the shop's file holds it since its last change.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).parents[1]


class CrashLog:
    """Writes bugs down beside the shop's file; tells the window about each, on whatever thread it happened."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime], tell: Callable[[Path | None], None]) -> None:
        self._folder = folder
        self._clock = clock
        self._tell = tell

    def install(self) -> None:
        """Take in whatever nobody caught, on any thread."""
        sys.excepthook = lambda _kind, bug, _trace: self.take(bug)
        threading.excepthook = lambda thrown: self.take(thrown.exc_value)

    def take(self, bug: BaseException | None) -> None:
        """Write a bug down and tell the window; a bug while doing so is left to the console."""
        if bug is None or isinstance(bug, KeyboardInterrupt | SystemExit):
            return
        traceback.print_exception(bug)
        self._tell(self._write(bug))

    def _write(self, bug: BaseException) -> Path | None:
        now = self._clock()
        path = self._folder / f"comptoir-{now:%Y-%m-%d-%H%M%S}.log"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as log:
                log.write(report(bug, now))
        except OSError:
            return None
        return path


def report(bug: BaseException, now: datetime) -> str:
    """What a developer needs and nothing of the shop: kinds of errors and places in the code, no values, no names."""
    import platform  # a millisecond that no start should pay

    lines = [
        f"{now.isoformat(timespec='seconds')} Python {platform.python_version()} {platform.system()}",
        *_chain(bug),
    ]
    return "\n".join(lines) + "\n"


def _chain(bug: BaseException) -> list[str]:
    lines: list[str] = []
    current: BaseException | None = bug
    told: set[int] = set()
    while current is not None and id(current) not in told:  # an error may name itself as its cause
        told.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in _frames(current)]
        current = current.__cause__ or current.__context__
    return lines


def _frames(bug: BaseException) -> Any:
    return traceback.extract_tb(bug.__traceback__)


def _place(file_name: str) -> str:
    """A file below the program's own folder, or only its name: a path may hold a person's."""
    path = Path(file_name)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
