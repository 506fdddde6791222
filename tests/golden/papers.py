"""The papers that are kept: one sale with every case on it, in both languages and on both widths of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

from pos.domain.printer import CodePage, Letters, PrinterProfile
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.sale import Sale, TillIdentity, close
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxClass
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from pos.receipts import escpos, html, text
from pos.receipts.compose import gift_receipt, sale_receipt
from pos.wording import Language, Wording
from tests.builders import NOON, card, cash, product, ticket

FOLDER = Path(__file__).parent
MILLIMETRES = {32: "58mm", 48: "80mm"}

SHOP = ShopIdentity(
    name="Épicerie du Marché",
    street="4, place de la Halle",
    postcode="99123",
    city="Valbrune-sur-Orle",
    phone="01 99 00 12 34",
    siret="000 000 000 00000",
    vat_number="FR00 000000000",
    footer=("Merci de votre visite et à bientôt\u202f!", "Œufs, crème & pain d’à côté — « tout frais »"),
)


def papers() -> Iterator[tuple[Path, bytes]]:
    """Every kept paper: its file and what must be in it."""
    sale = full_sale()
    for language in get_args(Language):
        for columns, width in MILLIMETRES.items():
            receipt = sale_receipt(sale, SHOP, Wording(language))
            yield FOLDER / f"receipt-{language}-{width}.txt", text.render(receipt, columns).encode()
            yield FOLDER / f"receipt-{language}-{width}.bin", escpos.render(receipt, PrinterProfile(columns))
    gift = gift_receipt(sale, SHOP, Wording("fr"))
    yield FOLDER / "gift-fr-80mm.txt", text.render(gift, 48).encode()
    yield FOLDER / "gift-fr-58mm.bin", escpos.render(gift, PrinterProfile(32))
    yield FOLDER / "gift-fr.html", html.render(gift).encode()
    duplicate = sale_receipt(sale, SHOP, Wording("fr"), copy=2)
    yield FOLDER / "duplicate-fr-80mm.txt", text.render(duplicate, 48).encode()
    yield (
        FOLDER / "duplicate-fr-80mm-cp1252.bin",
        escpos.render(duplicate, PrinterProfile(48, Letters(CodePage.CP1252, 16))),
    )
    yield FOLDER / "duplicate-fr.html", html.render(duplicate).encode()


def full_sale() -> Sale:
    """A sale over four rates: pieces, several, weighed, a long name, a large amount, notes, two means, change."""
    bought = ticket(
        product("Baguette de tradition", 120, tax_class=TaxClass.REDUCED),
        (product("Café moulu 250 g", 450, tax_class=TaxClass.REDUCED), pieces(2)),
        (product("Comté 18 mois", 2300, tax_class=TaxClass.REDUCED, unit=Unit.KILOGRAM), Quantity(350)),
        product("Savon de Marseille au lait d’ânesse et à l’huile d’olive vierge de première pression", 1250),
        product("Quotidien régional", 130, tax_class=TaxClass.SUPER_REDUCED),
        (product("Sandwich œuf-mayonnaise", 480, tax_class=TaxClass.INTERMEDIATE), pieces(3)),
        (product("Cuvée d’exception, caisse bois", 54_990), pieces(2)),
    )
    kept = replace(_with_notes(bought), id="019ab0d6-5000-7000-8000-000000001042")
    return close(
        kept,
        [card(100_000), cash(20_000)],
        till=TillIdentity("018f0000-0000-7000-8000-000000000001", "1", 2),
        number=1042,
        sold_at=NOON,
        rates=french_rates(),
    )


def _with_notes(bought: Ticket) -> Ticket:
    """What the cashier wrote: one note to a line, one to the whole."""
    *others, last = bought.lines
    noted = replace(last, note="Millésime 2019, une étiquette abîmée")
    return replace(bought, lines=(*others, noted), note="À livrer samedi matin, sonner chez le gardien")
