"""What programs ask for: robots.txt, the old address of the drawing, whether the pages answer."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from sync.catalogue.addresses import absolute
from sync.catalogue.templating import asset


def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the windows, but not wander through every search."""
    lines = (
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /reservations/",
        "Disallow: /mairie/",
        "Disallow: /favoris/etat/",
        "Disallow: /hors-ligne/",
        "Disallow: /questions/",
        "Disallow: /*/demander/",
        "Disallow: /*?*in_stock=",
        f"Sitemap: {absolute(request, reverse('sitemap'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that look at the old address to the drawing."""
    return HttpResponsePermanentRedirect(asset("favicon.svg"))
