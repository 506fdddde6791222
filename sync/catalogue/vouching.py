"""How far a shop's word on a level may be believed: what its till said last, and under which term."""

from sync.catalogue.freshness import AsOf, Standing, as_of
from sync.catalogue.models import Level, Product, Shop


def standing(shop: Shop) -> Standing:
    """Return since when a shop's window is vouched for."""
    return Standing(shop.complete_ms, shop.closed_ms, shop.opens_ms)


def level_of(product: Product) -> Level | None:
    """Return a product's level, or None where the catalogue never heard one."""
    return getattr(product, "level", None)


def dated(level: Level, shop: Shop) -> AsOf:
    """Date a level; a heartbeat of another term than the level's makes it no younger."""
    return as_of(level.checked_ms, standing(shop) if level.term == shop.term else Standing())
