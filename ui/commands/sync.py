"""`comptoir sync`: the shop's window is told what it does not know yet, or compared, without opening the till."""

from __future__ import annotations

import argparse
import random

from pos.wording import Wording
from ui import machine
from ui.commands.console import BROKEN, DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop
from ui.commands.words import duration
from ui.messages import explain


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir sync`."""
    parser.add_argument("--once", action="store_true", help=wording("send what waits, then stop; the rule for now"))
    parser.add_argument(
        "--status", action="store_true", help=wording("say how the window stands and send nothing; a till may be open")
    )
    parser.add_argument(
        "--resume", action="store_true", help=wording("go on after a person looked into why sending had stopped")
    )
    parser.add_argument(
        "--compare",
        action="store_true",
        help=wording("hold the window against the shop’s own books, and send again what differs"),
    )
    held = parser.add_mutually_exclusive_group()
    held.add_argument(
        "--repair", action="store_true", help=wording("with --compare: send also what was held back because it is much")
    )
    held.add_argument(
        "--leave", action="store_true", help=wording("with --compare: leave what was held back as the window has it")
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Send what waits, and compare where that is wished; 1 when the window is not current afterwards."""
    if wish.status:
        from ui.commands.window_standing import say_status

        return say_status(wish, console)
    if wish.compare:
        from ui.commands.comparison import compare_window

        return compare_window(wish, console)
    return _send(wish, console)


def _send(wish: argparse.Namespace, console: Console) -> int:
    from sync.connectors import connector_opener
    from sync.line import Means
    from sync.once import sync_once
    from ui.commands.window_standing import say_standing, standing_figures
    from ui.online.window_view import look

    wording = console.wording
    path = machine.shop_path(wish.shop)
    keys = machine.key_store(path)
    means = Means(machine.now, machine.new_id, random.Random(), keys, connector_opener())
    with held_shop(path) as db:
        done = sync_once(
            db,
            means,
            resume=wish.resume,
            progress=lambda sent: console.progress(wording("Sending"), sent.products + sent.levels, 0),
        )
        view = look(db, machine.now())
    sent, window = done.pushed, done.window
    console.say(
        wording("Sent in {duration}: {products} product cards, {levels} levels.").format(
            duration=duration(done.seconds, wording),
            products=wording.number(sent.products),
            levels=wording.number(sent.levels),
        )
    )
    say_standing(view, console)
    if window.trouble is not None:
        message = explain(window.trouble, wording)
        console.complain(f"{message.title}. {message.happened} {message.to_do}".rstrip())
    is_current = window.trouble is None and window.waiting == 0 and window.set_aside == 0 and done.heard
    console.say(
        wording("The shop’s window is current: {address}").format(address=window.window_url)
        if is_current
        else wording("The shop’s window is not current yet; {count} products wait.").format(
            count=wording.number(window.waiting)
        )
    )
    console.figures(
        {
            **standing_figures(view),
            "products": sent.products,
            "levels": sent.levels,
            "batches": sent.batches,
            "set_aside": window.set_aside,
            "waiting": window.waiting,
            "current": is_current,
            "trouble": str(window.trouble) if window.trouble else "",
            "seconds": round(done.seconds, 3),
            "window_url": window.window_url,
        }
    )
    return DONE if is_current else BROKEN
