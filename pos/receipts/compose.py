"""What stands on the papers of a shop, made from the values of a sale and nothing else.

A sale keeps the names, prices and rates it was made with, so its receipt is the same in three years.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from pos.domain.payment import Means
from pos.domain.quantity import Unit, pieces
from pos.domain.sale import Sale, SaleLine
from pos.domain.sale_code import sale_code
from pos.domain.shop import ShopIdentity
from pos.receipts.document import Align, Blank, Block, Cut, Document, QrCode, Row, Rule, Size, Table, Text
from pos.wording import NO_BREAK_SPACE, Wording, mark

MEANS = {
    Means.CASH: mark("Cash"),
    Means.CARD: mark("Card"),
    Means.CHEQUE: mark("Cheque"),
}

_DETAIL_INDENT = 2


def sale_receipt(sale: Sale, shop: ShopIdentity, wording: Wording, *, copy: int = 0) -> Document:
    """The receipt of a sale.

    Args:
        sale: what was sold.
        shop: who sells; fields left empty do not show.
        wording: the language of the paper.
        copy: 0 for the first paper, n for the n-th one after it, which says so.
    """
    return Document(
        title=wording("Receipt {number}").format(number=sale.number),
        language=wording.language,
        blocks=(
            *heading(shop, wording),
            *copy_mark(copy, wording),
            *_reference(sale, wording),
            Rule(),
            *_articles(sale, wording),
            Rule(),
            *_total(sale, wording),
            *_payments(sale, wording),
            Blank(),
            _vat(sale, wording),
            *_note(sale),
            *_footer(shop),
            Cut(),
        ),
    )


def gift_receipt(sale: Sale, shop: ShopIdentity, wording: Wording) -> Document:
    """The paper that goes with a present: what was bought and where to exchange it, and not one amount.

    Its square code names the sale, so that the till finds it again.
    """
    return Document(
        title=wording("Gift receipt {number}").format(number=sale.number),
        language=wording.language,
        blocks=(
            *heading(shop, wording),
            Text(wording("GIFT RECEIPT"), Align.CENTER, bold=True, size=Size.BIG),
            *_reference(sale, wording),
            Rule(),
            *_presents(sale, wording),
            Rule(),
            Text(wording("These articles can be exchanged in our shop: please bring this paper."), Align.CENTER),
            Blank(),
            QrCode(sale_code(sale.id)),
            *_footer(shop),
            Cut(),
        ),
    )


def heading(shop: ShopIdentity, wording: Wording) -> Iterator[Block]:
    """Who the shop is, at the top of every paper."""
    if shop.name:
        yield Text(shop.name, Align.CENTER, bold=True, size=Size.BIG)
    town = f"{shop.postcode} {shop.city}".strip()
    known = (
        (shop.street, "{value}"),
        (town, "{value}"),
        (shop.phone, wording("Tel. {value}")),
        (shop.siret, "SIRET {value}"),
        (shop.vat_number, wording("VAT no. {value}")),
    )
    for value, sentence in known:
        if value:
            yield Text(sentence.format(value=value), Align.CENTER)
    yield Blank()


def copy_mark(copy: int, wording: Wording) -> Iterator[Block]:
    """What every paper after the first says."""
    if copy:
        yield Text(wording("DUPLICATE {number}").format(number=copy), Align.CENTER, bold=True, size=Size.BIG)


def _reference(sale: Sale, wording: Wording) -> Iterator[Block]:
    number = wording("Receipt {number}").format(number=sale.number)
    till = wording("Till {name}, series {epoch}").format(name=sale.till.name, epoch=sale.till.epoch)
    yield Row(number, wording.date_time(sale.sold_at), bold=True)
    yield Text(till)


def _articles(sale: Sale, wording: Wording) -> Iterator[Block]:
    codes = _vat_codes(sale)
    for line in sale.lines:
        amount = f"{wording.amount(line.gross)}{NO_BREAK_SPACE}{codes[line.rate_bp]}"
        if line.unit is Unit.PIECE and line.quantity == pieces(1):
            yield Row(line.name, amount)
        else:
            yield Text(line.name)
            yield Row(_reckoning(line, wording), amount, indent=_DETAIL_INDENT)
        if line.note:
            yield Row(line.note, "", indent=_DETAIL_INDENT)


def _presents(sale: Sale, wording: Wording) -> Iterator[Block]:
    for line in sale.lines:
        yield Row(line.name, wording.quantity(line.quantity, line.unit))


def _reckoning(line: SaleLine, wording: Wording) -> str:
    """How the amount comes about: `2 × 4,50`, `0,350 kg × 23,00 €/kg`."""
    quantity = wording.quantity(line.quantity, line.unit)
    if line.unit is Unit.KILOGRAM:
        return f"{quantity} × {wording.money(line.unit_price)}/kg"
    return f"{quantity} × {wording.money(line.unit_price)}"


def _total(sale: Sale, wording: Wording) -> Iterator[Block]:
    count = wording.plural("{count} article", "{count} articles", sale.articles)
    yield Text(count.format(count=wording.number(sale.articles)))
    yield Row(wording("TOTAL"), wording.money(sale.total), bold=True, size=Size.BIG)


def _payments(sale: Sale, wording: Wording) -> Iterator[Block]:
    for payment in sale.payments:
        yield Row(wording(MEANS[payment.means]), wording.money(payment.amount))
    if sale.change:
        yield Row(wording("Change given"), wording.money(sale.change))


def _vat(sale: Sale, wording: Wording) -> Table:
    codes = _vat_codes(sale)
    return Table(
        heading=(wording("Rate"), wording("Excl. VAT"), wording("VAT"), wording("Incl. VAT")),
        rows=tuple(
            (
                f"{codes[share.rate_bp]}{NO_BREAK_SPACE}{wording.percent(share.rate_bp)}",
                wording.amount(share.net),
                wording.amount(share.vat),
                wording.amount(share.gross),
            )
            for share in sale.vat
        ),
    )


def _vat_codes(sale: Sale) -> dict[int, str]:
    """A letter for every rate of the sale, highest rate first, to stand beside each amount."""
    return {share.rate_bp: letter for share, letter in zip(sale.vat, ascii_uppercase, strict=False)}


def _note(sale: Sale) -> Iterator[Block]:
    if sale.note:
        yield Blank()
        yield Text(sale.note)


def _footer(shop: ShopIdentity) -> Iterator[Block]:
    if shop.footer:
        yield Blank()
    for line in shop.footer:
        yield Text(line, Align.CENTER)
