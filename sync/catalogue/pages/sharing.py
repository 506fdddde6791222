"""How a page is shared and followed: its picture, its feeds, its language, told to programs in its head."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import ResolverMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue import clock, photos
from sync.catalogue.addresses import absolute
from sync.catalogue.models import Photo
from sync.catalogue.pages.agenda import news
from sync.catalogue.pages.events import find as find_event
from sync.catalogue.pages.pictures import Picture, picture
from sync.catalogue.pages.town_data import site_data, town_name
from sync.catalogue.share_cards import SIZE, ShareCard, kept
from sync.catalogue.showing import shown_shops, visible_products

_DAY_S = 24 * 3600
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_CARDS = {
    "shop": "shop-card",
    "product": "product-card",
    "reserve": "product-card",
    "event": "event-card",
    "news-item": "news-card",
}


def reach(request: HttpRequest) -> dict[str, object]:
    """Return what programs are told of a page beside its content; a context processor of every template."""
    match = request.resolver_match
    language = get_language()
    return {
        "share_card": absolute(request, _card_of(match)),
        "share_size": SIZE,
        "locale": _LOCALES.get(language, language),
        "other_locales": [name for code, name in _LOCALES.items() if code != language],
        "followed_shop": match.kwargs["slug"] if match is not None and match.url_name == "shop" else "",
        "site_data": site_data(request) if match is not None and match.url_name == "town" else "",
    }


def town_card(request: HttpRequest) -> HttpResponse:
    """Give the picture of the town itself."""
    below = _("The shops around you, and what is on their shelves right now.")
    return _answer(ShareCard(title=town_name(), above="", below=below))


def shop_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the picture of a shop."""
    shop = get_object_or_404(shown_shops().select_related("picture"), slug=slug)
    return _answer(ShareCard(title=shop.name, above=shop.trade, below=town_name(), photo=_file(_picture(shop.picture))))


def product_card(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Give the picture of a product, with its photo where it has one."""
    chosen = get_object_or_404(visible_products().select_related("shop"), shop__slug=slug, ref=ref)
    seen = photos.of_products([chosen.pk]).get(chosen.pk, ())
    card = ShareCard(
        chosen.name, above=chosen.shop.name, below=town_name(), photo=_file(_picture(seen[0] if seen else None))
    )
    return _answer(card)


def event_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the picture of an event, with its day and its place."""
    event = find_event(slug, clock.now_ms())
    return _answer(
        ShareCard(event.title, above=event.when, below=event.place or town_name(), photo=_file(event.picture))
    )


def news_card(request: HttpRequest, number: int) -> HttpResponse:
    """Give the picture of a piece of news."""
    told = get_object_or_404(news(clock.now_ms()).select_related("shop", "photo"), pk=number)
    above = "" if told.shop is None else told.shop.name
    return _answer(ShareCard(told.title, above=above, below=town_name(), photo=_file(_picture(told.photo))))


def _card_of(match: ResolverMatch | None) -> str:
    name = _CARDS.get(match.url_name or "") if match is not None else None
    return reverse("town-card") if match is None or name is None else reverse(name, kwargs=match.kwargs)


def _file(shown: Picture | None) -> str:
    """Return where the file of a picture lies: as its address says, below the catalogue's folder."""
    return "" if shown is None else str(settings.DATA_FOLDER / shown.src.lstrip("/"))


def _picture(photo: Photo | None) -> Picture | None:
    return None if photo is None else picture(photo)


def _answer(card: ShareCard) -> HttpResponse:
    return HttpResponse(
        kept(card, settings.DATA_FOLDER),
        content_type="image/jpeg",
        headers={"Cache-Control": f"public, max-age={_DAY_S}"},
    )
