"""What records and events are called, and how a list tells one in a line."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from pos.domain.money import Money
from pos.fiscal.canonical import NotCanonical, parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record
from pos.wording import Wording, mark

KIND_WORDS: Final[dict[Kind, str]] = {
    Kind.TICKET: mark("Ticket"),
    Kind.PAYFIX: mark("Correction of a payment"),
    Kind.NOTE: mark("Note before payment"),
    Kind.INVOICE: mark("Invoice"),
    Kind.DEPOSIT: mark("Deposit"),
    Kind.CASHMOVE: mark("Cash put in or taken out"),
    Kind.COPY: mark("Duplicate"),
    Kind.Z: mark("Closing of a day (Z)"),
    Kind.ZM: mark("Closing of a month (ZM)"),
    Kind.ZY: mark("Closing of a year (ZY)"),
    Kind.ARCHIVE: mark("Archive"),
    Kind.PURGE: mark("Purge"),
    Kind.JET: mark("Event"),
    Kind.KEY: mark("Signing key"),
    Kind.TRAIN: mark("Training ticket"),
}

EVENT_WORDS: Final[dict[Event, str]] = {
    Event.INIT: mark("The journal began"),
    Event.APP_START: mark("The till was started"),
    Event.APP_STOP: mark("The till was stopped"),
    Event.LOGIN: mark("Somebody signed in"),
    Event.LOGOUT: mark("Somebody signed out"),
    Event.LOGIN_FAIL: mark("A wrong PIN was entered"),
    Event.MANAGER_OVERRIDE: mark("A second person approved"),
    Event.SALE_CANCELLED: mark("A ticket was given up"),
    Event.LINE_VOIDED: mark("Something was taken off a ticket"),
    Event.DRAWER_OPEN: mark("The drawer was opened without a sale"),
    Event.CASH_COUNT: mark("The drawer was counted"),
    Event.CLOSE_DAY: mark("A day was closed"),
    Event.CLOSE_MONTH: mark("A month was closed"),
    Event.CLOSE_YEAR: mark("A year was closed"),
    Event.ARCHIVE_MONTH: mark("A month was archived"),
    Event.ARCHIVE_YEAR: mark("A longer period was archived"),
    Event.ARCHIVE_VERIFIED: mark("An archive was verified"),
    Event.PURGE: mark("Archived records were purged"),
    Event.RESTORE: mark("A backup was put back"),
    Event.BACKUP: mark("A backup was made"),
    Event.ROLLBACK_DETECTED: mark("An old copy of the file was found out"),
    Event.INTEGRITY_FAIL: mark("A proof did not hold"),
    Event.CLOCK_CHANGED: mark("The clock was moved back"),
    Event.POWER_LOSS_RECOVERY: mark("The till came back after a cut"),
    Event.TRAINING_ON: mark("Training began"),
    Event.TRAINING_OFF: mark("Training ended"),
    Event.PARAM_CHANGED: mark("A setting was changed"),
    Event.COMPANY_CHANGED: mark("Who the shop is was changed"),
    Event.VAT_TABLE_CHANGED: mark("The table of VAT rates was changed"),
    Event.PRICE_CHANGED: mark("A price was changed"),
    Event.USER_CHANGED: mark("A person or a role was changed"),
    Event.UPDATE_INSTALLED: mark("Another version of the program was installed"),
    Event.SOFTWARE_MODIFIED: mark("The program was found modified"),
    Event.KEY_CREATED: mark("A signing key was made"),
    Event.KEY_ROTATED: mark("The signing key was changed"),
    Event.EXPORT_TAX: mark("An archive was taken out for the tax office"),
    Event.PRINTER_FAIL: mark("The printer did not print"),
}

NAMES_SHOWN: Final = 3
CLOSINGS: Final = frozenset({Kind.Z, Kind.ZM, Kind.ZY})


def kind_in_words(kind: Kind, wording: Wording) -> str:
    """What a kind of record is called."""
    return wording(KIND_WORDS[kind])


def event_in_words(name: str, wording: Wording) -> str:
    """What an event is called; one of a later Comptoir by its own name."""
    known = name in {event.value for event in Event}
    return wording(EVENT_WORDS[Event(name)]) if known else name


def heading_of(record: Record, wording: Wording) -> str:
    """A record by its name: an event by what happened, anything else by its kind and number."""
    if record.kind is Kind.JET:
        return event_in_words(record.subject, wording)
    said = wording("{kind} {number}")
    return said.format(kind=kind_in_words(record.kind, wording), number=wording.number(record.number))


def name_in_list(record: Record, wording: Wording) -> str:
    """A record by its number and its name, a closing by its sign: lists have little room."""
    named = f"{record.kind.value} {record.number}" if record.kind in CLOSINGS else heading_of(record, wording)
    return f"{wording.number(record.seq)} · {named}"


def amount_of(record: Record, wording: Wording) -> str:
    """The amount a record is about, empty where it is about none."""
    fields = _fields(record)
    amount = fields.get("ttc")
    if amount is None and isinstance(fields.get("data"), dict):
        amount = fields["data"].get("amount")
    return wording.money(Money(amount, fields.get("cur", "EUR"))) if isinstance(amount, int) else ""


def in_short(record: Record, wording: Wording) -> str:
    """What a record is about, in a line."""
    fields = _fields(record)
    if not record.payload:
        return wording("Purged after it was archived")
    lines = fields.get("lines")
    if isinstance(lines, list):
        names = ", ".join(str(line.get("label", "")) for line in lines[:NAMES_SHOWN])
        more = len(lines) - NAMES_SHOWN
        said = wording.plural("and {count} more", "and {count} more", more).format(count=more)
        return f"{names} {said}" if more > 0 else names
    if isinstance(fields.get("day"), str):
        return _day_in_words(fields["day"], wording)
    return str(fields.get("name") or record.writer.operator_name)


def in_one_sentence(record: Record, wording: Wording) -> str:
    """A record for screen readers."""
    parts = (
        wording.number(record.seq),
        heading_of(record, wording),
        amount_of(record, wording),
        in_short(record, wording),
        wording.date_time(record.at),
    )
    return ", ".join(filter(None, parts))


def _day_in_words(day: str, wording: Wording) -> str:
    try:
        return wording.date(date.fromisoformat(day))
    except ValueError:
        return day


def _fields(record: Record) -> dict[str, Any]:
    try:
        return dict(parse(record.payload)) if record.payload else {}
    except NotCanonical:
        return {}
