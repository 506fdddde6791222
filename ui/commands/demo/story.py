"""The demo told by itself: three sales through the real window, each followed to the shopper's page."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos.database import products
from pos.database.connection import connect_reader
from pos.devices.paper import read_paper
from pos.domain.catalogue import Product
from pos.domain.money import Money
from pos.domain.quantity import Quantity, pieces
from pos.domain.sale import Sale
from pos.operations.checking import check
from pos.wording import Wording, mark
from ui import machine
from ui.app import Till, TillOptions
from ui.commands.console import DONE, Console
from ui.commands.demo.expecting import NotAsPromised, expect
from ui.commands.demo.hands import Hands
from ui.commands.demo.page import Watcher, figure, level_line, product_url
from ui.commands.demo.stage import Stage
from ui.commands.words import duration

if TYPE_CHECKING:
    from pos.operations.selling import Sold
    from sync.state import WindowState

PAGE_WITHIN_S: Final = 10.0
FIRST_PUSH_WITHIN_S: Final = 20.0
HONEY: Final = "2120600000809"
CHEESE: Final = "2200301000008"
LEMONADE: Final = "2120700001003"
BREAD: Final = "20100100"


@dataclass(frozen=True, slots=True)
class Told:
    """One sale of the story: the sale, what the page said before and after, and how long after the sale."""

    sale: Sale
    product: Product
    before: str
    after: str
    page_ms: int


class Story:
    """The till, the hands on it, and what has been told so far."""

    def __init__(self, stage: Stage, till: Till, console: Console, out: Path) -> None:
        self.stage, self.till, self.console, self.out = stage, till, console, out
        self.wording: Wording = console.wording
        self.hands = Hands(till, self.wording)
        self.sales: list[Sale] = []
        self.window: WindowState | None = None
        self.pictures: list[Path] = []
        self.is_ready = False
        till.ready.connect(self._ready)
        till.sold.connect(self._sold)
        till.window_reported.connect(self._reported)

    def product(self, code: str) -> Product:
        """The article of a code, as the shop's file has it."""
        reader = connect_reader(self.stage.shop_path)
        try:
            found = products.with_barcode(reader, code)
        finally:
            reader.close()
        expect(found is not None, self.wording("The demo shop lacks the article {code}.").format(code=code))
        assert found is not None
        return found

    def picture(self, name: str) -> None:
        """Keep what the screen shows."""
        self.pictures.append(self.hands.picture(self.out / f"{len(self.pictures) + 1:02}-{name}.png"))

    @property
    def is_current(self) -> bool:
        """Whether the till knows its shop window to be current."""
        state = self.window
        return state is not None and state.linked and state.current_at is not None and state.waiting == 0

    def _ready(self) -> None:
        self.is_ready = True

    def _sold(self, sold: Sold) -> None:
        self.sales.append(sold.sale)

    def _reported(self, state: WindowState) -> None:
        self.window = state


def tell(stage: Stage, console: Console, *, out: Path, began: float) -> int:
    """Play the three sales and say what happened; 0 when every promise was kept.

    Raises:
        NotAsPromised: one was not; the sentence says which.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        application.setStyle("Fusion")
    options = TillOptions(
        shop_path=stage.shop_path,
        language=console.wording.language,
        theme="light",
        printer_setting="pretend:",
        papers=stage.papers,
        keys=stage.key_store,
    )
    hook = sys.excepthook
    till = Till(options, clock=machine.now, new_id=machine.new_id, sound=lambda _: None)
    try:
        story = Story(stage, till, console, out)
        with story.hands.heeding_the_wish_to_stop():
            first_push_s = _open(story)
            told = [_by_scanner(story), _by_weight(story), _by_cash(story)]
            _close(story)
    except NotAsPromised:
        till.window.grab().save(str(out / "broken.png"))
        raise
    finally:
        till.close()
        sys.excepthook = hook
    _say_farewell(story, told, began)
    console.figures(_figures(story, told, first_push_s=first_push_s, seconds=time.monotonic() - began))
    return DONE


def _open(story: Story) -> float:
    """Open the till and let it bring its window up to date; the seconds that took."""
    wording, began = story.wording, time.monotonic()
    story.till.open()
    story.hands.wait_until(lambda: story.is_ready, what=wording("the till opens"))
    story.console.say(wording("The till is open; ready after {duration}.").format(duration=_since(began, wording)))
    story.hands.wait_until(
        lambda: story.is_current, what=wording("the shop’s window is current"), within_s=FIRST_PUSH_WITHIN_S
    )
    seconds = time.monotonic() - began
    story.console.say(wording("The shop’s window is current after {duration}.").format(duration=_since(began, wording)))
    story.picture("till")
    return seconds


def _by_scanner(story: Story) -> Told:
    """Two jars, scanned twice, paid by card."""
    honey = story.product(HONEY)
    _title(story, mark("Scanned twice and paid by card: {name}"), honey)

    def ring_up() -> None:
        story.hands.scan(HONEY)
        story.hands.scan(HONEY)
        _wait_for_lines(story, honey, pieces(2))
        story.picture("scanned")
        story.hands.press(Qt.Key.Key_F9)
        story.hands.press(Qt.Key.Key_F12)

    return _followed(story, honey, pieces(2), ring_up)


def _by_weight(story: Story) -> Told:
    """A piece of cheese found by its name and weighed, with a loaf, paid with the exact cash."""
    cheese, weight = story.product(CHEESE), Quantity(350)
    _title(story, mark("Searched, weighed, paid with exact cash: {name}"), cheese)

    def ring_up() -> None:
        story.hands.write("comt")
        story.hands.wait_ms(200)
        story.picture("search")
        story.hands.press(Qt.Key.Key_Return)
        story.hands.wait_until(lambda: story.till.window.sheet is not None, what=story.wording("the weight is asked"))
        story.hands.write("0,350")
        story.picture("weight")
        story.hands.press(Qt.Key.Key_Return)
        _wait_for_lines(story, cheese, weight)
        story.hands.scan(BREAD)
        _wait_for_lines(story, story.product(BREAD), pieces(1))
        story.hands.press(Qt.Key.Key_F10)
        story.hands.press(Qt.Key.Key_Return)
        story.hands.press(Qt.Key.Key_Return)

    return _followed(story, cheese, weight, ring_up)


def _by_cash(story: Story) -> Told:
    """Three bottles by one scan, paid with a note: change is given."""
    lemonade = story.product(LEMONADE)
    _title(story, mark("Three with one scan, paid with a note of 20: {name}"), lemonade)

    def ring_up() -> None:
        story.hands.write("3*")
        story.hands.wait_ms(100)
        story.hands.scan(LEMONADE)
        _wait_for_lines(story, lemonade, pieces(3))
        story.hands.press(Qt.Key.Key_F10)
        story.hands.write("20")
        story.picture("change")
        story.hands.press(Qt.Key.Key_Return)

    told = _followed(story, lemonade, pieces(3), ring_up)
    change = Money(2_000) - told.sale.total
    expect(
        told.sale.change == change and change.minor > 0,
        story.wording("The change should be {amount}.").format(amount=story.wording.money(change)),
    )
    return told


def _followed(story: Story, product: Product, quantity: Quantity, ring_up: Callable[[], None]) -> Told:
    """Ring up a sale, print its receipt, and see its level change on the product's page."""
    wording, language, url = story.wording, story.wording.language, product_url(story.stage.window_url, product.id)
    before = level_line(url, language)
    held = figure(before)
    _line(story, wording("on its page before: {line}").format(line=before))
    expect(held is not None, wording("The page tells no level: {address}").format(address=url))
    left = (held or Quantity(0)) - quantity
    watcher = Watcher(url, language, lambda seen: seen == left, within_s=PAGE_WITHIN_S)
    sales = len(story.sales)
    ring_up()
    story.hands.wait_until(lambda: len(story.sales) > sales, what=wording("the sale is made"))
    sale = story.sales[-1]
    watcher.start()
    story.hands.wait_until(lambda: watcher.is_done, what=wording("the page is read"), within_s=2 * PAGE_WITHIN_S)
    expect(watcher.seen_at is not None, wording("The page still says: {line}").format(line=watcher.line))
    page_ms = round(((watcher.seen_at or sale.sold_at) - sale.sold_at).total_seconds() * 1_000)
    story.picture("paid")
    _print(story, sale)
    told = wording("on its page {duration} after the sale: {line}")
    _line(story, told.format(duration=duration(page_ms / 1_000, wording), line=watcher.line))
    return Told(sale, product, before, watcher.line, page_ms)


def _print(story: Story, sale: Sale) -> None:
    """Have the receipt printed, and show the paper that the printer gave out."""
    wording, before = story.wording, len(list(story.stage.papers.glob("*.txt")))
    story.hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    story.hands.wait_until(
        lambda: len(list(story.stage.papers.glob("*.txt"))) > before, what=wording("the receipt is printed")
    )
    newest = max(story.stage.papers.glob("*.bin"))
    paper = read_paper(newest.read_bytes()).text
    for line in re.sub(r"\n{3,}", "\n\n", paper.rstrip()).splitlines():
        story.console.say(f"      {line}".rstrip())
    total = wording.amount(sale.total).replace("\u202f", " ")
    expect(total in paper.replace("\u202f", " "), wording("The receipt does not show {amount}.").format(amount=total))


def _wait_for_lines(story: Story, product: Product, quantity: Quantity) -> None:
    def is_there() -> bool:
        lines = story.till.desk.counter.ticket.lines
        return any(line.product_id == product.id and line.quantity == quantity for line in lines)

    story.hands.wait_until(is_there, what=story.wording("{name} is on the ticket").format(name=product.name))


def _close(story: Story) -> None:
    """Let the last receipt's sheet go, and look whether the file is sound."""
    story.hands.wait_until(lambda: story.is_current, what=story.wording("the shop’s window is current"))
    story.hands.wait_ms(100)
    story.picture("afterwards")
    reader = connect_reader(story.stage.shop_path)
    try:
        report = check(reader)
    finally:
        reader.close()
    expect(report.is_sound, story.wording("The shop’s file is not sound: comptoir check says more."))


def _say_farewell(story: Story, told: list[Told], began: float) -> None:
    wording, slowest = story.wording, max(one.page_ms for one in told)
    story.console.say()
    summary = wording("{count} sales, each on its receipt and on its page within {duration}; the shop’s file is sound.")
    story.console.say(summary.format(count=len(told), duration=duration(slowest / 1_000, wording)))
    story.console.say(wording("Pictures: {folder}").format(folder=story.out))
    story.console.say(wording("All of it took {duration}.").format(duration=_since(began, wording)))


def _figures(story: Story, told: list[Told], *, first_push_s: float, seconds: float) -> dict[str, Any]:
    return {
        "window_url": story.stage.window_url,
        "products": story.stage.products,
        "filled_s": round(story.stage.filled_s, 3),
        "first_push_s": round(first_push_s, 3),
        "sales": [
            {
                "number": one.sale.number,
                "product": one.product.name,
                "total_minor": one.sale.total.minor,
                "change_minor": one.sale.change.minor,
                "before": one.before,
                "after": one.after,
                "page_ms": one.page_ms,
            }
            for one in told
        ],
        "pictures": [str(picture) for picture in story.pictures],
        "seconds": round(seconds, 3),
    }


def _title(story: Story, sentence: str, product: Product) -> None:
    story.console.say()
    story.console.say(f"{len(story.sales) + 1}. {story.wording(sentence).format(name=product.name)}")


def _line(story: Story, words: str) -> None:
    story.console.say(f"   {words}")


def _since(began: float, wording: Wording) -> str:
    return duration(time.monotonic() - began, wording)
