"""What a person may not do alone a second one answers for, on the spot; the journal names both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from pos.domain.staff import USUAL_RIGHTS, Right, Role
from pos.fiscal.events import Event
from pos.operations import staffing
from tests.builders import NOON
from tests.ui.sell.conftest import BREAD, CARD
from tests.ui.staff.conftest import OTHER_PIN, PIN, WRONG, Colleague, OpenShop
from ui.articles.article_sheet import ArticleSheet
from ui.printers.printer_sheet import PrinterSheet
from ui.sales.find_sheet import FindSheet
from ui.sell.price_sheet import PriceSheet
from ui.sell.sold_sheet import SoldSheet
from ui.staff.sign_in_sheet import SignInSheet

CTRL = Qt.KeyboardModifier.ControlModifier


def ask_for_the_card(lucie: Colleague) -> SignInSheet:
    """Lucie wants to change an article."""
    lucie.scan(BREAD)
    lucie.press(Qt.Key.Key_E, CTRL)
    return lucie.wait_for_sheet()


def open_without(right: Right, open_shop_with: OpenShop) -> Colleague:
    """Lucie at the till, after the owner took this right from all sellers."""
    lucie = open_shop_with()
    lucie.wait_for_sheet()
    rights = USUAL_RIGHTS[Role.SELLER] - {right}
    lucie.till.background.run(partial(staffing.change_rights, role=Role.SELLER, rights=rights, now=NOON))
    lucie.settle()
    lucie.come("Lucie")
    return lucie


def test_who_may_goes_on_at_once(colleague: Colleague) -> None:
    colleague.come("Paul", OTHER_PIN)
    colleague.scan(BREAD)

    colleague.press(Qt.Key.Key_E, CTRL)

    colleague.qtbot.waitUntil(lambda: isinstance(colleague.window.sheet, ArticleSheet), timeout=5_000)
    assert colleague.events(Event.MANAGER_OVERRIDE) == []


def test_only_who_may_and_has_a_pin_can_be_asked(lucie: Colleague) -> None:
    sheet = ask_for_the_card(lucie)

    assert sorted(key.text() for key in sheet.keys.values()) == ["Nadia", "Paul"]
    assert "create articles, change them and their prices" in sheet.asks.text()


def test_a_second_persons_pin_opens_the_card_and_both_are_noted(lucie: Colleague) -> None:
    ask_for_the_card(lucie)
    lucie.come("Paul", OTHER_PIN)
    lucie.qtbot.waitUntil(lambda: isinstance(lucie.window.sheet, ArticleSheet), timeout=5_000)

    people = lucie.people()
    [override] = lucie.events(Event.MANAGER_OVERRIDE)
    assert override["data"] == {"right": "edit_articles", "person": people["Paul"].id, "for": people["Lucie"].id}
    assert override["resp"] == people["Paul"].id
    assert lucie.at_till == "Lucie"


def test_the_word_holds_until_the_sell_screen_stands_again(lucie: Colleague) -> None:
    ask_for_the_card(lucie)
    lucie.come("Paul", OTHER_PIN)
    lucie.qtbot.waitUntil(lambda: isinstance(lucie.window.sheet, ArticleSheet), timeout=5_000)
    assert lucie.till.desk.gate.may(Right.EDIT_ARTICLES)

    lucie.press(Qt.Key.Key_Escape)
    lucie.qtbot.waitUntil(lambda: not lucie.till.desk.gate.may(Right.EDIT_ARTICLES), timeout=5_000)
    lucie.settle()
    lucie.press(Qt.Key.Key_F9)
    lucie.press(Qt.Key.Key_Return)
    lucie.settle()

    lucie.till.late.staff.sign_out()
    lucie.settle()
    assert "resp" not in lucie.events(Event.LOGOUT)[-1]


def test_a_wrong_pin_opens_nothing_and_counts(lucie: Colleague) -> None:
    sheet = ask_for_the_card(lucie)
    lucie.come("Paul", WRONG)

    assert sheet.notice.text() == "This PIN is wrong. Enter it again."
    assert lucie.people()["Paul"].tries == 1
    lucie.press(Qt.Key.Key_Escape)
    lucie.press(Qt.Key.Key_Escape)
    assert lucie.window.sheet is None
    assert lucie.events(Event.MANAGER_OVERRIDE) == []


def test_a_first_price_is_a_price_and_needs_the_right(lucie: Colleague) -> None:
    lucie.scan(CARD)
    lucie.wait_for_sheet()

    lucie.come("Nadia", PIN)

    lucie.qtbot.waitUntil(lambda: isinstance(lucie.window.sheet, PriceSheet), timeout=5_000)


def test_settings_and_the_staff_need_their_rights(lucie: Colleague) -> None:
    for entry, right in (
        ("Printer…", "change printers"),
        ("Customer display…", "change printers"),
        ("Scanner and sounds…", "change printers"),
        ("Articles…", "create articles"),
        ("Import a list…", "bring in lists"),
        ("Staff…", "say who works here"),
    ):
        lucie.choose_in_menu(entry)

        assert right in lucie.wait_for_sheet().asks.text()
        lucie.press(Qt.Key.Key_Escape)
        lucie.press(Qt.Key.Key_Escape)
    assert not isinstance(lucie.window.sheet, PrinterSheet)


def test_a_manager_does_not_say_who_works_here_and_asks_the_owner(colleague: Colleague) -> None:
    colleague.come("Paul", OTHER_PIN)

    colleague.till.late.staff.open()

    assert [key.text() for key in colleague.wait_for_sheet().keys.values()] == ["Nadia"]


def test_sellers_take_lines_off_by_themselves(lucie: Colleague) -> None:
    lucie.scan(BREAD)
    lucie.press(Qt.Key.Key_Delete)

    assert lucie.lines == []
    assert lucie.window.sheet is None


def test_where_the_owner_took_that_right_each_way_of_it_asks(team: None, open_shop_with: OpenShop) -> None:
    lucie = open_without(Right.VOID, open_shop_with)
    lucie.scan(BREAD)
    lucie.scan(BREAD)

    page = lucie.window.sell
    ways: tuple[Callable[[], None], ...] = (
        lambda: lucie.press(Qt.Key.Key_Delete),
        lambda: lucie.press(Qt.Key.Key_Minus),
        lambda: lucie.press(Qt.Key.Key_Z, CTRL),
        lambda: lucie.click(page.ticket.clear_key),
        lambda: lucie.click(page.ticket.undo_key),
    )
    for way in ways:
        way()
        lucie.wait_for_sheet()
        assert [quantity for _, quantity in lucie.lines] == [2000]
        lucie.press(Qt.Key.Key_Escape)
        lucie.settle()
        assert lucie.window.sheet is None

    lucie.press(Qt.Key.Key_Delete)
    lucie.wait_for_sheet()
    lucie.come("Paul", OTHER_PIN)
    lucie.qtbot.waitUntil(lambda: lucie.lines == [], timeout=5_000)


def test_where_nobody_can_be_asked_the_sheet_says_so(team: None, open_shop_with: OpenShop) -> None:
    colleague = open_shop_with()
    colleague.wait_for_sheet()
    for person in colleague.people().values():
        colleague.till.background.run(partial(staffing.set_pin, person_id=person.id, pin="", now=NOON, pepper=b""))
    colleague.settle()
    colleague.come("Lucie")

    sheet = ask_for_the_card(colleague)

    assert sheet.keys == {}
    assert "Nobody here has both this right and a PIN." in sheet.asks.text()
    colleague.press(Qt.Key.Key_Escape)
    assert colleague.window.sheet is None


def test_a_receipt_given_again_needs_its_right(team: None, open_shop_with: OpenShop) -> None:
    lucie = open_without(Right.REPRINT, open_shop_with)
    lucie.scan(BREAD)
    lucie.press(Qt.Key.Key_F9)
    lucie.press(Qt.Key.Key_Return)
    lucie.qtbot.waitUntil(lambda: isinstance(lucie.window.sheet, SoldSheet), timeout=5_000)
    lucie.press(Qt.Key.Key_Return)
    lucie.press(Qt.Key.Key_F, CTRL)
    found = lucie.sheet(FindSheet)
    lucie.qtbot.waitUntil(lambda: found.panel.pdf_key.isEnabled(), timeout=5_000)
    asked: list[str] = []
    lucie.till.late.sales.ask_save = lambda _over, _title, name, _kinds: asked.append(name)

    lucie.click(found.panel.pdf_key)
    lucie.wait_for_sheet()
    assert asked == []
    lucie.come("Nadia", PIN)

    lucie.qtbot.waitUntil(lambda: asked == ["receipt-1.pdf"], timeout=5_000)
    assert lucie.window.sheet is found
