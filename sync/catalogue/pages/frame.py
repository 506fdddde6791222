"""What every page needs around its content: the town, the ways through it, the languages, the live figures."""

import json
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from sync.catalogue import clock, lasting, sentences, wording
from sync.catalogue.addresses import absolute, live_url
from sync.catalogue.live.events import FORM, position
from sync.catalogue.models import Town
from sync.catalogue.pages.paths import path_where_there_is_one

_WAYS = (
    ("town", gettext_lazy("Home"), "glass"),
    ("shops", gettext_lazy("Shops"), "awning"),
    ("categories", gettext_lazy("Categories"), "grid"),
    ("agenda", gettext_lazy("Agenda"), "calendar"),
    ("favourites", gettext_lazy("Favourites"), "heart"),
)
_AT_THE_FOOT = (
    ("how", gettext_lazy("How it works"), ""),
    ("joining", gettext_lazy("For shops"), ""),
    ("accessibility", gettext_lazy("Accessibility"), ""),
    ("privacy", gettext_lazy("Privacy"), ""),
)
_held: ContextVar[list[Town] | None] = ContextVar("town", default=None)

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Way:
    """An entry of the navigation."""

    name: str
    url: str
    drawing: str


def town() -> Town:
    """Return the town of this catalogue: told by who follows the news, else looked up once while a page is answered."""
    here = lasting.noted()
    if here is not None and isinstance(here.town, Town):
        return here.town
    held = _held.get()
    if held is None:
        return Town.objects.get(pk=1)
    if not held:
        held.append(Town.objects.get(pk=1))
    return held[0]


def look_up_town_once(get_response: Answer) -> Answer:
    """Let everything that answers one request share one town; the next request asks again."""

    def answer(request: HttpRequest) -> HttpResponse:
        token = _held.set([])
        try:
            return get_response(request)
        finally:
            _held.reset(token)

    return answer


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what the page around the content shows; a context processor of every template."""
    here, language = town(), get_language()
    return {
        **_alike(language),
        "town": here.name or _("The town's shops"),
        "town_mail": here.mail,
        "zone": here.zone,
        "way_here": _way_here(request.path),
        "language": language,
        "languages": [(code, name, _address_in(request, code)) for code, name in settings.LANGUAGES],
        "canonical": absolute(request, _canonical_path(request)),
        "live_url": live_url(request),
        "events_form": FORM,
        "now_ms": lasting.hole(lasting.NOW, str(clock.now_ms())),
        "since": lasting.hole(lasting.SINCE, str(_since())),
    }


@cache
def _alike(language: str) -> dict[str, object]:
    """Return what is the same around every page in a language."""
    with override(language):
        return {
            "ways": _ways(_WAYS),
            "foot_ways": _ways(_AT_THE_FOOT),
            "hour_form": wording.hour_form(),
            "heard_forms": json.dumps({name: str(text) for name, text in sentences.HEARD.items()}, ensure_ascii=False),
            "said_forms": json.dumps(sentences.forms(language), ensure_ascii=False),
        }


def _since() -> int:
    """Return the news that this page surely shows: what was the newest before it was begun, where that is noted."""
    here = lasting.noted()
    return position() if here is None else here.position


def _ways(listed: Iterable[tuple[str, object, str]]) -> list[Way]:
    """Return those of the ways that this catalogue has, in the language in force."""
    return [Way(str(words), url, drawing) for name, words, drawing in listed if (url := path_where_there_is_one(name))]


def _way_here(path: str) -> str:
    """Return which of the ways through the town a page is on: its own, or the one that it is below; empty for none."""
    home = path_where_there_is_one("town")
    ways = (path_where_there_is_one(name) for name, _words, _drawing in _WAYS)
    return home if path == home else next((url for url in ways if url not in {"", home} and path.startswith(url)), "")


def _address_in(request: HttpRequest, language: str) -> str:
    if not request.GET:
        return f"{request.path}?lang={language}"
    query = request.GET.copy()
    query["lang"] = language
    return f"{request.path}?{query.urlencode()}"


def _canonical_path(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in ("q", "category", "page") if request.GET.get(name)}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
