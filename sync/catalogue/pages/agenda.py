"""What goes on in town: events to come, promotions that run, the latest news; of all shops or of one.

A shop that is taken out of the town takes its news and promotions along, and its name from the events. Words are in the
language in force, days and hours those of the town.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language

from sync.catalogue import lasting, photos, rows, wording
from sync.catalogue.models import News, Photo, Promotion, Shop, TownEvent
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.happening import is_on, span_in_words
from sync.catalogue.pages.pictures import Picture, picture
from sync.catalogue.pages.price_words import ends_words, percent_off, priced
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.promotions import promotion_of
from sync.catalogue.prose import excerpt
from sync.catalogue.showing import shown_shops, visible_news


@dataclass(frozen=True)
class EventCard:
    """Something that happens in town; `day` and `month` are its first day's, in short."""

    slug: str
    url: str
    title: str
    text: str
    excerpt: str
    place: str
    day: str
    month: str
    when: str
    starts: datetime
    ends: datetime
    changed_ms: int
    is_on: bool
    shops: tuple[Shop, ...]
    picture: Picture | None


@dataclass(frozen=True)
class PromotionCard:
    """A reduced price that the shop's till charges now; `prior` is the lowest of the thirty days before it."""

    url: str
    name: str
    brand: str
    shop: Shop
    shop_url: str
    price: str
    prior: str
    reduction: str
    ends: str
    ends_at: datetime
    changed_ms: int
    text: str
    tile: Tile
    picture: Picture | None


@dataclass(frozen=True)
class NewsCard:
    """A word of a shop, or of the town where `shop` is None."""

    number: int
    url: str
    title: str
    text: str
    excerpt: str
    shop: Shop | None
    shop_url: str
    day: str
    at: datetime
    changed_ms: int
    picture: Picture | None


@dataclass(frozen=True)
class ShopAgenda:
    """What goes on at one shop."""

    events: tuple[EventCard, ...]
    promotions: tuple[PromotionCard, ...]
    news: tuple[NewsCard, ...]


def for_shop(shop: Shop, now_ms: int, limit: int) -> ShopAgenda:
    """Return what goes on at a shop, so many of each at the most."""

    def look() -> ShopAgenda:
        events, promotions, news = rows.tells(shop.pk)
        return ShopAgenda(
            coming_events(now_ms, limit, shop=shop) if events else (),
            running_promotions(now_ms, limit, shop=shop) if promotions else (),
            latest_news(now_ms, limit, shop=shop) if news else (),
        )

    life = lasting.shelf_life(shop.pk, lasting.words_of(shop.pk))
    told: ShopAgenda = lasting.found_of(("agenda", shop.pk, limit, get_language()), now_ms, look, life)
    return told


def coming_events(now_ms: int, limit: int, *, shop: Shop | None = None) -> tuple[EventCard, ...]:
    """Return the events that are on or to come, the next first; of one shop, those that it takes part in."""
    coming = events(shop).filter(ends_ms__gt=now_ms).order_by("starts_ms", "pk")[:limit]
    return event_cards(coming, now_ms)


def running_promotions(
    now_ms: int, limit: int, *, shop: Shop | None = None, after: int = 0
) -> tuple[PromotionCard, ...]:
    """Return the promotions that run, the one that ends first first; `after` leaves out so many.

    Prices that were shown since a promotion was told may leave no reduction of it: a few more are read than are wanted.
    """
    listed = promotions(now_ms, shop).order_by("ends_ms", "pk")[: after + 4 * limit]
    told = list(listed.select_related("product", "shop"))
    held = promotion_of([row.product for row in told], now_ms)
    rows = [row for row in told if row.product_id in held][after : after + limit]
    seen = photos.of_products([row.product_id for row in rows])
    zone = ZoneInfo(town().zone)
    return tuple(
        _promotion_card(row, held[row.product_id].prior_minor, seen.get(row.product_id, ()), now_ms, zone)
        for row in rows
    )


def latest_news(now_ms: int, limit: int, *, shop: Shop | None = None, after: int = 0) -> tuple[NewsCard, ...]:
    """Return what shops and town have told, the latest first; `after` leaves out so many."""
    listed = news(now_ms, shop).order_by("-from_ms", "-pk")[after : after + limit]
    zone = ZoneInfo(town().zone)
    return tuple(news_card(row, now_ms, zone) for row in listed.select_related("shop", "photo"))


def events(shop: Shop | None = None) -> "QuerySet[TownEvent]":
    """Return the events of the town, or those that a shop takes part in, with the shops that may be seen."""
    listed = TownEvent.objects.all() if shop is None else TownEvent.objects.filter(shops=shop, shops__shown=True)
    seen = shown_shops().order_by("name_key")
    return listed.select_related("photo").prefetch_related(Prefetch("shops", queryset=seen))


def promotions(now_ms: int, shop: Shop | None = None) -> "QuerySet[Promotion]":
    """Return the promotions that run and that the till charges: the price in the window is the promotion's own."""
    running = Promotion.objects.filter(
        starts_ms__lte=now_ms,
        ends_ms__gt=now_ms,
        product__shown=True,
        product__price_minor=F("price_minor"),
        prior_minor__gt=F("price_minor"),
        shop__shown=True,
    )
    return running if shop is None else running.filter(shop=shop)


def news(now_ms: int, shop: Shop | None = None) -> "QuerySet[News]":
    """Return the news that may be read now: nobody has taken them back or hidden them, nor the shop they are of."""
    told = visible_news(now_ms)
    return told if shop is None else told.filter(shop=shop)


def event_cards(listed: "QuerySet[TownEvent]", now_ms: int) -> tuple[EventCard, ...]:
    """Make the cards of events that were read by `events`."""
    zone = ZoneInfo(town().zone)
    return tuple(event_card(row, now_ms, zone) for row in listed)


def event_card(event: TownEvent, now_ms: int, zone: ZoneInfo) -> EventCard:
    """Make the card of an event that was read by `events`."""
    starts, ends, now = (datetime.fromtimestamp(at / 1000, zone) for at in (event.starts_ms, event.ends_ms, now_ms))
    return EventCard(
        slug=event.slug,
        url=reverse("event", args=[event.slug]),
        title=event.title,
        text=event.text,
        excerpt=excerpt(event.text),
        place=event.place,
        day=str(starts.day),
        month=date_format(starts, "b" if get_language() == "en" else "N"),
        when=span_in_words(starts, ends, now),
        starts=starts,
        ends=ends,
        changed_ms=event.changed_ms,
        is_on=is_on(starts, ends, now),
        shops=tuple(event.shops.all()),
        picture=_picture(event.photo),
    )


def news_card(row: News, now_ms: int, zone: ZoneInfo) -> NewsCard:
    """Make the card of a piece of news that was read with its shop and photo."""
    at = datetime.fromtimestamp(row.from_ms / 1000, zone)
    this_year = at.year == datetime.fromtimestamp(now_ms / 1000, zone).year
    return NewsCard(
        number=row.pk,
        url=reverse("news-item", args=[row.pk]),
        title=row.title,
        text=row.text,
        excerpt=excerpt(row.text),
        shop=row.shop,
        shop_url="" if row.shop is None else reverse("shop", args=[row.shop.slug]),
        day=wording.day(at) if this_year else wording.full_day(at),
        at=at,
        changed_ms=row.changed_ms,
        picture=_picture(row.photo),
    )


def _promotion_card(
    row: Promotion, prior_minor: int, seen: tuple[Photo, ...], now_ms: int, zone: ZoneInfo
) -> PromotionCard:
    product, language = row.product, get_language()
    return PromotionCard(
        url=reverse("product", args=[row.shop.slug, product.ref]),
        name=product.name,
        brand=product.brand,
        shop=row.shop,
        shop_url=reverse("shop", args=[row.shop.slug]),
        price=priced(row.price_minor, product, language),
        prior=priced(prior_minor, product, language),
        reduction=percent_off(row.price_minor, prior_minor),
        ends=ends_words(row.ends_ms, now_ms, zone),
        ends_at=datetime.fromtimestamp(row.ends_ms / 1000, zone),
        changed_ms=row.starts_ms,
        text=row.text,
        tile=tile(product.category_key, product.name),
        picture=_picture(seen[0] if seen else None),
    )


def _picture(photo: Photo | None) -> Picture | None:
    return None if photo is None else picture(photo)
