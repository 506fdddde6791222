"""How officers come in, and how guessing at the door is made slow."""

import re
import statistics
import time
from http.cookies import SimpleCookie

import pytest
from django.conf import settings

from sync.catalogue import tidying
from sync.catalogue.models import AuditLine, Officer, OfficerSession, OfficerTry
from sync.catalogue.officers import accounts, sessions, slowing
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, Town
from tests.sync.catalogue.hall import MAIL, PASSWORD, Browser, officer, signed_in

WRONG = "trois barques vertes au ponton"


def test_an_officer_signs_in_and_out(any_town: Town) -> None:
    browser = signed_in(any_town)
    assert "Agathe Le Goff" in browser.open("/mairie/")

    assert browser.send("/mairie/sortir/").headers["Location"].startswith("/mairie/entrer/")

    assert browser.client.get("/mairie/").status_code == 303
    assert not OfficerSession.objects.exists()


def test_a_mail_address_is_known_however_it_is_written(any_town: Town) -> None:
    officer(any_town)

    assert Browser(any_town).sign_in(mail="  AGATHE@Vannes.Example ").status_code == 303


def test_a_wrong_password_and_an_unknown_account_are_told_the_same(any_town: Town) -> None:
    officer(any_town)
    wrong = Browser(any_town).sign_in(password=WRONG)
    unknown = Browser(any_town, "192.0.2.2").sign_in(mail="nobody@vannes.example")

    assert wrong.status_code == unknown.status_code == 422
    assert "The mail address or the password is not right." in wrong.content.decode()
    hidden = re.compile(r'value="[^"]*"|data-now="\d+"')
    assert hidden.sub("", wrong.content.decode()) == hidden.sub("", unknown.content.decode())


def test_an_unknown_account_takes_as_long_as_a_wrong_password(town: Town) -> None:
    officer(town)

    def took_s(mail: str) -> float:
        before = time.perf_counter()
        with pytest.raises(accounts.PasswordWrong):
            accounts.sign_in(mail, WRONG, address=f"192.0.2.{len(taken)}", before="", now_ms=town.now_ms)
        OfficerTry.objects.all().delete()
        return time.perf_counter() - before

    taken: list[float] = []
    for _ in range(7):
        taken += [took_s(MAIL), took_s("nobody@vannes.example")]
    known, unknown = statistics.median(taken[0::2]), statistics.median(taken[1::2])

    assert 0.5 < known / unknown < 2


def test_five_wrong_passwords_cost_half_a_minute_and_each_further_one_twice_as_much(any_town: Town) -> None:
    officer(any_town)
    for place in range(5):
        assert Browser(any_town, f"192.0.2.{place}").sign_in(password=WRONG).status_code == 422

    held = Browser(any_town, "192.0.2.99").sign_in()
    assert held.status_code == 429
    assert held.headers["Retry-After"] == "30"
    assert "Too many wrong passwords. Please try again in 1 minute." in held.content.decode()
    row = OfficerTry.objects.get(who=slowing._account(MAIL))
    lengths = []
    for place in range(9):
        any_town.now_ms = max(any_town.now_ms, row.until_ms)
        Browser(any_town, f"198.51.100.{place}").sign_in(password=WRONG)
        row.refresh_from_db()
        lengths.append((row.until_ms - any_town.now_ms) // 1000)
    assert lengths == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    any_town.now_ms = row.until_ms
    assert Browser(any_town, "203.0.113.1").sign_in().status_code == 303
    assert not OfficerTry.objects.filter(who=slowing._account(MAIL)).exists()


def test_one_address_is_slowed_down_whatever_accounts_it_tries(any_town: Town) -> None:
    officer(any_town)
    for place in range(5):
        Browser(any_town, "2001:db8::1").sign_in(mail=f"nobody{place}@vannes.example")

    assert Browser(any_town, "2001:db8::ffff:2").sign_in().status_code == 429  # of the same network
    assert Browser(any_town, "2001:db8:0:1::1").sign_in().status_code == 303


def test_an_own_account_clears_no_guesses_at_others(any_town: Town) -> None:
    officer(any_town)
    officer(any_town, mail="other@vannes.example")
    for place in range(4):
        Browser(any_town).sign_in(mail=f"nobody{place}@vannes.example")
        assert Browser(any_town).sign_in().status_code == 303

    Browser(any_town).sign_in(mail="nobody9@vannes.example")
    assert Browser(any_town).sign_in().status_code == 429


def test_a_try_is_counted_before_its_password_is_looked_at(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    officer(town)

    def power_cut(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("sync.catalogue.officers.passwords.is_right", power_cut)
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt):
            accounts.sign_in(MAIL, WRONG, address="192.0.2.1", before="", now_ms=town.now_ms)
    monkeypatch.undo()

    with pytest.raises(accounts.TooManyTries):
        accounts.sign_in(MAIL, PASSWORD, address="192.0.2.7", before="", now_ms=town.now_ms)


def test_waiting_is_written_down_once_an_account_is_tried_often(town: Town) -> None:
    officer(town)
    for place in range(5):
        Browser(town, f"192.0.2.{place}").sign_in(password=WRONG)

    assert [line.deed for line in AuditLine.objects.filter(actor=MAIL)] == ["sign-in held up"]


def test_nothing_kept_of_tries_names_anybody(town: Town) -> None:
    Browser(town, "192.0.2.44").sign_in(mail="somebody@vannes.example")

    assert all(re.fullmatch("[0-9a-f]{64}", row.who) for row in OfficerTry.objects.all())


def test_a_session_ends_after_half_an_hour_without_a_page(any_town: Town) -> None:
    browser = signed_in(any_town)
    for _ in range(3):
        any_town.now_ms += 29 * MINUTE_MS
        browser.open("/mairie/")

    any_town.now_ms += sessions.IDLE_MS
    assert browser.client.get("/mairie/").status_code == 303


def test_a_session_ends_after_twelve_hours_in_any_case(any_town: Town) -> None:
    browser = signed_in(any_town)
    for _ in range(24):
        any_town.now_ms += 29 * MINUTE_MS
        browser.open("/mairie/")

    any_town.now_ms += 25 * MINUTE_MS
    assert browser.client.get("/mairie/").status_code == 303
    tidying.tidy(any_town.now_ms)
    assert not OfficerSession.objects.exists()


def test_signing_in_draws_a_new_cookie_and_ends_the_old_session(any_town: Town) -> None:
    officer(any_town)
    browser = Browser(any_town)
    browser.client.cookies["mairie"] = "planted-by-somebody-else"
    browser.sign_in()
    first = browser.cookie
    assert first != "planted-by-somebody-else"

    browser.client.post("/mairie/entrer/", {})  # signed in already: opened again by hand
    browser.open("/mairie/")
    again = Browser(any_town)
    again.client.cookies["mairie"] = first
    again.send("/mairie/entrer/", {"token": browser.token, "mail": MAIL, "password": PASSWORD})

    assert again.cookie != first
    assert browser.client.get("/mairie/").status_code == 303


def test_only_a_hash_of_a_session_is_kept(town: Town) -> None:
    browser = signed_in(town)

    assert browser.cookie not in OfficerSession.objects.get().hash


def test_the_cookie_is_strict_and_over_https_bound_to_the_host(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    officer(town)
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://localhost")
    browser = Browser(town)
    browser.open("/mairie/entrer/")
    browser.send("/mairie/entrer/", {"mail": MAIL, "password": PASSWORD})

    cookie: SimpleCookie = browser.client.cookies
    held = cookie["__Host-mairie"]
    assert (held["secure"], held["httponly"], held["samesite"], held["path"], held["domain"]) == (
        True,
        True,
        "Strict",
        "/",
        "",
    )
    assert held["max-age"] == ""


def test_signing_out_everywhere_ends_every_browser(any_town: Town) -> None:
    one, other = signed_in(any_town), signed_in(any_town)

    one.send("/mairie/compte/partout/")

    assert one.client.get("/mairie/").status_code == other.client.get("/mairie/").status_code == 303


def test_a_changed_password_signs_the_other_browsers_out(any_town: Town) -> None:
    one, other = signed_in(any_town), signed_in(any_town)
    one.open("/mairie/compte/")
    before = one.cookie

    changed = one.send("/mairie/compte/mot-de-passe/", {"password": PASSWORD, "new": "quatre moulins sans meunier"})

    assert changed.status_code == 303
    assert one.cookie != before
    one.open("/mairie/")
    assert other.client.get("/mairie/").status_code == 303
    assert Browser(any_town).sign_in().status_code == 422
    assert Browser(any_town, "192.0.2.9").sign_in(password="quatre moulins sans meunier").status_code == 303


def test_the_present_password_is_asked_for_before_a_new_one(any_town: Town) -> None:
    browser = signed_in(any_town)

    refused = browser.send("/mairie/compte/mot-de-passe/", {"password": WRONG, "new": "quatre moulins sans meunier"})

    assert refused.status_code == 422
    assert "This is not your password." in refused.content.decode()
    assert "quatre moulins" not in refused.content.decode()


def test_a_link_lets_choose_a_password_once(any_town: Town) -> None:
    made = accounts.add(MAIL, "Agathe", actor="command", now_ms=any_town.now_ms)
    path = f"/mairie/lien/{accounts.give_link(made, actor='command', now_ms=any_town.now_ms)}/"
    browser = Browser(any_town)
    browser.open(path)
    browser.open(path)  # looking does not use it up

    assert browser.send(path, {"new": "trop court"}).status_code == 422
    assert browser.send(path, {"new": PASSWORD}).status_code == 303

    assert browser.client.get(path).status_code == 404
    assert Browser(any_town).sign_in().status_code == 303


def test_a_link_lasts_a_day_and_a_new_one_takes_its_place(any_town: Town) -> None:
    made = accounts.add(MAIL, "Agathe", actor="command", now_ms=any_town.now_ms)
    first, second = (accounts.give_link(made, actor="command", now_ms=any_town.now_ms) for _ in range(2))

    assert accounts.opened_by(first, now_ms=any_town.now_ms) is None
    assert accounts.opened_by(second, now_ms=any_town.now_ms) == made
    assert accounts.opened_by(second, now_ms=any_town.now_ms + 24 * HOUR_MS) is None
    assert accounts.opened_by("", now_ms=any_town.now_ms) is None


def test_a_closed_account_opens_nothing(any_town: Town) -> None:
    browser, made = signed_in(any_town), Officer.objects.get(mail=MAIL)
    link = accounts.give_link(made, actor="command", now_ms=any_town.now_ms)

    accounts.disable(made, actor="command", now_ms=any_town.now_ms)

    assert browser.client.get("/mairie/").status_code == 303
    assert Browser(any_town).sign_in().status_code == 422
    assert accounts.opened_by(link, now_ms=any_town.now_ms) is None


@pytest.mark.parametrize(
    "then",
    ["https://evil.example/", "//evil.example/mairie/", "/mairie/%0d%0aX:1", "/mairie//evil.example",
     "javascript:alert(1)", "/\\evil.example", "/boutiques/x/", "/mairie/../boutiques/", "mairie/",
     "/mairie/x?y=//evil"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(town: Town, then: str) -> None:
    officer(town)
    where = Browser(town).sign_in(then=then).headers["Location"]

    assert where == "/mairie/"


def test_signing_in_leads_to_the_page_that_was_asked_for(town: Town) -> None:
    officer(town)
    browser = Browser(town)
    asked = browser.client.get("/mairie/journal/").headers["Location"]
    assert asked == "/mairie/entrer/?vers=/mairie/journal/"

    assert browser.sign_in(then="/mairie/journal/").headers["Location"] == "/mairie/journal/"
