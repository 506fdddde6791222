"""Passwords of officers: argon2id by Django's hashers; by OWASP ASVS 5.0 (6.2) long ones, that nobody easily guesses.

No signs are prescribed, nothing has to be changed now and then, and any text may be pasted, spaces included.
"""

import threading
from collections.abc import Iterable
from enum import Enum
from functools import cache

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from sync.catalogue.folding import fold

SHORTEST, LONGEST = 12, 128
_LEFT_AT_LEAST = 4
_LETTERS_AT_LEAST = 5
_AT_ONCE = threading.BoundedSemaphore(2)  # a hash takes its memory on purpose
_SIGNS_FOR_LETTERS = str.maketrans("@4301!$5", "aaeoilss")
_ROWS = ("azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm")
_WALKS = (*_ROWS, "abcdefghijklmnopqrstuvwxyz", "1234567890", "aqwzsxedcrfvtgbyhnujm", "1a2z3e4r5t6y7u8i9o0p")
_COMMON = (
    "motdepasse", "password", "passwort", "passe", "secret", "changeme", "changemoi", "bonjour", "bienvenue", "welcome",
    "salut", "hello", "soleil", "sunshine", "chocolat", "doudou", "loulou", "jetaime", "iloveyou", "amour", "princesse",
    "princess", "nicolas", "camille", "julien", "marseille", "bretagne", "france", "football", "baseball", "superman",
    "batman", "pokemon", "starwars", "dragon", "monkey", "shadow", "master", "letmein", "trustno", "whatever", "access",
    "login", "admin", "administrateur", "administrator", "utilisateur", "root", "test", "azerty", "qwerty", "qwertz",
    "azertyuiop", "qwertyuiop", "ville", "mairie", "commune", "boutique", "boutiques", "commerce", "commerces",
    "vitrine", "vitrines", "catalogue", "comptoir", "caisse", "marche", "printemps", "automne", "hiver", "summer",
    "winter", "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "computer",
    "internet", "google", "facebook", "michael", "jennifer", "charlie", "thomas", "killer", "freedom", "liberte",
)  # fmt: skip


class Argon2id(Argon2PasswordHasher):
    """Django's hasher with OWASP's first choice of costs: 46 MiB, one pass, one lane, so that a flood of guesses costs
    the server no more than it must.
    """

    memory_cost = 47_104
    time_cost = 1
    parallelism = 1


class Flaw(Enum):
    """What is wrong with a new password."""

    SHORT = "short"
    LONG = "long"
    EASY = "easy"


def flaw(password: str, *, about: Iterable[str] = ()) -> Flaw | None:
    """Tell what is wrong with a new password; None where nothing is.

    Args:
        password: as it was typed; nothing is cut off or changed.
        about: words that somebody who knows its owner would try: name, mail address, town.
    """
    if len(password) < SHORTEST:
        return Flaw.SHORT
    if len(password) > LONGEST:
        return Flaw.LONG
    return Flaw.EASY if _is_easy(password, about) else None


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _AT_ONCE:
        return str(make_password(password))


def is_right(password: str, kept: str) -> bool:
    """Claim that a password is the one kept; where none is kept, it takes just as long to say no."""
    if not kept or len(password) > LONGEST:
        hashed(password[:LONGEST])
        return False
    with _AT_ONCE:
        return bool(check_password(password, kept))


def _is_easy(password: str, about: Iterable[str]) -> bool:
    """Claim that little is left once everything that everybody tries is taken out."""
    letters = _plain(password)
    wordy = "".join(letter for letter in letters if letter.isalpha())
    walked = any(_is_walk(part, walk) for part in (letters, wordy) for walk in _WALKS)
    if walked or len(set(letters)) < _LETTERS_AT_LEAST or _is_common(letters, wordy, _spelt(password)):
        return True
    known = {word for text in about for word in fold(text).split() if len(word) > 2}
    return any(len(_without(spelt, {*_COMMON, *known})) < _LEFT_AT_LEAST for spelt in (letters, _spelt(password)))


def _is_common(*spellings: str) -> bool:
    """Claim that one of them, or the half of one said twice, is among the twenty thousand that people take most."""
    halves = {one[: len(one) // 2] for one in spellings if one[: len(one) // 2] * 2 == one}
    return not _most_common().isdisjoint(halves.union(spellings))


@cache
def _most_common() -> frozenset[str]:
    """Return the list that comes with Django, read when the first password is chosen."""
    return frozenset(CommonPasswordValidator().passwords)


def _plain(password: str) -> str:
    return fold(password).replace(" ", "")


def _spelt(password: str) -> str:
    """Return a password with the signs that people write for letters read as those letters."""
    return _plain(password.translate(_SIGNS_FOR_LETTERS))


def _is_walk(letters: str, walk: str) -> bool:
    """Claim that letters follow a row of keys or the alphabet, there, back or over and over."""
    return letters in walk * (2 + len(letters) // len(walk)) or letters[::-1] in walk * (2 + len(letters) // len(walk))


def _without(letters: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        letters = letters.replace(word, "\0")
    return "".join(letter for letter in letters if letter.isalpha())
