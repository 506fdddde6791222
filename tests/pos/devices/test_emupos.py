"""Our bytes on a printer that others wrote after the printers' manual: what it shows is what a customer would hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from pos.devices.network_printer import NetworkPrinter
from pos.domain.errors import CoverOpen, OutOfPaper, PaperNearlyOut, PrinterNotReady, PrinterOffline
from pos.domain.printer import CodePage, Cutting, Drawer, Letters, PrinterProfile
from pos.receipts.compose import sale_receipt
from pos.receipts.document import Document, QrCode
from pos.receipts.escpos import drawer_pulse, render
from pos.receipts.trial import probe
from pos.wording import Wording
from tests.golden.papers import SHOP, checked, full_sale
from tests.pos.devices.emupos import Emupos, running

ADDRESS = "https://catalogue.example/ticket/1042?code=été"
PAGES = [Letters(CodePage.CP858, 19), Letters(CodePage.CP1252, 16)]


@pytest.fixture(scope="module")
def emupos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emupos]:
    with running(tmp_path_factory.mktemp("emupos")) as emulator:
        yield emulator


@pytest.fixture
def printer(emupos: Emupos) -> NetworkPrinter:
    return NetworkPrinter("127.0.0.1", emupos.port)


@pytest.fixture
def receipt() -> Document:
    """A real receipt, with a square code above the cut."""
    made = sale_receipt(full_sale(), SHOP, Wording("fr"))
    *above, cut = made.blocks
    return replace(made, blocks=(*above, QrCode(ADDRESS), cut))


@pytest.mark.parametrize("letters", PAGES, ids=lambda letters: letters.page.value)
def test_a_receipt_shows_french_and_a_code_a_telephone_reads(
    emupos: Emupos, printer: NetworkPrinter, receipt: Document, letters: Letters
) -> None:
    before = emupos.receipts()
    profile = PrinterProfile(48, letters, Cutting.PARTIAL)

    assert printer.send(render(receipt, profile, logo=checked(profile))) is None

    text = emupos.text()
    assert emupos.receipts() == before + 1
    for words in ("Épicerie du Marché", "Café moulu 250 g", "Comté 18 mois", "ânesse", "à bientôt", "ufs, crème", "€"):
        assert words in text
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(emupos.picture())).convert("L"))
    assert code.text == ADDRESS
    assert emupos.drawer() == "closed"


def test_the_probe_shows_the_right_lines_right(emupos: Emupos, printer: NetworkPrinter) -> None:
    printer.send(probe(PrinterProfile(48), Wording("fr")))

    lines = emupos.text().splitlines()

    assert any(line.startswith("1 é è ê ç à oe « 5 € » 20 °C") for line in lines)
    assert any(line.startswith("3 é è ê ç à œ « 5 € » 20 °C") for line in lines)
    assert not any(line.startswith("2 é è ê ç à oe « 5 € »") for line in lines)


@pytest.mark.parametrize(
    ("fault", "trouble"), [("paper-out", OutOfPaper), ("cover-open", CoverOpen), ("offline", PrinterNotReady)]
)
def test_what_it_says_of_itself_is_told_and_not_one_byte_sent(
    emupos: Emupos, printer: NetworkPrinter, receipt: Document, fault: str, trouble: type[PrinterOffline]
) -> None:
    before = emupos.receipts()
    emupos.begin(fault)
    try:
        with pytest.raises(PrinterOffline) as told:
            printer.send(render(receipt, PrinterProfile(48)))
    finally:
        emupos.end(fault)

    assert type(told.value) is trouble
    assert emupos.receipts() == before


def test_a_roll_near_its_end_prints_and_is_told(emupos: Emupos, printer: NetworkPrinter, receipt: Document) -> None:
    emupos.begin("paper-near-end")
    try:
        assert isinstance(printer.send(render(receipt, PrinterProfile(48))), PaperNearlyOut)
    finally:
        emupos.end("paper-near-end")


def test_the_drawer_opens_and_nothing_is_printed(emupos: Emupos, printer: NetworkPrinter) -> None:
    before = emupos.receipts()
    assert emupos.drawer() == "closed"

    printer.send(drawer_pulse(Drawer.PIN_2))

    assert emupos.drawer() == "open"
    assert emupos.receipts() == before
