"""The sync thread: pushes right after every sale, beats once a minute, and says how the window stands.

It has its own connection to the shop's file and holds no transaction while it waits for the network. requests is
imported when the first line is opened, so on this thread and only in a shop that was joined.
"""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pos.database import online_links
from pos.database.connection import Database, connect
from pos.domain.errors import DatabaseError
from pos.domain.identity import NewId
from sync.comparing import Comparing
from sync.connectors import Connect, connector_opener
from sync.errors import SyncError
from sync.line import Means, open_line, window_state
from sync.push import Clock, Push
from sync.rounds import ORDERS_EVERY_S, OrderRounds
from sync.state import WindowState

if TYPE_CHECKING:
    from collections.abc import Callable

    from pos.database.online_links import OnlineLink
    from pos.keystore import KeyStore
    from sync.witnessing import Contradiction

HEARTBEAT_S: Final = 60.0
COALESCE_S: Final = 0.010
"""Least time between the beginnings of two rounds: a burst of sales becomes few batches."""
REPORT_EVERY_S: Final = 0.2
"""While one drain goes on, its progress is told no more often than this."""
_DATABASE_PAUSE_S: Final = 5.0
_FAREWELL_S: Final = 1.0
"""How long the closing of the till waits for a last push; what is left goes out at the next start."""
_STOP_S: Final = 2.0


class SyncWorker(threading.Thread):
    """Keeps the shop window current while the till is open."""

    def __init__(
        self,
        shop_path: Path,
        *,
        clock: Clock,
        new_id: NewId,
        keys: KeyStore,
        report: Callable[[WindowState], None],
        contradicted: Callable[[Contradiction], None] = lambda _: None,
        chance: random.Random | None = None,
        open_connector: Connect | None = None,
        orders_every_s: float = ORDERS_EVERY_S,
    ) -> None:
        """Nothing happens before `start()`.

        Args:
            shop_path: the shop's file, which exists.
            clock: gives the moment, timezone-aware.
            new_id: names attempts; called on this thread.
            keys: holds the till's key.
            report: told how the window stands whenever that changes; called on this thread.
            contradicted: told, once for each end of the chain, when the witness keeps one that the file never came to;
                called on this thread.
            chance: spreads waits.
            open_connector: opens lines; `sync.connectors` unless told.
            orders_every_s: how long a reservation may wait unseen while nothing else happens.
        """
        super().__init__(name="sync", daemon=True)
        self._path = shop_path
        self._means = Means(clock, new_id, chance or random.Random(), keys, open_connector or connector_opener())
        self._report = report
        self._contradicted = contradicted
        self._contradiction: Contradiction | None = None
        self._bell = threading.Condition()
        self._rung = False
        self._resumed = False
        self._comparing = Comparing()
        self._orders = OrderRounds(every_s=orders_every_s)
        self._stop_by: float | None = None
        self._push: Push | None = None
        self._reported: WindowState | None = None
        self._reported_at = 0.0
        self._next_beat = 0.0

    def wake(self) -> None:
        """Something was sold or changed, or the shop was joined: look at once. Returns at once."""
        with self._bell:
            self._rung = True
            self._bell.notify()

    def resume(self) -> None:
        """A person looked into a suspension, or will not wait any longer, and says to go on. Returns at once."""
        self._resumed = True
        self.wake()

    def compare(self) -> None:
        """A person wants the window compared with the shop's own books now. Returns at once."""
        self._comparing.ask()
        self.wake()

    def stop(self) -> bool:
        """Say that the till closes, and end; whether it did within two seconds.

        What could not be sent in that time is in the shop's file and goes out at the next start.
        """
        with self._bell:
            self._stop_by = time.monotonic() + _FAREWELL_S
            self._bell.notify()
        if not self.is_alive():
            return True
        self.join(_FAREWELL_S + 0.2)
        push = self._push
        if self.is_alive() and push is not None:
            push.abort()
        self.join(_STOP_S - _FAREWELL_S - 0.2)
        return not self.is_alive()

    def run(self) -> None:
        """Round after round until stopped; a file that is busy or full is tried again later."""
        db = connect(self._path)
        try:
            while self._stop_by is None:
                began = time.monotonic()
                try:
                    pause = self._round(db)
                except DatabaseError:
                    self._hang_up()
                    pause = _DATABASE_PAUSE_S
                self._wait(began, pause)
            self._say_goodbye(db)
        finally:
            self._hang_up()
            db.close()

    def _round(self, db: Database) -> float:
        """Send what there is, beat when it is time, say how things stand; the seconds until the next round."""
        push, trouble = self._line(db)
        if push is not None:
            if self._resumed:
                self._resumed = False
                push.resume()
                push.hurry()
            self._hear_witness(push.recognise())
            self._orders.tell_deeds(db, push, self._is_stopping)
            push.drain(self._is_stopping)
            self._orders.go(db, push, self._is_stopping)
            self._beat(push)
            if self._comparing.round(db, push):
                self.wake()
        self._tell(db, trouble)
        if push is None or push.trouble is None:
            return min(self._orders.pause, max(0.0, self._next_beat - time.monotonic())) if push else HEARTBEAT_S
        return HEARTBEAT_S if push.wait is None else min(HEARTBEAT_S, push.wait.total_seconds())

    def _line(self, db: Database) -> tuple[Push | None, SyncError | None]:
        """The line to the online shop the file names now, or why there is none."""
        link = online_links.get(db)
        if self._push is not None and (link is None or not self._push.serves(link)):
            self._hang_up()
        if link is None:
            return None, None
        if self._push is None:
            try:
                self._push = self._open(db, link)
            except SyncError as error:
                return None, error
        return self._push, None

    def _open(self, db: Database, link: OnlineLink) -> Push:
        self._next_beat = time.monotonic()
        return open_line(db, link, self._means, settled=lambda: self._tell_progress(db))

    def _beat(self, push: Push) -> None:
        if time.monotonic() >= self._next_beat and push.beat():
            self._next_beat = time.monotonic() + HEARTBEAT_S
            self._hear_witness(push.tell_head())

    def _hear_witness(self, found: Contradiction | None) -> None:
        known = self._contradiction
        if found is not None and (known is None or known.kept != found.kept):
            self._contradiction = found
            self._contradicted(found)

    def _tell(self, db: Database, trouble: SyncError | None = None) -> None:
        state = window_state(db, self._push, trouble=trouble)
        self._reported_at = time.monotonic()
        if state != self._reported:
            self._reported = state
            self._report(state)

    def _tell_progress(self, db: Database) -> None:
        if time.monotonic() >= self._reported_at + REPORT_EVERY_S:
            self._tell(db)

    def _wait(self, began: float, pause: float) -> None:
        """Until woken or for `pause`; the next round begins COALESCE_S after this one at the soonest."""
        with self._bell:
            self._bell.wait_for(lambda: self._rung or self._is_stopping(), timeout=pause)
        gap = began + COALESCE_S - time.monotonic()
        if gap > 0:
            time.sleep(gap)
        if self._rung:
            self._orders.hurry()
        self._rung = False

    def _is_stopping(self) -> bool:
        return self._stop_by is not None

    def _say_goodbye(self, db: Database) -> None:
        """A last push and a closing heartbeat, where the line is well and it takes no longer than it may."""
        push = self._push
        if push is None or push.trouble is not None:
            return
        stop_by = self._stop_by or 0.0
        try:
            self._orders.tell_deeds(db, push, lambda: time.monotonic() > stop_by)
            push.drain(lambda: time.monotonic() > stop_by)
            if push.beat(closing=True):
                self._hear_witness(push.tell_head(hurried=True))
        except DatabaseError:
            return
        self._tell(db)

    def _hang_up(self) -> None:
        if self._push is not None:
            self._push.close()
            self._push = None
