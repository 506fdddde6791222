"""The slip of a reservation, on its way to the printer."""

from __future__ import annotations

from datetime import datetime

from pos.database import online_orders, print_jobs, settings
from pos.database.connection import Database, transaction
from pos.database.print_jobs import JobState, PaperKind, PrintJob
from pos.domain.identity import NewId, to_ms
from pos.domain.printer import PrinterProfile
from pos.operations.changes import Changes
from pos.operations.equipping import logo_for
from pos.operations.printing import RECEIPT_PRINTER
from pos.receipts import escpos
from pos.receipts.parcel import parcel_slip
from pos.wording import Wording


def queue_slip(
    db: Database,
    target: str,
    order_id: str,
    *,
    profile: PrinterProfile,
    now: datetime,
    new_id: NewId,
    wording: Wording,
) -> Changes:
    """Let the slip of a reservation wait for the receipt printer; as many as wished are made.

    Args:
        db: the shop.
        target: the online shop.
        order_id: the reservation.
        profile: what the paper is made for.
        now: the moment, in the shop's time zone.
        new_id: names the job.
        wording: the language of the paper.

    Raises:
        LookupError: there is no such reservation.
    """
    escpos.load()
    order = online_orders.get(db, target, order_id)
    if order is None:
        raise LookupError(order_id)
    slip = parcel_slip(order, settings.shop_identity(db), wording, zone=now.tzinfo)
    job = PrintJob(new_id(), RECEIPT_PRINTER, None, slip.title, 0, JobState.WAITING, to_ms(now), paper=PaperKind.PARCEL)
    with transaction(db):
        print_jobs.add(db, job, escpos.render(slip, profile, logo=logo_for(db, profile)))
    return Changes(prints=True)
