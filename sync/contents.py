"""Telling an online shop what the window says beside the stock: the shop's word, news, promotions, photos.

All of it is absolute and carries a version, so that any of it may be told any number of times. No transaction is
open while the network is waited for; what was told, and what was said against it, is kept afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from pos.database import outbox, products, promotions, window_told, window_words
from pos.database.connection import Database, transaction
from pos.domain.identity import to_ms
from pos.domain.opening_hours import week_line, write_spans
from sync import terms
from sync.errors import Rejected, Temporary, Unsettled
from sync.window_protocol import (
    NEWS_A_BATCH,
    PHOTOS_A_BATCH,
    PROMOTIONS_A_BATCH,
    ClosureRow,
    NewsBatch,
    NewsRow,
    PhotoBatch,
    ProductPhotos,
    PromotionBatch,
    PromotionRow,
    ShopWord,
)

if TYPE_CHECKING:
    from pos.database.online_links import OnlineLink
    from pos.database.window_told import Kind
    from pos.domain.identity import NewId
    from pos.domain.promotion import Promotion
    from pos.domain.window_word import News, WindowWord
    from sync.connector import Connector
    from sync.protocol import RowResult

_FILES_A_ROUND: Final = 10
_NEVER_SENT: Final = "never sent"
_UNKNOWN_PRODUCT: Final = "unknown product"


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told from where to whom, and until when."""

    db: Database
    link: OnlineLink
    line: Connector
    clock: Callable[[], datetime]
    new_id: NewId
    stopped: Callable[[], bool]

    @property
    def is_over(self) -> bool:
        """Whether something more urgent waits: the till closes, or goods moved."""
        return self.stopped() or bool(outbox.level_news(self.db, self.link.target, 1))


def tell(telling: Telling) -> bool:
    """Tell what is newer here than over there; whether more is left for the next round.

    May be repeated at any time. A picture that an online shop is too busy to take waits for the next round, and
    nothing else does.

    Raises:
        SyncError: the line is in trouble; what was told before is kept as told.
    """
    is_more = False
    for step in (_tell_word, _tell_news, _tell_promotions, _tell_photos):
        if telling.is_over:
            return True
        is_more = step(telling) or is_more
    return is_more


def _tell_word(telling: Telling) -> bool:
    db, link = telling.db, telling.link
    word = window_words.word(db)
    if not word.version or window_told.version(db, link.target, "word") >= word.version:
        return False
    if word.picture and not _send_file(telling, word.picture):
        return True
    reply = telling.line.put_window(_shop_word(word, link.term))
    refused = "; ".join(reply.refused)
    if _NEVER_SENT in refused and _forget_files(telling, [word.picture or ""]):
        return True
    _keep(telling, [("word", "", word.version, "", refused)])
    return False


def _tell_news(telling: Telling) -> bool:
    news = window_words.untold_news(telling.db, telling.link.target, NEWS_A_BATCH)
    if not news:
        return False
    ready = [one for one in news if not one.photo or _send_file(telling, one.photo)]
    if not ready:
        return True
    batch = NewsBatch(telling.new_id(), telling.link.term, tuple(_news_row(one) for one in ready))
    results = telling.line.put_news(batch).results
    lost = [one.photo for one, result in zip(ready, results, strict=True) if one.photo and _is_lost(result)]
    if _forget_files(telling, lost):
        return True
    _keep(telling, _settled("news", results))
    return len(news) == NEWS_A_BATCH or len(ready) < len(news)


def _tell_promotions(telling: Telling) -> bool:
    told = promotions.untold(telling.db, telling.link.target, PROMOTIONS_A_BATCH)
    if not told:
        return False
    batch = PromotionBatch(telling.new_id(), telling.link.term, tuple(map(_promotion_row, told)))
    results = telling.line.put_promotions(batch).results
    _keep(telling, _settled("promotion", [result for result in results if result.reason != _UNKNOWN_PRODUCT]))
    return len(told) == PROMOTIONS_A_BATCH


def _tell_photos(telling: Telling) -> bool:
    news = window_told.photo_news(telling.db, telling.link.target, PHOTOS_A_BATCH)
    if not news:
        return False
    rows = tuple(ProductPhotos(one.product_id, one.version, (one.photo,) if one.photo else ()) for one in news)
    reply = telling.line.put_photos(PhotoBatch(telling.new_id(), telling.link.term, rows))
    missing = set(reply.missing)
    there = [one for one in news if one.photo not in missing and one.product_id not in set(reply.unknown)]
    _keep(telling, [("photos", one.product_id, one.version, one.photo, "") for one in there])
    sent = 0
    for one in news:
        if one.photo in missing:
            if sent == _FILES_A_ROUND or telling.is_over:
                return True
            missing.discard(one.photo)
            _forget_files(telling, [one.photo])
            if not _send_file(telling, one.photo, shown_by=[each for each in news if each.photo == one.photo]):
                return True
            sent += 1
    return bool(sent) or (bool(there) and len(news) == PHOTOS_A_BATCH)


def _send_file(telling: Telling, name: str, *, shown_by: Sequence[window_told.PhotoNews] = ()) -> bool:
    """Send a picture unless it was; whether the rows that need it may be told now.

    One that is refused is not asked about again: the products that show it stand with the reason.
    """
    db, target = telling.db, telling.link.target
    if window_told.version(db, target, "file", name):
        return True
    body = products.photo(db, name)
    try:
        if body is not None:
            telling.line.put_photo(name, body, media_type="image/jpeg")
        refused = ""
    except Temporary as busy:
        if busy.reason is not Unsettled.BUSY:
            raise
        return False
    except Rejected as problem:
        refused = problem.reason
    rows: list[_Told] = [("file", name, 1, "", "")]
    if refused:
        rows += [("photos", one.product_id, one.version, one.photo, refused) for one in shown_by]
    _keep(telling, rows)
    return True


_Told = tuple["Kind", str, int, str, str]


def _keep(telling: Telling, rows: Sequence[_Told]) -> None:
    """Keep what was told, unless the shop was joined anew meanwhile."""
    with transaction(telling.db):
        if terms.is_joined(telling.db, telling.link):
            for kind, ref, version, content, refused in rows:
                window_told.note(telling.db, telling.link.target, kind, ref, version, content=content, refused=refused)


def _settled(kind: Kind, results: Sequence[RowResult]) -> list[_Told]:
    return [
        (kind, result.product, result.version, "", (result.reason or "?") if result.outcome == "refused" else "")
        for result in results
    ]


def _is_lost(result: RowResult) -> bool:
    return result.outcome == "refused" and _NEVER_SENT in result.reason


def _forget_files(telling: Telling, names: Sequence[str]) -> bool:
    """Forget that files were sent that the online shop does not have; whether there was any."""
    known = [name for name in names if window_told.version(telling.db, telling.link.target, "file", name)]
    with transaction(telling.db):
        for name in known:
            window_told.forget(telling.db, telling.link.target, "file", name)
    return bool(known)


def _shop_word(word: WindowWord, term: int) -> ShopWord:
    return ShopWord(
        term=term,
        version=word.version,
        phone=word.phone,
        website=word.website,
        hours=None if word.hours is None else week_line(word.hours),
        presentation=word.presentation,
        picture=word.picture,
        closures=tuple(
            ClosureRow(one.first.isoformat(), one.last.isoformat(), write_spans(one.hours), one.reason)
            for one in word.closures
        ),
    )


def _news_row(news: News) -> NewsRow:
    return NewsRow(
        ref=news.id,
        version=news.version,
        title=news.title,
        shown=news.shown,
        from_ms=_midnight_ms(news.first),
        until_ms=None if news.last is None else _midnight_ms(news.last + timedelta(days=1)),
        text=news.text,
        photo=news.photo or "",
    )


def _promotion_row(told: Promotion) -> PromotionRow:
    return PromotionRow(
        product=told.product_id,
        version=told.version,
        starts_ms=told.starts_ms,
        ends_ms=told.ends_ms,
        price_minor=None if told.taken_back else told.price.minor,
        prior_minor=None if told.taken_back else told.prior.minor,
        text=told.text,
    )


def _midnight_ms(day: date) -> int:
    """When a day begins where the till stands."""
    return to_ms(datetime.combine(day, time()).astimezone())
