"""What goes on in a town, made for tests: news, events, promotions, as their receivers and officers write them."""

from typing import Any

from sync.catalogue import codes
from sync.catalogue.folding import key
from sync.catalogue.models import News, PriceSeen, Product, Promotion, Shop, TownEvent
from tests.sync.catalogue.calls import HOUR_MS, Town

DAY_MS = 24 * HOUR_MS


def told(town: Town, title: str, *, shop: Shop | None = None, **values: Any) -> News:
    """A word of a shop, or of the town; what a test does not say is of no account to it."""
    said = {"text": "", "from_ms": town.now_ms - HOUR_MS, "changed_ms": town.now_ms - HOUR_MS, **values}
    made: News = News.objects.create(ref=codes.new_id(town.now_ms), shop=shop, title=title, **said)
    return made


def event(town: Town, title: str, *shops: Shop, **values: Any) -> TownEvent:
    """An event, tomorrow for two hours unless a test says otherwise."""
    starts = values.pop("starts_ms", town.now_ms + DAY_MS)
    said = {"slug": key(title) or "event", "ends_ms": starts + 2 * HOUR_MS, "changed_ms": town.now_ms, **values}
    made: TownEvent = TownEvent.objects.create(title=title, starts_ms=starts, **said)
    made.shops.set(shops)
    return made


def promotion(town: Town, product: Product, prior_minor: int | None, **values: Any) -> Promotion:
    """A promotion at the price that the window shows, running for a week."""
    said = {
        "price_minor": product.price_minor,
        "starts_ms": town.now_ms - HOUR_MS,
        "ends_ms": town.now_ms + 7 * DAY_MS,
        "term": product.term,
        "version": product.version,
        **values,
    }
    made: Promotion = Promotion.objects.create(
        shop_id=product.shop_id, product=product, prior_minor=prior_minor, **said
    )
    if prior_minor is not None:
        PriceSeen.objects.create(product=product, price_minor=prior_minor, from_ms=said["starts_ms"] - 40 * DAY_MS)
        PriceSeen.objects.create(product=product, price_minor=said["price_minor"], from_ms=said["starts_ms"])
    return made
