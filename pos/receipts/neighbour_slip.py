"""The slip for a customer whose article another shop of the town puts aside: where to go, until when, which number."""

from __future__ import annotations

from collections.abc import Iterator

from pos.domain.demand import PutAside
from pos.domain.shop import ShopIdentity
from pos.receipts.document import Align, Blank, Block, Cut, Document, QrCode, Row, Rule, Size, Text
from pos.wording import Wording


def neighbour_slip(aside: PutAside, shop: ShopIdentity, wording: Wording) -> Document:
    """The paper a customer walks over with; it says who to ask for what, and who sent them."""
    return Document(
        title=wording("Put aside: {number}").format(number=aside.number),
        language=wording.language,
        blocks=(
            *_where(aside, wording),
            Rule(),
            Text(wording("RESERVATION"), Align.CENTER),
            Text(aside.number, Align.CENTER, bold=True, size=Size.BIG),
            *_until(aside, wording),
            Rule(),
            Row(aside.article, wording.quantity(aside.quantity, aside.unit), bold=True),
            *_customer(aside, wording),
            Blank(),
            *((QrCode(aside.page),) if aside.page else ()),
            *_sent_by(shop, wording),
            Cut(),
        ),
    )


def _where(aside: PutAside, wording: Wording) -> Iterator[Block]:
    said = wording("To be confirmed by") if aside.must_confirm else wording("Put aside for you at")
    yield Text(said, Align.CENTER)
    yield Text(aside.shop_name, Align.CENTER, bold=True, size=Size.BIG)
    if aside.address:
        yield Text(aside.address, Align.CENTER)
    if aside.phone:
        yield Text(wording("Tel. {value}").format(value=aside.phone), Align.CENTER)


def _until(aside: PutAside, wording: Wording) -> Iterator[Block]:
    """A promise says until when it holds; a question says that going there now may be in vain."""
    if aside.must_confirm:
        yield Text(wording("The shop has not answered yet: please call before going."), Align.CENTER)
    elif aside.until is not None:
        said = wording("until {time}, {day}").format(time=wording.time(aside.until), day=wording.date(aside.until))
        yield Text(said, Align.CENTER, bold=True)


def _customer(aside: PutAside, wording: Wording) -> Iterator[Block]:
    if aside.customer:
        yield Text(wording("For {name}").format(name=aside.customer))


def _sent_by(shop: ShopIdentity, wording: Wording) -> Iterator[Block]:
    if shop.name:
        yield Blank()
        yield Text(wording("Asked for by {shop}").format(shop=shop.name), Align.CENTER)
