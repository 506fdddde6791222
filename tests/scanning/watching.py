"""What must not change when a code is scanned: boxes, choices, sheets, windows, and every key stays unpressed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QWidget

from pos.domain.ticket import Ticket
from ui.app import Till
from ui.sounds import Sound


@dataclass(frozen=True, slots=True)
class Seen:
    """The till as it stands between two scans."""

    boxes: tuple[str, ...]
    choices: tuple[object, ...]
    sheets: tuple[int, ...]
    windows: frozenset[int]


class Watcher:
    """Sees every key pressed and every sound made, and compares before with after."""

    def __init__(self) -> None:
        self.sounds: list[Sound] = []
        self.pressed: list[str] = []
        self._watched: set[QWidget] = set()

    def forget(self) -> None:
        """Begin anew."""
        self.sounds.clear()
        self.pressed.clear()

    def watch_keys(self, till: Till) -> None:
        """Hear of every key and menu entry there is now."""
        for root in _roots(till):
            for key in root.findChildren(QAbstractButton):
                if not key.property("watched"):
                    key.setProperty("watched", "yes")
                    key.clicked.connect(partial(self._note, _name(key)))
            for menu in (root, *root.findChildren(QMenu)):
                if isinstance(menu, QMenu) and not menu.property("watched"):
                    menu.setProperty("watched", "yes")
                    menu.triggered.connect(lambda action: self.pressed.append(action.text()))

    def _note(self, name: str, _checked: object = None) -> None:
        self.pressed.append(name)

    def look(self, till: Till) -> Seen:
        """Take in what stands on the screen."""
        roots = _roots(till)
        boxes = _boxes(till)
        lists = [one for root in roots for one in root.findChildren(QComboBox)]
        keys = [key for root in roots for key in root.findChildren(QAbstractButton) if key.isCheckable()]
        return Seen(
            boxes=tuple(box.text() for box in boxes),
            choices=(*(one.currentIndex() for one in lists), *(key.isChecked() for key in keys)),
            sheets=tuple(id(sheet) for sheet in till.window._sheets),
            windows=frozenset(id(root) for root in roots if root.isVisible() and not _drops_down(root)),
        )

    def place_of(self, box: QLineEdit, till: Till) -> int:
        """Where a box stands among those that are looked at."""
        return _boxes(till).index(box)


def ticket_as_pieces(ticket: Ticket) -> dict[str, int]:
    """How much of what is on a ticket, in thousandths."""
    pieces: dict[str, int] = {}
    for line in ticket.lines:
        pieces[line.product_id] = pieces.get(line.product_id, 0) + line.quantity.milli
    return pieces


def _boxes(till: Till) -> list[QLineEdit]:
    return [box for root in _roots(till) for box in root.findChildren(QLineEdit)]


def _roots(till: Till) -> list[QWidget]:
    menu = till._menu
    imports = till._imports.window if till._imports is not None else None
    return [one for one in (till.window, menu, imports) if one is not None]


def _drops_down(widget: QWidget) -> bool:
    return isinstance(widget, QMenu) or widget is QApplication.activePopupWidget()


def _name(key: QAbstractButton) -> str:
    return key.accessibleName() or key.text() or type(key).__name__
