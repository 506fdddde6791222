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
from sync.protocol import BatchReply, LevelBatch, LevelRow, Message, ProductBatch, ProductRow, RowResult

_REF = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

UNKNOWN_PRODUCT = "unknown product"
CONTROL_CHARACTERS = "a text holds control characters"


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
AnyAnswer = TypeVar("AnyAnswer", bound=Message)
Take = Callable[[], tuple[RowResult, ...]]


class Batch(Protocol):
    """What batches of every kind have."""

    @property
    def attempt(self) -> str: ...
    @property
    def term(self) -> int: ...


def take_products(shop: str, key_term: int, batch: ProductBatch, body: bytes, *, now_ms: int) -> bytes:
    """Put a batch of descriptions in the window and return the encoded reply; may be repeated, see `answer_once`.

    Raises:
        CallRefused: the term is not the shop's, or the attempt was answered for another body.
    """

    def take() -> tuple[RowResult, ...]:
        reasons = {row: reason for row in batch.rows if (reason := _flaw(row))}
        sound = [row for row in batch.rows if row not in reasons]
        held = rows.held_products(shop, {row.product for row in sound})
        newer = newest(sound, batch.term, held)
        rows.forget_hidden_levels(shop, [row.product for row in newer.values() if row.shown])
        words = indexing.shop_words(Shop.objects.get(pk=shop))
        described = [_values(row, words) for row in newer.values()]
        numbers = rows.put_products(shop, batch.term, described)
        rows.put_barcodes(numbers.values(), _barcodes(newer.values(), numbers))
        rows.note_prices(now_ms, _prices(newer.values(), numbers))
        rows.note_changes(shop, now_ms, numbers.values())
        indexing.learn(values.folded for values in described)
        return results(batch.rows, newer, reasons)

    return answer_rows_once(shop, key_term, batch, b"products" + body, take, now_ms=now_ms)


def take_levels(shop: str, key_term: int, batch: LevelBatch, body: bytes, *, now_ms: int, again: bool = False) -> bytes:
    """Put a batch of levels in the window and return the encoded reply; may be repeated, see `answer_once`.

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
        rows.note_changes(shop, now_ms, applied.products, figures_only=True)
        return applied.results

    return answer_rows_once(shop, key_term, batch, b"levels" + body, take, now_ms=now_ms)


def apply_levels(shop: str, term: int, told: Sequence[LevelRow], *, now_ms: int) -> AppliedLevels:
    """Put levels in the window that are newer than what it shows, within a transaction that holds the shop's row."""
    held = rows.held_levels(shop, {row.product for row in told if is_ref(row.product)})
    reasons = {row: UNKNOWN_PRODUCT for row in told if row.product not in held}
    newer = newest([row for row in told if row not in reasons], term, held)
    levels = [(held[ref].product_id, row.version, row.quantity_milli) for ref, row in newer.items()]
    rows.put_levels(term, now_ms, levels)
    return AppliedLevels(results(told, newer, reasons), [product_id for product_id, _, _ in levels])


def check_term(shop: str, key_term: int, given: int) -> Shop:
    """Return the shop, its row held until the transaction ends, when this key and this term may publish for it.

    Raises:
        CallRefused: another till was paired since, or the term is not the one granted.
    """
    found = Shop.objects.select_for_update().get(pk=shop)
    if key_term != found.term or given != found.term:
        raise stale_term(given=min(key_term, given), held=found.term)
    return found


def is_ref(text: str) -> bool:
    """Claim that an id may stand in an address."""
    return _REF.fullmatch(text) is not None


def is_clean(*texts: str) -> bool:
    """Claim that texts hold no control characters but line ends and tabs."""
    return not any(_CONTROL.search(text) for text in texts)


def answer_rows_once(shop: str, key_term: int, batch: Batch, body: bytes, take: Take, *, now_ms: int) -> bytes:
    """Take a batch whose rows are answered one by one, see `answer_once`."""

    def reply() -> BatchReply:
        return BatchReply(batch.attempt, batch.term, take())

    return answer_once(shop, key_term, batch, body, reply, now_ms=now_ms)


def answer_once(
    shop: str,
    key_term: int,
    batch: Batch,
    body: bytes,
    take: Callable[[], AnyAnswer],
    *,
    now_ms: int,
    is_kept: Callable[[AnyAnswer], bool] = lambda _: True,
) -> bytes:
    """Take a batch and keep its answer in one transaction: the same attempt and body get that answer again.

    Args:
        shop: whose batch it is.
        key_term: the term of the till's key.
        batch: what the body says.
        body: as it was sent, its kind in front.
        take: does it, and says what became of it.
        now_ms: this moment.
        is_kept: claims of an answer that it settles the attempt.

    Raises:
        CallRefused: the term is not the shop's, or the attempt was answered for another body.
    """
    body_hash = hashlib.sha256(body).hexdigest()
    with writing():
        check_term(shop, key_term, batch.term)
        answered = Attempt.objects.filter(shop_id=shop, attempt=batch.attempt).values_list("body_hash", "reply").first()
        if answered is not None:
            if answered[0] != body_hash:
                raise attempt_reused(batch.attempt)
            return bytes(answered[1])
        answer = take()
        reply = msgspec.json.encode(answer)
        if is_kept(answer):
            Attempt.objects.create(
                shop_id=shop, attempt=batch.attempt, body_hash=body_hash, reply=reply, answered_ms=now_ms
            )
        return reply


def _after_the_last_word(shop: str) -> int:
    """The earliest moment an attempt can be of: when its till last said that nothing was left, none was open."""
    complete_ms: int | None = Shop.objects.values_list("complete_ms", flat=True).get(pk=shop)
    return (complete_ms or 0) + 1


def newest(batch: Sequence[AnyRow], term: int, held: dict[str, rows.Held]) -> dict[str, AnyRow]:
    """Choose per product the row with the highest version, the first of equals, where it is newer than the held."""
    chosen: dict[str, AnyRow] = {}
    for row in batch:
        known = held.get(row.product)
        if known is not None and known.mark is not None and (term, row.version) <= known.mark:
            continue
        rival = chosen.get(row.product)
        if rival is None or row.version > rival.version:
            chosen[row.product] = row
    return chosen


def results(batch: Sequence[AnyRow], newer: dict[str, AnyRow], reasons: dict[AnyRow, str]) -> tuple[RowResult, ...]:
    """Say of each row what became of it, in the order sent."""

    def result(row: AnyRow) -> RowResult:
        if reason := reasons.get(row):
            return RowResult(row.product, row.version, "refused", reason)
        outcome: Literal["applied", "stale"] = "applied" if newer.get(row.product) is row else "stale"
        return RowResult(row.product, row.version, outcome)

    return tuple(result(row) for row in batch)


def _flaw(row: ProductRow) -> str:
    """Say why a description cannot be shown; empty when it can."""
    if not is_ref(row.product):
        return "the product's id holds characters that an address cannot"
    if not _CURRENCY.fullmatch(row.currency):
        return "the currency is not three capital letters"
    if not is_clean(row.name, row.brand, row.category, row.family, row.description, *row.barcodes):
        return CONTROL_CHARACTERS
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
        description=row.description.strip(),
        shown=row.shown,
        folded=indexing.folded(row.name, row.brand, row.category, shop_words),
        name_key=indexing.name_key(row.name),
    )


def _prices(batch: Iterable[ProductRow], numbers: dict[str, int]) -> list[tuple[int, int | None]]:
    """Return what the window asks from now on; of a product that it hides it asks nothing."""
    return [(numbers[row.product], row.price_minor if row.shown else None) for row in batch]


def _barcodes(batch: Iterable[ProductRow], numbers: dict[str, int]) -> list[tuple[int, str, str]]:
    return [(numbers[row.product], code, worldwide(code)) for row in batch for code in dict.fromkeys(row.barcodes)]
