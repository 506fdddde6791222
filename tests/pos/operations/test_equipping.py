"""The printer a shop chose and its logo are kept in the shop's file, and neither can hold up a receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pos.database import printers, products
from pos.database.connection import Database
from pos.devices.paper import read_paper
from pos.domain.errors import PictureRefused, PrinterSettingWrong
from pos.domain.printer import CodePage, Cutting, Drawer, Letters, PrinterProfile, ReceiptPrinter
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.editing import look_at, save_card
from pos.operations.equipping import keep_logo, keep_printer, logo_for, read_picture, receipt_printer
from pos.operations.printing import RECEIPT_PRINTER, print_next, queue_receipt
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import NOON, exactly, new_id, product, ticket

PROFILE = PrinterProfile(32, Letters(CodePage.CP1252, 71), Cutting.TORN, Drawer.PIN_5, one_byte=True)


def picture(width: int = 100) -> bytes:
    body = BytesIO()
    Image.new("L", (width, 50), 0).save(body, "PNG")
    return body.getvalue()


def test_a_shop_without_a_printer_has_none(db: Database) -> None:
    assert receipt_printer(db) == ReceiptPrinter()
    assert logo_for(db, PROFILE) is None


def test_everything_about_a_printer_is_kept_as_it_was_chosen(db: Database) -> None:
    chosen = ReceiptPrinter("serial:COM3?baud=9600", PROFILE)

    assert keep_printer(db, chosen) == chosen
    assert receipt_printer(db) == chosen


def test_an_address_that_leads_nowhere_is_not_kept(db: Database) -> None:
    keep_printer(db, ReceiptPrinter("tcp://192.0.2.7"))

    with pytest.raises(PrinterSettingWrong):
        keep_printer(db, ReceiptPrinter("lpt1"))

    assert receipt_printer(db).address == "tcp://192.0.2.7"


def test_another_printer_keeps_the_logo(db: Database) -> None:
    logo = keep_logo(db, picture()).logo

    assert keep_printer(db, ReceiptPrinter("cups:Ticket")).logo == logo
    assert receipt_printer(db) == ReceiptPrinter("cups:Ticket", logo=logo)


def test_a_logo_stands_on_top_of_the_next_receipt(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    keep_logo(db, picture())
    soap = product(price_minor=250)
    add_product(db, soap)
    basket = ticket(soap)
    sale = sell(db, basket, exactly(basket), now=now, rates=rates).sale
    queue_receipt(db, sale.id, profile=PROFILE, now=now, new_id=new_id, wording=Wording("fr"))
    papers: list[bytes] = []
    print_next(db, RECEIPT_PRINTER, papers.append)

    paper = read_paper(papers[0])

    assert paper.pictures == ((384, 50),)
    assert paper.text.startswith("[384 x 50]\n")


def test_an_article_that_lets_its_photo_go_leaves_the_logo_of_the_same_picture(db: Database) -> None:
    soap = product()
    add_product(db, soap)
    logo = keep_logo(db, picture()).logo
    shown = save_card(db, replace(look_at(db, soap.id), picture=picture()), now=NOON).card

    save_card(db, replace(shown, picture=None), now=NOON)

    assert products.photo(db, logo) == picture()


def test_a_logo_taken_off_leaves_nothing_behind(db: Database) -> None:
    first = keep_logo(db, picture()).logo
    second = keep_logo(db, picture(width=200)).logo
    assert products.photo(db, first) is None

    assert keep_logo(db, b"").logo == ""

    assert products.photo(db, second) is None
    assert logo_for(db, PROFILE) is None


def test_a_logo_that_an_article_shows_too_stays_with_it(db: Database) -> None:
    logo = keep_logo(db, picture()).logo
    soap = product()
    add_product(db, soap)
    db.execute("UPDATE product SET photo = ? WHERE id = ?", (logo, soap.id))

    keep_logo(db, b"")

    assert products.photo(db, logo) == picture()


def test_a_logo_that_was_damaged_in_the_file_holds_up_no_receipt(db: Database) -> None:
    products.add_photo(db, "abc", "image/png", b"not a picture")
    printers.put_receipt_printer(db, ReceiptPrinter(logo="abc"))

    assert logo_for(db, PROFILE) is None


def test_a_picture_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture())

    assert read_picture(tmp_path / "logo.png") == picture()


@pytest.mark.parametrize(("content", "reason"), [(b"%PDF-1.7", "kind"), (None, "unreadable")])
def test_what_is_no_picture_is_refused_with_its_reason(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "logo.png"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(PictureRefused) as refused:
        read_picture(path)

    assert (refused.value.path, refused.value.reason) == (path, reason)
