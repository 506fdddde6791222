"""Desks the till's first screen does without, put together when they are needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pos.domain.identity import NewId
from pos.exchange.tax_rates import french_rates
from ui.articles.article_desk import ArticleDesk
from ui.keyboard.keyboard_desk import KeyboardDesk

if TYPE_CHECKING:
    from ui.app import Till


def article_desk(till: Till, *, clock: Callable[[], datetime], new_id: NewId) -> ArticleDesk:
    """Where article cards are opened."""
    return ArticleDesk(
        till.window,
        till.background,
        till.reading,
        till.desk.counter,
        theme=till.theme,
        wording=till.wording,
        clock=clock,
        new_id=new_id,
        rates=french_rates(),
    )


def keyboard_desk(till: Till) -> KeyboardDesk:
    """Where the on-screen keyboard is shown and put away."""
    return KeyboardDesk(till.background, till.reading, theme=till.theme, wording=till.wording)
