"""The sheet fits every screen, is reached by keyboard alone, and offers nothing that could harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos.database.connection import Database
from pos.database.online_links import OnlineLink
from pos.database.outbox import AsidedProduct
from pos.wording import Language, Wording
from sync.errors import Distrust, suspended_for
from sync.state import WindowState
from tests.builders import NOON
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.sync.till_at_work import TillAtWork
from ui.icons import Icons
from ui.online.aside_list import AsideList
from ui.online.online_sheet import OnlineSheet
from ui.online.page_address import PageAddress
from ui.online.window_view import LISTED_AT_MOST, WindowView, look
from ui.theme import TOUCH, Theme

LONG = "Confiture de mûres sauvages du plateau, cuite au chaudron, pot de 350 g, édition de la fête du village"
LINK = OnlineLink(
    target="catalogue",
    kind="catalogue",
    address="https://vitrines.example",
    shop="s",
    shop_name="Quincaillerie, droguerie et arts de la table de la rue des Halles",
    window_url="https://vitrines.example/boutiques/quincaillerie-droguerie-et-arts-de-la-table/",
    term=1,
    epoch=1,
)
ASIDE = tuple(AsidedProduct(f"p{place}", f"{place} {LONG}", "the name is blank") for place in range(8))
VIEW = WindowView(LINK, 1234, 8, ASIDE)
TROUBLED = WindowState(linked=True, current_at=NOON, trouble=suspended_for(Distrust.SIGN_IN))
AnyWidget = TypeVar("AnyWidget", bound=QWidget)


@pytest.fixture
def screen(qtbot: QtBot) -> QWidget:
    """A till's screen at its smallest."""
    QApplication.setStyle("Fusion")
    below = QWidget()
    below.setObjectName("page")
    qtbot.addWidget(below)
    below.resize(1024, 700)
    below.show()
    qtbot.waitExposed(below)
    return below


def _laid(
    screen: QWidget,
    *,
    language: Language = "en",
    percent: int = 100,
    view: WindowView = VIEW,
    state: WindowState = TROUBLED,
) -> OnlineSheet:
    theme = Theme("light", percent)
    theme.dress()
    sheet = OnlineSheet(theme, Wording(language), Icons(theme))
    focus = sheet.begin(view, state, key_file=Path("boutique/shop.db.keys"))
    sheet.lay_over(screen, focus)
    QApplication.processEvents()
    return sheet


def _leaving(sheet: OnlineSheet) -> None:
    sheet.window_page.leave_key.click()


def _joining(sheet: OnlineSheet) -> None:
    sheet.window_page.card.standing.join_key.click()
    sheet.join_refused(suspended_for(Distrust.TLS))


def _asking(sheet: OnlineSheet) -> None:
    _joining(sheet)
    sheet.join_page.code.setText("ABCD-1234")
    sheet.join_page.confirm()


def _looking(sheet: OnlineSheet) -> None:
    sheet.window_page.card.say(f"“{LONG}” was refused again.")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("turn", [_looking, _leaving, _joining, _asking])
def test_every_page_fits_the_smallest_screen(
    screen: QWidget, turn: Callable[[OnlineSheet], None], percent: int, language: Language
) -> None:
    sheet = _laid(screen, language=language, percent=percent)
    turn(sheet)
    _settle()

    assert sheet.rect().contains(sheet.card.geometry())
    assert sheet.card.geometry().center().x() in range(sheet.width() // 2 - 2, sheet.width() // 2 + 2)
    for key in _shown(sheet.findChildren(QPushButton)):
        assert key.width() >= key.minimumSizeHint().width(), f"“{key.text()}” is cut off"
        assert key.height() >= TOUCH, key.text()
        assert key.accessibleName(), key.text()
    for words in _shown(sheet.findChildren(QLabel)):
        assert words.height() >= words.heightForWidth(words.width()), f"“{words.text()}” is cut off"
        assert words.text() == "" or words.textFormat() is Qt.TextFormat.PlainText


def _settle() -> None:
    """A length asked for deep inside a sheet reaches its card in several rounds."""
    for _ in range(10):
        QApplication.processEvents()


def _shown(widgets: Sequence[AnyWidget]) -> list[AnyWidget]:
    return [widget for widget in widgets if widget.isVisible()]


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_tab_key_reaches_everything_and_stays_on_the_sheet(screen: QWidget) -> None:
    sheet = _laid(screen)
    window = sheet.window_page
    assert _focus() is window.close_key

    reached = []
    for _ in range(60):
        QTest.keyClick(_focus(), Qt.Key.Key_Tab)
        reached.append(_focus())
        if reached[-1] is window.close_key:
            break

    card = window.card
    assert reached == [
        *(card.standing.join_key, card.standing.again_key, card.aside.send_all_key, card.aside.leave_all_key),
        *(key for row in card.aside.rows for key in (row.send_key, row.leave_key)),
        *(card.page.address, card.page.copy_key, card.page.open_key),
        *(card.report_key, card.coverage_key, card.rules_key, card.test_key, card.compare_key, card.log_key),
        *(window.leave_key, window.close_key),
    ]


def test_what_the_tab_key_reaches_is_in_sight(screen: QWidget) -> None:
    sheet = _laid(screen, percent=150)
    last = sheet.window_page.card.log_key
    assert last.visibleRegion().isEmpty()

    QTest.keyClick(sheet.window_page.close_key, Qt.Key.Key_Backtab)
    QTest.keyClick(sheet.window_page.leave_key, Qt.Key.Key_Backtab)

    assert _focus() is last
    assert last.visibleRegion().boundingRect() == last.rect()


def test_enter_does_what_the_key_with_the_focus_says(screen: QWidget) -> None:
    sheet = _laid(screen)
    asked: list[str] = []
    sheet.window_page.card.aside.send_again_requested.connect(asked.append)
    row = sheet.window_page.card.aside.rows[2]
    row.send_key.setFocus()

    QTest.keyClick(row.send_key, Qt.Key.Key_Return)

    assert asked == ["p2"]
    sheet.window_page.card.page.address.setFocus()
    QTest.keyClick(sheet.window_page.card.page.address, Qt.Key.Key_Return)
    assert asked == ["p2"]
    assert sheet.isVisible()


def test_enter_and_esc_while_the_catalogue_is_asked_ask_nothing_twice(screen: QWidget) -> None:
    sheet = _laid(screen, view=WindowView(None))
    page = sheet.join_page
    asked: list[tuple[str, str]] = []
    stopped: list[None] = []
    page.join_requested.connect(lambda address, code: asked.append((address, code)))
    page.stop_requested.connect(lambda: stopped.append(None))
    page.address.setText(" vitrines.example ")
    QTest.keyClick(page.address, Qt.Key.Key_Return)
    page.code.setText("ABCD-1234")
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    sheet.setFocus()

    QTest.keyClick(sheet, Qt.Key.Key_Return)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)

    assert asked == [("vitrines.example", "ABCD-1234")]
    assert len(stopped) == 1
    assert sheet.isVisible()


def test_the_sheet_grows_with_what_is_refused_and_nothing_moves_when_it_becomes_less(screen: QWidget) -> None:
    current = WindowState(linked=True, current_at=NOON)
    sheet = _laid(screen, view=WindowView(LINK), state=current)
    _settle()
    before = sheet.card.height()

    sheet.show_window(WindowView(LINK, 0, 2, ASIDE[:2]), current, key_file=None)
    _settle()
    grown = sheet.card.geometry()
    sheet.show_window(WindowView(LINK, 0, 1, ASIDE[:1]), current, key_file=None)
    _settle()

    assert grown.height() > before
    assert sheet.card.geometry() == grown


def test_nobody_is_warned_of_a_key_that_the_system_keeps(screen: QWidget) -> None:
    sheet = _laid(screen)
    assert sheet.window_page.card.warning.isVisible()

    sheet.show_window(VIEW, TROUBLED, key_file=None)

    assert not sheet.window_page.card.warning.isVisible()


def test_a_key_that_leaves_with_its_article_leaves_the_focus_on_the_sheet(screen: QWidget) -> None:
    sheet = _laid(screen)
    aside = sheet.window_page.card.aside
    aside.rows[7].send_key.setFocus()
    kept = aside.rows[0]

    sheet.show_window(WindowView(LINK, 0, 7, ASIDE[:7]), TROUBLED, key_file=None)

    assert aside.rows[0] is kept
    assert sheet.isAncestorOf(_focus())


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://vitrines.example/boutiques/a/", True),
        ("http://127.0.0.1:8000/boutiques/a/", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("vitrines.example", False),
        ("", False),
    ],
)
def test_only_an_address_of_the_web_can_be_opened(qtbot: QtBot, address: str, *, opens: bool) -> None:
    theme = Theme("light")
    shown = PageAddress(theme, Wording("en"), Icons(theme))
    qtbot.addWidget(shown)

    shown.show_address("https://before.example/")
    shown.show_address(address)

    assert shown.open_key.isEnabled() is opens


def test_a_name_or_reason_from_afar_is_plain_text(qtbot: QtBot) -> None:
    listed = AsideList(Theme("light"), Wording("en"))
    qtbot.addWidget(listed)

    listed.show_products([AsidedProduct("p", "<b>Thé</b>", "<i>no</i>")], 1)

    assert listed.rows[0].name.textFormat() is Qt.TextFormat.PlainText
    assert listed.rows[0].reason.textFormat() is Qt.TextFormat.PlainText


def test_of_many_refused_articles_the_first_are_listed_and_the_rest_counted(
    qtbot: QtBot, db: Database, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till = TillAtWork(db)
    shelf = [till.add(f"Savon {place:02d}", 1) for place in range(60)]
    till.join(server.url, catalogue.invite("Savonnerie"))
    db.execute("UPDATE dirty SET set_aside = 'no' WHERE stream = 'product'")

    view = look(db, NOON)
    listed = AsideList(Theme("light"), Wording("en"))
    qtbot.addWidget(listed)
    listed.show_products(view.aside, view.set_aside)

    assert view.set_aside == len(shelf)
    assert [row.name.text() for row in listed.rows] == [f"Savon {place:02d}" for place in range(LISTED_AT_MOST)]
    assert listed.more.text() == "and 10 more"
