"""`comptoir restore`: a backup put back in the place of the shop's file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pos.wording import Wording
from ui import machine
from ui.commands.console import DONE, Console
from ui.commands.findings import say_findings
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import shop_keys
from ui.commands.words import check_progress

if TYPE_CHECKING:
    from pos.database.journal.author import Head
    from pos.keystore import KeyStore
    from pos.operations.restoring import Restored


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir restore`."""
    parser.add_argument("file", metavar=wording("BACKUP"), help=wording("the copy to put back; it is only read"))
    parser.add_argument(
        "--despite-findings",
        action="store_true",
        help=wording("go on although the check of the copy finds its books wrong; a damaged copy is never taken"),
    )
    parser.add_argument(
        "--new-key",
        action="store_true",
        help=wording("sign with a new key where the till’s own is not on this machine; it will have to be explained"),
    )
    parser.add_argument(
        "--no-witness",
        action="store_true",
        help=wording("do not ask the shared catalogue how far the till had come"),
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Put the copy back and say what that means for the shop."""
    from pos.operations.restoring import restore

    copy, shop = Path(wish.file).expanduser().absolute(), machine.shop_path(wish.shop)
    keys = shop_keys(shop)
    witnessed = None if wish.no_witness else _witnessed(copy, keys)
    done = restore(
        copy,
        shop,
        now=machine.now(),
        new_id=machine.new_id,
        keys=keys,
        known_heads=[witnessed] if witnessed else [],
        may_take_new_key=wish.new_key,
        despite_findings=wish.despite_findings,
        progress=check_progress(console),
    )
    _say_restored(done, console)
    say_findings(done.report, console)
    _say_what_changes(done, console)
    console.figures(
        {
            "file": str(done.path),
            "kept_aside": str(done.kept_aside) if done.kept_aside else None,
            "epoch": done.epoch,
            "sales": done.sales,
            "findings": len(done.report.findings),
            "backup_seq": done.backup.seq,
            "known_seq": done.known.seq,
            "records_lost": done.records_lost,
            "new_key": done.key_is_new,
        }
    )
    return DONE


def _witnessed(copy: Path, keys: KeyStore) -> Head | None:
    """What the witness of a joined shop remembers of its chain; None where it cannot be asked."""
    from pos.database.connection import connect_reader
    from pos.domain.errors import ShopError
    from sync.connectors import connector_opener
    from sync.witnessing import ask_head

    try:
        reader = connect_reader(copy)
        try:
            return ask_head(reader, keys=keys, open_connector=connector_opener())
        finally:
            reader.close()
    except ShopError:
        return None  # restoring will say what is wrong with the copy


def _say_restored(done: Restored, console: Console) -> None:
    wording = console.wording
    console.say(wording("The shop is restored: {file}").format(file=done.path))
    held = wording.plural("It holds {count} sale.", "It holds {count} sales.", done.sales)
    console.say(held.format(count=wording.number(done.sales)))
    if done.kept_aside is not None:
        console.say(wording("The file it replaces is kept: {file}").format(file=done.kept_aside))


def _say_what_changes(done: Restored, console: Console) -> None:
    wording = console.wording
    console.say(
        wording("Tickets are numbered from 1 again, in a series of their own (epoch {n}).").format(n=done.epoch)
    )
    if done.records_lost:
        said = wording.plural(
            "{count} record of the journal was written after this copy; the journal says so.",
            "{count} records of the journal were written after this copy; the journal says so.",
            done.records_lost,
        )
        console.say(said.format(count=wording.number(done.records_lost)))
    if done.key_is_new:
        console.say(
            wording("The till’s key was not on this machine: a new one signs. Write down why, for an inspection.")
        )
