"""A receipt as a PDF: real text, one page as long as the receipt, the same whatever fonts a machine has."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pos.receipts import pdf
from pos.receipts.compose import gift_receipt, sale_receipt
from pos.receipts.document import Document, Row, Table, Text
from pos.wording import Wording
from tests.builders import NOON
from tests.golden.papers import SHOP, full_sale
from tests.pdf_text import text_of

FACES = [pytest.param(pdf.Face(), id="core fonts"), pytest.param(pdf.system_face(), id="this system's sans")]
WORDS = [
    "Épicerie du Marché", "DUPLICATA 2", "Ticket 1042", "23/11/2026 12:00", "Baguette de tradition",
    "0,350 kg × 23,00 €/kg", "Sandwich œuf-mayonnaise", "12,50 A", "TOTAL", "Monnaie rendue", "53,75 €",
    "Millésime 2019, une étiquette abîmée",
]  # fmt: skip


def _height(made: bytes) -> float:
    found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    assert found
    assert float(found[1]) == pytest.approx(80 / 25.4 * 72, abs=0.1)
    return float(found[2])


@pytest.mark.parametrize("face", FACES)
def test_everything_on_the_receipt_can_be_searched_for(face: pdf.Face) -> None:
    receipt = sale_receipt(full_sale(), SHOP, Wording("fr"), copy=2)

    said = " ".join(text_of(pdf.render(receipt, made_at=NOON, face=face))).replace("\u00a0", " ")

    assert [words for words in WORDS if words not in said] == []


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    made = pdf.render(sale_receipt(full_sale(), SHOP, Wording("fr")), made_at=NOON, face=pdf.Face())

    assert b"/Lang (fr)" in made
    assert b"/Title (Ticket 1042)" in made
    assert b"D:20261123120000+01'00'" in made
    assert made.count(b"/Type /Page\n") == 1


def test_the_page_is_as_long_as_the_receipt() -> None:
    sale, wording = full_sale(), Wording("fr")
    short = replace(sale, lines=sale.lines[:1])
    long = replace(sale, lines=sale.lines * 20)

    heights = [_height(pdf.render(sale_receipt(one, SHOP, wording), made_at=NOON)) for one in (short, sale, long)]

    assert heights == sorted(heights)
    assert heights[2] > 4 * heights[1]


def test_the_same_receipt_gives_the_same_file() -> None:
    gift = gift_receipt(full_sale(), SHOP, Wording("fr"))

    assert pdf.render(gift, made_at=NOON) == pdf.render(gift, made_at=NOON)


def test_an_amount_beside_long_words_stays_whole() -> None:
    document = Document("", "fr", (Row("mot " * 60, "1 234 567,00 €"), Row("x", "9" * 60), Text("y" * 200)))

    said = text_of(pdf.render(document, made_at=NOON, face=pdf.Face()))

    assert "1 234 567,00 €" in said


def test_signs_no_font_here_has_do_not_stop_a_receipt() -> None:
    document = Document("茶", "fr", (Text("茶 🍵 \x1b\u200f"), Table(("茶", "🍵"), (("a", "b"),))))

    for face in (pdf.Face(), pdf.system_face()):
        assert pdf.render(document, made_at=NOON, face=face).startswith(b"%PDF")


def test_a_machine_without_a_sans_has_the_core_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "SANS", ((str(tmp_path / "none.ttf"), str(tmp_path / "none-bold.ttf")),))

    assert pdf.system_face() == pdf.Face()
