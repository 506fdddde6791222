"""Which passwords an officer may choose: long ones that nobody easily guesses, whatever they are made of."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue.officers import passwords
from sync.catalogue.officers.passwords import Flaw, flaw

ABOUT = ("Agathe Le Goff", "agathe vannes.example", "Les vitrines de Vannes")


@pytest.mark.parametrize(
    "password",
    [
        "trois barques rouges",
        "correct horse battery staple",
        "l’écluse ouvre à marée haute",
        "x7 kettle under the stairs",
        " une espace devant compte aussi",
        "zq" + "é" * 5 + "wTrb9p",
        "m" * 5 + string.ascii_lowercase[::3] + "!" * 100,
    ],
)
def test_a_long_password_of_ones_own_is_taken(password: str) -> None:
    assert flaw(password, about=ABOUT) is None


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("onze signes", Flaw.SHORT),
        ("a" * 129, Flaw.LONG),
        ("motdepasse2026!", Flaw.EASY),
        ("telechargement", Flaw.EASY),
        ("Strawberry-2026", Flaw.EASY),
        ("manchester!manchester", Flaw.EASY),
        ("M0t-de-P@sse-2026", Flaw.EASY),
        ("passwordpassword", Flaw.EASY),
        ("azertyuiop123", Flaw.EASY),
        ("qwertyuiopasdf", Flaw.EASY),
        ("poiuytreza1234567890", Flaw.EASY),
        ("123456789012", Flaw.EASY),
        ("abcabcabcabc", Flaw.EASY),
        ("aaaaaaaaaaaaaaaa", Flaw.EASY),
        ("abcdefghijklmnop", Flaw.EASY),
        ("Mairie-Comptoir-56", Flaw.EASY),
        ("agathe-legoff-vannes", Flaw.EASY),
        ("BienvenueMairie56000", Flaw.EASY),
    ],
)
def test_short_long_and_easy_ones_are_refused(password: str, expected: Flaw) -> None:
    assert flaw(password, about=ABOUT) is expected


@given(st.text(alphabet=string.ascii_lowercase, min_size=20, max_size=128))
def test_what_is_refused_as_easy_is_so_with_any_figures_after_it(text: str) -> None:
    if flaw(text) is Flaw.EASY and len(text) < 120:
        assert flaw(f"{text}2026") is Flaw.EASY or len(set(f"{text}2026")) >= 5


@given(st.text(min_size=12, max_size=128))
def test_any_text_is_judged(text: str) -> None:
    assert flaw(text, about=ABOUT) in {None, Flaw.EASY}


def test_what_is_kept_is_argon2id_and_no_password() -> None:
    kept = passwords.hashed("trois barques rouges")

    assert kept.startswith("argon2$argon2id$")
    assert "barques" not in kept
    assert passwords.is_right("trois barques rouges", kept)
    assert not passwords.is_right("trois barques rouge", kept)
    assert not passwords.is_right("trois barques rouges ", kept)
    assert not passwords.is_right("", "")
