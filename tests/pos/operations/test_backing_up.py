"""A backup is one whole moment of the shop, made while the till sells, and never replaces another."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest

from pos.database import backup, sales
from pos.database.connection import Database, connect_reader
from pos.domain.errors import BackupFailed, DatabaseDamaged, DatabaseMissing
from pos.domain.tax import TaxRate
from pos.operations.backing_up import back_up
from pos.operations.cataloguing import add_product
from pos.operations.checking import check
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests.builders import exactly, ids, product, ticket


def sold(path: Path) -> int:
    reader = connect_reader(path)
    try:
        assert check(reader).findings == ()
        return sales.count(reader)
    finally:
        reader.close()


def test_a_backup_holds_what_was_sold(db: Database, tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    soap = product()
    add_product(db, soap)
    basket = ticket(soap)
    sell(db, basket, exactly(basket), now=now, rates=rates)

    made = back_up(db.path, tmp_path / "copies", now=now)

    assert made.path == tmp_path / "copies" / "shop-2026-11-23-120000.db"
    assert made.size_bytes == made.path.stat().st_size
    assert (made.sales, made.made_at) == (1, now)
    assert sold(made.path) == 1
    assert [file.name for file in made.path.parent.iterdir()] == [made.path.name], "a copy is one file"


def test_two_backups_of_one_second_are_both_kept(db: Database, tmp_path: Path, now: datetime) -> None:
    made = [back_up(db.path, tmp_path, now=now).path.name for _ in range(3)]

    assert made == ["shop-2026-11-23-120000.db", "shop-2026-11-23-120000-2.db", "shop-2026-11-23-120000-3.db"]


def test_a_till_that_keeps_selling_does_not_hold_the_backup_up(
    shop_path: Path, tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copied a page at a time, so that sales surely fall into the copying: it is one moment, and comes to an end."""
    monkeypatch.setattr(backup, "PAGES_A_STEP", 1)
    till = open_shop(shop_path, now=now, new_id=ids(1))
    soap = product()
    add_product(till, soap)
    till.close()
    began, done = threading.Event(), threading.Event()
    numbers: list[int] = []

    def keep_selling() -> None:
        shop = open_shop(shop_path, now=now, new_id=ids(2))
        while not done.is_set():
            basket = ticket(soap)
            numbers.append(sell(shop, basket, exactly(basket), now=now, rates=rates).sale.number)
            began.set()
        shop.close()

    seller = threading.Thread(target=keep_selling)
    seller.start()
    began.wait(10)
    made = [back_up(shop_path, tmp_path / "copies", now=now) for _ in range(5)]
    done.set()
    seller.join(10)

    counts = [copy.sales for copy in made]
    assert counts == sorted(counts)
    assert [sold(copy.path) for copy in made] == counts
    assert counts[-1] <= len(numbers) == sold(shop_path)


def test_a_damaged_shop_gives_no_backup(shop_path: Path, tmp_path: Path, now: datetime) -> None:
    open_shop(shop_path, now=now, new_id=ids(1)).close()
    content = bytearray(shop_path.read_bytes())
    content[9 * 4096 : 10 * 4096] = bytes(4096)
    shop_path.write_bytes(content)

    with pytest.raises(DatabaseDamaged) as damaged:
        back_up(shop_path, tmp_path / "copies", now=now)

    assert damaged.value.path == shop_path
    assert damaged.value.finding
    assert list((tmp_path / "copies").iterdir()) == []
    assert shop_path.read_bytes() == content, "nothing is repaired"


def test_what_is_no_shop_is_not_backed_up(tmp_path: Path, now: datetime) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Cher client, " * 500)

    with pytest.raises(DatabaseDamaged):
        back_up(letter, tmp_path / "copies", now=now)
    with pytest.raises(DatabaseMissing):
        back_up(tmp_path / "none.db", tmp_path / "copies", now=now)
    assert not (tmp_path / "copies").exists()


def test_a_file_is_no_folder_for_backups(db: Database, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "copies").write_text("a file")

    with pytest.raises(BackupFailed):
        back_up(db.path, tmp_path / "copies", now=now)
    assert (tmp_path / "copies").read_text() == "a file"
