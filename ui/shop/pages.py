"""Where everything stands on the shop's sheet: three small pages, one shown at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.theme import GAP, MARGIN
from ui.widgets.labels import label

if TYPE_CHECKING:
    from ui.shop.shop_sheet import ShopSheet


def pages(sheet: ShopSheet, wording: Wording) -> tuple[tuple[str, QWidget], ...]:
    """The pages with the words on their tabs."""
    return (
        (
            wording("Address"),
            _page(((sheet.name,), (sheet.legal_form,), (sheet.street,), (sheet.postcode, sheet.city))),
        ),
        (wording("Numbers"), _numbers(sheet, wording)),
        (wording("Receipts"), _papers(sheet, wording)),
    )


def _numbers(sheet: ShopSheet, wording: Wording) -> QWidget:
    said = wording("Ticked, nothing is sold with VAT, and papers say “VAT not applicable, art. 293 B of the CGI”.")
    return _page(((sheet.siret,), (sheet.vat_number,), (sheet.propose_key,), (sheet.franchise,), (_soft(said),)))


def _papers(sheet: ShopSheet, wording: Wording) -> QWidget:
    foot = QWidget()
    column = QVBoxLayout(foot)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(wording("At the foot of receipts"), role="soft"))
    for box in sheet.footer:
        column.addWidget(box)
    return _page(((sheet.phone, sheet.cut_off), (sheet.hours,), (foot,)))


def _page(rows: tuple[tuple[QWidget, ...], ...]) -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(MARGIN)
    grid.setVerticalSpacing(GAP)
    for row, widgets in enumerate(rows):
        for place, widget in enumerate(widgets):
            grid.addWidget(widget, row, place, 1, 2 // len(widgets))
    for place in (0, 1):
        grid.setColumnStretch(place, 1)
    grid.setRowStretch(len(rows), 1)
    return page


def _soft(text: str) -> QWidget:
    return label(text, role="soft", wrap=True)
