"""The category an article stands in: one of the shop's, none, or a new one named on the spot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from pos.domain.catalogue import LONGEST_NAME, Category
from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton


class CategoryPicker(QWidget):
    """A list, and a box in its place while a new category is being named."""

    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, categories: Sequence[Category]) -> None:
        super().__init__()
        self._categories = tuple(categories)
        self.list = QComboBox()
        self.list.setAccessibleName(wording("Category"))
        self.list.addItem(wording("None"))
        self.list.addItems([category.name for category in self._categories])
        self.list.addItem(wording("New category…"))
        self.list.setMinimumContentsLength(8)
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name = QLineEdit()
        self.name.setAccessibleName(wording("Name of the new category"))
        self.name.setPlaceholderText(wording("Name of the new category"))
        self.name.setMaxLength(LONGEST_NAME)
        self.back_key = KeyButton(theme, wording("List"), self._go_back)
        self.back_key.setAccessibleName(wording("Back to the list of categories"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for widget in (self.list, self.name):
            row.addWidget(widget, 1)
        row.addWidget(self.back_key)
        self._name_one(naming=False)
        self.list.activated.connect(self._activated)
        self.list.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.name.textChanged.connect(lambda _: self.changed.emit())
        self.setFocusProxy(self.list)

    @property
    def category_id(self) -> str | None:
        """The chosen category; None for none, and while a new one is named."""
        place = self.list.currentIndex() - 1
        return self._categories[place].id if 0 <= place < len(self._categories) else None

    @property
    def new_name(self) -> str:
        """The name of the category to open; empty for none."""
        return "" if self.name.isHidden() else " ".join(self.name.text().split())

    def show_category(self, category_id: str | None) -> None:
        """Choose a category."""
        places = [place for place, category in enumerate(self._categories, 1) if category.id == category_id]
        self._name_one(naming=False)
        self.list.setCurrentIndex(places[0] if places else 0)

    def _activated(self, place: int) -> None:
        if place == self.list.count() - 1:
            self._name_one(naming=True)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        self.name.clear()
        self._name_one(naming=False)
        self.list.setCurrentIndex(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_one(self, *, naming: bool) -> None:
        self.list.setHidden(naming)
        self.name.setVisible(naming)
        self.back_key.setVisible(naming)
