"""A photo on the card: chosen, pasted, dropped, taken away; a bad file is said and changes nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos.domain.catalogue import Product
from pos.wording import Wording
from tests.ui.articles.conftest import Kept, OpenCard
from tests.ui.articles.pictures import BLUE, RED, bomb, is_near, photo, picture
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD
from ui.articles import photo_making
from ui.articles.photo_box import PhotoBox
from ui.icons import Icons
from ui.theme import Theme

CONTROL = Qt.KeyboardModifier.ControlModifier


def _file(folder: Path, body: bytes, name: str = "pain.jpg") -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


def _drop(on: QWidget, path: Path) -> bool:
    offered = QMimeData()
    offered.setUrls([QUrl.fromLocalFile(str(path))])
    where, copy, left = on.rect().center(), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(where, copy, offered, left, none)
    QApplication.sendEvent(on, entering)
    if entering.isAccepted():
        QApplication.sendEvent(on, QDropEvent(QPointF(where), copy, offered, left, none))
    return entering.isAccepted()


def test_a_photo_dropped_on_the_card_is_saved_and_shown_on_the_tile(
    cashier: Cashier, open_card: OpenCard, kept: Kept, tmp_path: Path
) -> None:
    sheet = open_card(BREAD)
    assert _drop(sheet.photo.view, _file(tmp_path, photo()))
    cashier.settle()
    cashier.press(Qt.Key.Key_Return)

    card = kept(BREAD)
    assert card.picture is not None
    assert card.picture.startswith(b"\xff\xd8\xff")
    sha256 = card.product.photo
    assert sha256 is not None
    shelf_of_photos = cashier.window.sell._photos
    cashier.window.sell.grid.viewport().repaint()
    cashier.qtbot.waitUntil(lambda: shelf_of_photos.photo(sha256) is not None, timeout=2_000)


def test_a_photo_is_made_off_the_window_s_thread(
    cashier: Cashier, open_card: OpenCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    real = photo_making.from_bytes

    def noted(body: bytes, *, longest: int) -> bytes:
        threads.append(threading.get_ident())
        return real(body, longest=longest)

    monkeypatch.setattr(photo_making, "from_bytes", noted)

    open_card(BREAD).photo.offered.emit(photo())
    cashier.settle()

    assert threads
    assert threading.get_ident() not in threads


def test_a_photo_copied_elsewhere_is_pasted_by_key_or_ctrl_v(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    QGuiApplication.clipboard().setImage(picture(300, 300))
    sheet.save_key.setFocus()
    cashier.press(Qt.Key.Key_V, CONTROL)
    cashier.press(Qt.Key.Key_Return)
    first = kept(BREAD).picture
    assert first is not None

    sheet = open_card(BREAD)
    QGuiApplication.clipboard().setImage(picture(200, 300))
    cashier.tap(sheet.photo.paste_key)
    cashier.press(Qt.Key.Key_Return)
    assert kept(BREAD).picture not in {None, first}


def test_nothing_to_paste_is_said(cashier: Cashier, open_card: OpenCard) -> None:
    sheet = open_card(BREAD)
    QGuiApplication.clipboard().setText("pain")
    cashier.tap(sheet.photo.paste_key)

    assert sheet.notice.text() == "Nothing was copied that is a photo."


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<svg><script>alert(1)</script></svg>", "The file is not a photo."),
        (photo("JPEG", 400, 300)[:2_000], "The file is damaged or was not copied whole."),
        (bomb(), "It is larger than any photo."),
    ],
)
def test_a_bad_file_is_said_in_a_sentence_and_the_old_photo_stays(
    cashier: Cashier, open_card: OpenCard, kept: Kept, tmp_path: Path, body: bytes, why: str
) -> None:
    sheet = open_card(BREAD)
    sheet.photo.offered.emit(photo())
    cashier.settle()
    _drop(sheet.photo.view, _file(tmp_path, body))
    cashier.settle()

    assert why in sheet.notice.text()
    cashier.press(Qt.Key.Key_Return)
    picture_kept = kept(BREAD).picture
    assert picture_kept is not None
    assert photo_making.shown(picture_kept).width() == photo_making.LONGEST_SIDE


def test_a_photo_taken_away_is_gone_from_the_file(
    cashier: Cashier, open_card: OpenCard, kept: Kept, shelf: dict[str, Product]
) -> None:
    open_card(BREAD).photo.offered.emit(photo())
    cashier.settle()
    cashier.press(Qt.Key.Key_Return)
    sheet = open_card(BREAD)
    assert sheet.photo.remove_key.isEnabled()
    cashier.tap(sheet.photo.remove_key)
    cashier.press(Qt.Key.Key_Return)

    counted: list[int] = []
    cashier.till.background.run(lambda db: db.value("SELECT count(*) FROM photo"), counted.append)
    cashier.settle()
    assert kept(BREAD).picture is None
    assert counted == [0]


def test_the_card_shows_the_middle_of_the_photo_in_a_square(cashier: Cashier, open_card: OpenCard) -> None:
    sheet = open_card(BREAD)
    sheet.photo.offered.emit(photo("PNG", 900, 300))
    cashier.settle()

    seen = sheet.photo.view.grab().toImage()
    side = min(seen.width(), seen.height())
    left, top = (seen.width() - side) // 2, (seen.height() - side) // 2
    assert is_near(seen.pixelColor(left + side // 2, top + side // 4), RED)
    assert is_near(seen.pixelColor(left + side // 2, top + 3 * side // 4), BLUE)


def test_a_chosen_file_is_offered_and_a_closed_dialog_offers_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    theme, answers = Theme("light"), [tmp_path / "pain.jpg", None]
    box = PhotoBox(theme, Wording("en"), Icons(theme), ask=lambda *_: answers.pop(0))
    qtbot.addWidget(box)
    offered: list[object] = []
    box.offered.connect(offered.append)

    box.choose_key.click()
    box.choose_key.click()

    assert offered == [tmp_path / "pain.jpg"]
