"""What stands on the papers of a shop, made from the values of a sale or a note and nothing else.

They come from the signed record, which keeps the names, prices and rates of that day and the shop as it was then: the
receipt is the same in three years.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pos.domain.money import total
from pos.domain.payment import Means
from pos.domain.sale import Sale, TillIdentity
from pos.domain.sale_code import sale_code
from pos.domain.service_note import ServiceNote
from pos.domain.shop import ShopIdentity
from pos.receipts.document import Align, Blank, Block, Cut, Document, QrCode, Row, Rule, Size, Text
from pos.receipts.parts import Proof, articles, eco_sum, heading, proven, shows_vat, vat_table
from pos.wording import Wording, mark

MEANS = {
    Means.CASH: mark("Cash"),
    Means.CARD: mark("Card"),
    Means.CHEQUE: mark("Cheque"),
}

_NAME_DOTS = 28


def sale_receipt(
    sale: Sale, shop: ShopIdentity, wording: Wording, *, copy: int = 0, proof: Proof | None = None
) -> Document:
    """The receipt of a sale.

    Args:
        sale: what was sold, as its record says it.
        shop: who sold, as the record says it; fields left empty do not show.
        wording: the language of the paper.
        copy: 0 for the first paper, n for the n-th one after it, which says so.
        proof: the record; None for a sale made before the till kept any.
    """
    with_vat = shows_vat(sale.vat, shop)
    number = wording("Receipt {number}").format(number=sale.number)
    return Document(
        title=number,
        language=wording.language,
        blocks=(
            *heading(shop, wording),
            *copy_mark(copy, wording),
            *_reference(number, sale.sold_at, sale.till, wording),
            *_operator(proof, wording),
            Rule(),
            *articles(sale.lines, sale.vat, wording, with_vat=with_vat),
            Rule(),
            *_total(sale, wording),
            *_payments(sale, wording),
            Blank(),
            *((vat_table(sale.vat, wording),) if with_vat else ()),
            *eco_sum(sale.lines, wording),
            *_note(sale),
            *_footer(shop),
            *proven(proof, sale.total, wording),
            Cut(),
        ),
    )


def gift_receipt(sale: Sale, shop: ShopIdentity, wording: Wording) -> Document:
    """The paper that goes with a present: what was bought and where to exchange it, and not one amount.

    Its square code names the sale, so that the till finds it again.
    """
    number = wording("Receipt {number}").format(number=sale.number)
    return Document(
        title=wording("Gift receipt {number}").format(number=sale.number),
        language=wording.language,
        blocks=(
            *heading(shop, wording),
            Text(wording("GIFT RECEIPT"), Align.CENTER, bold=True, size=Size.BIG),
            *_reference(number, sale.sold_at, sale.till, wording),
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


def service_note(note: ServiceNote, shop: ShopIdentity, wording: Wording, *, proof: Proof) -> Document:
    """The note a customer is given before paying services, with what arrêté 83-50/A wants on it.

    The shop's copy is the record: the customer's name, which may be refused, is written on the paper by hand.
    """
    with_vat = shows_vat(note.vat, shop)
    number = wording("Note {number}").format(number=note.number)
    place = wording("Services rendered on {day}, {place}").format(
        day=wording.date(note.made_at), place=shop.city or shop.name
    )
    net = total((share.net for share in note.vat), note.total.currency)
    return Document(
        title=number,
        language=wording.language,
        blocks=(
            *heading(shop, wording),
            Text(wording("NOTE"), Align.CENTER, bold=True, size=Size.BIG),
            *_reference(number, note.made_at, note.till, wording),
            *_operator(proof, wording),
            Text(place),
            Blank(),
            Row(wording("Customer’s name, unless declined:"), ""),
            Text("." * _NAME_DOTS),
            Rule(),
            *articles(note.lines, note.vat, wording, with_vat=with_vat),
            Rule(),
            Row(wording("Total excl. VAT"), wording.money(net)),
            Row(wording("TO PAY"), wording.money(note.total), bold=True, size=Size.BIG),
            Blank(),
            *((vat_table(note.vat, wording),) if with_vat else ()),
            *eco_sum(note.lines, wording),
            *proven(proof, note.total, wording),
            Cut(),
        ),
    )


def shop_heading(shop: ShopIdentity, wording: Wording) -> Document:
    """The top and the foot of a receipt by themselves, to see how they will look."""
    return Document(
        title=wording("Receipt {number}").format(number=""),
        language=wording.language,
        blocks=(*heading(shop, wording), Rule(), Text("…", Align.CENTER), Rule(), *_footer(shop), Cut()),
    )


def copy_mark(copy: int, wording: Wording) -> Iterator[Block]:
    """What every paper after the first says."""
    if copy:
        yield Text(wording("DUPLICATE {number}").format(number=copy), Align.CENTER, bold=True, size=Size.BIG)


def _reference(number: str, at: datetime, till: TillIdentity, wording: Wording) -> Iterator[Block]:
    yield Row(number, wording.date_time(at), bold=True)
    yield Text(wording("Till {name}, series {epoch}").format(name=till.name, epoch=till.epoch))


def _operator(proof: Proof | None, wording: Wording) -> Iterator[Block]:
    if proof is not None and proof.record.writer.operator_name:
        yield Text(wording("Served by {name}").format(name=proof.record.writer.operator_name))


def _presents(sale: Sale, wording: Wording) -> Iterator[Block]:
    for line in sale.lines:
        yield Row(line.name, wording.quantity(line.quantity, line.unit))


def _total(sale: Sale, wording: Wording) -> Iterator[Block]:
    count = wording.plural("{count} article", "{count} articles", sale.articles)
    lines = wording.plural("{count} line", "{count} lines", len(sale.lines))
    yield Row(count.format(count=wording.number(sale.articles)), lines.format(count=wording.number(len(sale.lines))))
    yield Row(wording("TOTAL"), wording.money(sale.total), bold=True, size=Size.BIG)


def _payments(sale: Sale, wording: Wording) -> Iterator[Block]:
    for payment in sale.payments:
        yield Row(wording(MEANS[payment.means]), wording.money(payment.amount))
    if sale.change:
        yield Row(wording("Change given"), wording.money(sale.change))


def _note(sale: Sale) -> Iterator[Block]:
    if sale.note:
        yield Blank()
        yield Text(sale.note)


def _footer(shop: ShopIdentity) -> Iterator[Block]:
    if shop.footer:
        yield Blank()
    for line in shop.footer:
        yield Text(line, Align.CENTER)
