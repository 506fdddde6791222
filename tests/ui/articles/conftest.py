"""A shopkeeper with an article's card open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pos.domain.catalogue import Product
from pos.domain.product_card import ProductCard
from pos.operations.editing import look_at
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import OpenTill, cashier, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.articles.article_sheet import ArticleSheet

OpenCard = Callable[[str], ArticleSheet]
Kept = Callable[[str], ProductCard]


@pytest.fixture
def open_card(cashier: Cashier, shelf: dict[str, Product]) -> OpenCard:  # noqa: F811
    """Opens the card of the article with a code."""

    def open_one(code: str) -> ArticleSheet:
        cashier.till.late.articles.open(shelf[code].id)
        cashier.settle()
        return cashier.sheet(ArticleSheet)

    return open_one


@pytest.fixture
def kept(shop_path: Path, shelf: dict[str, Product]) -> Kept:  # noqa: F811
    """What the shop's file says of the article with a code."""
    return lambda code: ask(shop_path, lambda db: look_at(db, shelf[code].id))
