"""`comptoir` alone: the till."""

from __future__ import annotations

import argparse
import signal
from typing import TYPE_CHECKING, Any

from pos.wording import Wording
from ui import machine
from ui.commands.console import MISTAKE, Console

if TYPE_CHECKING:
    from ui.app import Till


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of the till itself."""
    said = wording(
        "the receipt printer, instead of the one chosen in the till: tcp://192.0.2.7, usb:/dev/usb/lp0, cups:NAME, "
        "windows:NAME, serial:COM3, or pretend: for papers in a folder"
    )
    parser.add_argument("--printer", default="", metavar=wording("PRINTER"), help=said)
    parser.add_argument("--full-screen", action="store_true", help=wording("fill the whole screen"))


def run(wish: argparse.Namespace, console: Console) -> int:
    """Open the till and live until its window is closed."""
    if not machine.can_open_windows():
        console.complain(console.wording("There is no display here to open the till on."))
        console.complain(
            console.wording("comptoir demo --headless shows what it does; comptoir --help lists the rest.")
        )
        return MISTAKE
    if wish.printer:
        from pos.domain.printer import parse_printer

        parse_printer(wish.printer)
    from ui import quick_start

    quick_start.begin()
    from ui.app import TillOptions
    from ui.running import run_till

    path = machine.shop_path(wish.shop)
    options = TillOptions(
        shop_path=path,
        language=console.wording.language,
        printer_setting=wish.printer,
        papers=path.parent / "papers",
        keys=machine.key_store(path),
        state=machine.state_folder(),
        full_screen=wish.full_screen,
    )
    return run_till(options, clock=machine.now, new_id=machine.new_id, opened=close_on_signals)


def close_on_signals(till: Till) -> None:
    """Close the till as its window would be, when Ctrl+C is pressed or the system asks it to end."""

    def close(_number: int, _frame: Any) -> None:
        till.window.close()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), close)
