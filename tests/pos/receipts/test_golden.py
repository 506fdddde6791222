"""The kept papers stay as they are; `python -m tests.golden` after a change that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos.devices.paper import CUT_MARK, read_paper
from pos.domain.printer import CodePage
from tests.golden.papers import FOLDER, PROFILES, papers

TORN = {"probe-fr-58mm", "receipt-fr-58mm-latin9", "receipt-fr-58mm-ascii"}
PAPERS = list(papers())


@pytest.mark.parametrize(("file", "content"), PAPERS, ids=[file.name for file, _ in PAPERS])
def test_a_kept_paper_is_made_again_to_the_byte(file: Path, content: bytes) -> None:
    assert content == file.read_bytes()


def test_every_kept_paper_is_still_made() -> None:
    kept = {file for file in FOLDER.iterdir() if file.suffix in {".txt", ".bin", ".html"}}

    assert kept == {file for file, _ in PAPERS}


@pytest.mark.parametrize(
    "name", ["receipt-fr-58mm", "receipt-fr-80mm", "receipt-en-58mm", "receipt-en-80mm", "z-fr-58mm", "z-fr-80mm"]
)
def test_the_printer_shows_what_the_text_shows(name: str) -> None:
    """Sign by sign, but for what the code page spells out and for the spaces that wide letters leave no room for."""
    printed = read_paper((FOLDER / f"{name}.bin").read_bytes())
    shown = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for sign, spelt in {"œ": "oe", "Œ": "OE", "’": "'", "—": "-", "–": "-"}.items():
        shown = shown.replace(sign, spelt)

    assert _signs(printed.text.replace(CUT_MARK, "")) == _signs(shown)
    assert printed.strange == ()


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.bin")), ids=lambda file: file.stem)
def test_a_kept_paper_does_nothing_strange_and_only_the_drawers_own_opens_it(file: Path) -> None:
    paper = read_paper(file.read_bytes())

    assert paper.strange == ()
    assert bool(paper.drawers) == file.stem.startswith("drawer")
    assert bool(paper.pictures) == file.stem.endswith("logo")
    assert paper.cuts == (0 if file.stem.startswith("drawer") or "one-byte" in file.stem or file.stem in TORN else 1)


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_every_printer_shows_the_same_words(name: str) -> None:
    """The words that every page can write stand on every printer's paper; the euro sign or its name beside amounts."""
    printed = read_paper((FOLDER / f"receipt-fr-{name}.bin").read_bytes()).text

    assert "Sandwich" in printed
    assert "Comte 18 mois" in printed.replace("é", "e")
    assert ("EUR" in printed) == (PROFILES[name].letters.page in {CodePage.CP437, CodePage.ASCII})


def _signs(text: str) -> str:
    return "".join(text.split())
