"""The receipt of a sale: everything the sale says, on every kind of paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.devices.paper import read_paper
from pos.domain.printer import CodePage, Letters, PrinterProfile
from pos.domain.quantity import LARGEST_TYPED_MILLI, Quantity, Unit, pieces
from pos.domain.sale import Sale, TillIdentity, close
from pos.domain.sale_code import sale_named
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxClass
from pos.domain.ticket import Ticket, add
from pos.exchange.tax_rates import french_rates
from pos.receipts import escpos, text
from pos.receipts.compose import gift_receipt, sale_receipt
from pos.receipts.document import Document
from pos.wording import Language, Wording
from tests.builders import NOON, card, cash, new_id, product, ticket
from tests.golden.papers import full_sale

SHOP = ShopIdentity(name="Épicerie du Marché", city="Valbrune-sur-Orle")
RATES = french_rates()
TILL = TillIdentity("018f0000-0000-7000-8000-000000000001", "1", 1)

PAPERS: dict[str, Callable[[Document], str]] = {
    "text of 58 mm": partial(text.render, columns=32),
    "text of 80 mm": partial(text.render, columns=48),
    "bytes for 58 mm": lambda document: read_paper(escpos.render(document, PrinterProfile(32))).text,
    "bytes for 80 mm": lambda document: (
        read_paper(escpos.render(document, PrinterProfile(42, Letters(CodePage.CP1252, 16)))).text
    ),
}

_AMOUNT = re.compile(r"-?\d{1,3}(?:[ ,]\d{3})*[.,]\d\d(?!\d)")

articles = st.builds(
    product,
    st.text(min_size=1, max_size=60).filter(str.strip),
    st.integers(0, 1_000_000),
    tax_class=st.sampled_from(TaxClass),
    unit=st.sampled_from(Unit),
)


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    """Any sale a till can make: all rates, pieces and weights, paid by card and cash with change."""
    bought = Ticket(new_id())
    for article in draw(st.lists(articles, min_size=1, max_size=6)):
        count = draw(st.integers(1, LARGEST_TYPED_MILLI // 1000))
        milli = draw(st.integers(1, LARGEST_TYPED_MILLI))
        bought = add(bought, article, pieces(count) if article.unit is Unit.PIECE else Quantity(milli))
    by_card = draw(st.integers(0, bought.total.minor))
    in_cash = bought.total.minor - by_card + draw(st.integers(0, 10_000))
    number = draw(st.integers(1, 10**6))
    return close(bought, [card(by_card), cash(in_cash)], till=TILL, number=number, sold_at=NOON, rates=RATES)


def receipt(sale: Sale, *, language: Language = "fr", shop: ShopIdentity = SHOP, copy: int = 0) -> Document:
    return sale_receipt(sale, shop, Wording(language), copy=copy)


def sold(bought: Ticket, paid_minor: int = 100_000) -> Sale:
    return close(bought, [cash(paid_minor)], till=TILL, number=7, sold_at=NOON, rates=RATES)


def with_plain_spaces(shown: str) -> str:
    return shown.replace("\u00a0", " ").replace("\u202f", " ")


def read_minor(amount: str) -> int:
    return int(re.sub(r"[ .,]", "", amount))


@pytest.mark.parametrize("paper", PAPERS)
@given(sale=sales(), language=st.sampled_from(get_args(Language)))
def test_every_amount_of_a_sale_stands_on_its_paper_in_order(paper: str, sale: Sale, language: Language) -> None:
    wording = Wording(language)
    shown = with_plain_spaces(PAPERS[paper](receipt(sale, language=language)))
    expected = [wording.amount(line.gross) for line in sale.lines]
    expected.append(wording.money(sale.total))
    expected.extend(wording.money(payment.amount) for payment in sale.payments)
    if sale.change:
        expected.append(wording.money(sale.change))
    for share in sale.vat:
        expected.extend(map(wording.amount, (share.net, share.vat, share.gross)))

    place = 0
    for amount in map(with_plain_spaces, expected):
        found = shown.find(amount, place)
        assert found >= 0, f"{amount} is missing after {shown[:place]!r}"
        place = found + len(amount)


@pytest.mark.parametrize("paper", PAPERS)
@given(sale=sales(), language=st.sampled_from(get_args(Language)))
def test_net_and_vat_add_up_on_the_paper_and_to_its_total(paper: str, sale: Sale, language: Language) -> None:
    shown = with_plain_spaces(PAPERS[paper](receipt(sale, language=language)))
    amounts = [read_minor(amount) for amount in _AMOUNT.findall(shown)][-3 * len(sale.vat) :]
    rows = [amounts[start : start + 3] for start in range(0, len(amounts), 3)]

    assert all(net + vat == gross for net, vat, gross in rows)
    assert sum(gross for _, _, gross in rows) == sale.total.minor


def test_every_line_says_its_quantity_and_unit_price() -> None:
    cheese = product("Comté", 2300, tax_class=TaxClass.REDUCED, unit=Unit.KILOGRAM)
    bought = ticket(product("Savon", 250), (product("Café", 450), pieces(2)), (cheese, Quantity(350)))

    lines = with_plain_spaces(text.render(receipt(sold(bought)), 32)).splitlines()

    assert lines[lines.index("Savon") + 1] == "  1 × 2,50 €              2,50 A"
    assert lines[lines.index("Café") + 1] == "  2 × 4,50 €              9,00 A"
    assert lines[lines.index("Comté") + 1] == "  0,350 kg × 23,00 €/kg   8,05 B"
    assert "4 articles              3 lignes" in lines


def test_who_sells_stands_at_the_top_and_what_is_not_known_is_left_out() -> None:
    known = replace(SHOP, street="4, place de la Halle", postcode="99123", phone="01 99 00 12 34", vat_number="FR00")
    sale = sold(ticket(product("Savon", 250)))

    full = text.render(receipt(sale, shop=known), 42)
    bare = text.render(receipt(sale, shop=ShopIdentity()), 42)

    assert [line.strip() for line in full.splitlines()[:5]] == [
        "Épicerie du Marché",
        "4, place de la Halle",
        "99123 Valbrune-sur-Orle",
        "Tél. 01 99 00 12 34",
        "N° TVA FR00",
    ]
    assert bare.splitlines()[1].startswith("Ticket 7")
    assert "SIRET" not in full + bare


def test_a_receipt_names_its_number_till_series_and_moment() -> None:
    sale = replace(sold(ticket(product("Savon", 250))), number=1042, till=TillIdentity("t", "Comptoir 2", 3))

    shown = text.render(receipt(sale), 42)

    assert re.search(r"Ticket 1042 +23/11/2026 12:00\nCaisse Comptoir 2, série 3\n", shown)
    assert receipt(sale).title == "Ticket 1042"


def test_only_a_copy_says_so() -> None:
    sale = sold(ticket(product("Savon", 250)))

    assert "DUPLICATA" not in text.render(receipt(sale))
    assert "DUPLICATA 2\n" in text.render(receipt(sale, copy=2))
    assert "DUPLICATE 2\n" in text.render(receipt(sale, language="en", copy=2))


def test_change_is_named_only_when_there_is_some() -> None:
    bought = ticket(product("Savon", 250))

    assert re.search(r"Monnaie rendue +7,50", text.render(receipt(sold(bought, 1000))))
    assert "Monnaie rendue" not in text.render(receipt(sold(bought, 250)))


def test_the_shops_own_words_close_the_receipt() -> None:
    shown = text.render(
        receipt(sold(ticket(product("Savon", 250))), shop=replace(SHOP, footer=("Merci", "À bientôt"))), 42
    )

    assert [line.strip() for line in shown.splitlines()[-3:]] == ["", "Merci", "À bientôt"]


NOTED = replace(
    close(ticket(product("Bouquet", 2500)), [cash(2500)], till=TILL, number=7, sold_at=NOON, rates=RATES),
    note="Livrer samedi",
)
NOTED = replace(NOTED, lines=(replace(NOTED.lines[0], note="ruban rouge"),))


@pytest.mark.parametrize("kind", PAPERS)
def test_notes_stand_under_their_line_and_before_the_foot(kind: str) -> None:
    shop = replace(SHOP, footer=("Merci et au revoir",))

    paper = PAPERS[kind](sale_receipt(NOTED, shop, Wording("fr")))

    places = [
        paper.index(words) for words in ("Bouquet", "ruban rouge", "TOTAL", "Livrer samedi", "Merci et au revoir")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("language", get_args(Language))
def test_a_gift_receipt_says_what_was_bought_and_not_one_amount(kind: str, language: Language) -> None:
    paper = PAPERS[kind](gift_receipt(full_sale(), SHOP, Wording(language)))

    assert _AMOUNT.findall(paper.replace("0,350", "").replace("0.350", "")) == []
    assert "€" not in paper
    assert "samedi" not in paper  # what was agreed with the buyer is not for the one who is given it
    for words in ("Marché", "1042", "23/11/2026", "Baguette de tradition", "Quotidien régional", "kg"):
        assert words in paper


def test_the_code_on_a_gift_receipt_names_its_sale() -> None:
    sale = full_sale()

    paper = read_paper(escpos.render(gift_receipt(sale, SHOP, Wording("fr")), PrinterProfile(48)))

    assert [sale_named(code) for code in paper.codes] == [sale.id]
    assert paper.strange == ()
