"""The filters of a search: which products and which shops are left, and how far away the shops are."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.db.models import F, Q, QuerySet

from sync.catalogue import lasting
from sync.catalogue.distances import Origin, metres_from
from sync.catalogue.freshness import CLOSED_AT_MOST_MS, DATED_MS
from sync.catalogue.models import Product
from sync.catalogue.opening import closures_of, is_open_now
from sync.catalogue.orders.offered import in_stock
from sync.catalogue.pages.frame import town
from sync.catalogue.showing import shown_shops, visible_products

BEST, PRICE, DISTANCE = "best", "price", "distance"


@dataclass(frozen=True)
class Wish:
    """What a shopper looks for; `shop` is empty for all of them, `but_shop` names one that is left out.

    Prices are in minor units; `shop_slug` is how addresses name the shop. `within_m` is how far from `origin` a shop
    may be, 0 for any distance; `near` is the address as it was typed, empty for the town's centre.
    """

    words: str = ""
    category: str = ""
    in_stock: bool = False
    shop: str = ""
    page: int = 1
    but_shop: str = ""
    open_now: bool = False
    from_minor: int | None = None
    to_minor: int | None = None
    near: str = ""
    within_m: int = 0
    sort: str = BEST
    origin: Origin | None = field(default=None, compare=False)
    shop_slug: str = field(default="", compare=False)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set, one shop among them."""
        return self.unfiltered != replace(self, page=1, sort=BEST, near="")

    @property
    def is_wished(self) -> bool:
        """Whether anything was asked for at all."""
        return bool(self.words or self.is_narrowed or self.near or self.sort != BEST)

    @property
    def life(self) -> lasting.Life:
        """How old the list of what is found may be: shorter where what is sold or the hour of the day narrows it."""
        if self.in_stock or self.open_now:
            return lasting.A_LIST
        return lasting.shelf_life(self.shop) if self.shop else lasting.OF_THE_TOWN

    @property
    def is_by_distance(self) -> bool:
        """Whether the nearest come first; nobody can tell where the town's centre is unknown."""
        return self.sort == DISTANCE and self.origin is not None

    @property
    def unfiltered(self) -> "Wish":
        """The same words, with no filter at all."""
        return Wish(words=self.words, but_shop=self.but_shop, origin=self.origin)


def believable(now_ms: int) -> Q:
    """Ask for levels that may still be shown: heard, vouched for, or told at closing time, as `freshness` says."""
    since = now_ms - DATED_MS
    of_this_term = Q(level__term=F("shop__term"))
    closed = Q(shop__closed_ms__gt=now_ms - CLOSED_AT_MOST_MS, shop__closed_ms__gte=F("level__checked_ms")) & (
        Q(shop__opens_ms=None) | Q(shop__opens_ms__gt=now_ms)
    )
    return Q(level__checked_ms__gt=since) | of_this_term & (Q(shop__complete_ms__gt=since) | closed)


def scope_of(wish: Wish, now_ms: int, distances: dict[str, int | None]) -> QuerySet[Product]:
    """Return the products that the filters leave, whatever their words."""
    scope = visible_products()
    if wish.but_shop:
        scope = scope.exclude(shop_id=wish.but_shop)
    if wish.category:
        scope = scope.filter(category_key=wish.category)
    if wish.from_minor is not None:
        scope = scope.filter(price_minor__gte=wish.from_minor)
    if wish.to_minor is not None:
        scope = scope.filter(price_minor__lte=wish.to_minor)
    shops = _shops_left(wish, now_ms, distances)
    if shops is not None:
        scope = scope.filter(shop_id__in=sorted(shops))
    elif wish.shop:
        scope = scope.filter(shop_id=wish.shop)
    return scope.filter(believable(now_ms), in_stock(now_ms)) if wish.in_stock else scope


def distances_of(wish: Wish) -> dict[str, int | None]:
    """Return how far each shop is from where the shopper is, in metres; empty where no distance is asked for."""
    origin = wish.origin
    if origin is None:
        return {}
    listed = shown_shops().values_list("pk", "latitude", "longitude")
    return {shop: metres_from(origin, latitude, longitude) for shop, latitude, longitude in listed}


def _shops_left(wish: Wish, now_ms: int, distances: dict[str, int | None]) -> Collection[str] | None:
    """Return the shops that are near enough and open; None where neither is asked for."""
    if not (wish.open_now or wish.within_m):
        return None
    left: set[str] = set(_open_shops(now_ms) if wish.open_now else distances)
    if wish.within_m:
        left = {shop for shop in left if (far := distances.get(shop)) is not None and far <= wish.within_m}
    return left & {wish.shop} if wish.shop else left


def _open_shops(now_ms: int) -> set[str]:
    zone = town().zone
    shops = list(shown_shops().only("pk", "hours"))
    closures = closures_of((shop.pk for shop in shops), now_ms, zone)
    return {shop.pk for shop in shops if is_open_now(shop, closures[shop.pk], now_ms, zone)}
