"""`comptoir purge`: tickets over six years old are taken away, once an archive of them was verified elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir purge`."""
    parser.add_argument(
        "file",
        metavar=wording("ARCHIVE"),
        help=wording("the archive of these tickets, on another disk; it is verified first"),
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Verify the archive, purge what it keeps, and say how much that was."""
    from pos.operations.purging import purge

    wording = console.wording
    said = wording("Going over the signed records")
    with held_shop(machine.shop_path(wish.shop)) as db:
        done = purge(
            db,
            Path(wish.file).expanduser().absolute(),
            now=machine.now(),
            progress=lambda records: console.progress(said, records, 0),
        )
    taken = wording.plural("{count} record was emptied.", "{count} records were emptied.", done.records)
    console.say(taken.format(count=wording.number(done.records)))
    console.say(wording("Closings, totals and the log remain, and the chain still verifies."))
    console.figures({"records": done.records, "from": done.from_day.isoformat(), "to": done.to_day.isoformat()})
    return DONE
