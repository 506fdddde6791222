"""Whatever a product is called, its paper holds letters only."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.printer import CodePage
from pos.receipts.printable import encodable, plain, writable

pages = st.sampled_from(CodePage)


@given(st.text(), pages)
def test_what_is_writable_becomes_letters_and_nothing_else(text: str, page: CodePage) -> None:
    encoded = writable(text, page).encode(page)

    assert all(byte >= 0x20 and byte != 0x7F for byte in encoded)


@given(st.text(), pages)
def test_making_a_text_writable_twice_changes_nothing(text: str, page: CodePage) -> None:
    once = writable(text, page)

    assert writable(once, page) == once


@pytest.mark.parametrize("page", [CodePage.CP858, CodePage.CP1252])
def test_french_is_written_as_it_is(page: CodePage) -> None:
    letters = "àâäéèêëîïôöùûüÿçÀÂÄÉÈÊËÎÏÔÖÙÛÜÇ «»°²€ ×"

    assert writable(letters, page) == letters
    assert encodable(letters, page)


def test_the_last_resorts_spell_french_out() -> None:
    assert writable("Œufs à 5 €, Île d’Oléron « n° 1 »", CodePage.CP437) == "OEufs à 5 EUR, Ile d'Oléron « n° 1 »"
    assert writable("Œufs à 5 €, Île d’Oléron « n° 1 »", CodePage.ASCII) == 'OEufs a 5 EUR, Ile d\'Oleron " no 1 "'
    assert writable("Œufs à 5 €", CodePage.LATIN9) == "Œufs à 5 €"


def test_the_euro_sign_has_its_own_byte_on_each_page() -> None:
    assert writable("€", CodePage.CP858).encode(CodePage.CP858) == b"\xd5"
    assert writable("€", CodePage.CP1252).encode(CodePage.CP1252) == b"\x80"


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Œufs de l’Île", "OEufs de l'Île"),
        ("“cœur” – à 2\u202f%", '"coeur" - à 2\u00a0%'),
        ("Dvořák… Łódź", "Dvorák... ?ódz"),
        ("e\u0301te\u0301", "été"),
        ("café ☕\ufe0f", "café ?"),
        ("قهوة", "????"),
    ],
)
def test_what_a_page_lacks_is_spelt_out(text: str, spelt: str) -> None:
    assert writable(text, CodePage.CP858) == spelt


@pytest.mark.parametrize("page", CodePage)
@pytest.mark.parametrize(
    "command", ["\x1bp\x00\x19\xfa", "\x1dV\x00", "\x10\x14\x01\x00\x01", "\x1b@", "\x07", "\x7f", "\x9b", "\x00"]
)
def test_no_command_hides_in_a_name(command: str, page: CodePage) -> None:
    encoded = writable(f"Savon {command} doux", page).encode(page)

    assert not set(encoded) & {*range(0x20), 0x7F}


def test_marks_that_turn_the_reading_around_are_taken_out() -> None:
    assert plain("prix \u202e05,2\u202c \u200f!") == "prix 05,2 !"


def test_a_name_over_two_lines_is_one_line() -> None:
    assert plain("Savon\r\ndoux\u2028rose") == "Savon  doux rose"


@given(st.text())
def test_a_screen_is_shown_no_control_sign_either(text: str) -> None:
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in plain(text))


@pytest.mark.parametrize("sign", ["\x1b", "\n", "\x00", "\x7f"])
def test_what_a_printer_takes_for_a_command_is_not_encodable_on_any_page(sign: str) -> None:
    assert not any(encodable(f"Savon{sign}", page) for page in CodePage)
