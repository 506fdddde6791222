"""How the customer's window is painted, at any size: every length is a hundredth of what fits into it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from pos.domain.customer_display import Buying, Greeting, Paid
from pos.domain.quantity import Unit, pieces
from pos.domain.ticket import Line
from pos.receipts import qr
from pos.wording import Wording
from ui.theme import RADIUS, Theme
from ui.widgets.wrapping import wrap

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER: Final = Qt.AlignmentFlag.AlignCenter
_SMALLEST_PX: Final = 8
_squares = lru_cache(maxsize=4)(qr.squares)


class Picture:
    """Paints one view into a rectangle, in the colours of the theme; texts from data are painted as they are."""

    def __init__(self, painter: QPainter, area: QRect, theme: Theme, wording: Wording) -> None:
        self._painter, self._area, self._theme, self._wording = painter, area, theme, wording
        self._unit = min(area.width() / 100, area.height() / 62)
        painter.fillRect(area, QColor(theme.tokens.ground))

    def greeting(self, view: Greeting, shop_name: str) -> None:
        """Nobody is served: the shop's message, and who the shop is."""
        tokens, inner = self._theme.tokens, self._inner()
        if shop_name and shop_name != view.message:
            top = QRect(inner.left(), inner.top(), inner.width(), self._px(8))
            self._line(top, shop_name, 4.5, tokens.soft, _CENTER)
        middle = inner.adjusted(0, self._px(8), 0, -self._px(8))
        font = self._font(9, QFont.Weight.DemiBold)
        wrapped = Qt.TextFlag.TextWordWrap | _CENTER
        while font.pixelSize() > _SMALLEST_PX:
            needed = QFontMetrics(font).boundingRect(middle, wrapped, view.message)
            if needed.width() <= middle.width() and needed.height() <= middle.height():
                break
            font.setPixelSize(font.pixelSize() - 2)
        self._painter.setFont(font)
        self._painter.setPen(QColor(tokens.accent))
        self._painter.drawText(middle, wrapped, view.message)

    def buying(self, view: Buying) -> None:
        """The lines, the changed one wearing the accent, and the total below."""
        inner = self._inner()
        band = self._px(17)
        lines = inner.adjusted(0, 0, 0, -band - self._px(2))
        high = self._px(7.5)
        room = max(1, lines.height() // high)
        last = view.place if view.place >= 0 else len(view.lines) - 1
        first = max(0, min(last, len(view.lines) - room))
        for row, line in enumerate(view.lines[first : first + room]):
            where = QRect(lines.left(), lines.top() + row * high, lines.width(), high)
            self._article(where, line, chosen=first + row == view.place)
        self._total(QRect(inner.left(), inner.bottom() - band, inner.width(), band), view)

    def paid(self, view: Paid) -> None:
        """What was paid, the change in the largest letters there are, and a square code."""
        tokens, wording, inner = self._theme.tokens, self._wording, self._inner()
        left = inner
        if view.code:
            side = min(self._px(34), inner.height() - self._px(8))
            left = inner.adjusted(0, 0, -side - self._px(4), 0)
            self._code(QRect(inner.right() - side, inner.center().y() - side // 2, side, side), view)
        paid = f"{wording('Paid')}  {wording.money(view.total)}"
        self._line(self._slice(left, 4, 8), paid, 5, tokens.soft, _LEFT)
        if view.change:
            self._line(self._slice(left, 18, 7), wording("Your change"), 5, tokens.soft, _LEFT)
            self._line(self._slice(left, 25, 22), wording.money(view.change), 18, tokens.accent, _LEFT, bold=True)
        else:
            self._line(self._slice(left, 18, 24), wording("Thank you!"), 13, tokens.accent, _LEFT, bold=True)

    def _article(self, where: QRect, line: Line, *, chosen: bool) -> None:
        tokens, wording = self._theme.tokens, self._wording
        if chosen:
            self._panel(where.adjusted(0, 2, 0, -2), tokens.accent_ground)
        inner = where.adjusted(self._px(2), 0, -self._px(2), 0)
        weight = QFont.Weight.DemiBold if chosen else QFont.Weight.Normal
        font = self._font(3.8, weight)
        metrics = QFontMetrics(font)
        amount = wording.money(line.gross)
        one = line.unit is Unit.PIECE and line.quantity == pieces(1)
        count = "" if one else f"{wording.quantity(line.quantity, line.unit)} × "
        room = inner.width() - metrics.horizontalAdvance(amount) - self._px(3)
        self._painter.setFont(font)
        self._painter.setPen(QColor(tokens.ink))
        self._painter.drawText(inner, _RIGHT, amount)
        self._painter.drawText(inner, _LEFT, wrap(count + line.name, metrics, room, 1)[0])

    def _total(self, band: QRect, view: Buying) -> None:
        tokens, wording = self._theme.tokens, self._wording
        self._panel(band, tokens.accent)
        inner = band.adjusted(self._px(3), 0, -self._px(3), 0)
        articles = wording.plural("{count} article", "{count} articles", view.articles)
        said = articles.format(count=wording.number(view.articles))
        left = inner.adjusted(0, self._px(2), -inner.width() * 2 // 3, -self._px(2))
        upper, lower = left.adjusted(0, 0, 0, -left.height() // 2), left.adjusted(0, left.height() // 2, 0, 0)
        self._line(upper, wording("Total"), 5, tokens.on_accent, _LEFT, bold=True)
        self._line(lower, said, 3.6, tokens.on_accent, _LEFT)
        amount = inner.adjusted(inner.width() // 3, 0, 0, 0)
        self._line(amount, wording.money(view.total), 12, tokens.on_accent, _RIGHT, bold=True)

    def _code(self, where: QRect, view: Paid) -> None:
        """Dark on white whatever the theme, with its quiet edge, else no telephone reads it."""
        rows = _squares(view.code)
        square = where.width() // (len(rows) + 2 * qr.QUIET)
        side = square * (len(rows) + 2 * qr.QUIET)
        ground = QRect(where.left(), where.top(), side, side)
        self._painter.fillRect(ground, QColor("#FFFFFF"))
        edge = square * qr.QUIET
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    left, top = ground.left() + edge + across * square, ground.top() + edge + down * square
                    self._painter.fillRect(QRect(left, top, square, square), QColor("#000000"))
        below = QRect(ground.left(), ground.bottom() + self._px(1), side, self._px(5))
        ticket = self._wording("Ticket {number}").format(number=view.number)
        self._line(below, ticket, 3, self._theme.tokens.soft, _CENTER)

    def _line(
        self, where: QRect, text: str, size: float, colour: str, align: Qt.AlignmentFlag, *, bold: bool = False
    ) -> None:
        """One line of text, made smaller until it fits."""
        font = self._font(size, QFont.Weight.Bold if bold else QFont.Weight.Medium)
        while QFontMetrics(font).horizontalAdvance(text) > where.width() and font.pixelSize() > _SMALLEST_PX:
            font.setPixelSize(font.pixelSize() - 1)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(where, align, text)

    def _panel(self, where: QRect, colour: str) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(colour))
        self._painter.drawRoundedRect(where, RADIUS, RADIUS)

    def _font(self, size: float, weight: QFont.Weight) -> QFont:
        font = self._theme.font(weight=weight)
        font.setPixelSize(max(_SMALLEST_PX, self._px(size)))
        return font

    def _slice(self, inner: QRect, down: float, high: float) -> QRect:
        return QRect(inner.left(), inner.top() + self._px(down), inner.width(), self._px(high))

    def _inner(self) -> QRect:
        edge = self._px(4)
        return self._area.adjusted(edge, edge, -edge, -edge)

    def _px(self, hundredths: float) -> int:
        return round(hundredths * self._unit)
