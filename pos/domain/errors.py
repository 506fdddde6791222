"""What a shop refuses or cannot do, as values; `ui.messages.explain` finds the words.

Every error carries what happened, never a sentence for people.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, timedelta
    from pathlib import Path

    from pos.domain.hold import Hold
    from pos.domain.money import Money
    from pos.domain.online_order import OrderState
    from pos.domain.quantity import Quantity
    from pos.domain.reservation_rules import RuleFault, RuleField
    from pos.domain.shop import ShopFault, ShopField


class ShopError(Exception):
    """Raised on purpose; anything else that reaches the surface is a bug."""


class Refused(ShopError):
    """A rule said no."""


class EmptyTicket(Refused):
    """There is no line on the ticket."""


class ParkedTicketGone(Refused):
    """The parked ticket was taken back, sold or deleted meanwhile."""


class PaymentShort(Refused):
    """The payments are less than the ticket's total."""

    def __init__(self, *, due: Money, paid: Money) -> None:
        super().__init__(f"due {due}, paid {paid}")
        self.due = due
        self.paid = paid


class ChangeWithoutCash(Refused):
    """More was paid by card or cheque than is due: change is given on cash only."""

    def __init__(self, *, due: Money, paid: Money) -> None:
        super().__init__(f"due {due}, paid {paid} without cash")
        self.due = due
        self.paid = paid


class PriceMissing(Refused):
    """The product waits for its price."""

    def __init__(self, product_id: str, name: str) -> None:
        super().__init__(name)
        self.product_id = product_id
        self.name = name


class DayNotClosed(Refused):
    """An earlier business day has takings and waits for its closing; nothing is sold before."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class NotSignedIn(Refused):
    """Nobody is at the till: who works there says so first."""


class NotAllowed(Refused):
    """The person at the till has not the right to; `reason` is a `pos.domain.staff.Right`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MayNotSell(Refused):
    """Who is at the till looks at the shop and sells nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PinWrong(Refused):
    """The PIN is not this person's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PersonLocked(Refused):
    """Too many wrong PINs were tried for this person; the next one may be tried after `wait`."""

    def __init__(self, name: str, wait: timedelta) -> None:
        super().__init__(f"{name}: {wait}")
        self.name = name
        self.wait = wait


class PinRefused(Refused):
    """This cannot be a PIN; `reason` is "digits", "length" or "trivial"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PinSecretMissing(Refused):
    """The secret this person's PIN was mixed with is not on this machine: it has to be set anew."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PersonNameMissing(Refused):
    """A person needs a name."""


class PersonNameTaken(Refused):
    """Somebody who works or worked here has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PersonGone(Refused):
    """Nobody of the shop has this id or name, or no longer."""

    def __init__(self, person: str) -> None:
        super().__init__(person)
        self.person = person


class LastOwner(Refused):
    """A shop has an owner at all times, and this is the only one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class DayClosedAlready(Refused):
    """There is nothing to close: the business day was closed and nothing was sold since."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class MailAddressWrong(Refused):
    """This is not an address mails can be sent to."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class PeriodNotOver(Refused):
    """A month or a year cannot be closed: it goes on, a closing within it is missing, or it is closed already."""

    def __init__(self, period: str) -> None:
        super().__init__(period)
        self.period = period


class SellingHeld(Refused):
    """Something is wrong with the till's records; nothing is sold until a person has decided how to go on."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(hold.text)
        self.hold = hold
        self.reason = hold.reason


class PeriodTooLong(Refused):
    """An archive holds at most twelve months."""

    def __init__(self, from_day: date, to_day: date) -> None:
        super().__init__(f"{from_day} to {to_day}")
        self.from_day = from_day
        self.to_day = to_day


class NothingToArchive(Refused):
    """There is no record of these days."""

    def __init__(self, from_day: date, to_day: date) -> None:
        super().__init__(f"{from_day} to {to_day}")
        self.from_day = from_day
        self.to_day = to_day


class PurgeFault(StrEnum):
    """What keeps records from being purged."""

    UNVERIFIED = "unverified"
    BESIDE = "beside"
    OTHER_SHOP = "other_shop"
    TOO_YOUNG = "too_young"
    NOT_CLOSED = "not_closed"
    NOTHING = "nothing"


class PurgeRefused(Refused):
    """Records are kept six years, and until an archive of them was verified elsewhere; reason is a `PurgeFault`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoteMissing(Refused):
    """The services on a ticket are worth a note, which the customer is given before paying; none says these lines."""

    def __init__(self, services: Money) -> None:
        super().__init__(str(services))
        self.services = services


class DrawerStaysShut(Refused):
    """In training nothing goes into the drawer or out of it, so that nobody opens it unseen."""


class UnknownOrder(Refused):
    """No reservation has this id: the shop left that online shop, or it was forgotten."""

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id)
        self.order_id = order_id


class DeedNotPossible(Refused):
    """The reservation stands where this cannot be done about it: answered, collected or ended meanwhile."""

    def __init__(self, number: str, state: OrderState) -> None:
        super().__init__(f"{number}: {state.value}")
        self.number = number
        self.state = state


class NothingPromised(Refused):
    """Nothing of the reservation would be promised, or leave: that is turning it down, and has a key of its own."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class OrderOnAnotherTicket(Refused):
    """The goods of the reservation lie on another ticket, open or parked."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class OrdersWaitInTraining(Refused):
    """In training nothing is done about real reservations: customers would be told."""


class ShopDetailsWrong(Refused):
    """What was entered about the shop cannot be kept; reason is the first of the faults, by field."""

    def __init__(self, faults: Mapping[ShopField, ShopFault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults
        self.reason = next(iter(faults.values()))


class ReservationRulesWrong(Refused):
    """Reservations cannot be taken like this; reason is the first of the faults, by field."""

    def __init__(self, faults: Mapping[RuleField, RuleFault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults
        self.reason = next(iter(faults.values()))


class WindowWordWrong(Refused):
    """The window cannot say this; reason is a `WordFault`, or the `HoursFault` of its days."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PromotionNotBelow(Refused):
    """A price is not below the lowest of the thirty days before: it is no promotion."""

    def __init__(self, prior: Money) -> None:
        super().__init__(str(prior.minor))
        self.prior = prior


class WindowLeft(Refused):
    """The shop has left this online shop meanwhile."""


class AmountTooLarge(Refused):
    """An amount or quantity no small shop means: most likely a barcode typed into a box."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class NotAnAmount(Refused):
    """What was typed is no amount or quantity; a quantity that was read but does not fit is given as such."""

    def __init__(self, typed: str | Quantity) -> None:
        super().__init__(str(typed))
        self.typed = typed


class BarcodeTaken(Refused):
    """Another product already carries this code."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"{code}: {name}")
        self.code = code
        self.name = name


class NameMissing(Refused):
    """A product needs a name."""


class UnknownProduct(Refused):
    """No product has this id: it was taken away meanwhile."""

    def __init__(self, product_id: str) -> None:
        super().__init__(product_id)
        self.product_id = product_id


class CardChanged(Refused):
    """A product's card was changed by somebody else since it was looked at."""

    def __init__(self, product_id: str, name: str) -> None:
        super().__init__(name)
        self.product_id = product_id
        self.name = name


class PhotoFault(StrEnum):
    """What keeps a file from becoming a photo."""

    UNREADABLE = "unreadable"
    NO_PICTURE = "no_picture"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"


class PhotoRefused(Refused):
    """A file cannot become a photo; reason is a `PhotoFault`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PrinterSettingWrong(Refused):
    """What was typed to reach a printer leads nowhere; `part` is "kind", "address" or an option."""

    def __init__(self, setting: str, part: str) -> None:
        super().__init__(f"{setting}: {part}")
        self.setting = setting
        self.part = part


class DatabaseError(ShopError):
    """The shop's file cannot be used as it is."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(str(path))
        self.path = path


class DatabaseMissing(DatabaseError):
    """There is no such file, or its folder cannot be made."""


class DatabaseTooNew(DatabaseError):
    """The file was written by a later Comptoir."""

    def __init__(self, path: Path | str, unknown: str) -> None:
        super().__init__(path)
        self.unknown = unknown


class DatabaseDamaged(DatabaseError):
    """SQLite finds the file damaged."""

    def __init__(self, path: Path | str, finding: str = "") -> None:
        super().__init__(path)
        self.finding = finding


class NotAShopFile(DatabaseDamaged):
    """The file is something else than a shop's, or its very beginning is damaged."""


class DatabaseReadOnly(DatabaseError):
    """The disk or the file does not accept writing."""


class DiskFull(DatabaseError):
    """The disk has no room left; what was being written is not kept, all earlier work is."""


class DiskFailing(DatabaseError):
    """The disk did not read or write what it was asked to; what was being written is not kept."""


class DatabaseBusy(DatabaseError):
    """Another program has held the file for too long."""


class ShopOpenElsewhere(DatabaseError):
    """Another copy of the program has this shop open."""


class SqliteTooOld(DatabaseError):
    """This SQLite has a fault in its write-ahead log that can damage a shop's file."""

    def __init__(self, path: Path | str, version: str) -> None:
        super().__init__(path)
        self.version = version


class SigningKeyMissing(DatabaseError):
    """The key that signs this file's records is not on this machine."""


class BackupFailed(DatabaseError):
    """A copy was made but does not verify, or could not be written."""

    def __init__(self, path: Path | str, finding: str) -> None:
        super().__init__(path)
        self.finding = finding


class JournalBroken(DatabaseError):
    """A record of the journal does not follow from the one before it: seq says which, from the beginning."""

    def __init__(self, path: Path | str, seq: int) -> None:
        super().__init__(path)
        self.seq = seq


class BackupPlaceAway(DatabaseError):
    """The second place for copies is not there: a disk that is unplugged, a network that is down."""


class BackupPlaceTaken(DatabaseError):
    """The folder wanted as second place is the first one."""


class BackupUnsound(DatabaseError):
    """A backup to restore has faults of its own."""

    def __init__(self, path: Path | str, findings: int) -> None:
        super().__init__(path)
        self.findings = findings


class BackupIsTheShop(DatabaseError):
    """The backup to restore is the shop's file itself."""


class DeviceError(ShopError):
    """A device on the counter does not do what was asked."""

    def __init__(self, device: str, detail: str = "") -> None:
        super().__init__(f"{device}: {detail}" if detail else device)
        self.device = device
        self.detail = detail


class PrinterOffline(DeviceError):
    """The printer does not answer; nothing was sent to it."""


class PrinterNotAllowed(PrinterOffline):
    """The system does not let this person use the printer's device; nothing was sent to it."""


class PrinterNotReady(PrinterOffline):
    """The printer answers and says that it is not ready to print; nothing was sent to it."""


class OutOfPaper(PrinterOffline):
    """The printer says that it has no paper; nothing was sent to it."""


class CoverOpen(PrinterOffline):
    """The printer says that its cover is open; nothing was sent to it."""


class CutterJammed(PrinterOffline):
    """The printer says that its knife is stuck; nothing was sent to it."""


class PaperNearlyOut(DeviceError):
    """The roll of paper will end soon; the printer prints on meanwhile."""


class PrintUnknown(DeviceError):
    """The printer went away while it was printing: nobody knows what is on the paper."""


class DisplayAway(DeviceError):
    """The customer's display does not take what is written to it."""


class PaperRanOut(PrintUnknown):
    """The paper ended, or the cover was opened, while a receipt was being printed."""


class DrawerNotOpened(DeviceError):
    """The drawer was not opened in time; it is not opened later, when nobody expects it."""


class PictureRefused(ShopError):
    """A file cannot be used as a picture; `reason` is "kind", "size" or "unreadable"."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class FileRefused(ShopError):
    """A file to import cannot be read as a list of products."""

    def __init__(self, path: Path | str, reason: str, detail: str = "") -> None:
        super().__init__(f"{path}: {reason} {detail}".rstrip())
        self.path = path
        self.reason = reason
        self.detail = detail


class NoArchive(ShopError):
    """A file to verify is neither an archive nor a shop's file."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(str(path))
        self.path = path


class FileNotWritten(ShopError):
    """A file for the shopkeeper cannot be written where it was wanted."""

    def __init__(self, path: Path | str, detail: str = "") -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


class Cancelled(ShopError):
    """A person stopped the work; nothing of it was kept."""
