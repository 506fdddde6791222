"""What lets a browser keep the site on a home screen: its manifest, its worker, and a page for when the line is cut."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sync.catalogue.pages.answers import page
from sync.catalogue.pages.frame import town
from sync.catalogue.templating import asset

_GROUND, _ACCENT = "#faf8f5", "#0f6b4f"
_SHORT_NAME = 12
_HOUR_S = 3600
_FILES = ("style.css", "favourites.css", "favourites.js", "installing.js", "offline.js", "live.js", "favicon.svg")
_ICONS = (("icons/app-192.png", 192, "any"), ("icons/app-512.png", 512, "any"))
_MASKABLE = (("icons/maskable-192.png", 192, "maskable"), ("icons/maskable-512.png", 512, "maskable"))
_WORKER = Path(__file__).resolve().parents[1] / "static" / "service-worker.js"


def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site as something to install, in the language its page asked with."""
    with override(_language_of(request)):
        answer = JsonResponse(_described(), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = f"public, max-age={_HOUR_S}"
    return answer


def worker(request: HttpRequest) -> HttpResponse:
    """Give the worker, with the files it keeps; it is another one when any of them is."""
    offline = {code: reverse("offline", args=[code]) for code, _name in settings.LANGUAGES}
    known = {"FILES": [asset(name) for name in _FILES], "OFFLINE": offline}
    begins = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    body = f"{begins}{_worker_text()}"
    version = hashlib.sha256(f"{body}{_offline_words()}{town().name}".encode()).hexdigest()[:12]
    return HttpResponse(
        f'"use strict";\nconst VERSION = "{version}";\n{body}',
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def offline(request: HttpRequest, language: str) -> HttpResponse:
    """Show the page that a browser keeps for when there is no network."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with override(language):
        return page(request, "offline.html", {})


def _described() -> dict[str, object]:
    name = town().name or _("The town's shops")
    return {
        "id": "/",
        "name": name,
        "short_name": name if len(name) <= _SHORT_NAME else _("Shops"),
        "description": _("The shops around you, and what is on their shelves right now."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": reverse("town"),
        "scope": reverse("town"),
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _ACCENT,
        "categories": ["shopping", "lifestyle"],
        "icons": [_icon(*described) for described in (*_ICONS, *_MASKABLE)],
        "shortcuts": [
            {"name": words, "url": reverse(address), "icons": [_icon(*_ICONS[0])]}
            for words, address in (
                (_("My favourites"), "favourites"),
                (_("Agenda"), "agenda"),
                (_("Promotions"), "promotions"),
            )
        ],
    }


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": asset(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _language_of(request: HttpRequest) -> str:
    asked = request.GET.get("langue", "")
    return asked if asked in dict(settings.LANGUAGES) else str(get_language())


@cache
def _worker_text() -> str:
    return _WORKER.read_text(encoding="utf-8")


@cache
def _offline_words() -> str:
    """Return what the kept page is made from: a browser fetches it anew when that has changed."""
    templates = Path(settings.TEMPLATES[0]["DIRS"][0])
    kept = ("offline.html", "base.html", "parts/known.html", "parts/reach.html", "parts/drawings.html")
    return "".join((templates / name).read_text(encoding="utf-8") for name in kept)
