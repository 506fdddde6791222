"""How the town's shops stand: joined or not, when last heard, what waits, how much of the window is fresh."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from sync.catalogue.freshness import RECENT_MS
from sync.catalogue.models import Letter, Product, Shop, TillKey

DAY_MS = 24 * 3600 * 1000
_INVITED_LONG_MS = 7 * DAY_MS
_SILENT_MS = 2 * DAY_MS
_CLOSED_LONG_MS = 8 * DAY_MS


@dataclass(frozen=True)
class Standing:
    """How a shop stands. fresh: of `products` shown, those with a level heard or vouched for within the hour.

    troubles name what needs a person: not-joined, silent, waiting, nothing-shown, no-hours.
    """

    shop: Shop
    is_joined: bool
    heard_ms: int | None
    waiting: int
    products: int
    fresh: int
    troubles: tuple[str, ...]

    @property
    def fresh_percent(self) -> int:
        """Return the share of the products shown that are fresh, rounded down."""
        return 100 * self.fresh // self.products if self.products else 0


def standings(now_ms: int) -> list[Standing]:
    """Return how every shop stands, those that need a person first, then by name."""
    counts = _counts(now_ms)
    tills = _publishers()
    listed = [
        _standing(shop, tills.get(shop.pk), *counts.get(shop.pk, (0, 0)), now_ms)
        for shop in Shop.objects.order_by("name_key")
    ]
    return sorted(listed, key=lambda one: not one.troubles)


def standing_of(shop: Shop, now_ms: int) -> Standing:
    """Return how one shop stands."""
    counted = _counts(now_ms, shop=shop.pk).get(shop.pk, (0, 0))
    return _standing(shop, _publishers(shop=shop.pk).get(shop.pk), *counted, now_ms)


def letters_in_trouble() -> int:
    """Return how many mails could not be sent at the first try."""
    return Letter.objects.exclude(trouble="").exclude(state="sent").count()


def _counts(now_ms: int, *, shop: str = "") -> dict[str, tuple[int, int]]:
    since = now_ms - RECENT_MS
    vouched = Q(shop__complete_ms__gt=since, level__term=F("shop__term"))
    fresh = Count("id", filter=Q(level__checked_ms__gt=since) | vouched)
    scope = Product.objects.filter(shown=True, **({"shop_id": shop} if shop else {}))
    counted = scope.values("shop_id").annotate(products=Count("id"), fresh=fresh).order_by()
    return {row["shop_id"]: (row["products"], row["fresh"]) for row in counted}


def _publishers(*, shop: str = "") -> dict[str, TillKey]:
    """Return the till that publishes for each shop, where its key was not taken back."""
    scope = TillKey.objects.filter(revoked_ms=None, term=F("shop__term"))
    return {till.shop_id: till for till in (scope.filter(shop_id=shop) if shop else scope)}


def _standing(shop: Shop, till: TillKey | None, products: int, fresh: int, now_ms: int) -> Standing:
    heard_ms = till.heard_ms if till is not None and till.heard_ms else None
    waiting = 0 if till is None else till.waiting
    troubles = _troubles(shop, till, heard_ms, products, now_ms) if shop.shown else ()
    return Standing(shop, till is not None, heard_ms, waiting, products, fresh, troubles)


def _troubles(shop: Shop, till: TillKey | None, heard_ms: int | None, products: int, now_ms: int) -> tuple[str, ...]:
    found = []
    if till is None:
        since = now_ms - shop.created_ms
        return ("not-joined",) if since > _INVITED_LONG_MS or shop.term else ()
    silent_ms = _CLOSED_LONG_MS if till.closing else _SILENT_MS
    if now_ms - (heard_ms or till.created_ms) > silent_ms:
        found.append("silent")
    if till.waiting and not shop.complete_ms:
        found.append("waiting")
    if not products and now_ms - till.created_ms > DAY_MS:
        found.append("nothing-shown")
    if not shop.hours:
        found.append("no-hours")
    return tuple(found)
