"""Who has it in town: a real catalogue, a shop beside this one, a slip read back from the printer's bytes."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import msgspec
import requests
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt

from pos.database import online_log
from pos.devices.paper import Paper
from pos.devices.printer import PretendPrinter
from pos.domain.demand import DemandAnswer
from pos.domain.online_log import LogEntry, LogEvent
from pos.receipts import qr
from sync.order_protocol import OrderPage, OrderRow, Rules
from sync.protocol import LevelRow
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import Answered, Asked
from tests.ui.demand.conftest import CANDLE, BesideThis, OpenInTown, noted
from tests.ui.online.shopkeeper import Shopkeeper, elsewhere
from tests.ui.sell.cashier import ask as ask_shop
from tests.ui.sell.conftest import BREAD
from tests.ui.training.test_training import begin
from ui.demand.demand_sheet import DemandSheet

CTRL = Qt.KeyboardModifier.ControlModifier


def ask(keeper: Shopkeeper, words: str) -> DemandSheet:
    """Ctrl+M with these words in the search box."""
    keeper.cashier.window.sell.search.setText(words)
    keeper.cashier.press(Qt.Key.Key_M, CTRL)
    return keeper.cashier.sheet(DemandSheet)


def find(keeper: Shopkeeper, words: str) -> DemandSheet:
    """Ask, and wait until the town has answered."""
    sheet = ask(keeper, words)
    keeper.wait(lambda: bool(sheet.ask_page.town.rows))
    return sheet


def word_of(neighbour: BesideThis) -> str:
    """The word by which only this neighbour's article is found."""
    return f"bougie{neighbour.name.rpartition(' ')[2]}"


def orders_of(neighbour: BesideThis) -> tuple[OrderRow, ...]:
    """The reservations that the neighbour's till reads."""
    return msgspec.json.decode(elsewhere(lambda: neighbour.told("orders?after=0")), type=OrderPage).rows


def promise_at_once(neighbour: BesideThis) -> None:
    """The neighbour promises goods without being asked."""
    told = Rules(neighbour.till.joined.term, 2, takes=True, mode="safety")
    assert elsewhere(lambda: neighbour.till.call("PUT", "rules", told)).status_code == 200


def logged(shop_path: Path) -> list[LogEntry]:
    """The log of the shop window."""
    return ask_shop(shop_path, lambda db: online_log.entries(db, "catalogue", since_ms=0))


def slip_of(folder: Path, keeper: Shopkeeper) -> Paper:
    """The one paper printed, once it is."""
    keeper.wait(lambda: len(PretendPrinter(folder).papers()) == 1)
    return PretendPrinter(folder).papers()[0]


def lose_the_next_hold(line: FaultServer) -> None:
    """The catalogue puts aside what is asked for next, and a portal answers in its place."""
    real = line.answer

    def answer(asked: Asked) -> Answered:
        got = real(asked)
        if (asked.method, asked.path) != ("POST", "/api/v1/town"):
            return got
        line.answer = real
        return Answered(200, "text/html", b"<p>Welcome</p>")

    line.answer = answer


def hold_up(line: FaultServer, words: str) -> threading.Event:
    """Questions with these words wait until the event is set."""
    real, go_on = line.answer, threading.Event()

    def answer(asked: Asked) -> Answered:
        if words in asked.path:
            go_on.wait(20)
        return real(asked)

    line.answer = answer
    return go_on


def read_by_a_telephone(content: str) -> str:
    """What another program reads from the squares of a code."""
    rows, edge = qr.squares(content), qr.QUIET
    image = Image.new("L", (len(rows) + 2 * edge, len(rows) + 2 * edge), 255)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            image.putpixel((across + edge, down + edge), 0 if dark else 255)
    [found] = zxingcpp.read_barcodes(image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST))
    return str(found.text)


def test_the_shop_beside_this_one_has_it(open_in_town: OpenInTown, neighbour: BesideThis) -> None:
    sheet = find(open_in_town(), word_of(neighbour))

    [row] = sheet.ask_page.town.rows
    assert row.shop.text() == neighbour.name
    assert row.article.text() == f"{word_of(neighbour)} à la cire · €4.50"
    assert row.level.text() == "In stock"
    assert row.where.text() == "4 rue du Vieux Pont, 56000 Vannes · 02\u00a097\u00a000\u00a000\u00a004"
    assert sheet.ask_page.town.said.text() == "1 shop may have it."


def test_the_sentence_is_in_the_tills_language(open_in_town: OpenInTown, neighbour: BesideThis) -> None:
    sheet = find(open_in_town(language="fr"), word_of(neighbour))

    assert sheet.ask_page.town.rows[0].level.text() == "En stock"


def test_put_aside_at_once_noted_and_printed(
    open_in_town: OpenInTown, neighbour: BesideThis, shop_path: Path, tmp_path: Path
) -> None:
    promise_at_once(neighbour)
    keeper = open_in_town(printer_setting="pretend:", papers=tmp_path / "papers")
    sheet = find(keeper, word_of(neighbour))
    keeper.press(Qt.Key.Key_Down)
    keeper.press(Qt.Key.Key_Return)
    keeper.cashier.write("Mme Le Goff")
    keeper.press(Qt.Key.Key_Return)
    keeper.wait(lambda: sheet.held_page is not None)

    [order] = orders_of(neighbour)
    assert (order.state, order.origin, order.customer) == ("held", "shop", "Mme Le Goff")
    assert order.expires_ms is not None
    assert sheet.held_page is not None
    assert sheet.held_page.number.text() == order.number
    until = datetime.fromtimestamp(order.expires_ms / 1000, keeper.cashier.till._clock().tzinfo)
    assert sheet.held_page.title.text() == f"{neighbour.name} puts it aside until {until:%H:%M}."
    slip = slip_of(tmp_path / "papers", keeper)
    where = (neighbour.name, "4 rue du Vieux Pont", "02 97 00 00 04")
    for words in (*where, order.number, f"until {until:%H:%M}", "Le Goff"):
        assert words in slip.text
    assert (slip.strange, slip.cuts) == ((), 1)
    [address] = slip.codes
    assert read_by_a_telephone(address) == address
    page = elsewhere(lambda: requests.get(address, timeout=10, headers={"Accept-Language": "en"}))
    assert page.status_code == 200
    assert order.number in page.text
    [one] = noted(shop_path)
    assert (one.words, one.answer) == (word_of(neighbour), DemandAnswer.ELSEWHERE)
    [line] = [one for one in logged(shop_path) if one.event is LogEvent.HELD_IN_TOWN]
    assert line.details == {"shop": neighbour.name, "number": order.number}
    keeper.press(Qt.Key.Key_Return)
    assert keeper.cashier.window.sheet is None


def test_a_shop_that_must_confirm_first_is_called(
    open_in_town: OpenInTown, neighbour: BesideThis, tmp_path: Path
) -> None:
    keeper = open_in_town(printer_setting="pretend:", papers=tmp_path / "papers")
    sheet = find(keeper, word_of(neighbour))
    keeper.tap(sheet.ask_page.town.hold_keys[0])
    keeper.press(Qt.Key.Key_Return)
    keeper.wait(lambda: sheet.held_page is not None)

    assert [order.state for order in orders_of(neighbour)] == ["requested"]
    assert sheet.held_page is not None
    assert sheet.held_page.title.text() == f"{neighbour.name} must confirm first: call 02 97 00 00 04 before going."
    slip = slip_of(tmp_path / "papers", keeper).text
    assert "To be confirmed by" in slip
    assert "please call before going" in " ".join(slip.split())
    assert "until" not in slip


def test_an_answer_that_was_lost_is_asked_for_again_and_puts_aside_once(
    open_in_town: OpenInTown, neighbour: BesideThis, line: FaultServer, shop_path: Path
) -> None:
    keeper = open_in_town()
    sheet = find(keeper, word_of(neighbour))
    keeper.tap(sheet.ask_page.town.hold_keys[0])
    page = sheet.hold_page
    assert page is not None
    lose_the_next_hold(line)
    keeper.press(Qt.Key.Key_Return)
    keeper.wait(page.notice.isVisible)

    assert page.notice.text() == "No answer came. Ask again: nothing is put aside twice."
    assert not page.quantity.isEnabled()
    assert noted(shop_path) == []
    keeper.press(Qt.Key.Key_Return)
    keeper.wait(lambda: sheet.held_page is not None)
    assert len(orders_of(neighbour)) == 1
    assert sheet.held_page is not None
    assert "no printer" in sheet.held_page.slip.text()
    assert len(noted(shop_path)) == 1


def test_what_went_meanwhile_is_not_held_and_the_telephone_is_named(
    open_in_town: OpenInTown, neighbour: BesideThis, shop_path: Path
) -> None:
    keeper = open_in_town()
    sheet = find(keeper, word_of(neighbour))
    keeper.tap(sheet.ask_page.town.hold_keys[0])
    elsewhere(lambda: neighbour.till.put_levels([LevelRow(word_of(neighbour), 50, 0)]))
    keeper.press(Qt.Key.Key_Return)
    page = sheet.hold_page
    assert page is not None
    keeper.wait(page.notice.isVisible)

    assert page.notice.text() == f"{neighbour.name} does not put this aside. Call them: 02 97 00 00 04"
    assert noted(shop_path) == []
    keeper.press(Qt.Key.Key_Escape)
    assert sheet.ask_page.isVisible()
    keeper.press(Qt.Key.Key_Escape)
    assert keeper.cashier.window.sheet is None


def test_less_is_asked_for_where_there_is_not_that_much(
    open_in_town: OpenInTown, neighbour: BesideThis, shop_path: Path
) -> None:
    promise_at_once(neighbour)
    keeper = open_in_town()
    sheet = find(keeper, word_of(neighbour))
    keeper.tap(sheet.ask_page.town.hold_keys[0])
    page = sheet.hold_page
    assert page is not None
    page.quantity.setText("13")
    keeper.press(Qt.Key.Key_Return)
    keeper.wait(page.notice.isVisible)
    assert page.notice.text() == f"{neighbour.name} does not have that much free. Call them: 02 97 00 00 04"
    assert keeper.focus() is page.quantity

    keeper.paste("12")
    keeper.press(Qt.Key.Key_Return)
    keeper.wait(lambda: sheet.held_page is not None)

    assert [line.held_milli for order in orders_of(neighbour) for line in order.lines] == [12_000]


def test_a_hold_goes_on_when_the_sheet_is_closed_and_is_told_all_the_same(
    open_in_town: OpenInTown, neighbour: BesideThis, line: FaultServer, shop_path: Path
) -> None:
    keeper = open_in_town()
    sheet = find(keeper, word_of(neighbour))
    keeper.tap(sheet.ask_page.town.hold_keys[0])
    keeper.press(Qt.Key.Key_Return)
    sheet.put_away()
    keeper.wait(lambda: len(noted(shop_path)) == 1)

    [order] = orders_of(neighbour)
    keeper.wait(lambda: order.number in keeper.cashier.window.toast.text)


def test_a_code_finds_the_same_article_beside_this_shop(open_in_town: OpenInTown, neighbour: BesideThis) -> None:
    keeper = open_in_town()
    sheet = ask(keeper, "")
    keeper.cashier.scan(CANDLE)
    keeper.wait(lambda: neighbour.name in [row.shop.text() for row in sheet.ask_page.town.rows])


def test_typing_goes_on_while_the_town_is_slow_and_only_the_last_question_is_answered(
    open_in_town: OpenInTown, neighbour: BesideThis, line: FaultServer
) -> None:
    keeper = open_in_town()
    answered = hold_up(line, "quelque")
    sheet = ask(keeper, "quelque chose")
    keeper.wait(sheet.ask_page.town.progress.isVisible)
    keeper.paste(word_of(neighbour))
    keeper.wait(lambda: bool(sheet.ask_page.town.rows))
    answered.set()
    keeper.cashier.settle()

    assert [row.shop.text() for row in sheet.ask_page.town.rows] == [neighbour.name]


def test_without_a_network_noting_works_all_the_same(
    open_in_town: OpenInTown, line: FaultServer, shop_path: Path
) -> None:
    keeper = open_in_town()
    line.stop()
    sheet = ask(keeper, "laine")
    said = "The town cannot be asked just now. Noting works all the same."
    keeper.wait(lambda: sheet.ask_page.town.said.text() == said)
    keeper.press(Qt.Key.Key_Return)
    line.start()

    assert [one.words for one in noted(shop_path)] == ["laine"]


def test_no_other_shop_is_asked_to_hold_in_training(
    open_in_town: OpenInTown, neighbour: BesideThis, shop_path: Path
) -> None:
    keeper = open_in_town()
    begin(keeper.cashier)
    sheet = find(keeper, word_of(neighbour))
    keeper.tap(sheet.ask_page.town.hold_keys[0])
    keeper.press(Qt.Key.Key_Return)

    assert keeper.cashier.window.toast.text == "Training: no other shop is asked."
    assert orders_of(neighbour) == ()
    assert noted(shop_path) == []


def test_selling_goes_on_after_it(open_in_town: OpenInTown, neighbour: BesideThis) -> None:
    keeper = open_in_town()
    find(keeper, word_of(neighbour))
    keeper.press(Qt.Key.Key_Escape)
    keeper.cashier.scan(BREAD)

    assert keeper.cashier.lines == [("Pain de seigle", 1_000)]
