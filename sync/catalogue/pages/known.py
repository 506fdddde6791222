"""What the cards of products are made of: read once, in the same words for all languages, until there is news of it.

A minute more on a figure, or a till that was heard, has a card made anew of this; the database is not asked for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sync.catalogue import lasting, photos
from sync.catalogue.models import Photo, Product
from sync.catalogue.orders.offered import Claims, claims_on
from sync.catalogue.promotions import ShownPromotion, products_promoted, promotion_of
from sync.catalogue.showing import kept_shops, visible_numbered, with_shop


@dataclass(frozen=True)
class Known:
    """A product with its level and its shop, what is claimed of it, its photos, and the reduction that runs."""

    product: Product
    claims: Claims
    photos: tuple[Photo, ...]
    promotion: ShownPromotion | None


def known_of(products: Iterable[Product], now_ms: int) -> list[Known]:
    """Look up what there is to know of products that were read with their level and shop."""
    listed = list(products)
    shops = {product.shop_id for product in listed}
    pictured, reduced = photos.products_with_photos(shops), products_promoted(shops, now_ms)
    claims = claims_on(listed, now_ms)
    seen = photos.of_products([product.pk for product in listed if product.pk in pictured[product.shop_id]])
    running = promotion_of([product for product in listed if product.pk in reduced[product.shop_id]], now_ms)
    return [Known(product, claims[product.pk], seen.get(product.pk, ()), running.get(product.pk)) for product in listed]


def known_among(numbers: Iterable[int], now_ms: int, also: Sequence[Product] = ()) -> list[Known]:
    """Return what is known of those products that shoppers may see, in any order; what is kept is not read again.

    `also` are others, which were read with their level and shop.
    """
    wanted = list(numbers)
    kept: dict[int, Known] = lasting.known_products([*wanted, *(product.pk for product in also)], now_ms)
    missing = [number for number in wanted if number not in kept]
    given = [product for product in also if product.pk not in kept]
    read = [*(visible_numbered(missing) if missing else ()), *given]
    fresh = known_of(read, now_ms) if read else []
    for one in fresh:
        lasting.keep_product(one.product.pk, one.product.shop_id, one, one.claims.promised.until_ms, now_ms)
    return [*_in_their_shops(kept.values()), *fresh]


def _in_their_shops(kept: Iterable[Known]) -> list[Known]:
    """Put each product into its shop as that is now, which may have been heard or hidden since."""
    listed = list(kept)
    shops = kept_shops(one.product.shop_id for one in listed)
    placed = ((one, shops.get(one.product.shop_id)) for one in listed)
    return [
        replace(one, product=with_shop(one.product, shop)) for one, shop in placed if shop is not None and shop.shown
    ]
