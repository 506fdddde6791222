"""The printer's thread, on a real file and a real port: nothing lost, nothing twice, and it always stops."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from pos.database import print_jobs
from pos.database.connection import Database
from pos.database.print_jobs import JobState, PrintJob
from pos.devices.network_printer import NetworkPrinter
from pos.devices.paper import read_paper
from pos.devices.printer import Printer, printer_from
from pos.domain.errors import (
    OutOfPaper,
    PaperNearlyOut,
    PaperRanOut,
    PrinterOffline,
    PrinterSettingWrong,
    PrintUnknown,
    ShopError,
)
from pos.domain.printer import PrinterProfile
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.printing import RECEIPT_PRINTER, open_jobs, print_next, queue_receipt
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import exactly, new_id, product, ticket
from tests.loopback_printer import (
    FINE,
    NEARLY_NO_PAPER,
    NO_PAPER,
    Behaviour,
    LoopbackPrinter,
    closed_port,
    unanswering_port,
)
from ui.printer_thread import STOPS_WITHIN_S, PrinterState, PrinterThread

Start = Callable[[Callable[[], Printer]], PrinterThread]


class News:
    """What a thread reports, to be waited for."""

    def __init__(self) -> None:
        self.states: queue.Queue[PrinterState] = queue.Queue()

    def until(self, wanted: Callable[[PrinterState], bool], *, seconds: float = 15.0) -> PrinterState:
        deadline = time.monotonic() + seconds
        while True:
            state = self.states.get(timeout=max(0.01, deadline - time.monotonic()))
            if wanted(state):
                return state


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
def start(shop_path: Path, db: Database, news: News) -> Iterator[Start]:
    """Starts a thread on the shop, and stops it after the test."""
    started: list[PrinterThread] = []

    def start_thread(make_printer: Callable[[], Printer]) -> PrinterThread:
        thread = PrinterThread(
            shop_path, printer_name=RECEIPT_PRINTER, make_printer=make_printer, report=news.states.put
        )
        thread.start()
        started.append(thread)
        return thread

    yield start_thread
    assert all(thread.stop() for thread in started)


@pytest.fixture
def sell_and_queue(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Callable[[], int]:
    """Sells a soap, queues its receipt and gives the ticket's number."""

    def sell_one() -> int:
        soap = product(price_minor=250)
        add_product(db, soap)
        basket = ticket(soap)
        sale = sell(db, basket, exactly(basket), now=now, rates=rates).sale
        queue_receipt(db, sale.id, profile=PrinterProfile(32), now=now, new_id=new_id, wording=Wording("fr"))
        return sale.number

    return sell_one


def network(port: int) -> Callable[[], Printer]:
    return partial(NetworkPrinter, "127.0.0.1", port, closing_s=0.2)


def quiet(state: PrinterState) -> bool:
    return state == PrinterState()


def test_receipts_come_out_in_order_and_all_is_quiet(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    numbers = [sell_and_queue() for _ in range(3)]
    with LoopbackPrinter() as printer:
        thread = start(network(printer.port))
        news.until(quiet)
        numbers.append(sell_and_queue())
        thread.wake()

        papers = [read_paper(job).text for job in printer.wait_for(4)]

    assert [f"Ticket {number} " in paper for number, paper in zip(numbers, papers, strict=True)] == [True] * 4


def test_an_offline_printer_is_reported_and_prints_when_it_is_back(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    port = closed_port()
    thread = start(network(port))

    offline = news.until(lambda state: state.trouble is not None)
    assert isinstance(offline.trouble, PrinterOffline)
    assert (offline.waiting, offline.unknown) == (1, 0)

    sell_and_queue()
    with LoopbackPrinter(port=port) as printer:
        thread.wake()
        printer.wait_for(2)
        news.until(quiet)


def test_an_offline_printer_is_tried_again_without_being_asked(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    port = closed_port()
    start(network(port))
    news.until(lambda state: state.trouble is not None)

    with LoopbackPrinter(port=port) as printer:
        printer.wait_for(1)
        news.until(quiet)


def test_a_printer_that_breaks_leaves_a_question_and_the_rest_waiting(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    sell_and_queue()
    with LoopbackPrinter(Behaviour.BREAKS) as printer:
        start(network(printer.port))

        broken = news.until(lambda state: state.unknown == 1)

    assert isinstance(broken.trouble, PrintUnknown)
    assert broken.waiting == 1


def test_a_paper_left_half_sent_by_a_power_cut_is_not_sent_again(
    start: Start, news: News, db: Database, sell_and_queue: Callable[[], int]
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(_: bytes) -> None:
        raise PowerCut

    sell_and_queue()
    with pytest.raises(PowerCut):
        print_next(db, RECEIPT_PRINTER, cut)
    with LoopbackPrinter() as printer:
        thread = start(network(printer.port))

        assert news.until(lambda state: state.unknown > 0) == PrinterState(waiting=0, unknown=1)
        assert thread.stop()
        assert printer.jobs == []


def test_a_wrong_setting_is_reported(start: Start, news: News, sell_and_queue: Callable[[], int]) -> None:
    sell_and_queue()
    start(partial(printer_from, "usb://somewhere"))

    wrong = news.until(lambda state: state.trouble is not None)

    assert isinstance(wrong.trouble, PrinterSettingWrong)
    assert wrong.waiting == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems queue callers in their own ways")
def test_it_stops_while_the_printer_does_not_answer(
    start: Start, news: News, db: Database, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    with unanswering_port() as port:
        thread = start(partial(NetworkPrinter, "127.0.0.1", port, connect_s=60))
        _wait_until(lambda: open_jobs(db)[0].state is JobState.SENDING)
        began = time.monotonic()

        assert thread.stop()
        assert time.monotonic() - began < STOPS_WITHIN_S

    assert [job.state for job in open_jobs(db)] == [JobState.WAITING]


def test_it_stops_while_the_printer_hangs_over_a_paper(start: Start, news: News, db: Database) -> None:
    long = PrintJob("long", RECEIPT_PRINTER, None, "Essai", 0, JobState.WAITING, 0)
    print_jobs.add(db, long, b"x" * 20_000_000)
    with LoopbackPrinter(Behaviour.HANGS) as printer:
        thread = start(partial(NetworkPrinter, "127.0.0.1", printer.port, patience_s=60))
        _wait_until(lambda: open_jobs(db)[0].state is JobState.SENDING)
        time.sleep(0.2)
        began = time.monotonic()

        assert thread.stop()
        assert time.monotonic() - began < STOPS_WITHIN_S

    assert [job.state for job in open_jobs(db)] == [JobState.UNKNOWN]


def test_stopping_before_starting_is_no_matter(shop_path: Path, news: News) -> None:
    never_started = PrinterThread(
        shop_path, printer_name=RECEIPT_PRINTER, make_printer=network(closed_port()), report=news.states.put
    )

    assert never_started.stop()


def _wait_until(claim: Callable[[], bool], *, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Answers:
    """What became of errands, to be waited for."""

    def __init__(self) -> None:
        self.heard: queue.Queue[ShopError | None] = queue.Queue()

    def next(self) -> ShopError | None:
        return self.heard.get(timeout=15)


def test_an_errand_goes_before_the_papers_and_is_answered(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    port, answers = closed_port(), Answers()
    thread = start(network(port))
    news.until(lambda state: state.trouble is not None)
    with LoopbackPrinter(port=port) as printer:
        thread.run_errand(b"\x1bp\x00\x19\xfa", answers.heard.put)

        assert answers.next() is None
        jobs = printer.wait_for(2)

    assert jobs[0] == b"\x1bp\x00\x19\xfa"
    assert "Ticket" in read_paper(jobs[1]).text


def test_an_errand_an_offline_printer_cannot_run_is_refused_and_never_run_later(start: Start, news: News) -> None:
    port, answers = closed_port(), Answers()
    thread = start(network(port))
    thread.run_errand(b"\x1bp\x00\x19\xfa", answers.heard.put)

    assert isinstance(answers.next(), PrinterOffline)
    with LoopbackPrinter(port=port) as printer:
        thread.wake()
        time.sleep(0.5)

        assert printer.jobs == []


def test_an_errand_that_comes_too_late_is_refused(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.printer_thread.ERRAND_WITHIN_S", -1.0)
    answers = Answers()
    with LoopbackPrinter() as printer:
        start(network(printer.port)).run_errand(b"pulse", answers.heard.put)

        assert isinstance(answers.next(), PrinterOffline)
        assert printer.jobs == []


def test_an_errand_for_a_printer_that_cannot_be_reached_as_written_is_refused(start: Start) -> None:
    answers = Answers()
    start(partial(printer_from, "usb://somewhere")).run_errand(b"pulse", answers.heard.put)

    assert isinstance(answers.next(), PrinterSettingWrong)


def test_an_errand_left_over_when_the_thread_ends_is_refused(start: Start, news: News) -> None:
    thread, answers = start(network(closed_port())), Answers()
    news.until(quiet)
    assert thread.stop()
    late = PrinterThread(
        thread._shop_path, printer_name=RECEIPT_PRINTER, make_printer=network(closed_port()), report=news.states.put
    )
    late.run_errand(b"pulse", answers.heard.put)
    late.ask_to_stop()
    late.start()

    assert isinstance(answers.next(), PrinterOffline)
    assert late.stop()


def test_paper_that_is_out_holds_the_papers_and_they_come_with_the_new_roll(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    with LoopbackPrinter(says=NO_PAPER) as printer:
        thread = start(network(printer.port))

        out = news.until(lambda state: state.trouble is not None)
        assert isinstance(out.trouble, OutOfPaper)
        assert (out.waiting, out.unknown) == (1, 0)
        assert printer.jobs == []

        printer.says = FINE
        thread.wake()
        printer.wait_for(1)
        news.until(quiet)


def test_paper_that_ends_within_a_receipt_leaves_a_question(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    sell_and_queue()
    with LoopbackPrinter(says=FINE, roll_bytes=100) as printer:
        start(network(printer.port))

        state = news.until(lambda state: state.unknown == 1)

    assert isinstance(state.trouble, PaperRanOut)
    assert state.waiting == 1


def test_a_roll_near_its_end_is_told_while_it_prints(
    start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    with LoopbackPrinter(says=NEARLY_NO_PAPER) as printer:
        start(network(printer.port))

        state = news.until(lambda state: state.warning is not None)

        printer.wait_for(1)
    assert isinstance(state.warning, PaperNearlyOut)
    assert (state.waiting, state.trouble) == (0, None)


def test_a_thread_begins_when_the_one_before_it_has_ended(
    shop_path: Path, start: Start, news: News, sell_and_queue: Callable[[], int]
) -> None:
    sell_and_queue()
    with LoopbackPrinter(Behaviour.HANGS) as hanging, LoopbackPrinter() as printer:
        first = start(partial(NetworkPrinter, "127.0.0.1", hanging.port, closing_s=60))
        time.sleep(0.3)
        first.ask_to_stop()
        second = PrinterThread(
            shop_path,
            printer_name=RECEIPT_PRINTER,
            make_printer=network(printer.port),
            report=news.states.put,
            after=first,
        )
        second.start()
        sell_and_queue()
        second.wake()

        printer.wait_for(1)
        assert not first.is_alive()
        assert second.stop()
