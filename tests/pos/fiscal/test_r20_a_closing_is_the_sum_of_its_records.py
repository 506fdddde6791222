"""R20: what a closing says equals its records' own payloads, rate by rate and means by means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pos.database.connection import Database
from pos.database.journal.author import author_of
from pos.database.journal.records import in_order
from pos.domain.money import total
from pos.domain.payment import Payment
from pos.exchange.tax_rates import french_rates
from pos.fiscal.canonical import parse
from pos.fiscal.closing import Figures
from pos.fiscal.record import Kind
from pos.operations.closing import close_day, x_report
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON, card, cash
from tests.pos.fiscal.closing_shop import ClosingShop, at


@dataclass(frozen=True)
class Basket:
    """What is bought, how much of it is paid by card, and how much too much is handed over in cash."""

    wares: tuple[int, ...]
    by_card: int
    too_much: int


baskets = st.builds(
    Basket,
    wares=st.lists(st.integers(0, 3), min_size=1, max_size=6).map(tuple),
    by_card=st.integers(0, 100),
    too_much=st.sampled_from((0, 1, 250, 5_000)),
)


@settings(max_examples=25)
@given(days=st.lists(st.lists(baskets, max_size=5), min_size=1, max_size=3))
def test_r20_the_totals_of_a_day_equal_its_records(days: Sequence[Sequence[Basket]]) -> None:
    with TemporaryDirectory() as folder, closing(_open(Path(folder))) as db:
        shop = ClosingShop(db, french_rates())
        author_of(db)  # the journal begins
        for number, sold in enumerate(days, start=23):
            day = f"2026-11-{number}"
            for basket in sold:
                shop.sell(at(day), *basket.wares, pay=_payments(shop, basket))

            open_figures = x_report(db, now=at(day, 18)).figures
            figures = close_day(db, now=at(day, 19)).closing.figures

            _agree(db, figures)
            assert figures == open_figures


def test_r20_change_is_counted_once(db: Database) -> None:
    """Handed over 50, given back 47.50: 2.50 stayed, whatever other tills made of it."""
    shop = ClosingShop(db, french_rates())
    shop.sell(at("2026-11-23"), pay=[cash(5_000)])

    closed = close_day(db, now=at("2026-11-23", 19)).closing

    assert closed.figures.payments == {"cash": 250}
    assert closed.cash_expected == 250


def _open(folder: Path) -> Database:
    return open_shop(folder / "shop.db", now=NOON, new_id=builders.ids(1))


def _payments(shop: ClosingShop, basket: Basket) -> list[Payment]:
    due = total(price for ware in basket.wares if (price := shop.wares[ware].price)).minor
    by_card = due * basket.by_card // 100
    paid = [card(by_card)] if by_card else []
    rest = due - by_card
    return [*paid, cash(rest + basket.too_much)] if rest else paid


def _agree(db: Database, figures: Figures) -> None:
    rates: dict[int, list[int]] = {}
    payments: Counter[str] = Counter()
    numbers: list[int] = []
    stretch = list(in_order(db, from_seq=figures.from_seq, to_seq=figures.to_seq))
    for record in stretch:
        if record.kind is Kind.TICKET:
            said: Any = parse(record.payload)
            numbers.append(said["no"])
            for one in said["vat"]:
                sums = rates.setdefault(one["rate"], [0, 0, 0])
                rates[one["rate"]] = [sums[0] + one["ht"], sums[1] + one["vat"], sums[2] + one["ttc"]]
            for one in said["pay"]:
                payments[one["mode"]] += one["amt"]
            if said["change"]:
                payments["cash"] -= said["change"]
    assert {one.rate_bp: [one.net, one.vat, one.gross] for one in figures.rates} == rates
    assert dict(figures.payments) == dict(payments)
    assert figures.counts == Counter(record.kind.value for record in stretch)
    assert [(one.first, one.last) for one in figures.tickets] == ([(numbers[0], numbers[-1])] if numbers else [])
    assert figures.net + figures.vat == figures.gross == sum(payments.values())
