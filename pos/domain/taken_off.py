"""What a change took off a ticket that was being rung up: lines removed, and what a line holds less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pos.domain.money import Money, total
from pos.domain.quantity import Quantity
from pos.domain.ticket import Line, Ticket


@dataclass(frozen=True, slots=True)
class TakenOff:
    """An article that is no longer on the ticket, or less of it; amount is what the ticket cost less for it."""

    line: Line
    quantity: Quantity
    amount: Money


def taken_off(before: Ticket, after: Ticket) -> tuple[TakenOff, ...]:
    """What stood on a ticket before a change and no longer does.

    Articles are compared, not places: what moved, was renamed or has another price is still there. Of goods that come
    back (less than none) fewer count as taken off too.
    """
    return tuple(_less(before, after))


def everything(ticket: Ticket) -> tuple[TakenOff, ...]:
    """All lines of a ticket, taken off at once."""
    return tuple(TakenOff(line, line.quantity, line.gross) for line in ticket.lines)


def _less(before: Ticket, after: Ticket) -> Iterator[TakenOff]:
    articles = {line.product_id: line for line in reversed(before.lines)}
    for product_id, line in reversed(articles.items()):
        was, becomes = _of(before, product_id), _of(after, product_id)
        held, holds = _quantity(was), _quantity(becomes)
        kept = max(0, min(held, holds)) if held > 0 else min(0, max(held, holds))
        if kept != held:
            spared = total((one.gross for one in was), before.currency) - total(
                (one.gross for one in becomes), before.currency
            )
            yield TakenOff(line, Quantity(held - kept), spared)


def _of(ticket: Ticket, product_id: str) -> list[Line]:
    return [line for line in ticket.lines if line.product_id == product_id]


def _quantity(lines: list[Line]) -> int:
    return sum(line.quantity.milli for line in lines)
