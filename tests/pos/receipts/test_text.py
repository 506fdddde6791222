"""A paper as plain text."""

from __future__ import annotations

from pos.receipts.document import Align, Cut, Document, QrCode, Row, Size, Text
from pos.receipts.text import render


def test_a_text_has_no_trailing_spaces_and_no_sign_of_the_cut() -> None:
    document = Document("", "fr", (Text("Merci", Align.CENTER, size=Size.BIG), Row("TOTAL", "2,50"), Cut()))

    assert render(document, 24) == "         Merci\nTOTAL               2,50\n"


def test_where_no_telephone_can_read_a_code_its_content_is_written_out() -> None:
    document = Document("", "fr", (QrCode("https://boutique.example/savon-doux"),))

    assert render(document, 24) == "https://boutique.example\n      /savon-doux\n"
