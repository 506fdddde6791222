"""A paper as a page that stands alone: for the preview and for a mail. No script, nothing fetched, all text escaped.

Mail programs and Qt's text widgets know little of style sheets: rows are tables, with their width as an attribute.
"""

from __future__ import annotations

from html import escape
from typing import Final

from pos.receipts.document import Blank, Block, Cut, Document, QrCode, Row, Rule, Size, Table, Text
from pos.receipts.printable import plain

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main class="paper">
{body}
</main>
</body>
</html>
"""

_STYLE: Final = """\
body {
  margin: 0; padding: 24px 12px; background: #EFEBE4; color: #1F1B16;
  font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 13px; font-variant-numeric: tabular-nums;
}
.paper {
  box-sizing: border-box; width: 100%; max-width: 344px; margin: 0 auto; padding: 26px 22px 34px;
  background: #FFFEFB; line-height: 1.5; overflow-wrap: anywhere;
  clip-path: polygon(0 0, 100% 0, 100% calc(100% - 6px), {teeth} 0 calc(100% - 6px));
}
p { margin: 0; }
hr { height: 0; margin: 9px 0; border: 0; border-top: 1px dashed #8B8377; }
table { width: 100%; border-collapse: collapse; }
td, th { padding: 0; font-weight: inherit; text-align: left; vertical-align: bottom; }
.amount { padding-left: 12px; text-align: right; white-space: nowrap; }
.heading th { padding-bottom: 2px; border-bottom: 1px solid #D8D1C5; color: #6A6257; }
.figures { font-size: 12px; }
.inset { padding-left: 18px; color: #5A5248; }
.center { text-align: center; }
.right { text-align: right; }
.bold { font-weight: bold; }
.tall { font-size: 16px; }
.big { font-size: 19px; line-height: 1.45; }
.code { font-size: 10px; color: #5A5248; }
.blank { height: 13px; line-height: 13px; }
"""

_TEETH: Final = 44
"""How many times the torn edge goes up or down."""


def render(document: Document) -> str:
    """The document as one page of HTML."""
    return _PAGE.format(
        language=escape(document.language),
        title=escape(plain(document.title)),
        style=_STYLE.replace("{teeth}", _torn_edge()),
        body="\n".join(filter(None, map(_block, document.blocks))),
    )


def _block(block: Block) -> str:
    match block:
        case Text():
            return f"<p{_classes(block.align.value, *_look(block))}>{_shown(block.text)}</p>"
        case Row():
            return _row(block)
        case Table():
            return _table(block)
        case Rule():
            return "<hr>"
        case Blank():
            return '<p class="blank">&nbsp;</p>'
        case QrCode():
            return f'<p class="center code">{_shown(block.content)}</p>'
        case Cut():
            return ""


def _row(row: Row) -> str:
    left = f"<td{_classes('inset' if row.indent else '')}>{_shown(row.left)}</td>"
    right = f'<td class="amount">{_shown(row.right)}</td>'
    return f'<table width="100%"{_classes(*_look(row))}><tr>{left}{right}</tr></table>'


def _table(table: Table) -> str:
    heading = "".join(_cell("th", place, text) for place, text in enumerate(table.heading))
    rows = "".join(
        f"<tr>{''.join(_cell('td', place, text) for place, text in enumerate(row))}</tr>" for row in table.rows
    )
    return f'<table width="100%" class="figures"><tr class="heading">{heading}</tr>{rows}</table>'


def _cell(tag: str, place: int, text: str) -> str:
    return f"<{tag}{_classes('amount' if place else '')}>{_shown(text)}</{tag}>"


def _look(block: Text | Row) -> tuple[str, str]:
    return ("bold" if block.bold else "", "" if block.size is Size.NORMAL else block.size.value)


def _classes(*names: str) -> str:
    given = " ".join(name for name in names if name not in {"", "left"})
    return f' class="{given}"' if given else ""


def _shown(text: str) -> str:
    return escape(plain(text))


def _torn_edge() -> str:
    """The points of the paper's lower edge, from right to left."""
    base, tip = "calc(100% - 6px)", "100%"
    return " ".join(f"{100 * at / _TEETH:.2f}% {tip if at % 2 else base}," for at in range(_TEETH - 1, 0, -1))
