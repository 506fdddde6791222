"""The papers of a training ticket: made from its record, marked SIMULATION, and counted nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos.database.print_jobs import PaperKind
from pos.operations.training import trained_ticket
from pos.receipts.compose import gift_receipt, sale_receipt
from pos.receipts.simulation import simulated

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.receipts.document import Document
    from pos.wording import Wording


def training_paper(
    db: Database, sale_id: str, wording: Wording, *, paper: PaperKind = PaperKind.RECEIPT
) -> Document | None:
    """A paper of a training ticket; None where this is the id of anything else."""
    trained = trained_ticket(db, sale_id)
    if trained is None:
        return None
    compose = gift_receipt if paper is PaperKind.GIFT else sale_receipt
    return simulated(compose(trained.sale, trained.shop, wording), wording)
