"""Whether the till is in training, and the tickets of training: records of a kind and a series of their own."""

from __future__ import annotations

from pos.database import till
from pos.database.connection import Database
from pos.database.journal.records import about
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record, series_of


def is_on(db: Database) -> bool:
    """Whether what is sold now only counts as training."""
    return bool(db.value("SELECT training FROM fiscal_head"))


def put(db: Database, *, on: bool) -> None:
    """Note, in the running transaction, that training begins or ends."""
    db.execute("UPDATE fiscal_head SET training = ?", (int(on),))


def last_number(db: Database) -> int:
    """The number of the latest training ticket of this epoch, 0 before the first."""
    identity = till.identity(db)
    number = db.value(
        "SELECT last_no FROM counter WHERE till_id = ? AND series = ?",
        (identity.id, series_of(Kind.TRAIN, identity.epoch)),
    )
    return int(number or 0)


def record_of(db: Database, ticket_id: str) -> Record | None:
    """The record of a training ticket, or None."""
    return next(iter(about(db, ticket_id, Kind.TRAIN)), None)


def responsible_id(db: Database) -> str:
    """Who answers for the training that goes on, or that ended last; '' where there was none."""
    begun = about(db, Event.TRAINING_ON.value, Kind.JET)
    return str(_data(begun[-1]).get("responsible", "")) if begun else ""


def _data(record: Record) -> dict[str, object]:
    data = parse(record.payload)["data"]
    return dict(data) if isinstance(data, dict) else {}
