"""`comptoir backup`, `comptoir restore` and `comptoir key`: what they say and what stands in the journal afterwards."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pos.database import backup_notes, lock, online_links, outbox
from pos.database.connection import Database, connect_reader, transaction
from pos.database.journal.records import by_kind_after
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record
from pos.keystore import key_file
from pos.operations.backing_up import choose_second_place
from pos.operations.opening import open_shop
from sync.connectors import connector_opener
from sync.line import Means, open_line
from sync.pairing import pair
from tests.builders import ids
from tests.sync.catalogue_server import RunningCatalogue, running_catalogue
from tests.ui.commands.running import Program, french, sell_soap, shop_that_sold
from ui import machine
from ui.machine import key_store

__all__ = ["running_catalogue"]

SALES = 3


@pytest.fixture
def now() -> datetime:
    """The machine's own moment, since commands go by it: nothing is sold before a copy that was noted."""
    return machine.now()


@pytest.fixture
def shop(tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Path:
    return shop_that_sold(tmp_path / "shop.db", sales=SALES, now=now, rates=rates)


def look(shop: Path, question: Callable[[Database], Any]) -> Any:
    reader = connect_reader(shop)
    try:
        return question(reader)
    finally:
        reader.close()


def events(shop: Path, event: Event) -> list[Record]:
    """What the journal says of a kind of event."""
    records = look(shop, lambda db: by_kind_after(db, Kind.JET, 0))
    return [record for record in records if record.subject == event]


def test_a_copy_made_while_the_till_is_closed_is_noted(shop: Path, run: Program) -> None:
    ran = run("backup", "--shop", shop, "--json")

    [note] = events(shop, Event.BACKUP)
    said: Any = parse(note.payload)
    assert said["data"]["name"] == Path(ran.figures["file"]).name
    assert ran.figures["noted"] is True


def test_beside_an_open_till_the_copy_is_made_and_said_not_to_be_noted(shop: Path, run: Program) -> None:
    held = lock.hold(shop)
    ran = run("backup", "--shop", shop)
    held.release()

    assert ran.code == 0
    assert french("It is not noted in the journal: the till is open, or cannot sign.") in ran.out
    assert events(shop, Event.BACKUP) == []


def test_the_second_place_of_the_shop_gets_its_copy_and_an_unplugged_one_is_said(
    shop: Path, tmp_path: Path, now: datetime, run: Program
) -> None:
    db = open_shop(shop, now=now, new_id=ids(2))
    choose_second_place(db, tmp_path / "usb")
    db.close()

    there = run("backup", "--shop", shop, "--json")
    (tmp_path / "usb").rename(tmp_path / "unplugged")
    away = run("backup", "--shop", shop)

    assert Path(there.figures["second"]).parent == tmp_path / "usb"
    assert (there.code, away.code) == (0, 1)
    assert french("The second place for backups is not there") in away.err
    assert not (tmp_path / "usb").exists()


def test_a_named_folder_gets_one_copy_and_is_thinned_out_only_when_wished(
    shop: Path, tmp_path: Path, run: Program
) -> None:
    usb = tmp_path / "usb"
    copy = Path(run("backup", "--folder", usb, "--shop", shop, "--json").figures["file"])
    for minute in range(10, 60):
        (usb / f"shop-2020-01-01-12{minute}00.db").write_bytes(copy.read_bytes())

    kept = run("backup", "--folder", usb, "--shop", shop, "--json")
    assert len(list(usb.glob("shop-2020-*"))) == 50
    thinned = run("backup", "--folder", usb, "--keep", "--shop", shop, "--json")

    assert kept.figures["thrown_away"] == 0
    assert thinned.figures["thrown_away"] >= 49
    assert [path.name for path in usb.glob("shop-2020-*")] == ["shop-2020-01-01-125900.db"]


def test_copies_are_listed_with_what_they_hold(shop: Path, run: Program) -> None:
    copy = Path(run("backup", "--shop", shop, "--json").figures["file"])
    bad = copy.with_name("shop-2020-01-01-120000.db")
    bad.write_bytes(b"a letter to the bank")

    told = run("backup", "--list", "--shop", shop)
    figures = run("backup", "--list", "--shop", shop, "--json").figures

    assert told.code == 1, "one of them cannot be read"
    assert f"{copy.name}  {SALES} ventes, journal jusqu’au n° {SALES + 2} (époque 1)" in told.out
    assert f"{bad.name}  {french('cannot be read')}" in told.out
    assert [one["readable"] for one in figures["copies"]] == [True, False]
    assert len(list(copy.parent.iterdir())) == 2, "none was made"


def test_the_newest_copy_is_tried_and_the_answer_is_an_exit_code(shop: Path, run: Program) -> None:
    none_yet = run("backup", "--drill", "--shop", shop)
    copy = Path(run("backup", "--shop", shop, "--json").figures["file"])
    green = run("backup", "--drill", "--shop", shop)
    copy.write_bytes(b"a letter to the bank")
    red = run("backup", "--drill", "--shop", shop)

    assert (none_yet.code, green.code, red.code) == (1, 0, 1)
    assert "✓" in green.out
    assert copy.name in green.out
    assert "▲" in red.out
    assert look(shop, backup_notes.drill) is None


def test_a_restore_says_what_is_lost_and_that_the_journal_says_so(
    shop: Path, now: datetime, rates: tuple[TaxRate, ...], run: Program
) -> None:
    copy = Path(run("backup", "--shop", shop, "--json").figures["file"])
    db = open_shop(shop, now=now, new_id=ids(2))
    sell_soap(db, 2, now=machine.now(), rates=rates)
    db.close()

    ran = run("restore", copy, "--shop", shop)

    assert ran.code == 0
    assert "3 enregistrements du journal sont postérieurs" in ran.out, "the note of the backup and two sales"
    assert len(events(shop, Event.RESTORE)) == 1


def test_on_a_machine_without_the_key_a_new_one_is_taken_only_on_ones_word(
    shop: Path, tmp_path: Path, run: Program
) -> None:
    copy = run("backup", "--folder", tmp_path / "usb", "--shop", shop, "--json").figures["file"]
    new_machine = tmp_path / "new" / "shop.db"

    refused = run("restore", copy, "--shop", new_machine)
    taken = run("restore", copy, "--new-key", "--shop", new_machine)

    assert refused.code == 2
    assert "--new-key" in refused.err
    assert taken.code == 0
    assert french("The till’s key was not on this machine: a new one signs. Write down why, for an inspection.") in (
        taken.out
    )
    assert key_file(new_machine).exists()
    assert run("key", "--shop", new_machine, "--json").figures["from_seq"] > 1


def test_a_restore_asks_the_witness_what_came_after(
    shop: Path,
    tmp_path: Path,
    now: datetime,
    rates: tuple[TaxRate, ...],
    run: Program,
    running_catalogue: RunningCatalogue,
) -> None:
    """The disk is lost, yesterday's copy and the key are there: only the witness knows how far the till had come."""
    db = open_shop(shop, now=now, new_id=ids(2))
    code = running_catalogue.invite("Savonnerie")
    pair(db, address=running_catalogue.url, code=code, keys=key_store(shop), now=now)
    db.close()
    copy = run("backup", "--folder", tmp_path / "usb", "--shop", shop, "--json").figures["file"]
    db = open_shop(shop, now=now, new_id=ids(3))
    sell_soap(db, 2, now=machine.now(), rates=rates)
    _tell_witness(db)
    db.close()
    shop.unlink()

    ran = run("restore", copy, "--shop", shop, "--json")

    assert ran.figures["records_lost"] == 3
    [opening] = events(shop, Event.RESTORE)
    said: Any = parse(opening.payload)
    assert said["data"]["head"]["seq"] == ran.figures["known_seq"] == ran.figures["backup_seq"] + 3


def test_a_witness_that_does_not_answer_holds_nothing_up(shop: Path, now: datetime, run: Program) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    db = open_shop(shop, now=now, new_id=ids(2))
    link = online_links.OnlineLink("catalogue", "catalogue", address, "s", "S", "", 1, 1)
    with transaction(db):
        online_links.put(db, link)
        outbox.mark_everything(db, link.target)
    key_store(shop).save(f"catalogue:{db.value('SELECT id FROM till')}", "k")
    db.close()
    copy = run("backup", "--shop", shop, "--json").figures["file"]

    assert run("restore", copy, "--shop", shop).code == 0


def _tell_witness(db: Database) -> None:
    link = online_links.get(db)
    assert link is not None
    means = Means(lambda: datetime.now(UTC), ids(4), random.Random(1), key_store(db.path), connector_opener())
    push = open_line(db, link, means)
    push.drain()
    assert push.tell_head() is None
    push.close()


def test_the_key_is_shown_with_where_it_lies_and_rotated_on_wish(shop: Path, run: Program) -> None:
    before = run("key", "--shop", shop)
    shown = run("key", "--shop", shop, "--json").figures
    rotated = run("key", "--rotate", "--shop", shop, "--json").figures

    assert shown["fingerprint"] in before.out
    assert str(key_file(shop)) in before.err, "a key in a file is warned of"
    assert rotated["rotated_from"] == shown["key"] != rotated["key"]
    assert len(events(shop, Event.KEY_ROTATED)) == 1
    assert run("key", "--shop", shop, "--json").figures["key"] == rotated["key"]


def test_without_its_key_the_command_says_so(shop: Path, run: Program) -> None:
    key_file(shop).unlink()

    ran = run("key", "--shop", shop)

    assert ran.code == 2
    assert french("The till cannot sign") in ran.err
