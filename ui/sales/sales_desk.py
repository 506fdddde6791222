"""Joins the sheet that finds sales with the shop's file, the printer and the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pos.domain.errors import ShopError
from pos.domain.identity import NewId
from pos.domain.sale import Sale, SaleEntry
from pos.domain.sale_question import Question, read_code
from pos.domain.staff import Right
from pos.operations.copying import kept_sale, next_copy
from pos.operations.saving_papers import CountedReceipt, FileKind, count_receipt, take_back, write_receipt
from pos.receipts import html
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.receipt_printing import ReceiptPrinting
from ui.sales.find_sheet import FindSheet
from ui.sales.sales_model import SalesModel
from ui.staff.gate import Require, at_once
from ui.theme import Theme
from ui.widgets.files import AskSaveAs, ask_save_as

if TYPE_CHECKING:
    from pos.database.connection import Database


class SalesDesk(QObject):
    """Opens the sheet, shows on it what is chosen, and gives papers out."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        printing: ReceiptPrinting,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
        ask_save: AskSaveAs = ask_save_as,
        require: Require = at_once,
    ) -> None:
        """Nothing is shown yet.

        Args:
            window: where the sheet is laid.
            background: counts the papers that become files.
            reading: finds, shows and writes; the shop thread waits for none of it.
            printing: the receipt printer.
            theme: the look.
            wording: the language.
            clock: gives the moment.
            new_id: names what is counted.
            ask_save: asks a person where a file goes and as what.
            require: lets a paper be given again by who may.
        """
        super().__init__()
        self._window, self._background, self._reading, self._printing = window, background, reading, printing
        self._theme, self._wording = theme, wording
        self._clock, self._new_id, self.ask_save, self._require = clock, new_id, ask_save, require
        self._sheet: FindSheet | None = None
        self._wanted = ""

    @property
    def sheet(self) -> FindSheet | None:
        """The sheet while it is open."""
        return self._sheet

    def open(self, question: Question | None = None) -> None:
        """Lay the sheet over the screen, with all sales or those that answer a question."""
        if self._sheet is None:
            model = SalesModel(self._reading, self._wording)
            sheet = FindSheet(
                self._theme,
                self._wording,
                model,
                today=lambda: self._clock().date(),
                can_print=self._printing.is_there,
            )
            model.setParent(sheet)
            self._listen(sheet)
            self._sheet = sheet
            self._window.lay(sheet, sheet.box)
        if question is not None:
            self._sheet.ask(question)

    def open_with_code(self, code: str) -> None:
        """A ticket's code was scanned at the counter."""
        self.open(read_code(code))

    def _show(self, entry: SaleEntry) -> None:
        self._wanted = entry.id
        self._look(entry.id)

    def _look(self, sale_id: str) -> None:
        self._reading.run(lambda db: _shown(db, sale_id, self._wording), self._show_receipt, owner=self)

    def _look_again(self, sale: Sale) -> None:
        """A paper of it was counted: say what the next one will be, once that is on the disk."""
        self._background.run(lambda _db: None, lambda _: self._look(sale.id), owner=self)

    def _show_receipt(self, found: tuple[Sale, str, int]) -> None:
        sale, receipt, copy = found
        if self._sheet is not None and sale.id == self._wanted:
            self._sheet.panel.show_sale(sale, receipt, copy=copy)

    def _print(self, sale: Sale) -> None:
        self._printing.print(sale)
        self._look_again(sale)
        self._window.say(self._wording("Ticket {number} is on its way to the printer.").format(number=sale.number))

    def _print_gift(self, sale: Sale) -> None:
        self._printing.print_gift(sale)
        self._window.say(self._wording("The gift receipt is on its way to the printer."))

    def _save(self, sale: Sale, kind: FileKind) -> None:
        wording = self._wording
        name = wording("receipt-{number}").format(number=sale.number) + f".{kind.value}"
        texts = {FileKind.TEXT.value: wording("Text"), FileKind.MAIL.value: wording("Mail")}
        kinds = {kind.value: "PDF"} if kind is FileKind.PDF else texts
        wish = self.ask_save(self._window, wording("Save the receipt"), name, kinds)
        if wish is not None:
            self._write(sale, wish.path, FileKind(wish.ending))

    def _write(self, sale: Sale, path: Path, kind: FileKind) -> None:
        self._background.run(
            lambda db: count_receipt(db, sale.id, kind, now=self._clock(), new_id=self._new_id, wording=self._wording),
            lambda counted: self._reading.run(
                lambda _db: write_receipt(counted, path, kind),
                lambda _: self._written(path, counted),
                lambda problem: self._not_written(sale, counted, problem),
                owner=self,
            ),
            owner=self,
        )
        self._look_again(sale)

    def _written(self, path: Path, counted: CountedReceipt) -> None:
        wording = self._wording
        said = wording("Saved as {file}, marked DUPLICATE {number}.") if counted.copy else wording("Saved as {file}.")
        self._window.say(said.format(file=path.name, number=counted.copy))

    def _not_written(self, sale: Sale, counted: CountedReceipt, problem: ShopError) -> None:
        """An original may still be made; a duplicate has its record, which nobody takes back."""
        wording = self._wording
        self._background.run(lambda db: take_back(db, counted), owner=self)
        self._look_again(sale)
        said = explain(problem, wording).in_short
        if counted.copy:
            kept = wording("DUPLICATE {number} stays counted: what is recorded is never taken back.")
            said = f"{said} {kept.format(number=counted.copy)}"
        self._window.say(said)

    def _closed(self) -> None:
        self._sheet = None

    def _listen(self, sheet: FindSheet) -> None:
        sheet.closed.connect(self._closed)
        sheet.chosen.connect(self._show)
        sheet.panel.print_requested.connect(lambda sale: self._require(Right.REPRINT, lambda: self._print(sale)))
        sheet.panel.gift_requested.connect(lambda sale: self._require(Right.SELL, lambda: self._print_gift(sale)))
        sheet.panel.file_requested.connect(
            lambda sale, kind: self._require(Right.REPRINT, lambda: self._save(sale, kind))
        )


def _shown(db: Database, sale_id: str, wording: Wording) -> tuple[Sale, str, int]:
    """A sale, its receipt as it was signed, and which copy the next paper will be."""
    kept = kept_sale(db, sale_id)
    return kept.sale, html.render(kept.receipt(wording)), next_copy(db, sale_id)
