"""What every answer passes through: the headers that guard a page, and the language it is written in."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language_from_request

from sync.catalogue.addresses import live_url

LANGUAGE_COOKIE = "langue"
_PHOTOS = "/photos/"
_YEAR_S = 365 * 24 * 3600

Answer = Callable[[HttpRequest], HttpResponse]


def guard_pages(get_response: Answer) -> Answer:
    """Let a page load nothing but its own files, talk to its own live figures only, and be framed by nobody."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return answer


def choose_language(get_response: Answer) -> Answer:
    """Write in the language asked for: by `?lang=`, else as chosen before, else as the browser prefers, else French.

    A photo is the same in every language, and what keeps copies of it shall know.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_PHOTOS):
            return get_response(request)
        asked = request.GET.get("lang", "")
        language = language_of(request)
        activate(language)
        request.LANGUAGE_CODE = language
        response = get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        if asked == language:
            _remember(response, asked)
        return response

    return answer


def language_of(request: HttpRequest) -> str:
    """Return the language that a request is answered in."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get("lang", "")
    chosen = asked if asked in known else request.COOKIES.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in known else get_language_from_request(request)


def _policy(request: HttpRequest) -> str:
    try:
        live = live_url(request)
    except DisallowedHost:
        live = ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; "
        f"connect-src 'self' {live}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_YEAR_S,
        secure=settings.PUBLIC_URL.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
