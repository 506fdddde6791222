"""The ticket: its lines, what it comes to, and the keys that change or pay it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from pos.domain.payment import Means
from pos.domain.ticket import Ticket
from pos.wording import Wording
from ui.icons import Icons
from ui.sell.empty_ticket import EmptyTicket
from ui.sell.means import KEY_OF_MEANS, name_of_means
from ui.sell.ticket_lines import TicketLineDelegate, TicketLines
from ui.theme import GAP, MARGIN, TOTAL_PX, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import Figure, label, rule

WIDTH: Final = 396


class TicketPanel(QFrame):
    """Shows a ticket and says what the cashier wants; decides nothing itself."""

    remove_requested = Signal(int)
    more_requested = Signal(int)
    less_requested = Signal(int)
    quantity_requested = Signal(int)
    note_requested = Signal(int)
    favourite_requested = Signal(int)
    edit_requested = Signal(int)
    clear_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    pay_requested = Signal()
    means_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme, self._wording = theme, wording
        self._lines = TicketLines(theme, wording)
        self.title = label(wording("Ticket"), role="title")
        self.undo_key = KeyButton(theme, wording("Undo"), self.undo_requested.emit, key=wording("Ctrl+Z"), kind="quiet")
        icons.give(self.undo_key, "fa6s.rotate-left")
        self.clear_key = KeyButton(theme, wording("Empty"), self.clear_requested.emit, kind="quiet")
        self.clear_key.setAccessibleName(wording("Empty the ticket"))
        self.list = self._list_view(wording)
        self.orders = label(role="accent", wrap=True)
        self.orders.hide()
        self.note = label(role="amber", wrap=True)
        self.note.hide()
        self.hint = label(role="amber", wrap=True)
        self.hint.hide()
        self.empty = EmptyTicket(theme, wording)
        self.articles = label(role="soft")
        self.total = Figure(wording("Total"))
        self._sum = QWidget()
        self._line_keys = self._keys_for_lines(icons)
        self._means_keys = self._keys_for_means()
        self.pay_key = KeyButton(theme, wording("PAY"), self.pay_requested.emit, key="F12", kind="pay", px=22)
        self._lay_out()
        self._resize_text()
        theme.changed.connect(self._resize_text)
        self.show_ticket(Ticket(""))

    @property
    def selected(self) -> int:
        """The chosen line, counted from the top; -1 when there is none."""
        index = self.list.currentIndex()
        return index.row() if index.isValid() else -1

    def show_ticket(self, ticket: Ticket, *, can_undo: bool = False) -> None:
        """Replace what is shown; cheap enough to call after every scan."""
        touched = self._lines.show(ticket)
        if touched >= 0:
            self._select(touched)
        wording = self._wording
        count = ticket.articles
        self.articles.setText(wording.plural("{count} article", "{count} articles", count).format(count=count))
        self.total.setText(wording.money(self._lines.total))
        self.undo_key.setEnabled(can_undo)
        self.note.setText(f"✎ {ticket.note}")
        self.note.setVisible(bool(ticket.note))
        some = bool(ticket.lines)
        if some:
            self.empty.forget()
        self.empty.setVisible(not some)
        self.list.setVisible(some)
        for key in (*self._line_keys, *self._means_keys, self.clear_key, self.pay_key):
            key.setEnabled(some)

    def show_orders(self, text: str) -> None:
        """Say for which reservations it is, as long as it is; empty for none."""
        self.orders.setText(text)
        self.orders.setVisible(bool(text))

    def show_hint(self, text: str) -> None:
        """Say quietly what there is to know of the lines; empty for nothing."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def show_number(self, number: int) -> None:
        """Say which ticket this will be."""
        self.title.setText(self._wording("Ticket {number}").format(number=number))

    def choose_next(self, steps: int) -> None:
        """Choose a line further down, or up for steps below zero."""
        self._select(min(max(self.selected + steps, 0), self._lines.rowCount() - 1))

    def _select(self, place: int) -> None:
        index = self._lines.index(place, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _list_view(self, wording: Wording) -> QListView:
        view = QListView()
        view.setObjectName("ticket")
        view.setAccessibleName(wording("Lines of the ticket"))
        view.setModel(self._lines)
        self._delegate = TicketLineDelegate(self._theme, self._lines)
        view.setItemDelegate(self._delegate)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return view

    def _keys_for_lines(self, icons: Icons) -> tuple[KeyButton, ...]:
        wording, theme = self._wording, self._theme
        less = KeyButton(theme, "−", lambda: self.less_requested.emit(self.selected), px=22)
        less.setAccessibleName(wording("One less"))
        more = KeyButton(theme, "+", lambda: self.more_requested.emit(self.selected), px=22)
        more.setAccessibleName(wording("One more"))
        note = KeyButton(theme, wording("Note"), lambda: self.note_requested.emit(self.selected), key=wording("Ctrl+N"))
        note.setAccessibleName(wording("Note on the line or the ticket"))
        remove = KeyButton(
            theme,
            wording("Remove"),
            lambda: self.remove_requested.emit(self.selected),
            key=wording("Del"),
            kind="danger",
        )
        icons.give(remove, "fa6s.trash-can")
        return less, more, note, remove

    def _keys_for_means(self) -> tuple[KeyButton, ...]:
        return tuple(
            KeyButton(
                self._theme,
                name_of_means(means, self._wording),
                partial(self.means_requested.emit, means),
                key=KEY_OF_MEANS[means],
            )
            for means in Means
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, MARGIN)
        column.setSpacing(GAP)
        column.addLayout(_row(self.title, self.undo_key, self.clear_key, spread=True))
        column.addWidget(rule())
        column.addLayout(_row(self.orders))
        column.addLayout(_row(self.note))
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(_row(self.hint))
        column.addLayout(_row(*self._line_keys))
        column.addWidget(rule())
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._sum.setLayout(_row(self.articles, self.total, spread=True))
        column.addWidget(self._sum)
        column.addLayout(_row(*self._means_keys))
        column.addLayout(_row(self.pay_key))

    def _resize_text(self) -> None:
        self.total.setFont(self._theme.font(TOTAL_PX, QFont.Weight.Bold))
        self.setFixedWidth(self._theme.room(WIDTH))
        # Of a fixed size, a new total lays out these two words again, and not the whole window.
        self._sum.setFixedSize(self._theme.room(WIDTH) - 2, QFontMetrics(self.total.font()).height())
        self._delegate.dress()
        self._lines.fit()


def _row(*widgets: QWidget, spread: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(MARGIN, 0, MARGIN, 0)
    row.setSpacing(GAP)
    for widget in widgets:
        row.addWidget(widget)
    if spread:
        row.insertStretch(1)
    return row
