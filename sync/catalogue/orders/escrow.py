"""Units that a shop hands to its window: whoever reserves one gets it, whether or not the till can be heard.

All figures only grow, on both sides, so a message that is lost, doubled or late changes nothing. They outlive a term:
a till that goes on under a new one starts from what is kept here.
"""

from collections.abc import Iterable

from sync.catalogue import rows
from sync.catalogue.batches import check_term
from sync.catalogue.database import writing
from sync.catalogue.models import Escrow, Product, Shop
from sync.catalogue.orders.expiring import expire, expire_over
from sync.catalogue.orders.rights import give_back, reserved
from sync.catalogue.problems import stale_term
from sync.order_protocol import EscrowBatch, EscrowHeld, EscrowReply, EscrowRow


def take(shop: str, key_term: int, batch: EscrowBatch, *, now_ms: int) -> EscrowReply:
    """Take units over and hand free ones back, and return what is held of each product named, in the order named.

    May be repeated: figures only grow. Of a product that the catalogue does not know it holds nothing.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    with writing():
        held = check_term(shop, key_term, batch.term)
        freed = expire(held, now_ms)
        refs = [row.product for row in batch.rows if "\0" not in row.product]
        known = dict(Product.objects.filter(shop_id=shop, ref__in=refs).values_list("ref", "pk"))
        before = _figures(known.values())
        for row in batch.rows:
            if row.product in known:
                _grow(known[row.product], batch.term, row)
        give_back(known.values())
        grown = [product for product, told in _figures(known.values()).items() if before.get(product) != told]
        now_held = {found.product: found for found in _held(known)}
        rows.note_changes(shop, now_ms, [*freed, *grown], figures_only=True)
    return EscrowReply(
        batch.term,
        tuple(now_held.get(row.product, EscrowHeld(row.product, 0, 0, 0)) for row in batch.rows),
        asked=batch.asked,
    )


def read(shop: str, key_term: int, *, after: str, limit: int, now_ms: int) -> EscrowReply:
    """Return what is held of the products of a shop, a page of them after a product's id. May be repeated.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    term = Shop.objects.values_list("term", flat=True).get(pk=shop)
    if key_term != term:
        raise stale_term(given=key_term, held=term)
    expire_over(now_ms, shop=shop)
    handed = Escrow.objects.filter(product__shop_id=shop, product__ref__gt=after).order_by("product__ref")
    found = list(handed.values_list("product__ref", "pk")[: limit + 1])
    rest = found[limit - 1][0] if len(found) > limit else None
    return EscrowReply(term, tuple(_held(dict(found[:limit]))), rest)


def _grow(product: int, term: int, told: EscrowRow) -> None:
    row = Escrow.objects.filter(pk=product).first() or Escrow(product_id=product, granted_milli=0)
    row.term = term
    row.granted_milli = max(row.granted_milli, told.granted_milli)
    row.recalled_milli = max(row.recalled_milli, told.recalled_milli)
    row.save()


def _figures(products: Iterable[int]) -> dict[int, tuple[int, ...]]:
    kept = Escrow.objects.filter(pk__in=list(products))
    told = kept.values_list("pk", "granted_milli", "recalled_milli", "returned_milli", "consumed_milli")
    return {product: tuple(figures) for product, *figures in told}


def _held(known: dict[str, int]) -> Iterable[EscrowHeld]:
    kept = Escrow.objects.in_bulk(known.values())
    taken = reserved(known.values())
    for ref, number in sorted(known.items()):
        row = kept[number]
        yield EscrowHeld(ref, row.granted_milli, row.returned_milli, row.consumed_milli, taken.get(number, 0))
