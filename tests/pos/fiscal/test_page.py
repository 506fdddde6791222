"""verify.html in a real Chromium, opened from the disk: the same verdicts as verify.py for the same archives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pos.fiscal import verify
from pos.fiscal.verify import MANIFEST, Entry, Head, verify_archive
from tests.pos.fiscal import page_words
from tests.pos.fiscal.archives import Lines, edited, files_of, later_archive, of_kind, packed, tampered, whole_archive
from tests.screens_catalogue import ARGUMENTS, CHROMIUM

PAGE = Path(verify.__file__).with_name("verify.html")
needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The page as the disk gives it; a test fails when it asks anything of anybody or complains."""
    context = browser.new_context(locale="fr-FR")
    opened, faults = context.new_page(), list[str]()
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith("file:") else faults.append(asked.url))
    opened.goto(PAGE.as_uri())
    yield opened
    context.close()
    assert faults == []


def told(page: Page, *paths: Path) -> tuple[str, list[tuple[str, int, str]]]:
    """What the page says of an archive: its verdict, and code, number and file of each finding."""
    page.set_input_files("#zip", [str(path) for path in paths])
    page.wait_for_selector("#report:not([hidden])")
    findings = page.eval_on_selector_all(
        "#report li", "all => all.map(one => [one.dataset.code, Number(one.dataset.seq), one.dataset.file])"
    )
    return str(page.get_attribute("#report", "data-verdict")), [(code, seq, file) for code, seq, file in findings]


def meant(path: Path, *, full: bool = True, heads: tuple[Head, ...] = ()) -> tuple[str, list[tuple[str, int, str]]]:
    report = verify_archive(path, full=full, heads=heads)
    return report.verdict, [(one.code, one.seq, one.file) for one in report.ordered]


def a_cent_more(lines: Lines) -> Lines:
    at = of_kind(lines, "TICKET", 3)
    amount = verify.parse(lines[at].payload)["ttc"]
    return [*lines[:at], edited(lines[at], b'"ttc":%d,' % amount, b'"ttc":%d,' % (amount + 1)), *lines[at + 1 :]]


def one_less(lines: Lines) -> Lines:
    return [*lines[:10], *lines[11:]]


def two_swapped(lines: Lines) -> Lines:
    return [*lines[:10], lines[11], lines[10], *lines[12:]]


def false_signature(lines: Lines) -> Lines:
    one = lines[12]
    return [*lines[:12], Entry(one.payload, one.hash, bytes([one.signature[0] ^ 1]) + one.signature[1:]), *lines[13:]]


def weaker(lines: Lines) -> Lines:
    return [*lines[:9], edited(lines[9], b'"alg":"ES256"', b'"alg":"HS256"'), *lines[10:]]


def spaced(lines: Lines) -> Lines:
    return [*lines[:9], edited(lines[9], b'"alg":', b'"alg": '), *lines[10:]]


def without_key(lines: Lines) -> Lines:
    return lines[1:]


def emptied(lines: Lines) -> Lines:
    at = of_kind(lines, "TICKET", 2)
    fields = verify.parse(lines[at].payload)
    kept = {name: fields[name] for name in ("seq", "kind", "series", "no", "bday", "ts", "utc", "till", "kid", "sub")}
    return [*lines[:at], Entry(b"", lines[at].hash, lines[at].signature, kept), *lines[at + 1 :]]


CHANGES: list[Callable[[Lines], Lines]] = [
    a_cent_more, one_less, two_swapped, false_signature, weaker, spaced, without_key, emptied
]  # fmt: skip


def test_the_words_of_the_page_are_those_of_the_program() -> None:
    assert page_words.found() == page_words.meant(), "python -m tests.pos.fiscal.page_words --update"


@needs_chromium
@pytest.mark.parametrize("archive", [whole_archive, later_archive])
def test_r26_an_archive_verifies_in_a_browser_from_the_disk(page: Page, archive: Callable[[], Path]) -> None:
    assert told(page, archive()) == ("OK", []) == meant(archive())
    assert "CONFORME" in page.inner_text("#report")


@needs_chromium
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_page_finds_what_the_program_finds(page: Page, tmp_path: Path, change: Callable[[Lines], Lines]) -> None:
    archive = tampered(change, tmp_path / "archive.zip")

    verdict, findings = told(page, archive)

    assert (verdict, findings) == meant(archive)
    assert verdict == "KO"
    assert "NON CONFORME" in page.inner_text("#report")


@needs_chromium
def test_the_page_names_files_that_were_changed_added_or_taken_away(page: Page, tmp_path: Path) -> None:
    files = files_of(whole_archive())
    del files["tva.csv"]
    archive = packed({**files, "lignes.csv": files["lignes.csv"] + b"x", "de-trop.txt": b""}, tmp_path / "archive.zip")

    assert told(page, archive) == meant(archive)
    assert "tva.csv" in page.inner_text("#report")


@needs_chromium
@pytest.mark.parametrize("place", [0, 40, 145, 160, 400, -1])
def test_the_page_says_of_a_broken_manifest_what_the_program_says(page: Page, tmp_path: Path, place: int) -> None:
    files = files_of(whole_archive())
    body = bytearray(files[MANIFEST])
    body[place] ^= 1
    archive = packed({**files, MANIFEST: bytes(body)}, tmp_path / "archive.zip")

    assert told(page, archive) == meant(archive)
    assert MANIFEST in page.inner_text("#report")


@needs_chromium
def test_the_page_takes_the_files_one_by_one_and_speaks_english(page: Page, tmp_path: Path) -> None:
    for name, body in files_of(whole_archive()).items():
        (tmp_path / name).write_bytes(body)

    assert told(page, *sorted(tmp_path.iterdir())) == ("OK", [])
    page.click("#language")
    assert "IN ORDER" in page.inner_text("#report")


@needs_chromium
def test_the_page_compares_with_a_head_from_a_paper(page: Page) -> None:
    page.click("summary")
    page.fill("#heads", f"5:{'0' * 64}")

    assert told(page, whole_archive()) == meant(whole_archive(), heads=(Head(5, "0" * 64),))


@needs_chromium
def test_something_else_than_an_archive_is_said_to_be_none(page: Page, tmp_path: Path) -> None:
    (tmp_path / "photo.zip").write_bytes(b"PK nothing")

    verdict, findings = told(page, tmp_path / "photo.zip")

    assert (verdict, [code for code, _, _ in findings]) == ("KO", ["not_an_archive"])
