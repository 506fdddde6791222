"""Folding: what a search sees of a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Bœuf  À L’Ancienne", "boeuf a l'ancienne"),
        ("ŒUFS DE CANE", "oeufs de cane"),
        ("Œufs", "oeufs"),
        ("Crème brûlée", "creme brulee"),
        ("Cræmer & Straße", "craemer & strasse"),
        ("STRASSE", "strasse"),
        ("Smørrebrød Łódź Đ", "smorrebrod lodz d"),
        ("Thé\u00a0vert\u202f: 100\u00a0g", "the vert : 100 g"),
        ("ﬁlet", "filet"),
        ("№ 5 ½ ²", "no 5 1⁄2 2"),
        ("", ""),
    ],
)
def test_accents_ligatures_and_capitals_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_capitals_and_blanks_change_nothing(text: str) -> None:
    assert fold(f"  {text}\t") == fold(text)
    assert fold(text.casefold()) == fold(text)


@given(st.text("abcdefghijklmnopqrstuvwxyzéèêëàâäôöûüùîïçœæ", max_size=30))
def test_typing_in_capitals_finds_what_is_written_in_small_letters(text: str) -> None:
    assert fold(text.upper()) == fold(text)
    assert fold(text).isascii()
