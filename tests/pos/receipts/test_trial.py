"""The paper that finds a printer's letters: whoever reads it sees exactly one kind of line right."""

from __future__ import annotations

import codecs

import pytest

from pos.devices.kinds import printer_kinds
from pos.devices.paper import read_paper
from pos.domain.printer import CANDIDATES, CodePage, Letters, PrinterProfile
from pos.domain.shop import ShopIdentity
from pos.receipts.printable import writable
from pos.receipts.trial import SENTENCE, print_trial, probe
from pos.wording import Wording

REAL_PRINTERS = {
    "an Epson": {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858", 40: "iso8859-15"},
    "a Chinese one": {0: "cp437", 2: "cp850", 13: "cp858", 16: "cp1252", 71: "cp1252"},
    "one with Latin 9 only": {0: "cp437", 44: "iso8859-15"},
}


def seen_on(pages: dict[int, str], data: bytes) -> list[str]:
    """The lines as a printer with these pages writes them; one it has not under that number it writes in its first."""
    lines, page = [], "cp437"
    for line in data.split(b"\n"):
        at = line.rfind(b"\x1bt")
        if at >= 0:
            page, line = pages.get(line[at + 2], "cp437"), line[at + 3 :]
        lines.append(codecs.decode(line, page, "replace"))
    return lines


@pytest.mark.parametrize("columns", [48, 42, 32])
def test_every_candidate_has_its_line(columns: int) -> None:
    paper = read_paper(probe(PrinterProfile(columns), Wording("fr")))

    lines = paper.text.splitlines()
    for number, letters in enumerate(CANDIDATES, start=1):
        assert f"{number} {writable(SENTENCE, letters.page)}".replace("\u00a0", " ") in lines
    assert lines[0] == "Quelle ligne se lit bien ?"
    assert (paper.strange, paper.cuts) == ((), 1)


@pytest.mark.parametrize("make", REAL_PRINTERS)
def test_a_line_that_reads_right_names_letters_this_printer_has(make: str) -> None:
    pages = REAL_PRINTERS[make]
    data = probe(PrinterProfile(48), Wording("fr"))
    right = [
        letters
        for number, letters in enumerate(CANDIDATES, start=1)
        if f"{number} {writable(SENTENCE, letters.page)}".replace("\u00a0", " ") in seen_on(pages, data)
    ]

    assert right
    assert all(pages.get(letters.number) == codecs.lookup(letters.page.value).name for letters in right)
    assert any(letters.page is not CodePage.CP437 for letters in right)


def test_the_sentence_holds_every_sign_a_receipt_needs() -> None:
    assert set("éèêçàœ«»€°") <= set(SENTENCE)


def test_a_test_paper_shows_accents_edges_and_the_shop() -> None:
    paper = read_paper(print_trial(PrinterProfile(32), ShopIdentity(name="Épicerie"), Wording("fr"), logo=None))

    assert "Épicerie" in paper.text
    assert any(
        line.startswith("Gauche") and line.endswith("Droite") and len(line) == 32 for line in paper.text.splitlines()
    )
    assert (paper.cuts, paper.drawers, paper.strange) == (1, (), ())


def test_the_kinds_that_come_along_are_sound() -> None:
    kinds = printer_kinds()

    assert [kind.name for kind in kinds] == ["Epson TM", "Star, ESC/POS", "80 mm", "58 mm"]
    assert all(kind.profile.letters in CANDIDATES for kind in kinds)
    assert kinds[3].profile.columns == 32
    assert Letters() == kinds[0].profile.letters
