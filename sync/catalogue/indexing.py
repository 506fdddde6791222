"""What search reads of a product, and how it is kept: the words of the product, of its shop, and its measures.

`folded` begins with the name; then come, each once, the words of brand, category and shop, the measures, and words
written with a hyphen in one piece. Whoever renames a shop calls `reword`; `reword_renamed` finds those forgotten.
"""

import re
from collections.abc import Iterable, Sequence

from sync.catalogue import rows
from sync.catalogue.database import writing
from sync.catalogue.folding import fold
from sync.catalogue.measures import measures
from sync.catalogue.models import Product, Shop, Word
from sync.catalogue.vocabulary import LENGTH_AT_MOST

NAME_KEY_LENGTH = 80
_HYPHENED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_ROWS_AT_ONCE = 500


def name_key(name: str) -> str:
    """Return what lists are ordered by: a name folded, and cut."""
    return fold(name)[:NAME_KEY_LENGTH].strip()


def folded(name: str, brand: str, category: str, shop_words: str) -> str:
    """Return the words that a product is found by."""
    text = f"{name} {brand}"
    glued = (fold(found[0]).replace(" ", "") for found in _HYPHENED.finditer(text))
    first = fold(name).split()
    further = [*fold(f"{brand} {category}").split(), *shop_words.split(), *(one.word for one in measures(text)), *glued]
    known = set(first)
    return " ".join([*first, *(word for word in dict.fromkeys(further) if word not in known)])


def shop_words(shop: Shop) -> str:
    """Return the words that all products of a shop are found by: its name and its trade."""
    return " ".join(dict.fromkeys(fold(f"{shop.name} {shop.trade}").split()))


def learn(texts: Iterable[str]) -> None:
    """Keep the words of folded texts; within a transaction, after its news are noted (see `vocabulary`)."""
    words = {word for text in texts for word in text.split() if len(word) <= LENGTH_AT_MOST}
    known = set(Word.objects.filter(word__in=words).values_list("word", flat=True)) if words else set()
    if words - known:
        rows.put_words(sorted(words - known))


def reword(shop: Shop) -> None:
    """Have a shop's products found by its name and trade of now; within a transaction that holds its row."""
    words = shop_words(shop)
    described = Product.objects.filter(shop=shop).only("pk", "name", "brand", "category", "folded", "name_key")
    for batch in _batches(list(described)):
        for product in batch:
            product.folded = folded(product.name, product.brand, product.category, words)
            product.name_key = name_key(product.name)
        Product.objects.bulk_update(batch, ["folded", "name_key"])
        rows.wait_for_news()
        learn(product.folded for product in batch)
    Shop.objects.filter(pk=shop.pk).update(worded=words)


def reword_renamed() -> None:
    """Find shops whose name or trade changed since their products were worded, and word these anew, each by itself."""
    for shop in Shop.objects.only("pk", "name", "trade", "worded"):
        if shop.worded != shop_words(shop):
            with writing():
                reword(Shop.objects.select_for_update().get(pk=shop.pk))


def _batches(products: Sequence[Product]) -> Iterable[Sequence[Product]]:
    return (products[start : start + _ROWS_AT_ONCE] for start in range(0, len(products), _ROWS_AT_ONCE))
