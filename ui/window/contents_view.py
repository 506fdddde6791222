"""What the sheet shows of the shop's file, read in one moment on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtGui import QImage

from pos.database import promotions, window_words
from pos.database.connection import Database, snapshot
from pos.database.promotions import Announced
from pos.domain.identity import to_ms
from pos.domain.promotion import Standing
from pos.domain.window_word import News
from pos.operations.presenting import Presentation, look_at_word
from ui.articles.photo_making import shown


@dataclass(frozen=True, slots=True)
class Promoted:
    """An announcement with how it stands now."""

    announced: Announced
    standing: Standing


@dataclass(frozen=True, slots=True)
class ContentsView:
    """The shop's word with its picture, its news, and its reduced prices."""

    presentation: Presentation
    today: date
    picture: QImage | None = None
    news: tuple[News, ...] = ()
    promoted: tuple[Promoted, ...] = ()


def look(db: Database, now: datetime) -> ContentsView:
    """All of it; a reader will do."""
    with snapshot(db):
        presentation = look_at_word(db)
        return ContentsView(
            presentation,
            now.astimezone().date(),
            shown(presentation.picture) if presentation.picture is not None else None,
            tuple(window_words.news(db)),
            tuple(promoted(db, now)),
        )


def promoted(db: Database, now: datetime) -> list[Promoted]:
    """The reduced prices, those that ask for a decision first, then those that run."""
    order = (Standing.OVER, Standing.RUNNING, Standing.OTHER_PRICE, Standing.SETTLED)
    found = [Promoted(one, one.promotion.standing(one.asked, to_ms(now))) for one in promotions.all_of_them(db)]
    return sorted(found, key=lambda one: order.index(one.standing))
