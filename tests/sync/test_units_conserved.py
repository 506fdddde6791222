"""Units handed to the window, with the real catalogue at the other end: none is made, lost or promised twice (I11).

The till's file, requests, the wire's bytes, Django and its database are the real ones; only the socket is missing, so
that an answer can be lost, or a customer come, between any two of them.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pos.database import escrow, online_orders, order_checks, order_deeds, stock
from pos.domain.errors import DeedNotPossible, NothingPromised
from pos.domain.online_order import Deed, OnlineOrder, OrderMode
from pos.domain.quantity import pieces
from pos.domain.ticket import Ticket
from pos.operations.ordering import collect_paid, do, put_on_ticket
from pos.operations.selling import sell
from tests import builders
from tests.simulation import town as towns
from tests.simulation.times import HOUR_MS, MINUTE_MS
from tests.simulation.wire import Fault, Weather
from tests.sync.till_at_work import RATES
from tests.sync.town_at_hand import TARGET, TownAtHand

AT_FIRST = 8
STORM = (Fault.REFUSED, Fault.LOST_BEFORE, Fault.ANSWER_LOST, Fault.TWICE, Fault.TRUNCATED, Fault.LATE)
CHANCE = st.randoms(use_true_random=False)
WHICH = st.integers(0, 1)
COUNTS = st.integers(1, 3)


class Held(NamedTuple):
    """What the catalogue's own tables say of a product."""

    granted: int
    returned: int
    consumed: int
    reserved: int

    @property
    def rights(self) -> int:
        return self.granted - self.returned - self.consumed


class Units(RuleBasedStateMachine):
    """A shop that hands units to its window, its customers there and here, and a bad line between."""

    @initialize()
    def open(self) -> None:
        """A joined shop with two articles, some of both handed over."""
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory(dir=towns.memory_folder()))
        self.hand = TownAtHand(Path(folder), meanwhile=self._happen)
        self.meanwhile: list[Callable[[], object]] = []
        self.gone: Counter[str] = Counter()
        self.granted: Counter[str] = Counter()
        self.stack.enter_context(self.hand.open())
        self.db, self.till = self.hand.db, self.hand.till
        self.cards = [self.till.add(name, AT_FIRST) for name in ("Savon", "Bougie")]
        self.goods = [one.id for one in self.cards]
        self.hand.rule(OrderMode.ESCROW, 2)
        for _ in range(2):
            self.hand.talk()

    @rule(which=WHICH, count=COUNTS)
    def somebody_reserves(self, which: int, count: int) -> None:
        """At home, while the shop sells on."""
        self.hand.reserve(self.goods[which], count)

    @rule(chance=CHANCE)
    def somebody_gives_up(self, chance: random.Random) -> None:
        """On the reservation's page."""
        self._give_up(chance)

    @rule(span=st.sampled_from([MINUTE_MS, HOUR_MS]))
    def time_passes(self, span: int) -> None:
        """And what is held ends by the catalogue's clock."""
        self.hand.time.pass_by(span)

    @rule(chance=CHANCE)
    def somebody_collects(self, chance: random.Random) -> None:
        """In time or late: the shop may not know yet."""
        self._collect(chance)

    @rule(which=WHICH, count=COUNTS)
    def something_is_sold(self, which: int, count: int) -> None:
        """Without any reservation; goods in the customer's hand win."""
        self._sell(which, count)

    @rule(chance=CHANCE, deed=st.sampled_from([Deed.CONFIRM, Deed.REJECT, Deed.RELEASE]), count=COUNTS)
    def the_shop_decides(self, chance: random.Random, deed: Deed, count: int) -> None:
        """About one it knows."""
        known = sorted(online_orders.open_orders(self.db), key=_form)
        if known:
            order = chance.choice(known)
            with suppress(DeedNotPossible, NothingPromised):
                do(
                    self.db, TARGET, order.id, deed, now=self.till.clock(), new_id=self.till.new_id,
                    quantities={1: pieces(count)},
                )  # fmt: skip

    @rule(mode=st.sampled_from([OrderMode.ESCROW, OrderMode.ESCROW, OrderMode.REQUEST]), share=st.integers(1, 4))
    def the_rules_change(self, mode: OrderMode, share: int) -> None:
        """More is handed over, less, or nothing any more."""
        self.hand.rule(mode, share)

    @rule(chance=CHANCE, stormy=st.booleans(), acts=st.lists(st.integers(0, 3), max_size=3))
    def they_talk(self, chance: random.Random, stormy: bool, acts: list[int]) -> None:
        """As well as the line lets them; what happens meanwhile happens between a call and its answer."""
        self.hand.wire.weather = Weather(0.3, STORM) if stormy else Weather()
        doing = (
            lambda: self.hand.reserve(self.goods[chance.randrange(2)], 1 + chance.randrange(2)),
            lambda: self._give_up(chance),
            lambda: self._collect(chance),
            lambda: self._sell(chance.randrange(2), 1),
        )
        self.meanwhile = [doing[act] for act in acts]
        self.hand.talk()
        self.hand.wire.weather = Weather()
        self.meanwhile = []

    @rule(chance=CHANCE)
    def an_old_word_arrives(self, chance: random.Random) -> None:
        """Long after the till gave up on it."""
        if self.hand.late:
            self.hand.town.hear(self.hand.late.pop(chance.randrange(len(self.hand.late))))

    @rule()
    def the_shop_joins_anew(self) -> None:
        """With a new code: under another term."""
        self.hand.join()

    @invariant()
    def nothing_is_made_or_lost(self) -> None:
        """Goods moved once, no figure is below zero, and no unit was handed over that the shop did not have."""
        if not hasattr(self, "goods"):
            return
        self._look()
        for finding in (order_checks.unbalanced, order_checks.stray_deeds, order_checks.escrow_off):
            assert finding(self.db) == []

    def teardown(self) -> None:
        """When the line is well, both books are one: shop + window + sold = received."""
        if not hasattr(self, "goods"):
            return
        self._calm_down()
        assert order_deeds.waiting(self.db, TARGET) == []
        assert order_deeds.refused(self.db) == []
        ledger = {one.product_id: one for one in escrow.ledger(self.db, TARGET)}
        for product in self.goods:
            there = self._held(product)
            here = ledger.get(product)
            mine = (0, 0, 0) if here is None else (here.granted.milli, here.returned.milli, here.consumed.milli)
            assert mine == (there.granted, there.returned, there.consumed)
            assert here is None or here.told
            own = self._on_hand(product) - there.rights
            assert own + there.rights + self.gone[product] == AT_FIRST * 1000
            assert there.rights >= there.reserved >= 0
            # what the window has beyond the shop's goods is promised to somebody: all that was free came back
            assert own >= 0 or there.rights == there.reserved
        self.stack.close()

    def _look(self) -> None:
        """No unit is handed over that is not there, counted by the most that the catalogue may come to think it has."""
        kept = {one.product_id: one for one in escrow.ledger(self.db, TARGET)}
        for product in self.goods:
            there = self._held(product)
            assert there.rights >= there.reserved >= 0
            assert self._on_hand(product) == AT_FIRST * 1000 - self.gone[product]
            granted = kept[product].granted.milli if product in kept else 0
            assert granted >= there.granted
            if granted > self.granted[product]:
                assert self._on_hand(product) >= granted - there.returned - there.consumed
            self.granted[product] = granted

    def _calm_down(self) -> None:
        """All that was late arrives, and the line stays well."""
        while self.hand.late:
            self.hand.town.hear(self.hand.late.pop())
        for _ in range(4):
            self.hand.time.pass_by(10 * MINUTE_MS)
            self.hand.talk()
            self._look()

    def _happen(self) -> None:
        """Something between a call and its answer, as on the other threads of the till and in the town."""
        if hasattr(self, "goods"):
            self._look()
        if self.meanwhile and self.hand.chance.random() < 0.4:
            self.meanwhile.pop()()
            self._look()

    def _give_up(self, chance: random.Random) -> None:
        from sync.catalogue.models import Order
        from sync.catalogue.orders.moving import cancel

        known = list(Order.objects.filter(shop_id=self.hand.town.shop).order_by("customer"))
        if known:
            cancel(chance.choice(known), self.hand.time.now_ms)

    def _collect(self, chance: random.Random) -> None:
        known = [*online_orders.open_orders(self.db), *online_orders.ended(self.db, 0, 50)]
        able = [one for one in known if one.allows(Deed.FULFIL)]
        if not able:
            return
        basket = Ticket(self.till.new_id())
        order = chance.choice(sorted(able, key=_form))
        if order.is_paid:
            collect_paid(self.db, TARGET, order.id, now=self.till.clock(), new_id=self.till.new_id)
            for line in order.lines:
                self.gone[line.product_id] += (line.held if order.state.is_open else line.released).milli
            return
        with suppress(DeedNotPossible):
            basket = put_on_ticket(self.db, TARGET, order.id, basket, now=self.till.clock())
        self._pay(basket)

    def _sell(self, which: int, count: int) -> None:
        self._pay(builders.ticket((self.cards[which], pieces(count))))

    def _pay(self, basket: Ticket) -> None:
        if basket.lines:
            sell(self.db, basket, builders.exactly(basket), now=self.till.clock(), rates=RATES)
            self.gone.update({line.product_id: line.quantity.milli for line in basket.lines})

    def _on_hand(self, product: str) -> int:
        return stock.levels(self.db)[product].milli

    def _held(self, product: str) -> Held:
        rows = towns.asked(
            "SELECT e.granted_milli, e.returned_milli, e.consumed_milli, (SELECT coalesce(sum(l.held_milli), 0)"
            "  FROM catalogue_orderline l JOIN catalogue_order o ON o.id = l.order_id WHERE l.product_id = p.id"
            "  AND o.mode = 'escrow') FROM catalogue_escrow e JOIN catalogue_product p ON p.id = e.product_id"
            " WHERE p.shop_id = %s AND p.ref = %s",
            self.hand.town.shop,
            product,
        )
        return Held(*rows[0]) if rows else Held(0, 0, 0, 0)


def _form(order: OnlineOrder) -> str:
    """What tells reservations apart in the order they were made; their ids are drawn."""
    return order.customer


Units.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TestUnits = Units.TestCase
