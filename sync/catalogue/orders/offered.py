"""What may still be promised of a product, and what its window shows: the pages, the live events and the making of a
reservation all ask here.

The till tells what is on hand. What is promised is subtracted here and nowhere else: all of it, the shop's safety
stock too where it keeps one, and below nothing it never goes. A promise whose time is over counts no longer, whether
or not it was written off yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import BigIntegerField, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from sync.catalogue import rows
from sync.catalogue.freshness import Freshness, freshness
from sync.catalogue.models import Escrow, OrderLine, Product, Rules
from sync.catalogue.orders.rights import rights_of
from sync.catalogue.orders.rules import kept_rules, rules_of
from sync.catalogue.orders.states import OPEN
from sync.catalogue.vouching import dated, level_of

_FRESH_ENOUGH_TO_SHOW = {Freshness.FRESH, Freshness.CLOSED}


class Offering(Enum):
    """Whether something may be reserved, and else why not."""

    HOLD = "hold"
    ASK = "ask"
    NOT_TAKEN = "not taken"
    NOT_KNOWN = "not known"
    TOO_OLD = "too old"
    STALE = "stale"
    NONE_LEFT = "none left"
    TOO_FEW = "too few"

    @property
    def is_open(self) -> bool:
        """Whether a reservation may be made: promised at once, or asked of the shop."""
        return self in {Offering.HOLD, Offering.ASK}


@dataclass(frozen=True)
class Offer:
    """What may be promised of a product now (`free_milli`), by the shop's rules, and what is shown of it.

    shown_milli is None where the catalogue never heard a level, and never below zero. until_ms is when the first of its
    promises is over, None where there is none.
    """

    offering: Offering
    free_milli: int
    shown_milli: int | None
    rules: Rules
    until_ms: int | None = None

    def answer_to(self, quantity_milli: int) -> Offering:
        """Tell whether that much may be reserved; a shop that is asked may still say that it has less."""
        if self.offering is Offering.HOLD and quantity_milli > self.free_milli:
            return Offering.TOO_FEW
        return self.offering


@dataclass(frozen=True)
class Promised:
    """What reservations hold of a product: in all, and of the units handed to the window; until_ms as in an offer."""

    held_milli: int = 0
    reserved_milli: int = 0
    until_ms: int | None = None


@dataclass(frozen=True)
class Claims:
    """All that an offer is made of beside the product, its level and its shop: rules, promises, what the window owns.

    They hold until `promised.until_ms`, or until there is news of the product or of its shop's rules.
    """

    rules: Rules
    promised: Promised
    rights_milli: int


_NOTHING = Promised()


def offers(products: Iterable[Product], now_ms: int) -> dict[int, Offer]:
    """Tell of each product, read with its level and shop, what is shown and what may be promised of it."""
    asked = list(products)
    claims = claims_on(asked, now_ms)
    return {product.pk: offer(product, claims[product.pk], now_ms) for product in asked}


def claims_on(products: Iterable[Product], now_ms: int) -> dict[int, Claims]:
    """Look up what is claimed of each product."""
    asked = list(products)
    rules = {shop: rules_of(shop, kept) for shop, kept in kept_rules(product.shop_id for product in asked).items()}
    promised = promised_of([product.pk for product in asked], now_ms)
    in_escrow = [product.pk for product in asked if rules[product.shop_id].mode == "escrow"]
    rights = {row.pk: rights_of(row) for row in Escrow.objects.filter(pk__in=in_escrow)} if in_escrow else {}
    return {
        product.pk: Claims(rules[product.shop_id], promised.get(product.pk, _NOTHING), rights.get(product.pk, 0))
        for product in asked
    }


def promised_of(products: Iterable[int], now_ms: int) -> dict[int, Promised]:
    """Sum up what reservations hold of each product; products that nobody reserved are left out."""
    promised: dict[int, Promised] = {}
    for line in rows.promising_lines(products):
        before = promised.get(line.product, _NOTHING)
        ends = [end for end in (before.until_ms, line.expires_ms) if end is not None and end > now_ms]
        promised[line.product] = Promised(
            before.held_milli + (line.held_milli if line.is_open and (line.expires_ms or 0) > now_ms else 0),
            before.reserved_milli + line.reserved_milli,
            min(ends, default=None) if line.is_open else before.until_ms,
        )
    return promised


def in_stock(now_ms: int) -> Q:
    """Ask for products of which something is left to show, once promises and the safety stock are taken off.

    Promises are few, so the products that they leave nothing of are looked up once, and not for every product.
    """
    promised = (
        _promising(now_ms).values("product_id").annotate(held=Sum("held_milli"), safety=Max(_safety("product__")))
    )
    gone = promised.filter(held__gte=F("product__level__quantity_milli") - F("safety"))
    return Q(level__quantity_milli__gt=_safety("")) & ~Q(pk__in=gone.values("product_id"))


def _safety(product: str) -> Coalesce:
    """Look up the safety stock of a product's shop, 0 where it keeps none."""
    keeping = Rules.objects.filter(pk=OuterRef(f"{product}shop_id"), takes=True, mode="safety")
    return Coalesce(Subquery(keeping.values("safety_milli")), Value(0), output_field=BigIntegerField())


def _promising(now_ms: int) -> "QuerySet[OrderLine]":
    return OrderLine.objects.filter(order__state__in=OPEN, order__expires_ms__gt=now_ms)


def offer(product: Product, claims: Claims, now_ms: int) -> Offer:
    """Tell what is shown of a product and what may be promised of it, by claims that were looked up."""
    rules, promised, rights_milli = claims.rules, claims.promised, claims.rights_milli
    mode = rules.mode if rules.takes else "request"
    level = level_of(product)
    age = freshness(None if level is None else dated(level, product.shop), now_ms)
    left = None if level is None else level.quantity_milli - promised.held_milli
    if mode == "safety" and left is not None:
        left -= rules.safety_milli
    free = rights_milli - promised.reserved_milli if mode == "escrow" else left or 0
    shown = left
    if mode == "escrow" and left is not None and age not in _FRESH_ENOUGH_TO_SHOW:
        shown = free
    offering = _offering(mode, age, free) if rules.takes else Offering.NOT_TAKEN
    return Offer(offering, max(0, free), None if shown is None else max(0, shown), rules, promised.until_ms)


def _offering(mode: str, age: Freshness, free_milli: int) -> Offering:
    """Decide by the shop's mode: units handed to the window need no fresh level, a request needs one to be believed."""
    if mode == "escrow":
        return Offering.HOLD if free_milli > 0 else Offering.NONE_LEFT
    if age is Freshness.UNKNOWN:
        return Offering.NOT_KNOWN
    if mode == "safety" and age is not Freshness.FRESH:
        return Offering.STALE
    if age is Freshness.OLD:
        return Offering.TOO_OLD
    if free_milli <= 0:
        return Offering.NONE_LEFT
    return Offering.HOLD if mode == "safety" else Offering.ASK
