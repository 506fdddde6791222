"""Words: how they are folded for search, how codes, hours, prices and quantities are read and written."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue import hours, wording
from sync.catalogue.barcodes import worldwide
from sync.catalogue.folding import fold, key, slips_allowed, slips_between, sound, stem
from sync.catalogue.measures import measures
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
    ("typed", "meant", "slips"),
    [
        ("chocolta", "chocolat", 1),
        ("choclat", "chocolat", 1),
        ("chhocolat", "chocolat", 1),
        ("carammel", "caramels", 2),
        ("beure", "beurre", 1),
        ("vin", "pin", 1),
        ("fromage", "chocolat", 3),
        ("", "ab", 2),
    ],
)
def test_slips_are_counted_no_further_than_they_matter(typed: str, meant: str, slips: int) -> None:
    assert slips_between(typed, meant, at_most=2) == slips


def test_a_word_may_be_compared_with_the_start_of_a_longer_one() -> None:
    assert slips_between("fermeir", "fermierement", at_most=1, as_start=True) == 1
    assert slips_between("fermeir", "fermierement", at_most=1) == 2


@pytest.mark.parametrize("word", ["vin", "the", "3017620422003"])
def test_short_words_and_figures_hold_no_slip(word: str) -> None:
    assert slips_allowed(word) == 0


@given(st.text(alphabet="abcdefgh", min_size=4, max_size=12), st.data())
def test_one_slip_is_one_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]

    for slip in (word[:place] + word[place + 1 :], word[:place] + "z" + word[place:], swapped):
        assert slips_between(slip, word, at_most=2) <= 1
        assert slips_between(word, slip, at_most=2) <= 1


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_slips_count_the_same_both_ways(one: str, other: str) -> None:
    assert slips_between(one, other, at_most=9) == slips_between(other, one, at_most=9)


@pytest.mark.parametrize(
    ("forms", "others"),
    [
        ("salé salée salés salées", "sel"),
        ("cheval chevaux", "cheveu"),
        ("gâteau gâteaux", "gâteries"),
        ("noisette noisettes", "noise"),
        ("vert verte verts vertes", "vers-de-terre"),
        ("thé thés", "thym"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str, others: str) -> None:
    assert len({stem(fold(form)) for form in forms.split()}) == 1
    assert stem(fold(others)) != stem(fold(forms.split()[0]))


@pytest.mark.parametrize(
    ("typed", "meant"), [("gato", "gateau"), ("fromaje", "fromage"), ("farmacie", "pharmacie"), ("biskuit", "biscuit")]
)
def test_words_written_by_ear_are_heard_alike(typed: str, meant: str) -> None:
    assert sound(typed) == sound(meant)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café 500g", ["500000mg"]),
        ("farine 0,5 kg", ["500000mg"]),
        ("Vin 75 cl", ["750ml"]),
        ("6x33cl", ["330ml"]),
        ("lait 1L et 2 l", ["1000ml", "2000ml"]),
        ("taille M, 3 mesures, 5 grands", []),
        ("ruban 25 mètres", ["25000mm"]),
        ("9" * 120 + " g", []),
    ],
)
def test_numbers_with_units_are_one_word_however_written(text: str, words: list[str]) -> None:
    assert [measure.word for measure in measures(text)] == words


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


def test_the_first_of_a_month_is_counted_in_french() -> None:
    first = datetime(2026, 12, 1, tzinfo=ZoneInfo(PARIS))
    with override("fr"):
        assert wording.day(first) == "mardi 1er décembre"
        assert wording.full_day(first.replace(day=2)) == "mercredi 2 décembre 2026"
    with override("en"):
        assert wording.full_day(first) == "Tuesday 1 December 2026"


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
