"""Closing a ticket: what was paid, what goes back, and what leaves the shelves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import ChangeWithoutCash, EmptyTicket, PaymentShort
from pos.domain.money import Money, total
from pos.domain.payment import Means, Payment, change_for
from pos.domain.quantity import Quantity, Unit
from pos.domain.sale import Sale, TillIdentity, close, is_same_basket, movements
from pos.domain.stock import Movement, Reason
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from tests.builders import NOON, card, cash, eur, exactly, new_id, product, ticket
from tests.pos.domain.strategies import tickets

TILL = TillIdentity("till", "1", 1)
RATES = french_rates()
some_cash = st.integers(0, 10**6)


def _close(basket: Ticket, payments: list[Payment]) -> Sale:
    return close(basket, payments, till=TILL, number=7, sold_at=NOON, rates=RATES)


@given(tickets(), some_cash)
def test_a_sale_adds_up_however_one_looks_at_it(basket: Ticket, extra: int) -> None:
    sale = _close(basket, [Payment(Means.CASH, basket.total + eur(extra))])

    assert sale.total == basket.total == total(line.gross for line in sale.lines)
    assert total(share.gross for share in sale.vat) == sale.total
    assert total(share.net for share in sale.vat) + total(share.vat for share in sale.vat) == sale.total
    assert total(payment.amount for payment in sale.payments) - sale.change == sale.total
    assert sale.change == eur(extra)
    assert sale.articles == basket.articles


@given(tickets())
def test_every_line_sold_leaves_the_shelf(basket: Ticket) -> None:
    sale = _close(basket, exactly(basket))
    moved = movements(sale, first_seq=41)

    assert [(one.product_id, -one.delta) for one in moved] == [
        (line.product_id, line.quantity) for line in basket.lines
    ]
    assert [one.seq for one in moved] == list(range(41, 41 + len(basket.lines)))
    assert {(one.ref, one.reason, one.at) for one in moved} == {(sale.id, Reason.SALE, NOON)}
    assert len({one.hash for one in moved}) == len(moved)


def test_a_sale_keeps_the_name_price_and_rate_of_its_day() -> None:
    cheese = product("Comté", 2_400, unit=Unit.KILOGRAM)
    basket = ticket((cheese, Quantity(350)))

    line = _close(basket, exactly(basket)).lines[0]

    assert (line.name, line.unit_price, line.rate_bp, line.gross) == ("Comté", eur(2_400), 2_000, eur(840))


def test_an_empty_ticket_is_not_closed() -> None:
    with pytest.raises(EmptyTicket):
        _close(Ticket(new_id()), [])


@given(some_cash, some_cash, some_cash)
def test_change_is_given_on_cash_only(due: int, by_card: int, in_cash: int) -> None:
    payments = [card(by_card), cash(in_cash)]
    if by_card + in_cash < due:
        with pytest.raises(PaymentShort) as short:
            change_for(eur(due), payments)
        assert (short.value.due, short.value.paid) == (eur(due), eur(by_card + in_cash))
    elif by_card > due:
        with pytest.raises(ChangeWithoutCash) as refused:
            change_for(eur(due), payments)
        assert refused.value.due == eur(due)
    else:
        assert change_for(eur(due), payments) == eur(by_card + in_cash - due)


def _movement(**other: Any) -> Movement:
    usual: dict[str, Any] = {
        "till_id": "t", "epoch": 1, "seq": 2, "product_id": "p", "delta": Quantity(-1000), "reason": Reason.SALE,
        "at": NOON, "ref": "r",
    }  # fmt: skip
    return Movement(**usual | other)


@pytest.mark.parametrize(
    "other",
    [
        {"till_id": "u"}, {"epoch": 2}, {"seq": 3}, {"product_id": "q"}, {"delta": Quantity(-999)},
        {"reason": Reason.OPENING}, {"at": datetime(2026, 11, 24, tzinfo=NOON.tzinfo)}, {"ref": "s"},
        {"place": "cellar"}, {"lot": "L1"}, {"basis": "t/1/1"},
    ],
)  # fmt: skip
def test_a_movement_changed_in_any_field_has_another_hash(other: dict[str, Any]) -> None:
    assert _movement(**other).hash != _movement().hash
    assert _movement().hash == _movement().hash


def test_money_of_another_currency_pays_nothing() -> None:
    with pytest.raises(TypeError):
        change_for(eur(100), [Payment(Means.CASH, Money(100, "CHF"))])


def test_the_same_goods_in_another_order_are_the_same_basket() -> None:
    soap, tea = product("Savon"), product("Thé")
    one, other, more = ticket(soap, tea), ticket(tea, soap), ticket(soap, tea, soap)

    assert is_same_basket(_close(one, exactly(one)), _close(other, exactly(other)))
    assert not is_same_basket(_close(one, exactly(one)), _close(more, exactly(more)))
