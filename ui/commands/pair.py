"""`comptoir pair`: this till joins a shared catalogue with the code a person read out."""

from __future__ import annotations

import argparse

from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir pair`."""
    parser.add_argument("address", metavar=wording("ADDRESS"), help=wording("of the catalogue; https, except here"))
    parser.add_argument("code", metavar=wording("CODE"), help=wording("the pairing code, as it was read out"))
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Join, and say where the shop's window can be seen."""
    from sync.pairing import pair

    wording = console.wording
    path = machine.shop_path(wish.shop)
    keys = machine.key_store(path)
    with held_shop(path) as db:
        link = pair(db, address=wish.address, code=wish.code, keys=keys, now=machine.now())
    console.say(wording("This till now publishes for {shop}.").format(shop=link.shop_name))
    console.say(wording("The shop’s window: {address}").format(address=link.window_url))
    if keys.file is not None:
        said = wording("This system has no key store: the till’s key lies in {file}, which only you can read.")
        console.complain(said.format(file=keys.file))
    console.figures(
        {
            "shop": link.shop,
            "shop_name": link.shop_name,
            "window_url": link.window_url,
            "term": link.term,
            "key_file": str(keys.file) if keys.file else None,
        }
    )
    return DONE
