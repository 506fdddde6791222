"""The slip that lies with goods put aside: the number in big, for whom, what is in it, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from pos.domain.online_order import OnlineOrder, OrderLine
from pos.domain.shop import ShopIdentity
from pos.receipts.document import Align, Blank, Block, Cut, Document, QrCode, Row, Rule, Size, Text
from pos.wording import Wording


def parcel_slip(order: OnlineOrder, shop: ShopIdentity, wording: Wording, *, zone: tzinfo | None) -> Document:
    """Make the slip of a reservation; no receipt, and no amount on it.

    Args:
        order: the reservation.
        shop: who keeps the goods.
        wording: the language of the paper.
        zone: the shop's time zone, for the moments on it.
    """
    number = wording("Reservation {number}").format(number=order.number)
    return Document(
        title=number,
        language=wording.language,
        blocks=(
            Text(shop.name, Align.CENTER),
            Text(wording("RESERVED"), Align.CENTER, bold=True),
            Text(order.number, Align.CENTER, bold=True, size=Size.BIG),
            *_customer(order),
            Blank(),
            *_kept_until(order, wording, zone),
            Rule(),
            *(_article(line, wording) for line in order.lines if line.held),
            Rule(),
            *_remarks(order, wording),
            QrCode(order.number),
            Cut(),
        ),
    )


def _customer(order: OnlineOrder) -> Iterator[Block]:
    for words in (order.customer, order.made_by):
        if words:
            yield Text(words, Align.CENTER, bold=True, size=Size.TALL)
    if order.contact:
        yield Text(order.contact, Align.CENTER)


def _kept_until(order: OnlineOrder, wording: Wording, zone: tzinfo | None) -> Iterator[Block]:
    if order.expires_at is not None:
        yield Row(wording("Kept until"), wording.date_time(order.expires_at.astimezone(zone)), bold=True)


def _article(line: OrderLine, wording: Wording) -> Row:
    return Row(line.name, wording.quantity(line.held, line.unit), bold=True)


def _remarks(order: OnlineOrder, wording: Wording) -> Iterator[Block]:
    if order.is_paid:
        yield Text(wording("PAID ONLINE"), Align.CENTER, bold=True)
    if order.note:
        yield Text(order.note)
