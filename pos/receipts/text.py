"""A paper as plain text: for the demo, for a mail, and for a look at what will be printed."""

from __future__ import annotations

from pos.receipts.document import Cut, Document, QrCode
from pos.receipts.layout import PaperLine, lay_out, wrap
from pos.receipts.printable import plain

COLUMNS = 42


def render(document: Document, columns: int = COLUMNS) -> str:
    """The paper in lines of at most so many columns, each ended by a line feed."""
    lines: list[str] = []
    for block in lay_out(document, columns, clean=plain, widens=False):
        match block:
            case PaperLine():
                lines.append(block.text)
            case QrCode():
                lines.extend(line.center(columns) for line in wrap(plain(block.content), columns))
            case Cut():
                pass
    return "".join(f"{line.rstrip()}\n" for line in lines)
