"""Records: one box for day, number, amount, article or word, the kinds to look among, and the chosen one in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from pos.database.journal.reading import RecordQuestion
from pos.domain.sale_question import read_question
from pos.fiscal.record import Kind, Record
from pos.operations.inspecting import Looked
from pos.wording import Wording
from ui.inspector.reading_view import ReadingView
from ui.inspector.record_parts import parts_of
from ui.inspector.record_words import KIND_WORDS
from ui.inspector.records_model import RecordDelegate, RecordsModel
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.paged_model import Index
from ui.widgets.paper import Paper

SEARCH_PAUSE_MS: Final = 250
LONGEST: Final = 100


class RecordsPage(QWidget):
    """Says which record is to be looked at; reads pages of the list by its model."""

    chosen = Signal(int)
    paper_requested = Signal(int)

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        model: RecordsModel,
        *,
        kinds: Sequence[Kind],
        today: Callable[[], date],
    ) -> None:
        """Lay the page out; it reads nothing before `begin`.

        Args:
            theme: the look.
            wording: the language.
            model: reads the records.
            kinds: the kinds there are to choose from; those of a page of their own.
            today: the day a date without a year is counted back from.
        """
        super().__init__()
        self._wording, self._model, self._kinds, self._today = wording, model, tuple(kinds), today
        self._looked: Looked | None = None
        hint = wording("Day, number, amount, word")
        self.box = QLineEdit()
        self.box.setPlaceholderText(hint)
        self.box.setAccessibleName(hint)
        self.box.setMaxLength(LONGEST)
        self.box.setClearButtonEnabled(True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(wording("Kind of record"))
        self.kind.addItem(wording("All kinds"), ())
        for kind in self._kinds:
            self.kind.addItem(wording(KIND_WORDS[kind]), (kind,))
        self.kind.setVisible(len(self._kinds) > 1)
        self.list = _RecordsList(theme, wording, model)
        self.nothing = label(wording("No record answers this."), role="soft", wrap=True)
        self.nothing.hide()
        self.view = ReadingView(theme, wording("The record in full"))
        self.paper = Paper(theme, wording)
        self.paper.hide()
        self.paper_key = KeyButton(theme, wording("Show its paper"), self._toggle_paper, key=wording("Ctrl+P"))
        self.paper_key.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._lay_out()
        self._listen()

    def begin(self) -> None:
        """Read the newest, with the cursor in the box."""
        if self._model.rowCount() == 0:
            self._ask()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def look_for(self, seq: int) -> None:
        """Show the record of this number in the chain, and it alone."""
        self.kind.setCurrentIndex(0)
        self.box.setText(self._wording.number(seq))
        self._pause.stop()
        self._model.ask(RecordQuestion(seq=seq))

    def show_record(self, looked: Looked) -> None:
        """Show a record in full, if it is still the chosen one."""
        if looked.record.seq != self._chosen_seq():
            return
        self._looked = looked
        self.paper.hide()
        self.view.show()
        self.view.show_parts(parts_of(looked, self._wording))
        self.paper_key.setText(self._wording("Show its paper"))
        self.paper_key.setVisible(looked.has_paper)

    def show_paper(self, seq: int, page: str) -> None:
        """Show the paper of the chosen record, a page of `pos.receipts.html`."""
        if seq != self._chosen_seq() or not page:
            return
        self.paper.show_page(page)
        self.view.hide()
        self.paper.show()
        self.paper_key.setText(self._wording("Show it in words"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An arrow goes from the box down into the list."""
        if event.key() == Qt.Key.Key_Down and self.box.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def step_back(self) -> bool:
        """Esc: what is looked for goes first; whether there was anything."""
        had = bool(self.box.text())
        self.box.clear()
        self._ask()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        return had

    def press_enter(self) -> None:
        """Enter: from the box into the list, from the list into the record."""
        if self.box.hasFocus():
            self._ask()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.list.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_paper_key(self) -> None:
        """Ctrl+P: the paper, or the words again."""
        if self.paper_key.isVisible():
            self.paper_key.click()

    def _ask(self) -> None:
        self._pause.stop()
        today, wording = self._today(), self._wording
        named = {wording("Today"): today, wording("Yesterday"): today - timedelta(days=1)}
        about = read_question(self.box.text(), today=today, days=named)
        chosen = tuple(self.kind.currentData())
        everything = set(self._kinds) == set(Kind)
        self._model.ask(RecordQuestion(about, chosen or (() if everything else self._kinds)))

    def _answered(self) -> None:
        found = self._model.rowCount() > 0
        self.list.setVisible(found)
        self.nothing.setVisible(not found)
        self._looked = None
        if found:
            self.list.setCurrentIndex(self._model.index(0))
            self.list.scrollToTop()
        else:
            self.view.show_parts(())
            self.view.show()
            self.paper.hide()
            self.paper_key.hide()

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(self._model.entry(index).seq)

    def _chosen_seq(self) -> int:
        index = self.list.currentIndex()
        record: Record | None = self._model.entry(index) if index.isValid() else None
        return 0 if record is None else record.seq

    def _toggle_paper(self) -> None:
        if self._looked is None:
            return
        if self.paper.isVisible():
            self.show_record(self._looked)
        else:
            self.paper_requested.emit(self._looked.record.seq)

    def _listen(self) -> None:
        self._pause.timeout.connect(self._ask)
        self.box.textChanged.connect(lambda _: self._pause.start())
        self.kind.currentIndexChanged.connect(lambda _: self._ask())
        self._model.answered.connect(self._answered)
        self.list.chosen.connect(self._choose)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.box)
        left.addWidget(self.kind)
        left.addWidget(self.list, 1)
        left.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.view, 1)
        right.addWidget(self.paper, 1, Qt.AlignmentFlag.AlignHCenter)
        right.addWidget(self.paper_key)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(MARGIN)
        columns.addLayout(left, 5)
        columns.addLayout(right, 6)


class _RecordsList(QListView):
    """The found records."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, model: RecordsModel) -> None:
        super().__init__()
        self.setAccessibleName(wording("Records"))
        self.setModel(model)
        self._delegate = RecordDelegate(theme, wording)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def sizeHint(self) -> QSize:
        """All the room there is."""
        return QSize(420, 1_200)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another record was chosen, by key or by tap."""
        super().currentChanged(current, previous)
        self.chosen.emit(current)
