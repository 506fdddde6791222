"""R11 and R12: a ticket's record says all of it, and its paper is made from the record, in three years as today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from pos.database import print_jobs, sales
from pos.database.connection import Database, transaction
from pos.database.journal.records import append
from pos.devices.paper import read_paper
from pos.domain.printer import PrinterProfile
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.on_paper import signature_letters
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product, change_product
from pos.operations.copying import KeptSale, kept_sale
from pos.operations.describing_shop import ShopDetails, save_shop
from pos.operations.printing import open_jobs, queue_receipt
from pos.operations.selling import Sold, sell
from pos.receipts import text
from pos.wording import Wording
from tests.builders import card, cash, eur, new_id, product, ticket

FRENCH = Wording("fr")
SHOP = ShopIdentity(
    name="Épicerie du Marché", street="4, place de la Halle", postcode="99123", city="Valbrune",
    siret="73282932000074", vat_number="FR44732829320", legal_form="SARL au capital de 5 000 €", footer=("Merci !",),
)  # fmt: skip


@pytest.fixture
def sold(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Sold:
    save_shop(db, ShopDetails(SHOP), now=now)
    lamp = replace(product("Lampe de bureau", 4_990), guaranteed=True, eco=eur(12))
    soap = product("Savon", 250)
    for one in (lamp, soap):
        add_product(db, one)
    basket = ticket(lamp, soap)
    return sell(db, basket, [card(2_000), cash(4_000)], now=now, rates=rates)


def printed(db: Database, sold: Sold, now: datetime) -> bytes:
    """The bytes of the next receipt of a sale."""
    queue_receipt(db, sold.sale.id, profile=PrinterProfile(42), now=now, new_id=new_id, wording=FRENCH)
    return print_jobs.body(db, open_jobs(db)[-1].id)


def test_r11_the_record_says_number_moment_till_siret_lines_totals_and_payments(sold: Sold) -> None:
    assert sold.record is not None
    said: Any = parse(sold.record.payload)

    assert (said["no"], said["till"], said["siret"]) == (sold.sale.number, sold.sale.till.id, SHOP.siret)
    assert datetime.fromisoformat(said["ts"]) == sold.sale.sold_at
    assert [(line["label"], line["qty"], line["pu"], line["ttc"]) for line in said["lines"]] == [
        ("Lampe de bureau", 1000, 4_990, 4_990),
        ("Savon", 1000, 250, 250),
    ]
    assert [(one["rate"], one["ht"] + one["vat"], one["ttc"]) for one in said["vat"]] == [(2000, 5_240, 5_240)]
    assert [(one["mode"], one["amt"]) for one in said["pay"]] == [("card", 2_000), ("cash", 4_000)]
    assert (said["ttc"], said["change"], said["soft"]) == (5_240, 760, "0.1.0")


def test_r12_an_old_ticket_reprints_alike_whatever_is_renamed_repriced_or_moved(
    db: Database, sold: Sold, now: datetime
) -> None:
    printed(db, sold, now)
    before = printed(db, sold, now)
    for line in sold.sale.lines:
        change_product(db, replace(product("Tout autre chose", 1), id=line.product_id), now=now)
    moved = replace(SHOP, name="Autre enseigne", street="ailleurs", vat_number="", franchise=True, footer=())
    save_shop(db, ShopDetails(moved), now=now)

    after = printed(db, sold, now + timedelta(days=400))

    assert b"DUPLICATA 1" in before
    assert after.replace(b"DUPLICATA 2", b"DUPLICATA 1") == before


def test_the_rows_of_a_sale_are_not_what_its_paper_is_made_from(db: Database, sold: Sold) -> None:
    kept = kept_sale(db, sold.sale.id)
    guard = db.value("SELECT sql FROM sqlite_schema WHERE name = 'sale_line_no_update'")
    db.execute("DROP TRIGGER sale_line_no_update")
    db.execute("UPDATE sale_line SET name = 'Faux', gross_minor = 1")
    db.execute(guard)

    assert kept_sale(db, sold.sale.id) == kept
    assert kept.sale == sold.sale


def test_the_paper_shows_who_what_and_the_proof(db: Database, sold: Sold, now: datetime) -> None:
    paper = read_paper(printed(db, sold, now))
    assert sold.record is not None

    for words in (
        "SARL au capital", "SIRET 732 829 320 00074", "N° TVA FR44 732829320", "Servi par", "2 lignes",
        "Garantie légale de conformité", "dont éco-participation", "Comptoir 0.1.0 / 1.0", sold.record.writer.build,
        f"Signature {' '.join(signature_letters(sold.record.signature))}",
    ):  # fmt: skip
        assert words in paper.text
    [code] = paper.codes
    mark, series, number, seq, at, total, digest, key = code.split("*")
    assert (mark, series, int(number), int(seq)) == ("FRPOS1", sold.record.series, sold.sale.number, sold.record.seq)
    assert datetime.fromisoformat(at) == sold.sale.sold_at
    assert (int(total), key.lower()) == (sold.sale.total.minor, sold.record.writer.key_id)
    assert sold.record.hash.hex().startswith(digest.lower())


def test_a_sale_made_before_the_journal_is_printed_from_its_rows_and_shows_no_signature(
    db: Database, sold: Sold, now: datetime
) -> None:
    old = replace(sold.sale, id=new_id(), number=2)
    with transaction(db):
        sales.add(db, old, record_seq=None)

    kept = kept_sale(db, old.id)
    shown = text.render(kept.receipt(FRENCH))

    assert kept == KeptSale(old, SHOP)
    assert "Lampe de bureau" in shown
    assert "Signature" not in shown


def test_a_sale_whose_record_was_purged_still_shows_its_signature(db: Database, sold: Sold, now: datetime) -> None:
    assert sold.record is not None
    seq = sold.record.seq
    with transaction(db):
        purge = append(db, Kind.PURGE, {"from": seq, "to": seq}, now=now, subject=f"{seq}-{seq}")
        db.execute("INSERT INTO purge VALUES (?, ?, ?)", (seq, seq, purge.seq))
        db.execute("UPDATE fiscal_record SET payload = x'' WHERE seq = ?", (seq,))

    kept = kept_sale(db, sold.sale.id)

    assert kept.sale == sold.sale
    assert f"Signature {' '.join(signature_letters(sold.record.signature))}" in text.render(kept.receipt(FRENCH))
