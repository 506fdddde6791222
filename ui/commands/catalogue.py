"""`comptoir catalogue`: the shared online catalogue, a program of its own that needs neither Qt nor a till."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pos.wording import Wording
from ui import machine
from ui.commands.console import MISTAKE, Console


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """Leave everything behind the word `catalogue` to the catalogue itself."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help=wording("see comptoir catalogue --help"))


def run(wish: argparse.Namespace, console: Console) -> int:
    """Hand the rest of the command line over."""
    return hand_over(wish.words, console.wording)


def hand_over(words: Sequence[str], wording: Wording | None = None) -> int:
    """Run the catalogue's own command line."""
    try:
        from sync.catalogue.__main__ import main
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.partition(".")[0] in {"sync", "pos", "ui", "resources"}:
            raise
        wording = wording or Wording(machine.language())
        said = wording("{package} is not installed here, and the catalogue needs it: add Comptoir’s part “catalogue”.")
        sys.stderr.write(said.format(package=missing.name) + "\n")
        return MISTAKE
    try:
        return main(words)
    except SystemExit as said_already:  # argparse's way to say that it has helped or complained
        return said_already.code if isinstance(said_already.code, int) else MISTAKE
