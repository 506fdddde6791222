"""What a customer sees while being served, whatever shows it: a window or two lines of a small display."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pos.domain.money import Money

if TYPE_CHECKING:
    from pos.domain.sale import Sale
    from pos.domain.ticket import Line, Ticket

SPEEDS = (2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200)
"""The speeds in baud that displays are sold with; 9600 is nearly always the one."""

LONGEST_MESSAGE = 120


class AfterSale(StrEnum):
    """Which square code is shown once a ticket is paid."""

    TICKET = "ticket"
    SHOP_WINDOW = "window"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class DisplaySetting:
    """How a shop wants its customers to see: a window, a display on a serial port, or both.

    serial is the port as the system names it, empty without such a display; message is shown between two customers,
    the shop's name where it is empty.
    """

    window: bool = False
    serial: str = ""
    baud: int = 9600
    message: str = ""
    after_sale: AfterSale = AfterSale.TICKET


@dataclass(frozen=True, slots=True)
class Greeting:
    """Nobody is being served."""

    message: str


@dataclass(frozen=True, slots=True)
class Buying:
    """A ticket is open; place is the line that changed last, -1 where one was taken off."""

    lines: tuple[Line, ...]
    articles: int
    total: Money
    place: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A ticket was just paid; code is what a square code holds, empty without one."""

    number: int
    total: Money
    change: Money
    code: str = ""


CustomerView = Greeting | Buying | Paid


def buying(ticket: Ticket, before: Ticket | None) -> Buying:
    """The view of an open ticket, which the customer saw as it was `before`."""
    earlier = () if before is None or before.id != ticket.id else before.lines
    return Buying(ticket.lines, ticket.articles, ticket.total, _changed(ticket.lines, earlier))


def paid(sale: Sale, code: str) -> Paid:
    """The view of a sale that was just made."""
    return Paid(sale.number, sale.total, sale.change, code)


def _changed(lines: tuple[Line, ...], earlier: tuple[Line, ...]) -> int:
    """The last line that is new or another than before."""
    if len(lines) < len(earlier):
        return -1
    differing = [place for place, line in enumerate(lines) if place >= len(earlier) or line != earlier[place]]
    return differing[-1] if differing else len(lines) - 1
