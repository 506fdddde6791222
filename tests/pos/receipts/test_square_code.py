"""The square code of a ticket is read by another program, from a PDF's squares, and says where its record is."""

from __future__ import annotations

import zxingcpp
from PIL import Image

from pos.fiscal.on_paper import square_code
from pos.receipts import qr
from tests.golden.papers import full_sale, proof


def test_another_program_reads_the_code_of_a_ticket() -> None:
    sale = full_sale()
    content = square_code(proof(sale).record, sale.total)
    rows = qr.squares(content)
    edge, dots = qr.QUIET, 4
    image = Image.new("L", (len(rows) + 2 * edge, len(rows) + 2 * edge), 255)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            image.putpixel((across + edge, down + edge), 0 if dark else 255)

    [found] = zxingcpp.read_barcodes(image.resize((image.width * dots, image.height * dots), Image.Resampling.NEAREST))

    assert found.text == content
    assert content.startswith("FRPOS1*TICKET/2*1042*2057*2026-11-23T12:00:00.000+01:00*114625*")
    assert len(rows) <= 37  # fits the narrow roll: 37 squares of six dots
