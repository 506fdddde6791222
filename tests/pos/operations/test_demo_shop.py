"""The demo shop is filled whole, and filling it twice changes nothing."""

from pos.database import imports, products, quick_keys, settings, stock
from pos.database.connection import Database
from pos.database.imports import ImportState
from pos.database.search import search
from pos.domain.quantity import Unit
from pos.operations.demo_shop import fill
from tests.builders import NOON, new_id
from tests.pos.operations.importing_lists import is_sound, shop


def test_the_demo_shop_has_its_name_its_shelves_and_its_stock(db: Database) -> None:
    changes = fill(db, now=NOON, new_id=new_id)

    identity = settings.shop_identity(db)
    assert (identity.name, identity.city) == ("Épicerie du Marché", "Valbrune-sur-Orle")
    assert identity.hours.startswith("mardi au vendredi 07:30-12:45 et 15:00-19:15, samedi")
    assert identity.footer[0].startswith("Merci")
    assert [one.name for one in products.categories(db)][:3] == ["Pain", "Primeur", "Crèmerie"]
    assert [one.colour for one in products.categories(db)][:3] == ["wheat", "leaf", "butter"]
    assert products.count(db) == 399
    assert len(stock.levels(db)) == 399
    assert (changes.products, changes.stock) == (True, True)
    assert is_sound(db)


def test_the_favourites_are_those_a_grocer_sells_all_day(db: Database) -> None:
    fill(db, now=NOON, new_id=new_id)

    shown = [one.product.name for one in quick_keys.page(db, limit=60)]
    assert shown[:2] == ["Baguette tradition 250 g", "Croissant au beurre"]
    assert len(shown) == 14


def test_comte_is_sold_by_weight(db: Database) -> None:
    fill(db, now=NOON, new_id=new_id)

    found = search(db, "comte 12")[0]
    assert found.product.unit is Unit.KILOGRAM
    assert found.on_hand is not None
    assert not found.on_hand.is_whole


def test_articles_without_a_price_wait_and_are_not_shown_online(db: Database) -> None:
    fill(db, now=NOON, new_id=new_id)

    waiting = db.rows("SELECT shown_online FROM product WHERE price_minor IS NULL")
    assert waiting == [(0,)] * 4


def test_filling_twice_changes_nothing(db: Database) -> None:
    fill(db, now=NOON, new_id=new_id)
    before = shop(db)

    fill(db, now=NOON, new_id=new_id)

    assert shop(db) == before
    assert [record.state for record in imports.recent(db)] == [ImportState.PUBLISHED]
