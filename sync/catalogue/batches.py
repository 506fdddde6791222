"""What the window takes of a batch: rows that are newer than what it shows, each answered by itself.

The rule is one line: a row is applied when its (term, version) is greater than the one held. Everything that can
go wrong on a wire (loss, doubles, disorder, a replay) then ends at the same window.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

import msgspec

from sync.catalogue import indexing, rows
from sync.catalogue.barcodes import worldwide
from sync.catalogue.database import writing
from sync.catalogue.folding import key
from sync.catalogue.models import Attempt, Shop
from sync.catalogue.problems import attempt_reused, stale_term
from sync.protocol import BatchReply, LevelBatch, LevelRow, ProductBatch, ProductRow, RowResult

_REF = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

UNKNOWN_PRODUCT = "unknown product"


class Row(Protocol):
    """What rows of both kinds have."""

    @property
    def product(self) -> str: ...
    @property
    def version(self) -> int: ...


@dataclass(frozen=True)
class AppliedLevels:
    """What became of each level, in the order told, and the products whose windows change."""

    results: tuple[RowResult, ...]
    products: list[int]


AnyRow = TypeVar("AnyRow", bound=Row)
Take = Callable[[], tuple[RowResult, ...]]


def take_products(shop: str, key_term: int, batch: ProductBatch, body: bytes, *, now_ms: int) -> bytes:
    """Put a batch of descriptions in the window and return the encoded reply; may be repeated, see `_answer_once`.

    Raises:
        CallRefused: the term is not the shop's, or the attempt was answered for another body.
    """

    def take() -> tuple[RowResult, ...]:
        reasons = {row: reason for row in batch.rows if (reason := _flaw(row))}
        sound = [row for row in batch.rows if row not in reasons]
        held = rows.held_products(shop, {row.product for row in sound})
        newer = _newest(sound, batch.term, held)
        rows.forget_hidden_levels(shop, [row.product for row in newer.values() if row.shown])
        words = indexing.shop_words(Shop.objects.get(pk=shop))
        described = [_values(row, words) for row in newer.values()]
        numbers = rows.put_products(shop, batch.term, described)
        rows.put_barcodes(numbers.values(), _barcodes(newer.values(), numbers))
        rows.put_shelves(shop)
        rows.note_changes(shop, now_ms, numbers.values())
        indexing.learn(values.folded for values in described)
        return _results(batch.rows, newer, reasons)

    return _answer_once(shop, key_term, batch, b"products" + body, take, now_ms=now_ms)


def take_levels(shop: str, key_term: int, batch: LevelBatch, body: bytes, *, now_ms: int, again: bool = False) -> bytes:
    """Put a batch of levels in the window and return the encoded reply; may be repeated, see `_answer_once`.

    Args:
        shop: whose levels they are.
        key_term: the term of the till's key.
        batch: what the body says.
        body: as it was sent.
        now_ms: this moment.
        again: whether it was sent before and may have been written down long ago; its levels are not of this moment.

    Raises:
        CallRefused: the term is not the shop's, or the attempt was answered for another body.
    """

    def take() -> tuple[RowResult, ...]:
        checked_ms = _after_the_last_word(shop) if again else now_ms
        applied = apply_levels(shop, batch.term, batch.rows, now_ms=checked_ms)
        rows.note_changes(shop, now_ms, applied.products)
        return applied.results

    return _answer_once(shop, key_term, batch, b"levels" + body, take, now_ms=now_ms)


def apply_levels(shop: str, term: int, told: Sequence[LevelRow], *, now_ms: int) -> AppliedLevels:
    """Put levels in the window that are newer than what it shows, within a transaction that holds the shop's row."""
    held = rows.held_levels(shop, {row.product for row in told if _REF.fullmatch(row.product)})
    reasons = {row: UNKNOWN_PRODUCT for row in told if row.product not in held}
    newer = _newest([row for row in told if row not in reasons], term, held)
    levels = [(held[ref].product_id, row.version, row.quantity_milli) for ref, row in newer.items()]
    rows.put_levels(term, now_ms, levels)
    return AppliedLevels(_results(told, newer, reasons), [product_id for product_id, _, _ in levels])


def check_term(shop: str, key_term: int, given: int) -> Shop:
    """Return the shop, its row held until the transaction ends, when this key and this term may publish for it.

    Raises:
        CallRefused: another till was paired since, or the term is not the one granted.
    """
    found = Shop.objects.select_for_update().get(pk=shop)
    if key_term != found.term or given != found.term:
        raise stale_term(given=min(key_term, given), held=found.term)
    return found


def _answer_once(
    shop: str, key_term: int, batch: ProductBatch | LevelBatch, body: bytes, take: Take, *, now_ms: int
) -> bytes:
    """Take a batch and keep its answer in one transaction: the same attempt and body get that answer again."""
    body_hash = hashlib.sha256(body).hexdigest()
    with writing():
        check_term(shop, key_term, batch.term)
        answered = Attempt.objects.filter(shop_id=shop, attempt=batch.attempt).values_list("body_hash", "reply").first()
        if answered is not None:
            if answered[0] != body_hash:
                raise attempt_reused(batch.attempt)
            return bytes(answered[1])
        reply = msgspec.json.encode(BatchReply(batch.attempt, batch.term, take()))
        Attempt.objects.create(
            shop_id=shop, attempt=batch.attempt, body_hash=body_hash, reply=reply, answered_ms=now_ms
        )
        return reply


def _after_the_last_word(shop: str) -> int:
    """The earliest moment an attempt can be of: when its till last said that nothing was left, none was open."""
    complete_ms: int | None = Shop.objects.values_list("complete_ms", flat=True).get(pk=shop)
    return (complete_ms or 0) + 1


def _newest(batch: Sequence[AnyRow], term: int, held: dict[str, rows.Held]) -> dict[str, AnyRow]:
    """Choose per product the row with the highest version, the first of equals, where it is newer than the held."""
    newest: dict[str, AnyRow] = {}
    for row in batch:
        known = held.get(row.product)
        if known is not None and known.mark is not None and (term, row.version) <= known.mark:
            continue
        rival = newest.get(row.product)
        if rival is None or row.version > rival.version:
            newest[row.product] = row
    return newest


def _results(batch: Sequence[AnyRow], newer: dict[str, AnyRow], reasons: dict[AnyRow, str]) -> tuple[RowResult, ...]:
    def result(row: AnyRow) -> RowResult:
        if reason := reasons.get(row):
            return RowResult(row.product, row.version, "refused", reason)
        outcome: Literal["applied", "stale"] = "applied" if newer.get(row.product) is row else "stale"
        return RowResult(row.product, row.version, outcome)

    return tuple(result(row) for row in batch)


def _flaw(row: ProductRow) -> str:
    """Say why a description cannot be shown; empty when it can."""
    if not _REF.fullmatch(row.product):
        return "the product's id holds characters that an address cannot"
    if not _CURRENCY.fullmatch(row.currency):
        return "the currency is not three capital letters"
    if any(_CONTROL.search(text) for text in (row.name, row.brand, row.category, row.family, *row.barcodes)):
        return "a text holds control characters"
    if not row.name.strip():
        return "the name is blank"
    return ""


def _values(row: ProductRow, shop_words: str) -> rows.ProductValues:
    return rows.ProductValues(
        ref=row.product,
        version=row.version,
        name=row.name.strip(),
        brand=row.brand.strip(),
        category=row.category.strip(),
        category_key=key(row.category),
        family=row.family,
        unit=row.unit,
        currency=row.currency,
        price_minor=row.price_minor,
        shown=row.shown,
        folded=indexing.folded(row.name, row.brand, row.category, shop_words),
        name_key=indexing.name_key(row.name),
    )


def _barcodes(batch: Iterable[ProductRow], numbers: dict[str, int]) -> list[tuple[int, str, str]]:
    return [(numbers[row.product], code, worldwide(code)) for row in batch for code in dict.fromkeys(row.barcodes)]
