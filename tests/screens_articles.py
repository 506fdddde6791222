"""How the article card and the on-screen keyboard are posed for their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ui.articles.article_sheet import ArticleSheet
from ui.keyboard.keyboard_desk import KeyboardDesk

if TYPE_CHECKING:
    from tests.screens import Sitting

SIDE = 800


def card(sitting: Sitting) -> None:
    _opened(sitting, "Baguette aux graines")


def card_with_photo(sitting: Sitting) -> None:
    sheet = _opened(sitting, "Baguette tradition")
    sheet.photo_offered.emit(_loaf())
    sheet.codes.add("3560070000001")
    sheet.price.setText("1,40")


def leaving(sitting: Sitting) -> None:
    sheet = _opened(sitting, "Baguette aux graines")
    sheet.name.setText("Baguette aux six graines 250 g")
    sheet.go_back()


def listed(sitting: Sitting) -> None:
    sitting.shop_a_little()
    sitting.till.late.articles.open_list()


def keyboard(sitting: Sitting) -> None:
    sitting.shop_a_little()
    sitting.till.window.sell.go_to_search()
    _keyboard(sitting).toggle()


def keyboard_signs(sitting: Sitting) -> None:
    keyboard(sitting)
    _keyboard(sitting).keyboard_over(sitting.till.window).show_layer("signs")


def keyboard_variants(sitting: Sitting) -> None:
    keyboard(sitting)
    sitting.settle()
    keys = _keyboard(sitting).keyboard_over(sitting.till.window)
    keys.open_variants(keys.key("e"))


def keypad(sitting: Sitting) -> None:
    _opened(sitting, "Baguette aux graines").price.setFocus()
    _keyboard(sitting).toggle()


def _opened(sitting: Sitting, name: str) -> ArticleSheet:
    sitting.shop_a_little()
    sitting.till.late.articles.open(sitting.find(lambda product: product.name.startswith(name)).id)
    sitting.settle()
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, ArticleSheet)
    return sheet


def _keyboard(sitting: Sitting) -> KeyboardDesk:
    sitting.settle(lambda: sitting.till.late.keyboard is not None)
    assert sitting.till.late.keyboard is not None
    return sitting.till.late.keyboard


def _loaf() -> QImage:
    """A loaf of our own baking: no photo of anybody's is in the house."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("#E9DDC8"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(SIDE / 2, SIDE / 2)
    painter.rotate(-32)
    painter.setPen(Qt.PenStyle.NoPen)
    for grow, colour in ((0, "#8A5A2B"), (-14, "#B97A3C"), (-34, "#CE9650")):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(-380, -95, 760, 190).adjusted(-grow, -grow, grow, grow), 95, 95)
    painter.setBrush(QColor("#EBCB94"))
    for place in range(-260, 261, 130):
        painter.save()
        painter.translate(place, 0)
        painter.rotate(28)
        painter.drawEllipse(QRectF(-16, -66, 32, 132))
        painter.restore()
    painter.end()
    return image
