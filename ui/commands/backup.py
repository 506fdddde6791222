"""`comptoir backup`: verified copies of the shop's file, also while the till is open; and what the copies hold."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pos.wording import Wording
from ui import machine
from ui.commands.console import BROKEN, DONE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.words import size

if TYPE_CHECKING:
    from pos.operations.backing_up import Backup, KeptSafe


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir backup`."""
    said = wording("where this copy goes; without it the folder “backups” beside the shop’s file and the second place")
    parser.add_argument("to", nargs="?", metavar=wording("FOLDER"), help=said)
    parser.add_argument("--folder", metavar=wording("FOLDER"), help=wording("the same"))
    parser.add_argument(
        "--keep",
        action="store_true",
        help=wording("throw away old copies in that folder, as the till does in its own: 48 hours, 30 days, 12 months"),
    )
    parser.add_argument(
        "--list", action="store_true", help=wording("make none; say which there are and what they hold")
    )
    parser.add_argument(
        "--drill",
        action="store_true",
        help=wording("make none; put the newest one back in an empty place and check it"),
    )
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Make the copy and say where it is."""
    shop = machine.shop_path(wish.shop)
    named = wish.folder or wish.to
    folder = Path(named).expanduser().absolute() if named else None
    if wish.list:
        return _say_copies(shop, folder, console)
    if wish.drill:
        return _rehearse(shop, console)
    console.progress(console.wording("Copying the shop’s file"), 0, 1)
    done = _make(shop, folder, keep=wish.keep)
    noted = _note(shop, done)
    _say_made(done, console)
    if not noted:
        console.say(console.wording("It is not noted in the journal: the till is open, or cannot sign."))
    console.figures(
        {
            "file": str(done.made.path),
            "bytes": done.made.size_bytes,
            "sales": done.made.sales,
            "made_at": done.made.made_at.isoformat(timespec="seconds"),
            "second": str(done.second) if done.second else None,
            "thrown_away": done.thrown_away,
            "noted": noted,
        }
    )
    return BROKEN if done.second_trouble is not None else DONE


def _make(shop: Path, folder: Path | None, *, keep: bool) -> KeptSafe:
    from pos.operations.backing_up import KeptSafe, back_up, keep_safe, thin_out

    now = machine.now()
    if folder is None:
        return keep_safe(shop, now=now)
    made = back_up(shop, folder, now=now)
    return KeptSafe(made, thrown_away=thin_out(shop, folder, now=now) if keep else 0)


def _note(shop: Path, done: KeptSafe) -> bool:
    """Note the copy in the journal where that can be done from here; a file older than the journal stays as it is."""
    from pos.domain.errors import DatabaseError
    from pos.operations.backing_up import note_backup
    from ui.commands.shop import held_shop

    if done.made.head is None:
        return False
    try:
        with held_shop(shop) as db:
            note_backup(db, done, now=machine.now())
    except DatabaseError:
        return False
    return True


def _say_made(done: KeptSafe, console: Console) -> None:
    from ui.messages import explain

    wording = console.wording
    console.say(wording("Copy made and verified: {file}").format(file=done.made.path))
    held = wording.plural("It holds {count} sale ({size}).", "It holds {count} sales ({size}).", done.made.sales)
    console.say(held.format(count=wording.number(done.made.sales), size=size(done.made.size_bytes, wording)))
    if done.second is not None:
        console.say(wording("The same in the second place: {file}").format(file=done.second))
    if done.second_trouble is not None:
        message = explain(done.second_trouble, wording)
        console.complain(f"{message.title}. {message.happened} {message.to_do}".rstrip())
    if done.thrown_away:
        said = wording.plural(
            "{count} old copy was thrown away.", "{count} old copies were thrown away.", done.thrown_away
        )
        console.say(said.format(count=wording.number(done.thrown_away)))


def _say_copies(shop: Path, folder: Path | None, console: Console) -> int:
    """One line a copy, newest first; 1 when one of them cannot be read."""
    from pos.operations.backing_up import copies, first_place, look_into, second_place_of

    now, wording = machine.now(), console.wording
    second = second_place_of(shop) if folder is None and shop.is_file() else None
    places = [folder] if folder else [first_place(shop), *filter(None, [second])]
    told, all_read = [], True
    for place in places:
        found = copies(shop, place, now=now)
        console.say(wording("{folder}: {count} copies").format(folder=place, count=wording.number(len(found))))
        for made_at, path in found:
            held = look_into(path, made_at)
            all_read = all_read and held is not None
            console.say(f"  {path.name}  {_in_a_line(held, wording)}")
            told.append(_as_figures(path, held))
    console.figures({"copies": told})
    return DONE if all_read else BROKEN


def _in_a_line(held: Backup | None, wording: Wording) -> str:
    if held is None:
        return wording("cannot be read")
    sales = wording.plural("{count} sale", "{count} sales", held.sales).format(count=wording.number(held.sales))
    records = ""
    if held.head is not None:
        said = wording("journal up to {seq} (epoch {epoch})")
        records = said.format(seq=wording.number(held.head.seq), epoch=held.head.epoch)
    return ", ".join(filter(None, (sales, records, size(held.size_bytes, wording))))


def _as_figures(path: Path, held: Backup | None) -> dict[str, object]:
    if held is None:
        return {"file": str(path), "readable": False}
    return {
        "file": str(path),
        "readable": True,
        "made_at": held.made_at.isoformat(timespec="seconds"),
        "sales": held.sales,
        "bytes": held.size_bytes,
        "seq": held.head.seq if held.head else 0,
        "epoch": held.head.epoch if held.head else 0,
    }


def _rehearse(shop: Path, console: Console) -> int:
    from pos.operations.drilling import rehearse
    from ui.backups.drill_words import drill_words

    console.progress(console.wording("Putting the newest copy back in an empty place"), 0, 1)
    done = rehearse(shop, now=machine.now(), new_id=machine.new_id)
    console.say(drill_words(done, console.wording))
    console.figures({"copy": done.copy, "green": done.is_green, "trouble": done.trouble, "sales": done.sales})
    return DONE if done.is_green else BROKEN
