"""The reader of our bytes: written against the printers' own manual, not against our encoder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.devices.paper import CUT_MARK, Paper, read_paper

FULL_CUT = b"\x1dV\x00"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Savon\n", "Savon\n"),
        (b"Savon", "Savon\n"),
        (b"\x1bt\x13\xd5\n", "€\n"),
        (b"\x1bt\x10\x80\n", "€\n"),
        (b"\x1bt\x13\x82\x1b@\x1bt\x10\xe9\n", "éé\n"),
        (b"\x1bE\x01Total\x1bE\x00\n", "Total\n"),
        (b"a\x1bd\x02b\n", "a\n\n\nb\n"),
        (b"a\n\x1dV\x01", f"a\n{CUT_MARK}\n"),
    ],
)
def test_the_paper_shows_what_the_bytes_print(data: bytes, text: str) -> None:
    assert read_paper(data).text == text
    assert read_paper(data).strange == ()


def test_after_a_reset_no_page_of_before_counts() -> None:
    assert read_paper(b"\x1bt\x10\x1b@\x82\n").text == "é\n"
    assert read_paper(b"\x1b@\x1b@").resets == 2


def test_wide_letters_reach_as_far_right_as_on_paper() -> None:
    row = b"\x1d!\x11TOTAL       16,25\n\x1d!\x00"
    title = b"\x1d!\x11   Marche\n"

    assert read_paper(row).text == "TOTAL                        16,25\n"
    assert read_paper(title).text == "         Marche\n"


def test_a_square_code_is_read() -> None:
    code = b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E0\x1d(k\x07\x001P0\xc3\xa9\x1b@\x1d(k\x03\x001Q0"

    assert read_paper(code).codes == ("é\x1b@",)
    assert read_paper(code).strange == ()
    assert read_paper(code).resets == 0


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (b"\x1bp\x07\x19\xfa", b"\x1bp\x07"),
        (b"\x10\x14\x01\x00\x01", b"\x10"),
        (b"\x1dV\x42\x00", b"\x1dVB"),
        (b"\x07", b"\x07"),
        (b"\x1bt\x02", b"\x1bt\x02"),
    ],
    ids=["a third pin", "drawer at once", "cut another way", "bell", "another page"],
)
def test_what_we_never_send_is_called_strange(command: bytes, named: bytes) -> None:
    assert read_paper(b"Savon" + command + b"doux\n").strange[0] == named


def test_the_drawer_the_picture_and_the_kind_of_cut_are_seen() -> None:
    paper = read_paper(
        b"\x1bp\x00\x19\xfa\x1bp\x01\x19\xfa\x1c.\x1dv0\x00\x02\x00\x03\x00\x1b@\x1dV\x00\nOui\n\x1dV\x01"
    )

    assert paper.drawers == (2, 5)
    assert paper.pictures == ((16, 3),)
    assert (paper.cuts, paper.bridges, paper.resets, paper.one_byte) == (1, 1, 0, True)
    assert (paper.text, paper.strange) == (f"[16 x 3]\nOui\n{CUT_MARK}\n", ())


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x1b", b"\x1d(k", b"\x1d(k\xff\xff", b"\x1dV"]))
def test_any_bytes_make_some_paper(start: bytes, end: bytes) -> None:
    assert isinstance(read_paper(start + end), Paper)


@given(st.lists(st.binary(max_size=20)))
def test_cuts_part_the_papers(parts: list[bytes]) -> None:
    printable = [bytes(byte for byte in part if 0x20 <= byte < 0x7F) for part in parts]

    assert read_paper(b"".join(part + b"\n" + FULL_CUT for part in printable)).cuts == len(parts)
