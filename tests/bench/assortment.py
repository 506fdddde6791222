"""A shop with a great many articles under names as French shelves have them, written in bulk."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pos.database import search_index
from pos.database.connection import Database, transaction
from pos.domain.barcode import check_digit
from pos.domain.folding import fold
from pos.domain.spelling import words_of
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON

_KINDS: Final = """
Savon Savonnette Shampooing Confiture Gelée Miel Thé Tisane Café Chocolat Biscuit Sablé Madeleine Gâteau Tarte Quiche
Pizza Soupe Velouté Beurre Crème Fromage Camembert Comté Roquefort Yaourt Lait Œuf Bœuf Veau Agneau Porc Jambon
Saucisson Pâté Terrine Rillettes Poulet Canard Dinde Saumon Thon Sardine Maquereau Crevette Huître Moule Huile Vinaigre
Moutarde Sel Poivre Sucre Farine Riz Pâtes Semoule Lentille Haricot Pois Carotte Tomate Salade Pomme Poire Banane
Orange Citron Fraise Framboise Cerise Abricot Pêche Prune Raisin Melon Ananas Mangue Noix Amande Noisette Sirop Jus
Limonade Eau Bière Vin Cidre Rhum Whisky Baguette Brioche Croissant Lessive Éponge Brosse Dentifrice Parfum Bougie
Lampe Ampoule Pile Cahier Stylo Crayon Gomme Règle Colle Ciseaux Papier Enveloppe Carte Livre Vase Bol Assiette Verre
Tasse Couteau Fourchette Cuillère Torchon Nappe Coussin Écharpe Bonnet Gant Chaussette Ceinture Sac Collier Bracelet
Bague Puzzle Peluche Ballon
"""
_MANNERS: Final = """
nature, bio, doux, demi-sel, moulu, en grains, au lait, noir, blanc, rouge, vert, aux fruits, à la vanille, d'Alep,
de Marseille, de chèvre, de brebis, fermier, artisanal, tradition, à l'ancienne, de Provence, de Bretagne, fumé, salé,
de Normandie, d'Alsace, sans gluten, sans sucre, allégé, à la menthe, à la lavande, à la verveine, au citron, sec,
de saison, en bocal, en vrac, pliable, en coton, en lin, en bois, en verre, pour enfant, de voyage, grand modèle,
petit modèle, rechargeable, fait main, du terroir, de montagne, des îles, extra fin, mi-cuit, au piment, à l'œuf,
sans alcool, brut, moelleux, pétillant
"""
_HOUSES: Final = "Maison, La ferme, Les jardins, Moulin, Domaine, Atelier, Fournil, Château, Aux, "
_BEGINNINGS: Final = "Bar Ber Bou Char Cler Dau Del Du Fau Gar Ger Gui Lan Le Mar Mer Mor Nau Pas Per Rous Ser Tour Vau"
_MIDDLES: Final = "an ber bon di ga lan lé ma mi nard pel ra ri ron sé ta ti tou val ve"
_ENDS: Final = "ac ain an ard at aud é eau el er et ien ier in oix on ot ou y"
_BRANDS: Final = 4_000
_BULK = 20_000


def build_assortment(path: Path, *, articles: int) -> Database:
    """A shop with so many articles, each with a brand, a code and a level; the same ones every time.

    Written past the operations, indexes and triggers last: what `products.add` takes minutes for.
    """
    db = open_shop(path, now=NOON, new_id=builders.ids(articles))
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA cache_size=-262144")
    later = db.rows(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND (tbl_name = 'search_entry'"
        " AND type = 'trigger' OR tbl_name IN ('product', 'barcode') AND type = 'index')"
    )
    with transaction(db):
        for kind, name, _ in later:
            db.execute(f"DROP {kind} {name}")
        _write(db, articles)
        for _, _, sql in later:
            db.execute(sql)
        for index in ("search_prefix", "search_inside"):
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    db.checkpoint()
    db.execute("PRAGMA synchronous=FULL")
    return db


def _write(db: Database, articles: int) -> None:
    made: list[tuple[Any, ...]] = []
    for row in _articles(articles):
        made.append(row)
        if len(made) == _BULK:
            _write_bulk(db, made)
            made = []
    _write_bulk(db, made)
    vocabulary = " ".join((_KINDS, _MANNERS, *_brands(random.Random(articles))))
    search_index.list_words(db, sorted(set(words_of(fold(vocabulary)))))


def _write_bulk(db: Database, made: list[tuple[Any, ...]]) -> None:
    db.execute_many(
        "INSERT INTO product VALUES (?, ?, ?, ?, ?, 'EUR', 'reduced', 'piece', NULL, NULL, NULL, 1, ?, NULL,"
        " 'goods', 0, NULL)",
        [(one, name, key, brand, 90 + place % 4_000, place) for place, one, name, brand, key, _, _ in made],
    )
    db.execute_many("INSERT INTO barcode VALUES (?, ?)", [(code, one) for _, one, _, _, _, code, _ in made])
    db.execute_many("INSERT INTO search_entry VALUES (?, ?, ?)", [(row[0], row[1], row[6]) for row in made])
    db.execute_many("INSERT INTO stock_level VALUES (?, '', 100000, ?)", [(row[1], row[0]) for row in made])


def _articles(count: int) -> Iterator[tuple[Any, ...]]:
    """Place, id, name, brand, the name's key, code and search words of every article."""
    chance = random.Random(count)
    kinds, manners = _folded(_KINDS.split()), _folded(_MANNERS.replace("\n", " ").split(", "))
    brands = _folded(_brands(chance))
    made = [0] * len(brands)
    for place in range(1, count + 1):
        kind, kind_key = kinds[_often_first(chance, len(kinds))]
        maker = _often_first(chance, len(brands))
        brand, brand_key = brands[maker]
        made[maker] += 1
        (first, first_key), (second, second_key) = chance.choice(manners), chance.choice(manners)
        size = f"{chance.randrange(1, 200) * 5} {chance.choice(('g', 'ml', 'cm'))}"
        key, code = f"{kind_key} {first_key} {second_key} {size}", _code(maker, made[maker])
        one = f"{place:08x}-0000-7000-8000-{place:012x}"  # rising, as ids made one after the other are
        yield place, one, f"{kind} {first} {second} {size}", brand, key, code, f"{key} {brand_key} {code}"


def _code(maker: int, number: int) -> str:
    """An EAN-13 as its maker numbers its articles."""
    digits = f"3{maker * 2_497 % 1_000_000:06}{number:05}"
    return digits + check_digit(digits)


def _brands(chance: random.Random) -> list[str]:
    """Names of makers such as the town's own, each once."""
    names: dict[str, None] = {}
    while len(names) < _BRANDS:
        parts = (chance.choice(one.split()) for one in (_BEGINNINGS, _MIDDLES, _ENDS))
        names[f"{chance.choice(_HOUSES.split(', '))} {''.join(parts)}".strip()] = None
    return list(names)


def _folded(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(word.strip(), fold(word)) for word in words]


def _often_first(chance: random.Random, count: int) -> int:
    """A place among so many, the first ones far more often than the last."""
    return int(count * chance.random() ** 2.5)
