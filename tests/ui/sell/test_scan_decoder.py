"""The rhythm of keys tells a scanner from a person, and every layout gives the same code."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from ui.sell.scan_decoder import (
    END_GRACE_MS,
    GAP_MS,
    SHORTEST_CODE,
    SHORTEST_WITHOUT_END,
    WIDEST_GAP_MS,
    Decoder,
    Key,
    Verdict,
    give_back,
    press,
    read,
    wait,
)

FRENCH = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
ROWS = ((2, "1234567890-="), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm"))
PLACES = {sign: first + place for first, row in ROWS for place, sign in enumerate(row)}
FRENCH_LETTERS = dict(zip("azqw", "qwaz", strict=True))

codes = st.text("0123456789", min_size=SHORTEST_CODE, max_size=20)
steps = st.integers(0, GAP_MS)
pauses = st.integers(GAP_MS + 1, 2_000)


@dataclass
class Heard:
    """What a run of keys came to."""

    decoder: Decoder = field(default_factory=Decoder)
    codes: list[str] = field(default_factory=list)
    typed: str = ""

    def take(self, verdict: Verdict, key: Key | None = None) -> None:
        self.decoder = verdict.decoder
        self.typed += "".join(one.text for one in verdict.typed)
        if verdict.code:
            self.codes.append(verdict.code)
        if key is not None and not verdict.keep_back:
            self.typed += key.text

    def key(self, text: str, at_ms: int) -> None:
        key = Key(text, at_ms)
        self.take(press(self.decoder, key), key)


@given(codes, st.sampled_from("\r\n\t"), steps)
def test_a_fast_burst_with_an_end_is_a_code_and_leaves_no_key_behind(code: str, end: str, step: int) -> None:
    heard = Heard()
    for place, sign in enumerate(code + end):
        heard.key(sign, place * step)

    assert heard.codes == [code]
    assert heard.typed == ""


@given(st.text("0123456789abc*,", min_size=1, max_size=20), st.data())
def test_what_is_typed_slowly_arrives_whole_and_in_order(text: str, data: st.DataObject) -> None:
    heard, now = Heard(), 0
    for sign in text + "\r":
        heard.key(sign, now)
        now += data.draw(pauses)
    heard.take(wait(heard.decoder, now))

    assert heard.codes == []
    assert heard.typed == text + "\r"


@given(st.lists(st.tuples(st.text("0123456789a*\r\t", min_size=1, max_size=16), st.booleans()), max_size=8), st.data())
def test_no_key_is_lost_and_none_comes_twice(runs: list[tuple[str, bool]], data: st.DataObject) -> None:
    heard, now, pressed = Heard(), 0, ""
    for text, fast in runs:
        for sign in text:
            now += data.draw(steps if fast else pauses)
            heard.key(sign, now)
            pressed += sign
        if data.draw(st.booleans()):
            heard.take(wait(heard.decoder, now + GAP_MS + 1))
            now += GAP_MS + 1
    heard.take(give_back(heard.decoder))

    without_ends = str.maketrans("", "", "\r\t")
    said = sorted((heard.typed + "".join(heard.codes)).translate(without_ends))
    assert said == sorted(pressed.translate(without_ends))


@given(st.text("0123456789", min_size=SHORTEST_WITHOUT_END, max_size=20))
def test_a_long_burst_without_an_end_is_a_code_once_it_has_stopped(code: str) -> None:
    heard = Heard()
    for place, sign in enumerate(code):
        heard.key(sign, place * 5)
    heard.take(wait(heard.decoder, len(code) * 5 + GAP_MS + 1))

    assert heard.codes == [code]
    assert heard.typed == ""


def test_an_end_that_comes_late_presses_nothing() -> None:
    heard = Heard()
    for place, sign in enumerate("3017620422003"):
        heard.key(sign, place * 5)
    heard.take(wait(heard.decoder, 200))
    heard.key("\r", 60 + END_GRACE_MS - 1)
    heard.key("\n", 60 + END_GRACE_MS)

    assert heard.codes == ["3017620422003"]
    assert heard.typed == ""


def test_enter_after_a_scan_is_the_cashiers_own_again() -> None:
    heard = Heard()
    for place, sign in enumerate("3017620422003\r"):
        heard.key(sign, place * 5)
    heard.key("\r", 1_000)

    assert heard.typed == "\r"


def test_a_short_fast_roll_of_the_fingers_is_typing() -> None:
    heard = Heard()
    heard.key("1", 0)
    heard.key("2", 30)
    heard.key("\r", 60)

    assert heard.codes == []
    assert heard.typed == "12\r"


@given(codes, st.booleans())
def test_an_american_scanner_on_a_french_keyboard_gives_the_same_digits(code: str, with_places: bool) -> None:
    keys = tuple(Key(FRENCH[digit], place, PLACES[digit] if with_places else 0) for place, digit in enumerate(code))

    assert read(keys) == code


@given(st.text("0123456789", min_size=1, max_size=8), st.text("ABQWZ", min_size=1, max_size=6), st.booleans())
def test_letters_in_a_code_come_through_a_french_keyboard(digits: str, letters: str, with_places: bool) -> None:
    keys = [Key(FRENCH[digit], 0, PLACES[digit] if with_places else 0) for digit in digits]
    for letter in letters:
        there = FRENCH_LETTERS.get(letter.lower(), letter.lower()).upper()
        keys.append(Key(there, 0, PLACES[letter.lower()] if with_places else 0, shift=True))

    assert read(tuple(keys)) == digits + letters


@given(st.text("0123456789ABCDEFQWZ-", min_size=4, max_size=20).filter(lambda code: any(map(str.isdigit, code))))
def test_a_code_with_a_digit_in_it_is_believed_as_typed(code: str) -> None:
    assert read(tuple(Key(sign, 0, 2) for sign in code)) == code


def _heard_at(text: str, *, step_ms: int, gap_ms: int) -> Heard:
    heard = Heard(Decoder(gap_ms=gap_ms))
    for place, sign in enumerate(text):
        heard.key(sign, place * step_ms)
    return heard


@given(st.integers(0, WIDEST_GAP_MS))
def test_a_shop_with_a_slow_scanner_hears_it_up_to_the_gap_it_set_and_no_further(step_ms: int) -> None:
    heard = _heard_at("3017620422003\r", step_ms=step_ms, gap_ms=80)

    assert heard.codes == (["3017620422003"] if step_ms <= 80 else [])


def test_words_typed_in_haste_are_words_however_slow_the_scanner_may_be() -> None:
    heard = _heard_at("confiture\r", step_ms=70, gap_ms=WIDEST_GAP_MS)

    assert heard.codes == []
    assert heard.typed == "confiture\r"


def test_a_french_scanner_on_an_american_keyboard_gives_the_same_digits() -> None:
    shifted = dict(zip("1234567890", "!@#$%^&*()", strict=True))
    keys = tuple(Key(shifted[digit], place, shift=True) for place, digit in enumerate("3017620422003"))

    assert read(keys) == "3017620422003"


def test_the_sign_between_the_parts_of_a_code_stays_where_it_was_on_a_french_keyboard() -> None:
    keys = [Key(FRENCH[digit], place, PLACES[digit]) for place, digit in enumerate("0101")]

    assert read((*keys, Key("\x1d", 5, 27), Key(FRENCH["2"], 6, PLACES["2"]))) == "0101\x1d2"
