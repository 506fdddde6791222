"""What is said about the catalogue itself: how it works, how a shop joins, accessibility, privacy."""

from django.http import HttpRequest, HttpResponse

from sync.catalogue.pages.answers import page


def how(request: HttpRequest) -> HttpResponse:
    """Say how the catalogue works, and what its figures mean."""
    return page(request, "about_how.html", {})


def joining(request: HttpRequest) -> HttpResponse:
    """Say how a shop joins."""
    return page(request, "about_joining.html", {})


def accessibility(request: HttpRequest) -> HttpResponse:
    """State how far everybody can use these pages, as the RGAA asks of a town."""
    return page(request, "about_accessibility.html", {})


def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of shoppers, and for how long."""
    return page(request, "about_privacy.html", {})
