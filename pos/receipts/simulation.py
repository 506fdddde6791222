"""SIMULATION, in big, on every paper of training: above what it is about and below, so that no half of it can pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pos.receipts.document import Align, Block, Cut, Document, Rule, Size, Text
from pos.wording import Wording, mark

SIMULATION: Final = mark("SIMULATION")


def simulated(paper: Document, wording: Wording) -> Document:
    """The paper as one of training, whatever it is."""
    said = wording(SIMULATION)
    big = Text(said, Align.CENTER, bold=True, size=Size.BIG)
    plain = Text(wording("Training: this paper is worth nothing."), Align.CENTER)
    before, after = _parted(paper.blocks)
    return replace(
        paper,
        title=f"{said} – {paper.title}",
        blocks=(big, plain, Rule(), *before, Rule(), big, plain, *after),
    )


def _parted(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What stands on the paper, and the cut that ends it."""
    end = next((place for place, block in enumerate(blocks) if isinstance(block, Cut)), len(blocks))
    return blocks[:end], blocks[end:]
