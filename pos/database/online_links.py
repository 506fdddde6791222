"""The online shops this shop was joined to, and how each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pos.database.connection import Database

CATALOGUE: Final = "catalogue"
"""The target, and the kind, of the shared catalogue."""

_COLUMNS = (
    "target, kind, address, shop, shop_name, window_url, term, epoch, suspended, current_at_ms, not_before_ms, failures"
)


@dataclass(frozen=True, slots=True)
class OnlineLink:
    """One online shop this shop is joined to.

    term is what the till publishes under, granted for that epoch of its file. suspended says why sending
    stopped, empty when it did not; current_at_ms is when the window was last known to show all there is.
    """

    target: str
    kind: str
    address: str
    shop: str
    shop_name: str
    window_url: str
    term: int
    epoch: int
    suspended: str = ""
    current_at_ms: int | None = None
    not_before_ms: int = 0
    failures: int = 0


def get(db: Database, target: str = CATALOGUE) -> OnlineLink | None:
    """The link to an online shop, or None when the shop was never joined to it."""
    row = db.row(f"SELECT {_COLUMNS} FROM online_link WHERE target = ?", (target,))
    return None if row is None else OnlineLink(*row)


def put(db: Database, link: OnlineLink) -> None:
    """Write a link; what waits and what was published stays with its target."""
    names = _COLUMNS.split(", ")
    db.execute(
        f"INSERT INTO online_link ({_COLUMNS}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (target) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names[1:])}",
        tuple(getattr(link, name) for name in names),
    )


def remove(db: Database, target: str) -> None:
    """Forget a link, and with it what waited for that online shop and what it was shown."""
    db.execute("DELETE FROM online_link WHERE target = ?", (target,))


def note_standing(db: Database, target: str, *, suspended: str, not_before_ms: int, failures: int) -> None:
    """Keep how the line stands, for the next start of the program."""
    db.execute(
        "UPDATE online_link SET suspended = ?, not_before_ms = ?, failures = ? WHERE target = ?",
        (suspended, not_before_ms, failures, target),
    )


def note_current(db: Database, target: str, *, at_ms: int) -> None:
    """Keep the moment up to which the window is known to show all there is."""
    db.execute("UPDATE online_link SET current_at_ms = ? WHERE target = ?", (at_ms, target))
