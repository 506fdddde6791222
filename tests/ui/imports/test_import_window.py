"""Bringing a list in through the window: looked at, corrected, imported, saved, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QProgressBar, QTableView, QWidget

from pos.database import imports, products
from pos.database.connection import Database
from pos.database.search import search
from pos.domain.money import Money
from pos.domain.tax import TaxClass
from pos.exchange.product_lists.layout import Encoding, Field
from pos.operations.cataloguing import add_product
from tests.builders import product
from tests.pos.exchange.lists import workbook
from tests.pos.operations.importing_lists import imported, list_file, shop
from tests.ui.imports.conftest import PATIENCE_MS, OpenImports, Shopkeeper
from ui.imports.field_header import FieldHeader

MANY = [f"K{number};Article {number};1,00" for number in range(2_000)]
HEADINGS = "code;nom;prix"


@pytest.fixture
def keeper(open_imports: OpenImports) -> Shopkeeper:
    return open_imports()


def _understood(keeper: Shopkeeper) -> list[str]:
    model = keeper.window.check.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_list_is_dropped_looked_at_and_imported(keeper: Shopkeeper, db: Database, tmp_path: Path) -> None:
    path = list_file(tmp_path, "20100100;Savon;2,50", "20100209;Brosse;", headings=HEADINGS)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with keeper.qtbot.waitSignal(keeper.work.compared, timeout=PATIENCE_MS):
        keeper.window.choose.dropEvent(drop)

    assert _understood(keeper) == ["Savon · €2.50", "Brosse · to price"]
    assert keeper.window.check.figures.text() == "2 new articles"
    assert products.count(db) == 0

    keeper.imports()

    soap = products.with_barcode(db, "20100100")
    assert soap is not None
    assert soap.price == Money(250)
    assert keeper.window.done.told.text() == "2 new articles"
    assert keeper.changes == 1


def test_the_whole_import_is_made_with_keys_alone(open_imports: OpenImports, db: Database, tmp_path: Path) -> None:
    keeper = open_imports(chosen=list_file(tmp_path, "A;Savon;2,50", headings=HEADINGS))

    with keeper.qtbot.waitSignal(keeper.work.compared, timeout=PATIENCE_MS):
        QTest.keyClick(keeper.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(keeper.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    keeper.waits_for(keeper.window.done)
    QTest.keyClick(keeper.window, Qt.Key.Key_Escape)

    assert not keeper.window.isVisible()
    assert products.count(db) == 1


def test_a_column_understood_wrongly_is_corrected(keeper: Shopkeeper, db: Database, tmp_path: Path) -> None:
    keeper.takes(list_file(tmp_path, "Savon de Marseille;Savon;2", headings="nom;libellé long;prix"))
    header = keeper.window.check.header
    assert keeper.window.check.layout_shown.fields == (Field.NAME, None, Field.PRICE)

    with keeper.qtbot.waitSignal(keeper.work.compared, timeout=PATIENCE_MS):
        _choose(header.boxes[1], "Name")

    assert [box.currentText() for box in header.boxes] == ["Not taken", "Name", "Price with VAT"]
    assert _understood(keeper) == ["Savon · €2.00"]
    keeper.imports()
    assert [one.product.name for one in search(db, "savon")] == ["Savon"]


def test_letters_and_separator_understood_wrongly_are_corrected(keeper: Shopkeeper, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes("nom;prix\nThé;3\n".encode())
    keeper.takes(path)
    check = keeper.window.check
    assert _understood(keeper) == ["Thé · €3.00"]

    with keeper.qtbot.waitSignal(keeper.work.compared, timeout=PATIENCE_MS):
        _choose(check.encoding, "Windows (CP1252)")

    assert check.layout_shown.encoding is Encoding.CP1252
    assert _understood(keeper) == ["ThÃ© · €3.00"]


def test_the_vat_of_articles_that_say_none_is_chosen(keeper: Shopkeeper, db: Database, tmp_path: Path) -> None:
    keeper.takes(list_file(tmp_path, "A;Savon;2", headings=HEADINGS))

    with keeper.qtbot.waitSignal(keeper.work.compared, timeout=PATIENCE_MS):
        _choose(keeper.window.check.tax_class, "5.5%")
    keeper.imports()

    soap = products.with_barcode(db, "A")
    assert soap is not None
    assert soap.tax_class is TaxClass.REDUCED


def test_a_sheet_of_a_workbook_is_read(keeper: Shopkeeper, tmp_path: Path) -> None:
    keeper.takes(workbook(tmp_path / "liste.xlsx", [["nom", "prix"], ["Savon", 2.5]], sheet="Tarif"))

    check = keeper.window.check
    assert (check.sheet.isVisible(), check.encoding.isVisible(), check.separator.isVisible()) == (True, False, False)
    assert check.sheet.currentText() == "Tarif"
    assert _understood(keeper) == ["Savon · €2.50"]


def test_a_list_without_names_cannot_be_imported_until_a_column_holds_them(keeper: Shopkeeper, tmp_path: Path) -> None:
    with keeper.qtbot.waitSignal(keeper.work.refused, timeout=PATIENCE_MS):
        keeper.window.take(list_file(tmp_path, "1;2", headings="prix;x"))

    check = keeper.window.check
    assert "which column holds the names" in check.notice.text()
    assert not check.import_key.isEnabled()

    with keeper.qtbot.waitSignal(keeper.work.compared, timeout=PATIENCE_MS):
        _choose(check.header.boxes[1], "Name")
    assert check.import_key.isEnabled()
    assert not check.notice.isVisible()


def test_what_is_no_list_is_refused_in_words_and_another_can_be_chosen(keeper: Shopkeeper, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(bytes(range(256)) * 9)

    with keeper.qtbot.waitSignal(keeper.work.refused, timeout=PATIENCE_MS):
        keeper.window.take(photo)

    assert "This is no table of products." in keeper.window.choose.notice.text()
    keeper.takes(list_file(tmp_path, "A;Savon;2", headings=HEADINGS))
    assert not keeper.window.choose.notice.isVisible()


def test_a_list_the_shop_has_already_is_said_to_bring_nothing(keeper: Shopkeeper, db: Database, tmp_path: Path) -> None:
    path = list_file(tmp_path, "A;Savon;2", headings=HEADINGS)
    imported(db, path)

    keeper.takes(path)

    assert "nothing to import" in keeper.window.check.remarks.text()
    assert not keeper.window.check.import_key.isEnabled()


def test_cancelling_leaves_the_shop_as_it_was(keeper: Shopkeeper, db: Database, tmp_path: Path) -> None:
    add_product(db, product("Savon"), ["K7"])
    before = shop(db)
    keeper.takes(list_file(tmp_path, *MANY, headings=HEADINGS))
    window = keeper.window

    with keeper.qtbot.waitSignal(keeper.work.progressed, timeout=PATIENCE_MS):
        window.check.import_key.click()
    assert window.pages.currentWidget() is window.working
    with keeper.qtbot.waitSignals([keeper.work.stopped, keeper.work.compared], timeout=PATIENCE_MS):
        QTest.keyClick(window, Qt.Key.Key_Escape)

    assert window.pages.currentWidget() is window.check
    assert window.check.import_key.isEnabled()
    assert shop(db) == before


def test_progress_says_how_much_is_done_and_what_is_left(keeper: Shopkeeper) -> None:
    working = keeper.window.working
    working.begin("Importing…", can_stop=True)

    working.show_progress(500, 2_000)

    assert working.progress.value() == 500
    assert working.told.text() == "500 of 2,000 · about 3 seconds left"


def test_an_import_under_way_is_not_lost_by_closing_the_window(
    keeper: Shopkeeper, db: Database, tmp_path: Path
) -> None:
    keeper.takes(list_file(tmp_path, *MANY, headings=HEADINGS))
    keeper.window.check.import_key.click()

    assert not keeper.window.close()

    assert "Cancel first" in keeper.window.working.goes_on.text()
    keeper.waits_for(keeper.window.done)
    assert products.count(db) == len(MANY)


def test_a_list_looked_at_and_left_leaves_nothing_behind(keeper: Shopkeeper, db: Database, tmp_path: Path) -> None:
    keeper.takes(list_file(tmp_path, "A;Savon;2", headings=HEADINGS))

    QTest.keyClick(keeper.window, Qt.Key.Key_Escape)

    assert keeper.window.pages.currentWidget() is keeper.window.choose
    keeper.qtbot.waitUntil(lambda: imports.recent(db) == [], timeout=PATIENCE_MS)


def test_refused_rows_are_saved_and_rows_to_check_too(keeper: Shopkeeper, tmp_path: Path) -> None:
    keeper.takes(list_file(tmp_path, "20100101;Savon;2", ";;3", headings=HEADINGS))
    assert _understood(keeper) == ["The barcode’s check digit is wrong · Savon · €2.00", "The name is missing."]
    keeper.imports()
    done = keeper.window.done
    assert done.told.text() == "1 new article · 1 refused row"

    for key, file, holds in (
        (done.refused_key, "liste - refused rows.csv", "The name is missing."),
        (done.flagged_key, "liste - rows to check.csv", "20100101;Savon;2"),
    ):
        with keeper.qtbot.waitSignal(keeper.work.saved, timeout=PATIENCE_MS):
            key.click()
        assert done.notice.text() == "1 row is saved."
        assert holds in (tmp_path / file).read_text(encoding="utf-8-sig")


def test_a_folder_that_takes_no_file_is_said_so(open_imports: OpenImports, tmp_path: Path) -> None:
    keeper = open_imports(saved=tmp_path / "nowhere" / "refus.csv")
    keeper.takes(list_file(tmp_path, "A;Savon;2", ";;3", headings=HEADINGS))
    keeper.imports()

    with keeper.qtbot.waitSignal(keeper.work.refused, timeout=PATIENCE_MS):
        keeper.window.done.refused_key.click()

    assert "could not be written" in keeper.window.done.notice.text()


def test_an_import_is_undone_from_its_outcome(keeper: Shopkeeper, db: Database, tmp_path: Path) -> None:
    before = shop(db)
    keeper.takes(list_file(tmp_path, "A;Savon;2", headings=HEADINGS))
    keeper.imports()

    with keeper.qtbot.waitSignal(keeper.work.undone, timeout=PATIENCE_MS):
        keeper.window.done.undo_key.click()

    assert keeper.window.done.title.text() == "The import is taken back"
    assert keeper.window.done.told.text().splitlines()[0] == "1 article taken away."
    assert not keeper.window.done.undo_key.isVisible()
    assert shop(db) == before


def test_the_last_import_can_be_undone_another_day(db: Database, open_imports: OpenImports, tmp_path: Path) -> None:
    imported(db, list_file(tmp_path, "A;Savon;2", headings=HEADINGS))
    keeper = open_imports()
    assert keeper.window.choose.undo_key.isVisible()

    with keeper.qtbot.waitSignal(keeper.work.undone, timeout=PATIENCE_MS):
        keeper.window.choose.undo_key.click()

    assert products.count(db) == 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_choice_says_its_name_aloud_and_names_stay_plain_text(
    open_imports: OpenImports, tmp_path: Path, language: str
) -> None:
    keeper = open_imports(language=language, theme="dark", text_percent=150)
    keeper.takes(list_file(tmp_path, "A;<b>Savon</b>;2", headings=HEADINGS))

    for kind in (QAbstractButton, QComboBox, QProgressBar, QTableView):
        for widget in keeper.window.findChildren(kind):
            if _ours(widget):
                assert widget.accessibleName(), widget
    for shown in keeper.window.findChildren(QLabel):
        assert shown.textFormat() is Qt.TextFormat.PlainText, shown.text()
    assert _understood(keeper)[0].startswith("<b>Savon</b>")


def _choose(box: QComboBox, text: str) -> None:
    """Choose as a person does: the box shows it, and says so."""
    place = box.findText(text)
    assert place >= 0, text
    box.setCurrentIndex(place)
    box.activated.emit(place)


def _ours(widget: QWidget) -> bool:
    """Not a part that Qt makes inside a widget of ours."""
    inside = widget.parentWidget()
    return not widget.objectName().startswith("qt_") and not (
        isinstance(inside, QTableView) and not isinstance(widget, FieldHeader)
    )
