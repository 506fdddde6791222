"""The shop's own word: kept, left to the town where it says nothing, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from pos.database import products, window_words
from pos.database.connection import Database
from pos.domain.errors import WindowWordWrong
from pos.domain.opening_hours import CLOSED_WEEK, ClosedDays, Span
from pos.domain.window_word import WindowWord, WordFault, tidy_address
from pos.operations.presenting import keep_word, look_at_word, say_as_before

WEEK = ((Span(540, 1140),), *CLOSED_WEEK[1:])
NOEL = ClosedDays(date(2026, 12, 24), date(2026, 12, 26), reason="Noël")


def test_before_anything_is_kept_the_shop_says_nothing(db: Database) -> None:
    assert window_words.word(db) == WindowWord()


def test_what_is_kept_is_said_and_the_rest_is_the_town_s(db: Database) -> None:
    kept = keep_word(db, WindowWord(WEEK, (NOEL,), website="port.example", phone="")).word

    assert window_words.word(db) == kept
    assert (kept.hours, kept.closures, kept.website) == (WEEK, (NOEL,), "https://port.example")
    assert (kept.phone, kept.presentation, kept.picture) == (None, None, None)
    assert kept.version > 0


def test_an_empty_week_that_was_never_told_is_not_told(db: Database) -> None:
    assert keep_word(db, WindowWord(CLOSED_WEEK, presentation="Bonjour")).word.hours is None


def test_what_is_emptied_is_taken_back(db: Database) -> None:
    keep_word(db, WindowWord(WEEK, presentation="Bonjour", phone="02 99"))

    kept = keep_word(db, WindowWord(CLOSED_WEEK)).word

    assert (kept.presentation, kept.phone, kept.hours) == ("", "", CLOSED_WEEK)


def test_the_same_again_is_no_news(db: Database) -> None:
    first = keep_word(db, WindowWord(WEEK, (NOEL,)), picture=b"jpeg").word

    again = keep_word(db, WindowWord(WEEK, (NOEL,), picture=first.picture)).word

    assert again == first


def test_another_picture_takes_the_place_of_the_first(db: Database) -> None:
    first = keep_word(db, WindowWord(), picture=b"one").word
    assert look_at_word(db).picture == b"one"

    keep_word(db, WindowWord(), picture=b"two")

    assert look_at_word(db).picture == b"two"
    assert products.photo(db, first.picture or "") is None


def test_a_change_is_taken_back_with_its_picture(db: Database) -> None:
    before = keep_word(db, WindowWord(WEEK, (NOEL,), presentation="Un"), picture=b"one").word
    changed = keep_word(db, WindowWord(presentation="Deux"))

    back = say_as_before(db, changed).word

    assert back.version > changed.word.version
    assert (back.hours, back.closures, back.presentation, back.picture) == (WEEK, (NOEL,), "Un", before.picture)
    assert look_at_word(db).picture == b"one"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://a.fr", "a", "https://", "a b.fr", "http://x"])
def test_what_is_no_site_is_refused(db: Database, address: str) -> None:
    with pytest.raises(WindowWordWrong) as refused:
        keep_word(db, WindowWord(website=address))

    assert refused.value.reason == WordFault.NO_ADDRESS
    assert window_words.word(db) == WindowWord()


def test_control_characters_never_leave_the_till(db: Database) -> None:
    kept = keep_word(db, WindowWord(phone="02\x00 99", presentation="a\x07b\r\nc", closures=(NOEL,))).word

    assert (kept.phone, kept.presentation) == ("02 99", "a b\nc")


@pytest.mark.parametrize(
    ("text", "address"), [("", ""), ("Port.example/a?b", "https://Port.example/a?b"), ("HTTP://a.fr", "http://a.fr")]
)
def test_a_site_gets_its_https(text: str, address: str) -> None:
    assert tidy_address(text) == address
