"""`comptoir key`: which key signs the shop's records, where its private half lies, and another in its place."""

from __future__ import annotations

import argparse

from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop, shop_keys


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir key`."""
    parser.add_argument(
        "--rotate", action="store_true", help=wording("sign with a fresh key from now on; the old one announces it")
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Say which key signs, after a change where one is wanted."""
    from pos.operations.rotating import key_standing, rotate_key

    path, wording = machine.shop_path(wish.shop), console.wording
    keys = shop_keys(path)
    with held_shop(path) as db:
        old = rotate_key(db, keys=keys, now=machine.now()).old if wish.rotate else None
        standing = key_standing(db, keys=keys)
    if old is not None:
        console.say(wording("The key {key} has signed until now.").format(key=old.id))
    console.say(wording("The key {key} signs from record {seq} on.").format(key=standing.key.id, seq=standing.from_seq))
    console.say(wording("Its fingerprint: {fingerprint}").format(fingerprint=standing.key.fingerprint))
    if standing.file is None:
        console.say(wording("Its private half lies in the system’s key store."))
    else:
        said = wording("Its private half lies in a file, for want of a key store: {file}. Keep others away from it.")
        console.complain(said.format(file=standing.file))
    console.figures(
        {
            "key": standing.key.id,
            "fingerprint": standing.key.fingerprint,
            "from_seq": standing.from_seq,
            "key_file": str(standing.file) if standing.file else None,
            "rotated_from": old.id if old else None,
        }
    )
    return DONE
