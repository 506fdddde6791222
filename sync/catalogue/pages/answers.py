"""How a page is answered: never kept by a browser, because a kept figure would look fresher than it is."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest, template: str, content: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Render a page."""
    response: HttpResponse = render(request, template, dict(content), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def hidden(response: HttpResponse) -> HttpResponse:
    """Keep a page whose address is a secret out of search engines, and its address from other sites."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
