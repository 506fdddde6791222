"""Where a file goes: the kind a person chose decides what it is, whatever its name ends in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.files import FileWish, ask_save_as, ending_in

KINDS = {"txt": "Text", "eml": "Mail"}


@pytest.mark.parametrize(
    ("typed", "filter_", "wish"),
    [
        ("receipt-3.txt", "Mail (*.eml)", ("receipt-3.eml", "eml")),
        ("receipt-3", "Text (*.txt)", ("receipt-3.txt", "txt")),
        ("receipt.3", "Mail (*.eml)", ("receipt.3", "eml")),
        ("receipt-3.eml", "", ("receipt-3.txt", "txt")),
    ],
)
def test_the_chosen_kind_decides(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, filter_: str, wish: tuple[str, str]
) -> None:
    asked = []

    def dialog(_over: QWidget, _title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append((name, kinds))
        return str(tmp_path / typed), filter_

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    over = QWidget()
    qtbot.addWidget(over)

    assert ask_save_as(over, "Save", "receipt-3.txt", KINDS) == FileWish(tmp_path / wish[0], wish[1])
    assert asked == [("receipt-3.txt", "Text (*.txt);;Mail (*.eml)")]


def test_no_file_that_nobody_named_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "receipt.eml").write_text("kept")

    assert ending_in(tmp_path / "receipt.txt", "eml", KINDS) == tmp_path / "receipt-2.eml"
