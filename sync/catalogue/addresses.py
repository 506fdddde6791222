"""Where things are seen: the public addresses of pages and of the live events."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

_HOST = "comptoir.host"
"""Where a request keeps the host that it names, once that is checked."""
THIS_MACHINE = {"127.0.0.1", "::1", ""}


def base_url(request: HttpRequest) -> str:
    """Return the catalogue's public address without a slash at its end."""
    return settings.PUBLIC_URL or f"{request.scheme}://{host_of(request)}"


def host_of(request: HttpRequest) -> str:
    """Return the host that a request names, which is checked once.

    Raises:
        DisallowedHost: this catalogue does not answer to that name.
    """
    host = request.META.get(_HOST)
    if host is None:
        host = request.META[_HOST] = request.get_host()
    return str(host)


def absolute(request: HttpRequest, path: str) -> str:
    """Return the public address of a path."""
    return base_url(request) + path


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Claim that a form was sent by another site: browsers say so themselves, older ones name the site."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    own = {request.get_host(), urlsplit(base_url(request)).netloc}
    return bool(origin) and urlsplit(origin).netloc not in own


def shop_window_pattern(request: HttpRequest) -> str:
    """Return the address of a shop's window, with `{slug}` where its name goes."""
    return absolute(request, reverse("shop", args=["slug"])).replace("/slug/", "/{slug}/")


def live_url(request: HttpRequest) -> str:
    """Return the public address of the live events: the one configured, else this host on the live port."""
    if settings.LIVE_URL:
        return settings.LIVE_URL
    if not settings.LIVE_PORT:
        return ""
    host = host_of(request)
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return f"{request.scheme}://{name}:{settings.LIVE_PORT}"


def asker(request: HttpRequest) -> str:
    """Return the address that a request came from; a proxy on this machine is believed when it names another."""
    return asker_of(request.META) or str(request.META.get("REMOTE_ADDR", ""))


def asker_of(environ: Mapping[str, Any]) -> str:
    """Return the same of a request that was not read yet; empty where this machine itself asks."""
    return asker_behind(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""))


def asker_behind(address: str, forwarded: str) -> str:
    """Return who asks, given who is connected and what it says whom it asks for; empty for this machine itself."""
    if address not in THIS_MACHINE:
        return address
    return forwarded.rsplit(",", 1)[-1].strip()
