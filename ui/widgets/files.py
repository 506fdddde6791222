"""Asking a person for a file, by the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

AskSave = Callable[[QWidget, str, str, str], Path | None]
AskFolder = Callable[[QWidget, str], Path | None]


@dataclass(frozen=True, slots=True)
class FileWish:
    """Where a file goes, and which of the kinds offered it is to be, by the ending of such files."""

    path: Path
    ending: str


AskSaveAs = Callable[[QWidget, str, str, Mapping[str, str]], FileWish | None]


def ask_save(over: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Let a person say where a file goes; `kinds` as Qt writes them: `PDF (*.pdf)`."""
    chosen, _ = QFileDialog.getSaveFileName(over, title, name, kinds)
    return Path(chosen) if chosen else None


def ask_folder(over: QWidget, title: str) -> Path | None:
    """Let a person choose a folder."""
    chosen = QFileDialog.getExistingDirectory(over, title)
    return Path(chosen) if chosen else None


def ask_save_as(over: QWidget, title: str, name: str, kinds: Mapping[str, str]) -> FileWish | None:
    """Let a person say where a file goes and as what; the kind that was chosen decides, not what the name ends in.

    Args:
        over: the window asked in.
        title: what is asked.
        name: the name offered.
        kinds: what each kind is called, by its ending, the usual one first: `{"txt": "Text"}`.
    """
    offered = {f"{said} (*.{ending})": ending for ending, said in kinds.items()}
    chosen, picked = QFileDialog.getSaveFileName(over, title, name, ";;".join(offered))
    if not chosen:
        return None
    ending = offered.get(picked, next(iter(kinds)))
    return FileWish(ending_in(Path(chosen), ending, kinds), ending)


def ending_in(path: Path, ending: str, kinds: Mapping[str, str]) -> Path:
    """The path with the ending of its kind where it has another kind's or none; no file is thereby written over."""
    written = path.suffix.lower().removeprefix(".")
    if written == ending or (written and written not in kinds):
        return path
    named = path.with_suffix(f".{ending}")
    number = 2
    while named.exists():
        named = path.with_name(f"{path.stem}-{number}.{ending}")
        number += 1
    return named
