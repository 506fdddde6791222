"""The kept papers stay as they are; `python -m tests.golden` after a change that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos.devices.paper import CUT_MARK, read_paper
from tests.golden.papers import FOLDER, papers

PAPERS = list(papers())


@pytest.mark.parametrize(("file", "content"), PAPERS, ids=[file.name for file, _ in PAPERS])
def test_a_kept_paper_is_made_again_to_the_byte(file: Path, content: bytes) -> None:
    assert content == file.read_bytes()


def test_every_kept_paper_is_still_made() -> None:
    kept = {file for file in FOLDER.iterdir() if file.suffix in {".txt", ".bin", ".html"}}

    assert kept == {file for file, _ in PAPERS}


@pytest.mark.parametrize("name", ["receipt-fr-58mm", "receipt-fr-80mm", "receipt-en-58mm", "receipt-en-80mm"])
def test_the_printer_shows_what_the_text_shows(name: str) -> None:
    """Sign by sign, but for what the code page spells out and for the spaces that wide letters leave no room for."""
    printed = read_paper((FOLDER / f"{name}.bin").read_bytes())
    shown = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for sign, spelt in {"œ": "oe", "Œ": "OE", "’": "'", "—": "-"}.items():
        shown = shown.replace(sign, spelt)

    assert _signs(printed.text.replace(CUT_MARK, "")) == _signs(shown)
    assert printed.strange == ()


def _signs(text: str) -> str:
    return "".join(text.split())
