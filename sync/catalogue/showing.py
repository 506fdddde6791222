"""What the town shows to everybody: the shops it does not hide, and the products that those put in their windows.

A hidden shop's till goes on telling; nothing of it is seen, found or reserved before the town shows the shop again.
Every page, search, feed and live event that speaks of shops or products asks here.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sync.catalogue import lasting
from sync.catalogue.models import News, Product, Shop, TownEvent


def shown_shops() -> QuerySet[Shop]:
    """Return the shops that the town shows."""
    return Shop.objects.filter(shown=True)


def kept_shops(shops: Iterable[str]) -> dict[str, Shop]:
    """Find some shops with their pictures."""
    return lasting.facts_of("shop", shops, Shop.objects.select_related("picture").in_bulk)


def visible_products() -> QuerySet[Product]:
    """Return the products that shoppers may see: put in the window, by a shop that is shown."""
    return Product.objects.filter(shown=True, shop__shown=True)


def visible_news(now_ms: int) -> QuerySet[News]:
    """Return the news that may be read now: begun, not over, not taken back, and hidden by nobody at the town hall."""
    begun = News.objects.filter(
        Q(until_ms=None) | Q(until_ms__gt=now_ms), shown=True, hidden_by="", from_ms__lte=now_ms
    )
    return begun.filter(Q(shop=None) | Q(shop__shown=True))


def is_photo_shown(number: int, now_ms: int) -> bool:
    """Claim that something which may be seen now shows a photo; most are of a product, which is asked first."""
    return (
        visible_products().filter(productphoto__photo=number).exists()
        or shown_shops().filter(picture=number).exists()
        or visible_news(now_ms).filter(photo=number).exists()
        or TownEvent.objects.filter(photo=number).exists()
    )
