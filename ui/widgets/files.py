"""Asking a person for a file, by the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

AskSave = Callable[[QWidget, str, str, str], Path | None]
AskFolder = Callable[[QWidget, str], Path | None]


def ask_save(over: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Let a person say where a file goes; `kinds` as Qt writes them: `PDF (*.pdf)`."""
    chosen, _ = QFileDialog.getSaveFileName(over, title, name, kinds)
    return Path(chosen) if chosen else None


def ask_folder(over: QWidget, title: str) -> Path | None:
    """Let a person choose a folder."""
    chosen = QFileDialog.getExistingDirectory(over, title)
    return Path(chosen) if chosen else None
