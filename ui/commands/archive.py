"""`comptoir archive`: signed records of up to twelve months in one ZIP that anyone can verify."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path

from pos.wording import Wording
from ui import machine
from ui.commands.console import BROKEN, DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop
from ui.commands.words import say_report, size

FOLDER = "archives"


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir archive`."""
    day = wording("YYYY-MM-DD")
    parser.add_argument(
        "--from",
        dest="from_day",
        metavar=day,
        type=date.fromisoformat,
        help=wording("the first day; without any the whole month before this one"),
    )
    parser.add_argument("--to", dest="to_day", metavar=day, type=date.fromisoformat, help=wording("the last day"))
    parser.add_argument("--year", metavar=wording("YEAR"), type=int, help=wording("a whole calendar year"))
    parser.add_argument(
        "--folder", metavar=wording("FOLDER"), help=wording("where it goes; else “archives” beside the shop’s file")
    )
    parser.add_argument(
        "--for-tax-office", action="store_true", help=wording("note that it was made for the tax office")
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Make the archive, verify it, and say where it is; 1 when the journal itself does not verify."""
    from pos.operations.archiving import archive

    wording = console.wording
    shop, now = machine.shop_path(wish.shop), machine.now()
    folder = Path(wish.folder).expanduser().absolute() if wish.folder else shop.parent / FOLDER
    from_day, to_day = _days(wish, now.date())
    with held_shop(shop) as db:
        made = archive(
            db,
            folder,
            from_day,
            to_day,
            now=now,
            for_tax_office=wish.for_tax_office,
            progress=lambda done: console.progress(wording("Archiving the records"), done, 0),
        )
    console.say(wording("Archive made: {file}").format(file=made.path))
    console.say(wording("It takes {size}.").format(size=size(made.path.stat().st_size, wording)))
    say_report(made.report, console)
    console.figures({**made.report.figures(wording.language), "file": str(made.path), "record": made.record.seq})
    return DONE if made.report.is_unbroken else BROKEN


def _days(wish: argparse.Namespace, today: date) -> tuple[date, date]:
    """The days that are wished: a year, some days, or the month before this one."""
    if wish.year:
        return date(wish.year, 1, 1), date(wish.year, 12, 31)
    end_of_month = today.replace(day=1) - timedelta(days=1)
    to_day: date = wish.to_day or (end_of_month if wish.from_day is None else today)
    from_day: date = wish.from_day or to_day.replace(day=1)
    return from_day, to_day
