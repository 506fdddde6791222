"""Who may read figures: programs on this machine, or whoever has the token."""

import hmac

from django.conf import settings
from django.http import HttpRequest

from sync.catalogue.addresses import THIS_MACHINE

_BY_PROXY = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via")


def may_read_figures(request: HttpRequest) -> bool:
    """Claim that a request comes from this machine itself, through no proxy, or brings CATALOGUE_METRICS_TOKEN."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    came_straight = not any(name in request.headers for name in _BY_PROXY)
    return came_straight and request.META.get("REMOTE_ADDR", "") in THIS_MACHINE
