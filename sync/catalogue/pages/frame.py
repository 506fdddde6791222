"""What every page needs around its content: the town, the languages, where live figures come from."""

import json

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue import clock, lasting, sentences, wording
from sync.catalogue.addresses import absolute, live_url
from sync.catalogue.live.events import position
from sync.catalogue.models import Town


def town() -> Town:
    """Return the town of this catalogue; a page that is being made is told it by who follows the news."""
    here = lasting.noted()
    return here.town if here is not None and isinstance(here.town, Town) else Town.objects.get(pk=1)


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what the page around the content shows; a context processor of every template."""
    here = town()
    return {
        "town": here.name or _("The town's shops"),
        "zone": here.zone,
        "language": get_language(),
        "languages": [(code, name, _address_in(request, code)) for code, name in settings.LANGUAGES],
        "canonical": absolute(request, _canonical_path(request)),
        "live_url": live_url(request),
        "hour_form": wording.hour_form(),
        "heard_forms": json.dumps({name: str(text) for name, text in sentences.HEARD.items()}, ensure_ascii=False),
        "gone": sentences.GONE,
        "now_ms": clock.now_ms(),
        "since": _since(),
    }


def _since() -> int:
    """Return the news that this page surely shows: what was the newest before it was begun, where that is noted."""
    here = lasting.noted()
    return position() if here is None else here.position


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
