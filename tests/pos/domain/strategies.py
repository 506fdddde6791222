"""What hypothesis draws values of the shop from."""

from __future__ import annotations

from hypothesis import strategies as st

from pos.domain.catalogue import Product
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.domain.tax import TaxClass
from pos.domain.ticket import Ticket, add
from tests import builders

RATES_BP = (2000, 1000, 550, 210)
SOLD_CLASSES = (TaxClass.STANDARD, TaxClass.INTERMEDIATE, TaxClass.REDUCED, TaxClass.SUPER_REDUCED)

amounts = st.integers(-(10**7), 10**7).map(Money)
prices = st.integers(0, 10**6).map(Money)
rates = st.sampled_from(RATES_BP)
taxed_amounts = st.lists(st.tuples(rates, amounts), max_size=30)
quantities = st.integers(1, 50_000).map(Quantity)


@st.composite
def products(draw: st.DrawFn) -> Product:
    """A priced product of any rate, by the piece or by weight."""
    return builders.product(
        price_minor=draw(prices).minor,
        tax_class=draw(st.sampled_from(SOLD_CLASSES)),
        unit=draw(st.sampled_from(list(Unit))),
    )


@st.composite
def tickets(draw: st.DrawFn, shelf: st.SearchStrategy[Product] | None = None) -> Ticket:
    """A ticket of one to twenty lines, pieces in whole numbers."""
    ticket = Ticket(builders.new_id())
    for product in draw(st.lists(shelf or products(), min_size=1, max_size=20)):
        milli = draw(quantities).milli
        quantity = Quantity(milli // 1000 * 1000 or 1000) if product.unit is Unit.PIECE else Quantity(milli)
        ticket = add(ticket, product, quantity)
    return ticket
