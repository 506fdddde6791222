"""Importing lists: looked at before, nothing doubled, nothing lost, and taken back whole."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pos.database import imports, outbox, products, stock
from pos.database.connection import Database, connect
from pos.database.imports import ImportState, RowState
from pos.database.search import search
from pos.domain.errors import Cancelled, FileNotWritten, FileRefused
from pos.domain.money import Money
from pos.domain.quantity import Quantity, pieces
from pos.domain.tax import TaxClass, TaxRate
from pos.exchange.product_lists.entry import Flag, Why
from pos.exchange.product_lists.reading import inspect
from pos.operations.cataloguing import add_product
from pos.operations.importing import Listed, discard, listed, publish, resume_imports, stage, write_listed
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import NOON, exactly, new_id, product, ticket
from tests.pos.exchange.lists import OPEN_FOOD_FACTS
from tests.pos.operations.importing_lists import counts, imported, is_sound, list_file, shop, staged

SOAP = "20100100;Savon;Nord;Hygiène;2,50;20;pièce;12;oui;"
COMTE = "2200215000002;Comté;;Crèmerie;22,90;5,5;kg;4,600;oui;Fromages"
TO_PRICE = "20100209;Panier;;Primeur;;5,5;pièce;6;oui;"
MANY = [f";Article {number};;Rayon {number % 7};1,00;20;;{number};;" for number in range(1, 241)]


def test_a_list_becomes_products_shelves_codes_and_stock(db: Database, tmp_path: Path) -> None:
    path = list_file(tmp_path, SOAP, COMTE, TO_PRICE)

    import_id, figures = staged(db, path)
    assert (figures.added, figures.to_price, figures.categories) == (3, 1, 3)
    assert products.count(db) == 0

    record = publish(db, import_id, now=NOON, new_id=new_id).record
    assert (record.state, counts(record)) == (ImportState.PUBLISHED, (3, 0, 0, 0))
    soap, comte = products.with_barcode(db, "20100100"), products.with_barcode(db, "2200215000002")
    assert soap is not None
    assert comte is not None
    assert (soap.name, soap.brand, soap.price, soap.tax_class) == ("Savon", "Nord", Money(250), TaxClass.STANDARD)
    assert stock.levels(db)[comte.id] == Quantity(4_600)
    assert [one.name for one in products.categories(db)] == ["Hygiène", "Crèmerie", "Primeur"]
    assert len({one.colour for one in products.categories(db)}) == 3
    assert [one.product.name for one in search(db, "comt")] == ["Comté"]
    assert is_sound(db)


def test_the_same_list_twice_changes_nothing(db: Database, tmp_path: Path) -> None:
    path = list_file(tmp_path, SOAP, COMTE, TO_PRICE, ";Sans code;;;3;;;;;", *MANY)
    imported(db, path)
    before = shop(db)

    again = imported(db, path)

    assert counts(again) == (0, 0, 244, 0)
    assert shop(db) == before


def test_an_article_without_price_waits_and_is_not_shown_online_until_it_has_one(db: Database, tmp_path: Path) -> None:
    imported(db, list_file(tmp_path, TO_PRICE))
    waiting = products.with_barcode(db, "20100209")
    assert waiting is not None
    assert (waiting.price, waiting.shown_online) == (None, False)

    imported(db, list_file(tmp_path, "20100209;Panier;15", headings="code;nom;prix"))

    priced = products.with_barcode(db, "20100209")
    assert priced is not None
    assert (priced.price, priced.shown_online) == (Money(1500), True)


def test_what_a_list_leaves_open_stays_as_it_is(db: Database, tmp_path: Path) -> None:
    soap = product("Vieux savon", 199, tax_class=TaxClass.REDUCED)
    add_product(db, soap, ["20100100", "MON-CODE"])

    record = imported(db, list_file(tmp_path, "20100100|20100209;Savon neuf;", headings="code;nom;prix"))

    assert counts(record) == (0, 1, 0, 0)
    changed = products.get(db, soap.id)
    assert changed is not None
    assert (changed.name, changed.price, changed.tax_class) == ("Savon neuf", Money(199), TaxClass.REDUCED)
    assert products.barcodes_of(db, soap.id) == ("20100100", "20100209", "MON-CODE")
    assert [one.product.name for one in search(db, "neuf")] == ["Savon neuf"]


def test_a_code_in_another_length_is_the_same_article(db: Database, tmp_path: Path) -> None:
    upc = product("Riz")
    add_product(db, upc, ["012345678905"])

    record = imported(db, list_file(tmp_path, "0012345678905;Riz rond;2", headings="code;nom;prix"))

    assert counts(record) == (0, 1, 0, 0)
    assert products.barcodes_of(db, upc.id) == ("012345678905",)


def test_an_article_without_code_is_recognised_by_its_name(db: Database, tmp_path: Path) -> None:
    add_product(db, product("Savon", 199))
    twins = [product("Brosse"), product("Brosse")]
    for one in twins:
        add_product(db, one)

    import_id, figures = staged(db, list_file(tmp_path, "Savon;2", "Brosse;3", headings="nom;prix"))

    assert (figures.changed, figures.reasons) == (1, ((Why.SEVERAL_NAMED, 1),))
    discard(db, import_id)


def test_the_second_of_two_rows_for_one_article_is_refused_and_names_the_first(db: Database, tmp_path: Path) -> None:
    path = list_file(tmp_path, SOAP, "20100100;Autre;;;1;;;;;", "A;X;;;1;;;;;", ";X;;;1;;;;;", "B|A;Y;;;1;;;;;")

    import_id, _ = staged(db, path)

    told = [(row.line, row.said) for row in listed(db, import_id, Listed.REFUSED, wording=Wording("en"), limit=9)]
    assert told == [
        (3, "The same barcode stands on line 2."),
        (5, "The same article stands on line 4."),
        (6, "The same barcode stands on line 4."),
    ]


def test_codes_of_two_products_are_not_guessed_at(db: Database, tmp_path: Path) -> None:
    for name, code in (("Savon", "A"), ("Brosse", "B")):
        add_product(db, product(name), [code])

    _, figures = staged(db, list_file(tmp_path, "A|B;Savon;1", headings="code;nom;prix"))

    assert figures.reasons == ((Why.TWO_PRODUCTS, 1),)


def test_the_stock_of_a_list_never_overrules_what_was_counted(
    db: Database, tmp_path: Path, rates: tuple[TaxRate, ...]
) -> None:
    path = list_file(tmp_path, SOAP)
    imported(db, path)
    soap = products.with_barcode(db, "20100100")
    assert soap is not None
    sell(db, ticket(soap), exactly(ticket(soap)), now=NOON, rates=rates)

    import_id, figures = staged(db, path)
    publish(db, import_id, now=NOON, new_id=new_id)

    assert figures.stock_kept == 1
    assert stock.levels(db)[soap.id] == pieces(11)


def test_a_category_is_found_however_it_is_written(db: Database, tmp_path: Path) -> None:
    imported(
        db, list_file(tmp_path, "A;Thé;Épicerie", "B;Café;EPICERIE", "C;Riz;epicerie", headings="code;nom;categorie")
    )

    assert [one.name for one in products.categories(db)] == ["Épicerie"]


def test_what_changed_since_it_was_staged_is_seen_when_it_is_published(db: Database, tmp_path: Path) -> None:
    def another_soap() -> None:
        add_product(db, product("Savon"), ["20100100"])

    record = imported(db, list_file(tmp_path, SOAP), before=another_soap)

    assert counts(record) == (0, 1, 0, 0)
    assert products.count(db) == 1


def test_a_row_that_became_two_products_meanwhile_is_refused_when_it_is_published(db: Database, tmp_path: Path) -> None:
    def two_products_take_its_codes() -> None:
        for name, code in (("Savon", "A"), ("Brosse", "B")):
            add_product(db, product(name), [code])

    path = list_file(tmp_path, "A|B;Savon;1", "C;Seau;2", headings="code;nom;prix")
    record = imported(db, path, before=two_products_take_its_codes)

    assert counts(record) == (1, 0, 0, 1)
    told = listed(db, record.id, Listed.REFUSED, wording=Wording("en"), limit=9)
    assert [(row.line, row.said) for row in told] == [
        (2, "The barcodes of the row belong to two products of the shop: Savon, Brosse.")
    ]


def test_a_list_is_published_once(db: Database, tmp_path: Path) -> None:
    record = imported(db, list_file(tmp_path, SOAP))

    with pytest.raises(LookupError):
        publish(db, record.id, now=NOON, new_id=new_id)


def test_an_article_that_a_list_brings_online_goes_there_with_its_stock(db: Database, tmp_path: Path) -> None:
    db.execute(
        "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
        " VALUES ('catalogue', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
    )
    imported(db, list_file(tmp_path, "A;Savon;2;3;non", headings="code;nom;prix;stock;en_ligne"))
    assert db.value("SELECT count(*) FROM dirty") == 0

    imported(db, list_file(tmp_path, "A;Savon;oui", headings="code;nom;en_ligne"))

    soap = products.with_barcode(db, "A")
    assert soap is not None
    assert sorted(db.rows("SELECT stream, product_id FROM dirty")) == [("level", soap.id), ("product", soap.id)]


def test_the_online_shop_learns_of_what_it_shows(db: Database, tmp_path: Path) -> None:
    db.execute(
        "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
        " VALUES ('catalogue', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
    )

    imported(db, list_file(tmp_path, SOAP, TO_PRICE))

    assert {one.name for one in outbox.product_news(db, "catalogue", 9)} == {"Savon"}
    assert db.value("SELECT count(*) FROM dirty WHERE stream = 'level'") == 1


@pytest.mark.parametrize("asked", [0, 1])
def test_cancelling_while_a_list_is_read_leaves_nothing(db: Database, tmp_path: Path, asked: int) -> None:
    path = list_file(tmp_path, *[f"{number};Article {number}" for number in range(1200)], headings="code;nom")

    with pytest.raises(Cancelled):
        stage(db, path, inspect(path), now=NOON, new_id=new_id, cancelled=_after(asked))

    assert imports.recent(db) == []
    assert db.value("SELECT count(*) FROM import_row") == 0


@pytest.mark.parametrize("asked", [0, 1, 3, 5])
def test_cancelling_while_it_is_published_leaves_the_shop_as_it_was(db: Database, tmp_path: Path, asked: int) -> None:
    add_product(db, product("Article 1", 500), ["20100100"])
    before = shop(db)
    import_id, _ = staged(db, list_file(tmp_path, "20100100;Savon;Nord;Neuf;2,50;20;;12;;Gamme", *MANY))

    with pytest.raises(Cancelled):
        publish(db, import_id, now=NOON, new_id=new_id, cancelled=_after(asked))

    assert shop(db) == before
    record = imports.get(db, import_id)
    assert record is not None
    assert record.state is ImportState.CANCELLED
    assert is_sound(db)


def test_a_file_that_goes_bad_while_it_is_read_leaves_nothing(db: Database, tmp_path: Path) -> None:
    path = list_file(tmp_path, *MANY)
    proposal = inspect(path)
    path.unlink()

    with pytest.raises(FileRefused):
        stage(db, path, proposal, now=NOON, new_id=new_id)

    assert imports.recent(db) == []


@pytest.mark.parametrize("step", ["stage", "publish", "undo"])
def test_a_till_that_dies_while_it_imports_is_as_before_when_it_opens_again(
    shop_path: Path, db: Database, tmp_path: Path, step: str
) -> None:
    add_product(db, product("Article 1", 500), ["20100100"])
    path = list_file(
        tmp_path, "20100100;Savon;Nord;Neuf;2,50;20;;12;;Gamme", *MANY, *[f"K{n};Clé {n}" for n in range(900)]
    )
    before = shop(db)

    died = subprocess.run(
        [sys.executable, "-c", _DIES, str(shop_path), str(path), step], timeout=60, check=False, capture_output=True
    )
    assert died.returncode == 9, died.stderr.decode()
    assert len(imports.unfinished(db)) == 1
    if step == "publish":
        assert products.count(db) > 1

    taken_back = resume_imports(db, now=NOON)

    assert len(taken_back) == (step != "stage")
    assert shop(db) == before
    assert is_sound(db)
    assert resume_imports(db, now=NOON) == []


def test_selling_goes_on_while_a_list_is_imported(
    shop_path: Path, db: Database, tmp_path: Path, rates: tuple[TaxRate, ...]
) -> None:
    soap = product("Savon")
    add_product(db, soap)
    path = list_file(tmp_path, *[f"{number};Article {number};;;1;;;1;;" for number in range(1500)])

    def bring_in() -> None:
        own = connect(shop_path)
        imported(own, path)
        own.close()

    importing = threading.Thread(target=bring_in)
    importing.start()
    sold_meanwhile = 0
    while importing.is_alive():
        basket = ticket(soap)
        sell(db, basket, exactly(basket), now=NOON, rates=rates)
        sold_meanwhile += 1

    assert sold_meanwhile > 20
    assert products.count(db) == 1501
    assert stock.levels(db)[soap.id] == pieces(-sold_meanwhile)
    assert is_sound(db)


def test_refused_and_flagged_rows_are_saved_with_what_is_said_of_them(db: Database, tmp_path: Path) -> None:
    path = list_file(tmp_path, "20100101;Savon;2", ";;1", "A;=1+1;x", headings="code;nom;prix")
    import_id, figures = staged(db, path)
    assert figures.flags == ((Flag.WRONG_CHECK_DIGIT, 1),)

    saved = tmp_path / "refus.csv"
    assert write_listed(db, import_id, Listed.REFUSED, saved, wording=Wording("en")) == 2
    assert saved.read_text(encoding="utf-8-sig").splitlines() == [
        "Line;Remark;code;nom;prix",
        "3;The name is missing.;;;1",
        "4;This is no price: “x”.;A;'=1+1;x",
    ]
    assert write_listed(db, import_id, Listed.FLAGGED, saved, wording=Wording("en")) == 1
    assert "20100101;Savon;2" in saved.read_text(encoding="utf-8-sig")


def test_a_folder_that_takes_no_file_is_told(db: Database, tmp_path: Path) -> None:
    import_id, _ = staged(db, list_file(tmp_path, ";;1", "A;Savon;1", headings="code;nom;prix"))

    with pytest.raises(FileNotWritten):
        write_listed(db, import_id, Listed.REFUSED, tmp_path / "nowhere" / "refus.csv", wording=Wording("en"))


@pytest.mark.skipif(not OPEN_FOOD_FACTS.exists(), reason="the real list is not beside this checkout")
def test_a_real_list_of_thousands_is_imported_and_taken_back(db: Database) -> None:
    import_id, figures = staged(db, OPEN_FOOD_FACTS)
    assert (figures.added, figures.to_price, figures.refused, figures.categories) == (6774, 6774, 0, 12)
    assert dict(figures.flags)[Flag.WRONG_CHECK_DIGIT] == 97

    record = publish(db, import_id, now=NOON, new_id=new_id).record

    assert counts(record) == (6774, 0, 0, 0)
    porridge = products.with_barcode(db, "00018999")
    assert porridge is not None
    assert porridge.name == "Porridge de Riz"
    assert imports.count_rows(db, import_id, [RowState.STAGED]) == 0
    assert is_sound(db)


def _after(asked: int) -> Callable[[], bool]:
    """A person who wants to stop once they were asked so many times."""
    times = 0

    def cancelled() -> bool:
        nonlocal times
        times += 1
        return times > asked

    return cancelled


_DIES = """
import os, sys
from pathlib import Path
from pos.database.connection import connect
from pos.exchange.product_lists.reading import inspect
from pos.operations.importing import publish, stage, undo_import
from tests.builders import NOON, ids, signing

path, step, new_id = Path(sys.argv[2]), sys.argv[3], ids(7)
db = signing(connect(Path(sys.argv[1])))

def die_at(wanted):
    def progress(done, total):
        if wanted == step and done * 2 > total:
            os._exit(9)
    return progress

staged = stage(db, path, inspect(path), now=NOON, new_id=new_id, progress=die_at("stage"))
publish(db, staged.import_id, now=NOON, new_id=new_id, progress=die_at("publish"))
undo_import(db, staged.import_id, now=NOON, progress=die_at("undo"))
"""
