"""Where a till may send its key: over https to the host it was given, or to this machine itself."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from sync.errors import AddressRefused

_LOOPBACK_NAMES = ("localhost", "ip6-localhost")


def clean_address(typed: str) -> str:
    """The address as it is kept: scheme, host, port and path, without a slash at the end.

    An address without a scheme is taken as https.

    Raises:
        AddressRefused: it is no address, holds a password or a question, or is not https though far away.
    """
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise AddressRefused(typed) from problem
    surplus = parts.username is not None or parts.password is not None or parts.query or parts.fragment
    if not host or surplus or any(character.isspace() or character == "\\" for character in text):
        raise AddressRefused(typed)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise AddressRefused(typed)
    shown_host = f"[{host}]" if ":" in host else host
    shown_port = "" if port is None else f":{port}"
    return f"{parts.scheme}://{shown_host}{shown_port}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine, whatever the network."""
    if host.lower() in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
