"""One push or one comparison from beginning to end, for the command line: `comptoir sync --once` and `--compare`."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos.database import online_links
from sync.comparing import LOOKS_APART, LOOKS_AT_MOST, Comparing, Comparison
from sync.errors import NotLinked
from sync.line import Means, open_line, window_state
from sync.state import Pushed, WindowState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta

    from pos.database.connection import Database
    from sync.push import Push


@dataclass(frozen=True, slots=True)
class SyncFigures:
    """What one push carried, how the window stands after it, whether it heard so, and the seconds it took."""

    pushed: Pushed
    window: WindowState
    heard: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class CompareFigures:
    """How a comparison ended (None where the window could not be compared), what was carried, and the seconds."""

    comparison: Comparison | None
    pushed: Pushed
    window: WindowState
    seconds: float


def sync_once(
    db: Database,
    means: Means,
    *,
    resume: bool = False,
    progress: Callable[[Pushed], None] = lambda _: None,
) -> SyncFigures:
    """Send all there is to send, now, and say so with a heartbeat.

    May be repeated: what was taken is not sent again. Trouble is in the figures' window, not raised: what could
    not be sent is kept.

    Args:
        db: the shop; no transaction is open.
        means: clock, ids, chance, keys and how to open a line.
        resume: a person looked into a suspension and says to go on.
        progress: told what was carried so far, after every answer.

    Raises:
        NotLinked: the shop was never joined.
        SignInNeeded: the key store does not hold the key any more.
    """
    began = time.monotonic()
    with _line(db, means, resume=resume, progress=progress) as push:
        push.drain()
        heard = push.beat()
        return SyncFigures(push.pushed, window_state(db, push), heard, time.monotonic() - began)


def compare_once(
    db: Database,
    means: Means,
    *,
    resume: bool = False,
    pause: Callable[[timedelta], None],
    progress: Callable[[Pushed], None] = lambda _: None,
) -> CompareFigures:
    """Send what waits, compare the window with the shop's own books, and send again what both looks found different.

    May be repeated. Every level is added up from its movements. Takes as long as the two looks are apart where the
    first finds anything.

    Args:
        db: the shop; no transaction is open.
        means: clock, ids, chance, keys and how to open a line.
        resume: a person looked into a suspension and says to go on.
        pause: waits between the two looks.
        progress: told what was carried so far, after every answer.

    Raises:
        NotLinked: the shop was never joined.
        SignInNeeded: the key store does not hold the key any more.
    """
    began = time.monotonic()
    comparing = Comparing()
    comparing.ask()
    with _line(db, means, resume=resume, progress=progress) as push:
        push.drain()
        _look(db, push, comparing)
        for _ in range(LOOKS_AT_MOST):
            if not comparing.looks_again or push.trouble is not None:
                break
            pause(LOOKS_APART)
            push.drain()
            _look(db, push, comparing)
        push.beat()
        return CompareFigures(comparing.comparison, push.pushed, window_state(db, push), time.monotonic() - began)


def _look(db: Database, push: Push, comparing: Comparing) -> None:
    while comparing.round(db, push):
        push.drain()


@contextmanager
def _line(db: Database, means: Means, *, resume: bool, progress: Callable[[Pushed], None]) -> Iterator[Push]:
    link = online_links.get(db)
    if link is None:
        raise NotLinked
    push = open_line(db, link, means, settled=lambda: progress(push.pushed))
    try:
        push.hurry()
        if resume:
            push.resume()
        push.recognise()
        yield push
    finally:
        push.close()
