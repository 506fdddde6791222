"""A backup put back: the till sells on in a new epoch, nothing is thrown away, and a kill leaves old or new."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.database import lock, products, sales, stock, tickets, till
from pos.database.connection import Database, connect, connect_reader
from pos.domain.errors import (
    BackupIsTheShop,
    BackupUnsound,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseTooNew,
    ShopOpenElsewhere,
)
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.operations.backing_up import Backup, back_up
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.checking import check
from pos.operations.opening import open_shop
from pos.operations.parking import park
from pos.operations.restoring import VERSION_GAP, restore
from pos.operations.selling import keep_ticket, sell
from tests.builders import exactly, ids, product, ticket

SOAP, SECRET = product("Savon"), product("Sous le comptoir", shown_online=False)
LINK = (
    "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
    " VALUES ('catalogue', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
)
SOLD_BEFORE, SOLD_AFTER = 3, 2


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(hours=2)


@pytest.fixture
def copy(shop_path: Path, tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Backup:
    """A backup after three sales; the shop went on to sell two more and was then closed."""
    db = open_shop(shop_path, now=now, new_id=ids(1))
    db.execute(LINK)
    for one in (SOAP, SECRET):
        add_product(db, one)
    open_stock(db, [(SOAP.id, pieces(10)), (SECRET.id, pieces(4))], now=now)
    _sell(db, SOLD_BEFORE, now, rates)
    park(db, ticket(SOAP), name="Mme Petit", now=now)
    keep_ticket(db, ticket(SOAP, SECRET), now=now)
    made = back_up(shop_path, tmp_path / "copies", now=now)
    _sell(db, SOLD_AFTER, now, rates)
    db.close()
    return made


def _sell(db: Database, times: int, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    for _ in range(times):
        basket = ticket(SOAP)
        sell(db, basket, exactly(basket), now=now, rates=rates)


def sold(path: Path) -> int:
    """How many sales a sound file holds, opened as a till would: what a kill left half done is rolled back."""
    with contextlib.closing(connect(path)) as db:
        assert check(db).findings == ()
        return sales.count(db)


@pytest.fixture
def reopened(copy: Backup, shop_path: Path, later: datetime) -> Iterator[Database]:
    """The shop after its backup was put back."""
    restore(copy.path, shop_path, now=later, new_id=ids(5))
    db = open_shop(shop_path, now=later, new_id=ids(6))
    yield db
    db.close()


def test_the_shop_is_as_it_was_when_the_backup_was_made(copy: Backup, shop_path: Path, later: datetime) -> None:
    done = restore(copy.path, shop_path, now=later, new_id=ids(5))

    assert done.sales == SOLD_BEFORE
    assert done.epoch == 2
    assert sold(shop_path) == SOLD_BEFORE
    assert sold(copy.path) == SOLD_BEFORE, "the backup itself is left as it was"


def test_the_file_that_was_there_is_kept_aside(copy: Backup, shop_path: Path, later: datetime) -> None:
    done = restore(copy.path, shop_path, now=later, new_id=ids(5))

    assert done.kept_aside is not None
    assert done.kept_aside.parent == shop_path.parent
    assert sold(done.kept_aside) == SOLD_BEFORE + SOLD_AFTER
    again = restore(done.kept_aside, shop_path, now=later, new_id=ids(7))
    assert sold(shop_path) == SOLD_BEFORE + SOLD_AFTER, "a restore can be taken back"
    assert again.kept_aside not in (None, done.kept_aside)


def test_what_stood_in_the_log_when_the_till_died_is_kept_aside_too(
    copy: Backup, shop_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    dying = open_shop(shop_path, now=later, new_id=ids(6))
    _sell(dying, 1, later, rates)
    died_with = shop_path.parent / "died"
    died_with.mkdir()
    for file in shop_path.parent.glob("shop.db*"):
        shutil.copy(file, died_with)
    dying.close()
    assert (died_with / "shop.db-wal").stat().st_size > 0

    done = restore(copy.path, died_with / "shop.db", now=later, new_id=ids(5))

    assert done.kept_aside is not None
    assert sold(done.kept_aside) == SOLD_BEFORE + SOLD_AFTER + 1
    assert sold(died_with / "shop.db") == SOLD_BEFORE


def test_tickets_are_numbered_from_one_in_a_new_series(
    reopened: Database, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    basket = ticket(SOAP)
    sale = sell(reopened, basket, exactly(basket), now=later, rates=rates).sale

    assert (sale.till.epoch, sale.number) == (2, 1)
    assert stock.levels(reopened)[SOAP.id] == pieces(10 - SOLD_BEFORE - 1)
    assert check(reopened).findings == ()


@pytest.mark.parametrize("dies", [False, True])
def test_the_same_backup_put_back_again_repeats_no_number_and_no_version(
    copy: Backup, shop_path: Path, later: datetime, rates: tuple[TaxRate, ...], dies: bool
) -> None:
    seen: set[tuple[int, int]] = set()
    epoch, last_version = 1, 0
    for again in range(3):
        done = restore(copy.path, shop_path, now=later + timedelta(minutes=again), new_id=ids(5))
        db = open_shop(shop_path, now=later, new_id=ids(6))
        assert done.epoch > epoch
        epoch = done.epoch
        assert db.value("SELECT min(gen) FROM dirty") > last_version
        basket = ticket(SOAP)
        sale = sell(db, basket, exactly(basket), now=later, rates=rates).sale
        assert (sale.till.epoch, sale.number) not in seen
        seen.add((sale.till.epoch, sale.number))
        last_version = till.last_version(db)
        db.close()
        if dies and again == 1:
            shop_path.write_bytes(b"a letter to the bank")  # nobody knows any more how far it had come


def test_everything_the_window_shows_is_news_under_versions_it_never_saw(
    copy: Backup, shop_path: Path, reopened: Database
) -> None:
    lost = next(shop_path.parent.glob("*.replaced.db"))
    reader = connect_reader(lost)
    published_at_most = till.last_version(reader)
    reader.close()

    news = reopened.rows("SELECT stream, product_id, gen FROM dirty ORDER BY stream")
    level = stock.level(reopened, SOAP.id)

    assert [(stream, product_id) for stream, product_id, _ in news] == [("level", SOAP.id), ("product", SOAP.id)]
    assert all(published_at_most < VERSION_GAP < gen <= till.last_version(reopened) for _, _, gen in news)
    assert level is not None
    assert news[0][2] == level.version


def test_batches_on_their_way_are_forgotten(copy: Backup, shop_path: Path, later: datetime) -> None:
    db = sqlite3.connect(copy.path)
    db.execute(
        "INSERT INTO attempt (id, target, stream, body, made_at_ms) SELECT 'a', d.target, d.stream,"
        " CAST(json_object('attempt', 'a', 'term', l.term, 'rows',"
        "  json_array(json_object('product', d.product_id, 'version', d.gen))) AS BLOB), 1"
        " FROM dirty d JOIN online_link l ON l.target = d.target WHERE d.stream = 'level'"
    )
    db.execute("UPDATE dirty SET attempt_id = 'a', claimed_gen = gen WHERE stream = 'level'")
    db.execute("UPDATE dirty SET set_aside = 'no such product' WHERE stream = 'product'")
    db.commit()
    db.close()

    restore(copy.path, shop_path, now=later, new_id=ids(5))

    reader = connect_reader(shop_path)
    assert reader.rows("SELECT * FROM attempt") == []
    assert reader.rows("SELECT DISTINCT attempt_id, claimed_gen, set_aside FROM dirty") == [(None, None, "")]
    reader.close()


def test_a_paper_that_waited_is_asked_about_rather_than_printed_twice(
    copy: Backup, shop_path: Path, later: datetime
) -> None:
    db = sqlite3.connect(copy.path)
    for state in ("waiting", "sending", "printed"):
        db.execute(
            "INSERT INTO print_job (id, printer, title, body, state, made_at_ms) VALUES (?, 'till', '', x'00', ?, 1)",
            (state, state),
        )
    db.commit()
    db.close()

    restore(copy.path, shop_path, now=later, new_id=ids(5))

    reader = connect_reader(shop_path)
    states: dict[str, str] = dict(reader.rows("SELECT id, state FROM print_job"))
    reader.close()
    assert states == {"waiting": "unknown", "sending": "unknown", "printed": "printed"}


def test_the_open_ticket_comes_back_under_a_new_name(copy: Backup, reopened: Database) -> None:
    reader = connect_reader(copy.path)
    before = tickets.load(reader)
    reader.close()

    after = tickets.load(reopened)

    assert before is not None
    assert after is not None
    assert after.lines == before.lines
    assert after.id != before.id


def test_a_parked_ticket_comes_back_under_a_new_id(copy: Backup, reopened: Database) -> None:
    reader = connect_reader(copy.path)
    [before] = tickets.parked(reader)
    reader.close()

    [after] = tickets.parked(reopened)

    assert (after.name, after.parked_at_ms, after.ticket.lines) == (
        "Mme Petit",
        before.parked_at_ms,
        before.ticket.lines,
    )
    assert after.ticket.id != before.ticket.id


def test_a_shop_is_restored_where_there_was_none(copy: Backup, tmp_path: Path, later: datetime) -> None:
    new_machine = tmp_path / "new" / "shop.db"

    done = restore(copy.path, new_machine, now=later, new_id=ids(5), may_take_new_key=True)

    assert done.kept_aside is None
    assert sold(new_machine) == SOLD_BEFORE


def test_a_log_left_alone_does_not_get_into_the_restored_file(
    copy: Backup, shop_path: Path, tmp_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    dying = open_shop(shop_path, now=later, new_id=ids(6))
    _sell(dying, 1, later, rates)
    orphan = tmp_path / "orphan"
    orphan.mkdir()
    shutil.copy(shop_path.with_name("shop.db-wal"), orphan)
    dying.close()

    restore(copy.path, orphan / "shop.db", now=later, new_id=ids(5), may_take_new_key=True)

    assert sold(orphan / "shop.db") == SOLD_BEFORE


def test_a_damaged_shop_is_replaced_and_kept_with_its_log(
    copy: Backup, shop_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    dying = open_shop(shop_path, now=later, new_id=ids(6))
    _sell(dying, 1, later, rates)
    wreck = shop_path.parent / "wreck"
    wreck.mkdir()
    for file in shop_path.parent.glob("shop.db*"):
        shutil.copy(file, wreck)
    dying.close()
    path = wreck / "shop.db"
    log = path.with_name("shop.db-wal")
    for file in (path, log):
        file.write_bytes(b"overwritten by a letter to the bank" + file.read_bytes()[35:])
    rubbish, rubbish_log = path.read_bytes(), log.read_bytes()

    done = restore(copy.path, path, now=later, new_id=ids(5))

    assert sold(path) == SOLD_BEFORE
    assert done.kept_aside is not None
    assert done.kept_aside.read_bytes() == rubbish
    assert done.kept_aside.with_name(done.kept_aside.name + "-wal").read_bytes() == rubbish_log


def test_an_open_shop_is_not_replaced_under_the_tills_feet(copy: Backup, shop_path: Path, later: datetime) -> None:
    held = lock.hold(shop_path)
    before = shop_path.read_bytes()

    with pytest.raises(ShopOpenElsewhere):
        restore(copy.path, shop_path, now=later, new_id=ids(5))

    held.release()
    assert shop_path.read_bytes() == before


def test_a_shop_being_read_is_not_replaced(copy: Backup, shop_path: Path, later: datetime) -> None:
    reader = connect_reader(shop_path)
    reader.execute("BEGIN")
    sales.count(reader)

    with pytest.raises(DatabaseBusy):
        restore(copy.path, shop_path, now=later, new_id=ids(5))

    reader.execute("ROLLBACK")
    reader.close()
    assert sold(shop_path) == SOLD_BEFORE + SOLD_AFTER
    assert _names(shop_path.parent) == {"copies", "shop.db", "shop.db.keys", "shop.db.lock"}


def test_a_backup_with_wrong_books_is_refused_unless_a_person_insists(
    copy: Backup, shop_path: Path, later: datetime
) -> None:
    db = sqlite3.connect(copy.path)
    db.execute("UPDATE stock_level SET quantity_milli = 0")
    db.commit()
    db.close()

    with pytest.raises(BackupUnsound) as refused:
        restore(copy.path, shop_path, now=later, new_id=ids(5))
    assert refused.value.findings == 2
    assert sold(shop_path) == SOLD_BEFORE + SOLD_AFTER

    done = restore(copy.path, shop_path, now=later, new_id=ids(5), despite_findings=True)
    assert done.epoch == 2
    assert len(done.report.findings) == 2


@pytest.mark.parametrize("insist", [False, True])
def test_a_damaged_backup_is_refused_whatever_a_person_says(
    copy: Backup, shop_path: Path, later: datetime, insist: bool
) -> None:
    content = bytearray(copy.path.read_bytes())
    content[9 * 4096 : 10 * 4096] = bytes(4096)
    copy.path.write_bytes(content)

    with pytest.raises(BackupUnsound):
        restore(copy.path, shop_path, now=later, new_id=ids(5), despite_findings=insist)

    assert sold(shop_path) == SOLD_BEFORE + SOLD_AFTER


def test_what_is_no_backup_is_refused(copy: Backup, shop_path: Path, tmp_path: Path, later: datetime) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Cher client, " * 500)
    db = sqlite3.connect(copy.path)
    db.execute("INSERT INTO migration VALUES ('m999_later', 1)")
    db.commit()
    db.close()

    for source, refusal in (
        (letter, DatabaseDamaged),
        (tmp_path / "none.db", DatabaseMissing),
        (copy.path, DatabaseTooNew),
        (shop_path, BackupIsTheShop),
    ):
        with pytest.raises(refusal):
            restore(source, shop_path, now=later, new_id=ids(5))
    assert sold(shop_path) == SOLD_BEFORE + SOLD_AFTER


CHILD = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from pos.operations.restoring import restore
from tests.builders import ids
restore(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime(2026, 11, 23, 14, tzinfo=timezone.utc), new_id=ids(5))
"""
CALLS = "rename,renameat,renameat2,link,linkat,unlink,unlinkat,fsync"


def _can_trace() -> bool:
    return bool(shutil.which("strace")) and subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"]).returncode == 0


@pytest.mark.skipif(not _can_trace(), reason="strace cannot look at a program here")
def test_a_kill_at_any_step_leaves_the_old_file_or_the_new_one(
    copy: Backup, shop_path: Path, tmp_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    """The program is killed at its n-th call that renames, links, removes or syncs, for every n until none is left."""
    dying = open_shop(shop_path, now=later, new_id=ids(6))
    _sell(dying, 1, later, rates)
    start = tmp_path / "start"
    start.mkdir()
    for file in shop_path.parent.glob("shop.db*"):
        shutil.copy(file, start)
    dying.close()
    old, new = SOLD_BEFORE + SOLD_AFTER + 1, SOLD_BEFORE
    seen: list[int] = []

    for step in range(1, 200):
        place = tmp_path / f"killed-{step}"
        shutil.copytree(start, place)
        killed = _restore_killed_at(step, copy.path, place / "shop.db")
        seen.append(sold(place / "shop.db"))
        if not killed:
            break
        # Whoever tries again succeeds, and the file of before is still there.
        restore(copy.path, place / "shop.db", now=later, new_id=ids(7))
        assert sold(place / "shop.db") == new
        assert old in {sold(aside) for aside in place.glob("*.replaced*.db")}
        shutil.rmtree(place)

    assert not killed, "the restore never came to its end"
    assert set(seen) == {old, new}
    assert seen == sorted(seen, reverse=True), "once new, it stays new"
    assert len(seen) > 10


def _restore_killed_at(step: int, source: Path, target: Path) -> bool:
    trace = ["strace", "-qq", "-f", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e"]
    inject = f"inject={CALLS}:signal=KILL:when={step}"
    done = subprocess.run(
        [*trace, inject, sys.executable, "-B", "-c", CHILD, str(source), str(target)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        timeout=60,
    )
    assert done.returncode in (0, -9, 137), done.stderr.decode()
    return done.returncode != 0


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_prices_and_cards_come_back_as_they_were(reopened: Database) -> None:
    assert products.get(reopened, SOAP.id) == SOAP
    assert products.get(reopened, SECRET.id) == SECRET
