"""How the till's threads hold the shop's file, and what the first screen needs from it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos.database import lock, products, quick_keys, settings, staff, till
from pos.database.connection import Database, connect_reader
from pos.database.journal import training
from pos.database.journal.heads import Heads
from pos.domain.catalogue import Category, StockedProduct
from pos.domain.identity import NewId
from pos.domain.shop import ShopIdentity
from pos.domain.ticket import Ticket
from pos.keystore import KeyStore
from pos.operations.opening import open_shop
from pos.operations.selling import resume_ticket
from ui.sell.product_model import PAGE

if TYPE_CHECKING:
    from pos.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What stands on the first screen: the open ticket and its number, the tabs, the first tab's products.

    The first tab is the favourites' where the shop has any. asks_who says that somebody has to sign in.
    """

    ticket: Ticket
    number: int
    shop: ShopIdentity
    categories: tuple[Category, ...]
    first_page: list[StockedProduct]
    has_favourites: bool = False
    in_training: bool = False
    asks_who: bool = False


@contextlib.contextmanager
def held(
    path: Path, *, now: datetime, new_id: NewId, keys: KeyStore | None = None, heads: Heads | None = None
) -> Iterator[Database]:
    """The shop's file for this program alone, open for selling."""
    alone = lock.hold(path)
    told = heads.note if heads is not None else None
    try:
        with contextlib.closing(open_shop(path, now=now, new_id=new_id, keys=keys, told_heads=told)) as db:
            yield db
    finally:
        alone.release()


@contextlib.contextmanager
def read(path: Path) -> Iterator[Database]:
    """The shop's file, to look things up in."""
    with contextlib.closing(connect_reader(path)) as db:
        yield db


def first_look(db: Database, *, new_id: NewId) -> FirstLook:
    """Take in what the first screen shows."""
    categories = products.categories(db)
    favourites = quick_keys.page(db, limit=PAGE)
    in_training = training.is_on(db)
    return FirstLook(
        ticket=resume_ticket(db, new_id=new_id),
        number=(training.last_number(db) if in_training else till.last_number(db)) + 1,
        shop=settings.shop_identity(db),
        categories=categories,
        first_page=favourites or _first_tab(db, categories),
        has_favourites=bool(favourites),
        in_training=in_training,
        asks_who=staff.asks_who(db),
    )


def _first_tab(db: Database, categories: Sequence[Category]) -> list[StockedProduct]:
    if categories:
        return products.in_category(db, categories[0].id, limit=PAGE)
    return products.by_name(db, limit=PAGE)
