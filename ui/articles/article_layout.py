"""Where everything stands on the article card: the photo on the left, what is written on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import card, label
from ui.widgets.roomy import Roomy

if TYPE_CHECKING:
    from ui.articles.article_sheet import ArticleSheet

WIDTH = 900
WIDEST = 992
"""What the smallest window leaves."""

_PHOTO_WIDTH = 250


def lay_out(sheet: ArticleSheet, theme: Theme, wording: Wording) -> None:
    """Fill the sheet."""
    columns = QHBoxLayout()
    columns.setSpacing(MARGIN + GAP)
    columns.addLayout(_left(sheet, theme))
    columns.addWidget(Roomy(_right(sheet, wording)), 1)
    sheet.body.addLayout(columns, 1)
    sheet.notice.hide()
    sheet.body.addWidget(sheet.notice)
    sheet.asking.hide()
    sheet.body.addWidget(sheet.asking)
    keys = QHBoxLayout()
    keys.setSpacing(MARGIN)
    keys.addWidget(sheet.back_key)
    keys.addWidget(sheet.save_key, 1)
    sheet.body.addLayout(keys)
    sheet.body.setSpacing(GAP + 4)
    sheet.card.setMinimumWidth(min(theme.room(WIDTH), WIDEST))


def ask_bar(question: str, *keys: KeyButton) -> QFrame:
    """A question in the sheet itself, with its answers."""
    bar = card("ask")
    row = QHBoxLayout(bar)
    row.setContentsMargins(MARGIN, GAP, GAP, GAP)
    row.setSpacing(GAP)
    row.addWidget(label(question, wrap=True), 1)
    for key in keys:
        row.addWidget(key)
    return bar


def _left(sheet: ArticleSheet, theme: Theme) -> QBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GAP)
    sheet.photo.setFixedWidth(theme.room(_PHOTO_WIDTH))
    sheet.online.setFixedWidth(theme.room(_PHOTO_WIDTH))
    sheet.favourite.setFixedWidth(theme.room(_PHOTO_WIDTH))
    sheet.reprices.setFixedWidth(theme.room(_PHOTO_WIDTH))
    sheet.reprices.hide()
    column.addWidget(sheet.photo)
    column.addWidget(sheet.online)
    column.addWidget(sheet.favourite)
    column.addWidget(sheet.reprices)
    column.addStretch(1)
    return column


def _right(sheet: ArticleSheet, wording: Wording) -> QWidget:
    page = QWidget()
    grid = QGridLayout()
    grid.setHorizontalSpacing(MARGIN)
    grid.setVerticalSpacing(4)
    pairs: tuple[tuple[tuple[str, QWidget], ...], ...] = (
        ((wording("Name"), sheet.name),),
        ((wording("Price, VAT included"), sheet.price), (wording("Sold"), sheet.units)),
        ((wording("VAT"), sheet.vat),),
        ((wording("On receipts"), sheet.law),),
        ((wording("Brand"), sheet.brand), (wording("Category"), sheet.category)),
        ((wording("Codes"), sheet.codes),),
        ((wording("What the window says of it"), sheet.description),),
    )
    for row, fields in enumerate(pairs):
        wide = 2 // len(fields)
        for place, (said, field) in enumerate(fields):
            grid.addWidget(label(said, role="soft"), 2 * row, place, 1, wide)
            grid.addWidget(field, 2 * row + 1, place, 1, wide)
    for place in (0, 1):
        grid.setColumnStretch(place, 1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(grid)
    column.addStretch(1)
    return page
