"""The shop that is scanned in: articles by the piece with numbers of every length, one by weight, one without price."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from pos.domain.catalogue import Category
from pos.domain.quantity import Unit
from pos.keystore import FileKeyStore, key_file
from pos.operations.cataloguing import add_category, add_product
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON
from ui.app import Till, TillOptions
from ui.sounds import PlaySound

BREAD: Final = "2000000000015"
CHEESE: Final = "2600001000009"
POSTCARD: Final = "2000000000022"
PIECES: Final = (BREAD, "3017620422003", "96385074", "036000291452", "9780201379624", "5449000000996", "AB-12345")
UNKNOWN: Final = "4012345678901"


def make_shop(path: Path) -> None:
    """Fill a new file."""
    new_id = builders.ids(3)
    db = open_shop(path, now=NOON, new_id=new_id)
    shelf = Category(new_id(), "Épicerie", 1, "wheat")
    add_category(db, shelf)
    for place, code in enumerate(PIECES):
        add_product(db, builders.product(f"Article {place}", 100 + place, category_id=shelf.id), [code])
    add_product(db, builders.product("Comté", 2290, unit=Unit.KILOGRAM, category_id=shelf.id), [CHEESE])
    add_product(db, builders.product("Carte postale", None, category_id=shelf.id), [POSTCARD])
    db.close()


@contextmanager
def open_till(folder: Path, sound: PlaySound) -> Iterator[Till]:
    """The real till on a shop of its own, ready to scan."""
    path = folder / "shop.db"
    make_shop(path)
    QApplication.setStyle("Fusion")
    till = Till(
        TillOptions(path, language="fr", theme="light", keys=FileKeyStore(key_file(path))),
        clock=lambda: NOON,
        new_id=builders.ids(4),
        sound=sound,
    )
    ready: list[bool] = []
    till.late_parts_loaded.connect(lambda: ready.append(True))
    till.open()
    while not ready:
        QApplication.processEvents()
    try:
        yield till
    finally:
        till.close()
