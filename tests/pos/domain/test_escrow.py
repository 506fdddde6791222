"""Units handed to the window: never what the shop has not, never back and forth, all back when none are due."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pos.domain.escrow import Units, topped_up
from pos.domain.quantity import Quantity, pieces

AMOUNT = st.integers(0, 20).map(pieces)
NONE = pieces(0)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Units, Quantity]:
    """A ledger that adds up, and how much of the window's is reserved."""
    consumed, returned, rights, pending = (draw(st.integers(0, 10)) for _ in range(4))
    reserved = draw(st.integers(0, rights))
    recalled = returned + min(pending, rights)
    granted = consumed + returned + rights
    units = Units("soap", pieces(granted), pieces(recalled), pieces(returned), pieces(consumed))
    return units, pieces(reserved)


@given(ledgers(), st.integers(-10, 40), AMOUNT)
def test_nothing_is_handed_over_that_the_shop_does_not_have(
    ledger: tuple[Units, Quantity], on_hand: int, share: Quantity
) -> None:
    units, reserved = ledger

    after = topped_up(units, on_hand=pieces(on_hand), reserved=reserved, share=share)

    assert after.granted >= units.granted
    assert after.recalled >= units.recalled
    assert after.rights <= max(units.rights, pieces(on_hand))
    assert after.on_its_way_back <= after.rights
    assert (after.returned, after.consumed) == (units.returned, units.consumed)
    assert after == units or not after.told


@given(ledgers(), st.integers(0, 40), AMOUNT)
def test_once_is_enough(ledger: tuple[Units, Quantity], on_hand: int, share: Quantity) -> None:
    units, reserved = ledger
    now = {"on_hand": pieces(on_hand), "reserved": reserved, "share": share}

    once = topped_up(units, **now)

    assert topped_up(once, **now) == once


@given(ledgers(), st.integers(0, 40))
def test_a_share_of_nothing_takes_back_all_that_is_free(ledger: tuple[Units, Quantity], on_hand: int) -> None:
    units, reserved = ledger

    after = topped_up(units, on_hand=pieces(on_hand), reserved=reserved, share=NONE)

    staying = after.rights - after.on_its_way_back
    assert staying <= max(reserved, pieces(on_hand))
    assert after.granted == units.granted or staying <= reserved


def test_a_reservation_given_up_makes_no_units_travel() -> None:
    units = Units("soap", granted=pieces(4))

    after = topped_up(units, on_hand=pieces(10), reserved=NONE, share=pieces(2))

    assert after == units


def test_what_is_sold_beyond_the_shops_own_is_asked_back_once() -> None:
    units = Units("soap", granted=pieces(3))

    after = topped_up(units, on_hand=pieces(1), reserved=NONE, share=pieces(3))

    assert after == replace(units, recalled=pieces(2), told=False)
    assert topped_up(after, on_hand=pieces(1), reserved=NONE, share=pieces(3)) == after
