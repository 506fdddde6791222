"""Tailing the news: a thread that notices commits within milliseconds, and hands their events to the pages."""

import asyncio
import logging
import threading

from django.db import DatabaseError, connection

from sync.catalogue import clock
from sync.catalogue.live import events
from sync.catalogue.live.hub import Hub
from sync.catalogue.watching import counters

_LOOK_EVERY_S = 0.01
_IDLE_EVERY_S = 0.05
_AFTER_FAILURE_S = 0.5
_AT_ONCE = 2000
_PLACED_WITHIN_S = 5

_log = logging.getLogger(__name__)


class Tail:
    """Reads the news in a thread of its own with a connection of its own; nothing else here reads in a loop."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self._hub = hub
        self._loop = loop
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tail", daemon=True)
        self._placed = threading.Event()
        self._position = -1
        self._data_version = -1

    def start(self) -> None:
        """Start looking; from here on no news is missed, so pages may listen."""
        self._thread.start()
        self._placed.wait(_PLACED_WITHIN_S)

    def stop(self) -> None:
        """Stop looking and wait until the connection is closed."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        counted = counters.of_this_process()
        while not self._stopping.is_set():
            counted.put("looked_ms", clock.now_ms())
            pause = _IDLE_EVERY_S if self._hub.is_idle() else _LOOK_EVERY_S
            try:
                self._look()
            except DatabaseError as error:
                _log.error("The news cannot be read: %s", error)
                connection.close()
                self._data_version = -1
                pause = _AFTER_FAILURE_S
            self._stopping.wait(pause)
        connection.close()

    def _look(self) -> None:
        if self._position < 0 or self._hub.is_idle():
            self._skip_what_nobody_hears()
            return
        if not self._something_was_committed():
            return
        news = events.news_after(self._position, _AT_ONCE)
        if not news:
            return
        wanted = events.latest(item for item in news if self._hub.wants(item))
        told = events.events(wanted) if wanted else []
        self._position = news[-1].number
        if told:
            self._loop.call_soon_threadsafe(self._hub.publish, told)
        if len(news) == _AT_ONCE:
            self._data_version = -1

    def _skip_what_nobody_hears(self) -> None:
        """Go on from the newest news, unless a page came meanwhile: what followed is news to that page."""
        newest = events.position()
        if self._position < 0 or self._hub.is_idle():
            self._position = newest
        self._placed.set()

    def _something_was_committed(self) -> bool:
        """Ask SQLite whether its file changed, which costs microseconds; PostgreSQL is asked for the news itself."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            (version,) = cursor.execute("PRAGMA data_version").fetchone()
        changed = version != self._data_version
        self._data_version = version
        return bool(changed)
