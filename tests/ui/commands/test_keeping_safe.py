"""`comptoir check`, `backup` and `restore`, as a shopkeeper meets them, and what they say when something is wrong."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from pos.database import lock, sales
from pos.database.connection import connect_reader
from pos.domain.tax import TaxRate
from tests.ui.commands.running import ROOT, Program, comptoir, french, shop_that_sold

SALES = 3


@pytest.fixture
def shop(tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Path:
    return shop_that_sold(tmp_path / "shop.db", sales=SALES, now=now, rates=rates)


def test_a_sound_shop_is_said_to_be(shop: Path, run: Program) -> None:
    ran = run("check", "--shop", shop)

    assert ran.code == 0
    assert "Tout est en ordre." in ran.out
    assert f"Ventes : {SALES}" in ran.out.replace("\u202f", " ")
    assert ran.err == ""


def test_a_check_tells_its_figures_to_a_program(shop: Path, run: Program) -> None:
    ran = run("check", "--shop", shop, "--json")

    assert ran.out.count("\n") == 1
    assert ran.figures["sound"] is True
    assert (ran.figures["sales"], ran.figures["movements"], ran.figures["products"]) == (SALES, SALES + 1, 1)
    assert ran.figures["findings"] == []


def test_a_wrong_level_is_told_in_words_and_in_figures(shop: Path, run: Program) -> None:
    db = sqlite3.connect(shop)
    db.execute("UPDATE stock_level SET quantity_milli = 7000")
    db.commit()
    db.close()

    words, figures = run("check", "--shop", shop), run("check", "--shop", shop, "--json")

    assert words.code == figures.code == 1
    assert "1 anomalie" in words.out
    assert f"Le stock de Savon de Marseille indique 7, ses mouvements donnent {100 - SALES}" in words.out
    (found,) = figures.figures["findings"]
    assert found == {
        "finding": "LevelOff",
        "product": "Savon de Marseille",
        "unit": "piece",
        "level": {"milli": 7_000},
        "movements": {"milli": (100 - SALES) * 1_000},
    }


def test_many_faults_of_a_kind_do_not_drown_the_others(shop: Path, run: Program) -> None:
    db = sqlite3.connect(shop)
    for number in range(30):
        db.execute(f"CREATE TABLE added_by_hand_{number} (x)")
    db.execute("UPDATE stock_level SET quantity_milli = 7000")
    db.commit()
    db.close()

    said = run("check", "--shop", shop).out

    assert "31 anomalies" in said
    assert said.count("added_by_hand") == 10
    assert "20 autres" in said
    assert "Savon de Marseille" in said


def test_a_backup_can_be_made_while_the_till_is_open(shop: Path, tmp_path: Path, run: Program) -> None:
    held = lock.hold(shop)
    ran = run("backup", tmp_path / "usb", "--shop", shop, "--json")
    held.release()

    assert ran.code == 0
    made = Path(ran.figures["file"])
    assert made.parent == tmp_path / "usb"
    assert (ran.figures["sales"], ran.figures["bytes"]) == (SALES, made.stat().st_size)
    assert run("check", "--shop", made).code == 0


def test_a_backup_without_a_folder_lies_beside_the_shop(shop: Path, run: Program) -> None:
    ran = run("backup", "--shop", shop)

    (made,) = (shop.parent / "backups").iterdir()
    assert str(made) in ran.out
    assert f"{SALES} ventes" in ran.out


def test_a_shop_is_restored_and_the_replaced_file_kept(shop: Path, run: Program) -> None:
    copy = Path(run("backup", "--shop", shop, "--json").figures["file"])

    ran = run("restore", copy, "--shop", shop)

    assert ran.code == 0
    (kept,) = shop.parent.glob("*.replaced.db")
    assert str(kept) in ran.out
    assert "repartent du numéro 1" in ran.out
    assert run("check", "--shop", shop).code == 0
    again = run("restore", copy, "--shop", shop, "--json")
    assert again.figures["epoch"] == 3, "the same backup put back twice opens two epochs"
    assert again.figures["sales"] == SALES


def test_the_open_shop_is_not_restored_over(shop: Path, run: Program) -> None:
    copy = Path(run("backup", "--shop", shop, "--json").figures["file"])
    held = lock.hold(shop)
    before = shop.read_bytes()

    ran = run("restore", copy, "--shop", shop)

    held.release()
    assert ran.code == 2
    assert french("This shop is already open") in ran.err
    assert shop.read_bytes() == before


@pytest.mark.parametrize("command", ["check", "backup"])
def test_a_later_shop_is_left_to_a_later_comptoir(shop: Path, run: Program, command: str) -> None:
    db = sqlite3.connect(shop)
    db.execute("INSERT INTO migration VALUES ('m999_later', 1)")
    db.commit()
    db.close()
    before = shop.read_bytes()

    ran = run(command, "--shop", shop)

    assert ran.code == 2
    assert french("This shop was opened by a newer Comptoir") in ran.err
    assert shop.read_bytes() == before


@pytest.mark.parametrize("command", ["check", "backup", "sync"])
def test_a_letter_is_no_shop(tmp_path: Path, run: Program, command: str) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Cher client, " * 500)

    ran = run(command, "--shop", letter)

    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert "letter.txt" in ran.err
    assert letter.read_text() == "Cher client, " * 500


def test_a_damaged_page_is_a_finding_and_no_backup_is_made_of_it(shop: Path, run: Program) -> None:
    content = bytearray(shop.read_bytes())
    content[12 * 4096 : 13 * 4096] = bytes(4096)
    shop.write_bytes(content)

    checked, copied = run("check", "--shop", shop), run("backup", "--shop", shop)

    assert checked.code == 1
    assert "abîmé" in checked.out
    assert copied.code == 2
    assert list((shop.parent / "backups").iterdir()) == []
    assert shop.read_bytes() == content


def test_a_restore_explains_what_is_wrong_with_the_copy(shop: Path, tmp_path: Path, run: Program) -> None:
    copy = Path(run("backup", "--shop", shop, "--json").figures["file"])
    db = sqlite3.connect(copy)
    db.execute("UPDATE stock_level SET quantity_milli = 7000")
    db.commit()
    db.close()

    refused = run("restore", copy, "--shop", shop)
    insisted = run("restore", copy, "--shop", shop, "--despite-findings")

    assert refused.code == 2
    assert str(copy) in refused.err
    assert insisted.code == 0
    assert "Savon de Marseille" in insisted.out
    assert run("restore", shop, "--shop", shop).code == 2


def test_ctrl_c_stops_cleanly(shop: Path) -> None:
    """A check of a slow disk is stopped by Ctrl+C: code 130, no traceback, and the file as it was."""
    program = subprocess.Popen(
        [sys.executable, "-c", _WAITING, str(shop)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "looking\n"
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=30)

    assert program.returncode == 130
    assert "Traceback" not in said
    assert "Arrêté" in said or "Stopped" in said


# Whoever started the tests in the background may have had Ctrl+C ignored for every program below.
_WAITING = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from pos.operations import checking
from ui.__main__ import main
real = checking.checks.damages

def slowly(db):
    print("looking", flush=True)
    time.sleep(30)
    return real(db)

checking.checks.damages = slowly
sys.exit(main(["check", "--shop", sys.argv[1], "--language", "fr"]))
"""


def test_two_programs_on_one_shop(shop: Path) -> None:
    """The second says so, with exit code 2, and writes nothing; when the first dies the shop is free again."""
    first = subprocess.Popen([sys.executable, "-c", _HOLDING, str(shop)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "held\n"
    before = {file.name: file.stat().st_mtime_ns for file in shop.parent.iterdir()}

    second = comptoir("sync", "--once", "--shop", shop)
    after = {file.name: file.stat().st_mtime_ns for file in shop.parent.iterdir()}
    first.kill()
    first.wait(10)
    first.stdout.close()
    third = comptoir("sync", "--once", "--shop", shop)

    assert second.code == 2
    assert french("This shop is already open") in second.err
    assert before == after
    assert third.code == 2
    assert french("This shop is already open") not in third.err, "the shop was never joined, which is another matter"
    reader = connect_reader(shop)
    assert sales.count(reader) == SALES
    reader.close()


_HOLDING = """
import sys, time
from pathlib import Path
from ui.commands.shop import held_shop
with held_shop(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_json_is_one_line_whatever_the_language(shop: Path) -> None:
    began = time.monotonic()
    ran = comptoir("check", "--shop", shop, "--json", "--language", "en")

    assert msgspec.json.decode(ran.out)["sound"] is True
    assert ran.figures["seconds"] < time.monotonic() - began
