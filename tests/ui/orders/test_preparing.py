"""A reservation comes: it is heard, shown where it disturbs nobody, prepared by keys, and collected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt

from pos.database import order_deeds, stock
from pos.domain.online_order import Deed, OrderState
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.stock import Reason
from pos.operations.taking_orders import HeardOrder
from tests import builders
from tests.pos.reservations import order
from tests.ui.orders.conftest import NUMBER, Preparer
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD, CHEESE, TEA
from ui.orders.orders_sheet import OrdersSheet, Shelf
from ui.sell.sold_sheet import SoldSheet
from ui.sounds import Sound

CTRL = Qt.KeyboardModifier.ControlModifier


def open_list(preparer: Preparer) -> OrdersSheet:
    """Press Ctrl+O."""
    preparer.cashier.press(Qt.Key.Key_O, CTRL)
    return preparer.sheet


def deeds(preparer: Preparer) -> list[tuple[Deed, dict[int, Quantity], str]]:
    """What the online shop is to be told."""
    waiting = ask(preparer.path, lambda db: order_deeds.waiting(db, "catalogue"))
    return [(one.deed, dict(one.quantities), one.why) for one in waiting]


def on_hand(preparer: Preparer, code: str = BREAD) -> Quantity:
    """What is in the shop."""
    return ask(preparer.path, stock.levels)[preparer.shelf[code].id]


def pay_in_cash(preparer: Preparer) -> None:
    """Take exactly what is due."""
    preparer.cashier.press(Qt.Key.Key_F10)
    preparer.cashier.press(Qt.Key.Key_Return)
    preparer.cashier.press(Qt.Key.Key_Return)
    preparer.cashier.sheet(SoldSheet)


def test_it_is_heard_and_shown_until_somebody_looks_and_disturbs_nobody(preparer: Preparer) -> None:
    cashier = preparer.cashier
    cashier.write("th")

    preparer.comes()

    assert cashier.sounds == [Sound.ORDER]
    assert preparer.banner == "1 reservation to prepare"
    assert cashier.window.sell.search.hasFocus()
    assert cashier.window.sell.search.text() == "th"
    cashier.scan(BREAD)
    assert cashier.lines == [("Pain de seigle", 1000)]
    assert preparer.banner
    open_list(preparer)
    cashier.press(Qt.Key.Key_Escape)
    assert not preparer.banner
    assert ask(preparer.path, lambda db: db.value("SELECT count(*) FROM online_order WHERE seen = 0")) == 0


def test_it_rings_once_for_each_however_often_it_is_told(preparer: Preparer) -> None:
    first = preparer.comes()
    preparer.report()
    preparer.tell(replace(first, revision=2, note="Je passe vers 18 h."))

    preparer.comes(number="M3XD9A")

    assert preparer.cashier.sounds == [Sound.ORDER, Sound.ORDER]
    assert preparer.banner == "2 reservations to prepare"


def test_a_tap_on_the_line_opens_the_list(preparer: Preparer) -> None:
    preparer.comes()

    preparer.cashier.tap(preparer.cashier.till.late.orders.news.banner.key)

    assert preparer.sheet.panel.facts.number.text() == NUMBER


def test_from_the_sound_to_the_sale(preparer: Preparer) -> None:
    cashier = preparer.cashier
    asked = preparer.comes(2)

    sheet = open_list(preparer)
    cashier.press(Qt.Key.Key_F7)
    assert preparer.now_of(asked).state is OrderState.CONFIRMED
    assert sheet.panel.facts.state.text() == "Lies ready · the customer is not told yet"
    assert on_hand(preparer) == pieces(10)
    cashier.press(Qt.Key.Key_F12)
    assert cashier.window.sheet is None
    assert cashier.lines == [("Pain de seigle", 2000)]
    assert preparer.now_of(asked).ticket_id == cashier.ticket.id
    pay_in_cash(preparer)

    assert preparer.now_of(asked).state is OrderState.FULFILLED
    assert on_hand(preparer) == pieces(8)
    assert [deed for deed, _, _ in deeds(preparer)] == [Deed.CONFIRM, Deed.FULFIL]
    cashier.press(Qt.Key.Key_Return)
    sheet = open_list(preparer)
    assert "Nothing to prepare" in sheet.nothing.text()
    assert not cashier.window.sell.status.orders_state.text()


def test_two_presses_of_enter_put_the_first_aside(preparer: Preparer) -> None:
    asked = preparer.comes()
    open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_Return)
    preparer.cashier.press(Qt.Key.Key_Return)

    assert preparer.now_of(asked).state is OrderState.CONFIRMED
    assert preparer.cashier.focus() is preparer.sheet.list


def test_less_than_was_asked_for_can_be_put_aside(preparer: Preparer) -> None:
    asked = preparer.comes(3)
    sheet = open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_F3)
    preparer.cashier.press(Qt.Key.Key_Return)
    assert sheet.panel.rows[0].said.text() == "2 of 3 · €3.20"
    preparer.cashier.press(Qt.Key.Key_F7)

    line = preparer.now_of(asked).lines[0]
    assert (line.held, line.released) == (pieces(2), pieces(1))
    assert deeds(preparer) == [(Deed.CONFIRM, {1: pieces(2)}, "")]


def test_what_was_lowered_stays_while_others_come(preparer: Preparer) -> None:
    preparer.comes(3)
    sheet = open_list(preparer)
    preparer.cashier.press(Qt.Key.Key_F3)
    preparer.cashier.press(Qt.Key.Key_Return)

    preparer.comes(number="M3XD9A")

    assert sheet.panel.facts.number.text() == NUMBER
    assert sheet.panel.rows[0].meant == pieces(2)
    preparer.cashier.press(Qt.Key.Key_Escape)
    assert not preparer.banner


def test_of_nothing_nothing_is_put_aside(preparer: Preparer) -> None:
    asked = preparer.comes()
    sheet = open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_F3)
    preparer.cashier.press(Qt.Key.Key_Return)
    preparer.cashier.press(Qt.Key.Key_F7)

    assert sheet.panel.nothing_meant.isVisible()
    assert sheet.isAncestorOf(preparer.cashier.focus())
    assert preparer.now_of(asked) == replace(asked, is_seen=True)


def test_a_weight_is_lowered_in_its_box(preparer: Preparer) -> None:
    cheese = preparer.shelf[CHEESE]
    made = order((cheese, 1))
    line = replace(made.lines[0], asked=Quantity(500), held=Quantity(500), unit=Unit.KILOGRAM)
    asked = preparer.tell(replace(made, lines=(line,)))
    open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_F3)
    box = preparer.sheet.panel.rows[0].box
    assert box is not None
    box.selectAll()
    preparer.cashier.write("0,35")
    preparer.cashier.press(Qt.Key.Key_F7)

    assert preparer.now_of(asked).lines[0].held == Quantity(350)


def test_only_what_the_customer_takes_goes_on_the_ticket(preparer: Preparer) -> None:
    asked = preparer.comes(3, state=OrderState.CONFIRMED)
    open_list(preparer)
    preparer.cashier.press(Qt.Key.Key_F3)
    preparer.cashier.press(Qt.Key.Key_Return)

    preparer.cashier.press(Qt.Key.Key_F12)
    assert preparer.cashier.lines == [("Pain de seigle", 2000)]
    pay_in_cash(preparer)

    line = preparer.now_of(asked).lines[0]
    assert (line.fulfilled, line.released) == (pieces(2), pieces(1))


def test_it_is_accepted_first_and_prepared_later(preparer: Preparer) -> None:
    asked = preparer.comes()
    sheet = open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_F9)

    assert preparer.now_of(asked).state is OrderState.HELD
    assert sheet.panel.facts.state.text().startswith("To prepare")
    assert preparer.cashier.window.sell.status.orders_state.text() == "▲ 1 to prepare"


def test_a_refusal_asks_why_in_the_sheet_and_a_step_back_keeps_it(preparer: Preparer) -> None:
    asked = preparer.comes()
    sheet = open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_Delete)
    assert sheet.panel.reason is not None
    assert preparer.cashier.focus() is sheet.panel.reason.text
    preparer.cashier.press(Qt.Key.Key_Escape)
    assert not sheet.panel.asks
    assert preparer.now_of(asked).state is OrderState.REQUESTED
    preparer.cashier.press(Qt.Key.Key_Delete)
    preparer.cashier.write("Il n'y en a plus")
    preparer.cashier.press(Qt.Key.Key_Return)

    assert preparer.now_of(asked).state is OrderState.REJECTED
    assert deeds(preparer)[0][0] is Deed.REJECT
    assert deeds(preparer)[0][2] == "Il n'y en a plus"
    sheet.shelf.choose(Shelf.ENDED)
    assert sheet.panel.facts.state.text().startswith("Refused · Il n'y en a plus")


def test_a_reason_is_picked(preparer: Preparer) -> None:
    asked = preparer.comes()
    sheet = open_list(preparer)
    preparer.cashier.press(Qt.Key.Key_Delete)

    preparer.cashier.tap_key("It is damaged.", within=sheet)
    preparer.cashier.tap_key("Refuse", within=sheet.panel.reason)

    assert preparer.now_of(asked).reason == "It is damaged."


def test_what_nobody_collects_can_be_sold_again(preparer: Preparer) -> None:
    asked = preparer.comes(state=OrderState.CONFIRMED)
    open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_Delete)
    preparer.cashier.press(Qt.Key.Key_Return)

    assert preparer.now_of(asked).state is OrderState.CANCELLED
    assert preparer.now_of(asked).reason == "It was not collected."
    assert "its goods can be sold" in preparer.cashier.window.toast.text


def test_what_was_paid_online_leaves_without_a_ticket(preparer: Preparer) -> None:
    asked = preparer.comes(2, state=OrderState.CONFIRMED, is_paid=True)
    sheet = open_list(preparer)
    assert sheet.panel.keys.collect_key.text() == "Hand over (paid)"

    preparer.cashier.press(Qt.Key.Key_F12)

    assert preparer.now_of(asked).state is OrderState.FULFILLED
    assert preparer.cashier.lines == []
    assert on_hand(preparer) == pieces(8)
    reasons = ask(preparer.path, lambda db: db.rows("SELECT reason FROM movement"))
    assert (Reason.ONLINE.value,) in reasons


def test_another_customer_s_ticket_is_parked_first(preparer: Preparer) -> None:
    cashier = preparer.cashier
    cashier.scan(TEA)
    preparer.comes(state=OrderState.CONFIRMED)
    open_list(preparer)

    cashier.press(Qt.Key.Key_F12)

    assert cashier.lines == [("Pain de seigle", 1000)]
    assert "Parked 1" in cashier.window.sell.foot.park_key.text()
    assert "The other ticket is parked" in cashier.window.toast.text


def test_goods_that_cannot_be_put_on_a_ticket_leave_the_counter_as_it_was(preparer: Preparer) -> None:
    cashier = preparer.cashier
    cashier.scan(TEA)
    gone = replace(preparer.shelf[BREAD], id="0190aaaa-0000-7000-8000-000000000001")
    preparer.tell(replace(order((gone, 1), state=OrderState.CONFIRMED)))
    open_list(preparer)

    cashier.press(Qt.Key.Key_F12)

    assert cashier.lines == [("Thé vert", 1000)]
    assert "Parked" not in cashier.window.sell.foot.park_key.text()
    assert isinstance(cashier.window.sheet, OrdersSheet)


def test_scanning_its_number_finds_it(preparer: Preparer) -> None:
    preparer.comes(number="M3XD9A")
    preparer.comes()

    preparer.cashier.scan(NUMBER)

    assert preparer.sheet.panel.facts.number.text() == NUMBER
    preparer.cashier.scan("M3XD9A")
    assert preparer.sheet.panel.facts.number.text() == "M3XD9A"


def test_an_article_scanned_over_the_list_is_on_the_ticket(preparer: Preparer) -> None:
    preparer.comes()
    open_list(preparer)

    preparer.cashier.scan(TEA)

    assert preparer.cashier.lines == [("Thé vert", 1000)]
    assert preparer.sheet.panel.facts.number.text() == NUMBER


def test_typing_finds_by_number_customer_or_article(preparer: Preparer) -> None:
    preparer.comes(number="M3XD9A", code=TEA)
    preparer.comes()
    sheet = open_list(preparer)

    preparer.cashier.write("vert")
    assert sheet.panel.facts.number.text() == "M3XD9A"
    preparer.cashier.press(Qt.Key.Key_Escape)
    preparer.cashier.write("zzz")

    assert sheet.nothing.text() == "No reservation answers “zzz”."


def test_what_nobody_could_read_is_counted_and_shown_with_its_reason(preparer: Preparer) -> None:
    preparer.take(HeardOrder("X", 3, 1, b"{}", reason="unit: litre"))
    sheet = open_list(preparer)

    assert sheet.shelf.button(Shelf.REFUSED).text() == "▲ 1 unreadable"
    preparer.cashier.tap(sheet.shelf.button(Shelf.REFUSED))
    assert sheet.panel.facts.note.text() == "unit: litre"
    assert not sheet.panel.keys.slip_key.isVisible()


def test_the_menu_leads_there_and_says_that_there_is_nothing(preparer: Preparer) -> None:
    preparer.cashier.choose_in_menu("Reservations…")

    assert "Nothing to prepare" in preparer.sheet.nothing.text()


def test_until_when_is_the_catalogue_s_moment_in_the_shop_s_time(preparer: Preparer) -> None:
    made = order((preparer.shelf[BREAD], 1))
    until = builders.NOON.astimezone(tz=None) + timedelta(hours=6)
    preparer.tell(replace(made, expires_at=until))

    sheet = open_list(preparer)

    assert "until 18:00" in sheet.panel.facts.when.text()


def test_a_slip_is_printed_with_the_number_in_big(preparer: Preparer) -> None:
    preparer.comes(2)
    open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_P, CTRL)

    folder = preparer.path.parent / "papers"
    preparer.cashier.qtbot.waitUntil(lambda: len(list(folder.glob("*.txt"))) == 1, timeout=5_000)
    [paper] = folder.glob("*.txt")
    preparer.cashier.qtbot.waitUntil(lambda: paper.stat().st_size > 0, timeout=5_000)
    said = paper.read_text(encoding="utf-8")
    assert NUMBER in said
    assert "Mme Petit" in said
    assert "Pain de seigle" in said
    assert "€" not in said


def test_one_that_was_called_off_is_told_of_without_a_sound(preparer: Preparer) -> None:
    asked = preparer.comes()
    open_list(preparer)
    preparer.cashier.press(Qt.Key.Key_Escape)

    preparer.tell(replace(order((preparer.shelf[BREAD], 1), state=OrderState.CANCELLED), id=asked.id, revision=2))

    assert preparer.banner == "1 reservation has ended"
    assert preparer.cashier.sounds == [Sound.ORDER]


def test_a_line_that_takes_what_is_promised_is_said_and_sold(preparer: Preparer) -> None:
    preparer.comes(9, state=OrderState.HELD)

    preparer.cashier.scan(BREAD)
    assert preparer.hint == ""
    preparer.cashier.scan(BREAD)

    assert preparer.hint == "▲ Pain de seigle: 9 of the 10 left are promised online"
    pay_in_cash(preparer)
    assert preparer.hint == ""
    logged = ask(preparer.path, lambda db: db.rows("SELECT event FROM online_log"))
    assert ("promise_overridden",) in logged


def test_goods_on_the_ticket_of_who_reserved_them_are_nobody_else_s(preparer: Preparer) -> None:
    preparer.comes(10, state=OrderState.CONFIRMED)
    open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_F12)

    assert preparer.cashier.lines == [("Pain de seigle", 10_000)]
    assert preparer.hint == ""


def test_the_ticket_says_for_which_reservation_it_is_as_long_as_it_is(preparer: Preparer) -> None:
    cashier, ticket = preparer.cashier, preparer.cashier.window.sell.ticket
    preparer.comes(2, state=OrderState.CONFIRMED)
    open_list(preparer)
    cashier.press(Qt.Key.Key_F12)

    assert ticket.orders.text() == f"● Reservation {NUMBER} · Mme Petit"
    assert ticket.orders.isVisible()
    cashier.scan(TEA)
    assert ticket.orders.isVisible()
    cashier.press(Qt.Key.Key_Up)
    cashier.press(Qt.Key.Key_Delete)
    assert cashier.lines == [("Thé vert", 1000)]
    assert not ticket.orders.isVisible(), "none of its goods is on the ticket"
    cashier.press(Qt.Key.Key_Z, CTRL)
    assert ticket.orders.isVisible()
    pay_in_cash(preparer)
    assert not ticket.orders.isVisible()


def test_a_notice_leaves_the_line_of_news_in_sight(preparer: Preparer) -> None:
    window = preparer.cashier.window
    window.resize(1280, 800)
    window.say("A notice that was there before")
    preparer.comes()
    banner = preparer.cashier.till.late.orders.news.banner

    assert banner.isVisible()
    assert window.toast.isVisible()
    line = banner.rect().translated(banner.mapTo(window, QPoint()))
    assert window.toast.geometry().bottom() < line.top()
    open_list(preparer)
    preparer.cashier.press(Qt.Key.Key_Escape)
    assert not banner.isVisible()
    window.say("Another")
    assert window.toast.geometry().bottom() > line.top(), "where there is no news it stands at the foot"


def test_what_the_online_shop_would_not_take_is_said_until_something_else_is_done(preparer: Preparer) -> None:
    asked = preparer.comes()
    sheet = open_list(preparer)
    preparer.cashier.press(Qt.Key.Key_F9)
    [deed] = ask(preparer.path, lambda db: order_deeds.waiting(db, "catalogue"))
    preparer.write(lambda db: order_deeds.settle(db, deed.target, deed.key, "refused", reason="Too late."))
    preparer.report()

    said = sheet.panel.facts.turned_down
    assert said.text() == "▲ Not taken by the online shop: “Accept”. The catalogue says: “Too late.”"
    assert said.isVisible()
    assert "▲ To prepare" in str(sheet.list.model().index(0, 0).data())
    preparer.cashier.press(Qt.Key.Key_F7)
    assert preparer.now_of(asked).state is OrderState.CONFIRMED
    assert not said.isVisible()
    assert "▲" not in str(sheet.list.model().index(0, 0).data())


def test_in_training_nothing_is_done_about_a_reservation(preparer: Preparer) -> None:
    asked = preparer.comes()
    preparer.cashier.choose_in_menu("Begin training")
    open_list(preparer)

    preparer.cashier.press(Qt.Key.Key_F7)

    assert preparer.now_of(asked).state is OrderState.REQUESTED
    assert "Reservations wait until training is over" in preparer.cashier.window.toast.text
