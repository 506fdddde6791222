"""What a deed of the shop makes of a reservation: pure, the same arithmetic as the catalogue's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos.domain.errors import DeedNotPossible, NothingPromised
from pos.domain.online_order import NONE, Deed, OrderState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pos.domain.online_order import OnlineOrder, OrderLine
    from pos.domain.quantity import Quantity

LEADS_TO: Final[dict[Deed, OrderState]] = {
    Deed.ACCEPT: OrderState.HELD,
    Deed.CONFIRM: OrderState.CONFIRMED,
    Deed.REJECT: OrderState.REJECTED,
    Deed.FULFIL: OrderState.FULFILLED,
    Deed.RELEASE: OrderState.CANCELLED,
}
_PROMISES: Final = frozenset({Deed.ACCEPT, Deed.CONFIRM})
_GIVES_UP: Final = frozenset({Deed.REJECT, Deed.RELEASE})


def after(
    order: OnlineOrder, deed: Deed, quantities: Mapping[int, Quantity] | None = None, reason: str = ""
) -> OnlineOrder:
    """The reservation after a deed: of every line as much as is meant, the rest released.

    Args:
        order: as it stands.
        deed: what the shop does.
        quantities: what of each line is promised, or left with the customer; all that is there unless told, and nothing
            of a line that is not named.
        reason: why, for the customer.

    Raises:
        DeedNotPossible: it stands where this makes no sense.
        NothingPromised: nothing at all would be promised, or leave.
    """
    if not order.allows(deed):
        raise DeedNotPossible(order.number, order.state)
    lines = tuple(_moved(line, deed, _meant(order, line, quantities)) for line in order.lines)
    if deed not in _GIVES_UP and lines and not any(line.held or line.fulfilled for line in lines):
        raise NothingPromised(order.number)
    state = LEADS_TO[deed]
    return replace(
        order,
        state=state,
        lines=lines,
        reason=reason or order.reason,
        expires_at=order.expires_at if state.is_open else None,
        is_seen=True,
    )


def to_collect(order: OnlineOrder, line: OrderLine) -> Quantity:
    """How much of a line a customer may still come for: what is held, and after the end what was asked for."""
    return line.held if order.state.is_open else line.released


def _meant(order: OnlineOrder, line: OrderLine, quantities: Mapping[int, Quantity] | None) -> Quantity:
    there = to_collect(order, line)
    return there if quantities is None else max(NONE, min(there, quantities.get(line.line, NONE)))


def _moved(line: OrderLine, deed: Deed, meant: Quantity) -> OrderLine:
    if deed in _PROMISES:
        return replace(line, held=meant, released=line.released + line.held - meant)
    fulfilled = line.fulfilled + (NONE if deed in _GIVES_UP else meant)
    return replace(line, held=NONE, fulfilled=fulfilled, released=line.asked - fulfilled)
