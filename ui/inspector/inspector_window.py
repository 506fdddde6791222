"""The inspector's window: a list of what there is to see on the left, and that on the right. Nothing in it writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.exchange.tax_rates import french_rates
from pos.fiscal.record import Kind
from pos.operations.inspecting import Looked, SettingsFacts, StaffFacts, TillFacts
from pos.wording import Wording, mark
from ui.inspector.archive_page import ArchivePage
from ui.inspector.facts_parts import keys_and_program, settings_in_words, staff_in_words
from ui.inspector.inspection_work import InspectionWork
from ui.inspector.reading_view import ReadingView
from ui.inspector.records_model import RecordsModel
from ui.inspector.records_page import RecordsPage
from ui.inspector.verify_page import VerifyPage
from ui.messages import explain
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

USUAL: Final = (1240, 740)
SMALLEST: Final = (960, 640)


class Place(Enum):
    """What there is to see."""

    RECORDS = mark("Records")
    EVENTS = mark("Events")
    CLOSINGS = mark("Closings")
    KEYS = mark("Keys, program")
    SETTINGS = mark("Settings")
    STAFF = mark("Staff and rights")
    VERIFY = mark("Verification")
    ARCHIVE = mark("Archive")


class InspectorWindow(QWidget):
    """Shows records and facts; what is wished goes to `InspectionWork`."""

    closed = Signal()

    def __init__(self, theme: Theme, wording: Wording, work: InspectionWork, *, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle(wording("Inspection"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._theme, self._wording, self._work = theme, wording, work

        def today() -> date:
            return clock().date()

        def listed(*kinds: Kind) -> RecordsPage:
            model = RecordsModel(work.reading, wording)
            page = RecordsPage(theme, wording, model, kinds=kinds, today=today)
            model.setParent(page)
            return page

        self.records, self.events = listed(*Kind), listed(Kind.JET)
        self.closings = listed(Kind.Z, Kind.ZM, Kind.ZY)
        self.facts, self.settings, self.staff = (
            ReadingView(theme, wording(place.value)) for place in (Place.KEYS, Place.SETTINGS, Place.STAFF)
        )
        self.verify = VerifyPage(theme, wording)
        self.archive = ArchivePage(theme, wording, today=today)
        self._shown: dict[Place, QWidget] = dict(
            zip(
                Place,
                (
                    self.records,
                    self.events,
                    self.closings,
                    self.facts,
                    self.settings,
                    self.staff,
                    self.verify,
                    self.archive,
                ),
                strict=True,
            )
        )
        self.pages = QStackedWidget()
        for page in self._shown.values():
            self.pages.addWidget(page)
        self.keys = {place: self._key(number, place) for number, place in enumerate(Place, 1)}
        self.news = label(role="soft", wrap=True)
        self.close_key = KeyButton(theme, wording("Close"), self.close, key=wording("Esc"))
        self._lay_out()
        self._listen()
        self._set_shortcuts()

    def begin(self, who: str) -> None:
        """Show the newest records to somebody."""
        self.news.setText(self._wording("Read only. {name} is looking.").format(name=who) if who else "")
        self._work.read_facts()
        self.show()
        self.raise_()
        self.activateWindow()
        self.go_to(Place.RECORDS)

    def go_to(self, place: Place) -> None:
        """Show one of the places, with the cursor where a person begins."""
        page = self._shown[place]
        self.pages.setCurrentWidget(page)
        for one, key in self.keys.items():
            key.setChecked(one is place)
        if isinstance(page, RecordsPage | VerifyPage | ArchivePage):
            page.begin()
        else:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is under way stops, and whoever opened the window hears of it."""
        self._work.stop_verifying()
        self._work.stop_archiving()
        super().closeEvent(event)
        self.closed.emit()

    def _show_record(self, seq: int) -> None:
        self.go_to(Place.RECORDS)
        self.records.look_for(seq)

    def _looked(self, looked: Looked) -> None:
        for page in (self.records, self.events, self.closings):
            page.show_record(looked)

    def _paper_made(self, seq: int, page: str) -> None:
        for one in (self.records, self.events, self.closings):
            one.show_paper(seq, page)

    def _show_facts(self, facts: TillFacts) -> None:
        self.facts.show_parts(keys_and_program(facts, self._wording))

    def _show_settings(self, facts: SettingsFacts) -> None:
        self.settings.show_parts(settings_in_words(facts, french_rates(), self._wording))

    def _show_staff(self, facts: StaffFacts) -> None:
        self.staff.show_parts(staff_in_words(facts, self._wording))

    def _refused(self, problem: ShopError) -> None:
        self.news.setText(explain(problem, self._wording).in_short)

    def _go_back(self) -> None:
        """Esc: what is looked for, what is under way, then the window."""
        page = self.pages.currentWidget()
        if isinstance(page, RecordsPage) and page.step_back():
            return
        if isinstance(page, VerifyPage | ArchivePage) and page.cancel_key.isEnabled():
            page.cancel_key.click()
            return
        self.close()

    def _press_enter(self) -> None:
        """Enter: a key with the focus does what it says, else the main key of the place."""
        focus, page = self.focusWidget(), self.pages.currentWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif page is self.verify:
            self.verify.verify_key.click()
        elif page is self.archive:
            self.archive.archive_key.click()
        elif isinstance(page, RecordsPage):
            page.press_enter()

    def _press_paper_key(self) -> None:
        page = self.pages.currentWidget()
        if isinstance(page, RecordsPage):
            page.press_paper_key()

    def _press_folder_key(self) -> None:
        if self.pages.currentWidget() is self.archive:
            self.archive.press_folder_key()

    def _find(self) -> None:
        page = self.pages.currentWidget()
        if isinstance(page, RecordsPage):
            page.begin()
        else:
            self.go_to(Place.RECORDS)

    def _key(self, number: int, place: Place) -> KeyButton:
        said = self._wording(place.value)
        key = KeyButton(self._theme, said, partial(self.go_to, place), key=f"Ctrl+{number}", kind="choice")
        key.setCheckable(True)
        return key

    def _listen(self) -> None:
        work = self._work
        for page in (self.records, self.events, self.closings):
            page.chosen.connect(work.look)
            page.paper_requested.connect(work.make_paper)
        work.looked.connect(self._looked)
        work.paper_made.connect(self._paper_made)
        work.facts_read.connect(self._show_facts)
        work.settings_read.connect(self._show_settings)
        work.staff_read.connect(self._show_staff)
        work.refused.connect(self._refused)
        self.verify.verify_requested.connect(work.verify)
        self.verify.cancel_requested.connect(work.stop_verifying)
        self.verify.record_requested.connect(self._show_record)
        work.verify_progressed.connect(self.verify.show_progress)
        work.verified.connect(self.verify.show_report)
        work.verify_stopped.connect(self.verify.show_stopped)
        self.archive.archive_requested.connect(work.archive)
        self.archive.cancel_requested.connect(work.stop_archiving)
        work.archive_progressed.connect(self.archive.show_progress)
        work.archived.connect(self.archive.show_archived)
        work.archive_stopped.connect(self.archive.show_stopped)

    def _set_shortcuts(self) -> None:
        pressed: list[tuple[str, Callable[[], object]]] = [
            ("Esc", self._go_back),
            ("Return", self._press_enter),
            ("Enter", self._press_enter),
            ("Ctrl+F", self._find),
            ("Ctrl+P", self._press_paper_key),
            ("Ctrl+O", self._press_folder_key),
        ]
        pressed += [(f"Ctrl+{number}", partial(self.go_to, place)) for number, place in enumerate(Place, 1)]
        for keys, does in pressed:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(does)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP)
        for key in self.keys.values():
            left.addWidget(key)
        left.addStretch(1)
        left.addWidget(self.news)
        left.addWidget(self.close_key)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        columns.setSpacing(MARGIN)
        columns.addLayout(left)
        columns.addWidget(self.pages, 1)
