"""R23: what is sold, trained or noted after a closing counts for the next day, and the verifier finds what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos.database.connection import Database, transaction
from pos.database.journal.records import append, by_seq, note_event
from pos.domain.errors import DayClosedAlready
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import Body
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.fiscal.verify import KO
from pos.operations.closing import close_day
from pos.operations.verifying import verify
from tests.pos.fiscal.closing_shop import ClosingShop, at

EVENING = at("2026-11-30", 20)


@pytest.fixture
def shop(db: Database, rates: tuple[TaxRate, ...]) -> ClosingShop:
    """A shop whose last day of a month is closed, and the month with it."""
    made = ClosingShop(db, rates)
    made.sell(at("2026-11-30"))
    assert close_day(db, now=EVENING).month is not None
    return made


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(hours=-8), timedelta(days=-30)])
def test_r23_a_sale_after_the_closing_counts_for_the_next_day_whatever_the_clock_says(
    shop: ClosingShop, later: timedelta
) -> None:
    record = shop.sell(EVENING + later).record

    assert record is not None
    assert record.business_day.isoformat() == "2026-12-01"
    assert record.at >= EVENING
    assert verify(shop.db).findings == {}


def test_r23_a_closed_day_is_not_closed_again(shop: ClosingShop) -> None:
    shop.sell(EVENING + timedelta(minutes=1))

    with pytest.raises(DayClosedAlready):
        close_day(shop.db, now=EVENING + timedelta(minutes=2))


def test_r23_a_record_dated_inside_a_closed_day_is_found(shop: ClosingShop) -> None:
    """The till's own hands write it past `sell`, truly signed: the dates alone give it away."""
    earlier = at("2026-11-30").date()
    with transaction(shop.db):
        note_event(shop.db, Event.DRAWER_OPEN, now=EVENING)
        body: Body = {"of": 0, "ticket": {"series": "", "no": 0}, "copy": 1, "as": "print"}
        dated_back = append(shop.db, Kind.COPY, body, now=EVENING, subject="late", business_day=earlier)

    report = verify(shop.db)

    assert by_seq(shop.db, dated_back.seq) == dated_back
    assert report.verdict == KO
    assert report.findings["closed_period"].seq == dated_back.seq
