"""The words for every error a person can meet: what happened, why, and what to do now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pos.domain import errors
from pos.domain.errors import ShopError
from pos.exchange.product_lists.layout import FAULT_WORDS, Fault
from pos.wording import Wording


@dataclass(frozen=True, slots=True)
class Message:
    """An error in words; plain text, never markup."""

    title: str
    happened: str
    to_do: str = ""


def explain(error: ShopError, wording: Wording) -> Message:
    """Say an error in the language of the person at the till."""
    for kind in type(error).__mro__:
        words = _WORDS.get(kind)
        if words is not None:
            return words(error, wording)
    raise LookupError(type(error).__name__)


def has_words(kind: type[ShopError]) -> bool:
    """Whether this very class has words of its own."""
    return kind in _WORDS


def _empty_ticket(_: errors.EmptyTicket, wording: Wording) -> Message:
    return Message(
        wording("The ticket is empty"),
        wording("There is nothing to pay yet."),
        wording("Scan an article or tap one."),
    )


def _payment_short(error: errors.PaymentShort, wording: Wording) -> Message:
    missing = wording.money(error.due - error.paid)
    return Message(
        wording("Not enough was paid"),
        wording("{amount} is still missing.").format(amount=missing),
        wording("Add a payment or correct the amount."),
    )


def _change_without_cash(error: errors.ChangeWithoutCash, wording: Wording) -> Message:
    return Message(
        wording("Too much was paid"),
        wording("{paid} was paid for {due}, and change is given on cash only.").format(
            paid=wording.money(error.paid), due=wording.money(error.due)
        ),
        wording("Lower the card or cheque amount."),
    )


def _price_missing(error: errors.PriceMissing, wording: Wording) -> Message:
    return Message(
        wording("This article has no price yet"),
        error.name,
        wording("Enter its price to go on."),
    )


def _amount_too_large(_: errors.AmountTooLarge, wording: Wording) -> Message:
    return Message(
        wording("This figure is too large"),
        wording("No shop means that much: perhaps a barcode was typed into this box."),
        wording("Enter the figure again."),
    )


def _not_an_amount(error: errors.NotAnAmount, wording: Wording) -> Message:
    return Message(
        wording("This is not a figure"),
        wording("“{typed}” cannot be read as an amount or a quantity.").format(typed=error.typed),
        wording("Use digits and one comma, for example 3,50; pieces are whole."),
    )


def _barcode_taken(error: errors.BarcodeTaken, wording: Wording) -> Message:
    return Message(
        wording("This code is already in use"),
        wording("{code} belongs to {name}.").format(code=error.code, name=error.name),
        wording("Use another code, or change that article."),
    )


def _name_missing(_: errors.NameMissing, wording: Wording) -> Message:
    return Message(
        wording("A name is missing"),
        wording("An article needs a name to be sold."),
        wording("Enter its name."),
    )


def _unknown_product(_: errors.UnknownProduct, wording: Wording) -> Message:
    return Message(
        wording("This article is no longer there"),
        wording("It was taken out of the catalogue meanwhile."),
        wording("Look for it again."),
    )


def _refused(_: errors.Refused, wording: Wording) -> Message:
    return Message(wording("This cannot be done"), wording("A rule of the shop says no."))


def _database_missing(error: errors.DatabaseMissing, wording: Wording) -> Message:
    return Message(
        wording("The shop’s file cannot be found"),
        str(error.path),
        wording("Check that the disk is connected and that the folder can be opened."),
    )


def _database_too_new(error: errors.DatabaseTooNew, wording: Wording) -> Message:
    return Message(
        wording("This shop was opened by a newer Comptoir"),
        wording("This version cannot read {path} and has left it as it is.").format(path=error.path),
        wording("Install the newest version of Comptoir on this till."),
    )


def _database_damaged(error: errors.DatabaseDamaged, wording: Wording) -> Message:
    return Message(
        wording("The shop’s file is damaged"),
        wording("{path} cannot be read completely; nothing was written to it.").format(path=error.path),
        wording("Keep this file, and restore the latest backup with “comptoir restore”."),
    )


def _database_read_only(error: errors.DatabaseReadOnly, wording: Wording) -> Message:
    return Message(
        wording("The disk does not accept writing"),
        wording("{path} cannot be written; what was kept before is safe.").format(path=error.path),
        wording("Check the disk and the rights on the folder, then try again."),
    )


def _disk_full(_: errors.DiskFull, wording: Wording) -> Message:
    return Message(
        wording("The disk is full"),
        wording("The last step was not kept; everything before it is safe."),
        wording("Free some room on the disk, then do it again."),
    )


def _database_busy(_: errors.DatabaseBusy, wording: Wording) -> Message:
    return Message(
        wording("The shop’s file is busy"),
        wording("Another program has been using it for several seconds."),
        wording("Close that program or wait a moment, then try again."),
    )


def _open_elsewhere(error: errors.ShopOpenElsewhere, wording: Wording) -> Message:
    return Message(
        wording("This shop is already open"),
        wording("Another Comptoir is using {path}; this one has written nothing.").format(path=error.path),
        wording("Use the window that is already open, or close it first."),
    )


def _sqlite_too_old(error: errors.SqliteTooOld, wording: Wording) -> Message:
    return Message(
        wording("SQLite is too old on this machine"),
        wording("Version {version} can damage a shop’s file, so the file was not opened.").format(
            version=error.version
        ),
        wording("Install Comptoir again with its own libraries."),
    )


def _backup_failed(error: errors.BackupFailed, wording: Wording) -> Message:
    return Message(
        wording("The backup did not succeed"),
        wording("No sound copy could be made at {path}; the shop itself is untouched.").format(path=error.path),
        wording("Choose another disk or folder and try again."),
    )


def _database_error(error: errors.DatabaseError, wording: Wording) -> Message:
    return Message(wording("The shop’s file cannot be used"), str(error.path), wording("Try again in a moment."))


def _printer_offline(_: errors.PrinterOffline, wording: Wording) -> Message:
    return Message(
        wording("The printer does not answer"),
        wording("The receipt waits and will be printed as soon as it does; selling goes on."),
        wording("Check that it is switched on, connected and has paper."),
    )


def _print_unknown(_: errors.PrintUnknown, wording: Wording) -> Message:
    return Message(
        wording("A receipt may be incomplete"),
        wording("The printer went away while it was printing."),
        wording("Look at the paper; print a duplicate if it is not complete."),
    )


def _device_error(error: errors.DeviceError, wording: Wording) -> Message:
    return Message(
        wording("A device does not do what was asked"),
        error.device,
        wording("Check its cable and its power; selling goes on without it."),
    )


def _file_refused(error: errors.FileRefused, wording: Wording) -> Message:
    return Message(
        wording("This file cannot be read as a list of products"),
        wording(FAULT_WORDS[Fault(error.reason)]) if error.reason in set(Fault) else str(error.path),
        wording("Choose a CSV or Excel file with one article a line and a line of headings."),
    )


def _file_not_written(error: errors.FileNotWritten, wording: Wording) -> Message:
    return Message(
        wording("The file could not be written"),
        str(error.path),
        wording("Choose another folder, or make room on the disk."),
    )


def _cancelled(_: errors.Cancelled, wording: Wording) -> Message:
    return Message(wording("Stopped"), wording("Nothing of it was kept."))


def _shop_error(error: ShopError, wording: Wording) -> Message:
    return Message(wording("This cannot be done"), str(error))


_WORDS: Final[dict[type, Callable[[Any, Wording], Message]]] = {
    ShopError: _shop_error,
    errors.Refused: _refused,
    errors.EmptyTicket: _empty_ticket,
    errors.PaymentShort: _payment_short,
    errors.ChangeWithoutCash: _change_without_cash,
    errors.PriceMissing: _price_missing,
    errors.AmountTooLarge: _amount_too_large,
    errors.NotAnAmount: _not_an_amount,
    errors.BarcodeTaken: _barcode_taken,
    errors.NameMissing: _name_missing,
    errors.UnknownProduct: _unknown_product,
    errors.DatabaseError: _database_error,
    errors.DatabaseMissing: _database_missing,
    errors.DatabaseTooNew: _database_too_new,
    errors.DatabaseDamaged: _database_damaged,
    errors.DatabaseReadOnly: _database_read_only,
    errors.DiskFull: _disk_full,
    errors.DatabaseBusy: _database_busy,
    errors.ShopOpenElsewhere: _open_elsewhere,
    errors.SqliteTooOld: _sqlite_too_old,
    errors.BackupFailed: _backup_failed,
    errors.DeviceError: _device_error,
    errors.PrinterOffline: _printer_offline,
    errors.PrintUnknown: _print_unknown,
    errors.FileRefused: _file_refused,
    errors.FileNotWritten: _file_not_written,
    errors.Cancelled: _cancelled,
}
