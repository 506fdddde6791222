"""Which column holds what: by the words above it, in French and in English, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pos.domain.barcode import is_valid
from pos.domain.folding import fold
from pos.exchange.product_lists.layout import Field, Kind, RawRow

TEXT: Final = Kind.TEXT
LINES_SEARCHED: Final = 10
"""Exports put a title or a date above the headings: they are looked for in this many rows."""


def header(rows: Sequence[RawRow]) -> RawRow | None:
    """The row of the headings, or None: the one with the most known words among the first."""
    candidates = [row for row in rows[:LINES_SEARCHED] if not row.trouble]
    best = max(candidates, key=lambda row: known(row.cells), default=None)
    if best is None or not known(best.cells) or any(is_valid(cell.strip()) for cell in best.cells):
        return None
    return best


def known(cells: Sequence[str]) -> int:
    """How many of the cells are headings we know."""
    return sum(field is not None for field in fields(cells))


def fields(cells: Sequence[str]) -> tuple[Field | None, ...]:
    """What each heading announces; where two announce the same, the better word wins, then the first."""
    ranked = sorted((rank, place, field) for place, cell in enumerate(cells) for rank, field in _meanings(cell))
    found: list[Field | None] = [None] * len(cells)
    for _, place, field in ranked:
        if field not in found and found[place] is None:
            found[place] = field
    return tuple(found)


def guess(rows: Sequence[RawRow], found: Sequence[Field | None]) -> tuple[Field | None, ...]:
    """Add what the cells themselves tell: codes by their check digits, names by their letters."""
    width = max((len(row.cells) for row in rows), default=0)
    guessed = list(found) + [None] * (width - len(found))
    for field, likeness in ((Field.CODE, _code_share), (Field.NAME, _letters)):
        free = [place for place, taken in enumerate(guessed) if taken is None]
        if field in guessed or not free:
            continue
        best = max(free, key=lambda place: likeness(_column(rows, place)))
        if likeness(_column(rows, best)) > 0.5:
            guessed[best] = field
    return tuple(guessed)


def _column(rows: Sequence[RawRow], place: int) -> list[str]:
    return [row.cells[place].strip() for row in rows if place < len(row.cells)]


def _code_share(cells: Sequence[str]) -> float:
    return sum(is_valid(cell) for cell in cells) / len(cells) if cells else 0.0


def _letters(cells: Sequence[str]) -> float:
    """How many letters a cell has on average; names have more of them than brands or categories."""
    texts = [cell for cell in cells if "://" not in cell]
    return sum(map(str.isalpha, "".join(texts))) / len(cells) if cells else 0.0


def _meanings(heading: str) -> list[tuple[int, Field]]:
    """What a heading may announce, each with its rank: 0 is the surest."""
    words = [word for word in re.split(r"[^a-z0-9]+", fold(heading[:200])) if word not in _CURRENCIES]
    plain = " ".join(words).strip()
    if not plain:
        return []
    exact = [(names.index(plain), field) for field, names in _NAMES.items() if plain in names]
    if exact:
        return exact
    said = set(words)
    return [(_BY_HINT, field) for field, (wanted, unwanted) in _HINTS.items() if said & wanted and not said & unwanted]


_CURRENCIES: Final = frozenset({"", "eur", "euro", "euros"})
_BY_HINT: Final = 100

_NAMES: Final[dict[Field, tuple[str, ...]]] = {
    Field.CODE: (
        "ean", "ean13", "ean 13", "gtin", "gtin13", "gtin 13", "code barre", "code barres", "code a barres",
        "codebarre", "codebarres", "codes barres", "gencod", "gencode", "barcode", "barcodes", "bar code",
        "variant barcode", "gtin upc ean or isbn", "upc", "isbn", "ean8", "code ean", "code ean13", "code gtin",
        "code", "codes", "code article", "code produit", "product code", "item code", "plu", "sku", "variant sku",
        "reference", "ref", "reference article", "reference produit",
    ),
    Field.NAME: (
        "nom", "name", "product name", "designation", "libelle", "nom du produit", "nom produit", "nom de l article",
        "nom article", "item name", "designation article", "designation produit", "libelle article",
        "libelle produit", "product", "produit", "article", "item", "title", "titre", "intitule",
        "description courte", "description",
    ),
    Field.BRAND: ("marque", "brand", "brands", "marques", "brand name", "vendor", "fabricant", "manufacturer"),
    Field.CATEGORY: (
        "categorie", "category", "categories", "rayon", "main category fr", "main category", "product category",
        "categorie produit", "department", "groupe", "famille d articles", "product type", "type",
    ),
    Field.PRICE: (
        "prix ttc", "prix de vente ttc", "prix vente ttc", "pv ttc", "pvttc", "prix unitaire ttc", "prix public ttc",
        "tarif ttc", "prix", "price", "prix de vente", "prix vente", "pv", "selling price", "sale price incl vat",
        "retail price", "unit price", "regular price", "variant price", "prix unitaire", "prix public", "pvc",
        "tarif", "tarif normal",
    ),
    Field.VAT: (
        "tva", "taux tva", "taux de tva", "vat", "vat rate", "tax rate", "taux", "code tva", "taxe", "tax class",
        "tax", "classe de taxe",
    ),
    Field.UNIT: (
        "unite", "unit", "unite de vente", "unites", "vendu a", "vendu au", "sold by", "unit of measure", "uom",
        "unite de mesure", "mode de vente",
    ),
    Field.STOCK: (
        "stock", "quantite en stock", "qte en stock", "stock actuel", "stock quantity", "stock reel", "on hand",
        "quantite", "qte", "quantity", "qty", "inventory", "variant inventory qty", "stock disponible", "en stock",
        "inventaire", "stock initial",
    ),
    Field.ONLINE: (
        "en ligne", "online", "shown online", "visible en ligne", "vente en ligne", "publie", "published", "visible",
        "e boutique", "web",
    ),
    Field.FAMILY: (
        "famille", "family", "gamme", "product family", "famille de variantes", "groupe variantes",
    ),
}  # fmt: skip

_HINTS: Final[dict[Field, tuple[frozenset[str], frozenset[str]]]] = {
    Field.CODE: (
        frozenset({"ean", "ean13", "gtin", "gencod", "gencode", "barre", "barres", "barcode", "upc"}),
        frozenset({"type", "image"}),
    ),
    Field.NAME: (frozenset({"designation", "libelle"}), frozenset({"court", "rayon", "famille", "fournisseur"})),
    Field.BRAND: (frozenset({"marque", "brand"}), frozenset({"code", "id"})),
    Field.CATEGORY: (frozenset({"categorie", "category", "rayon"}), frozenset({"id", "code", "google", "tax"})),
    Field.PRICE: (
        frozenset({"prix", "price", "tarif", "pv"}),
        frozenset(
            {"achat", "ht", "revient", "cost", "fournisseur", "gros", "barre", "promo", "sale", "compare", "at",
             "solde", "starts", "ends", "date", "net", "excl", "kg", "kilo", "litre"}
        ),
    ),
    Field.VAT: (
        frozenset({"tva", "vat"}),
        frozenset({"montant", "amount", "numero", "number", "intra", "ttc", "prix", "price", "incl", "excl"}),
    ),
    Field.UNIT: (frozenset({"unite"}), frozenset({"prix", "nombre", "par", "lot"})),
    Field.STOCK: (
        frozenset({"stock", "qte"}),
        frozenset({"mini", "min", "maxi", "max", "alerte", "seuil", "securite", "valeur", "status", "statut", "date",
                   "commande", "low"}),
    ),
    Field.ONLINE: (frozenset({"online"}), frozenset({"price", "url"})),
    Field.FAMILY: (frozenset({"gamme"}), frozenset({"prix"})),
}  # fmt: skip
