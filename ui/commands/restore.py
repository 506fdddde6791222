"""`comptoir restore`: a backup put back in the place of the shop's file."""

from __future__ import annotations

import argparse
from pathlib import Path

from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, Console
from ui.commands.findings import say_findings
from ui.commands.parser import add_json, add_shop
from ui.commands.words import check_progress


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir restore`."""
    parser.add_argument("file", metavar=wording("BACKUP"), help=wording("the copy to put back; it is only read"))
    parser.add_argument(
        "--despite-findings",
        action="store_true",
        help=wording("go on although the check of the copy finds its books wrong; a damaged copy is never taken"),
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Put the copy back and say what that means for the shop."""
    from pos.operations.restoring import restore

    wording = console.wording
    done = restore(
        Path(wish.file).expanduser().absolute(),
        machine.shop_path(wish.shop),
        now=machine.now(),
        new_id=machine.new_id,
        despite_findings=wish.despite_findings,
        progress=check_progress(console),
    )
    console.say(wording("The shop is restored: {file}").format(file=done.path))
    held = wording.plural("It holds {count} sale.", "It holds {count} sales.", done.sales)
    console.say(held.format(count=wording.number(done.sales)))
    if done.kept_aside is not None:
        console.say(wording("The file it replaces is kept: {file}").format(file=done.kept_aside))
    say_findings(done.report, console)
    console.say(
        wording("Tickets are numbered from 1 again, in a series of their own (epoch {n}).").format(n=done.epoch)
    )
    console.figures(
        {
            "file": str(done.path),
            "kept_aside": str(done.kept_aside) if done.kept_aside else None,
            "epoch": done.epoch,
            "sales": done.sales,
            "findings": len(done.report.findings),
        }
    )
    return DONE
