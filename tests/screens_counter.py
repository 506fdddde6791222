"""Poses of what a cashier does beside ringing up: parking, notes, prices looked at, favourites arranged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.screens import Sitting

LOAF: Final = "2120100000705"


def keys(sitting: Sitting) -> None:
    """F1: every key."""
    sitting.till.window.sell.keys_wanted.emit()


def note(sitting: Sitting) -> None:
    """Ctrl+N: a note on a line."""
    sitting.shop_a_little()
    sitting.till.window.sell.ticket.note_requested.emit(0)


def parking(sitting: Sitting) -> None:
    """F7: a ticket is put aside."""
    sitting.shop_a_little()
    sitting.search("Commande de midi")
    sitting.till.window.sell.parking_wanted.emit()


def parked(sitting: Sitting) -> None:
    """F7 again: two tickets wait."""
    for name in ("Commande de midi", "Le panier près de la porte"):
        sitting.shop_a_little()
        sitting.till.desk.counter.park(name)
        sitting.settle()
    sitting.till.window.sell.parking_wanted.emit()


def price_check(sitting: Sitting) -> None:
    """F4: the next article is only looked at."""
    sitting.shop_a_little()
    sitting.till.window.sell.price_check_wanted.emit()


def looked_up(sitting: Sitting) -> None:
    """One was looked at."""
    price_check(sitting)
    sitting.scan(LOAF)


def arranging(sitting: Sitting) -> None:
    """The favourites are being arranged."""
    sitting.shop_a_little()
    for place in range(3):
        sitting.till.window.sell.ticket.favourite_requested.emit(place)
    sitting.settle()
    sitting.till.window.sell.arranging_wanted.emit()


def scanner(sitting: Sitting) -> None:
    """Scanner and sounds."""
    sitting.settle(lambda: sitting.till.late.scanner is not None)
    assert sitting.till.late.scanner is not None
    sitting.till.late.scanner.open()
