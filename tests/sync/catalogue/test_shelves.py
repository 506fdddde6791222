"""What each shop shows of each category is counted by the database itself, whichever way a product is written."""

from __future__ import annotations

import random

from django.db.models import Count

from sync.catalogue import models
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.tills import product


def _counted() -> dict[tuple[str, str, str], int]:
    rows = models.Shelf.objects.filter(count__gt=0).values_list("shop_id", "category_key", "category", "count")
    return {(shop, key, name): count for shop, key, name, count in rows}


def _there() -> dict[tuple[str, str, str], int]:
    shown = models.Product.objects.filter(shown=True).values_list("shop_id", "category_key", "category")
    return {(shop, key, name): count for shop, key, name, count in shown.annotate(count=Count("id"))}


def test_every_way_of_writing_a_product_is_counted(any_town: Town) -> None:
    tills = [any_town.till("Épicerie du Port"), any_town.till("Fournil du Coin")]
    chance = random.Random(4)
    for version in range(2, 30):
        cards = [
            product(
                f"p{chance.randrange(9)}", category=chance.choice(("Thé", "thé", "Café", "")),
                shown=chance.random() < 0.7, version=version,
            )
            for _ in range(4)
        ]  # fmt: skip
        chance.choice(tills).put_products(*cards)
        assert _counted() == _there()
    models.Product.objects.filter(ref__in=["p1", "p2"]).delete()
    models.Product.objects.filter(ref="p3").update(category="Miel", category_key="miel")

    assert _counted() == _there() != {}
    models.Shop.objects.filter(slug="fournil-du-coin").delete()
    assert _counted() == _there()
