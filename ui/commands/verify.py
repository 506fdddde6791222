"""`comptoir verify`: whether every proof holds, in an archive or in the shop's file, also while the till is open."""

from __future__ import annotations

import argparse
from pathlib import Path

from pos.fiscal.verify import Head, head_from
from pos.wording import Wording
from ui import machine
from ui.anchor_words import compared_with
from ui.commands.console import BROKEN, DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.words import say_report


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir verify`."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar=wording("ARCHIVE"),
        help=wording("an archive, the folder it was unpacked into, or a shop’s file; without it the shop’s own file"),
    )
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--fast", action="store_true", help=wording("check the signatures of closings and keys only"))
    amount.add_argument("--full", action="store_true", help=wording("check every signature, as without any option"))
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        type=head_from,
        metavar="SEQ:HASH",
        help=wording("an end of the journal known from a closing’s paper"),
    )
    parser.add_argument(
        "--key", action="append", default=[], metavar="HEX", help=wording("a key’s fingerprint known from a paper")
    )
    parser.add_argument(
        "--no-anchors",
        action="store_true",
        help=wording("do not compare with the ends of the journal that this machine remembers"),
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Verify and say what was found; 1 when a proof is broken."""
    from pos.operations.verifying import verify_path

    said = console.wording("Going over the signed records")
    path = Path(wish.file).expanduser().absolute() if wish.file else machine.shop_path(wish.shop)
    anchors = () if wish.no_anchors else _anchors(path, is_copy=bool(wish.file))
    report = verify_path(
        path,
        full=not wish.fast,
        heads=(*wish.head, *anchors),
        fingerprints=wish.key,
        progress=lambda done, of: console.progress(said, done, of),
    )
    say_report(report, console)
    if anchors:
        console.say(compared_with(len(anchors), console.wording))
    figures = report.figures(console.wording.language)
    console.figures({"file": str(path), "anchors": len(anchors), **figures})
    return DONE if report.is_unbroken else BROKEN


def _anchors(path: Path, *, is_copy: bool) -> tuple[Head, ...]:
    from pos.database.journal.heads import Heads
    from pos.operations.verifying import anchored_in

    return anchored_in(path, Heads(machine.state_folder()), is_copy=is_copy)
