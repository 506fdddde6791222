"""R24: a day without a sale can be closed, and its closing is a link of the chain like any other."""

from __future__ import annotations

from pos.database.connection import Database
from pos.database.journal import keys
from pos.database.journal.records import by_seq, latest
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.closing import read_closing
from pos.fiscal.record import PREFIX, Kind
from pos.operations.closing import close_day
from tests.pos.fiscal.closing_shop import ClosingShop, at


def test_r24_a_day_without_a_sale_closes_with_zeros(db: Database) -> None:
    closed = close_day(db, now=at("2026-11-23", 19)).closing

    assert (closed.figures.gross, closed.figures.rates, dict(closed.figures.payments)) == (0, (), {})
    assert (closed.totals.perpetual, closed.cash_expected) == (0, 0)


def test_r24_a_zero_closing_is_signed_chained_and_followed(db: Database, rates: tuple[TaxRate, ...]) -> None:
    shop = ClosingShop(db, rates)
    shop.sell(at("2026-11-23"))
    first = close_day(db, now=at("2026-11-23", 19)).record
    zero = close_day(db, now=at("2026-11-24", 19)).record
    shop.sell(at("2026-11-25"))

    last = close_day(db, now=at("2026-11-25", 19)).closing

    said = parse(zero.payload)
    before, key = by_seq(db, zero.seq - 1), keys.current(db)
    assert before is not None
    assert key is not None
    assert said["prev"] == said["head"] == before.hash.hex()
    assert (said["sprev"], zero.number) == (first.hash.hex(), first.number + 1)
    assert key.key.verifies(PREFIX + zero.payload, zero.signature)
    assert read_closing(zero.payload).totals.perpetual == 250
    assert last.figures.from_seq == read_closing(zero.payload).figures.to_seq + 1
    assert latest(db, Kind.Z) is not None
