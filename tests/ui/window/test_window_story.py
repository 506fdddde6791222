"""One morning: hours, a closure, who the shop is and a piece of news, from the till's sheet to the town's page."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from pos.database import online_links, window_told
from tests.builders import PARIS
from tests.sync.conftest import catalogue, server, town
from tests.ui.demand.conftest import OpenInTown, line, open_in_town
from tests.ui.online.shopkeeper import elsewhere
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import gui_thread_guard, open_till, shelf
from ui.window.window_sheet import ABOUT, CLOSURES, NEWS, WindowSheet

__all__ = ["catalogue", "gui_thread_guard", "line", "open_in_town", "open_till", "server", "shelf", "town"]


@pytest.fixture
def now() -> datetime:
    """The moment of the till is that of the catalogue, which lets days that are over go from its page."""
    return datetime.now(PARIS)


def test_what_a_shopkeeper_says_in_the_morning_stands_on_the_page(
    open_in_town: OpenInTown, shop_path: Path, tmp_path: Path
) -> None:
    keeper = open_in_town()
    cashier, till = keeper.cashier, keeper.cashier.till
    till.late.contents.open()
    cashier.settle()
    sheet = cashier.sheet(WindowSheet)
    for box, text in zip(sheet.hours.rows[0].boxes, ("9", "12h30", "14", "19"), strict=True):
        box.setText(text)
    sheet.hours.copy()
    sheet.tabs.setCurrentIndex(CLOSURES)
    today = sheet.closures._today()  # the machine's day: where midnight is near, the town's may be the next
    sheet.closures.first_day.show_text(f"{today:%d/%m/%Y}")
    sheet.closures.last_day.show_text(f"{today + timedelta(days=2):%d/%m/%Y}")
    sheet.closures.reason.show_text("Inventaire annuel")
    sheet.closures.add()
    sheet.tabs.setCurrentIndex(ABOUT)
    sheet.about.presentation.show_text("Fromages affinés sur place")
    picture = tmp_path / "shop.png"
    QImage(900, 600, QImage.Format.Format_RGB32).save(str(picture))
    sheet.about.photo.offered.emit(picture)
    cashier.settle()
    cashier.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    cashier.settle()
    till.late.contents.open(NEWS)
    cashier.settle()
    news = cashier.sheet(WindowSheet).news
    news.write(None)
    news.title.show_text("Les clémentines sont là")
    news.publish()
    cashier.settle()

    told = 2
    cashier.qtbot.waitUntil(lambda: _told(shop_path) == [""] * told, timeout=20_000)
    link = ask(shop_path, online_links.get)
    assert link is not None
    page = elsewhere(lambda: requests.get(f"{link.window_url}?lang=fr", timeout=10).text)
    assert "Inventaire annuel" in page
    assert "Fromages affinés sur place" in page
    assert "Lundi au dimanche" in page
    assert ask(shop_path, lambda db: window_told.refused(db, link.target)) == []


def _told(shop: Path) -> list[str]:
    """What was said against the word and the news, as far as they were told."""
    kinds = "('word', 'news')"
    return ask(shop, lambda db: [one for (one,) in db.rows(f"SELECT refused FROM window_told WHERE kind IN {kinds}")])
