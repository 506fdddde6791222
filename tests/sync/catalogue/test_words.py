"""Words: how they are folded for search, how codes, hours, prices and quantities are read and written."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue import hours, wording
from sync.catalogue.barcodes import worldwide
from sync.catalogue.folding import fold, key, resembles, slips_allowed
from sync.catalogue.models import Shop
from sync.catalogue.opening import next_opening
from sync.catalogue.pictograms import tile
from tests.sync.catalogue.calls import HOUR_MS, NOON_MS

PARIS = "Europe/Paris"
WEEK = "Tu-Fr 09:00-12:30,14:30-19:00; Sa 09:00-19:00; Su off"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bœuf à l'Éclade", "boeuf a l eclade"),
        ("Bœuf à l’Éclade", "boeuf a l eclade"),
        ("ŒUFS  d'Élodie", "oeufs d elodie"),
        ("Straße, ÆRØ & Łódź", "strasse aero lodz"),
        ("½ brie — 100 %", "1 2 brie 100"),
        ("Ελιές", "ελιεσ"),
        ("  ", ""),
        ("\u0000<b>", "b"),
    ],
)
def test_folding_forgets_accents_case_ligatures_and_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_a_key_fits_an_address(text: str) -> None:
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in key(text))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("cafe", "cafe moulu"),
        ("caf", "cafe moulu"),
        ("chocolta", "tablette chocolat noir"),
        ("choclat", "chocolat"),
        ("chhocolat", "chocolat"),
        ("carammel", "caramels au beurre"),
        ("beure", "beurre doux"),
        ("cammembert", "camembert"),
    ],
)
def test_a_slip_is_forgiven(word: str, text: str) -> None:
    assert resembles(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [("vin", "pin"), ("the", "ble"), ("pain", "bien"), ("3017620422003", "3017620422013"), ("fromage", "chocolat")],
)
def test_another_word_is_another_word(word: str, text: str) -> None:
    assert not resembles(word, text)


@given(st.text(alphabet="abcdefgh", min_size=4, max_size=12), st.data())
def test_a_word_resembles_itself_with_one_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]

    assert slips_allowed(word) >= 1
    for slip in (word[:place] + word[place + 1 :], word[:place] + "z" + word[place:], swapped):
        if slips_allowed(slip) >= 1:
            assert resembles(slip, word)


@pytest.mark.parametrize(
    ("code", "gtin"),
    [
        ("3017620422003", "03017620422003"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("3017620422004", ""),
        ("2000000000015", ""),
        ("0212345678903", ""),
        ("20000004", ""),
        ("ABC", ""),
        ("", ""),
        ("12345", ""),
    ],
)
def test_only_codes_that_mean_the_same_everywhere_are_shared(code: str, gtin: str) -> None:
    assert worldwide(code) == gtin


@pytest.mark.parametrize(
    "line", ["Mo-Fr 09:00-12:30,14:00-19:00", "Lu-Ve 9h-12h30, 14h00-19h", "mo-fr 9:00-12:30,14:00-19:00; Sa off"]
)
def test_hours_are_read_in_both_languages(line: str) -> None:
    days = hours.week(line)

    assert days is not None
    assert days[0] == days[4] == (hours.Span(540, 750), hours.Span(840, 1140))
    assert days[5] == ()


@pytest.mark.parametrize(
    "line", ["", "sur rendez-vous", "Mo-Fr", "Mo 25:00-26:00", "Mo 9", "Xx 9-12", "Mo-Tu-We 9-12", "Mo 9-12; et demain"]
)
def test_hours_that_are_not_understood_stay_a_text(line: str) -> None:
    assert hours.week(line) is None


@given(st.text(max_size=60))
def test_no_line_of_hours_breaks_anything(line: str) -> None:
    days = hours.week(line)

    assert days is None or len(days) == 7
    next_opening(Shop(hours=line), (), NOON_MS, PARIS)


def test_a_shop_opens_next_at_its_next_hour() -> None:
    wednesday_noon = NOON_MS
    saturday_noon = NOON_MS + 72 * HOUR_MS

    assert next_opening(Shop(hours=WEEK), (), wednesday_noon, PARIS) == NOON_MS + int(2.5 * HOUR_MS)
    assert next_opening(Shop(hours=WEEK), (), wednesday_noon + 8 * HOUR_MS, PARIS) == NOON_MS + 21 * HOUR_MS
    assert next_opening(Shop(hours=WEEK), (), saturday_noon + 9 * HOUR_MS, PARIS) == saturday_noon + 69 * HOUR_MS
    assert next_opening(Shop(hours=""), (), wednesday_noon, PARIS) is None
    assert next_opening(Shop(hours="Su off"), (), wednesday_noon, PARIS) is None


def test_a_shop_opens_at_its_own_hour_when_the_clocks_change() -> None:
    saturday_evening = datetime(2024, 3, 30, 20, tzinfo=ZoneInfo(PARIS))

    opens = next_opening(Shop(hours="Su 09:00-12:00"), (), int(saturday_evening.timestamp() * 1000), PARIS)

    assert opens is not None
    assert datetime.fromtimestamp(opens / 1000, ZoneInfo(PARIS)) == datetime(2024, 3, 31, 9, tzinfo=ZoneInfo(PARIS))


def test_a_shop_may_close_after_midnight() -> None:
    days = hours.week("Fr 18:00-02:00")

    assert days is not None
    assert hours.is_open(days, datetime(2023, 11, 17, 23, tzinfo=ZoneInfo(PARIS)))
    assert hours.is_open(days, datetime(2023, 11, 18, 1, 59, tzinfo=ZoneInfo(PARIS)))
    assert not hours.is_open(days, datetime(2023, 11, 18, 2, tzinfo=ZoneInfo(PARIS)))
    assert hours.schema(days) == ["Fr 18:00-02:00"]


def test_hours_are_gathered_and_written_for_search_engines() -> None:
    days = hours.week(WEEK)

    assert days is not None
    assert hours.schema(days) == ["Tu-Fr 09:00-12:30", "Tu-Fr 14:30-19:00", "Sa 09:00-19:00"]
    assert [(first, last) for first, last, _ in hours.grouped(days)] == [(0, 0), (1, 4), (5, 5), (6, 6)]


@pytest.mark.parametrize(
    ("minor", "currency", "french", "english"),
    [
        (450, "EUR", "4,50\u202f€", "€4.50"),
        (0, "EUR", "0,00\u202f€", "€0.00"),
        (123456789, "EUR", "1\u202f234\u202f567,89\u202f€", "€1,234,567.89"),
        (1500, "XPF", "1\u202f500\u202fXPF", "XPF\u202f1,500"),
    ],
)
def test_prices_are_written_as_people_do(minor: int, currency: str, french: str, english: str) -> None:
    assert wording.price(minor, currency, "fr") == french
    assert wording.price(minor, currency, "en") == english


def test_quantities_are_written_whole_or_to_the_gram() -> None:
    assert wording.quantity(12000, "piece", "fr") == "12"
    assert wording.quantity(350, "kg", "fr") == "0,350\u202fkg"
    assert wording.quantity(1350, "kg", "en") == "1.350\u202fkg"


def test_hours_of_the_day_are_written_as_people_do() -> None:
    with override("fr"):
        assert wording.minute_of_day(9 * 60 + 5) == "9\u00a0h\u00a005"
    with override("en"):
        assert wording.minute_of_day(9 * 60 + 5) == "09:05"


@pytest.mark.parametrize(
    ("category", "drawing"),
    [
        ("Fromages", "cheese"),
        ("Vins et cidres", "bottle"),
        ("Livres", "book"),
        ("Épicerie salée", "jar"),
        ("Divers", ""),
    ],
)
def test_a_category_chooses_a_drawing_or_else_an_initial(category: str, drawing: str) -> None:
    chosen = tile(key(category), "élan")

    assert chosen.drawing == drawing
    assert chosen.initial == ("" if drawing else "É")
