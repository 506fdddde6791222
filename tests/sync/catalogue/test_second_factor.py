"""The second factor of officers: codes of a telephone, each of them once, and those for a lost one."""

import base64
import itertools
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from sync.catalogue.models import AuditLine, Officer
from sync.catalogue.officers import accounts, factors
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.hall import MAIL, PASSWORD, Browser, officer, signed_in

PATH = "/mairie/compte/second-facteur/"
RFC_SECRET = b"12345678901234567890"
RFC_CODES = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
STEP_MS = 30_000
_addresses = itertools.count(10)


@pytest.mark.parametrize(("at_s", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(at_s: int, code: str) -> None:
    assert factors.one_time_code(RFC_SECRET, at_s // 30, digits=8) == code
    assert factors.one_time_code(RFC_SECRET, at_s // 30) == code[-6:]


def _telephone(secret: str, now_ms: int, *, steps: int = 0) -> str:
    key = base64.b32decode(secret.replace(" ", ""))
    return factors.one_time_code(key, now_ms // STEP_MS + steps)


def _set_up(browser: Browser) -> tuple[str, list[str]]:
    """Set a second factor up as a person does, and return its secret and the codes for a lost telephone."""
    browser.open(PATH)
    page = browser.send(PATH, {"deed": "begin", "password": PASSWORD}).content.decode()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    assert "<svg" in page
    secret = found[1].replace(" ", "")
    assert len(secret) == 32
    told = browser.send(PATH, {"deed": "confirm", "code": _telephone(secret, browser.town.now_ms)})
    assert told.status_code == 200, told.content.decode()
    drawn = re.findall(r"<code>([0-9A-Z-]+)</code>", told.content.decode())
    assert len(set(drawn)) == 10
    return secret, drawn


def _enters(town: Town, code: str, password: str = PASSWORD) -> int:
    browser = Browser(town, f"192.0.2.{next(_addresses)}")
    browser.open("/mairie/entrer/")
    answer = browser.send("/mairie/entrer/", {"mail": MAIL, "password": password, "code": code})
    return int(answer.status_code)


def test_signing_in_asks_for_a_code_and_takes_each_once(any_town: Town) -> None:
    secret, _ = _set_up(signed_in(any_town))
    used = _telephone(secret, any_town.now_ms)

    assert _enters(any_town, "") == 422
    assert _enters(any_town, used) == 422, "it was taken when it was set up"
    any_town.now_ms += STEP_MS
    new = _telephone(secret, any_town.now_ms)
    assert _enters(any_town, new, "another password of mine") == 422
    assert _enters(any_town, f"{new[:3]} {new[3:]}") == 303, "typed as a telephone shows it"
    assert _enters(any_town, new) == 422
    any_town.now_ms += 5 * STEP_MS
    assert _enters(any_town, _telephone(secret, any_town.now_ms, steps=-2)) == 422
    assert _enters(any_town, _telephone(secret, any_town.now_ms, steps=1)) == 303, "its clock is a little fast"


def test_a_wrong_code_is_told_as_a_wrong_password_is_and_slows_as_much(any_town: Town) -> None:
    secret, _ = _set_up(signed_in(any_town))
    any_town.now_ms += 2 * STEP_MS
    for place in range(5):
        with pytest.raises(accounts.PasswordWrong):
            accounts.sign_in(
                MAIL, PASSWORD, "000000", address=f"192.0.2.{place + 9}", before="", now_ms=any_town.now_ms
            )

    with pytest.raises(accounts.TooManyTries):
        code = _telephone(secret, any_town.now_ms)
        accounts.sign_in(MAIL, PASSWORD, code, address="192.0.2.99", before="", now_ms=any_town.now_ms)


def test_a_code_for_a_lost_telephone_lets_in_once_and_is_written_down(any_town: Town) -> None:
    _, drawn = _set_up(signed_in(any_town))
    held = Officer.objects.get()
    assert not any(one in held.recovery or one.replace("-", "") in held.recovery for one in drawn)

    assert _enters(any_town, drawn[3].lower().replace("-", " ")) == 303
    assert _enters(any_town, drawn[3]) == 422
    assert _enters(any_town, drawn[4]) == 303

    assert factors.codes_left(Officer.objects.get()) == 8
    assert AuditLine.objects.filter(deed="recovery code used", actor=MAIL).count() == 2


def test_it_is_in_force_only_once_the_telephone_was_right(any_town: Town) -> None:
    browser = signed_in(any_town)
    browser.open(PATH)
    assert browser.send(PATH, {"deed": "begin", "password": "not mine at all"}).status_code == 422
    assert Officer.objects.get().factor_new == ""
    browser.send(PATH, {"deed": "begin", "password": PASSWORD})
    wrong = browser.send(PATH, {"deed": "confirm", "code": "000000"})

    assert wrong.status_code == 422
    assert Officer.objects.get().factor_new not in wrong.content.decode().replace(" ", ""), "it is shown once"
    assert Officer.objects.get().factor == ""
    assert _enters(any_town, "") == 303


def test_it_is_taken_off_with_the_password_by_an_officer_who_closes_or_a_command(any_town: Town) -> None:
    browser = signed_in(any_town)
    secret, _ = _set_up(browser)
    browser.open(PATH)
    assert browser.send(PATH, {"deed": "end", "password": "not mine at all"}).status_code == 422
    assert Officer.objects.get().factor == secret
    assert browser.send(PATH, {"deed": "end", "password": PASSWORD}).status_code == 303
    held = Officer.objects.get()
    assert (held.factor, held.recovery) == ("", "")
    assert _enters(any_town, "") == 303

    _set_up(browser)
    accounts.disable(held, actor="command", now_ms=any_town.now_ms)
    assert Officer.objects.get().factor == ""


def test_a_new_password_does_not_take_it_off(any_town: Town) -> None:
    _set_up(signed_in(any_town))

    accounts.choose_password(Officer.objects.get(), PASSWORD, actor=MAIL, now_ms=any_town.now_ms)

    assert _enters(any_town, "") == 422


def test_a_town_may_ask_every_officer_for_one(any_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECOND_FACTOR", True)
    officer(any_town)
    browser = Browser(any_town)
    assert browser.sign_in().status_code == 303

    for path in ("/mairie/", "/mairie/compte/", "/mairie/journal.csv"):
        answer = browser.client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, PATH), path
    assert browser.send("/mairie/ville/", {"name": "Autre"}).headers["Location"] == PATH
    _set_up(browser)
    browser.open("/mairie/")


def test_the_square_code_says_what_a_telephone_needs(town: Town) -> None:
    one = Officer(mail="a b@vannes.example")
    told = urlsplit(factors.address(one, "ABCDEFGH", town="Vannes: centre"))

    assert (told.scheme, told.netloc) == ("otpauth", "totp")
    assert told.path == "/Comptoir%20Vannes%20%20centre%3Aa%20b%40vannes.example"
    assert parse_qs(told.query) == {
        "secret": ["ABCDEFGH"],
        "issuer": ["Comptoir Vannes  centre"],
        "algorithm": ["SHA1"],
        "digits": ["6"],
        "period": ["30"],
    }
