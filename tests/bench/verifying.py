"""Verifying a shop's file to the last signature, beside bare verification of as many signatures.

Both sides only compute, so the processor's time is measured: what else the machine does meanwhile is no matter.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from pos.database import products, sales, settings, till
from pos.database.connection import Database, connect_reader, transaction
from pos.database.journal import totals
from pos.database.journal.author import author_of
from pos.database.journal.keys import all_keys
from pos.database.journal.records import append, in_order
from pos.domain.catalogue import Product
from pos.domain.sale import close
from pos.exchange.tax_rates import french_rates
from pos.fiscal.record import PREFIX, Kind
from pos.fiscal.ticket import ticket_body
from pos.fiscal.verify import OK
from pos.operations.closing import close_day
from pos.operations.verifying import verify
from tests.bench.rows import Row, in_turns
from tests.bench.shops import build
from tests.builders import NOON, exactly, signing, ticket

LINES = 3
SALES_A_DAY = 1_000
_RATES = french_rates()
_VERIFIED = ec.ECDSA(hashes.SHA256())


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Verify one file in full, and its signatures alone, in turns."""
    tickets, rounds = (200, 1) if quick else (100_000, 2)
    path = folder / "shop.db"
    _trade(path, tickets)
    with_key, signed = _signatures(path)
    turns = in_turns(lambda: _verify(path), lambda: _verify_bare(with_key, signed), rounds=rounds)
    return [
        Row(
            name=f"full verification of {tickets} tickets",
            ours=min(turns.ours),
            limit=min(turns.limit),
            unit="s",
            n=len(signed),
            goal=3.0,
            note="hash, signature, chain, totals, closings and every table of every record, beside bare ECDSA"
            " verification of as many signatures; processor time",
        )
    ]


def _verify(path: Path) -> float:
    began = time.process_time()
    db = connect_reader(path)
    report = verify(db)
    db.close()
    seconds = time.process_time() - began
    if report.verdict != OK:
        raise RuntimeError(f"the file is not in order: {report.ordered}")
    return seconds


def _verify_bare(key: Any, signed: Sequence[tuple[bytes, bytes]]) -> float:
    began = time.process_time()
    for signature, message in signed:
        key.verify(signature, message, _VERIFIED)
    return time.process_time() - began


def _signatures(path: Path) -> tuple[Any, list[tuple[bytes, bytes]]]:
    """The file's key, and every signature with the bytes it is of."""
    db = connect_reader(path)
    [span] = all_keys(db)
    signed = [
        (
            encode_dss_signature(int.from_bytes(one.signature[:32], "big"), int.from_bytes(one.signature[32:], "big")),
            PREFIX + one.payload,
        )
        for one in in_order(db)
    ]
    db.close()
    return load_der_public_key(span.key.der), signed


def _trade(path: Path, tickets: int) -> None:
    """Sell so many tickets, a day in a transaction: what matters here is what lies in the file afterwards."""
    db = signing(build(path, articles=50, linked=False, stocked=False))
    db.execute("PRAGMA synchronous=OFF").fetchall()
    author_of(db)
    shelf = [product for product in (products.get(db, id_) for id_ in products.shown_online(db)) if product]
    chance, now = random.Random(7), NOON
    for start in range(0, tickets, SALES_A_DAY):
        with transaction(db):
            for place in range(start, min(tickets, start + SALES_A_DAY)):
                _sell(db, chance.sample(shelf, LINES), now + timedelta(seconds=place - start))
        close_day(db, now=now + timedelta(hours=8))
        now += timedelta(days=1)
    db.close()


def _sell(db: Database, bought: Sequence[Product], now: datetime) -> None:
    """The part of a sale that verification reads: its record and what that is projected into."""
    basket = ticket(*bought)
    taken = till.take(db, numbers=1)
    sale = close(basket, exactly(basket), till=taken.till, number=taken.number, sold_at=now, rates=_RATES)
    after = totals.totals(db).plus(sale.total.minor)
    body = {**ticket_body(sale, settings.shop_identity(db)), "tot": after.body}
    record = append(db, Kind.TICKET, body, now=now, subject=sale.id, business_day=now.date())
    totals.put_totals(db, after)
    totals.open_day(db, now.date())
    sales.add(db, sale, record_seq=record.seq)
