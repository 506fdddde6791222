"""What every page needs around its content: the town, the ways through it, the languages, the live figures."""

import json
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sync.catalogue import clock, lasting, sentences, wording
from sync.catalogue.addresses import absolute, live_url
from sync.catalogue.live.events import position
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
    ("how", gettext_lazy("How it works")),
    ("joining", gettext_lazy("For shops")),
    ("accessibility", gettext_lazy("Accessibility")),
    ("privacy", gettext_lazy("Privacy")),
)
_held: ContextVar[list[Town] | None] = ContextVar("town", default=None)

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Way:
    """An entry of the navigation; it is chosen on its own page and on those below it."""

    name: str
    url: str
    drawing: str = ""
    is_here: bool = False


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
    here = town()
    return {
        "town": here.name or _("The town's shops"),
        "town_mail": here.mail,
        "zone": here.zone,
        "ways": _ways(request.path),
        "foot_ways": _foot_ways(),
        "language": get_language(),
        "languages": [(code, name, _address_in(request, code)) for code, name in settings.LANGUAGES],
        "canonical": absolute(request, _canonical_path(request)),
        "live_url": live_url(request),
        "hour_form": wording.hour_form(),
        "heard_forms": json.dumps({name: str(text) for name, text in sentences.HEARD.items()}, ensure_ascii=False),
        "gone": sentences.GONE,
        "now_ms": lasting.hole(lasting.NOW, str(clock.now_ms())),
        "since": lasting.hole(lasting.SINCE, str(_since())),
    }


def _since() -> int:
    """Return the news that this page surely shows: what was the newest before it was begun, where that is noted."""
    here = lasting.noted()
    return position() if here is None else here.position


def _ways(path: str) -> list[Way]:
    """Return the ways through the town that this catalogue has."""
    found = []
    for name, words, drawing in _WAYS:
        url = path_where_there_is_one(name)
        if url:
            is_here = path == url if name == "town" else path.startswith(url)
            found.append(Way(str(words), url, drawing, is_here))
    return found


def _foot_ways() -> list[Way]:
    return [Way(str(words), url) for name, words in _AT_THE_FOOT if (url := path_where_there_is_one(name))]


def _address_in(request: HttpRequest, language: str) -> str:
    query = request.GET.copy()
    query["lang"] = language
    return f"{request.path}?{query.urlencode()}"


def _canonical_path(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in ("q", "category", "page") if request.GET.get(name)}
    query = request.GET.copy()
    query.clear()
    query.update(kept)
    return f"{request.path}?{query.urlencode()}" if kept else request.path
