"""A printer on the network, on a real port: what is known when it fails decides whether printing again is safe."""

from __future__ import annotations

import sys
import time

import pytest

from pos.devices.network_printer import NetworkPrinter
from pos.devices.printer import printer_from
from pos.domain.errors import (
    CoverOpen,
    OutOfPaper,
    PaperNearlyOut,
    PaperRanOut,
    PrinterNotReady,
    PrinterOffline,
    PrintUnknown,
)
from tests.loopback_printer import (
    FINE,
    NEARLY_NO_PAPER,
    NO_PAPER,
    OPEN_COVER,
    PAUSED,
    Behaviour,
    LoopbackPrinter,
    Says,
    closed_port,
    unanswering_port,
)

RECEIPT = b"\x1b@Savon 2,50\n" * 100
LONG_PAPER = RECEIPT * 20_000
"""24 MB: more than a system keeps on the way."""


def printer(port: int, *, connect_s: float = 0.5, patience_s: float = 0.5, closing_s: float = 0.5) -> NetworkPrinter:
    return NetworkPrinter("127.0.0.1", port, connect_s=connect_s, patience_s=patience_s, closing_s=closing_s)


def test_a_printer_takes_every_byte() -> None:
    with LoopbackPrinter() as taking:
        printer(taking.port).send(RECEIPT)

        assert taking.wait_for(1) == [RECEIPT]


def test_papers_follow_each_other() -> None:
    with LoopbackPrinter() as taking:
        for number in range(3):
            printer(taking.port).send(b"%d" % number)

        assert taking.wait_for(3) == [b"0", b"1", b"2"]


def test_a_printer_that_closes_in_answer_keeps_nobody_waiting() -> None:
    with LoopbackPrinter() as taking:
        began = time.monotonic()
        printer(taking.port, closing_s=5).send(RECEIPT)

        assert time.monotonic() - began < 1


def test_a_printer_that_never_closes_has_taken_what_it_acknowledged() -> None:
    with LoopbackPrinter(Behaviour.KEEPS_OPEN) as talking:
        printer(talking.port).send(RECEIPT)

        assert talking.wait_for(1) == [RECEIPT]


def test_a_host_is_found_by_its_name() -> None:
    with LoopbackPrinter() as taking:
        NetworkPrinter("localhost", taking.port).send(RECEIPT)

        assert taking.wait_for(1) == [RECEIPT]


def test_nobody_listening_means_nothing_was_sent() -> None:
    with pytest.raises(PrinterOffline) as offline:
        printer(port := closed_port()).send(RECEIPT)

    assert offline.value.device == f"127.0.0.1:{port}"
    assert "refused" in offline.value.detail.lower()


def test_a_name_nobody_has_means_nothing_was_sent() -> None:
    with pytest.raises(PrinterOffline):
        NetworkPrinter("no-such-printer.invalid", connect_s=2).send(RECEIPT)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems queue callers in their own ways")
def test_a_printer_that_does_not_answer_means_nothing_was_sent() -> None:
    with unanswering_port() as port, pytest.raises(PrinterOffline, match="does not answer"):
        printer(port).send(RECEIPT)


def test_a_connection_broken_half_way_leaves_a_question() -> None:
    with LoopbackPrinter(Behaviour.BREAKS) as breaking, pytest.raises(PrintUnknown):
        printer(breaking.port).send(RECEIPT)


def test_a_long_paper_broken_half_way_leaves_a_question() -> None:
    with LoopbackPrinter(Behaviour.BREAKS) as breaking, pytest.raises(PrintUnknown):
        printer(breaking.port).send(LONG_PAPER)


def test_a_printer_that_stops_taking_bytes_leaves_a_question() -> None:
    with LoopbackPrinter(Behaviour.HANGS) as hanging, pytest.raises(PrintUnknown, match="takes no more"):
        printer(hanging.port).send(LONG_PAPER)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what was acknowledged")
def test_bytes_that_left_but_never_arrived_leave_a_question() -> None:
    with LoopbackPrinter(Behaviour.HANGS) as hanging, pytest.raises(PrintUnknown, match="acknowledge"):
        printer(hanging.port).send(RECEIPT * 50)


@pytest.mark.parametrize("paper", [RECEIPT * 50, LONG_PAPER], ids=["all sent", "half sent"])
def test_giving_up_ends_the_waiting_at_once(paper: bytes) -> None:
    with LoopbackPrinter(Behaviour.HANGS) as hanging:
        began = time.monotonic()
        with pytest.raises(PrintUnknown):
            printer(hanging.port, patience_s=60).send(paper, lambda: time.monotonic() > began + 0.3)

        assert time.monotonic() - began < 1.5


@pytest.mark.skipif(sys.platform != "linux", reason="other systems queue callers in their own ways")
def test_giving_up_before_the_first_byte_leaves_the_paper_to_be_printed() -> None:
    with unanswering_port() as port:
        began = time.monotonic()
        with pytest.raises(PrinterOffline):
            printer(port, connect_s=60).send(RECEIPT, lambda: time.monotonic() > began + 0.3)

        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("says", "trouble"), [(NO_PAPER, OutOfPaper), (OPEN_COVER, CoverOpen), (PAUSED, PrinterNotReady)]
)
def test_a_printer_that_cannot_print_is_sent_not_one_byte(says: Says, trouble: type[PrinterOffline]) -> None:
    with LoopbackPrinter(says=says) as hindered:
        with pytest.raises(trouble):
            printer(hindered.port).send(RECEIPT)
        hindered.says = FINE
        printer(hindered.port).send(b"after")

        assert hindered.wait_for(1) == [b"after"]


def test_a_printer_that_answers_takes_every_byte_and_nothing_else() -> None:
    with LoopbackPrinter(says=FINE) as taking:
        assert printer(taking.port).send(RECEIPT) is None

        assert taking.wait_for(1) == [RECEIPT]
        assert taking.asked >= 8


def test_a_printer_that_never_answers_prints_all_the_same_after_a_short_wait() -> None:
    with LoopbackPrinter() as silent:
        began = time.monotonic()
        assert printer(silent.port).send(RECEIPT) is None

        assert silent.wait_for(1) == [RECEIPT]
        assert silent.asked == 1
        assert time.monotonic() - began < 2


def test_a_roll_near_its_end_prints_and_is_told() -> None:
    with LoopbackPrinter(says=NEARLY_NO_PAPER) as taking:
        assert isinstance(printer(taking.port).send(RECEIPT), PaperNearlyOut)

        assert taking.wait_for(1) == [RECEIPT]


def test_paper_that_runs_out_in_the_middle_leaves_a_question() -> None:
    """The network took every byte: only asking on shows that they are not on paper."""
    with LoopbackPrinter(says=FINE, roll_bytes=200) as running_out:
        with pytest.raises(PaperRanOut) as unknown:
            printer(running_out.port).send(RECEIPT)

        assert isinstance(unknown.value, PrintUnknown)


def test_a_printer_whose_word_does_not_count_is_not_asked() -> None:
    with LoopbackPrinter(says=NO_PAPER) as crying_wolf:
        printer_from(f"tcp://127.0.0.1:{crying_wolf.port}?ask=0").send(RECEIPT)

        assert crying_wolf.wait_for(1) == [RECEIPT]
        assert crying_wolf.asked == 0
