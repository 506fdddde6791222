"""The sitemap: every page that may be found, in both languages, with its pictures and when it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from sync.catalogue import clock, photos
from sync.catalogue.addresses import absolute
from sync.catalogue.models import Photo, TownEvent
from sync.catalogue.pages.agenda import news
from sync.catalogue.pages.categories import category_cards
from sync.catalogue.pages.paths import product_path, shop_path
from sync.catalogue.pages.pictures import picture
from sync.catalogue.showing import shown_shops, visible_products
from sync.catalogue.vouching import level_of

_PER_PAGE = 10_000
_TOLD = 2_000
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
_SITE_PAGES = (
    "town",
    "shops",
    "categories",
    "agenda",
    "news",
    "promotions",
    "how",
    "joining",
    "accessibility",
    "privacy",
)


@dataclass(frozen=True)
class Found:
    """A page that may be found; changed_ms is None where nobody can tell."""

    path: str
    changed_ms: int | None = None
    pictures: tuple[str, ...] = ()


def index(request: HttpRequest) -> HttpResponse:
    """List the pages of the sitemap."""
    pages = 1 + (visible_products().count() + _PER_PAGE - 1) // _PER_PAGE
    listed = "\n".join(
        f"<sitemap><loc>{_address(request, reverse('sitemap-page', args=[page]))}</loc></sitemap>"
        for page in range(pages)
    )
    return _xml("sitemapindex", listed)


def page(request: HttpRequest, page: int) -> HttpResponse:
    """List the town, its shops and what goes on (page 0), or some of the products."""
    found = _of_town() if page == 0 else _of_products((min(page, _PER_PAGE) - 1) * _PER_PAGE)
    if not found:
        raise Http404
    return _xml("urlset", "\n".join(_written(request, one) for one in found))


def _of_town() -> list[Found]:
    shops = shown_shops().select_related("picture").order_by("slug")
    happening = TownEvent.objects.select_related("photo").order_by("-starts_ms")[:_TOLD]
    told = news(clock.now_ms()).select_related("photo").order_by("-from_ms")[:_TOLD]
    return [
        *(Found(reverse(name)) for name in _SITE_PAGES),
        *(Found(shop_path(shop.slug), None, _pictures((shop.picture,))) for shop in shops),
        *(Found(category.url) for category in category_cards()),
        *(Found(reverse("event", args=[one.slug]), one.changed_ms, _pictures((one.photo,))) for one in happening),
        *(Found(reverse("news-item", args=[one.pk]), one.changed_ms, _pictures((one.photo,))) for one in told),
    ]


def _of_products(first: int) -> list[Found]:
    listed = list(visible_products().select_related("level", "shop").order_by("id")[first : first + _PER_PAGE])
    seen = photos.of_products([product.pk for product in listed])
    return [
        Found(
            product_path(product.shop.slug, product.ref),
            None if level_of(product) is None else product.level.checked_ms,
            _pictures(seen.get(product.pk, ())),
        )
        for product in listed
    ]


def _pictures(shown: Iterable[Photo | None]) -> tuple[str, ...]:
    return tuple(picture(photo).large for photo in shown if photo is not None)


def _written(request: HttpRequest, found: Found) -> str:
    parts = [f"<loc>{_address(request, found.path)}</loc>"]
    if found.changed_ms is not None:
        parts.append(f"<lastmod>{datetime.fromtimestamp(found.changed_ms / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>")
    parts += _in_languages(request, found.path)
    parts += [f"<image:image><image:loc>{_address(request, one)}</image:loc></image:image>" for one in found.pictures]
    return f"<url>{''.join(parts)}</url>"


def _in_languages(request: HttpRequest, path: str) -> Sequence[str]:
    address = _address(request, path)
    listed = [
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}?lang={code}"/>'
        for code, _ in settings.LANGUAGES
    ]
    return [*listed, f'<xhtml:link rel="alternate" hreflang="x-default" href="{address}"/>']


def _address(request: HttpRequest, path: str) -> str:
    return str(escape(absolute(request, path)))


def _xml(root: str, body: str) -> HttpResponse:
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_SPACES}>\n{body}\n</{root}>\n'
    return HttpResponse(document, content_type="application/xml; charset=utf-8")
