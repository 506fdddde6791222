"""Files built to do harm, and files that are nothing at all: a refusal or refused rows, never anything else."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.domain.errors import FileRefused
from pos.exchange.product_lists import reading, spreadsheet_rows
from pos.exchange.product_lists.entry import Entry, Refusal
from pos.exchange.product_lists.layout import Fault, Field, RawRow
from pos.exchange.product_lists.reading import inspect, read
from tests.pos.exchange.lists import text_list, with_parts_changed, workbook

SHEET = "xl/worksheets/sheet1.xml"
_same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "liste.xlsx", [["nom", "prix"], ["Savon", 2.5], ["Brosse", 3]])


def _look(path: Path) -> list[Entry | Refusal]:
    """Inspect and read a file as the import window does; a file without names gets its first column for them."""
    proposal = inspect(path)
    layout = proposal.layout
    if layout.place(Field.NAME) is None:
        if not layout.fields:
            return []
        layout = layout.taking(0, Field.NAME)
    return list(read(path, layout))


def _refused(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        _look(path)
    return refused.value.reason


def _in_sheet(path: Path, old: bytes, new: bytes) -> Path:
    return with_parts_changed(path, lambda name, body: body.replace(old, new) if name == SHEET else body)


def test_cells_at_the_far_corner_do_not_ask_for_all_the_memory(book: Path) -> None:
    _in_sheet(book, b'r="B3"', b'r="XFD1048576"')

    assert _refused(book) == Fault.SUSPICIOUS


def test_a_row_far_down_without_cell_addresses_is_bounded_too(book: Path) -> None:
    _in_sheet(book, b'<row r="3" spans="1:2"><c r="A3" t="s">', b'<row r="9999999"><c t="s">')

    assert _refused(book) in (Fault.SUSPICIOUS, Fault.DAMAGED)


def test_a_document_type_is_refused_so_that_no_entity_is_ever_expanded(book: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
    _in_sheet(book, b"<worksheet", laughs)

    assert _refused(book) == Fault.SUSPICIOUS


def test_a_part_that_unpacks_to_a_thousand_times_its_size_is_refused(book: Path) -> None:
    _in_sheet(book, b"</sheetData>", b"</sheetData>" + b" " * 50_000_000)
    began = time.monotonic()

    assert _refused(book) == Fault.SUSPICIOUS
    assert time.monotonic() - began < 5


def test_a_part_that_lies_about_its_size_is_refused(book: Path) -> None:
    body = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as packed:
        info = packed.getinfo(SHEET)
    true_size = info.file_size.to_bytes(4, "little")
    for place in range(len(body) - 4):
        if body[place : place + 4] == true_size:
            body[place : place + 4] = (100).to_bytes(4, "little")
    book.write_bytes(body)

    assert _refused(book) == Fault.DAMAGED


def test_a_second_part_of_the_same_name_is_refused(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr(SHEET, "<worksheet/>")

    assert _refused(book) == Fault.SUSPICIOUS


def test_a_shared_text_that_is_not_there_is_a_damaged_workbook(book: Path) -> None:
    _in_sheet(book, b't="s"><v>0', b't="s"><v>9999999999')

    assert _refused(book) == Fault.DAMAGED


def test_a_zip_that_is_no_workbook_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "archive.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("photo.txt", "nothing")

    assert _refused(path) == Fault.NO_TABLE


def test_numbers_no_till_can_hold_are_refused_rows(book: Path) -> None:
    _in_sheet(book, b"<v>2.5</v>", b"<v>9E+307</v>")

    assert [type(row) for row in _look(book)] == [Refusal, Entry]


def test_quotes_that_never_match_end_in_a_refusal_not_in_hours(tmp_path: Path) -> None:
    path = text_list(tmp_path / "liste.csv", "nom,prix", *['a",",'] * 60_000)
    began = time.monotonic()

    assert _refused(path) == Fault.BAD_QUOTES
    assert time.monotonic() - began < 20


def test_a_list_with_more_rows_than_we_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2_000)  # the real limit, a million, takes this test half a minute
    path = tmp_path / "liste.csv"
    path.write_bytes(b"nom\n" + b"Savon\n" * 2_000)
    assert len(_look(path)) == 2_000

    path.write_bytes(b"nom\n" + b"Savon\n" * 2_001)
    assert _refused(path) == Fault.TOO_MANY_ROWS


def test_a_file_above_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    with path.open("wb") as stream:
        stream.write(b"nom;prix\n")
        stream.truncate(100 * 1024 * 1024 + 1)

    assert _refused(path) == Fault.TOO_LARGE


@_same_folder
@given(body=st.binary(max_size=3_000))
def test_any_bytes_are_a_refusal_or_rows(tmp_path: Path, body: bytes) -> None:
    _holds(tmp_path / "any.csv", body)


@_same_folder
@given(body=st.text(alphabet='nomprix;,|\t"\r\n\0é€0123456789.-+=\ufeff', max_size=600), encoding=st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"]))  # fmt: skip
def test_any_table_like_text_is_a_refusal_or_rows(tmp_path: Path, body: str, encoding: str) -> None:
    _holds(tmp_path / "any.csv", f"nom;prix;code\n{body}".encode(encoding, errors="replace"))


@_same_folder
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12))
def test_a_workbook_with_any_bytes_changed_is_a_refusal_or_rows(
    tmp_path: Path, book: Path, places: list[tuple[float, int]]
) -> None:
    body = bytearray(book.read_bytes())
    for share, byte in places:
        body[int(share * len(body))] = byte
    _holds(tmp_path / "any.xlsx", bytes(body))


@_same_folder
@given(cuts=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=30), st.integers(0, 40)), max_size=6))
def test_a_sheet_with_any_of_its_xml_changed_is_a_refusal_or_rows(
    tmp_path: Path, book: Path, cuts: list[tuple[float, bytes, int]]
) -> None:
    copy = io.BytesIO()
    with zipfile.ZipFile(book) as packed, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as changed:
        for name in packed.namelist():
            body = bytearray(packed.read(name))
            if name in (SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"):
                for share, put_in, taken_out in cuts:
                    place = int(share * len(body))
                    body[place : place + taken_out] = put_in
            changed.writestr(name, bytes(body))
    _holds(tmp_path / "any.xlsx", copy.getvalue())


def _holds(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    reason = None
    rows: list[Entry | Refusal] = []
    try:
        rows = _look(path)
    except FileRefused as refused:
        reason = refused.reason
    assert reason is None or reason in set(Fault)
    assert all(isinstance(row, Entry | Refusal) for row in rows)


def test_rows_of_a_sheet_are_raw_rows(book: Path) -> None:
    assert next(iter(spreadsheet_rows.rows(book, "Articles"))) == RawRow(1, ("nom", "prix"))
