"""R30 on the screen: an inspector finds, reads, verifies and takes away, and changes nothing but the journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from pos.database import till
from pos.database.connection import Database
from pos.database.journal.author import Head
from pos.database.journal.heads import Heads
from pos.database.journal.records import about, by_seq
from pos.domain.catalogue import Product
from pos.domain.staff import USUAL_RIGHTS, Person, Role
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.fiscal.verify import KO, OK, verify_archive
from tests.ui.inspector.conftest import settle
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, OpenTill
from ui.inspector.inspector_window import InspectorWindow, Place
from ui.inspector.records_page import RecordsPage

JOURNAL = {"fiscal_record", "fiscal_head", "counter"}
DURAND = Person("inspector", "M. Durand", Role.INSPECTOR, USUAL_RIGHTS[Role.INSPECTOR])


def rows_of(page: RecordsPage) -> list[str]:
    model = page.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def look_for(cashier: Cashier, page: RecordsPage, words: str) -> list[str]:
    page.box.setText(words)
    page.press_enter()
    settle(cashier)
    return rows_of(page)


def press(cashier: Cashier, window: QWidget, key: Qt.Key, *, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    window.activateWindow()
    QTest.qWait(60)
    QTest.keyClick(window.windowHandle(), key, held)
    settle(cashier)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    def all_of_them(db: Database) -> dict[str, list[tuple[object, ...]]]:
        tables = db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {name: db.rows(f'SELECT * FROM "{name}"') for (name,) in tables}

    return ask(path, all_of_them)


def test_r30_the_newest_record_stands_on_top_and_is_shown_in_full(
    inspector: InspectorWindow, cashier: Cashier, shop_path: Path
) -> None:
    rows = rows_of(inspector.records)
    newest = ask(shop_path, lambda db: by_seq(db, len(rows)))
    assert newest is not None

    said = inspector.records.view.toPlainText()

    assert rows[0].startswith(f"{len(rows)}, The till was started")
    assert "This record holds" in said
    assert newest.payload.decode() in said
    assert newest.hash.hex() in said
    assert newest.signature.hex() in said


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [("thé", "Ticket 3", 2), ("the vert", "Ticket 3", 2), ("9.60", "Training ticket 1", 1), ("n° 3", "Ticket 3", None)],
)
def test_r30_records_are_found_by_what_is_typed(
    inspector: InspectorWindow, cashier: Cashier, words: str, first: str, count: int | None
) -> None:
    rows = look_for(cashier, inspector.records, words)

    assert any(first in row for row in rows)
    assert count is None or len(rows) == count


def test_r30_an_articles_code_finds_its_records(
    inspector: InspectorWindow, cashier: Cashier, shelf: dict[str, Product]
) -> None:
    assert len(look_for(cashier, inspector.records, BREAD)) == 3


def test_r30_kinds_days_and_places_narrow_the_list(inspector: InspectorWindow, cashier: Cashier) -> None:
    page = inspector.records
    page.kind.setCurrentIndex(1 + list(Kind).index(Kind.TRAIN))
    settle(cashier)
    assert [row.split(", ")[1] for row in rows_of(page)] == ["Training ticket 1"]
    page.kind.setCurrentIndex(0)
    assert all("22/11/2026" in row for row in look_for(cashier, page, "22/11") if "Closing" in row)

    press(cashier, inspector, Qt.Key.Key_3, ctrl=True)
    assert [row.split(", ")[1] for row in rows_of(inspector.closings)] == ["Closing of a day (Z) 1"]
    press(cashier, inspector, Qt.Key.Key_2, ctrl=True)
    assert "Training began" in " ".join(rows_of(inspector.events))
    assert "Ticket" not in " ".join(row.split(", ")[1] for row in rows_of(inspector.events) if "icket" not in row)


def test_r30_nothing_found_is_said(inspector: InspectorWindow, cashier: Cashier) -> None:
    assert look_for(cashier, inspector.records, "chaussettes") == []
    assert inspector.records.nothing.isVisible()
    assert inspector.records.view.toPlainText() == ""
    press(cashier, inspector, Qt.Key.Key_Escape)
    assert inspector.isVisible()
    assert rows_of(inspector.records)


def test_r30_a_ticket_shows_its_paper_and_its_words_again(inspector: InspectorWindow, cashier: Cashier) -> None:
    look_for(cashier, inspector.records, "9.60")

    press(cashier, inspector, Qt.Key.Key_P, ctrl=True)
    assert inspector.records.paper.isVisible()
    assert inspector.records.paper.toPlainText().count("SIMULATION") == 2
    press(cashier, inspector, Qt.Key.Key_P, ctrl=True)

    assert inspector.records.view.isVisible()


def test_r30_a_closing_shows_its_paper(inspector: InspectorWindow, cashier: Cashier) -> None:
    inspector.go_to(Place.CLOSINGS)
    settle(cashier)

    press(cashier, inspector, Qt.Key.Key_P, ctrl=True)

    said = inspector.closings.paper.toPlainText()
    assert "CLOSING OF THE DAY" in said
    assert "Z 1" in said


def test_r30_keys_settings_and_staff_can_be_read(inspector: InspectorWindow, cashier: Cashier) -> None:
    assert "Every file of the fiscal program is the published one." in inspector.facts.toPlainText()
    assert "VAT rates" in inspector.settings.toPlainText()
    assert "Titulaire" in inspector.staff.toPlainText()


@pytest.mark.parametrize("full", [True, False])
def test_r30_a_sound_file_is_in_order(inspector: InspectorWindow, cashier: Cashier, full: bool) -> None:
    inspector.go_to(Place.VERIFY)
    inspector.verify.how.keys[int(full)].click()

    press(cashier, inspector, Qt.Key.Key_Return)

    assert inspector.verify.verdict.text() == "In order"
    assert inspector.verify.verdict.property("role") == "accent"
    assert not inspector.verify.show_key.isVisible()


def test_r30_the_first_bad_record_is_named_and_shown(
    inspector: InspectorWindow, cashier: Cashier, shop_path: Path
) -> None:
    def tamper(db: Database) -> None:
        trigger = db.value("SELECT sql FROM sqlite_schema WHERE name = 'fiscal_record_no_update'")
        db.execute("DROP TRIGGER fiscal_record_no_update")
        db.execute(
            "UPDATE fiscal_record SET payload = CAST(replace(CAST(payload AS TEXT), '640', '650') AS BLOB)"
            " WHERE seq = 3"
        )
        db.execute(trigger)

    cashier.till.background.run(tamper)
    cashier.settle()
    inspector.go_to(Place.VERIFY)
    press(cashier, inspector, Qt.Key.Key_Return)
    assert inspector.verify.verdict.text() == "Not in order"
    assert inspector.verify.show_key.text() == "Show record 3"

    press(cashier, inspector, Qt.Key.Key_Return)

    assert inspector.pages.currentWidget() is inspector.records
    assert "This record does not hold." in inspector.records.view.toPlainText()


def test_r30_the_end_on_a_paper_is_compared(inspector: InspectorWindow, cashier: Cashier, shop_path: Path) -> None:
    closing = ask(shop_path, lambda db: about(db, "2026-11-22", Kind.Z))[0]
    inspector.go_to(Place.VERIFY)
    page = inspector.verify

    page.seq.setText("6")
    page.hash.setText("no hash")
    page.verify_key.click()
    assert "16 digits" in page.news.text()

    digits = closing.hash.hex()[:16]
    page.seq.setText(str(closing.seq))
    page.hash.setText(" ".join(digits[at : at + 4] for at in range(0, 16, 4)))
    page.verify_key.click()
    settle(cashier)
    assert page.verdict.text() == "In order"

    page.hash.setText("0" * 16)
    page.verify_key.click()
    settle(cashier)
    assert page.verdict.text() == "Not in order"


def test_r30_an_archive_is_taken_out_and_noted_with_who(
    inspector: InspectorWindow, cashier: Cashier, shop_path: Path, tmp_path: Path
) -> None:
    inspector.go_to(Place.ARCHIVE)
    page = inspector.archive
    page.ask_folder = lambda _over, _title: tmp_path / "out"
    press(cashier, inspector, Qt.Key.Key_O, ctrl=True)
    page.first.setText("22/11/2026")
    page.last.setText("22/11/2026")

    page.archive_key.click()
    cashier.qtbot.waitUntil(lambda: page.archive_key.isEnabled(), timeout=10_000)

    (archive,) = (tmp_path / "out").glob("*.zip")
    assert verify_archive(archive).verdict == OK
    assert archive.name in page.made.toPlainText()
    (export,) = ask(shop_path, lambda db: about(db, Event.EXPORT_TAX.value, Kind.JET))
    assert export.writer.operator_name == "Titulaire"


def test_r30_more_than_twelve_months_are_refused_in_words(
    inspector: InspectorWindow, cashier: Cashier, tmp_path: Path
) -> None:
    inspector.go_to(Place.ARCHIVE)
    page = inspector.archive
    page.ask_folder = lambda _over, _title: tmp_path / "out"
    page.folder_key.click()
    page.first.setText("01/01/2025")
    page.last.setText("23/11/2026")

    page.archive_key.click()
    cashier.qtbot.waitUntil(lambda: page.archive_key.isEnabled(), timeout=10_000)

    assert page.news.text()
    assert not list(tmp_path.glob("out/*.zip"))


def test_r30_a_cancelled_archive_leaves_nothing(
    inspector: InspectorWindow, cashier: Cashier, shop_path: Path, tmp_path: Path
) -> None:
    inspector.go_to(Place.ARCHIVE)
    page = inspector.archive
    page.ask_folder = lambda _over, _title: tmp_path / "out"
    page.folder_key.click()
    page.first.setText("22/11/2026")
    page.last.setText("23/11/2026")

    page.archive_key.click()
    page.cancel_key.click()
    cashier.qtbot.waitUntil(lambda: page.archive_key.isEnabled(), timeout=10_000)
    settle(cashier)

    made = list(tmp_path.glob("out/*"))
    exported = ask(shop_path, lambda db: about(db, Event.EXPORT_TAX.value, Kind.JET))
    assert len(made) == len(exported)
    assert not [one for one in made if one.name.startswith(".")]


def test_r30_to_an_inspector_the_rest_of_the_till_is_shut_until_they_leave(cashier: Cashier) -> None:
    desk = cashier.till.late.inspector
    left: list[None] = []
    desk.inspector_left.connect(lambda: left.append(None))

    desk.open(DURAND)
    settle(cashier)

    assert desk.window is not None
    assert desk.window.isModal()
    assert "M. Durand" in desk.window.news.text()
    cashier.scan(BREAD)
    assert cashier.lines == []
    desk.window.close()
    assert left == [None]


def test_r30_an_owner_looks_while_selling_goes_on(cashier: Cashier) -> None:
    desk = cashier.till.late.inspector
    desk.open(replace(DURAND, role=Role.OWNER))
    settle(cashier)

    assert desk.window is not None
    assert not desk.window.isModal()


def test_r30_no_key_of_the_window_writes_anything_but_the_journal(
    inspector: InspectorWindow, cashier: Cashier, shop_path: Path, tmp_path: Path
) -> None:
    """Every button in every place is pressed, and every key struck, twice over."""
    cashier.qtbot.waitUntil(lambda: cashier.till.late.most_sold is not None, timeout=60_000)
    most_sold = cashier.till.late.most_sold
    assert most_sold is not None
    with cashier.qtbot.waitSignal(most_sold.settled, timeout=10_000):  # what the till itself does when nobody sells
        most_sold.look()
    inspector.archive.ask_folder = lambda _over, _title: tmp_path / "out"
    before = contents(shop_path)
    keys = [
        Qt.Key(code) for code in (*range(Qt.Key.Key_A, Qt.Key.Key_Z + 1), *range(Qt.Key.Key_F1, Qt.Key.Key_F12 + 1))
    ]
    others = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Insert, Qt.Key.Key_Return, Qt.Key.Key_Space)

    for place in Place:
        inspector.go_to(place)
        for button in inspector.pages.findChildren(QPushButton):
            if button.isVisible() and button.isEnabled():
                button.click()
                QApplication.processEvents()
        settle(cashier)
        for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            for key in (*keys, *others):
                QTest.keyClick(inspector.windowHandle(), key, held)
        cashier.qtbot.waitUntil(lambda: inspector.archive.archive_key.isEnabled(), timeout=10_000)
        settle(cashier)

    after = contents(shop_path)
    assert {name for name in after if after[name] != before.get(name)} <= JOURNAL
    records = len(before["fiscal_record"])
    assert after["fiscal_record"][:records] == before["fiscal_record"]
    written = {(row[1], row[15]) for row in after["fiscal_record"][records:]}
    assert {kind for kind, _ in written} <= {"JET", "ARCHIVE"}
    assert {subject for kind, subject in written if kind == "JET"} <= {
        "EXPORT_TAX", "ARCHIVE_MONTH", "ARCHIVE_YEAR", "ARCHIVE_VERIFIED",
    }  # fmt: skip
    assert KO not in {inspector.verify.verdict.text()}


def test_r05_the_verification_is_held_against_what_the_machine_remembers(
    traded: list[object], open_till: OpenTill, shop_path: Path, tmp_path: Path
) -> None:
    cashier = open_till(state=tmp_path / "state")
    desk = cashier.till.late.inspector
    desk.open()
    window = desk.window
    assert window is not None
    settle(cashier)
    window.go_to(Place.VERIFY)
    window.verify.verify_key.click()
    settle(cashier)
    assert window.verify.verdict.text() == "In order"
    assert "that this machine remembers" in window.verify.found.toPlainText()

    till_id = ask(shop_path, till.identity).id
    Heads(tmp_path / "state").note(Head(900, b"\7" * 32, till_id=till_id))
    window.verify.verify_key.click()
    settle(cashier)

    assert window.verify.verdict.text() == "Not in order"
