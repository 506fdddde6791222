"""What the article card shows of the shop's file, read in one moment on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage

from pos.database import online_links, outbox, products, quick_keys
from pos.database.connection import Database, snapshot
from pos.domain.catalogue import Category
from pos.domain.product_card import ProductCard
from pos.operations.editing import look_at
from ui.articles.photo_making import shown


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A card, the categories there are, its photo, and how it stands in the shop window and among the favourites.

    refusal is the window's reason for not showing it, empty for none.
    """

    card: ProductCard
    categories: tuple[Category, ...] = ()
    image: QImage | None = None
    joined: bool = False
    refusal: str = ""
    is_favourite: bool = False


def look(db: Database, product_id: str) -> ArticleView:
    """The card of a product.

    Raises:
        UnknownProduct: there is no such product any more.
    """
    with snapshot(db):
        card = look_at(db, product_id)
        link = online_links.get(db)
        return ArticleView(
            card,
            categories=products.categories(db),
            image=shown(card.picture) if card.picture is not None else None,
            joined=link is not None,
            is_favourite=quick_keys.holds(db, product_id),
            refusal="" if link is None else outbox.refusal(db, link.target, product_id),
        )
