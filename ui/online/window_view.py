"""What the shop's file knows of its window online, read in one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos.database import online_links, outbox
from pos.database.connection import Database, snapshot
from pos.database.online_links import OnlineLink
from pos.database.outbox import AsidedProduct

LISTED_AT_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class WindowView:
    """The joining, how many products wait or stand aside, and the first of those aside, by name."""

    link: OnlineLink | None
    waiting: int = 0
    set_aside: int = 0
    aside: tuple[AsidedProduct, ...] = ()


def look(db: Database) -> WindowView:
    """How the window stands; a reader will do."""
    with snapshot(db):
        link = online_links.get(db)
        if link is None:
            return WindowView(None)
        news = outbox.waiting(db, link.target)
        aside = outbox.set_aside(db, link.target, limit=LISTED_AT_MOST) if news.set_aside else []
        return WindowView(link, news.waiting, news.set_aside, tuple(aside))
