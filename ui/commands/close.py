"""`comptoir close`: the business day closed without the window, or a month or year that no further day will close."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.fiscal.record import Record


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir close`."""
    period = parser.add_mutually_exclusive_group()
    period.add_argument(
        "--month",
        metavar="2026-11",
        help=wording("close this month, all its days being closed; otherwise the first sale after it does"),
    )
    period.add_argument(
        "--year", metavar="2026", help=wording("close this financial year, all its months being closed")
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Close what is wished, and say what was closed with it."""
    from pos.domain.money import Money
    from pos.fiscal.closing import read_closing

    wording, told = console.wording, []
    with held_shop(machine.shop_path(wish.shop)) as db:
        closed = _closed(db, wish)
    for record in closed:
        closing = read_closing(record.payload)
        total = wording.money(Money(closing.figures.gross))
        said = wording("{kind} {number}: {name}, {total}").format(
            kind=record.kind.value, number=record.number, name=closing.name, total=total
        )
        console.say(said)
        told.append({"kind": record.kind.value, "no": record.number, "name": closing.name, "seq": record.seq})
    console.figures({"closed": told})
    return DONE


def _closed(db: Database, wish: argparse.Namespace) -> list[Record]:
    from pos.operations.closing import close_day, close_month, close_year

    if wish.month:
        return [close_month(db, wish.month, now=machine.now())]
    if wish.year:
        return [close_year(db, wish.year, now=machine.now())]
    done = close_day(db, now=machine.now())
    return [record for record in (done.record, done.month, done.year) if record is not None]
