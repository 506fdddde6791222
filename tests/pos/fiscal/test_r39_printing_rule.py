"""R39: nothing is printed unless it is asked for, with the exceptions of the law."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos.domain.printing_rule import MustPrint, reasons_to_print
from pos.domain.quantity import Quantity, Unit
from pos.domain.sale import Sale, TillIdentity, close
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from tests.builders import NOON, exactly, product, ticket


def sold(basket: Ticket) -> Sale:
    till = TillIdentity("t", "1", 1)
    return close(basket, exactly(basket), till=till, number=1, sold_at=NOON, rates=french_rates())


PLAIN = ticket(product("Savon", 250))
WEIGHED = ticket((product("Comté", 2_300, unit=Unit.KILOGRAM), Quantity(350)))
GUARANTEED = ticket(product("Savon", 250), replace(product("Lampe", 4_990), guaranteed=True))


@pytest.mark.parametrize(
    ("basket", "called_off", "reasons"),
    [
        (PLAIN, False, ()),
        (WEIGHED, False, ()),
        (GUARANTEED, False, (MustPrint.GUARANTEED,)),
        (PLAIN, True, (MustPrint.CARD_CALLED_OFF,)),
        (GUARANTEED, True, (MustPrint.GUARANTEED, MustPrint.CARD_CALLED_OFF)),
    ],
)
def test_r39_a_receipt_waits_to_be_asked_for_but_for_the_exceptions(
    basket: Ticket, called_off: bool, reasons: tuple[MustPrint, ...]
) -> None:
    assert reasons_to_print(sold(basket), card_called_off=called_off) == reasons
