"""Joining, leaving, trying the line and what a person decides, each on a short-lived thread with its own connection.

Joining waits for the network and the key store may ask the system: neither belongs on the thread that sells. A
thread is never waited for; one that is still at it when the till closes is told to stop and leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from pos.database.connection import Database
from pos.domain.errors import ShopError
from ui import machine
from ui.online.own_threads import OwnThreads
from ui.online.stop import Stop

if TYPE_CHECKING:
    from pos.database.online_links import OnlineLink
    from pos.domain.reservation_rules import ReservationRules
    from pos.keystore import KeyStore
    from sync.trying import Trial


class OnlineWork(OwnThreads):
    """Takes wishes on the GUI thread and answers there in signals."""

    joined = Signal(object)
    """The OnlineLink."""
    join_refused = Signal(object)
    left = Signal()
    sent_again = Signal(object)
    """The ids of the products, as they were asked for."""
    left_aside = Signal()
    tried = Signal(object)
    """The Trial."""
    not_tried = Signal(object)
    rules_kept = Signal()
    rules_refused = Signal(object)
    decided = Signal()
    """A person decided about what the brake held back."""

    def __init__(self, shop_path: Path, keys: KeyStore) -> None:
        super().__init__(shop_path)
        self._keys = keys
        self._stop = Stop()

    def join(self, address: str, code: str) -> None:
        """Join the catalogue at an address with a pairing code."""
        stop = self._stop = Stop()

        def work(db: Database) -> OnlineLink:
            from sync.connectors import connector_opener
            from sync.pairing import pair

            return pair(
                db,
                address=address,
                code=code,
                keys=self._keys,
                now=machine.now(),
                open_connector=stop.watching(connector_opener()),
                before_keeping=stop.pass_by,
            )

        def refuse(problem: ShopError) -> None:
            if not stop.asked:
                self.join_refused.emit(problem)

        self._run(work, self.joined.emit, refuse)

    def stop_joining(self) -> bool:
        """Stop the joining under way; False when it is done already, and its answer on the way."""
        return self._stop.ask()

    def leave(self) -> None:
        """Leave the catalogue."""

        def work(db: Database) -> None:
            from sync.pairing import unpair

            unpair(db, keys=self._keys, now=machine.now())

        self._run(work, lambda _: self.left.emit())

    def send_again(self, product_id: str) -> None:
        """Send a product that was set aside once more."""

        def work(db: Database) -> None:
            from sync.settling import send_again

            send_again(db, product_id, now=machine.now())

        self._run(work, lambda _: self.sent_again.emit((product_id,)))

    def send_all_again(self, target: str) -> None:
        """Send everything that an online shop set aside once more."""

        def work(db: Database) -> tuple[str, ...]:
            from sync.settling import send_all_again

            return send_all_again(db, target, now=machine.now())

        self._run(work, self.sent_again.emit)

    def leave_aside(self, target: str, product_id: str) -> None:
        """Keep a refused product out of the way."""

        def work(db: Database) -> None:
            from sync.settling import leave_aside

            leave_aside(db, target, (product_id,))

        self._run(work, lambda _: self.left_aside.emit())

    def leave_all_aside(self, target: str) -> None:
        """Keep everything that an online shop refused out of the way."""

        def work(db: Database) -> None:
            from sync.settling import leave_all_aside

            leave_all_aside(db, target)

        self._run(work, lambda _: self.left_aside.emit())

    def try_line(self) -> None:
        """Ask the online shop who this till is there."""

        def work(db: Database) -> Trial:
            from sync.connectors import connector_opener
            from sync.trying import try_line

            return try_line(db, keys=self._keys, open_connector=connector_opener(), now=machine.now())

        self._run(work, self.tried.emit, self.not_tried.emit)

    def keep_rules(self, target: str, wanted: ReservationRules) -> None:
        """Take reservations like this from now on."""

        def work(db: Database) -> None:
            from pos.operations.ruling import keep_rules

            keep_rules(db, target, wanted, now=machine.now())

        self._run(work, lambda _: self.rules_kept.emit(), self.rules_refused.emit)

    def decide(self, target: str, *, repair: bool) -> None:
        """Let what the brake holds back be repaired, or leave the window as it is."""

        def work(db: Database) -> None:
            from sync import repairing

            (repairing.let if repair else repairing.leave)(db, target, now=machine.now())

        self._run(work, lambda _: self.decided.emit())

    def close(self) -> None:
        """Stop a joining under way; what is answered from now on is dropped."""
        super().close()
        self._stop.ask()
