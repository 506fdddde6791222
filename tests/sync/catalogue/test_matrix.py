"""Every address x every method x everybody who may come: whoever has no right there is told so, and nothing changes.

The addresses come from Django itself. What is sent is what the first shop's own till and customers sent, so that every
body is one that would be taken from the right one; the second shop's till is at the same term. The counters that a
refused request may move are named in `kept_rows`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from sync import order_protocol
from sync.catalogue.models import Order, Question, TillKey
from tests.sync.catalogue import asked, hall
from tests.sync.catalogue.calls import PairedTill, Town, problem
from tests.sync.catalogue.every_address import Address, every_address
from tests.sync.catalogue.kept_rows import changed, kept
from tests.sync.catalogue.reservations import try_to_do
from tests.sync.catalogue.two_shops import ELSEWHERE, Request, TwoShops, open_both

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
FOR_THIS_MACHINE = ("health", "metrics")
GATES = ("mairie/entrer/", "mairie/sortir/", "mairie/lien/<slug:secret>/")
NOBODY, REVOKED, FIRST, SECOND = "nobody", "a revoked till", "a till of the shop", "a till of another shop"
OFFICER, OVER = "an officer", "an officer who signed out"
ROLES = (NOBODY, REVOKED, FIRST, SECOND, OFFICER, OVER)


@dataclass(frozen=True)
class Caller:
    """Somebody at the door, with what they hold."""

    role: str
    key: str = ""
    cookie: str = ""

    def send(self, request: Request, **headers: str) -> HttpResponse:
        """Send a request from another machine, as themselves."""
        client = Client(SERVER_NAME="localhost", REMOTE_ADDR=ELSEWHERE, raise_request_exception=False)
        if self.cookie:
            client.cookies["mairie"] = self.cookie
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return client.generic(request.method, request.path, request.body, request.content_type, headers=headers)


@pytest.fixture
def both(town: Town) -> TwoShops:
    return open_both(town)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_does_what_is_not_theirs(both: TwoShops, role: str) -> None:
    assert _wrongs(both, role, every_address(), METHODS) == []


@pytest.mark.parametrize("any_town", ["postgresql"], indirect=True)
def test_nor_on_postgresql(any_town: Town) -> None:
    both = open_both(any_town)
    sample = [one for one in every_address() if one.is_call] + list(every_address()[::9])

    assert [wrong for role in ROLES for wrong in _wrongs(both, role, sample, ("GET", "POST", "PUT"))] == []


def test_there_is_a_way_to_every_address_and_every_call_was_recorded(both: TwoShops) -> None:
    paths = {one.filled(both.things): one for one in every_address()}

    assert len(paths) > 90
    told = {path for (_method, path) in both.recorder.sent}
    reading = {"status", "digest", "digest/<int:bucket>", "openapi.json"}
    calls = {path: one.route.removeprefix("api/v1/") for path, one in paths.items() if one.is_call}
    assert {call for path, call in calls.items() if path not in told} == reading


@pytest.mark.parametrize("what", ["reservations", "questions"])
def test_a_page_with_a_secret_takes_no_form_of_another_site(both: TwoShops, what: str) -> None:
    before = kept()
    for deed in ("cancel", "forget", "withdraw", ""):
        sent = Request("POST", f"/{what}/{both.secrets[what]}/", f"deed={deed}".encode(), _FORM)
        assert Caller(NOBODY).send(sent, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert Caller(NOBODY).send(sent, Origin="https://elsewhere.example").status_code == 403

    assert changed(before, kept()) == []


@pytest.mark.parametrize(
    "deed",
    [
        lambda till, order, _: try_to_do(till, order, "reject", reason="no"),
        lambda till, order, _: try_to_do(till, order, "fulfil"),
        lambda till, _, question: asked.try_to_reply(till, question),
    ],
)
def test_another_shop_does_nothing_about_a_reservation_or_a_question(
    both: TwoShops, deed: Callable[[PairedTill, Order, Question], HttpResponse]
) -> None:
    shop = both.first.joined.shop
    before = kept()

    answer = deed(both.second, Order.objects.get(shop=shop), Question.objects.get(shop=shop))

    assert problem(answer).type in {"no-such-order", "no-such-question"}
    assert answer.status_code == 404
    assert changed(before, kept()) == []


def test_the_one_call_that_reaches_another_shop_leaves_a_reservation_and_no_more(both: TwoShops) -> None:
    before = kept(but_of=both.second.joined.shop)
    hold = order_protocol.NeighbourHold("theirs", both.first.joined.shop, "coffee", 1000)

    assert both.second.call("POST", "town", hold).status_code == 200

    assert set(changed(before, kept(but_of=both.second.joined.shop))) <= {"Order", "OrderLine", "Feed", "Change"}


_FORM = "application/x-www-form-urlencoded"


def _wrongs(both: TwoShops, role: str, addresses: "list[Address] | tuple[Address, ...]", methods: object) -> list[str]:
    """Go everywhere as somebody, and tell what was answered or changed against the rules."""
    caller = _caller(both, role)
    but_of = both.second.joined.shop if role == SECOND else ""
    wrongs = []
    for address in addresses:
        before = kept(but_of=but_of)
        for method in (one for one in METHODS if one in methods):  # type: ignore[operator]
            for request in _requests(both, address, method):
                answer = caller.send(request, **_from_elsewhere(address, request))
                if answer.status_code not in _allowed(address, request, caller):
                    wrongs.append(f"{role}: {method} {address.route} -> {answer.status_code}")
        wrongs += [f"{role}: {address.route} changed {name}" for name in changed(before, kept(but_of=but_of))]
    return wrongs


def _requests(both: TwoShops, address: Address, method: str) -> list[Request]:
    path = address.filled(both.things)
    known = both.recorder.sent.get((method, path), [])
    return known or [Request(method, path, b"", "application/json" if address.is_call else _FORM)]


def _from_elsewhere(address: Address, request: Request) -> dict[str, str]:
    """A form of a page for everybody is sent as another site would let a browser send it."""
    is_form = request.method == "POST" and not (address.is_call or address.is_officers)
    return {"Sec-Fetch-Site": "cross-site"} if is_form else {}


def _allowed(address: Address, request: Request, caller: Caller) -> set[int]:
    if address.is_call or address.route.startswith("^api/"):
        return _allowed_calls(address, request, caller)
    if address.is_officers:
        return _allowed_to_officers(address, request, caller)
    if address.route in FOR_THIS_MACHINE:
        return {200, 403, 404, 405, 503}
    if request.method == "POST":
        return {200, 204, 301, 302, 403, 404, 405}
    return {200, 204, 301, 302, 304, 404, 405}


def _allowed_calls(address: Address, request: Request, caller: Caller) -> set[int]:
    call = address.route.removeprefix("api/v1/")
    if address.route.startswith("^api/"):
        return {404}
    if not request.body and request.method != "GET":
        return {405}  # nobody ever sent such a thing
    if call == "openapi.json":
        return {200}
    if call == "pair":
        return {403, 405, 429}
    if caller.role == FIRST:
        return {200} if request.body or call not in _WITHOUT_GET else {405}
    if caller.role == SECOND:
        return {200, 404, 405, 409, 422}
    return {401, 405} if call in _WITHOUT_GET else {401}


_WITHOUT_GET = {
    "term", "products", "window", "news", "promotions", "photos", "photos/<slug:photo_hash>", "heartbeat", "rules",
}  # fmt: skip


def _allowed_to_officers(address: Address, request: Request, caller: Caller) -> set[int]:
    if request.method not in {"GET", "HEAD", "POST"}:
        return {405}
    if request.method == "POST":
        return {403, 405} if caller.role == OFFICER or address.route in GATES else {303, 405}
    if address.route in GATES:
        return {200, 302, 303, 404, 405, 410}
    return {200, 302, 303, 404, 405} if caller.role == OFFICER else {303, 405}


def _caller(both: TwoShops, role: str) -> Caller:
    tills = {REVOKED: both.revoked, FIRST: both.first, SECOND: both.second}
    if role in tills:
        key = tills[role].joined.key
        assert TillKey.objects.filter(revoked_ms=None, term=2).count() == 2
        return Caller(role, key=key)
    if role not in {OFFICER, OVER}:
        return Caller(role)
    browser = hall.signed_in(both.town)
    cookie = browser.cookie
    if role == OVER:
        assert browser.send("/mairie/sortir/").status_code == 303
    return Caller(role, cookie=cookie)
