"""What a push really sent, noted body by body, so that a bare loop can send the very same."""

from __future__ import annotations

import time
from collections.abc import Iterable

from sync.connectors.catalogue import Catalogue
from sync.protocol import BatchReply
from tests.bench.town import BareLine

Sent = list[tuple[str, bytes]]
"""Stream and body of every batch."""


class NotingLine(Catalogue):
    """The line to the catalogue, with a note of every body it sent."""

    def __init__(self, address: str, key: str, sent: Sent) -> None:
        super().__init__(address, key=key)
        self._sent = sent

    def push_products(self, body: bytes) -> BatchReply:
        """Note the body, and send it."""
        self._sent.append(("products", body))
        return super().push_products(body)

    def push_levels(self, body: bytes, *, again: bool = False) -> BatchReply:
        """Note the body, and send it."""
        self._sent.append(("levels", body))
        return super().push_levels(body, again=again)


def send_barely(line: BareLine, sent: Iterable[tuple[str, bytes]]) -> float:
    """Send the bodies one after another; gives the seconds."""
    began = time.perf_counter()
    for stream, body in sent:
        line.put(stream, body)
    return time.perf_counter() - began
