"""The wire, as a till meets it; on SQLite and on PostgreSQL, because the hot path's SQL differs."""

import re

import msgspec
import pytest

from sync import protocol
from sync.catalogue import api
from sync.catalogue.models import Attempt, Change, Level, Product, Shop
from sync.catalogue.tidying import ATTEMPT_LIFE_MS, tidy
from sync.catalogue.vouching import dated
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, NOON_MS, PairedTill, Town, outcomes, problem
from tests.sync.catalogue.tills import level, product


def test_a_paired_till_fills_the_window(any_town: Town) -> None:
    till = any_town.till()

    described = till.put_products(product("a", "Café", barcodes=("3017620422003",)), product("b", price_minor=None))
    told = till.put_levels(level("a", 3000), level("b", -2000))

    assert outcomes(described) == outcomes(told) == ["applied", "applied"]
    assert (told.term, told.attempt) == (till.term, "1-2")
    assert till.levels() == {"a": (1, 3000), "b": (1, -2000)}


def test_a_batch_sent_twice_gets_the_same_answer_and_changes_nothing_more(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a"))
    first = till.put_levels(level("a", 3000), attempt="once")
    news = Change.objects.count()

    again = till.put_levels(level("a", 3000), attempt="once")

    assert again == first
    assert Change.objects.count() == news


def test_an_attempt_used_for_another_body_is_refused(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a"), attempt="once")
    other = protocol.ProductBatch("once", till.term, (product("a", version=2),))

    told = problem(till.call("PUT", "products", other))

    assert (told.type, told.status) == ("attempt-reused", 422)
    assert Product.objects.get().version == 1


def test_an_attempt_for_products_is_not_one_for_levels(any_town: Town) -> None:
    till = any_town.till()
    row = {**msgspec.to_builtins(product("a")), "quantity_milli": 1000}  # either call can read it
    body = msgspec.json.encode({"attempt": "once", "term": till.term, "rows": [row]})
    assert till.call("PUT", "products", body).status_code == 200

    assert problem(till.call("PUT", "levels", body)).type == "attempt-reused"


def test_an_answered_attempt_is_forgotten_after_a_week(town: Town) -> None:
    town.till().put_products(product("a"))

    tidy(town.now_ms + ATTEMPT_LIFE_MS - 1)
    kept = Attempt.objects.count()
    tidy(town.now_ms + ATTEMPT_LIFE_MS + 1)

    assert (kept, Attempt.objects.count()) == (1, 0)


def test_an_older_version_is_stale_and_leaves_the_window_alone(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a", "New name", version=5))
    till.put_levels(level("a", 7000, version=9))

    assert outcomes(till.put_products(product("a", "Old name", version=4))) == ["stale"]
    assert outcomes(till.put_levels(level("a", 1000, version=9), level("a", 2000, version=8))) == ["stale", "stale"]
    assert till.levels() == {"a": (9, 7000)}
    assert Product.objects.get().name == "New name"


def test_a_product_named_twice_in_a_batch_ends_at_its_highest_version(any_town: Town) -> None:
    till = any_town.till()

    described = till.put_products(product("a", "Two", version=2), product("a", "Three", version=3), product("a", "One"))
    told = till.put_levels(level("a", 1, version=1), level("a", 3, version=3), level("a", 3, version=3))

    assert outcomes(described) == ["stale", "applied", "stale"]
    assert outcomes(told) == ["stale", "applied", "stale"]
    assert [result.version for result in told.results] == [1, 3, 3]
    assert till.levels() == {"a": (3, 3)}


def test_a_bad_row_is_refused_and_the_others_go_on(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a"))

    told = till.put_levels(level("a", 1000), level("nobody", 1000), level("\0", 1), level("Ça", 1))
    described = till.put_products(
        product("a/b"), product("c", "Bell\x07"), product("d", "  "), product("e", currency="eur"), product("f", "Fine")
    )

    assert outcomes(told) == ["applied", "refused", "refused", "refused"]
    assert told.results[1].reason == "unknown product"
    assert outcomes(described) == ["refused"] * 4 + ["applied"]
    assert all(result.reason for result in described.results[:4])
    assert set(Product.objects.values_list("ref", flat=True)) == {"a", "f"}


def test_levels_sent_again_are_dated_by_the_last_word_that_all_was_sent(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a"), product("b"))
    till.beat()
    any_town.now_ms += 40 * HOUR_MS
    late = protocol.LevelBatch("written-two-days-ago", till.term, (level("a", 3000),))

    assert till.call("PUT", "levels?again=1", late).status_code == 200
    till.put_levels(level("b", 1000))

    checked = dict(Level.objects.values_list("product__ref", "checked_ms"))
    assert checked == {"a": NOON_MS + 1, "b": NOON_MS + 40 * HOUR_MS}


def test_levels_sent_again_before_any_such_word_are_of_no_known_moment(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("a"))
    till.beat(waiting=1)

    assert (
        till.call("PUT", "levels?again=1", protocol.LevelBatch("x", till.term, (level("a", 3000),))).status_code == 200
    )

    assert Level.objects.get().checked_ms == 1
    till.beat(version=2)
    assert dated(Level.objects.get(), Shop.objects.get()).at_ms == NOON_MS


def test_texts_arrive_as_they_were_written(any_town: Town) -> None:
    till = any_town.till()
    name = "Œufs d'Élodie 100 % « bio » \\ '\" <b>&amp; 你好 🥚"

    till.put_products(product("a", name, brand='"', category="Crèmerie"))

    found = Product.objects.get()
    assert (found.name, found.brand, found.category_key) == (name, '"', "cremerie")


def test_the_largest_figures_of_the_wire_fit(any_town: Town) -> None:
    till = any_town.till()
    most = 2**53 - 1
    till.put_products(product("a", version=most, price_minor=10**11))

    till.put_levels(level("a", -most, version=most))

    assert till.levels() == {"a": (most, -most)}


def test_a_new_pairing_takes_over_and_the_old_till_may_only_read(any_town: Town) -> None:
    old = any_town.till()
    old.put_products(product("a"))
    old.put_levels(level("a", 9000, version=100))

    new = any_town.till()

    assert new.term == old.term + 1
    for path, message in (
        ("products", protocol.ProductBatch("x", old.term, (product("a"),))),
        ("levels", protocol.LevelBatch("y", old.term, (level("a", 1, version=101),))),
        ("levels", protocol.LevelBatch("z", new.term, (level("a", 1, version=101),))),
    ):
        assert problem(old.call("PUT", path, message)).type == "stale-term"
    beat = protocol.Heartbeat(old.term, 100, any_town.now_ms, 0)
    assert problem(old.call("POST", "heartbeat", beat)).status == 409
    assert old.levels() == {"a": (100, 9000)}
    assert outcomes(new.put_levels(level("a", 4000, version=1))) == ["applied"]


def test_a_till_cannot_claim_a_term_nobody_granted(any_town: Town) -> None:
    till = any_town.till()

    told = problem(till.call("PUT", "products", protocol.ProductBatch("x", till.term + 1, (product("a"),))))

    assert told.type == "stale-term"


def test_a_shop_cannot_touch_or_read_another_shops_window(any_town: Town) -> None:
    ours, theirs = any_town.till("Ours"), any_town.till("Theirs")
    ours.put_products(product("a", "Our name"))
    ours.put_levels(level("a", 5000))

    assert outcomes(theirs.put_levels(level("a", 0, version=99))) == ["refused"]
    theirs.put_products(product("a", "Their name", version=99))

    assert ours.levels() == {"a": (1, 5000)}
    assert theirs.levels() == {}
    assert Product.objects.get(shop_id=ours.joined.shop).name == "Our name"


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "products"), ("PUT", "levels"), ("POST", "heartbeat"), ("GET", "levels")]
)
@pytest.mark.parametrize("key", ["", "Bearer", "Bearer ck_wrong", "Basic ck_wrong", "Bearer ck_é"])
def test_a_call_without_a_good_key_is_not_answered(town: Town, method: str, path: str, key: str) -> None:
    told = problem(town.call(method, path, b"{}", headers={"Authorization": key}))

    assert (told.type, told.status) == ("not-signed-in", 401)


@pytest.mark.parametrize("path", ["products", "levels", "heartbeat"])
@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'"\xff"', b'{"attempt": 1, "term": 1, "rows": []}'])
def test_a_message_that_cannot_be_read_is_told_as_such(town: Town, path: str, body: bytes) -> None:
    method = "POST" if path == "heartbeat" else "PUT"

    told = problem(town.till().call(method, path, body))

    assert (told.type, told.status) == ("bad-message", 400)
    assert told.detail


def test_a_batch_has_between_one_and_five_hundred_rows(town: Town) -> None:
    till = town.till()
    rows = tuple(product(f"p{place}") for place in range(protocol.BATCH_LIMIT + 1))

    assert outcomes(till.put_products(*rows[:-1])) == ["applied"] * protocol.BATCH_LIMIT
    assert problem(till.call("PUT", "products", protocol.ProductBatch("x", till.term, rows))).type == "bad-message"
    assert problem(till.call("PUT", "products", protocol.ProductBatch("y", till.term, ()))).type == "bad-message"


def test_a_message_that_is_too_long_is_not_read(town: Town) -> None:
    told = problem(town.till().call("PUT", "products", b" " * (protocol.BODY_LIMIT_BYTES + 1)))

    assert (told.type, told.status) == ("too-large", 413)


def test_a_message_of_another_type_is_refused(town: Town) -> None:
    told = problem(town.till().call("PUT", "products", b"a=1", content_type="application/x-www-form-urlencoded"))

    assert told.status == 415


@pytest.mark.parametrize("path", ["", "nothing", "levels/", "../v2/levels"])
def test_below_the_api_even_what_is_not_there_is_told_as_a_problem(town: Town, path: str) -> None:
    assert problem(town.call("GET", path)).status == 404


@pytest.mark.parametrize(("method", "path"), [("GET", "pair"), ("DELETE", "products"), ("POST", "levels")])
def test_another_method_is_told_which_ones_there_are(town: Town, method: str, path: str) -> None:
    answer = town.call(method, path)

    assert problem(answer).status == 405
    assert answer.headers["Allow"]


def test_what_breaks_is_told_as_a_problem_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    till = town.till()
    monkeypatch.setattr("sync.catalogue.clock.now_ms", lambda: 1 // 0)

    told = problem(till.call("POST", "heartbeat", protocol.Heartbeat(till.term, 1, 1, 0)))

    assert told.status == 500


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", ""])
def test_a_page_of_levels_has_a_sensible_length(town: Town, limit: str) -> None:
    assert problem(town.till().call("GET", f"levels?limit={limit}")).type == "bad-message"


def test_levels_are_read_in_pages_in_order_of_product(any_town: Town) -> None:
    till = any_town.till()
    refs = [f"p{place:02}" for place in range(9)]
    till.put_products(*(product(ref) for ref in reversed(refs)))
    till.put_levels(*(level(ref, 1000) for ref in refs))

    answer = till.call("GET", "levels?after=p03&limit=3")

    page = msgspec.json.decode(answer.content, type=protocol.LevelPage)
    assert ([row.product for row in page.rows], page.after) == (["p04", "p05", "p06"], "p06")
    assert list(till.levels()) == refs


def test_a_heartbeat_is_heard_on_the_catalogues_clock(any_town: Town) -> None:
    till = any_town.till()
    any_town.now_ms += MINUTE_MS

    reply = till.beat(version=41, sent_at_ms=7)

    assert reply == protocol.HeartbeatReply(till.term, 41, any_town.now_ms)


def test_a_recorded_heartbeat_makes_nothing_look_fresh(any_town: Town) -> None:
    till = any_town.till()
    heard = till.beat(version=41, sent_at_ms=1000)
    any_town.now_ms += 10 * MINUTE_MS

    assert till.beat(version=41, sent_at_ms=1000) == heard
    assert till.beat(version=40, sent_at_ms=9000) == heard
    assert _complete_ms(till) == heard.heard_at_ms
    assert till.beat(version=41, sent_at_ms=1001).heard_at_ms == any_town.now_ms


def test_a_till_whose_clock_went_back_is_heard_again_at_its_next_change(any_town: Town) -> None:
    till = any_town.till()
    till.beat(version=41, sent_at_ms=90_000)
    any_town.now_ms += MINUTE_MS

    assert till.beat(version=42, sent_at_ms=10).heard_at_ms == any_town.now_ms


def test_a_heartbeat_with_something_waiting_vouches_for_nothing(any_town: Town) -> None:
    till = any_town.till()
    till.beat(version=1)
    first = _complete_ms(till)
    any_town.now_ms += MINUTE_MS

    till.beat(version=2, waiting=3)

    assert _complete_ms(till) == first


def test_the_description_of_the_calls_is_made_from_the_messages(town: Town) -> None:
    answer = town.call("GET", "openapi.json")

    described = msgspec.json.decode(answer.content)
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{route.pattern}") for route in api.routes}
    assert set(described["paths"]) == routes - {"/openapi.json"}
    assert {"/pair", "/levels", "/orders", "/rules", "/escrow"} <= routes
    schemas = described["components"]["schemas"]
    assert schemas["LevelRow"]["properties"]["quantity_milli"]["type"] == "integer"
    assert {"ProductRow", "BatchReply", "Problem", "LevelPage"} <= set(schemas)
    references = {line.split('"')[1] for line in answer.content.decode().split('"$ref":')[1:]}
    assert {reference.rsplit("/", 1)[1] for reference in references} <= set(schemas)


def _complete_ms(till: PairedTill) -> int | None:
    return till.town.shop().complete_ms  # type: ignore[no-any-return]


def test_a_product_shown_again_has_no_level_until_it_is_told(town: Town) -> None:
    """Nobody kept it current while it was hidden; a heartbeat must not date it either."""
    till = town.till()
    till.put_products(product("soap", version=1))
    till.put_levels(level("soap", 5000, version=2))
    till.put_products(product("soap", version=3, shown=False))
    till.put_products(product("soap", version=4))

    assert till.levels() == {}
    till.put_levels(level("soap", 5000, version=2))
    assert till.levels() == {"soap": (2, 5000)}
