"""The sheet of a paid ticket, with its receipt as it was signed and what the law says of printing it."""

from __future__ import annotations

from typing import Final

from pos.domain.printing_rule import MustPrint, reasons_to_print
from pos.domain.shop import ShopIdentity
from pos.operations.copying import KeptSale, as_signed
from pos.operations.selling import Sold
from pos.receipts import html
from pos.wording import Wording, mark
from ui.sell.sold_sheet import SoldSheet
from ui.theme import Theme

PRINTED: Final = {
    MustPrint.GUARANTEED: mark("The receipt prints by itself: it states the legal guarantee."),
    MustPrint.CARD_CALLED_OFF: mark("The receipt prints by itself: a card payment was called off."),
}
TO_GIVE: Final = {
    MustPrint.GUARANTEED: mark("Give a receipt out, it states the legal guarantee: “Find a sale” saves it as a PDF."),
    MustPrint.CARD_CALLED_OFF: mark("Give a receipt out, a card payment was called off: “Find a sale” saves it."),
}


def sold_sheet(sold: Sold, shop: ShopIdentity, theme: Theme, wording: Wording, *, can_print: bool) -> SoldSheet:
    """The sheet; a sale that was made before is not printed by itself a second time, one of training never is.

    Args:
        sold: what was sold.
        shop: who sells, for a sale without a record.
        theme: the look.
        wording: the language.
        can_print: whether the till has a printer.
    """
    kept = KeptSale(sold.sale, shop) if sold.record is None else as_signed(sold.record)
    reasons = () if sold.again or sold.is_training else reasons_to_print(sold.sale)
    words = PRINTED if can_print else TO_GIVE
    return SoldSheet(
        theme,
        wording,
        sold.sale,
        html.render(kept.receipt(wording)),
        can_print=can_print,
        must_print=" ".join(wording(words[reason]) for reason in reasons),
    )
