"""How long what a page says stays true: views and cards tell it here while a page is made, and `keeping` reads it.

A page is kept only where its view says `keep`. What it shows is told by name: news of a name ends the page. Where
nobody notes, as in a test that calls a view, all of this does nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

Name = int | str
"""A product by its number, or one of the names below."""


def words_of(shop: str) -> str:
    """Name what is said of a shop itself: who it is, and how far its window may be believed."""
    return f"words {shop}"


def all_of(shop: str) -> str:
    """Name a shop with everything in its window."""
    return f"all {shop}"


def code(gtin: str) -> str:
    """Name the articles that carry a barcode, whoever sells them."""
    return f"code {gtin}"


@dataclass
class Noted:
    """What was told of a page: the news number that it is at least as new as, what ends it, and until when it holds.

    `is_whole_town` is a page that any news may change: it is kept for a moment only.
    """

    position: int
    town: object
    is_kept: bool = False
    is_whole_town: bool = False
    names: set[Name] = field(default_factory=set)
    until_ms: int | None = None


_noting: ContextVar[Noted | None] = ContextVar("noting", default=None)


@contextmanager
def noting(noted: Noted) -> Iterator[None]:
    """Note what is told while a page is made."""
    token = _noting.set(noted)
    try:
        yield
    finally:
        _noting.reset(token)


def noted() -> Noted | None:
    """Return what is being noted, if anything is."""
    return _noting.get()


def keep() -> None:
    """Let the page be kept: everything that it shows is told here, and it is the same for everybody."""
    if (here := _noting.get()) is not None:
        here.is_kept = True


def shows(names: Iterable[Name]) -> None:
    """Tell what the page shows: news of it ends the page."""
    if (here := _noting.get()) is not None:
        here.names.update(names)


def shows_whole_town() -> None:
    """Tell that any news may change the page."""
    if (here := _noting.get()) is not None:
        here.is_whole_town = True


def holds_until(moment_ms: int | None) -> None:
    """Tell when something on the page would be said otherwise; None where only news changes it."""
    here = _noting.get()
    if here is not None and moment_ms is not None:
        here.until_ms = moment_ms if here.until_ms is None else min(here.until_ms, moment_ms)
