"""Requirement 43: HT and VAT make TTC per rate, in tickets, Z, ZM and ZY, to the cent.

FISCAL_TICKETS=10000 pytest tests/pos/fiscal/test_r43_sums.py        all of it; a few hundred otherwise
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pos.database.journal.stretches import kept
from pos.domain.money import Money
from pos.domain.tax import net_of_lines, vat_table
from pos.fiscal.verify import Fields, parse, vat_within
from pos.operations.verifying import verify
from tests.pos.fiscal.year import Plan, live

TICKETS = int(os.environ.get("FISCAL_TICKETS", "300"))
RATES = (2000, 1000, 550, 210, 0, 850, 1750)

lines = st.lists(st.tuples(st.sampled_from(RATES), st.integers(-500_000, 500_000)), min_size=1, max_size=12)


@given(lines)
def test_r43_the_lines_of_any_ticket_add_up_per_rate(drawn: list[tuple[int, int]]) -> None:
    amounts = [(rate, Money(minor)) for rate, minor in drawn]
    nets = net_of_lines(amounts)

    for share in vat_table(amounts):
        own = [place for place, (rate, _) in enumerate(drawn) if rate == share.rate_bp]
        assert share.net.minor + share.vat.minor == share.gross.minor == sum(drawn[place][1] for place in own)
        assert sum(nets[place].minor for place in own) == share.net.minor
        assert share.vat.minor == vat_within(share.gross.minor, share.rate_bp)


def test_r43_random_tickets_add_up_from_the_line_to_the_year(tmp_path: Path) -> None:
    """A year that ends on 31 December, with the day after it: its months and the year itself are closed."""
    lived = live(tmp_path / "shop.db", Plan(tickets=TICKETS, days=40, first_day=date(2026, 11, 23), seed=43))
    records = [parse(one.entry.payload) for one in kept(lived.db, 1, 10**9)]
    sums: dict[str, dict[int, list[int]]] = {kind: defaultdict(lambda: [0, 0, 0]) for kind in ("Z", "ZM", "ZY")}
    tickets: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])

    for fields in records:
        if fields["kind"] == "TICKET":
            _add(tickets, fields["vat"])
            assert sum(one["ttc"] for one in fields["vat"]) == fields["ttc"]
        elif fields["kind"] in sums:
            _add(sums[fields["kind"]], fields["rates"])
            assert fields["ht"] + fields["vat"] == fields["ttc"] == fields["amount"]

    assert sum(fields["kind"] == "TICKET" for fields in records) == TICKETS
    assert {kind for kind in sums if sums[kind]} == {"Z", "ZM", "ZY"}
    assert sums["Z"] == tickets
    assert sums["ZM"] == sums["ZY"] == _of_year(records, "2026")
    assert verify(lived.db, full=False).ordered == []
    lived.db.close()


def _add(sums: dict[int, list[int]], rates: list[Fields]) -> None:
    for one in rates:
        assert one["ht"] + one["vat"] == one["ttc"]
        for place, name in enumerate(("ht", "vat", "ttc")):
            sums[one["rate"]][place] += one[name]


def _of_year(records: list[Fields], year: str) -> dict[int, list[int]]:
    tickets: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for fields in records:
        if fields["kind"] == "TICKET" and fields["bday"].startswith(year):
            _add(tickets, fields["vat"])
    return tickets
