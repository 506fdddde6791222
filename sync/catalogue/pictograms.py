"""The tile that stands for a product without a photo: a drawing and a colour, from its category."""

import zlib
from dataclasses import dataclass
from functools import lru_cache

_BY_WORD = (
    ("bread", "pain boulang viennois baguette bread bakery patiss gateau biscuit cake farine"),
    ("cheese", "fromag cremerie lait beurre yaourt oeuf cheese dairy milk egg"),
    ("bottle", "boisson vin biere cidre jus eau alcool spiritueux drink wine beer sirop soda limonade cave"),
    ("cup", "cafe the infusion tisane coffee tea cacao"),
    ("leaf", "legume fruit primeur salade vegetable bio jardin herbe plante"),
    ("flower", "fleur bouquet flower"),
    ("meat", "viande charcut boucher jambon volaille traiteur meat sausage"),
    ("fish", "poisson mer conserve sardine thon fish seafood"),
    ("sweet", "chocolat confis bonbon sucre miel confiture sweet candy honey glace dessert"),
    ("jar", "epicerie huile vinaigre condiment sauce epice pate riz cereale grocery spice moutarde bocal vrac"),
    ("home", "maison entretien menage droguerie lessive vaisselle home house deco bougie"),
    ("drop", "hygiene beaute savon cosmet soin parfum beauty soap sante pharma"),
    ("book", "livre papeterie presse journal book stationery cahier carte jeu jouet"),
    ("shirt", "vetement mode chaussure textile cloth fashion mercerie bijou"),
    ("tool", "outil quincaill bricol tool hardware"),
)
_BEGINNINGS = tuple((drawing, tuple(starts.split())) for drawing, starts in _BY_WORD)
_HUES = {
    "bread": "wheat",
    "cheese": "butter",
    "bottle": "plum",
    "cup": "cocoa",
    "leaf": "moss",
    "flower": "rose",
    "meat": "brick",
    "fish": "sea",
    "sweet": "rose",
    "jar": "olive",
    "home": "slate",
    "drop": "sea",
    "book": "slate",
    "shirt": "plum",
    "tool": "cocoa",
}
_OTHER_HUES = ("wheat", "moss", "sea", "plum", "brick", "slate", "olive", "rose")


@dataclass(frozen=True)
class Tile:
    """A drawing by its name, or an initial where no drawing fits, on one of the colours of the style sheet."""

    drawing: str
    initial: str
    hue: str


def tile(category_key: str, name: str) -> Tile:
    """Choose the tile of a product by the words of its category."""
    drawing = _drawing(category_key)
    if drawing:
        return Tile(drawing, "", _HUES[drawing])
    hue = _OTHER_HUES[zlib.crc32(category_key.encode()) % len(_OTHER_HUES)]
    return Tile("", next((letter for letter in name if letter.isalnum()), "·").upper(), hue)


@lru_cache(maxsize=4096)
def _drawing(category_key: str) -> str:
    words = [word for word in category_key.split("-") if word]
    fitting = (drawing for drawing, starts in _BEGINNINGS if any(word.startswith(starts) for word in words))
    return next(fitting, "")
