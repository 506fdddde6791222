"""Papers that try a printer: whether anything comes out, and which of its letters are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos.domain.printer import CANDIDATES, Letters, PrinterProfile
from pos.domain.shop import ShopIdentity
from pos.receipts import escpos
from pos.receipts.document import Align, Blank, Cut, Document, Picture, Row, Rule, Size, Text
from pos.wording import Wording

SENTENCE: Final = "é è ê ç à œ « 5 € » 20 °C"


def trial_paper(shop: ShopIdentity, wording: Wording) -> Document:
    """A short paper with accents, the euro, large letters, the edges of the paper and the cut."""
    return Document(
        title=wording("Test paper"),
        language=wording.language,
        blocks=(
            Text(shop.name or "Comptoir", Align.CENTER, bold=True, size=Size.BIG),
            Text(wording("Test paper"), Align.CENTER),
            Rule(),
            Row(SENTENCE, ""),
            Row(wording("Left"), wording("Right")),
            Row("TOTAL", "12,34 €", bold=True, size=Size.BIG),
            Rule(),
            Blank(),
            Cut(),
        ),
    )


def print_trial(profile: PrinterProfile, shop: ShopIdentity, wording: Wording, *, logo: Picture | None) -> bytes:
    """The bytes of the test paper."""
    return escpos.render(trial_paper(shop, wording), profile, logo=logo)


def probe(profile: PrinterProfile, wording: Wording, candidates: Sequence[Letters] = CANDIDATES) -> bytes:
    """The bytes of a paper with the same sentence in one candidate's letters after the other, numbered from 1."""
    lines = [(letters, f"{number} {SENTENCE}") for number, letters in enumerate(candidates, start=1)]
    return escpos.render_probe(lines, wording("Which line reads right?"), profile)
