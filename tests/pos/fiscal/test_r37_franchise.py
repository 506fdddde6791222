"""R37, the franchise: no VAT in record, rows and totals, no table on paper, and the mention."""

from __future__ import annotations

from datetime import datetime

from pos.database import sales
from pos.database.connection import Database
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxRate
from pos.fiscal.ticket import read_ticket
from pos.operations.cataloguing import add_product
from pos.operations.copying import kept_sale
from pos.operations.describing_shop import ShopDetails, save_shop
from pos.operations.selling import sell
from pos.receipts import text
from pos.wording import Wording
from tests.builders import exactly, product, ticket

FRANCHISE = ShopIdentity(name="Atelier", vat_number="FR44732829320", siret="73282932000074", franchise=True)


def test_r37_a_shop_without_vat_sells_prints_and_adds_up_without_any(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    save_shop(db, ShopDetails(FRANCHISE), now=now)
    vase = product("Vase", 4_800)
    add_product(db, vase)
    basket = ticket(vase)

    sold = sell(db, basket, exactly(basket), now=now, rates=rates)

    assert sold.record is not None
    for sale in (sold.sale, sales.wanted(db, basket.id), read_ticket(sold.record.payload).sale):
        assert [(share.rate_bp, share.vat.minor, share.net.minor) for share in sale.vat] == [(0, 0, 4_800)]
        assert [line.net.minor for line in sale.lines] == [4_800]
    shown = text.render(kept_sale(db, basket.id).receipt(Wording("fr")))
    assert "TVA non applicable, art. 293 B du CGI" in shown
    assert "N° TVA" not in shown
    assert "Taux" not in shown


def test_a_sale_made_with_vat_still_shows_it_when_the_shop_charges_none_any_more(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    vase = product("Vase", 4_800)
    add_product(db, vase)
    basket = ticket(vase)
    sell(db, basket, exactly(basket), now=now, rates=rates)

    save_shop(db, ShopDetails(FRANCHISE), now=now)

    shown = text.render(kept_sale(db, basket.id).receipt(Wording("fr")))
    assert "Taux" in shown
    assert "293 B" not in shown
