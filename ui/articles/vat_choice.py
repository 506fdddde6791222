"""Which rate of VAT an article falls under, as the rates stand today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pos.domain.tax import TaxClass, TaxRate, rate_on
from pos.wording import Wording
from ui.widgets.choices import Choices

_USUAL: Final = (TaxClass.STANDARD, TaxClass.INTERMEDIATE, TaxClass.REDUCED, TaxClass.SUPER_REDUCED)


class VatChoice(Choices):
    """A key for every usual rate; any other only for an article that has it."""

    def __init__(
        self, wording: Wording, rates: Sequence[TaxRate], today: date, tax_class: TaxClass = TaxClass.STANDARD
    ) -> None:
        self._classes = _USUAL if tax_class in _USUAL else (*_USUAL, tax_class)
        super().__init__(wording("VAT"), [wording.percent(rate_on(rates, one, today)) for one in self._classes])
        self.show_class(tax_class)

    @property
    def tax_class(self) -> TaxClass:
        """The chosen one."""
        return self._classes[self.chosen]

    def show_class(self, tax_class: TaxClass) -> None:
        """Choose a rate; one that has no key here leaves the choice as it is."""
        if tax_class in self._classes:
            self.choose(self._classes.index(tax_class))
