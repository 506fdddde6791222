"""Reduced prices that a shop announces: only what is below the lowest price of the thirty days before is one."""

from sync.catalogue import rows
from sync.catalogue.batches import (
    CONTROL_CHARACTERS,
    UNKNOWN_PRODUCT,
    answer_rows_once,
    is_clean,
    is_ref,
    newest,
    results,
)
from sync.catalogue.models import Product, Promotion
from sync.catalogue.promotions import lowest_seen, prior_of
from sync.catalogue.rows import Held
from sync.protocol import RowResult
from sync.window_protocol import PromotionBatch, PromotionRow

NO_PRIOR = "there is no prior price"
NOT_BELOW = "the price is not below the lowest of the thirty days before"
_COLUMNS = ("shop", "term", "version", "price_minor", "prior_minor", "starts_ms", "ends_ms", "text")


def take(shop: str, key_term: int, batch: PromotionBatch, body: bytes, *, now_ms: int) -> bytes:
    """Keep a batch of promotions and return the encoded reply; may be repeated, see `batches.answer_once`.

    Raises:
        CallRefused: the term is not the shop's, or the attempt was answered for another body.
    """

    def apply() -> tuple[RowResult, ...]:
        held = _held(shop, batch.rows)
        reduced = {
            held[row.product].product_id: (row.starts_ms, row.price_minor)
            for row in batch.rows
            if row.product in held and row.price_minor is not None
        }
        seen = lowest_seen(reduced)
        priors = {
            row: prior_of(row.prior_minor, seen.get(held[row.product].product_id))
            for row in batch.rows
            if row.product in held
        }
        reasons = {row: reason for row in batch.rows if (reason := _flaw(row, held, priors.get(row)))}
        newer = newest([row for row in batch.rows if row not in reasons], batch.term, held)
        chosen = [
            _promotion(shop, batch.term, row, held[row.product].product_id, priors[row]) for row in newer.values()
        ]
        Promotion.objects.bulk_create(chosen, update_conflicts=True, unique_fields=["product"], update_fields=_COLUMNS)
        rows.note_changes(shop, now_ms, [told.product_id for told in chosen])
        return results(batch.rows, newer, reasons)

    return answer_rows_once(shop, key_term, batch, b"promotions" + body, apply, now_ms=now_ms)


def _held(shop: str, told: tuple[PromotionRow, ...]) -> dict[str, Held]:
    listed = Product.objects.filter(shop_id=shop, ref__in={row.product for row in told if is_ref(row.product)})
    marks = listed.values_list("ref", "pk", "promotion__term", "promotion__version")
    return {ref: Held(number, None if term is None else (term, version)) for ref, number, term, version in marks}


def _promotion(shop: str, term: int, row: PromotionRow, product_id: int, prior_minor: int | None) -> Promotion:
    return Promotion(
        shop_id=shop,
        product_id=product_id,
        term=term,
        version=row.version,
        price_minor=row.price_minor,
        prior_minor=prior_minor if row.price_minor is not None else None,
        starts_ms=row.starts_ms,
        ends_ms=row.ends_ms,
        text=row.text.strip(),
    )


def _flaw(row: PromotionRow, held: dict[str, Held], prior_minor: int | None) -> str:
    if row.product not in held:
        return UNKNOWN_PRODUCT
    if not is_clean(row.text):
        return CONTROL_CHARACTERS
    if row.price_minor is None:
        return ""
    if row.ends_ms <= row.starts_ms:
        return "it ends before it begins"
    if prior_minor is None:
        return NO_PRIOR
    return "" if prior_minor > row.price_minor else NOT_BELOW
