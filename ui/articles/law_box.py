"""What the law wants to know of an article: service or goods, the legal guarantee, the eco-participation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos.domain.catalogue import Product, Supply
from pos.domain.money import Money
from pos.wording import Wording
from ui.theme import GAP
from ui.widgets.figure_edit import FigureEdit, as_typed
from ui.widgets.tick_box import TickBox


class LawBox(QWidget):
    """Two ticks and an amount; a service has neither guarantee nor eco-participation."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.service = TickBox(wording("Service"))
        self.guaranteed = TickBox(wording("Legal guarantee"))
        self.eco = FigureEdit(wording("Eco-participation in the price"))
        self.eco.setProperty("role", "")
        self.eco.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.eco.setPlaceholderText(wording("eco-participation"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.service)
        row.addWidget(self.guaranteed)
        row.addWidget(self.eco, 1)
        self.service.toggled.connect(self._follow)

    @property
    def supply(self) -> Supply:
        """What is sold."""
        return Supply.SERVICE if self.service.isChecked() else Supply.GOODS

    @property
    def is_guaranteed(self) -> bool:
        """Whether its receipt must state the legal guarantee."""
        return self.guaranteed.isChecked() and self.supply is Supply.GOODS

    def eco_participation(self) -> Money | None:
        """What of it the price contains; None for nothing.

        Raises:
            NotAnAmount, AmountTooLarge: it cannot be meant.
        """
        amount = self.eco.money()
        return amount if amount and self.supply is Supply.GOODS else None

    def show_product(self, product: Product) -> None:
        """Show what the card says."""
        self.service.setChecked(product.supply is Supply.SERVICE)
        self.guaranteed.setChecked(product.guaranteed)
        self.eco.setText("" if product.eco is None else as_typed(product.eco, self._wording))
        self._follow()

    def _follow(self) -> None:
        goods = self.supply is Supply.GOODS
        self.guaranteed.setEnabled(goods)
        self.eco.setEnabled(goods)
