"""`comptoir archive`, `verify` and `purge`, as a shopkeeper or an inspector meets them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from pos.domain.tax import TaxRate
from tests.ui.commands.running import Program, comptoir, french, shop_that_sold


@pytest.fixture
def shop(tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Path:
    return shop_that_sold(tmp_path / "shop" / "shop.db", sales=3, now=now, rates=rates)


def test_a_shop_s_file_is_verified_and_said_to_be_in_order(shop: Path, run: Program) -> None:
    ran = run("verify", "--shop", shop)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("CONFORME")
    assert "3 tickets" in ran.out
    assert run("verify", "--shop", shop, "--fast", "--language", "en").out.startswith("IN ORDER")


def test_a_changed_file_is_ko_and_the_record_is_named(shop: Path, run: Program) -> None:
    with closing(sqlite3.connect(shop, isolation_level=None)) as hand:
        hand.execute("DROP TRIGGER sale_no_update")
        hand.execute("UPDATE sale SET total_minor = total_minor + 1 WHERE number = 2")

    ran = run("verify", "--shop", shop)

    assert ran.code == 1
    assert ran.out.startswith("NON CONFORME")
    assert "n° 4" in ran.out
    assert run("check", "--shop", shop).code == 1


def test_a_head_of_a_paper_is_compared(shop: Path, run: Program) -> None:
    figures = run("verify", "--shop", shop, "--json").figures

    assert run("verify", "--shop", shop, "--head", f"{figures['last']}:{figures['head']}").code == 0
    assert run("verify", "--shop", shop, "--head", f"{figures['last']}:{'0' * 64}").code == 1
    assert run("verify", "--shop", shop, "--head", f"99:{'0' * 64}").code == 1
    assert run("verify", "--shop", shop, "--key", figures["keys"][0]).code == 0
    assert run("verify", "--shop", shop, "--key", "0123456789abcdef").code == 1
    assert run("verify", "--head", "nothing").code == 2


def test_an_old_copy_in_the_shop_s_place_is_found_by_what_the_machine_remembers(
    shop: Path, run: Program, tmp_path: Path
) -> None:
    backup = tmp_path / "yesterday.db"
    backup.write_bytes(shop.read_bytes())
    run("shop", "--shop", shop, "--name", "Chez Nadia")  # a command leaves anchors as the till does
    with closing(sqlite3.connect(shop)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "dont cette machine se souvient" in run("verify", "--shop", shop).out

    shop.write_bytes(backup.read_bytes())
    cut = run("verify", "--shop", shop, "--json")

    assert cut.code == 1
    assert cut.figures["anchors"] >= 1
    assert run("verify", "--shop", shop, "--no-anchors").code == 0
    assert run("verify", backup).code == 0, "a backup may end before"


def test_an_archive_is_made_for_the_tax_office_and_verified(shop: Path, run: Program, tmp_path: Path) -> None:
    ran = run("archive", "--shop", shop, "--year", "2026", "--folder", tmp_path / "usb", "--for-tax-office", "--json")

    made = Path(ran.figures["file"])
    assert (ran.code, made.parent, ran.figures["tickets"]) == (0, tmp_path / "usb", 3)
    assert run("verify", made).code == 0
    with closing(sqlite3.connect(shop)) as file:
        events = [one for (one,) in file.execute("SELECT subject FROM fiscal_record WHERE kind = 'JET' ORDER BY seq")]
    assert events[-3:] == ["ARCHIVE_YEAR", "ARCHIVE_VERIFIED", "EXPORT_TAX"]

    made.write_bytes(made.read_bytes()[:-40])
    assert run("verify", made).code == 1


def test_too_long_and_empty_periods_are_refused_in_words(shop: Path, run: Program) -> None:
    ran = run("archive", "--shop", shop, "--from", "2025-01-01", "--to", "2026-12-31")
    assert ran.code == 2
    assert french("An archive holds at most twelve months") in ran.err

    ran = run("archive", "--shop", shop, "--year", "2001")
    assert ran.code == 2
    assert french("There is nothing to archive") in ran.err


def test_a_purge_before_six_years_is_refused_in_words(shop: Path, run: Program, tmp_path: Path) -> None:
    made = run("archive", "--shop", shop, "--year", "2026", "--folder", tmp_path / "usb", "--json").figures["file"]

    ran = run("purge", made, "--shop", shop)

    assert ran.code == 2
    assert french("Six years have not passed since the last of these days.") in ran.err
    assert run("purge", shop, "--shop", shop).code == 2


def test_something_else_cannot_be_verified(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("nothing of the kind")

    ran = comptoir("verify", tmp_path / "letter.txt")

    assert ran.code == 2
    assert french("This cannot be verified") in ran.err
