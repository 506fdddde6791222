"""`comptoir demo`: a shop, its till and its page in a town's catalogue, for a person or told by itself."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pos.wording import Wording
from ui import machine
from ui.commands.console import BROKEN, Console
from ui.commands.parser import add_json

OUT = Path("out") / "demo"


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir demo`."""
    said = wording("without a window: three sales told from scan to page; the rule where there is no display")
    parser.add_argument("--headless", action="store_true", help=said)
    parser.add_argument(
        "--folder", metavar=wording("FOLDER"), help=wording("keep the demo’s files here; without it they go at the end")
    )
    parser.add_argument(
        "--out",
        metavar=wording("FOLDER"),
        default=str(OUT),
        help=wording("where pictures of the told sales go ({folder})").format(folder=OUT),
    )
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Play the demo in a folder of its own, and stop everything it started."""
    from ui.commands.demo.expecting import NotAsPromised
    from ui.commands.demo.stage import set_up

    headless = wish.headless or not machine.has_display()
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    began = time.monotonic()
    try:
        with _stopping_well(), _folder(wish.folder) as folder, set_up(folder, console) as stage:
            if not headless:
                from ui.commands.demo.window import open_till

                return open_till(stage, console)
            from ui.commands.demo.story import tell

            return tell(stage, console, out=Path(wish.out).absolute(), began=began)
    except NotAsPromised as broken:
        console.complain(str(broken))
        return BROKEN


@contextlib.contextmanager
def _stopping_well() -> Iterator[None]:
    """Let the system's wish to end stop the demo as Ctrl+C does, so that its catalogue stops with it."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _folder(wanted: str | None) -> Iterator[Path]:
    if wanted:
        yield Path(wanted).expanduser().absolute()
        return
    with tempfile.TemporaryDirectory(prefix="comptoir-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
