"""Reserving as a shopper does, without JavaScript: the form, what is wrong with it, and the reservation's own page."""

import re
import secrets

import pytest
from django.http import HttpResponse

from sync.catalogue.models import Asking, Order, OrderLine, Shop
from sync.catalogue.tidying import tidy
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, PairedTill, Town
from tests.sync.catalogue.reservations import do, feed, reserve, reserve_secretly, rules
from tests.sync.catalogue.test_pages import HOSTILE, Parsed
from tests.sync.catalogue.tills import level, product

COFFEE = "/boutiques/epicerie-du-port/articles/coffee/"
CHEESE = "/boutiques/epicerie-du-port/articles/cheese/"
GOOD = {"quantity": "2", "customer": "Anne Le Goff", "contact": "06 12 34 56 78", "note": "Ce soir\r\nvers 18 h"}


@pytest.fixture
def till(town: Town) -> PairedTill:
    paired = town.till(street="1, quai du Port", postcode="56000", city="Vannes", phone="02 97 00 00 04")
    paired.put_products(
        product("coffee", "Café moulu", category="Épicerie"), product("cheese", "Comté", unit="kg", price_minor=2490)
    )
    paired.put_levels(level("coffee", 9000), level("cheese", 4000))
    paired.beat()
    return paired


def test_a_shopper_reserves_and_is_led_to_the_reservations_own_page(till: PairedTill) -> None:
    answer = _send(till, once=_once(till))

    assert answer.status_code == 303
    row = feed(till).rows[0]
    assert (row.customer, row.contact, row.note) == ("Anne Le Goff", "06 12 34 56 78", "Ce soir\nvers 18 h")
    assert row.lines[0].asked_milli == 2000
    assert Order.objects.get().language == "en"
    page = Parsed(till.town.page(answer.headers["Location"]))
    for words in ("The shop has been asked", row.number, "Café moulu", "2 ×", "today 16:00"):
        assert words in page.seen
    for words in ("Épicerie du Port", "1, quai du Port", "02 97 00 00 04", "Anne Le Goff", "vers 18 h"):
        assert words in page.seen


def test_a_double_click_or_a_reload_makes_one_reservation(till: PairedTill) -> None:
    once = _once(till)

    answers = [_send(till, once=once) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Order.objects.count() == 1


def test_two_forms_make_two_reservations(till: PairedTill) -> None:
    first, second = (_send(till, once=_once(till)) for _ in range(2))

    assert first.headers["Location"] != second.headers["Location"]
    assert Order.objects.count() == 2


def test_a_weight_is_written_with_a_comma_or_a_point(till: PairedTill) -> None:
    for text in ("0,350", "0.350"):
        assert _send(till, CHEESE, quantity=text).status_code == 303

    assert {line.asked_milli for line in OrderLine.objects.all()} == {350}
    page = Parsed(till.town.page(_page_of(till), language="fr"))
    assert "0,350 kg Comté 24,90 € le kg" in page.seen


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", ""),
        ("quantity", "0"),
        ("quantity", "-1"),
        ("quantity", "1.5"),
        ("quantity", "100"),
        ("quantity", "1e9"),
        ("quantity", "٣"),
        ("customer", "   "),
        ("customer", "A" * 81),
        ("customer", "An\x00ne"),
        ("customer", "An\u202ene"),
        ("customer", "An\x1b[31mne"),
        ("contact", ""),
        ("contact", "pas de téléphone"),
        ("contact", "12"),
        ("contact", "anne@"),
        ("contact", "a" * 115 + "@b.example"),
        ("note", "x" * 501),
        ("note", "\x07"),
    ],
)
def test_a_field_that_makes_no_sense_is_told_where_it_stands(till: PairedTill, field: str, value: str) -> None:
    answer = _send(till, **{field: value})

    assert answer.status_code == 422
    assert not Order.objects.exists()
    page = Parsed(answer.content.decode())
    wrong = [one for one in page.all("input") + page.all("textarea") if "aria-invalid" in one]
    assert [one["name"] for one in wrong] == [field]
    assert "autofocus" in wrong[0]
    told = set(wrong[0]["aria-describedby"].split())
    assert told <= {one.get("id", "") for one in page.all("span")}
    assert f"{field}-fault" in told
    assert any("open" in one for one in page.all("details"))
    assert [one for one in page.all("p") if one.get("role") == "alert"]
    kept = next(one for one in page.all("input") if one["name"] == "customer")
    assert kept["value"] == ("Anne Le Goff" if field != "customer" else kept["value"])


def test_what_was_typed_stays_in_the_form_with_its_key(till: PairedTill) -> None:
    once = _once(till)
    page = Parsed(_send(till, once=once, contact="x").content.decode())

    values = {one["name"]: one.get("value", "") for one in page.all("input")}
    assert values == {"once": once, "quantity": "2", "customer": "Anne Le Goff", "contact": "x"}
    assert "vers 18 h" in page.seen


@pytest.mark.parametrize("once", ["", "short", "x" * 65, "é" * 40])
def test_a_form_without_a_good_key_gets_one(till: PairedTill, once: str) -> None:
    first, second = (_send(till, once=once) for _ in range(2))

    assert first.headers["Location"] != second.headers["Location"]


def test_too_many_forms_from_one_address_are_put_off(till: PairedTill) -> None:
    till.put_levels(level("coffee", 10**6, version=2))
    answers = [_send(till, quantity="1").status_code for _ in range(11)]

    assert answers == [303] * 10 + [429]
    elsewhere = _send(till, quantity="1", address="203.0.113.9")
    assert elsewhere.status_code == 303
    till.town.now_ms += 15 * MINUTE_MS
    till.beat(version=2)
    assert _send(till, quantity="1").status_code == 303


def test_no_address_is_kept_nor_its_trace_for_more_than_a_day(till: PairedTill) -> None:
    _send(till, address="203.0.113.9")
    assert "203.0.113.9" not in {asking.asker for asking in Asking.objects.all()}

    tidy(till.town.now_ms + 24 * HOUR_MS + 1)

    assert not Asking.objects.exists()


def test_a_proxy_is_believed_on_this_machine_only(till: PairedTill) -> None:
    _send(till, address="203.0.113.9", forwarded="198.51.100.1")
    _send(till, address="203.0.113.9", forwarded="198.51.100.2")
    assert Asking.objects.values("asker").distinct().count() == 1

    _send(till, address="127.0.0.1", forwarded="evil, 203.0.113.9")
    assert Asking.objects.values("asker").distinct().count() == 1


def test_a_form_of_another_site_is_refused(till: PairedTill) -> None:
    answer = till.town.client.post(
        f"{COFFEE}reserver/", {**GOOD, "once": "x" * 32}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert not Order.objects.exists()


def test_a_form_is_only_a_form_when_it_is_sent(till: PairedTill) -> None:
    answer = till.town.client.get(f"{COFFEE}reserver/")

    assert (answer.status_code, answer.headers["Location"]) == (302, COFFEE)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("request", "The shop answers within 4 hours; nothing is put aside before it does."),
        ("safety", "It is put aside for you at once, for 3 days."),
    ],
)
def test_a_form_says_what_reserving_means(till: PairedTill, mode: str, words: str) -> None:
    rules(till, mode=mode, hold_minutes=3 * 24 * 60)

    assert words in Parsed(till.town.page(COFFEE)).seen


def test_where_nothing_may_be_reserved_the_page_says_why_and_shows_no_form(till: PairedTill) -> None:
    rules(till, takes=False)
    assert "takes no reservations online" in _without_form(till)
    rules(till, version=2, mode="escrow")
    assert "Nothing is left to reserve" in _without_form(till)
    rules(till, version=3, mode="safety")
    till.town.now_ms += 6 * MINUTE_MS
    assert "has not been heard of late" in _without_form(till)
    rules(till, version=4)
    till.town.now_ms += 25 * HOUR_MS
    assert "too old to reserve by" in _without_form(till)


def test_whoever_comes_second_for_the_last_piece_is_told(till: PairedTill) -> None:
    rules(till, mode="safety", safety_milli=7000)
    once = _once(till)
    assert _send(till, quantity="1").status_code == 303

    few = _send(till, once=once, quantity="2")
    assert few.status_code == 409
    assert "There is not that much left to reserve." in Parsed(few.content.decode()).seen
    assert _send(till, once=once, quantity="1").status_code == 303

    gone = _send(till, quantity="1")
    assert gone.status_code == 409
    page = Parsed(gone.content.decode())
    assert "Nothing is left to reserve at the moment." in page.seen
    assert not page.all("form")


def test_a_reservations_page_follows_what_the_shop_does(till: PairedTill) -> None:
    order, secret = reserve_secretly(till, ("coffee", 2000), note="")
    page = f"/reservations/{secret}/"

    do(till, order, "accept")
    assert "Reserved for you" in _seen(till, page)
    do(till, order, "confirm", (1, 1000), reason="Plus qu’un")
    seen = _seen(till, page)
    assert "Put aside for you" in seen
    assert "Plus qu’un" in seen
    assert "1 × Café moulu €4.50 each You asked for 2" in seen
    assert "Thursday 16 November, 12:00" in seen
    do(till, order, "fulfil")
    assert "Collected" in _seen(till, page)
    assert "I cannot come" not in _seen(till, page)


def test_a_reservations_page_is_over_when_its_time_is(till: PairedTill) -> None:
    _, secret = reserve_secretly(till, ("coffee", 2000))
    till.town.now_ms += 4 * HOUR_MS

    assert "The time is over" in _seen(till, f"/reservations/{secret}/")
    assert Order.objects.get().state == "expired"


def test_a_shopper_gives_a_reservation_up(till: PairedTill) -> None:
    order, secret = reserve_secretly(till, ("coffee", 2000))
    page = f"/reservations/{secret}/"
    form = Parsed(till.town.page(page)).all("form")[0]

    foreign = till.town.client.post(page, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, Order.objects.get().state) == (403, "requested")
    answer = till.town.client.post(form["action"])

    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert "Given up" in _seen(till, page)
    assert feed(till).rows[0].state == "cancelled"
    do(till, order, "fulfil")
    till.town.client.post(page)
    assert "Collected" in _seen(till, page)


def test_a_reservations_page_is_for_whoever_holds_its_secret(till: PairedTill) -> None:
    order, secret = reserve_secretly(till, ("coffee", 2000))
    kept = Order.objects.get()

    assert secret not in f"{kept.secret} {kept.asked} {kept.pk} {kept.number}"
    for guess in (kept.secret, kept.pk, kept.number, secret[:-1], secret.swapcase(), "x" * 32):
        for path in (f"/reservations/{guess}/", f"/reservations/{guess}/etat/"):
            assert till.town.client.get(path).status_code == 404
            assert till.town.client.post(path).status_code == 404
    assert Order.objects.get().state == "requested"
    assert secret not in feed(till).rows[0].order + str(order.pk)


def test_a_reservations_page_is_for_no_search_engine_and_leaks_nowhere(till: PairedTill) -> None:
    _, secret = reserve_secretly(till, ("coffee", 2000))

    for path in (f"/reservations/{secret}/", f"/reservations/{secret}/etat/"):
        headers = till.town.client.get(path).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    page = Parsed(till.town.page(f"/reservations/{secret}/"))
    assert {"name": "robots", "content": "noindex, nofollow"} in page.all("meta")
    assert not [link for link in page.all("link") if link["rel"] == "canonical" or secret in link["href"]]
    assert not [meta for meta in page.all("meta") if secret in meta.get("content", "")]
    assert "Disallow: /reservations/" in till.town.page("/robots.txt")
    assert secret not in till.town.page("/sitemap-0.xml")


def test_an_open_page_asks_for_what_changed(till: PairedTill) -> None:
    order, secret = reserve_secretly(till, ("coffee", 2000))
    state = f"/reservations/{secret}/etat/"

    assert till.town.client.get(f"{state}?revision=1").status_code == 204
    do(till, order, "confirm")
    answer = till.town.client.get(f"{state}?revision=1", headers={"Accept-Language": "fr"})

    assert answer.status_code == 200
    part = Parsed(answer.content.decode())
    assert "Mis de côté pour vous" in part.seen
    assert part.all("article")[0]["data-revision"] == "2"
    assert not part.all("html")


def test_without_javascript_an_open_page_loads_itself_again(till: PairedTill) -> None:
    order, secret = reserve_secretly(till, ("coffee", 2000))
    page = f"/reservations/{secret}/"

    assert 'http-equiv="refresh"' in till.town.page(page)
    do(till, order, "reject")
    assert 'http-equiv="refresh"' not in till.town.page(page)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_plain_text(till: PairedTill, words: str) -> None:
    answer = _send(till, customer=words[:80].replace("\u2028", ""), note=words)
    assert answer.status_code == 303
    do(till, Order.objects.get(), "confirm", reason=words)

    text = till.town.page(answer.headers["Location"])

    page = Parsed(text)
    assert words.replace("\u2028", " ") in page.seen.replace("\n", " ")
    scripts = {one.get("src", "").split("?")[0] for one in page.all("script")}
    assert scripts == {f"/static/{name}.js" for name in ("reservation", "favourites", "installing")}
    assert not page.all("img")


def test_every_field_has_a_label_and_every_page_one_heading(till: PairedTill) -> None:
    _, secret = reserve_secretly(till, ("coffee", 2000))
    form = Parsed(till.town.page(COFFEE))
    labelled = {label["for"] for label in form.all("label")}

    fields = [one for one in form.all("input") + form.all("textarea") if one.get("type") != "hidden"]
    assert {one["id"] for one in fields} == labelled
    assert len(Parsed(till.town.page(f"/reservations/{secret}/")).all("h1")) == 1


def test_a_reservation_needs_no_more_questions_for_many_cards(till: PairedTill) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            till.town.page("/boutiques/epicerie-du-port/")
        return len(asked)

    few = questions()
    till.put_products(*(product(f"p{place}") for place in range(40)))
    till.put_levels(*(level(f"p{place}", 1000) for place in range(40)))
    for place in range(5):
        reserve(till, (f"p{place}", 1000))

    assert questions() == few


def test_a_shop_that_is_gone_takes_its_reservations_along(till: PairedTill) -> None:
    reserve(till, ("coffee", 2000))
    Shop.objects.all().delete()

    assert not Order.objects.exists()


def _once(till: PairedTill, path: str = COFFEE) -> str:
    found = re.search(r'name="once" value="([^"]+)"', till.town.page(path))
    assert found is not None
    return found[1]


def _send(
    till: PairedTill, path: str = COFFEE, *, address: str = "203.0.113.1", forwarded: str = "", **fields: str
) -> HttpResponse:
    """Fill in a form and send it; one that no once-key is named for is a new form, unless the page has none left."""
    filled = {**GOOD, "once": secrets.token_urlsafe(24), **fields}
    headers = {"Accept-Language": "en", **({"X-Forwarded-For": forwarded} if forwarded else {})}
    return till.town.client.post(f"{path}reserver/", filled, headers=headers, REMOTE_ADDR=address)


def _page_of(till: PairedTill) -> str:
    return str(_send(till, CHEESE, quantity="0,350").headers["Location"])


def _seen(till: PairedTill, path: str) -> str:
    return Parsed(till.town.page(path)).seen


def _without_form(till: PairedTill) -> str:
    page = Parsed(till.town.page(COFFEE))
    assert not [form for form in page.all("form") if form.get("method") == "post"]
    return page.seen
