"""One connector per kind of online shop, all passing the same contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.connector import Connector

Connect = Callable[[str, str, str], "Connector"]
"""Opens a line to an online shop of a kind at an address with a key."""


def connector_opener(authorities: Path | None = None) -> Connect:
    """What opens lines; a connector, and requests with it, is imported when the first is opened.

    Args:
        authorities: a file of certificates to trust instead of the system's.
    """

    def open_connector(kind: str, address: str, key: str) -> Connector:
        if kind != "catalogue":
            raise LookupError(kind)
        from sync.connectors.catalogue import Catalogue

        return Catalogue(address, key=key, authorities=authorities)

    return open_connector
