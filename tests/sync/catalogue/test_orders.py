"""Reservations over the wire: what the till reads of them, what it does about them, and what can be repeated."""

import msgspec
import pytest

from sync import order_protocol as wire
from sync.catalogue.models import Change, Escrow, Feed, Level, Order
from sync.catalogue.orders.feed import MARKS_KEPT, mark_at, place
from sync.catalogue.orders.making import NotOffered
from sync.catalogue.orders.moving import cancel
from sync.catalogue.orders.rights import rights_of
from sync.catalogue.tidying import ORDER_LIFE_MS, tidy
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, PairedTill, Town, problem
from tests.sync.catalogue.reservations import (
    answered,
    check_sums,
    do,
    feed,
    grant,
    hear,
    parts,
    reserve,
    reserve_secretly,
    rules,
    shop_of,
    try_to_do,
)
from tests.sync.catalogue.tills import level, product


@pytest.fixture
def till(any_town: Town) -> PairedTill:
    return _at_work(any_town)


def _at_work(town: Town, name: str = "Épicerie du Port") -> PairedTill:
    paired = town.till(name, figures="counts")
    paired.put_products(product("coffee", "Café moulu"), product("cheese", "Comté", unit="kg", price_minor=2490))
    paired.put_levels(level("coffee", 9000), level("cheese", 4000))
    paired.beat()
    return paired


def test_a_reservation_reaches_the_till_as_it_was_made(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 2000), ("cheese", 350), note="ce soir", language="en")

    page = feed(till)

    assert page.head == 1
    row = page.rows[0]
    assert (row.order, row.number, row.cursor, row.revision) == (order.pk, order.number, 1, 1)
    assert (row.state, row.mode, row.origin, row.paid) == ("requested", "request", "shopper", False)
    assert (row.customer, row.contact, row.note) == ("Anne", "06 12 34 56 78", "ce soir")
    assert row.expires_ms == till.town.now_ms + 4 * HOUR_MS
    assert [(line.line, line.product, line.name, line.unit, line.price_minor) for line in row.lines] == [
        (1, "coffee", "Café moulu", "piece", 450),
        (2, "cheese", "Comté", "kg", 2490),
    ]
    assert [parts(line) for line in row.lines] == [(2000, 0, 0), (350, 0, 0)]


def test_the_same_form_makes_one_reservation_and_leads_to_the_same_page(till: PairedTill) -> None:
    first = reserve_secretly(till, ("coffee", 1000), asked="once")
    again = reserve_secretly(till, ("coffee", 5000), asked="once")

    assert first[0].pk == again[0].pk
    assert first[1] == again[1]
    assert first[1] not in Order.objects.get().secret
    assert len(feed(till).rows) == 1


def test_the_feed_tells_each_reservation_once_as_it_stands_in_the_order_of_changes(till: PairedTill) -> None:
    first, second, third = (reserve(till, ("coffee", 1000)) for _ in range(3))
    do(till, first, "accept")

    assert [(row.order, row.cursor) for row in feed(till).rows] == [(second.pk, 2), (third.pk, 3), (first.pk, 4)]
    assert [row.order for row in feed(till, after=3).rows] == [first.pk]
    page = feed(till, limit=2)
    assert ([row.cursor for row in page.rows], page.head) == ([2, 3], 4)
    assert feed(till, after=4).rows == ()


def test_an_empty_feed_has_a_name_that_stays(till: PairedTill) -> None:
    before = feed(till)
    reserve(till, ("coffee", 1000))

    assert (before.head, before.rows) == (0, ())
    assert feed(till).feed == before.feed


def test_another_series_of_cursors_has_another_name(till: PairedTill) -> None:
    other = _at_work(till.town, "Librairie")

    assert feed(till).feed != feed(other).feed


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=x", "after=", "after=1%00"])
def test_a_cursor_is_a_number(town: Town, query: str) -> None:
    assert problem(town.till().call("GET", f"orders?{query}")).type == "bad-message"


def test_accepting_and_confirming_promise_and_begin_the_time_to_come(till: PairedTill) -> None:
    rules(till, hold_minutes=120)
    order = reserve(till, ("coffee", 3000))
    till.town.now_ms += HOUR_MS

    accepted = do(till, order, "accept", (1, 2000)).order
    till.town.now_ms += HOUR_MS
    confirmed = do(till, order, "confirm", reason="On vous attend").order

    assert (accepted.state, parts(accepted.lines[0])) == ("held", (2000, 0, 1000))
    assert accepted.expires_ms == till.town.now_ms + HOUR_MS
    assert (confirmed.state, confirmed.reason, parts(confirmed.lines[0])) == (
        "confirmed", "On vous attend", (2000, 0, 1000)
    )  # fmt: skip
    assert confirmed.expires_ms == till.town.now_ms + 2 * HOUR_MS
    assert [confirmed.revision, accepted.revision] == [3, 2]


def test_a_hold_of_two_hours_is_not_made_longer_by_the_shops_rules(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 1000), hold_minutes=120, origin="shop", by="Librairie", contact="")

    row = feed(till).rows[0]
    assert (row.origin, row.by, row.expires_ms) == ("shop", "Librairie", till.town.now_ms + 2 * HOUR_MS)
    till.town.now_ms += HOUR_MS
    assert do(till, order, "confirm").order.expires_ms == till.town.now_ms + 2 * HOUR_MS


def test_promising_nothing_is_no_promise(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000))

    assert problem(try_to_do(till, order, "confirm", (1, 0))).type == "bad-message"
    assert problem(try_to_do(till, order, "confirm", (7, 1000))).type == "bad-message"
    assert feed(till).rows[0].state == "requested"


def test_a_shop_that_does_not_have_it_says_so(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000))

    row = do(till, order, "reject", reason="Il est parti ce matin").order

    assert (row.state, row.reason, row.expires_ms) == ("rejected", "Il est parti ce matin", None)
    assert parts(row.lines[0]) == (0, 0, 3000)


def test_goods_that_left_are_noted_with_the_level_in_one_go(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000), ("cheese", 500))
    do(till, order, "confirm")

    row = do(till, order, "fulfil", (1, 2000), levels=(level("coffee", 7000, version=2),)).order

    assert (row.state, row.expires_ms) == ("fulfilled", None)
    assert [parts(line) for line in row.lines] == [(0, 2000, 1000), (0, 0, 500)]
    assert till.levels()["coffee"] == (2, 7000)


def test_an_older_level_in_a_deed_changes_no_level(till: PairedTill) -> None:
    till.put_levels(level("coffee", 1000, version=5))
    order = reserve(till, ("coffee", 1000))

    do(till, order, "fulfil", levels=(level("coffee", 8000, version=4), level("nothing", 1, version=9)))

    assert till.levels()["coffee"] == (5, 1000)
    assert Level.objects.count() == 2


def test_a_deed_told_again_gets_the_same_answer_and_acts_once(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000))
    first = do(till, order, "confirm", key="k")
    do(till, order, "fulfil", key="f", levels=(level("coffee", 6000, version=2),))

    again = do(till, order, "confirm", key="k", levels=(level("coffee", 1, version=9),))

    assert again == first
    assert feed(till).rows[0].state == "fulfilled"
    assert till.levels()["coffee"] == (2, 6000)


def test_a_key_is_for_one_deed(till: PairedTill) -> None:
    first, second = reserve(till, ("coffee", 1000)), reserve(till, ("coffee", 1000))
    do(till, first, "accept", key="k")

    assert problem(try_to_do(till, first, "confirm", key="k")).type == "attempt-reused"
    assert problem(try_to_do(till, second, "accept", key="k")).type == "attempt-reused"


def test_an_answer_is_given_again_under_the_term_of_today(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 1000))
    first = do(till, order, "accept", key="k")

    new = _newly_paired(till)
    again = do(new, order, "accept", key="k")

    assert again == msgspec.structs.replace(first, term=new.term)
    assert new.term == first.term + 1


def test_only_the_till_that_publishes_reads_and_moves(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 1000))
    _newly_paired(till)

    deed = wire.Transition("k", till.term, order.pk, "accept")
    told = wire.Rules(till.term, 1, takes=True, mode="safety")
    batch = wire.EscrowBatch(till.term, (wire.EscrowRow("coffee", 1000),))
    answers = [till.call("GET", "orders"), till.call("POST", "orders", deed), till.call("PUT", "rules", told)]
    answers += [till.call("PUT", "escrow", batch), till.call("GET", "escrow")]

    assert {problem(answer).type for answer in answers} == {"stale-term"}


def test_a_shop_sees_and_moves_its_own_reservations_only(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 1000))
    other = _at_work(till.town, "Librairie")

    assert feed(other).rows == ()
    answer = try_to_do(other, order, "accept")
    assert (problem(answer).status, problem(answer).type) == (404, "no-such-order")
    assert problem(try_to_do(till, "nobody", "accept")).status == 404
    assert problem(try_to_do(till, "nul\0", "accept")).type == "bad-message"


@pytest.mark.parametrize("action", ["accept", "confirm", "reject", "release"])
def test_what_ended_otherwise_has_overtaken_the_deed(town: Town, action: str) -> None:
    till = _at_work(town)
    order = reserve(till, ("coffee", 1000))
    cancel(order, town.now_ms)

    reply = do(till, order, action)

    assert (reply.outcome, reply.order.state, reply.order.revision) == ("overtaken", "cancelled", 2)


@pytest.mark.parametrize("end", ["cancelled", "expired", "rejected", "released"])
def test_goods_in_the_customers_hand_win(town: Town, end: str) -> None:
    till = _at_work(town)
    order = reserve(till, ("coffee", 3000))
    if end == "cancelled":
        cancel(order, town.now_ms)
    elif end == "expired":
        town.now_ms += 5 * HOUR_MS
    elif end == "rejected":
        do(till, order, "reject")
    else:
        do(till, order, "accept")
        do(till, order, "release")

    reply = do(till, order, "fulfil", (1, 2000))

    assert (reply.outcome, reply.order.state, parts(reply.order.lines[0])) == ("applied", "fulfilled", (0, 2000, 1000))
    again = do(till, order, "fulfil", (1, 3000))
    assert (again.outcome, parts(again.order.lines[0])) == ("overtaken", (0, 2000, 1000))


def test_a_collection_of_nothing_gives_the_goods_up(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000))
    do(till, order, "confirm")

    row = do(till, order, "fulfil", (1, 0)).order

    assert (row.state, parts(row.lines[0])) == ("cancelled", (0, 0, 3000))


def test_no_more_leaves_than_was_promised(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000))
    do(till, order, "confirm", (1, 2000))

    assert parts(do(till, order, "fulfil", (1, 3000)).order.lines[0]) == (0, 2000, 1000)


def test_a_request_nobody_answered_is_over_by_the_catalogues_clock(till: PairedTill) -> None:
    rules(till, answer_minutes=30)
    order = reserve(till, ("coffee", 3000))
    till.town.now_ms += 30 * MINUTE_MS - 1
    assert feed(till).rows[0].state == "requested"

    till.town.now_ms += 1
    row = feed(till, after=1).rows[0]

    assert (row.order, row.state, row.cursor, row.expires_ms) == (order.pk, "expired", 2, None)
    assert parts(row.lines[0]) == (0, 0, 3000)
    assert feed(till, after=2).rows == ()


def test_goods_nobody_came_for_are_free_again(till: PairedTill) -> None:
    rules(till, hold_minutes=60)
    order = reserve(till, ("coffee", 3000))
    do(till, order, "confirm")
    till.town.now_ms += HOUR_MS

    late = do(till, order, "confirm")

    assert (late.outcome, late.order.state) == ("overtaken", "expired")


def test_tidying_writes_off_what_is_over_and_forgets_what_ended_long_ago(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000))
    till.town.now_ms += 5 * HOUR_MS
    tidy(till.town.now_ms)
    assert Order.objects.get().state == "expired"

    till.town.now_ms += ORDER_LIFE_MS + 1
    tidy(till.town.now_ms)

    assert not Order.objects.exists()
    assert Feed.objects.get().last == 2
    till.beat(version=2)
    assert reserve(till, ("coffee", 1000)).cursor == 3
    assert problem(try_to_do(till, order, "fulfil")).status == 404


def test_a_customer_may_give_up_once_and_not_what_was_collected(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 3000))
    cancel(order, till.town.now_ms)
    cancel(order, till.town.now_ms)
    assert [(row.state, row.revision) for row in feed(till).rows] == [("cancelled", 2)]

    other = reserve(till, ("coffee", 1000))
    do(till, other, "fulfil")
    cancel(other, till.town.now_ms)
    assert feed(till, after=2).rows[0].state == "fulfilled"


def test_rules_are_replaced_by_a_greater_version_only(till: PairedTill) -> None:
    assert rules(till, version=5, mode="safety", safety_milli=2000) == wire.RulesReply(till.term, 5)
    assert rules(till, version=4, mode="request") == wire.RulesReply(till.term, 5)
    assert reserve(till, ("coffee", 1000)).mode == "safety"

    new = _newly_paired(till)
    assert rules(new, version=1, mode="request") == wire.RulesReply(new.term, 1)


def test_units_handed_over_only_grow_and_come_back_when_nobody_reserved_them(till: PairedTill) -> None:
    rules(till, mode="escrow")
    assert grant(till, ("coffee", 5000, 0), ("nothing", 1000, 0)) == (
        wire.EscrowHeld("coffee", 5000, 0, 0),
        wire.EscrowHeld("nothing", 0, 0, 0),
    )
    order = reserve(till, ("coffee", 3000))

    assert grant(till, ("coffee", 4000, 4000)) == (wire.EscrowHeld("coffee", 5000, 2000, 0, 3000),)
    assert grant(till, ("coffee", 1000, 1000)) == (wire.EscrowHeld("coffee", 5000, 2000, 0, 3000),)
    cancel(order, till.town.now_ms)

    assert grant(till, ("coffee", 1000, 1000)) == (wire.EscrowHeld("coffee", 5000, 2000, 0, 3000),)
    hear(till)
    assert grant(till, ("coffee", 1000, 1000)) == (wire.EscrowHeld("coffee", 5000, 4000, 0),)
    held = answered(till.call("GET", "escrow"), wire.EscrowReply)
    assert held == wire.EscrowReply(till.term, (wire.EscrowHeld("coffee", 5000, 4000, 0),))


def test_units_are_read_page_by_page(till: PairedTill) -> None:
    till.put_products(product("tea"), product("zest"))
    grant(till, ("coffee", 5000, 0), ("tea", 1000, 0), ("zest", 2000, 0))

    first = answered(till.call("GET", "escrow?after=&limit=2"), wire.EscrowReply)
    rest = answered(till.call("GET", f"escrow?after={first.after}&limit=2"), wire.EscrowReply)

    assert ([row.product for row in first.rows], first.after) == (["coffee", "tea"], "tea")
    assert ([row.product for row in rest.rows], rest.after) == (["zest"], None)
    assert problem(till.call("GET", "escrow?limit=0")).status == 400


def test_each_place_in_the_feed_has_a_mark_of_its_own(till: PairedTill) -> None:
    assert (feed(till).at, feed(till).reached) == ("", "")
    marks = []
    for _ in range(3):
        reserve(till, ("coffee", 1000))
        marks.append(feed(till).reached)

    assert len(set(marks)) == 3
    assert [feed(till, after=place).at for place in (0, 1, 2, 3, 4)] == ["", *marks, ""]
    assert feed(till, limit=2).reached == marks[1]
    assert feed(till, after=3).reached == marks[2]


def test_marks_of_long_ago_are_forgotten(till: PairedTill) -> None:
    order = reserve(till, ("coffee", 1000))
    held = Order.objects.get(pk=order.pk)
    for _ in range(MARKS_KEPT):
        place(held, till.town.now_ms)

    row = Feed.objects.get()
    assert len(row.marks) == MARKS_KEPT * len(mark_at(row, 2))
    assert mark_at(row, 1) == ""
    assert mark_at(row, 2) != mark_at(row, MARKS_KEPT + 1) != ""


def test_rules_that_change_no_level_are_no_news_of_products(till: PairedTill) -> None:
    rules(till, version=2, mode="safety", safety_milli=1000)
    before = Change.objects.exclude(product=None).count()

    rules(till, version=3, mode="safety", safety_milli=1000, hold_minutes=60)
    assert Change.objects.exclude(product=None).count() == before
    rules(till, version=4, mode="safety", safety_milli=2000, hold_minutes=60)
    assert Change.objects.count() > before


def test_what_was_collected_is_taken_off_the_units_handed_over(till: PairedTill) -> None:
    rules(till, mode="escrow")
    grant(till, ("coffee", 5000, 0))
    order = reserve(till, ("coffee", 3000))

    do(till, order, "fulfil", (1, 2000))

    assert grant(till, ("coffee", 5000, 0)) == (wire.EscrowHeld("coffee", 5000, 0, 2000),)


def test_a_latecomers_goods_do_not_take_the_units_of_the_next(till: PairedTill) -> None:
    rules(till, mode="escrow", hold_minutes=60)
    grant(till, ("coffee", 1000, 0))
    late = reserve(till, ("coffee", 1000))
    till.town.now_ms += HOUR_MS
    hear(till)
    reserve(till, ("coffee", 1000))

    do(till, late, "fulfil")

    assert grant(till, ("coffee", 1000, 0)) == (wire.EscrowHeld("coffee", 1000, 0, 0, 1000),)
    check_sums()


def test_units_of_what_ended_are_promised_to_nobody_before_the_till_has_heard(till: PairedTill) -> None:
    rules(till, mode="escrow", hold_minutes=60)
    grant(till, ("coffee", 1000, 0))
    collected = reserve(till, ("coffee", 1000))
    till.town.now_ms += HOUR_MS  # the till is away: its customer was served, and nobody here knows

    with pytest.raises(NotOffered):
        reserve(till, ("coffee", 1000))
    do(till, collected, "fulfil")
    hear(till)

    assert grant(till, ("coffee", 1000, 0)) == (wire.EscrowHeld("coffee", 1000, 0, 1000),)
    check_sums()


def test_who_comes_late_takes_no_units_that_others_reserved(till: PairedTill) -> None:
    rules(till, mode="escrow", hold_minutes=60)
    grant(till, ("coffee", 2000, 0))
    late = reserve(till, ("coffee", 1000))
    till.town.now_ms += HOUR_MS
    hear(till)
    reserve(till, ("coffee", 2000))

    do(till, late, "fulfil")  # out of the shop's own: both units of the window are promised to somebody else

    assert rights_of(Escrow.objects.get()) == 2000
    check_sums()


def test_a_place_of_another_feed_lets_go_of_nothing(till: PairedTill) -> None:
    rules(till, mode="escrow", hold_minutes=60)
    grant(till, ("coffee", 1000, 0))
    reserve(till, ("coffee", 1000))
    till.town.now_ms += HOUR_MS
    page = feed(till)

    for name, mark in (("another", page.reached), (page.feed, "00000000"), (page.feed, "")):
        till.call("GET", f"orders?after={page.head}&feed={name}&mark={mark}")

    with pytest.raises(NotOffered):
        reserve(till, ("coffee", 1000))
    hear(till)
    reserve(till, ("coffee", 1000))


def test_a_new_term_hears_for_itself(till: PairedTill) -> None:
    rules(till, mode="escrow", hold_minutes=60)
    grant(till, ("coffee", 1000, 0))
    reserve(till, ("coffee", 1000))
    till.town.now_ms += HOUR_MS
    hear(till)

    new = _newly_paired(till)

    with pytest.raises(NotOffered):
        reserve(new, ("coffee", 1000))
    hear(new)
    reserve(new, ("coffee", 1000))


def test_units_outlive_a_term(till: PairedTill) -> None:
    grant(till, ("coffee", 5000, 1000))

    new = _newly_paired(till)

    held = answered(new.call("GET", "escrow"), wire.EscrowReply)
    assert held == wire.EscrowReply(new.term, (wire.EscrowHeld("coffee", 5000, 1000, 0),))


def test_a_reservation_of_what_is_not_shown_is_refused(till: PairedTill) -> None:
    till.put_products(product("coffee", version=2, shown=False))

    for ref in ("coffee", "nothing"):
        with pytest.raises(NotOffered):
            reserve(till, (ref, 1000))
    assert shop_of(till).order_set.count() == 0


def _newly_paired(till: PairedTill) -> PairedTill:
    return till.town.till(shop_of(till).name)
