"""Taking an import back: what it did is undone, what people did since stays."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.database import imports, outbox, products, stock
from pos.database.connection import Database, transaction
from pos.database.imports import ImportState
from pos.domain.money import Money
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product, change_product, price_product
from pos.operations.importing import Since
from pos.operations.opening import open_shop
from pos.operations.parking import park
from pos.operations.selling import keep_ticket, sell
from tests.builders import NOON, exactly, ids, product, ticket
from tests.pos.operations.importing_lists import imported, is_sound, list_file, shop, undone

SOAP = "20100100;Savon;Nord;Hygiène;2,50;20;pièce;12;oui;Savons"
BRUSH = "20100209;Brosse;;Hygiène;3;20;pièce;4;oui;"
LINK = (
    "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
    " VALUES ('catalogue', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
)


def test_an_import_is_taken_back_whole(db: Database, tmp_path: Path) -> None:
    add_product(db, product("Vieux savon", 199), ["20100100"])
    before = shop(db)
    record = imported(db, list_file(tmp_path, SOAP, BRUSH))
    assert shop(db) != before

    result = undone(db, record.id)

    assert (result.removed, result.restored, result.left) == (1, 1, ())
    assert shop(db) == before
    assert is_sound(db)
    after = imports.get(db, record.id)
    assert after is not None
    assert after.state is ImportState.UNDONE
    with pytest.raises(LookupError):
        undone(db, record.id)


def test_what_was_sold_since_stays_and_is_told(db: Database, tmp_path: Path, rates: tuple[TaxRate, ...]) -> None:
    record = imported(db, list_file(tmp_path, SOAP, BRUSH))
    soap = products.with_barcode(db, "20100100")
    assert soap is not None
    basket = ticket(soap)
    sell(db, basket, exactly(basket), now=NOON, rates=rates)

    result = undone(db, record.id)

    assert [(one.name, one.since) for one in result.left] == [("Savon", Since.SOLD)]
    assert products.get(db, soap.id) == soap
    assert stock.levels(db)[soap.id] == pieces(11)
    assert products.with_barcode(db, "20100209") is None
    assert [one.name for one in products.categories(db)] == ["Hygiène"]
    assert is_sound(db)


def test_what_stands_on_the_open_ticket_stays(db: Database, tmp_path: Path) -> None:
    record = imported(db, list_file(tmp_path, SOAP))
    soap = products.with_barcode(db, "20100100")
    assert soap is not None
    keep_ticket(db, ticket(soap), now=NOON)

    assert [one.since for one in undone(db, record.id).left] == [Since.SOLD]
    assert products.get(db, soap.id) == soap


def test_what_stands_on_a_parked_ticket_stays(db: Database, tmp_path: Path) -> None:
    record = imported(db, list_file(tmp_path, SOAP))
    soap = products.with_barcode(db, "20100100")
    assert soap is not None
    park(db, ticket(soap), name="Mme Petit", now=NOON)

    assert [one.since for one in undone(db, record.id).left] == [Since.SOLD]


def test_a_card_a_person_changed_since_stays_and_is_told(db: Database, tmp_path: Path) -> None:
    add_product(db, product("Vieux savon", 199), ["20100100"])
    record = imported(db, list_file(tmp_path, SOAP, "20100209;Panier;;;;;;;;"))
    soap, basket = products.with_barcode(db, "20100100"), products.with_barcode(db, "20100209")
    assert soap is not None
    assert basket is not None
    change_product(db, replace(soap, name="Savon du Nord"), now=NOON)
    price_product(db, basket.id, Money(1500), shown_online=True, now=NOON)

    result = undone(db, record.id)

    assert {(one.name, one.since) for one in result.left} == {
        ("Savon du Nord", Since.EDITED),
        ("Panier", Since.EDITED),
    }
    kept = products.get(db, soap.id)
    assert kept is not None
    assert (kept.name, kept.price) == ("Savon du Nord", Money(250))


def test_a_changed_card_that_was_sold_since_is_restored_and_its_stock_moved_back(
    db: Database, tmp_path: Path, rates: tuple[TaxRate, ...]
) -> None:
    soap = product("Vieux savon", 199)
    add_product(db, soap, ["20100100"])
    record = imported(db, list_file(tmp_path, SOAP))
    basket = ticket(soap)
    sell(db, basket, exactly(basket), now=NOON, rates=rates)

    result = undone(db, record.id)

    assert (result.restored, result.left) == (1, ())
    assert products.get(db, soap.id) == soap
    assert stock.levels(db)[soap.id] == pieces(-1)


def test_a_card_is_restored_even_when_its_shelf_is_gone(db: Database, tmp_path: Path) -> None:
    soap = product("Savon")
    add_product(db, soap, ["20100100"])
    opens_shelf = imported(db, list_file(tmp_path, "20100100;Savon;Bain", headings="code;nom;categorie"))
    moves_away = imported(db, list_file(tmp_path, "20100100;Savon;Lessive", headings="code;nom;categorie"))
    assert [one.since for one in undone(db, opens_shelf.id).left] == [Since.EDITED]

    undone(db, moves_away.id)

    restored = products.get(db, soap.id)
    assert restored is not None
    assert restored.category_id is None


def test_the_online_shop_learns_that_articles_went_away(db: Database, tmp_path: Path) -> None:
    db.execute(LINK)
    record = imported(db, list_file(tmp_path, SOAP))
    soap = products.with_barcode(db, "20100100")
    assert soap is not None
    outbox.note_shown(db, "catalogue", [(soap.id, True)])
    db.execute("DELETE FROM dirty")

    undone(db, record.id)

    news = [(one.product_id, one.name) for one in outbox.product_news(db, "catalogue", 9)]
    assert news == [(soap.id, None)]


def test_what_the_online_shop_was_never_told_leaves_no_news_behind(db: Database, tmp_path: Path) -> None:
    db.execute(LINK)

    undone(db, imported(db, list_file(tmp_path, SOAP, BRUSH)).id)

    assert db.rows("SELECT * FROM dirty") == []


def test_a_card_that_was_only_told_again_can_still_be_taken_back(db: Database, tmp_path: Path) -> None:
    db.execute(LINK)
    record = imported(db, list_file(tmp_path, SOAP))
    soap = products.with_barcode(db, "20100100")
    assert soap is not None
    with transaction(db):
        outbox.mark_afresh(db, "catalogue", shown=[soap.id])

    result = undone(db, record.id)

    assert (result.removed, result.left) == (1, ())


_codes = st.lists(
    st.sampled_from(["A", "B", "C", "D", "20100100", "20100101", "012345678905", "0012345678905"]), max_size=2
)
_rows = st.lists(
    st.tuples(
        _codes.map("|".join),
        st.sampled_from(["Savon", "Brosse", "Thé", "", "Riz"]),
        st.sampled_from(["", "Nord", "Sud"]),
        st.sampled_from(["", "Bain", "BAIN", "Épicerie"]),
        st.sampled_from(["", "1,00", "2,50", "x"]),
        st.sampled_from(["", "5,5", "20"]),
        st.sampled_from(["", "3", "-1"]),
        st.sampled_from(["", "oui", "non"]),
    ).map(";".join),
    max_size=6,
)
HEADINGS = "code;nom;marque;categorie;prix;tva;stock;en_ligne"


@settings(deadline=None, max_examples=40)
@given(first=_rows, second=_rows)
def test_any_list_upon_any_other_is_taken_back_to_the_last_word(first: list[str], second: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = open_shop(Path(folder) / "shop.db", now=NOON, new_id=ids(3))
        try:
            if first:
                imported(db, list_file(Path(folder), *first, headings=HEADINGS))
            before = shop(db)
            path = list_file(Path(folder), "Z;Zeste;;;;;;", *second, headings=HEADINGS)
            record = imported(db, path)
            after = shop(db)
            assert imported(db, path).added == 0
            assert shop(db) == after
            undone(db, record.id)
            assert shop(db) == before
            assert is_sound(db)
        finally:
            db.close()
