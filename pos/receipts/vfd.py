"""What a customer sees, as the bytes a small display of two lines understands (ESC/POS commands for displays).

Every picture is whole: the code page, both places and both lines in full. So the latest picture alone counts, nothing
flickers, and a display that lost its power for a moment is right again with the next one.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from pos.domain.customer_display import Buying, CustomerView, Greeting, Paid
from pos.domain.printer import CodePage
from pos.domain.quantity import Unit, pieces
from pos.domain.ticket import Line
from pos.receipts.layout import width, wrap
from pos.receipts.printable import HARD_SPACE, writable
from pos.receipts.simulation import SIMULATION
from pos.wording import Wording

COLUMNS: Final = 20
PAGE: Final = CodePage.CP858

_PAGE_858: Final = b"\x1bt\x13"
_OVERWRITE: Final = b"\x1f\x01"
_NO_CURSOR: Final = b"\x1fC\x00"
BEGIN: Final = b"\x1b@" + _PAGE_858 + _OVERWRITE + _NO_CURSOR + b"\x0c"
"""Once a display was connected: reset it, write over what stands there, hide the cursor, clear."""

_clean = partial(writable, page=PAGE)


def picture(view: CustomerView, wording: Wording, *, training: bool = False) -> bytes:
    """The bytes that show a view; in training the upper line says so, whatever is shown."""
    top, bottom = two_lines(view, wording)
    return frame(_clean(wording(SIMULATION)).center(COLUMNS) if training else top, bottom)


def frame(top: str, bottom: str) -> bytes:
    """The bytes that write two lines over whatever is shown."""
    return _PAGE_858 + _line(1, top) + _line(2, bottom)


def two_lines(view: CustomerView, wording: Wording) -> tuple[str, str]:
    """What the two lines say."""
    match view:
        case Greeting(message):
            top, bottom, *_ = (*wrap(_clean(message), COLUMNS), "", "")
            return top.center(COLUMNS), bottom.center(COLUMNS)
        case Buying():
            return _bought(view, wording), _beside(wording("TOTAL"), wording.money(view.total))
        case Paid():
            change = _beside(wording("Change"), wording.money(view.change)) if view.change else wording("Thank you!")
            return _beside(wording("TOTAL"), wording.money(view.total)), change


def _bought(view: Buying, wording: Wording) -> str:
    """The article that was added, and what it costs."""
    if not 0 <= view.place < len(view.lines):
        articles = wording.plural("{count} article", "{count} articles", view.articles)
        return articles.format(count=wording.number(view.articles))
    line = view.lines[view.place]
    return _beside(f"{_count(line, wording)}{line.name}", wording.amount(line.gross))


def _count(line: Line, wording: Wording) -> str:
    one = line.unit is Unit.PIECE and line.quantity == pieces(1)
    return "" if one else f"{wording.quantity(line.quantity, line.unit)} "


def _beside(left: str, right: str) -> str:
    """Words cut to the room an amount leaves them."""
    amount = _clean(right)
    room = COLUMNS - width(amount) - 1
    words = _clean(left)[:room].rstrip()
    return words + " " * (COLUMNS - width(words) - width(amount)) + amount


def _line(place: int, text: str) -> bytes:
    written = _clean(text).replace(HARD_SPACE, " ")[:COLUMNS].ljust(COLUMNS)
    return b"\x1f$\x01" + bytes([place]) + written.encode(PAGE)
