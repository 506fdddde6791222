"""Killed again and again while it prints: no receipt comes out twice unmarked, none is forgotten."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from pos.database.connection import Database
from pos.database.print_jobs import JobState, PrintJob
from pos.devices.paper import read_paper
from pos.domain.printer import PrinterProfile
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.printing import RECEIPT_PRINTER, open_jobs, queue_receipt
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import exactly, new_id, product, ticket
from tests.loopback_printer import LoopbackPrinter

RECEIPTS = 60
KILLS = 5

PRINTING = """
import sys, time
from functools import partial
from pathlib import Path
from pos.devices.network_printer import NetworkPrinter
from ui.printer_thread import PrinterThread

printer = partial(NetworkPrinter, "127.0.0.1", int(sys.argv[2]))
report = lambda state: print(state.waiting, flush=True)
PrinterThread(Path(sys.argv[1]), printer_name="receipt", make_printer=printer, report=report).start()
time.sleep(60)
"""


def test_no_receipt_is_lost_or_printed_twice_when_the_till_is_killed(
    db: Database, shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    chance = random.Random(20261123)
    numbers = {_sell(db, now, rates) for _ in range(RECEIPTS)}
    with LoopbackPrinter() as printer:
        for _ in range(KILLS):
            _print_until(shop_path, printer.port, seconds=chance.uniform(0.0, 0.02))
        _print_until(shop_path, printer.port)
        left = open_jobs(db, RECEIPT_PRINTER)
        whole = [job for job in printer.wait_for(RECEIPTS - len(left)) if read_paper(job).cuts == 1]

    times = Counter(_number(job) for job in whole)
    asked = {_sold_number(db, job) for job in left}
    assert [job.state for job in left] == [JobState.UNKNOWN] * len(left)
    assert len(left) <= KILLS
    assert set(times) | asked == numbers
    assert set(times.values()) == {1}


def _sell(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> int:
    soap = product(price_minor=250)
    add_product(db, soap)
    basket = ticket(soap)
    sale = sell(db, basket, exactly(basket), now=now, rates=rates).sale
    queue_receipt(db, sale.id, profile=PrinterProfile(32), now=now, new_id=new_id, wording=Wording("fr"))
    return sale.number


def _print_until(shop_path: Path, port: int, *, seconds: float | None = None) -> None:
    """Run a till's printing and kill it so long after its first word, or when nothing waits any more."""
    command = [sys.executable, "-c", PRINTING, str(shop_path), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as till:
        assert till.stdout
        waiting = till.stdout.readline()
        while seconds is None and waiting != "0\n":
            waiting = till.stdout.readline()
            assert waiting, "the till ended by itself"
        time.sleep(seconds or 0)
        till.kill()


def _number(job: bytes) -> int:
    words = read_paper(job).text.split()
    return int(words[words.index("Ticket") + 1])


def _sold_number(db: Database, job: PrintJob) -> int:
    return int(db.value("SELECT number FROM sale WHERE id = ?", (job.sale_id,)))
