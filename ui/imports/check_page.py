"""The second step of an import: how the file was understood, to be corrected, and what importing would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from pos.domain.tax import TaxClass, TaxRate, rate_on
from pos.exchange.product_lists.layout import SEPARATORS, Encoding, Field, Kind, Layout, Proposal
from pos.operations.importing import Figures
from pos.wording import Wording, mark
from ui.imports.field_header import FieldHeader
from ui.imports.figure_words import headline, remarks
from ui.imports.preview_model import UNDERSTOOD, PreviewModel
from ui.messages import Message
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar

_ENCODINGS: Final = {
    Encoding.UTF_8: mark("Unicode (UTF-8)"),
    Encoding.CP1252: mark("Windows (CP1252)"),
    Encoding.UTF_16_LE: mark("Unicode (UTF-16)"),
    Encoding.UTF_16_BE: mark("Unicode (UTF-16, big-endian)"),
}
_SEPARATORS: Final = {
    ";": mark("Semicolon ;"),
    ",": mark("Comma ,"),
    "\t": mark("Tabulator"),
    "|": mark("Bar |"),
}
_CLASSES: Final = (
    TaxClass.STANDARD,
    TaxClass.INTERMEDIATE,
    TaxClass.REDUCED,
    TaxClass.SUPER_REDUCED,
    TaxClass.ZERO,
)
_COLUMN: Final = 168
_REMARKS_SHOWN: Final = 5
_UNDERSTOOD_COLUMN: Final = 320


class CheckPage(QWidget):
    """Shows a proposal and its figures; says what a person corrects and that they want to import."""

    reread_requested = Signal(object)
    """A Layout whose encoding, separator or sheet was chosen: the file must be looked at again."""
    layout_changed = Signal(object)
    import_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, *, rates: Sequence[TaxRate], today: date) -> None:
        super().__init__()
        self._wording = wording
        self._theme = theme
        self._proposal: Proposal | None = None
        self._layout = Layout(Kind.TEXT)
        self.file_name = label(role="title")
        self.rows_found = label(role="soft")
        self.encoding = _box(wording("Letters"), [wording(said) for said in _ENCODINGS.values()])
        self.separator = _box(wording("Between columns"), [wording(said) for said in _SEPARATORS.values()])
        self.sheet = _box(wording("Sheet"), [])
        percents = [wording.percent(rate_on(rates, tax_class, today)) for tax_class in _CLASSES]
        self.tax_class = _box(wording("VAT where the list says none"), percents)
        self.model = PreviewModel(theme, wording)
        self.table = QTableView()
        self.header = FieldHeader(theme, wording, self.table)
        self.figures = label(wrap=True)
        self.remarks = label(role="soft", wrap=True)
        self.notice = label(role="danger", wrap=True)
        self.progress = ProgressBar()
        self.progress.setAccessibleName(wording("Comparing with the shop"))
        self.back_key = KeyButton(theme, wording("Back"), self.back_requested.emit, key=wording("Esc"))
        self.import_key = KeyButton(
            theme, wording("Import"), self.import_requested.emit, key=wording("Ctrl+Enter"), kind="primary", px=16
        )
        self.import_key.setEnabled(False)
        self._fields = [_titled(box) for box in (self.encoding, self.separator, self.sheet, self.tax_class)]
        self._set_up_table()
        self._lay_out()
        self._listen()

    @property
    def layout_shown(self) -> Layout:
        """How the file is to be read, as corrected so far."""
        return self._layout

    def show_proposal(self, proposal: Proposal, name: str) -> None:
        """Show a file as it was found; corrections begin anew, but for the VAT class."""
        tax_class = _CLASSES[self.tax_class.currentIndex()]
        self._proposal = proposal
        self.file_name.setText(name)
        rows = self._wording.plural("{count} row", "{count} rows", proposal.total)
        self.rows_found.setText(rows.format(count=self._wording.number(proposal.total)))
        self.sheet.clear()
        self.sheet.addItems(list(proposal.sheets))
        is_text = proposal.layout.kind is Kind.TEXT
        for field, box in zip(self._fields, (self.encoding, self.separator, self.sheet), strict=False):
            field.setVisible(is_text != (box is self.sheet))
        self._show(replace(proposal.layout, tax_class=tax_class))
        self.table.scrollToTop()

    def show_comparing(self, done: int, total: int) -> None:
        """Show how far the comparison is."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def show_figures(self, figures: Figures) -> None:
        """Show what importing would do."""
        self.progress.hide()
        self.notice.hide()
        self.figures.setText(headline(figures, self._wording))
        said = remarks(figures, self._wording)
        useful = bool(figures.added or figures.changed)
        if not useful:
            said.insert(0, self._wording("There is nothing to import: the shop has all of it already."))
        self.remarks.setText("\n".join(said[:_REMARKS_SHOWN]))
        self.remarks.setVisible(bool(said))
        self.import_key.setEnabled(useful)

    def refuse(self, message: Message) -> None:
        """Say why the list cannot be imported as it is."""
        self.progress.hide()
        self.figures.clear()
        self.remarks.hide()
        self.notice.setText(" ".join(filter(None, (message.happened, message.to_do))))
        self.notice.show()
        self.import_key.setEnabled(False)

    def _show(self, layout: Layout) -> None:
        if self._proposal is None:
            return
        self._layout = layout
        self.encoding.setCurrentIndex(list(_ENCODINGS).index(layout.encoding))
        self.separator.setCurrentIndex(SEPARATORS.index(layout.separator))
        self.sheet.setCurrentText(layout.sheet)
        self.model.show_list(self._proposal, layout)
        self.header.show_fields(self._proposal.headings, layout.fields)
        for column in range(len(layout.fields) + 1):
            wide = _UNDERSTOOD_COLUMN if column == UNDERSTOOD else _COLUMN
            self.table.setColumnWidth(column, self._theme.px(wide))
        self.notice.hide()
        self.remarks.hide()
        self.figures.setText(self._wording("Comparing with the shop…"))
        self.progress.setRange(0, 0)
        self.progress.show()
        self.import_key.setEnabled(False)
        self.layout_changed.emit(layout)

    def _choose_field(self, column: int, field: Field | None) -> None:
        self._show(self._layout.taking(column, field))

    def _choose_tax_class(self, place: int) -> None:
        self._show(replace(self._layout, tax_class=_CLASSES[place]))

    def _reread(self) -> None:
        self.import_key.setEnabled(False)
        chosen = replace(
            self._layout,
            encoding=list(_ENCODINGS)[self.encoding.currentIndex()],
            separator=SEPARATORS[self.separator.currentIndex()],
            sheet=self.sheet.currentText(),
        )
        self.reread_requested.emit(chosen)

    def _listen(self) -> None:
        for box in (self.encoding, self.separator, self.sheet):
            box.activated.connect(self._reread)
        self.tax_class.activated.connect(self._choose_tax_class)
        self.header.field_chosen.connect(self._choose_field)

    def _set_up_table(self) -> None:
        self.table.setAccessibleName(self._wording("The first rows of the list"))
        self.table.setModel(self.model)
        self.table.setHorizontalHeader(self.header)
        self.header.show()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(MARGIN)
        top.addWidget(self.file_name)
        top.addWidget(self.rows_found)
        top.addStretch(1)
        choices = QHBoxLayout()
        choices.setSpacing(MARGIN)
        for field in self._fields:
            choices.addWidget(field)
        choices.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addStretch(1)
        keys.addWidget(self.import_key)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP + 4)
        page.addLayout(top)
        page.addLayout(choices)
        page.addWidget(self.table, 1)
        for widget in (self.figures, self.remarks, self.notice, self.progress):
            page.addWidget(widget)
        page.addLayout(keys)


def _box(name: str, choices: list[str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.addItems(choices)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def _titled(box: QComboBox) -> QWidget:
    """A box with its name above it."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    title = label(box.accessibleName(), role="soft")
    title.setBuddy(box)
    column.addWidget(title)
    column.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
    return both
