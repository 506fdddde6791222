"""Comparing an article of a list with the shop's products: which one it is, and what its card becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos.database import imports, products
from pos.database.connection import Database
from pos.database.imports import Namesake
from pos.domain.catalogue import CATEGORY_COLOURS, Category, Family, Product
from pos.domain.folding import fold
from pos.domain.identity import NewId
from pos.domain.quantity import Unit
from pos.domain.tax import TaxClass
from pos.exchange.product_lists.entry import Entry, Why


class RowRefused(Exception):
    """The article cannot be told apart from others of the shop; never leaves the operations."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Comparison:
    """The product an article is and the card it gets; before is None for a new one.

    codes are all it carries afterwards, fresh_codes those it did not carry yet.
    """

    before: Product | None
    after: Product
    codes: tuple[str, ...]
    fresh_codes: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether anything of the card becomes another."""
        return self.before != self.after or bool(self.fresh_codes)

    @property
    def comes_online(self) -> bool:
        """Whether a product the shop has is shown online from now on."""
        return self.before is not None and self.after.shown_online and not self.before.shown_online


class Shelves:
    """The categories and families by name; one that is missing gets an id, and is new until it is written."""

    def __init__(self, db: Database, new_id: NewId) -> None:
        known = products.categories(db)
        self._db = db
        self._new_id = new_id
        self._categories = {fold(one.name): one.id for one in known}
        self._families: dict[str, str] = {}
        self._next_position = max((one.position for one in known), default=0) + 1
        self.new_categories: list[Category] = []
        self.new_families: list[Family] = []

    def note_written(self) -> None:
        """What was new is in the shop now."""
        self._next_position += len(self.new_categories)
        self.new_categories.clear()
        self.new_families.clear()

    def category(self, name: str) -> str:
        """The id of a category, however its name is written."""
        folded = fold(name)
        if folded not in self._categories:
            position = self._next_position + len(self.new_categories)
            colour = CATEGORY_COLOURS[(position - 1) % len(CATEGORY_COLOURS)]
            self.new_categories.append(Category(self._new_id(), name, position, colour))
            self._categories[folded] = self.new_categories[-1].id
        return self._categories[folded]

    def family(self, name: str) -> str:
        """The id of a family."""
        if name not in self._families:
            known = products.family_named(self._db, name)
            if known is None:
                known = Family(self._new_id(), name)
                self.new_families.append(known)
            self._families[name] = known.id
        return self._families[name]


def compare_once(
    db: Database, entry: Entry, shelves: Shelves, seen: dict[str, int], *, new_id: NewId, usual: TaxClass
) -> Comparison:
    """Find the product an article is, by its codes or else by its name, and the card it gets.

    Args:
        db: the shop.
        entry: the article.
        shelves: the categories and families.
        seen: the lines of what the list said already; this article is added to it.
        new_id: names a new product.
        usual: the tax class of a new product whose row says none.

    Raises:
        RowRefused: it stands on an earlier line, its codes belong to two products, or several products have its name.
    """
    codes = [_code_key(code) for code in entry.codes]
    names = [_name_key(entry.name, brand) for brand in (entry.brand, None)]
    for key in codes:
        _refuse_second(seen, key, Why.SAME_CODE)
    if not codes:
        _refuse_second(seen, names[0], Why.SAME_NAME)
    before = _known(db, entry, seen)
    if before is not None:
        _refuse_second(seen, f"id {before.id}", Why.SAME_NAME)
    compared = _compared(db, entry, before, shelves, new_id=new_id, usual=usual)
    for key in (*codes, *names, f"id {compared.after.id}"):
        seen.setdefault(key, entry.line)
    return compared


def _compared(
    db: Database, entry: Entry, before: Product | None, shelves: Shelves, *, new_id: NewId, usual: TaxClass
) -> Comparison:
    fresh = tuple(code for code in entry.codes if products.with_barcode(db, code) is None)
    if before is None:
        return Comparison(None, _new_card(entry, shelves, new_id(), usual), fresh, fresh)
    codes = (*products.barcodes_of(db, before.id), *fresh)
    return Comparison(before, _changed_card(before, entry, shelves), codes, fresh)


def _refuse_second(seen: dict[str, int], key: str, why: Why) -> None:
    line = seen.get(key)
    if line is not None:
        raise RowRefused(why, str(line))


def _code_key(code: str) -> str:
    """One key for a 12-digit UPC and the 13-digit EAN that is the same number."""
    return "code " + (code.zfill(13) if len(code) == 12 and code.isascii() and code.isdigit() else code)


def _name_key(name: str, brand: str | None) -> str:
    return f"name {name}" if brand is None else f"name {name}\x1f{brand}"


def _known(db: Database, entry: Entry, seen: dict[str, int]) -> Product | None:
    """The product an article is, or None when it is new."""
    holders = [products.with_barcode(db, code) for code in entry.codes]
    found = {holder.id: holder for holder in holders if holder is not None}
    if len(found) > 1:
        raise RowRefused(Why.TWO_PRODUCTS, ", ".join(one.name for one in found.values()))
    if entry.codes:
        return next(iter(found.values()), None)
    product_id = _by_name(entry, [one for one in imports.named(db, entry.name) if f"id {one.product_id}" not in seen])
    return None if product_id is None else products.get(db, product_id)


def _by_name(entry: Entry, namesakes: list[Namesake]) -> str | None:
    """Which of the products of this name it is: the one of its brand; without a brand the only one.

    Products that an earlier row stands for are not among them. Of several of one brand, the one without a code.
    """
    same_brand = [one for one in namesakes if one.brand == (entry.brand or "")]
    candidates = same_brand or (namesakes if entry.brand is None else [])
    without_code = [one for one in same_brand if not one.has_code]
    chosen = without_code if len(without_code) == 1 else candidates
    if len(chosen) > 1:
        raise RowRefused(Why.SEVERAL_NAMED, entry.name)
    return chosen[0].product_id if chosen else None


def _new_card(entry: Entry, shelves: Shelves, product_id: str, usual: TaxClass) -> Product:
    """The card of a new product; without a price it waits and is not shown online."""
    return Product(
        id=product_id,
        name=entry.name,
        price=entry.price,
        tax_class=entry.tax_class or usual,
        unit=entry.unit or Unit.PIECE,
        brand=entry.brand or "",
        category_id=shelves.category(entry.category) if entry.category else None,
        family_id=shelves.family(entry.family) if entry.family else None,
        shown_online=entry.price is not None and entry.online is not False,
    )


def _changed_card(before: Product, entry: Entry, shelves: Shelves) -> Product:
    """The card of a product the shop has: what the list says is taken, what it leaves open stays."""
    price = entry.price or before.price
    if entry.online is not None:
        shown = entry.online and price is not None
    else:
        shown = before.shown_online or (before.price is None and price is not None)
    return replace(
        before,
        name=entry.name,
        price=price,
        tax_class=entry.tax_class or before.tax_class,
        unit=entry.unit or before.unit,
        brand=before.brand if entry.brand is None else entry.brand,
        category_id=shelves.category(entry.category) if entry.category else before.category_id,
        family_id=shelves.family(entry.family) if entry.family else before.family_id,
        shown_online=shown,
    )
