"""Which printer: one that was found on this machine, or an address typed; and what kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.devices.finding import FoundPrinter
from pos.domain.printer import PrinterKind, Reach, ReceiptPrinter
from pos.wording import Wording, mark
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_LONGEST_ADDRESS: Final = 300
_REACHED: Final = {
    Reach.USB: mark("USB printer {name}"),
    Reach.CUPS: mark("Print queue {name}"),
    Reach.WINDOWS: mark("Windows printer {name}"),
    Reach.SERIAL: mark("Serial line {name}"),
}


class WherePage(QWidget):
    """Says which address and which kind are wanted."""

    address_wanted = Signal(str)
    kind_wanted = Signal(object)
    look_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, kinds: Sequence[PrinterKind]) -> None:
        super().__init__()
        self._wording = wording
        self._found: tuple[FoundPrinter, ...] = ()
        self._kinds = tuple(kinds)
        self.found = QComboBox()
        self.found.setAccessibleName(wording("Found on this machine"))
        self.found.activated.connect(self._take_found)
        self.look_key = KeyButton(theme, wording("Look again"), self.look_requested.emit)
        self.address = QLineEdit()
        self.address.setAccessibleName(wording("Address of the printer"))
        self.address.setMaxLength(_LONGEST_ADDRESS)
        self.address.setPlaceholderText("tcp://192.0.2.7")
        self.use_key = KeyButton(theme, wording("Use this printer"), self.confirm, kind="primary")
        self.kind = QComboBox()
        self.kind.setAccessibleName(wording("Kind of printer"))
        self.kind.addItem(wording("Choose the kind that is nearest…"))
        self.kind.addItems([self._called(kind) for kind in self._kinds])
        self.kind.activated.connect(self._take_kind)
        self.forget_key = KeyButton(theme, wording("No printer"), lambda: self.address_wanted.emit(""), kind="danger")
        self._lay_out()
        self.show_looking()

    def show_printer(self, printer: ReceiptPrinter) -> None:
        """Show what is kept."""
        self.address.setText(printer.address)
        self.forget_key.setEnabled(bool(printer.address))
        alike = [place for place, kind in enumerate(self._kinds, 1) if kind.profile.letters == printer.profile.letters]
        if self.kind.currentIndex() not in alike:
            self.kind.setCurrentIndex(0)
        self._mark_found()

    def show_looking(self) -> None:
        """The machine is being asked."""
        self.look_key.setEnabled(False)
        self._fill([self._wording("Looking for printers…")])

    def show_found(self, found: Sequence[FoundPrinter]) -> None:
        """This is what the machine knows."""
        self._found = tuple(found)
        self.look_key.setEnabled(True)
        said = [self._wording(_REACHED[one.reach]).format(name=one.name) for one in found]
        nothing = self._wording("None found: type its address below.")
        self._fill([self._wording("Choose one of {count}…").format(count=len(said)), *said] if said else [nothing])
        self._mark_found()

    def begin(self) -> QWidget:
        """The widget to begin with."""
        return self.address

    def confirm(self) -> None:
        """Enter: use what is typed."""
        typed = self.address.text().strip()
        if typed:
            self.address_wanted.emit(typed)
        else:
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_found(self, place: int) -> None:
        if 0 < place <= len(self._found):
            self.address_wanted.emit(self._found[place - 1].address)

    def _take_kind(self, place: int) -> None:
        if place > 0:
            self.kind_wanted.emit(self._kinds[place - 1].profile)

    def _called(self, kind: PrinterKind) -> str:
        return self._wording("Another make, {width}").format(width=kind.name) if kind.is_of_any_make else kind.name

    def _mark_found(self) -> None:
        places = [place for place, one in enumerate(self._found, 1) if one.address == self.address.text()]
        self.found.setCurrentIndex(places[0] if places else 0)

    def _fill(self, said: Sequence[str]) -> None:
        self.found.clear()
        self.found.addItems(list(said))

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        for field, key in ((self.found, self.look_key), (self.address, self.use_key), (self.kind, self.forget_key)):
            page.addWidget(label(field.accessibleName(), role="soft"))
            row = QHBoxLayout()
            row.setSpacing(GAP)
            row.addWidget(field, 1)
            row.addWidget(key)
            page.addLayout(row)
        page.addStretch(1)
