"""What programs ask for: robots.txt, the sitemaps, whether the pages answer."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.html import escape

from sync.catalogue.addresses import absolute
from sync.catalogue.models import Product, Shop
from sync.catalogue.templatetags.window import asset

_PER_PAGE = 10_000
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the windows, but not wander through every search."""
    lines = (
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /reservations/",
        "Disallow: /questions/",
        "Disallow: /*/demander/",
        "Disallow: /*?*in_stock=",
        f"Sitemap: {absolute(request, reverse('sitemap'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the pages of the sitemap."""
    pages = 1 + (Product.objects.filter(shown=True).count() + _PER_PAGE - 1) // _PER_PAGE
    addresses = [absolute(request, reverse("sitemap-page", args=[page])) for page in range(pages)]
    return _xml("sitemapindex", "sitemap", addresses)


def sitemap_page(request: HttpRequest, page: int) -> HttpResponse:
    """List the town and its shops (page 0), or some of the products."""
    if page == 0:
        slugs = Shop.objects.order_by("slug").values_list("slug", flat=True)
        paths = [reverse("town"), *(reverse("shop", args=[slug]) for slug in slugs)]
    else:
        scope = Product.objects.filter(shown=True).order_by("id").values_list("shop__slug", "ref")
        first = (min(page, _PER_PAGE) - 1) * _PER_PAGE
        paths = [reverse("product", args=list(row)) for row in scope[first : first + _PER_PAGE]]
    if not paths:
        raise Http404
    return _xml("urlset", "url", [absolute(request, path) for path in paths])


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that look at the old address to the drawing."""
    return HttpResponsePermanentRedirect(asset("favicon.svg"))


def ready(request: HttpRequest) -> HttpResponse:
    """Say that the pages answer."""
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _xml(root: str, entry: str, addresses: list[str]) -> HttpResponse:
    lines = "\n".join(f"<{entry}><loc>{escape(address)}</loc></{entry}>" for address in addresses)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SITEMAPS}">\n{lines}\n</{root}>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
