"""A bug in the program: a report without anything of the shop, a calm sheet, and the ticket is still there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos.operations.cataloguing import add_product
from pos.operations.opening import open_shop
from pos.wording import Wording
from tests import builders
from ui.app import Till, TillOptions
from ui.crash import CrashLog, report
from ui.crash_sheet import CrashSheet

SECRET = "Madame Martin, 06 99 00 00 00"


def raise_from_the_shop(name: str) -> None:
    raise KeyError(name)


def _bug() -> Exception:
    try:
        try:
            raise_from_the_shop(SECRET)
        except KeyError as first:
            raise ValueError(f"about {SECRET}") from first
    except ValueError as bug:
        return bug
    raise AssertionError


def test_a_report_holds_places_and_kinds_but_no_values(now: datetime) -> None:
    said = report(_bug(), now)

    assert "builtins.ValueError" in said
    assert "builtins.KeyError" in said
    assert "tests/ui/test_crash.py" in said
    assert SECRET not in said
    assert str(Path.home()) not in said


def test_a_bug_on_any_thread_is_written_down_and_told(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    told: list[Path | None] = []
    CrashLog(tmp_path / "logs", clock=lambda: now, tell=told.append).install()

    thread = threading.Thread(target=lambda: [].pop())
    thread.start()
    thread.join()

    assert told[0] is not None
    assert "builtins.IndexError" in told[0].read_text(encoding="utf-8")
    assert "IndexError" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_loses_the_report_but_not_the_notice(
    tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    told: list[Path | None] = []

    CrashLog(blocked / "logs", clock=lambda: now, tell=told.append).take(_bug())

    assert told == [None]
    assert "ValueError" in capsys.readouterr().err


@pytest.fixture
def till(qtbot: QtBot, shop_path: Path, now: datetime) -> Iterator[Till]:
    QApplication.setStyle("Fusion")
    soap = builders.product("Savon", 250)
    db = open_shop(shop_path, now=now, new_id=builders.ids(1))
    add_product(db, soap, ["2000000000015"])
    db.close()
    till = Till(
        TillOptions(shop_path, language="en", theme="light"),
        clock=lambda: now,
        new_id=builders.ids(2),
        sound=lambda _: None,
    )
    with qtbot.waitSignal(till.ready, timeout=5_000):
        till.open()
    yield till
    till.close()


def test_the_till_says_so_once_and_goes_on(qtbot: QtBot, till: Till) -> None:
    till.desk.scan("2000000000015")
    qtbot.waitUntil(lambda: len(till.desk.counter.ticket.lines) == 1)

    for _ in range(3):
        threading.Thread(target=till.take_crash, args=(Path("comptoir-2026.log"),)).start()
    qtbot.waitUntil(lambda: isinstance(till.window.sheet, CrashSheet))
    qtbot.wait(50)
    sheet = till.window.sheet
    assert sheet is not None
    QTest.keyClick(sheet, Qt.Key.Key_Return)

    assert till.window.sheet is None
    assert len(till.desk.counter.ticket.lines) == 1


def test_the_notice_can_be_said_in_french() -> None:
    assert Wording("fr")("Go on") == "Continuer"


def test_an_error_that_names_itself_as_its_cause_is_told_once() -> None:
    try:
        problem = ValueError("no such column")
        raise problem from problem
    except ValueError as bug:
        told = report(bug, builders.NOON)

    assert told.count("builtins.ValueError") == 1
