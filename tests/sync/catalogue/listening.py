"""An open page as the live server sees it: a connection that reads server-sent events."""

import contextlib
import json
import queue
import socket
import threading
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

_WITHIN_S = 10


@dataclass(frozen=True)
class Heard:
    """An event that arrived."""

    name: str
    number: int
    content: Any


class Listening:
    """Reads events in a thread until it is closed; `next` waits for one."""

    def __init__(self, live_url: str, query: str, *, last_event_id: int | None = None) -> None:
        headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
        place = urlsplit(live_url)
        connection = HTTPConnection(place.hostname or "", place.port, timeout=2 * _WITHIN_S)
        connection.request("GET", f"/events?{query}", headers=headers)
        assert connection.sock is not None
        self._socket: socket.socket = connection.sock
        self._answer = connection.getresponse()
        assert self._answer.headers["Content-Type"].startswith("text/event-stream"), self._answer.status
        self._events: queue.Queue[Heard | None] = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def next(self, within_s: float = _WITHIN_S) -> Heard:
        heard = self._events.get(timeout=within_s)
        assert heard is not None, "the stream ended"
        return heard

    def ends(self) -> bool:
        """Wait for the end of the stream."""
        while self._events.get(timeout=_WITHIN_S) is not None:
            pass
        return True

    def is_silent(self, for_s: float = 0.3) -> bool:
        try:
            self._events.get(timeout=for_s)
        except queue.Empty:
            return True
        return False

    def close(self) -> None:
        """Close the connection as a browser does when its page is left."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._answer.close()
        self._socket.close()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        with contextlib.suppress(OSError, HTTPException):
            while line := self._answer.readline():
                self._take(line.decode().rstrip("\n"), fields)
        self._events.put(None)

    def _take(self, line: str, fields: dict[str, str]) -> None:
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            number = int(fields.get("id", "-1"))
            self._events.put(Heard(fields["event"], number, json.loads(fields["data"])))
            fields.clear()
