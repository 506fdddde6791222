"""What an invented town sells: shops, articles, and the words that people look for them with. No brand exists."""

from __future__ import annotations

import random
from dataclasses import dataclass

_TRADES = (
    ("Épicerie", ("Café", "Thé", "Confiture", "Miel", "Huile d’olive", "Moutarde", "Biscuits", "Chocolat noir")),
    ("Librairie", ("Roman policier", "Atlas", "Carnet de croquis", "Conte illustré", "Guide de randonnée", "Agenda")),
    ("Quincaillerie", ("Vis à bois", "Tournevis", "Ampoule", "Perceuse", "Cadenas", "Mètre ruban", "Boîte à œufs")),
    (
        "Fromagerie",
        ("Tomme de brebis", "Chèvre frais", "Beurre salé", "Crème épaisse", "Bleu de montagne", "Faisselle"),
    ),
    ("Jouets", ("Puzzle en bois", "Peluche", "Cerf-volant", "Jeu de cartes", "Toupie", "Petit train", "Dînette")),
    ("Mercerie", ("Laine mérinos", "Aiguilles", "Bouton de nacre", "Ruban", "Fil à coudre", "Tissu à cœurs")),
    ("Cave", ("Cidre brut", "Jus de pomme", "Vin blanc sec", "Bière ambrée", "Limonade", "Sirop de cassis")),
    ("Chaussures", ("Bottes de pluie", "Sandales", "Chaussons", "Lacets", "Cirage", "Baskets en toile")),
)
_KINDS = (
    "bio", "artisanal", "de Bretagne", "grand modèle", "petit modèle", "en coffret", "de saison", "fermier",
    "à l’ancienne", "pour enfants", "de voyage", "extra", "doux", "léger", "double", "rouge", "vert", "bleu",
)  # fmt: skip
_BRANDS = ("", "Les Trois Ormes", "Maison Valbrune", "Atelier du Gué", "Fermes d’Orvane", "Comptoirs de Selhac")
_STREETS = ("rue du Port", "place du Marché", "rue des Tanneurs", "quai des Lices", "rue Haute")
_HOURS = ("Mo-Sa 09:00-12:30,14:00-19:00", "Tu-Sa 08:00-20:00", "Mo-Su 07:30-19:30", "sur rendez-vous")


@dataclass(frozen=True)
class Stall:
    """A shop of the town."""

    name: str
    trade: str
    street: str
    hours: str


@dataclass(frozen=True)
class Article:
    """A product of a shop; `gtin` is empty where it has no barcode, and shared by shops that sell the same."""

    name: str
    brand: str
    category: str
    price_minor: int
    gtin: str


def stall(place: int) -> Stall:
    """Invent the shop at a place."""
    trade = _TRADES[place % len(_TRADES)][0]
    return Stall(f"{trade} {place + 1}", trade, f"{place % 60 + 1} {_pick(_STREETS, place)}", _pick(_HOURS, place // 3))


def article(shop: int, place: int) -> Article:
    """Invent an article of a shop: shops of one trade sell much the same, with barcodes that say so."""
    trade, goods = _TRADES[shop % len(_TRADES)]
    kind, maker = _pick(_KINDS, place // len(goods)), _pick(_BRANDS, place // 7)
    name = f"{_pick(goods, place)} {kind} n° {place // (len(goods) * len(_KINDS)) + 1}"
    gtin = _gtin(shop % len(_TRADES), place) if place % 5 < 2 else ""
    return Article(name, maker, f"{trade} {_pick(goods, place).split()[0].lower()}", 150 + 37 * place % 9000, gtin)


def searches(chance: random.Random, count: int) -> tuple[str, ...]:
    """Write down what people type: words of the goods, every third with a slip, some without accents."""
    words = [f"{_pick(goods, one)} {kind}" for _, goods in _TRADES for one in range(len(goods)) for kind in _KINDS]
    chosen = chance.sample(words, min(count, len(words)))
    return tuple(_slipped(word, chance) if place % 3 == 0 else word for place, word in enumerate(chosen))


def _slipped(words: str, chance: random.Random) -> str:
    """Swap, lose or double a letter of the first word, as thumbs do."""
    first = words.split()[0]
    if len(first) < 5:
        return first
    place = chance.randrange(1, len(first) - 2)
    before, one, other, after = first[:place], first[place], first[place + 1], first[place + 2 :]
    return chance.choice((before + other + one + after, before + other + after, before + one + one + other + after))


def _gtin(trade: int, place: int) -> str:
    """Number an article with a check digit, as GTIN-14."""
    digits = f"03{trade:02}{place:09}"
    weighed = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"


def _pick(choices: tuple[str, ...], place: int) -> str:
    return choices[place % len(choices)]
