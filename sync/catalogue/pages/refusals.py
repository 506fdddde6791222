"""Pages for what is not there or went wrong; below /api/ the same is told as a problem."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sync.catalogue.problems import plain, tell
from sync.catalogue.watching.requests import REQUEST_ID

_MINUTE_S = 60


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    return _refuse(request, 400, "This request cannot be read", _("This request cannot be read"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request is not allowed."""
    text = _("It came from another site, or it is not yours to make. Nothing was changed.")
    return _refuse(request, 403, "This is not allowed", _("This is not allowed"), text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here."""
    if request.path.startswith("/api/"):
        return tell(plain(404, "There is no such call"))
    return render(request, "not_found.html", {"title": _("This page is not there")}, status=404)


def too_many(request: HttpRequest, wait_s: int) -> HttpResponse:
    """So much came from one place that it has to wait; the answer says for how long."""
    minutes = -(-wait_s // _MINUTE_S)
    if wait_s < _MINUTE_S:
        text = ngettext("Please try again in {count} second.", "Please try again in {count} seconds.", wait_s)
        text = text.replace("{count}", str(wait_s))
    else:
        text = ngettext("Please try again in {count} minute.", "Please try again in {count} minutes.", minutes)
        text = text.replace("{count}", str(minutes))
    response = _refuse(request, 429, "Too many requests", _("That was too much at once"), text)
    response.headers["Retry-After"] = str(wait_s)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours broke; its number leads whoever looks after the catalogue to what did."""
    text = _("It is not your fault. Please try again in a moment, or call the shop.")
    number, words = request.META.get(REQUEST_ID, ""), _("Something broke here; it was noted")
    return _refuse(request, 500, f"Something broke here; it was noted {number}", words, text, number)


def _refuse(
    request: HttpRequest, status: int, title: str, words: str, text: str = "", number: str = ""
) -> HttpResponse:
    """Answer with a page that leans on no database; a plain line where even that cannot be made."""
    if request.path.startswith("/api/"):
        return tell(plain(status, title))
    content = {"title": words, "text": text, "number": number, "language": get_language()}
    try:
        body, kind = render_to_string("refused.html", content), "text/html"
    except Exception:
        logging.getLogger(__name__).exception("the page of a refusal could not be made")
        body, kind = title, "text/plain"
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(body, status=status, content_type=f"{kind}; charset=utf-8", headers=headers)
