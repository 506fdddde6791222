"""What the shops of the invented town sell: read from two lists, drawn by a seed, the same for the same seed."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

_HERE = Path(__file__).parent
_BRANDS = (
    "Maison Orvale", "Les Trois Rives", "Brénoise", "Atelier Sauge", "Pré Vert", "Le Colibri Bleu", "Fontclaire",
    "Grand Merle", "Tilleul & Fils", "La Pie Voleuse", "Hautevigne", "Moulin Galant", "Sous l’Orme", "Perle Grise",
    "Cerfeuil", "Les Ateliers du Quai", "Pommerol Frères", "Bel Automne", "Rivière Douce", "L’Écureuil Roux",
)  # fmt: skip
_ENDS = (0, 5, 9)
_FOR_DEMONSTRATION, _IN_STORE = "952", "21"
"""GS1 keeps 952 for demonstrations; codes that begin with 2 mean something in the shop that printed them only."""
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")
_DECIMAL = "\uff0c"
_LIKE = 0.06


@dataclass(frozen=True)
class ShopPlan:
    """A shop of the invented town, as its line tells it."""

    name: str
    trade: str
    goods: str
    street: str
    hours: str
    heard: str
    takes: str
    share: int
    presentation: str


@dataclass(frozen=True)
class Article:
    """An article as a shop of its trade may sell it; `code` is its number among all of them, the same in each shop."""

    code: int
    name: str
    category: str
    drawing: str
    unit: str
    price_minor: int
    brand: str
    family: str


@dataclass(frozen=True)
class Sold:
    """An article in one shop: its price there, and a barcode."""

    article: Article
    ref: str
    price_minor: int
    barcode: str


def shop_plans() -> list[ShopPlan]:
    """Read the shops, in their order."""
    plans = []
    for line in _lines("shops.txt"):
        name, trade, goods, street, week, heard, takes, share, said = (part.strip() for part in line.split("|"))
        plans.append(ShopPlan(name, trade, goods, street, week, heard, takes, int(share), said))
    return plans


def articles(chance: random.Random) -> dict[str, list[Article]]:
    """Read all articles by the kind of goods, each with a price and, where one makes it, a brand."""
    found: dict[str, list[Article]] = {}
    goods = ""
    number = 0
    for line in _lines("articles.txt"):
        if line.startswith("["):
            goods = line.strip("[]")
            continue
        made = list(_of_category(line, number, chance))
        number += len(made)
        found.setdefault(goods, []).extend(made)
    return found


def assorted(plans: Sequence[ShopPlan], count: int, chance: random.Random) -> list[list[Sold]]:
    """Share out so many articles among shops, by what each wants and no more than there are of its trade."""
    there = articles(chance)
    wanted = _shared([(plan.share, len(there[plan.goods])) for plan in plans], count)
    shops = enumerate(zip(plans, wanted, strict=True))
    return [_chosen(there[plan.goods], many, place, chance) for place, (plan, many) in shops]


def check_digit(digits: str) -> str:
    """Return the last digit of an EAN-13: weights 1 and 3, the sum made a multiple of ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)


def _chosen(there: list[Article], many: int, place: int, chance: random.Random) -> list[Sold]:
    chosen = chance.sample(there, many)
    dearer = 1 + chance.uniform(-_LIKE, _LIKE)
    return [
        Sold(one, f"v{place:02}-{one.code:05}", rounded(one.price_minor * dearer), _barcode(one, place))
        for one in sorted(chosen, key=lambda article: article.code)
    ]


def _barcode(article: Article, place: int) -> str:
    """What is branded bears the same code in every shop; the rest one of the shop's own, or none."""
    if article.brand:
        digits = f"{_FOR_DEMONSTRATION}{article.code:09}"
    elif article.unit == "piece" and article.code % 3:
        digits = f"{_IN_STORE}{place:03}{article.code:07}"
    else:
        return ""
    return digits + check_digit(digits)


def rounded(price: float) -> int:
    """Return a price as shops write them: ending in 0, 5 or 9."""
    tens, ones = divmod(max(20, round(price)), 10)
    return tens * 10 + min(_ENDS, key=lambda end: abs(end - ones))


def _of_category(line: str, first: int, chance: random.Random) -> Iterator[Article]:
    category, drawing, unit, prices, brand, *lists = [part.strip() for part in line.split("|")]
    low, _, high = prices.partition("-")
    names, kinds, sizes = (
        [one.strip().replace(_DECIMAL, ",") for one in text.split(",")] for text in _decimals_kept(lists)
    )
    combined = product(enumerate(names), enumerate(kinds), enumerate(sizes))
    for number, ((at, name), (kind_at, kind), (size_at, size)) in enumerate(combined, start=first):
        stretch = (size_at + 1) / len(sizes) * 0.5 + ((at * 7 + kind_at * 3) % 10) / 20
        price = int(low) + (int(high) - int(low)) * stretch * chance.uniform(0.55, 0.95)
        whole = " ".join(part for part in (name, kind) if part)
        yield Article(
            code=number,
            name=f"{whole}, {size}" if size else whole,
            category=category,
            drawing=drawing,
            unit=unit,
            price_minor=rounded(price),
            brand=chance.choice(_BRANDS) if brand else "",
            family=f"f{first:05}-{at}-{kind_at}" if len(sizes) > 1 else "",
        )


def _decimals_kept(lists: list[str]) -> Iterator[str]:
    """A comma between digits belongs to a number."""
    for text in lists:
        yield "".join(
            _DECIMAL
            if letter == "," and text[place - 1].isdigit() and text[place + 1 : place + 2].isdigit()
            else letter
            for place, letter in enumerate(text)
        )


def _shared(wishes: list[tuple[int, int]], count: int) -> list[int]:
    """Share a count by weights, none above its limit, and what is left over among those with room."""
    given = [0] * len(wishes)
    while (left := count - sum(given)) > 0:
        room = [place for place, (_, most) in enumerate(wishes) if given[place] < most]
        if not room:
            break
        weight = sum(wishes[place][0] for place in room)
        for place in room:
            share, most = wishes[place]
            given[place] += min(most - given[place], max(1, left * share // weight), count - sum(given))
    return given


def _lines(name: str) -> Iterator[str]:
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
