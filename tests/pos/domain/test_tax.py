"""VAT: per rate on the whole ticket, and every division adds up to the cent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos.domain.money import Money, total
from pos.domain.tax import TaxClass, TaxRate, net_of_lines, rate_on, vat_table, vat_within
from pos.exchange.tax_rates import french_rates
from tests.builders import eur
from tests.pos.domain.strategies import amounts, rates, taxed_amounts


@pytest.mark.parametrize(
    ("gross", "rate_bp", "vat"),
    [(1200, 2000, 200), (1000, 550, 52), (1000, 1000, 91), (1021, 210, 21), (3, 2000, 1), (-1200, 2000, -200)],
)
def test_the_vat_within_a_price_is_what_the_law_says(gross: int, rate_bp: int, vat: int) -> None:
    assert vat_within(eur(gross), rate_bp) == eur(vat)


@given(taxed_amounts)
def test_without_vat_and_vat_make_the_price_per_rate_and_on_the_ticket(lines: list[tuple[int, Money]]) -> None:
    table = vat_table(lines)

    assert total(share.gross for share in table) == total(gross for _, gross in lines)
    for share in table:
        assert share.net + share.vat == share.gross
        assert share.gross == total(gross for rate_bp, gross in lines if rate_bp == share.rate_bp)
        exact = Fraction(share.gross.minor * share.rate_bp, 10_000 + share.rate_bp)
        assert abs(share.vat.minor - exact) <= Fraction(1, 2)
    assert [share.rate_bp for share in table] == sorted({rate_bp for rate_bp, _ in lines}, reverse=True)


@given(taxed_amounts)
@example([(2000, Money(1000)), (2000, Money(-1000))])
@example([(2000, Money(1)), (2000, Money(1)), (2000, Money(-2))])
@example([(2000, Money(5)), (2000, Money(-3)), (2000, Money(-3))])
def test_the_nets_of_lines_add_up_to_the_table_and_none_is_a_cent_off(lines: list[tuple[int, Money]]) -> None:
    nets = net_of_lines(lines)

    for share in vat_table(lines):
        shown = [net for net, (rate_bp, _) in zip(nets, lines, strict=True) if rate_bp == share.rate_bp]
        assert total(shown) == share.net
    for net, (rate_bp, gross) in zip(nets, lines, strict=True):
        assert abs(net.minor - Fraction(gross.minor * 10_000, 10_000 + rate_bp)) <= 1


@given(taxed_amounts)
def test_a_refund_of_a_whole_ticket_has_its_very_figures_below_zero(lines: list[tuple[int, Money]]) -> None:
    refund = [(rate_bp, -gross) for rate_bp, gross in lines]

    assert [(share.rate_bp, -share.net, -share.vat) for share in vat_table(refund)] == [
        (share.rate_bp, share.net, share.vat) for share in vat_table(lines)
    ]
    assert [-net for net in net_of_lines(refund)] == list(net_of_lines(lines))


@given(amounts, rates)
def test_a_lone_line_carries_the_whole_net(gross: Money, rate_bp: int) -> None:
    assert net_of_lines([(rate_bp, gross)]) == (gross - vat_within(gross, rate_bp),)


def test_the_rate_of_a_day_is_the_latest_that_had_begun() -> None:
    changed = [
        TaxRate(TaxClass.STANDARD, 1960, date(2000, 4, 1)),
        TaxRate(TaxClass.STANDARD, 2000, date(2014, 1, 1)),
        TaxRate(TaxClass.REDUCED, 550, date(1982, 7, 1)),
    ]

    assert rate_on(changed, TaxClass.STANDARD, date(2013, 12, 31)) == 1960
    assert rate_on(changed, TaxClass.STANDARD, date(2014, 1, 1)) == 2000
    with pytest.raises(LookupError, match="1999"):
        rate_on(changed, TaxClass.STANDARD, date(1999, 1, 1))


@given(st.sampled_from(list(TaxClass)), st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_every_class_has_a_rate_today(tax_class: TaxClass, day: date) -> None:
    assert 0 <= rate_on(french_rates(), tax_class, day) <= 2000
