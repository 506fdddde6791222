"""`comptoir backup`: a verified copy of the shop's file, also while the till is open."""

from __future__ import annotations

import argparse
from pathlib import Path

from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.words import size

FOLDER = "backups"


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir backup`."""
    parser.add_argument(
        "to",
        nargs="?",
        metavar=wording("FOLDER"),
        help=wording("where copies go, best on another disk; without it the folder “backups” beside the shop’s file"),
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Make the copy and say where it is."""
    from pos.operations.backing_up import back_up

    wording = console.wording
    shop = machine.shop_path(wish.shop)
    folder = Path(wish.to).expanduser().absolute() if wish.to else shop.parent / FOLDER
    console.progress(wording("Copying the shop’s file"), 0, 1)
    made = back_up(shop, folder, now=machine.now())
    console.say(wording("Copy made and verified: {file}").format(file=made.path))
    held = wording.plural("It holds {count} sale ({size}).", "It holds {count} sales ({size}).", made.sales)
    console.say(held.format(count=wording.number(made.sales), size=size(made.size_bytes, wording)))
    console.figures(
        {
            "file": str(made.path),
            "bytes": made.size_bytes,
            "sales": made.sales,
            "made_at": made.made_at.isoformat(timespec="seconds"),
        }
    )
    return DONE
