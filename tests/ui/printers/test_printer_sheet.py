"""A shopkeeper sets the printer up: found or typed, tried, its letters chosen by looking; and what it says is told."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from pos.devices.finding import FoundPrinter
from pos.devices.paper import read_paper
from pos.domain.printer import CANDIDATES, LAST_RESORT, Cutting, Drawer, Reach
from pos.operations.printing import open_jobs
from tests.loopback_printer import FINE, NEARLY_NO_PAPER, NO_PAPER, OPEN_COVER, LoopbackPrinter, closed_port
from tests.ui.printers.conftest import OpenShop, Shopkeeper, address
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD
from ui.sell.sold_sheet import SoldSheet


def sell_for_cash(shopkeeper: Shopkeeper) -> None:
    """Bread, paid in cash; the sheet of the paid ticket stays open."""
    shopkeeper.scan(BREAD)
    shopkeeper.press(Qt.Key.Key_F10)
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.qtbot.waitUntil(lambda: isinstance(shopkeeper.window.sheet, SoldSheet), timeout=5_000)


def sell_by_card(shopkeeper: Shopkeeper) -> None:
    shopkeeper.scan(BREAD)
    shopkeeper.press(Qt.Key.Key_F9)
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.qtbot.waitUntil(lambda: isinstance(shopkeeper.window.sheet, SoldSheet), timeout=5_000)


def test_the_menu_leads_to_the_printer(open_shop: OpenShop) -> None:
    shopkeeper = open_shop()
    shopkeeper.choose_in_menu("Printer…")
    shopkeeper.qtbot.waitUntil(lambda: shopkeeper.till.late.printers.sheet is not None, timeout=5_000)
    shopkeeper.press(Qt.Key.Key_Escape)
    assert shopkeeper.window.sheet is None


def test_a_printer_that_was_found_is_used_at_once_and_prints(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    shopkeeper = open_shop(FoundPrinter(address(printer), Reach.CUPS, "Ticket"))
    sheet = shopkeeper.open_sheet()
    assert sheet.where.found.itemText(1) == "Print queue Ticket"
    assert not sheet.test_key.isEnabled()

    sheet.where.found.setCurrentIndex(1)
    sheet.where.found.activated.emit(1)
    shopkeeper.hear("This printer is used from now on.")
    shopkeeper.tap(sheet.test_key)

    shopkeeper.hear("The printer took the test paper.")
    assert "Test paper" in read_paper(printer.wait_for(1)[0]).text
    assert shopkeeper.kept.address == address(printer)
    assert shopkeeper.till.desk.can_print


def test_an_address_is_typed_with_the_keyboard_alone(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    shopkeeper = open_shop()
    sheet = shopkeeper.open_sheet()
    assert shopkeeper.focus() is sheet.where.address

    shopkeeper.write(address(printer))
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.hear("This printer is used from now on.")
    shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    shopkeeper.hear("The printer took the test paper.")
    printer.wait_for(1)


def test_what_an_address_says_of_the_paper_is_kept(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    shopkeeper = open_shop()
    shopkeeper.open_sheet()

    shopkeeper.choose_printer(f"{address(printer)}?columns=32&page=CP1252")

    assert shopkeeper.kept.profile.columns == 32
    assert shopkeeper.kept.profile.letters.page == "CP1252"


def test_an_address_that_leads_nowhere_is_refused_and_nothing_kept(open_shop: OpenShop) -> None:
    shopkeeper = open_shop()
    shopkeeper.open_sheet()

    shopkeeper.choose_printer("lpt1")

    shopkeeper.hear("“lpt1” names no printer.")
    shopkeeper.settle()
    assert shopkeeper.printer_sheet.where.address.text() == "lpt1"
    assert shopkeeper.kept.address == ""
    assert not shopkeeper.till.desk.can_print


def test_a_machine_without_printers_says_what_to_do(open_shop: OpenShop) -> None:
    sheet = open_shop().open_sheet()

    assert sheet.where.found.currentText() == "None found: type its address below."


@pytest.mark.parametrize(("says", "words"), [(NO_PAPER, "The printer is out of paper."), (OPEN_COVER, "cover is open")])
def test_a_test_paper_that_cannot_come_out_says_why(open_shop: OpenShop, says: object, words: str) -> None:
    with LoopbackPrinter(says=says) as printer:  # type: ignore[arg-type]
        shopkeeper = open_shop()
        sheet = shopkeeper.open_sheet()
        shopkeeper.choose_printer(address(printer))
        shopkeeper.tap(sheet.test_key)

        shopkeeper.hear(words)
        assert printer.jobs == []
        printer.says = FINE
        shopkeeper.tap(sheet.test_key)
        shopkeeper.hear("The printer took the test paper.")
        assert len(printer.wait_for(1)) == 1


def test_a_printer_that_is_switched_off_says_so_and_no_test_comes_later(open_shop: OpenShop) -> None:
    port = closed_port()
    shopkeeper = open_shop()
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(f"tcp://127.0.0.1:{port}")
    shopkeeper.tap(sheet.test_key)
    shopkeeper.hear("The printer does not answer.")

    with LoopbackPrinter(port=port) as printer:
        shopkeeper.till.printing._wake()
        shopkeeper.qtbot.wait(500)

        assert printer.jobs == []


def test_the_line_that_reads_right_decides_the_letters_of_the_next_receipt(
    open_shop: OpenShop, printer: LoopbackPrinter
) -> None:
    shopkeeper = open_shop(language="fr")
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(address(printer))
    shopkeeper.turn_to("Accents")
    shopkeeper.tap(sheet.letters.probe_key)
    shopkeeper.hear("touchez le numéro d’une ligne")
    [probe] = printer.wait_for(1)
    assert read_paper(probe).text.count("é è ê ç à") == len(CANDIDATES)

    shopkeeper.tap_choice("5", sheet.letters)

    shopkeeper.hear("C’est noté.")
    assert shopkeeper.kept.profile.letters == CANDIDATES[4]
    assert sheet.letters.kept.text() == "Caractères utilisés\u202f: CP1252, numéro 71 de l’imprimante."
    shopkeeper.press(Qt.Key.Key_Escape)
    sell_by_card(shopkeeper)
    shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    receipt = printer.wait_for(2)[1]
    assert receipt.startswith(b"\x1b@\x1bt\x47")
    assert "3,20 €" in read_paper(receipt).text.replace("\u00a0", " ")


def test_when_no_line_reads_right_papers_come_without_accents(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    shopkeeper = open_shop()
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(address(printer))
    shopkeeper.turn_to("Accents")
    shopkeeper.tap(sheet.letters.one_byte)
    shopkeeper.hear("Kept.")
    shopkeeper.tap_choice("None of them", sheet.letters)
    shopkeeper.qtbot.waitUntil(lambda: sheet.letters.kept.text() == "Papers are written without accents.")
    shopkeeper.tap(sheet.test_key)

    [paper] = printer.wait_for(1)
    assert shopkeeper.kept.profile.letters == LAST_RESORT
    assert read_paper(paper).one_byte
    assert paper.isascii()


def test_every_step_is_kept_as_it_is_taken(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    shopkeeper = open_shop()
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(address(printer))
    shopkeeper.turn_to("Paper")
    shopkeeper.tap_choice("58 mm", sheet.paper)
    assert shopkeeper.kept.profile.columns == 32
    shopkeeper.tap_choice("Torn off by hand", sheet.paper)
    assert shopkeeper.kept.profile.cutting is Cutting.TORN
    shopkeeper.turn_to("Drawer")
    shopkeeper.tap_choice("A drawer, second wire", sheet.drawer)
    assert shopkeeper.kept.profile.drawer is Drawer.PIN_5
    shopkeeper.turn_to("Printer")
    sheet.where.kind.setCurrentIndex(2)
    sheet.where.kind.activated.emit(2)
    shopkeeper.settle()

    kept = shopkeeper.kept.profile
    assert (kept.columns, kept.cutting, kept.drawer) == (48, Cutting.PARTIAL, Drawer.PIN_5)


def test_two_quick_taps_are_both_kept(open_shop: OpenShop) -> None:
    shopkeeper = open_shop()
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(f"tcp://127.0.0.1:{closed_port()}")
    shopkeeper.turn_to("Paper")

    sheet.paper.widths.keys[2].click()
    sheet.paper.cuttings.keys[2].click()
    sheet.drawer.drawers.keys[1].click()
    shopkeeper.settle()

    kept = shopkeeper.kept.profile
    assert (kept.columns, kept.cutting, kept.drawer) == (32, Cutting.TORN, Drawer.PIN_2)
    assert [key.isChecked() for key in sheet.paper.widths.keys] == [False, False, True]


def test_a_printer_chosen_is_there_again_the_next_morning(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    evening = open_shop()
    evening.open_sheet()
    evening.choose_printer(address(printer))
    evening.desk.close()
    evening.till.close()

    morning = open_shop()

    morning.qtbot.waitUntil(lambda: morning.till.desk.can_print, timeout=5_000)
    sell_by_card(morning)
    morning.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "Pain de seigle" in read_paper(printer.wait_for(1)[0]).text


def test_what_waits_for_a_printer_comes_out_of_the_one_that_takes_its_place(open_shop: OpenShop) -> None:
    shopkeeper = open_shop()
    shopkeeper.open_sheet()
    shopkeeper.choose_printer(f"tcp://127.0.0.1:{closed_port()}")
    shopkeeper.press(Qt.Key.Key_Escape)
    sell_by_card(shopkeeper)
    shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    status = shopkeeper.window.sell.status.printer_state
    shopkeeper.qtbot.waitUntil(lambda: "does not answer" in status.text(), timeout=10_000)

    with LoopbackPrinter() as other:
        shopkeeper.open_sheet()
        shopkeeper.choose_printer(address(other))

        assert "Pain de seigle" in read_paper(other.wait_for(1)[0]).text
        shopkeeper.qtbot.waitUntil(lambda: status.text() == "Printer ready", timeout=10_000)


def test_no_printer_any_more_is_said_and_the_till_sells_on(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    shopkeeper = open_shop()
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(address(printer))
    shopkeeper.tap(sheet.where.forget_key)

    shopkeeper.hear("No printer is used.")
    assert shopkeeper.kept.address == ""
    shopkeeper.press(Qt.Key.Key_Escape)
    sell_for_cash(shopkeeper)
    assert not shopkeeper.sheet(SoldSheet).print_key.isVisible()


def test_the_drawer_opens_at_a_cash_sale_and_only_then(open_shop: OpenShop) -> None:
    with LoopbackPrinter(says=FINE) as printer:
        shopkeeper = open_shop()
        sheet = shopkeeper.open_sheet()
        shopkeeper.choose_printer(address(printer))
        shopkeeper.turn_to("Drawer")
        assert not sheet.drawer.pulse_key.isEnabled()
        shopkeeper.tap_choice("A drawer", sheet.drawer)
        shopkeeper.tap(sheet.drawer.pulse_key)
        shopkeeper.hear("did the drawer open?")
        assert read_paper(printer.wait_for(1)[0]).drawers == (2,)
        shopkeeper.press(Qt.Key.Key_Escape)

        sell_by_card(shopkeeper)
        shopkeeper.press(Qt.Key.Key_Return)
        sell_for_cash(shopkeeper)
        jobs = printer.wait_for(2)

        assert jobs[1:] == [b"\x1bp\x00\x19\xfa"]


def test_a_drawer_nobody_attached_is_never_opened(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    shopkeeper = open_shop()
    shopkeeper.open_sheet()
    shopkeeper.choose_printer(address(printer))
    shopkeeper.press(Qt.Key.Key_Escape)
    sell_for_cash(shopkeeper)
    shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    [receipt] = printer.wait_for(1)
    assert read_paper(receipt).drawers == ()


def test_a_drawer_that_cannot_open_holds_no_sale_and_does_not_open_later(open_shop: OpenShop) -> None:
    with LoopbackPrinter(says=NO_PAPER) as printer:
        shopkeeper = open_shop(printer_setting=f"{address(printer)}?drawer=2")
        sell_for_cash(shopkeeper)
        toast = shopkeeper.window.toast

        shopkeeper.qtbot.waitUntil(lambda: "The drawer did not open" in toast.text, timeout=10_000)
        printer.says = FINE
        shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        [receipt] = printer.wait_for(1)

    assert read_paper(receipt).drawers == ()
    assert "Pain de seigle" in read_paper(receipt).text


def test_sales_go_on_while_the_paper_is_out_and_the_receipts_follow_the_new_roll(open_shop: OpenShop) -> None:
    with LoopbackPrinter(says=NO_PAPER) as printer:
        shopkeeper = open_shop()
        shopkeeper.open_sheet()
        shopkeeper.choose_printer(address(printer))
        shopkeeper.press(Qt.Key.Key_Escape)
        for _ in range(2):
            sell_by_card(shopkeeper)
            shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        status = shopkeeper.window.sell.status
        shopkeeper.qtbot.waitUntil(
            lambda: status.printer_state.text() == "▲ 2 waiting · The printer is out of paper", timeout=10_000
        )
        sell_by_card(shopkeeper)
        shopkeeper.press(Qt.Key.Key_Return)
        assert printer.jobs == []

        printer.says = FINE
        assert all("Pain de seigle" in read_paper(job).text for job in printer.wait_for(2, seconds=40))


def test_paper_that_runs_out_within_a_receipt_is_asked_about(open_shop: OpenShop) -> None:
    with LoopbackPrinter(says=FINE, roll_bytes=100) as printer:
        shopkeeper = open_shop()
        shopkeeper.open_sheet()
        shopkeeper.choose_printer(address(printer))
        shopkeeper.press(Qt.Key.Key_Escape)
        sell_by_card(shopkeeper)
        shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        status = shopkeeper.window.sell.status

        shopkeeper.qtbot.waitUntil(lambda: "ran out during a receipt" in status.printer_state.text(), timeout=10_000)
        assert status.printer_state.isEnabled()
        assert len(ask(shopkeeper.shop_path, open_jobs)) == 1
        sell_by_card(shopkeeper)


def test_a_roll_near_its_end_is_said_quietly(open_shop: OpenShop) -> None:
    with LoopbackPrinter(says=NEARLY_NO_PAPER) as printer:
        shopkeeper = open_shop()
        shopkeeper.open_sheet()
        shopkeeper.choose_printer(address(printer))
        shopkeeper.press(Qt.Key.Key_Escape)
        sell_by_card(shopkeeper)
        shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        status = shopkeeper.window.sell.status

        words = "▲ The roll of paper is nearly at its end"
        shopkeeper.qtbot.waitUntil(lambda: status.printer_state.text() == words, timeout=10_000)
        assert not status.printer_state.isEnabled()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    body = BytesIO()
    Image.new("L", (800, 200), 0).save(body, "PNG")
    path = tmp_path / "logo.png"
    path.write_bytes(body.getvalue())
    return path


def test_a_logo_is_seen_before_it_is_printed_and_can_be_taken_off(
    open_shop: OpenShop, printer: LoopbackPrinter, picture: Path
) -> None:
    shopkeeper = open_shop(picture=picture)
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(address(printer))
    shopkeeper.turn_to("Logo")
    assert sheet.logo.preview.text() == "No logo"
    shopkeeper.tap(sheet.logo.choose_key)
    shopkeeper.hear("The logo stands on every receipt from now on.")
    assert not sheet.logo.preview.pixmap().isNull()
    shopkeeper.tap(sheet.test_key)
    assert read_paper(printer.wait_for(1)[0]).pictures == ((576, 128), (576, 16))

    shopkeeper.tap(sheet.logo.remove_key)
    shopkeeper.qtbot.waitUntil(lambda: sheet.logo.preview.text() == "No logo", timeout=5_000)
    shopkeeper.tap(sheet.test_key)

    assert read_paper(printer.wait_for(2)[1]).pictures == ()


def test_a_file_that_is_no_picture_is_refused_in_words(open_shop: OpenShop, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"%PDF-1.7")
    shopkeeper = open_shop(picture=tmp_path / "logo.png")
    sheet = shopkeeper.open_sheet()
    shopkeeper.turn_to("Logo")

    shopkeeper.tap(sheet.logo.choose_key)

    shopkeeper.hear("It is neither a PNG nor a JPEG file.")
    assert shopkeeper.kept.logo == ""


def test_a_printer_named_at_the_start_goes_before_the_one_chosen(open_shop: OpenShop, printer: LoopbackPrinter) -> None:
    with LoopbackPrinter() as named:
        shopkeeper = open_shop(printer_setting=f"{address(named)}?columns=32")
        shopkeeper.open_sheet()
        shopkeeper.hear("This till was started with a printer of its own")
        shopkeeper.choose_printer(address(printer))
        shopkeeper.tap(shopkeeper.printer_sheet.test_key)

        [paper] = named.wait_for(1)

    assert max(map(len, read_paper(paper).text.splitlines())) == 32
    assert printer.jobs == []
    assert shopkeeper.kept.address == address(printer)


def test_a_printer_named_wrongly_at_the_start_is_said_and_the_till_sells(open_shop: OpenShop) -> None:
    shopkeeper = open_shop(printer_setting="usb://somewhere?drawer=2")
    status = shopkeeper.window.sell.status.printer_state

    shopkeeper.qtbot.waitUntil(lambda: "cannot be reached as it is written" in status.text(), timeout=5_000)
    sell_for_cash(shopkeeper)


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("tab", range(5))
def test_everything_on_the_sheet_can_be_reached_seen_and_hit(
    open_shop: OpenShop, picture: Path, percent: int, tab: int
) -> None:
    shopkeeper = open_shop(language="fr", text_percent=percent)
    shopkeeper.window.resize(1024, 768)
    sheet = shopkeeper.open_sheet()
    shopkeeper.choose_printer(f"tcp://127.0.0.1:{closed_port()}")
    sheet.tabs.setCurrentIndex(tab)
    shopkeeper.settle()

    keys = [key for key in sheet.findChildren(QPushButton) if key.isVisible()]
    reached = set()
    for _ in range(40):
        shopkeeper.strike(Qt.Key.Key_Tab)
        reached.add(shopkeeper.focus())

    assert {key for key in keys if key.isEnabled()} <= reached
    assert sheet.tabs in reached
    assert all(key.accessibleName() for key in keys)
    assert all(key.width() >= 48 and key.height() >= 48 for key in keys)
    assert all(key.width() >= key.minimumSizeHint().width() for key in keys)
    assert sheet.rect().contains(sheet.card.geometry())
    assert sheet.card.height() >= sheet.body.minimumSize().height()
