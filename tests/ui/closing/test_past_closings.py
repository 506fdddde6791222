"""Past closings: found again, printed, saved, mailed later; and how a shop closes."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database import mail_outbox
from pos.database.connection import Database
from pos.database.journal.records import by_kind_after
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.arranging_closings import closing_habits
from pos.operations.closing import close_day
from tests.builders import NOON
from tests.pdf_text import text_of
from tests.ui.closing.conftest import Trade
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import OpenTill
from ui.closing.figures_sheet import FiguresSheet
from ui.closing.habits_sheet import HabitsSheet
from ui.closing.past_sheet import PastSheet

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cashier(open_till: OpenTill, trade: Trade, tmp_path: Path) -> Cashier:
    trade(timedelta(hours=2))
    return open_till(printer_setting="pretend:", papers=tmp_path / "papers")


def close_and_list(cashier: Cashier) -> PastSheet:
    cashier.till.background.run(lambda db: close_day(db, now=NOON))
    cashier.settle()
    cashier.choose_in_menu("Past closings…")
    sheet = cashier.sheet(PastSheet)
    cashier.qtbot.waitUntil(sheet.pdf_key.isEnabled, timeout=5_000)
    return sheet


def papers(cashier: Cashier, folder: Path, count: int) -> list[str]:
    cashier.qtbot.waitUntil(lambda: len(list(folder.glob("*.txt"))) == count, timeout=10_000)
    cashier.qtbot.waitUntil(lambda: all(path.stat().st_size for path in folder.glob("*.txt")), timeout=5_000)
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def copies(db: Database) -> list[tuple[str, object, object]]:
    said = [(one.subject, parse(one.payload)) for one in by_kind_after(db, Kind.COPY, 0)]
    return [(subject, fields["copy"], fields["as"]) for subject, fields in said]


def test_the_first_paper_of_a_closing_is_the_closing_and_the_next_a_duplicate(
    cashier: Cashier, tmp_path: Path, shop_path: Path
) -> None:
    close_and_list(cashier)
    cashier.press(Qt.Key.Key_P, CONTROL)
    [first] = papers(cashier, tmp_path / "papers", 1)
    cashier.press(Qt.Key.Key_P, CONTROL)
    both = papers(cashier, tmp_path / "papers", 2)

    assert "CLOSING OF THE DAY" in first
    assert "DUPLICATE" not in first
    assert sum("DUPLICATE 1" in one for one in both) == 1
    assert ask(shop_path, copies) == [("2026-11-23", 1, "print")]


def test_a_closing_is_saved_as_a_pdf(cashier: Cashier, tmp_path: Path, shop_path: Path) -> None:
    close_and_list(cashier)
    path = tmp_path / "z.pdf"
    asked: list[str] = []

    def ask_save(over: object, title: str, name: str, kinds: str) -> Path:
        asked.append(name)
        return path

    cashier.till.late.closing.past.ask_save = ask_save
    cashier.press(Qt.Key.Key_S, CONTROL)

    cashier.qtbot.waitUntil(lambda: cashier.window.toast.text == "Saved as z.pdf.", timeout=20_000)
    assert asked == ["Z-1-2026-11-23.pdf"]
    assert "Z 1" in text_of(path.read_bytes())
    assert ask(shop_path, copies) == []


def test_the_figures_since_the_last_closing_are_printed_and_counted_nowhere(
    cashier: Cashier, tmp_path: Path, shop_path: Path
) -> None:
    cashier.choose_in_menu("Figures since the last closing (X)…")
    assert cashier.sheet(FiguresSheet).figures.takings.text() == "€12.90"

    cashier.press(Qt.Key.Key_P, CONTROL)

    [paper] = papers(cashier, tmp_path / "papers", 1)
    assert "X REPORT" in paper
    assert ask(shop_path, copies) == []
    assert ask(shop_path, lambda db: by_kind_after(db, Kind.Z, 0)) == []


def test_a_shop_chooses_how_it_closes_and_every_choice_is_noted(cashier: Cashier, shop_path: Path) -> None:
    cashier.choose_in_menu("Past closings…")
    cashier.tap_key("How the shop closes…")
    sheet = cashier.sheet(HabitsSheet)
    sheet.cut_off.setCurrentText("06:00")
    sheet.last_month.setCurrentText("March")
    sheet.blind.setChecked(True)
    sheet.accountant.setText("cabinet@example.com")
    sheet.accountant.setFocus()

    cashier.press(Qt.Key.Key_Return)

    habits = ask(shop_path, closing_habits)
    assert (habits.cut_off, habits.last_month, habits.blind) == (time(6), 3, True)
    assert habits.accountant == "cabinet@example.com"
    assert ask(shop_path, _noted) == [
        ("day.cut_off", "04:00", "06:00"),
        ("year.last_month", "12", "3"),
        ("count.blind", "", "1"),
        ("accountant.mail", "", "set"),
    ]


def test_an_hour_that_would_move_the_running_day_is_refused_at_its_box(cashier: Cashier, shop_path: Path) -> None:
    cashier.choose_in_menu("Past closings…")
    cashier.tap_key("How the shop closes…")
    sheet = cashier.sheet(HabitsSheet)
    sheet.cut_off.addItem("13:00", time(13))
    sheet.cut_off.setCurrentText("13:00")
    sheet.blind.setChecked(True)

    cashier.press(Qt.Key.Key_Return)

    cashier.qtbot.waitUntil(sheet.notice.isVisible, timeout=5_000)
    assert sheet.notice.text() == "It would move the running day: close the day, then change it."
    assert sheet.cut_off.hasFocus()
    assert ask(shop_path, closing_habits).blind is False
    assert ask(shop_path, _noted) == []


def test_what_is_no_address_is_refused_and_nothing_kept(cashier: Cashier, shop_path: Path) -> None:
    cashier.choose_in_menu("Past closings…")
    cashier.tap_key("How the shop closes…")
    sheet = cashier.sheet(HabitsSheet)
    sheet.accountant.setText("cabinet at example")

    cashier.tap(sheet.keep_key)

    assert cashier.sheet(HabitsSheet) is sheet
    assert "This is not a mail address" in sheet.notice.text()
    assert ask(shop_path, _noted) == []


def test_every_closing_made_since_becomes_a_mail_for_the_accountant_once(cashier: Cashier, shop_path: Path) -> None:
    cashier.choose_in_menu("Past closings…")
    cashier.tap_key("How the shop closes…")
    sheet = cashier.sheet(HabitsSheet)
    sheet.accountant.setText("cabinet@example.com")
    cashier.tap(sheet.keep_key)
    cashier.press(Qt.Key.Key_Escape)
    cashier.press(Qt.Key.Key_J, CONTROL)
    cashier.press(Qt.Key.Key_J, CONTROL)
    cashier.press(Qt.Key.Key_Return)
    cashier.qtbot.waitUntil(lambda: bool(ask(shop_path, mail_outbox.waiting)), timeout=10_000)
    cashier.till.late.closing.past.make_mails()
    cashier.settle()

    [mail] = ask(shop_path, mail_outbox.waiting)
    attached = ask(shop_path, lambda db: mail_outbox.attachment(db, mail.id))

    assert mail.recipient == "cabinet@example.com"
    assert "Z 1 – 23/11/2026" in mail.subject
    assert "CLOSING OF THE DAY" in text_of(attached)
    cashier.tap_key("How the shop closes…")
    assert mail.subject in cashier.sheet(HabitsSheet).mails.text()


def _noted(db: Database) -> list[tuple[object, object, object]]:
    events = [parse(one.payload) for one in by_kind_after(db, Kind.JET, 0) if one.subject == Event.PARAM_CHANGED]
    said = [one["data"] for one in events]
    return [(one["name"], one["before"], one["after"]) for one in said]  # type: ignore[index,call-overload]
