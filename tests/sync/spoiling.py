"""The real catalogue's database changed behind everybody's back, and a till that compares until it is done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sync.comparing import LOOKS_APART, Comparing, Comparison
from sync.push import Push
from tests.sync.till_at_work import TillAtWork

_LONGEST_ROUNDS = 400


class Spoiler:
    """Writes into the catalogue's own file what no till ever said."""

    def __init__(self, folder: Path, shop: str) -> None:
        self._file = folder / "catalogue.sqlite3"
        self._shop = shop

    def product(self, change: str, ref: str) -> None:
        """Change the row of a product: `shown = 0`."""
        self._run(f"UPDATE catalogue_product SET {change} WHERE shop_id = ? AND ref = ?", ref)

    def level(self, change: str, ref: str) -> None:
        """Change the row of a level: `quantity_milli = 7000`."""
        self._run(f"UPDATE catalogue_level SET {change} WHERE product_id = {_NUMBER}", ref)

    def lose_level(self, ref: str) -> None:
        """Forget a level."""
        self._run(f"DELETE FROM catalogue_level WHERE product_id = {_NUMBER}", ref)

    def lose(self, ref: str) -> None:
        """Forget a product, and what hangs on it."""
        for table in ("catalogue_level", "catalogue_barcode", "catalogue_change"):
            self._run(f"DELETE FROM {table} WHERE product_id = {_NUMBER}", ref, needed=False)
        self._run("DELETE FROM catalogue_product WHERE shop_id = ? AND ref = ?", ref)

    def invent(self, ref: str, like: str) -> None:
        """Show a product that no till described, made after another."""
        columns = (
            "term, version, name, brand, category, category_key, family, unit, currency, price_minor, shown, folded"
        )
        self._run(
            f"INSERT INTO catalogue_product (shop_id, ref, {columns}) SELECT shop_id, '{ref}', {columns}"
            " FROM catalogue_product WHERE shop_id = ? AND ref = ?",
            like,
        )

    def _run(self, statement: str, ref: str, *, needed: bool = True) -> None:
        with closing(sqlite3.connect(self._file, timeout=20)) as db:
            done = db.execute(statement, (self._shop, ref))
            assert done.rowcount > 0 or not needed, f"changed nothing: {statement}"
            db.commit()


def look(till: TillAtWork, push: Push, comparing: Comparing) -> None:
    """Send what waits and go on comparing, until one look is done or there is nothing to do."""
    for _ in range(_LONGEST_ROUNDS):
        push.drain()
        if not comparing.round(till.db, push):
            return
    raise AssertionError("a comparison never ends")


def compared(till: TillAtWork, *, comparing: Comparing | None = None) -> Comparison | None:
    """Ask for a comparison and let as much time pass as its two looks need."""
    one = comparing or Comparing()
    one.ask()
    with till.line() as push:
        look(till, push, one)
        if one.looks_again:
            till.clock.advance(LOOKS_APART)
            look(till, push, one)
        comparison = one.comparison
        push.drain()
    return comparison


_NUMBER = "(SELECT id FROM catalogue_product WHERE shop_id = ? AND ref = ?)"
