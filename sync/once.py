"""One push from beginning to end, for the command line: what `comptoir sync --once` does."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos.database import online_links
from sync.errors import NotLinked
from sync.line import Means, open_line, window_state
from sync.state import Pushed, WindowState

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos.database.connection import Database


@dataclass(frozen=True, slots=True)
class SyncFigures:
    """What one push carried, how the window stands after it, whether it heard so, and the seconds it took."""

    pushed: Pushed
    window: WindowState
    heard: bool
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
    link = online_links.get(db)
    if link is None:
        raise NotLinked
    push = open_line(db, link, means, settled=lambda: progress(push.pushed))
    try:
        push.hurry()
        if resume:
            push.resume()
        push.recognise()
        push.drain()
        heard = push.beat()
        return SyncFigures(push.pushed, window_state(db, push), heard, time.monotonic() - began)
    finally:
        push.close()
