"""The keys of the sell screen: bound from one table, and shown from it on the card of F1.

Some work wherever the focus is on the screen; some only where no box wants them for itself; and some are told on the
card but heard by the widget they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pos.wording import mark
from ui.widgets.toast import TOAST_KEY


class Deed(Enum):
    """What a key of the sell screen does."""

    SHOW_KEYS = auto()
    FIND_SALE = auto()
    DEMAND = auto()
    PERSON = auto()
    CLOSE_DAY = auto()
    ORDERS = auto()
    SEARCH = auto()
    QUANTITY = auto()
    PRICE_CHECK = auto()
    PARK = auto()
    CARD = auto()
    CASH = auto()
    CHEQUE = auto()
    PAY = auto()
    NOTE = auto()
    EDIT = auto()
    FAVOURITE = auto()
    UNDO = auto()
    REDO = auto()
    REMOVE = auto()
    MORE = auto()
    LESS = auto()
    LINE_UP = auto()
    LINE_DOWN = auto()
    BACK = auto()


class Group(Enum):
    """The parts of the card."""

    FIND = mark("Finding an article")
    TICKET = mark("The ticket")
    PAY = mark("Paying")
    TILL = mark("The till")
    ARRANGE = mark("Arranging the favourites")


class Reach(Enum):
    """Where a key works."""

    SCREEN = auto()
    NO_BOX = auto()
    WIDGET = auto()


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key as the card shows it, with what it does; `deed` is None where a widget hears it by itself."""

    key: str
    says: str
    group: Group
    reach: Reach = Reach.WIDGET
    deed: Deed | None = None


_FIND, _TICKET, _PAY, _TILL, _ARRANGE = Group.FIND, Group.TICKET, Group.PAY, Group.TILL, Group.ARRANGE

KEYS: Final = (
    ShownKey("F2", mark("Search"), _FIND, Reach.SCREEN, Deed.SEARCH),
    ShownKey("Enter", mark("Add the first article found"), _FIND),
    ShownKey("3 *", mark("Three of what is scanned, tapped or typed next"), _FIND),
    ShownKey("F4", mark("Look at a price without adding"), _FIND, Reach.SCREEN, Deed.PRICE_CHECK),
    ShownKey("Ctrl+M", mark("Asked for, not here: note it, see who has it"), _FIND, Reach.SCREEN, Deed.DEMAND),
    ShownKey("↑", mark("The line above"), _TICKET, Reach.NO_BOX, Deed.LINE_UP),
    ShownKey("↓", mark("The line below; in a search, the articles found"), _TICKET, Reach.NO_BOX, Deed.LINE_DOWN),
    ShownKey("+", mark("One more"), _TICKET, Reach.NO_BOX, Deed.MORE),
    ShownKey("-", mark("One less"), _TICKET, Reach.NO_BOX, Deed.LESS),
    ShownKey("F3", mark("Quantity of the line"), _TICKET, Reach.SCREEN, Deed.QUANTITY),
    ShownKey("Del", mark("Remove the line"), _TICKET, Reach.NO_BOX, Deed.REMOVE),
    ShownKey("Ctrl+N", mark("Note on the line or the ticket"), _TICKET, Reach.SCREEN, Deed.NOTE),
    ShownKey("Ctrl+E", mark("Edit the line’s article"), _TICKET, Reach.SCREEN, Deed.EDIT),
    ShownKey("Ctrl+B", mark("Put the line’s article among the favourites"), _TICKET, Reach.SCREEN, Deed.FAVOURITE),
    ShownKey("F7", mark("Park the ticket, or take one back"), _TICKET, Reach.SCREEN, Deed.PARK),
    ShownKey("Ctrl+Z", mark("Undo"), _TICKET, Reach.NO_BOX, Deed.UNDO),
    ShownKey("Ctrl+Y", mark("Redo"), _TICKET, Reach.NO_BOX, Deed.REDO),
    ShownKey("F12", mark("Pay"), _PAY, Reach.SCREEN, Deed.PAY),
    ShownKey("F10", mark("Pay in cash"), _PAY, Reach.SCREEN, Deed.CASH),
    ShownKey("F9", mark("Pay by card"), _PAY, Reach.SCREEN, Deed.CARD),
    ShownKey("F11", mark("Pay by cheque"), _PAY, Reach.SCREEN, Deed.CHEQUE),
    ShownKey("Ctrl+P", mark("Print the receipt of the sale just made"), _PAY),
    ShownKey("Ctrl+G", mark("Print a gift receipt of it"), _PAY),
    ShownKey("Ctrl+F", mark("Find a sale"), _TILL, Reach.SCREEN, Deed.FIND_SALE),
    ShownKey("Ctrl+O", mark("Reservations to prepare"), _TILL, Reach.SCREEN, Deed.ORDERS),
    ShownKey("Ctrl+L", mark("Somebody else at the till, or nobody"), _TILL, Reach.SCREEN, Deed.PERSON),
    ShownKey("Ctrl+J", mark("Close the day"), _TILL, Reach.SCREEN, Deed.CLOSE_DAY),
    ShownKey("Ctrl+K", mark("Show or hide the on-screen keyboard"), _TILL),
    ShownKey("F1", mark("This card"), _TILL, Reach.SCREEN, Deed.SHOW_KEYS),
    ShownKey(TOAST_KEY, mark("Undo what a notice tells of"), _TILL),
    ShownKey("Tab", mark("From one key to the next"), _TILL),
    ShownKey("Esc", mark("One step back; the ticket stays"), _TILL, Reach.NO_BOX, Deed.BACK),
    ShownKey("Ctrl+←", mark("Move the favourite to the left"), _ARRANGE),
    ShownKey("Ctrl+→", mark("Move the favourite to the right"), _ARRANGE),
    ShownKey(mark("Space"), mark("Take a favourite up, and put it down"), _ARRANGE),
    ShownKey("Del", mark("Take a favourite away"), _ARRANGE),
)
"""Every key of the screen, in the order of the card. The names of keys are translated like all words."""

_QT_NAMES: Final = {"↑": "Up", "↓": "Down"}
_SIGNS: Final = frozenset({"+", "-"})


class Keyboard:
    """Binds the table to a page: what works everywhere as shortcuts, the rest when the page is given a key."""

    def __init__(self, page: QWidget, deeds: Mapping[Deed, Callable[[], object]]) -> None:
        self._deeds = deeds
        self._heard = tuple(one for one in KEYS if one.reach is Reach.NO_BOX)
        for one in KEYS:
            if one.reach is Reach.SCREEN and one.deed is not None:
                shortcut = QShortcut(QKeySequence(one.key), page)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(self._deeds[one.deed])

    def do(self, deed: Deed) -> None:
        """Do what a key does, for whoever tapped it."""
        self._deeds[deed]()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means that no box wanted; whether it means anything."""
        for one in self._heard:
            if one.deed is not None and means(event, one.key):
                self._deeds[one.deed]()
                return True
        return False


def means(event: QKeyEvent, key: str) -> bool:
    """Whether an event is a key of the table; signs are known by what they write, wherever they lie."""
    if key in _SIGNS:
        return event.text() == key
    keypad_apart = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(keypad_apart.value | event.key()) == QKeySequence(_QT_NAMES.get(key, key))


def is_the_pages_in_an_empty_box(event: QKeyEvent) -> bool:
    """Whether a key of an empty search box means the ticket."""
    return any(means(event, one.key) for one in KEYS if one.reach is Reach.NO_BOX)
