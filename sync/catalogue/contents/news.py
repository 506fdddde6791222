"""What a shop tells the town: each a row of its till's, newer words replacing older ones."""

from sync.catalogue import photos, rows
from sync.catalogue.batches import CONTROL_CHARACTERS, answer_rows_once, is_clean, is_ref, newest, results
from sync.catalogue.models import News, Photo
from sync.catalogue.rows import Held
from sync.protocol import RowResult
from sync.window_protocol import NewsBatch, NewsRow

NEWS_A_SHOP = 500


def take(shop: str, key_term: int, batch: NewsBatch, body: bytes, *, now_ms: int) -> bytes:
    """Keep a batch of news and return the encoded reply; may be repeated, see `batches.answer_once`.

    News that somebody at the town hall hid stay hidden, whatever the shop says of them later.

    Raises:
        CallRefused: the term is not the shop's, or the attempt was answered for another body.
    """

    def apply() -> tuple[RowResult, ...]:
        held = _held(shop, batch.rows)
        pictures = photos.held(shop, [row.photo for row in batch.rows if row.photo])
        room = NEWS_A_SHOP - News.objects.filter(shop_id=shop).count()
        reasons = {row: reason for row in batch.rows if (reason := _flaw(row, pictures))}
        fresh = list(dict.fromkeys(row.ref for row in batch.rows if row not in reasons and row.ref not in held))
        crowded = set(fresh[max(0, room) :])
        reasons |= {row: "there are as many news as a shop may have" for row in batch.rows if row.ref in crowded}
        newer = newest([row for row in batch.rows if row not in reasons], batch.term, held)
        _put(shop, batch.term, list(newer.values()), pictures, now_ms)
        if newer:
            rows.note_changes(shop, now_ms, [None])
        return results(batch.rows, newer, reasons)

    return answer_rows_once(shop, key_term, batch, b"news" + body, apply, now_ms=now_ms)


def _held(shop: str, told: tuple[NewsRow, ...]) -> dict[str, Held]:
    listed = News.objects.filter(shop_id=shop, ref__in={row.ref for row in told if is_ref(row.ref)})
    return {ref: Held(number, (term, version)) for ref, number, term, version in listed.values_list(*_MARK)}


_MARK = ("ref", "pk", "term", "version")
_COLUMNS = ("term", "version", "title", "text", "photo", "from_ms", "until_ms", "shown", "changed_ms")


def _put(shop: str, term: int, told: list[NewsRow], pictures: dict[str, Photo], now_ms: int) -> None:
    News.objects.bulk_create(
        [
            News(
                shop_id=shop,
                ref=row.ref,
                term=term,
                version=row.version,
                title=row.title.strip(),
                text=row.text.strip(),
                photo=pictures.get(row.photo),
                from_ms=row.from_ms,
                until_ms=row.until_ms,
                shown=row.shown,
                changed_ms=now_ms,
            )
            for row in told
        ],
        update_conflicts=True,
        unique_fields=["shop", "ref"],
        update_fields=_COLUMNS,
    )


def _flaw(row: NewsRow, pictures: dict[str, Photo]) -> str:
    if not is_ref(row.ref):
        return "its ref holds characters that an address cannot"
    if not is_clean(row.title, row.text):
        return CONTROL_CHARACTERS
    if not row.title.strip():
        return "the title is blank"
    if row.until_ms is not None and row.until_ms <= row.from_ms:
        return "it ends before it begins"
    if row.photo and row.photo not in pictures:
        return "this photo was never sent"
    return ""
