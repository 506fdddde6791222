"""Whatever comes, in whatever order, once or twice or never: reservation, goods and units agree in the end."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pos.database import escrow, online_links, online_orders, order_checks, order_deeds, outbox, stock, tickets
from pos.database.connection import Database
from pos.domain import ticket as ticketing
from pos.domain.catalogue import Product
from pos.domain.errors import DeedNotPossible, NothingPromised, OrderOnAnotherTicket
from pos.domain.online_order import Deed, OrderState
from pos.domain.quantity import pieces
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from pos.operations.opening import open_shop
from pos.operations.ordering import collect_paid, do, put_on_ticket
from pos.operations.parking import park, take_back
from pos.operations.selling import keep_ticket, resume_ticket, sell
from pos.operations.taking_orders import take
from sync import orders, terms
from sync.connector import Connector
from sync.errors import Rejected, Temporary, Unsettled
from sync.order_protocol import EscrowBatch, EscrowReply, Rules, RulesReply, Transition
from sync.order_rows import DeedAnswer, FeedPage, heard_page
from sync.protocol import TermReply, TermRequest
from sync.topping import Topping
from tests import builders
from tests.pos.reservations import joined, stocked
from tests.sync.pretend_orders import OPEN, PretendOrders
from tests.sync.slow_looks import slow_looks

TARGET = "catalogue"
PAGE = 100
COUNTS = st.integers(1, 3)
MODES = ["request", "safety", "escrow"]
CHANCE = st.randoms(use_true_random=False)
RATES = french_rates()

Answer = TypeVar("Answer")


class LossyLine:
    """A line in memory: what is said may not arrive, its answer may not, and old words may be said again."""

    def __init__(self, far: PretendOrders) -> None:
        self.far = far
        self.chance: random.Random | None = None
        self.deeds: list[Transition] = []
        self.units: list[EscrowBatch] = []
        self.pages: list[tuple[int, FeedPage]] = []

    def read_orders(self, after: int, *, feed: str = "", mark: str = "") -> FeedPage:
        """A page of the feed, kept so that it may come late once more."""
        page = self._carried(lambda: msgspec.json.decode(self.far.page(after, PAGE), type=FeedPage))
        self.pages.append((after, page))
        return page

    def tell_deed(self, deed: Transition) -> DeedAnswer:
        """A deed, kept so that it may arrive once more."""
        self.deeds.append(deed)
        reply = self._carried(lambda: self.far.move(deed))
        if reply is None:
            raise Rejected("There is no such reservation.", "no-such-order")
        return msgspec.json.decode(msgspec.json.encode(reply), type=DeedAnswer)

    def put_rules(self, rules: Rules) -> RulesReply:
        """Rules."""
        return self._carried(lambda: self.far.take_rules(rules))

    def put_escrow(self, batch: EscrowBatch) -> EscrowReply:
        """Units, kept so that they may arrive once more."""
        self.units.append(batch)
        return self._carried(lambda: self.far.take_units(batch))

    def read_escrow(self, after: str = "") -> EscrowReply:
        """The ledger."""
        return self._carried(lambda: self.far.read_units(self.term))

    def ask_term(self, request: TermRequest) -> TermReply:
        """The next term."""
        self.term += 1
        self.deeds.clear()  # what is late from an earlier term is refused by its term
        self.units.clear()
        return TermReply(request.till, request.epoch, self.term)

    term = 1

    def _carried(self, call: Callable[[], Answer]) -> Answer:
        luck = self.chance.random() if self.chance else 1.0
        if luck < 0.2:
            raise Temporary(Unsettled.UNREACHABLE)
        answer = call()
        if luck < 0.4:
            raise Temporary(Unsettled.TIMEOUT)
        return answer


class AnyOrder(RuleBasedStateMachine):
    """A shop and its window, and everything that may happen between them."""

    @initialize()
    def open(self) -> None:
        """A shop with two articles, joined."""
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.now = builders.NOON
        self.new_id = builders.ids(11)
        self.db: Database = open_shop(Path(self.folder.name) / "shop.db", now=self.now, new_id=self.new_id)
        joined(self.db, mode="escrow", share_milli=2000)
        self.goods = [self._article(name) for name in ("Savon", "Bougie")]
        self.far = PretendOrders()
        self.line = LossyLine(self.far)
        self.topping = Topping()
        self.stack = ExitStack()
        self.stack.enter_context(slow_looks())
        self.sold: dict[str, int] = {}
        self.ticket = Ticket(self.new_id())
        self.history = [self.ticket]

    @rule(
        which=st.integers(0, 1), count=COUNTS, mode=st.sampled_from(["request", "safety", "escrow"]), paid=st.booleans()
    )
    def somebody_reserves(self, which: int, count: int, mode: str, *, paid: bool) -> None:
        """A shopper asks, or is promised at once."""
        product = self.goods[which].id
        if mode == "escrow" and self.far.offered(product) < count * 1000:
            return
        state: Any = "requested" if mode == "request" else "held"
        self.far.reserve((product, count * 1000), state=state, mode=cast("Any", mode), paid=paid)

    @rule(chance=CHANCE, state=st.sampled_from(["cancelled", "expired"]))
    def somebody_gives_up(self, chance: random.Random, state: str) -> None:
        """A shopper, or the catalogue's clock."""
        if self.far.orders:
            self.far.end(chance.choice(sorted(self.far.orders)), cast("Any", state))

    @rule(chance=CHANCE, deed=st.sampled_from([Deed.ACCEPT, Deed.CONFIRM, Deed.REJECT, Deed.RELEASE]), count=COUNTS)
    def the_shop_decides(self, chance: random.Random, deed: Deed, count: int) -> None:
        """About one of those it knows."""
        found = self._some_order(chance)
        if found:
            with suppress(DeedNotPossible, NothingPromised):
                do(self.db, TARGET, found, deed, now=self.now, new_id=self.new_id, quantities={1: pieces(count)})

    @rule(chance=CHANCE)
    def somebody_comes_to_collect(self, chance: random.Random) -> None:
        """And pays here, or paid before."""
        found = self._some_order(chance)
        order = online_orders.get(self.db, TARGET, found) if found else None
        if order is None:
            return
        if order.is_paid:
            with suppress(DeedNotPossible, NothingPromised):
                collect_paid(self.db, TARGET, order.id, now=self.now, new_id=self.new_id)
        else:
            with suppress(DeedNotPossible, OrderOnAnotherTicket):
                self._show(put_on_ticket(self.db, TARGET, order.id, self.ticket, now=self.now))

    @rule(which=st.integers(0, 1), count=COUNTS)
    def an_article_is_scanned(self, which: int, count: int) -> None:
        """Or its quantity changed."""
        self._keep(ticketing.add(self.ticket, self.goods[which], pieces(count)))

    @rule()
    def a_step_is_taken_back(self) -> None:
        """The ticket is as it was before."""
        if len(self.history) > 1:
            self.history.pop()
            self.ticket = self.history[-1]
            keep_ticket(self.db, self.ticket, now=self.now)

    @rule()
    def the_ticket_is_given_up(self) -> None:
        """Another one begins."""
        self._keep(Ticket(self.new_id()))

    @rule()
    def the_ticket_is_parked(self) -> None:
        """And perhaps taken back later."""
        if self.ticket.lines:
            park(self.db, self.ticket, name="x", now=self.now)
            self.ticket = Ticket(self.new_id())
            self.history = [self.ticket]

    @rule()
    def a_parked_ticket_is_taken_back(self) -> None:
        """The longest waiting."""
        waiting = tickets.parked(self.db)
        if waiting:
            back = take_back(self.db, waiting[0].ticket.id, leaving=self.ticket, name="y", now=self.now)
            self.ticket = back.ticket
            self.history = [self.ticket]

    @rule()
    def the_ticket_is_paid(self) -> None:
        """In one transaction with all that hangs on it."""
        if self.ticket.lines and self.ticket.total.minor > 0:
            sell(self.db, self.ticket, builders.exactly(self.ticket), now=self.now, rates=RATES)
            for line in self.ticket.lines:
                self.sold[line.product_id] = self.sold.get(line.product_id, 0) + line.quantity.milli
            self.ticket = resume_ticket(self.db, new_id=self.new_id)
            self.history = [self.ticket]

    @rule(chance=CHANCE)
    def they_talk(self, chance: random.Random) -> None:
        """As far as the line lets them."""
        self._talk(chance)

    @rule(chance=CHANCE)
    def old_words_arrive_again(self, chance: random.Random) -> None:
        """At the far end, and here."""
        if self.line.deeds:
            self.far.move(chance.choice(self.line.deeds))
        if self.line.units:
            self.far.take_units(chance.choice(self.line.units))
        if self.line.pages:
            after, page = chance.choice(self.line.pages)
            take(self.db, self._link, heard_page(TARGET, page, after=after), now=self.now)

    @rule()
    def the_till_begins_a_new_term(self) -> None:
        """As after a restore."""
        renewed = terms.renew(self.db, self._link, cast("Connector", self.line), now=self.now)
        assert renewed.term == self.line.term

    @invariant()
    def nothing_is_ever_lost(self) -> None:
        """What was asked is held, fulfilled or released; goods moved once; units add up."""
        assert order_checks.unbalanced(self.db) == []
        assert order_checks.unheard(self.db) == []
        assert order_checks.stray_deeds(self.db) == []
        assert order_checks.escrow_off(self.db) == []
        for row in self.far.orders.values():
            for line in row.lines:
                assert line.asked_milli == line.held_milli + line.fulfilled_milli + line.released_milli
        self._goods_moved_once()
        self._units_are_conserved()

    def teardown(self) -> None:
        """When the line is well again, both ends agree."""
        if not hasattr(self, "folder"):
            return
        for _ in range(3):
            self._talk(None)
        assert order_deeds.waiting(self.db, TARGET) == []
        assert order_deeds.refused(self.db) == []
        for order_id, row in self.far.orders.items():
            known = online_orders.get(self.db, TARGET, order_id)
            assert known is not None
            assert (known.state.value, known.revision) == (row.state, row.revision)
            for here, there in zip(known.lines, row.lines, strict=True):
                assert (here.held.milli, here.fulfilled.milli) == (there.held_milli, there.fulfilled_milli)
        for units in escrow.ledger(self.db, TARGET):
            assert units.told
            assert units.rights.milli == self.far.units[units.product_id].rights
        self.nothing_is_ever_lost()
        self.db.close()
        self.folder.cleanup()
        self.stack.close()

    def _goods_moved_once(self) -> None:
        moved = {product_id: level.milli for product_id, level in stock.levels(self.db).items()}
        online = self.db.rows(
            "SELECT ref, product_id, -sum(delta_milli) FROM movement WHERE reason = 'online' GROUP BY ref, product_id"
        )
        handed_over = Counter[str]()
        for order_id, product_id, milli in online:
            order = online_orders.get(self.db, TARGET, order_id)
            assert order is not None
            assert order.state is OrderState.FULFILLED
            assert sum(line.fulfilled.milli for line in order.lines) == milli
            handed_over[product_id] += milli
        for one in self.goods:
            assert moved[one.id] == 20_000 - self.sold.get(one.id, 0) - handed_over[one.id]

    def _units_are_conserved(self) -> None:
        """The window never has more than the shop counts as handed over, and never promises what it has not."""
        leaving = order_deeds.leaving_units_milli(self.db, TARGET, [one.id for one in self.goods])
        kept = {one.product_id: one for one in escrow.ledger(self.db, TARGET)}
        for product, units in self.far.units.items():
            assert 0 <= units.returned <= units.recalled or units.returned == units.recalled
            reserved = sum(
                line.held_milli
                for row in self.far.orders.values()
                if row.mode == "escrow" and row.state in OPEN
                for line in row.lines
                if line.product == product
            )
            assert units.rights >= reserved
            if product in kept:
                assert kept[product].granted.milli >= units.granted
        assert all(milli >= 0 for milli in leaving.values())

    def _article(self, name: str) -> Product:
        one = stocked(self.db, name, count=20)
        outbox.note_shown(self.db, TARGET, [(one.id, True)])
        return one

    def _some_order(self, chance: random.Random) -> str:
        known = [*online_orders.open_orders(self.db), *online_orders.ended(self.db, 0, 50)]
        return chance.choice(sorted(one.id for one in known)) if known else ""

    def _keep(self, ticket: Ticket) -> None:
        self._show(ticket)
        keep_ticket(self.db, ticket, now=self.now)

    def _show(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.history.append(ticket)

    @property
    def _link(self) -> online_links.OnlineLink:
        link = online_links.get(self.db, TARGET)
        assert link is not None
        return link

    def _talk(self, chance: random.Random | None) -> None:
        self.now += timedelta(seconds=10)
        self.line.chance = chance
        line, link = cast("Connector", self.line), self._link
        units = partial(orders.tell_escrow, topping=self.topping)
        calls: list[Callable[..., object]] = [orders.tell_deeds, orders.pull, orders.tell_rules, units]
        if chance is not None:
            chance.shuffle(calls)
        with suppress(Temporary):
            for call in calls:
                call(self.db, link, line, clock=lambda: self.now)


AnyOrder.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TestAnyOrder = AnyOrder.TestCase
