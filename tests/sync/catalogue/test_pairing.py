"""How a till joins, and how guessing is made slow."""

import msgspec
import pytest
from django.http import HttpResponse

from sync import protocol
from sync.catalogue import codes
from sync.catalogue.models import PairingCode, PairingFailure, TillKey
from sync.catalogue.pairing import CODE_LIFE_MS
from tests.sync.catalogue.calls import MINUTE_MS, Town, problem


def test_a_code_is_easy_to_read_out() -> None:
    drawn = {codes.new_code() for _ in range(500)}

    assert len(drawn) == 500
    assert all(len(code) == 9 and code[4] == "-" for code in drawn)
    assert not set("".join(drawn)) & set("01OISL5")


def test_the_reply_says_where_the_window_is(town: Town) -> None:
    reply = town.till("Épicerie du Port").joined

    assert reply.window_url == "http://localhost/boutiques/epicerie-du-port/"
    assert (reply.shop_name, reply.term) == ("Épicerie du Port", 1)


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:2]} {code[2:]} "]
)
def test_a_code_is_understood_however_it_is_typed(any_town: Town, change: object) -> None:
    code = any_town.code()
    assert callable(change)

    assert _pair(any_town, change(code)).status_code == 200


def test_a_code_works_once(any_town: Town) -> None:
    code = any_town.code()
    _pair(any_town, code)

    assert problem(_pair(any_town, code)).type == "pairing-code"


def test_a_code_lasts_a_day(any_town: Town) -> None:
    code = any_town.code()
    any_town.now_ms += CODE_LIFE_MS

    assert problem(_pair(any_town, code)).status == 403


def test_a_new_code_replaces_the_one_nobody_used(any_town: Town) -> None:
    first, second = any_town.code(), any_town.code()

    assert problem(_pair(any_town, first)).type == "pairing-code"
    assert _pair(any_town, second).status_code == 200


def test_neither_codes_nor_keys_are_kept_as_they_are(town: Town) -> None:
    code = town.code()
    key = msgspec.json.decode(_pair(town, code).content)["key"]

    kept = [*PairingCode.objects.values_list("hash", flat=True), *TillKey.objects.values_list("hash", flat=True)]
    assert len(kept) == 2
    assert not any(secret in text for text in kept for secret in (code, codes.typed(code), key))


def test_guessing_gets_slow_and_then_is_let_try_again(any_town: Town) -> None:
    for _ in range(10):
        assert problem(_pair(any_town, "AAAA-AAAA")).type == "pairing-code"

    refused = _pair(any_town, any_town.code())
    assert problem(refused).type == "too-many-calls"
    assert int(refused.headers["Retry-After"]) > 0
    any_town.now_ms += 11 * MINUTE_MS
    assert _pair(any_town, any_town.code()).status_code == 200


def test_guessing_from_everywhere_gets_slow_too(town: Town) -> None:
    for place in range(100):
        PairingFailure.objects.create(address=f"10.0.0.{place}", failed_ms=town.now_ms)

    assert problem(_pair(town, town.code())).status == 429


def test_one_guesser_does_not_shut_the_others_out(town: Town) -> None:
    for _ in range(30):
        _pair(town, "AAAA-AAAA", address="10.0.0.9")

    assert _pair(town, town.code(), address="10.0.0.8").status_code == 200


def test_two_shops_of_almost_the_same_name_are_told_apart(town: Town) -> None:
    one, same, other = town.shop("Café  des Arts"), town.shop("cafe des arts"), town.shop("Café des Arts 2")

    assert one.pk == same.pk
    assert other.slug != one.slug


def test_inviting_again_changes_only_what_is_said(town: Town) -> None:
    town.shop("Lise", city="Vannes", figures="counts")
    later = town.shop("Lise", phone="02 97 00 00 04")

    assert (later.city, later.phone, later.figures) == ("Vannes", "02 97 00 00 04", "counts")
    assert later.created_ms == town.now_ms


def test_the_reply_says_which_request_it_answers(any_town: Town) -> None:
    wish = protocol.PairRequest(any_town.code(), "till-1", "Caisse", 1, "this request")

    answer = any_town.call("POST", "pair", wish)

    assert msgspec.json.decode(answer.content, type=protocol.PairReply).nonce == "this request"


def _pair(town: Town, code: str, *, address: str = "127.0.0.1") -> HttpResponse:
    wish = protocol.PairRequest(code=code, till="till-1", till_name="Caisse", epoch=1)
    return town.call("POST", "pair", wish, REMOTE_ADDR=address)
