"""Pages for what is not there or went wrong; below /api/ the same is told as a problem."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sync.catalogue.problems import plain, tell
from sync.catalogue.watching.requests import REQUEST_ID


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    return _refuse(request, 400, "This request cannot be read")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request is not allowed."""
    return _refuse(request, 403, "This is not allowed")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here."""
    if request.path.startswith("/api/"):
        return tell(plain(404, "There is no such call"))
    return render(request, "not_found.html", {"title": _("This page is not there")}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours broke; the page leans on nothing that may be broken too."""
    number = request.META.get(REQUEST_ID, "it happened")
    return _refuse(request, 500, f"Something broke here; it was noted as {number}")


def _refuse(request: HttpRequest, status: int, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return tell(plain(status, title))
    return HttpResponse(title, status=status, content_type="text/plain; charset=utf-8")
