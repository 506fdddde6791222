"""`comptoir check`: whether the shop's file is sound, also while the till is open."""

from __future__ import annotations

import argparse
import time

from pos.wording import Wording
from ui import machine
from ui.commands.console import BROKEN, DONE, Console
from ui.commands.findings import as_figures, say_findings
from ui.commands.parser import add_json, add_shop
from ui.commands.words import check_progress, duration


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir check`."""
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Look at everything the file promises; 1 when something is wrong."""
    from pos.database.connection import connect_reader
    from pos.operations.checking import check

    wording = console.wording
    path = machine.shop_path(wish.shop)
    began = time.monotonic()
    reader = connect_reader(path)
    try:
        report = check(reader, progress=check_progress(console))
    finally:
        reader.close()
    seconds = time.monotonic() - began
    console.say(wording("Checked {file} in {duration}.").format(file=path, duration=duration(seconds, wording)))
    if not report.is_damaged:
        looked_at = wording("{sales} sales, {movements} movements of the stock, {products} products.").format(
            sales=wording.number(report.sales),
            movements=wording.number(report.movements),
            products=wording.number(report.products),
        )
        console.say(looked_at)
    if report.is_sound:
        console.say(wording("Everything is in order."))
    say_findings(report, console)
    console.figures({"file": str(path), "seconds": round(seconds, 3), **as_figures(report)})
    return DONE if report.is_sound else BROKEN
