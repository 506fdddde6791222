"""Every address that Django answers, filled in with the things of one shop; a new one cannot be forgotten."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

_PART = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
_ANY_OTHER_CALL = "^api/.*$"


@dataclass(frozen=True)
class Address:
    """One line of `urlpatterns`, with the lines that include it."""

    route: str

    @property
    def is_call(self) -> bool:
        """Claim that a till calls here."""
        return self.route.startswith("api/v1/")

    @property
    def is_officers(self) -> bool:
        """Claim that it is a page of the town hall."""
        return self.route.startswith("mairie/")

    def filled(self, things: Mapping[str, Mapping[str, str]]) -> str:
        """Return the path to things, named by the start of the route they are for, the longest start first.

        Raises:
            KeyError: nobody has said what stands for a part of this address.
        """
        if self.route == _ANY_OTHER_CALL:
            return "/api/v1/nothing-there"
        known: dict[str, str] = {}
        for start in sorted(things, key=len):
            known |= things[start] if self.route.startswith(start) else {}
        return "/" + _PART.sub(lambda part: known[part[1]], self.route)


def every_address() -> tuple[Address, ...]:
    """Return all there are."""
    return tuple(Address(route) for route in _routes(get_resolver().url_patterns, ""))


def _routes(patterns: Iterable[Any], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern.url_patterns, route)
