"""Whatever shoppers, the till and the clock do to reservations, in any order: nothing is promised twice or lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import order_protocol as wire
from sync.catalogue.models import Change
from sync.catalogue.orders.making import NotOffered
from sync.catalogue.orders.moving import cancel
from tests.sync.catalogue.calls import HOUR_MS, MINUTE_MS, PairedTill, Town
from tests.sync.catalogue.reservations import check_sums, do, feed, grant, parts, reserve, rules, try_to_do
from tests.sync.catalogue.tills import level, product

REFS = ("a", "b")
ENDS = {"fulfilled", "rejected", "expired", "cancelled"}
AT_FIRST_MILLI, SAFETY_MILLI, GRANTED_MILLI = 6000, 1000, 4000

_shops = iter(range(10**9))
_quantities = st.integers(0, 5).map(lambda pieces: 1000 * pieces)
_some = st.integers(1, 5).map(lambda pieces: 1000 * pieces)
_which = st.integers(0, 5)
_deeds = st.sampled_from(["accept", "confirm", "reject", "fulfil", "release"])
_keys = st.sampled_from(["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8"])
_steps = st.one_of(
    st.tuples(st.just("reserve"), st.lists(st.tuples(st.sampled_from(REFS), _some), min_size=1, max_size=3)),
    st.tuples(st.just("deed"), _which, _deeds, st.one_of(st.none(), st.tuples(_quantities, _quantities)), _keys),
    st.tuples(st.just("cancel"), _which),
    st.tuples(st.just("wait"), st.sampled_from([MINUTE_MS, HOUR_MS, 5 * HOUR_MS])),
    st.tuples(st.just("recall"), st.sampled_from(REFS), _quantities),
    st.tuples(st.just("read")),
)


@dataclass
class World:
    """A shop with its shoppers: what physically left it is kept here, apart from the catalogue."""

    till: PairedTill
    mode: str
    orders: list[Any] = field(default_factory=list)
    told: dict[str, tuple[tuple[int, str], wire.TransitionReply]] = field(default_factory=dict)
    seen: dict[str, wire.OrderRow] = field(default_factory=dict)
    cursor: int = 0
    on_hand: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REFS, AT_FIRST_MILLI))
    version: int = 1

    def reserve(self, lines: list[tuple[str, int]]) -> None:
        try:
            order = reserve(self.till, *lines)
        except NotOffered:
            return
        assert order.state == ("requested" if self.mode == "request" else "held")
        self.orders.append(order)

    def deed(self, which: int, action: str, meant: tuple[int, int] | None, key: str) -> None:
        if which >= len(self.orders):
            return
        place = len(feed_lines(self, which))
        lines = () if meant is None else tuple(zip(range(1, place + 1), meant, strict=False))
        before = self._all()
        answer = try_to_do(self.till, self.orders[which], action, *lines, key=key)
        if key in self.told:
            known, reply = self.told[key]
            assert answer.status_code == (200 if known == (which, action) else 422)
            assert known != (which, action) or msgspec.json.decode(answer.content, type=wire.TransitionReply) == reply
            assert self._all() == before
            return
        if answer.status_code != 200:
            assert action in {"accept", "confirm"}
            assert self._all() == before
            return
        reply = msgspec.json.decode(answer.content, type=wire.TransitionReply)
        self.told[key] = ((which, action), reply)
        if action == "fulfil" and reply.outcome == "applied":
            self._goods_left(reply.order)

    def cancel(self, which: int) -> None:
        if which < len(self.orders):
            cancel(self.orders[which], self.till.town.now_ms)

    def wait(self, span_ms: int) -> None:
        self.till.town.now_ms += span_ms
        self.version += 1
        self.till.beat(version=self.version)

    def recall(self, ref: str, quantity_milli: int) -> None:
        if self.mode == "escrow":
            grant(self.till, (ref, GRANTED_MILLI, quantity_milli))

    def read(self) -> None:
        """Read on in the feed as the till does: cursors grow, and no reservation goes back."""
        page = feed(self.till, after=self.cursor)
        assert [row.cursor for row in page.rows] == sorted({row.cursor for row in page.rows})
        for row in page.rows:
            assert row.cursor > self.cursor
            known = self.seen.get(row.order)
            assert known is None or row.revision > known.revision
            assert known is None or known.state not in ENDS or row.state == "fulfilled"
            self.cursor, self.seen[row.order] = row.cursor, row
        assert page.head == self.cursor

    def check(self) -> None:
        """Nothing is lost in a line, and what is promised at once is always there."""
        check_sums()
        if self.mode == "request":
            return
        for ref in REFS:
            promised = sum(line.held_milli for row in self._all() for line in row.lines if line.product == ref)
            assert promised <= self.on_hand[ref]

    def _all(self) -> tuple[wire.OrderRow, ...]:
        return feed(self.till).rows

    def _goods_left(self, row: wire.OrderRow) -> None:
        """Carry the goods out of the shop; the till tells its levels next."""
        for line in row.lines:
            self.on_hand[line.product] -= line.fulfilled_milli
            # a latecomer's goods may be those of the next: a person decides so, and the shop finds others
            self.on_hand[line.product] = max(self.on_hand[line.product], self._promised(line.product))
        self.version += 1
        self.till.put_levels(*(level(ref, self.on_hand[ref], version=self.version) for ref in REFS))

    def _promised(self, ref: str) -> int:
        return sum(line.held_milli for row in self._all() for line in row.lines if line.product == ref)


def feed_lines(world: World, which: int) -> tuple[wire.OrderLine, ...]:
    """The lines of a reservation as the feed tells them."""
    order = world.orders[which].pk
    return next(row.lines for row in feed(world.till).rows if row.order == order)


@pytest.mark.parametrize("mode", ["request", "safety", "escrow"])
@given(steps=st.lists(_steps, min_size=3, max_size=20))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_promised_twice_or_lost(any_town: Town, mode: str, steps: list[tuple[Any, ...]]) -> None:
    world = World(_shop(any_town, mode), mode)
    acts: dict[str, Callable[..., None]] = {
        name: getattr(world, name) for name in ("reserve", "deed", "cancel", "wait", "recall", "read")
    }
    for step in steps:
        acts[step[0]](*step[1:])
        world.check()
    world.read()
    assert {row.order for row in feed(world.till).rows} == {order.pk for order in world.orders}


def test_every_change_of_a_reservation_is_news_for_open_pages(any_town: Town) -> None:
    till = _shop(any_town, "safety")
    order = reserve(till, ("a", 1000), ("a", 1000))
    assert parts(feed(till).rows[0].lines[0]) == (2000, 0, 0)
    before = Change.objects.count()

    do(till, order, "confirm", (1, 1000))

    assert Change.objects.count() == before + 1


def _shop(town: Town, mode: str) -> PairedTill:
    till = town.till(f"Boutique {next(_shops)}")
    till.put_products(*(product(ref) for ref in REFS))
    till.put_levels(*(level(ref, AT_FIRST_MILLI) for ref in REFS))
    till.beat()
    rules(till, mode=mode, safety_milli=SAFETY_MILLI, hold_minutes=8 * 60)
    if mode == "escrow":
        grant(till, *((ref, GRANTED_MILLI, 0) for ref in REFS))
    return till
