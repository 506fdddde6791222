"""A person's wish to stop a joining, heeded until something of it is about to be kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from pos.domain.errors import Cancelled

if TYPE_CHECKING:
    from sync.connector import Connector
    from sync.connectors import Connect


class Stop:
    """Stands between the person, who may ask, and the joining, which passes one point of no return."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._too_late = False
        self._connector: Connector | None = None

    @property
    def asked(self) -> bool:
        """Whether the joining is to end without a trace."""
        return self._asked

    def ask(self) -> bool:
        """Stop and break off the call on its way; whether it was not too late. Returns at once."""
        with self._lock:
            if self._too_late:
                return False
            self._asked = True
            connector = self._connector
        if connector is not None:
            connector.abort()
        return True

    def pass_by(self) -> None:
        """From here on it is too late to ask.

        Raises:
            Cancelled: it was asked before.
        """
        with self._lock:
            if self._asked:
                raise Cancelled
            self._too_late = True

    def watching(self, open_connector: Connect) -> Connect:
        """The same way to open a line, one that `ask` can break off."""

        def open_watched(kind: str, address: str, key: str) -> Connector:
            connector = open_connector(kind, address, key)
            with self._lock:
                self._connector = connector
                asked = self._asked
            if asked:
                connector.abort()
            return connector

        return open_watched
