"""Who may open the town hall's pages, and what every one of them is answered with.

A browser holds one cookie: whoever is not signed in has a drawn value in it that opens nothing, and every form carries
a token made from the cookie. A form without it, or from another site, changes nothing.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sync.catalogue import clock, codes
from sync.catalogue.addresses import is_from_elsewhere
from sync.catalogue.officers import sessions
from sync.catalogue.officers.sessions import SignedIn
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.officer.done import done_words
from sync.window_protocol import PHOTO_LIMIT_BYTES

_BODY_LIMIT_BYTES = 200_000
_PHOTO_FORM_BYTES = PHOTO_LIMIT_BYTES + _BODY_LIMIT_BYTES
_INSIDE = re.compile(r"/mairie/(?:[A-Za-z0-9_-]+/)*(?:[a-z]+\.csv)?")
_COOKIE_LENGTH = 100

_PARTS = {
    "": "shops",
    "boutique": "shops",
    "boutiques": "shops",
    "actualites": "news",
    "evenements": "events",
    "ville": "town",
    "agents": "officers",
    "journal": "log",
    "compte": "account",
}

View = Callable[..., HttpResponse]


def officers_only(view: View) -> View:
    """Make a view that only officers may look at; it takes no form."""
    return _gated(view, ("GET", "HEAD"), is_open=False)


def officers_form(view: View) -> View:
    """Make a view of a form that only officers may fill in."""
    return _gated(view, ("GET", "HEAD", "POST"), is_open=False)


def photo_form(view: View) -> View:
    """Make a view of a form that only officers may fill in, and that a photo may come with."""
    return _gated(view, ("GET", "HEAD", "POST"), is_open=False, limit_bytes=_PHOTO_FORM_BYTES)


def open_form(view: View) -> View:
    """Make a view of a form that needs no officer: signing in, choosing a password by a link."""
    return _gated(view, ("GET", "HEAD", "POST"), is_open=True)


def show(
    request: HttpRequest, template: str, content: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page of the town hall."""
    signed: SignedIn | None = request.officer
    told = {
        "officer": None if signed is None else signed.officer,
        "token": token(request.officer_secret),
        "done": done_words(request.GET.get("fait", "")),
        "here": _place(request),
    }
    return page(request, f"officer/{template}", {**told, **(content or {})}, status=status)


def go(name: str, *place: object, done: str = "") -> HttpResponse:
    """Lead on after a form was taken, and let the next page say what was done."""
    address = reverse(name, args=place) + (f"?fait={done}" if done else "")
    return _see_other(address)


def token(secret: str) -> str:
    """Return what a form of a browser carries; whoever does not know the cookie cannot make it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"officer-form:{secret}".encode(), hashlib.sha256).hexdigest()


def inside(path: str) -> str:
    """Return a path where it is one of the town hall's, else that of its first page: nobody is led elsewhere."""
    return path if _INSIDE.fullmatch(path) else reverse("officer")


def remember(response: HttpResponse, secret: str) -> HttpResponse:
    """Put the secret of a session into the browser, for as long as it stays open."""
    secure = _is_secure()
    response.set_cookie(cookie_name(), secret, secure=secure, httponly=True, samesite="Strict", path="/")
    return response


def cookie_name() -> str:
    """Return what the cookie is called: by the prefix a browser takes it from this very host over https only."""
    return "__Host-mairie" if _is_secure() else "mairie"


def _is_secure() -> bool:
    return str(settings.PUBLIC_URL).startswith("https:")


def _gated(view: View, methods: tuple[str, ...], *, is_open: bool, limit_bytes: int = _BODY_LIMIT_BYTES) -> View:
    @wraps(view)
    def answer(request: HttpRequest, **place: object) -> HttpResponse:
        if request.method not in methods:
            return _guarded(HttpResponse(status=405, headers={"Allow": ", ".join(methods)}))
        held = request.COOKIES.get(cookie_name(), "")[:_COOKIE_LENGTH]
        request.officer_secret = held or sessions.new_secret()
        request.officer = sessions.of(held, now_ms=clock.now_ms()) if held else None
        is_too_long = _length(request) > limit_bytes
        response = _refused(request) if is_too_long else _answer(view, request, place, is_open=is_open)
        if not held and cookie_name() not in response.cookies:
            remember(response, request.officer_secret)
        return _guarded(response)

    answer.takes_form = "POST" in methods  # type: ignore[attr-defined]
    return answer


def _answer(view: View, request: HttpRequest, place: Mapping[str, object], *, is_open: bool) -> HttpResponse:
    if request.method == "POST" and is_from_elsewhere(request):
        return _refused(request)
    if request.officer is None and not is_open:
        return _see_other(f"{reverse('officer-sign-in')}?vers={inside(request.path)}")
    if not is_open and _must_set_up(request):
        return _see_other(reverse("officer-factor"))
    if request.method == "POST" and not codes.same(request.POST.get("token", ""), token(request.officer_secret)):
        return _refused(request)
    return view(request, **place)


def _must_set_up(request: HttpRequest) -> bool:
    """Claim that an officer may do nothing before a second factor is set up: the town asks everybody for one."""
    has_one = bool(request.officer.officer.factor)
    return settings.SECOND_FACTOR and not has_one and request.path != reverse("officer-factor")


def _refused(request: HttpRequest) -> HttpResponse:
    text = _(
        "This form was open for too long, or came from elsewhere. Nothing was changed: go back, reload, send again."
    )
    return show(request, "refused.html", {"text": text}, status=403)


def _place(request: HttpRequest) -> str:
    """Name the part of the town hall that a page belongs to, for its list of parts."""
    parts = request.path.split("/")
    return _PARTS.get(parts[2] if len(parts) > 2 else "", "")


def _see_other(address: str) -> HttpResponse:
    response: HttpResponse = redirect(address)
    response.status_code = 303
    return response


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else _PHOTO_FORM_BYTES + 1


def _guarded(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["X-Frame-Options"] = "DENY"
    return response
