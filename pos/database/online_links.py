"""The online shops this shop was joined to, and how each of them stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

CATALOGUE: Final = "catalogue"
"""The target, and the kind, of the shared catalogue."""

_COLUMNS = (
    "target, kind, address, shop, shop_name, window_url, term, epoch, suspended, current_at_ms, not_before_ms,"
    " failures, takes_orders, mode, safety_milli, share_milli, hold_minutes, answer_minutes, rules_version, rules_told,"
    " skew_ms, compared_at_ms, vouched, key_print"
)


@dataclass(frozen=True, slots=True)
class OnlineLink:
    """One online shop this shop is joined to.

    term is what the till publishes under, granted for that epoch of its file. suspended says why sending
    stopped, empty when it did not; current_at_ms is when the window was last known to show all there is.

    How reservations are taken: takes_orders, the mode (`pos.domain.online_order.OrderMode`), safety_milli kept off
    the window, share_milli of each product handed to it in escrow mode, how long goods lie aside and how long the shop
    has to answer. rules_version grows with every change of them, rules_told is the last the online shop took. skew_ms
    is how far the till's clock is ahead of the online shop's, compared_at_ms when the two were last compared row by
    row. vouched is the version up to which the window was told that nothing waits. key_print tells the key of one
    joining from that of another, and nothing else of it: an online shop put back from its own backup may grant a term
    twice.
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
    takes_orders: bool = True
    mode: str = "request"
    safety_milli: int = 0
    share_milli: int = 2000
    hold_minutes: int = 24 * 60
    answer_minutes: int = 4 * 60
    rules_version: int = 1
    rules_told: int = 0
    skew_ms: int | None = None
    compared_at_ms: int | None = None
    vouched: int = 0
    key_print: str = ""

    @property
    def joining(self) -> tuple[str | int, ...]:
        """What makes it this joining and no other."""
        return (self.target, self.kind, self.address, self.shop, self.term, self.epoch, self.key_print)


def get(db: Database, target: str = CATALOGUE) -> OnlineLink | None:
    """The link to an online shop, or None when the shop was never joined to it."""
    row = db.row(f"SELECT {_COLUMNS} FROM online_link WHERE target = ?", (target,))
    return None if row is None else _link(row)


def has_others(db: Database, target: str) -> bool:
    """Whether the shop was joined to another online shop beside this one."""
    return db.row("SELECT 1 FROM online_link WHERE target <> ? LIMIT 1", (target,)) is not None


def is_joined(db: Database, link: OnlineLink) -> bool:
    """Whether the shop is still joined as this link says; how the line stands does not matter."""
    held = get(db, link.target)
    return held is not None and held.joining == link.joining


def targets(db: Database) -> list[str]:
    """The online shops this shop is joined to."""
    return [target for (target,) in db.rows("SELECT target FROM online_link ORDER BY target")]


def put(db: Database, link: OnlineLink) -> None:
    """Write a link; what waits and what was published stays with its target."""
    names = _COLUMNS.split(", ")
    db.execute(
        f"INSERT INTO online_link ({_COLUMNS}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (target) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names[1:])}",
        tuple(_plain(getattr(link, name)) for name in names),
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


def note_current(db: Database, target: str, *, at_ms: int, version: int) -> None:
    """Keep the moment and the version up to which the window was told that it shows all there is.

    What became news since it was told is not vouched for.
    """
    db.execute(
        "UPDATE online_link SET current_at_ms = ?2, vouched = max(0, min(?3, coalesce("
        " (SELECT min(gen) - 1 FROM dirty WHERE target = ?1 AND set_aside = ''), ?3))) WHERE target = ?1",
        (target, at_ms, version),
    )


def note_rules_told(db: Database, target: str, *, version: int) -> None:
    """Keep which version of the rules the online shop took."""
    db.execute("UPDATE online_link SET rules_told = ? WHERE target = ?", (version, target))


def renumber_rules(db: Database, target: str, *, version: int) -> None:
    """Give the rules a version above one that the online shop holds already."""
    db.execute(
        "UPDATE online_link SET rules_version = max(rules_version, ?), rules_told = 0 WHERE target = ?",
        (version, target),
    )


def note_skew(db: Database, target: str, *, skew_ms: int) -> None:
    """Keep how far the till's clock is ahead of the online shop's."""
    db.execute("UPDATE online_link SET skew_ms = ? WHERE target = ?", (skew_ms, target))


def put_rules(db: Database, link: OnlineLink) -> None:
    """Keep how reservations are taken from now on, and nothing else of a link: the sync thread writes the rest."""
    db.execute(
        "UPDATE online_link SET takes_orders = ?, mode = ?, safety_milli = ?, share_milli = ?, hold_minutes = ?,"
        " answer_minutes = ?, rules_version = ? WHERE target = ?",
        (
            int(link.takes_orders),
            link.mode,
            link.safety_milli,
            link.share_milli,
            link.hold_minutes,
            link.answer_minutes,
            link.rules_version,
            link.target,
        ),
    )


def note_compared(db: Database, target: str, *, at_ms: int) -> None:
    """Keep when the window was last compared with the shop's own books."""
    db.execute("UPDATE online_link SET compared_at_ms = ? WHERE target = ?", (at_ms, target))


def _link(row: Row) -> OnlineLink:
    link = OnlineLink(*row)
    return replace(link, takes_orders=bool(link.takes_orders))


def _plain(value: str | int | None) -> str | int | None:
    return int(value) if isinstance(value, bool) else value
