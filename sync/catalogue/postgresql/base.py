"""Django's connection to PostgreSQL, which is not asked at every request whether it still stands.

A server that ends a connection says so on its socket: where nothing waits to be read there, the connection stands, and
finding that out costs no question. After a pause the server is asked all the same, for a line can be cut in silence.
"""

import select
import time

from django.db.backends.postgresql import base

_BELIEVED_S = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that looks at its socket before it asks its server."""

    _asked_s = float("-inf")
    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        """Close a connection that its server has left, once in a request."""
        if self.connection is None or self.health_check_done or not self.health_check_enabled:
            return
        now = time.monotonic()
        if now - self._asked_s < _BELIEVED_S and not _is_told_something(self.connection.pgconn.socket):
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self._asked_s = now


def _is_told_something(socket: int) -> bool:
    """Claim that something waits to be read at a socket nobody has asked anything, or that it is closed."""
    looking = select.poll() if hasattr(select, "poll") else None
    if looking is None:
        return True
    looking.register(socket, select.POLLIN)
    return bool(looking.poll(0))
