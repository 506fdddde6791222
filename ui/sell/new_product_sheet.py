"""A new article at the till: what a code that nobody knew stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from pos.domain.catalogue import LONGEST_NAME, Category
from pos.domain.errors import NameMissing, PriceMissing, ShopError
from pos.domain.money import Money
from pos.domain.quantity import Unit
from pos.domain.tax import TaxClass, TaxRate
from pos.wording import Wording
from ui.articles.category_picker import CategoryPicker
from ui.articles.vat_choice import VatChoice
from ui.messages import explain
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.choices import Choices
from ui.widgets.figure_edit import FigureEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

_UNITS = (Unit.PIECE, Unit.KILOGRAM)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was filled in; new_category names a category to open for it, empty for none."""

    name: str
    price: Money
    tax_class: TaxClass
    unit: Unit
    category_id: str | None
    shown_online: bool
    new_category: str = ""


class NewProductSheet(Sheet):
    """Says what was filled in."""

    given = Signal(object)

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        *,
        code: str,
        name: str = "",
        categories: Sequence[Category],
        rates: Sequence[TaxRate],
        today: date,
        unit: Unit = Unit.PIECE,
    ) -> None:
        super().__init__(theme, wording("New article"))
        self._wording = wording
        self._saving = False
        self.name = QLineEdit(name)
        self.name.setAccessibleName(wording("Name"))
        self.name.setMaxLength(LONGEST_NAME)
        self.price = FigureEdit(wording("Price, VAT included"))
        self.price.setProperty("role", "")
        self.taxes = VatChoice(wording, rates, today)
        self.units = Choices(wording("Sold"), [wording("By the piece"), wording("By weight")])
        self.units.choose(_UNITS.index(unit))
        self.category = CategoryPicker(theme, wording, categories)
        self.shown_online = TickBox(wording("Show online"))
        self.shown_online.setChecked(True)
        self.notice = label(role="danger", wrap=True)
        self.keep_key = KeyButton(
            theme, wording("Create and add"), self.confirm, key=wording("Enter"), kind="primary", px=16
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GAP + 4)
        fields: tuple[tuple[str, QWidget], ...] = (
            *(((wording("Code"), label(code)),) if code else ()),
            (wording("Name"), self.name),
            (wording("Price, VAT included"), self.price),
            (wording("VAT"), self.taxes),
            (wording("Sold"), self.units),
            (wording("Category"), self.category),
        )
        for row, (said, field) in enumerate(fields):
            grid.addWidget(label(said, role="soft"), row, 0)
            grid.addWidget(field, row, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.shown_online)
        self.body.addWidget(self.notice)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc")))
        keys.addWidget(self.keep_key, 1)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(560))

    def confirm(self) -> None:
        """Give what was filled in, once; what is missing is pointed at."""
        if self._saving or self.is_away:
            return
        try:
            name = self.name.text().strip()
            if not name:
                self.name.setFocus(Qt.FocusReason.OtherFocusReason)
                raise NameMissing
            price = self._price(name)
        except ShopError as problem:
            self.refuse(problem)
            return
        self._saving = True
        self.keep_key.setEnabled(False)
        self.given.emit(
            Draft(
                name=name,
                price=price,
                tax_class=self.taxes.tax_class,
                unit=_UNITS[self.units.chosen],
                category_id=self.category.category_id,
                shown_online=self.shown_online.isChecked(),
                new_category=self.category.new_name,
            )
        )

    def refuse(self, problem: ShopError) -> None:
        """It was not kept: say why."""
        self._saving = False
        self.keep_key.setEnabled(True)
        self.notice.setText(explain(problem, self._wording).in_short)

    def _price(self, name: str) -> Money:
        try:
            price = self.price.money()
            if price is None:
                raise PriceMissing("", name)
        except ShopError:
            self.price.setFocus(Qt.FocusReason.OtherFocusReason)
            raise
        return price
