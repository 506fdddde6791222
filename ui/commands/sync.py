"""`comptoir sync --once`: everything the shop's window does not know yet is sent, without opening the till."""

from __future__ import annotations

import argparse
import contextlib
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
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Send what waits; 1 when the window is not current afterwards."""
    if wish.status:
        return _say_status(wish, console)
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
    if window.set_aside:
        said = wording("Refused by the window and set aside: {count}.")
        console.say(said.format(count=wording.number(window.set_aside)))
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


def _say_status(wish: argparse.Namespace, console: Console) -> int:
    """Say how the window stands, from a reader beside whoever has the shop open; 1 when something is to be seen to."""
    from pos.database.connection import connect_reader
    from sync.errors import Distrust, NotLinked, suspended_for
    from ui.commands.window_standing import say_standing, standing_figures, verdict
    from ui.online.window_view import look

    with contextlib.closing(connect_reader(machine.shop_path(wish.shop))) as db:
        view = look(db, machine.now())
    if view.link is None:
        raise NotLinked
    if view.link.suspended:
        message = explain(suspended_for(Distrust(view.link.suspended)), console.wording)
        console.complain(f"{message.title}. {message.happened}")
    say_standing(view, console)
    console.figures(standing_figures(view))
    return verdict(view)
