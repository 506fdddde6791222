"""What happens in the shop and around it, step by step, and what must be so when the line is good again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from typing import Any

import requests

from pos.database import online_orders, stock
from pos.domain.online_order import Deed, OnlineOrder, OrderMode
from pos.domain.quantity import Quantity, pieces
from pos.domain.ticket import Ticket
from pos.operations.checking import check
from pos.operations.ordering import do, put_on_ticket
from pos.operations.ruling import keep_rules, rules_of
from pos.operations.selling import sell
from sync.kernel import Phase
from sync.pairing import key_name
from sync.push import Push
from sync.rounds import OrderRounds
from tests import builders
from tests.faults.shoppers import Reserved, Shoppers
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.till_at_work import RATES, TillAtWork

ARTICLES = 12
OPENING = 2_000
_BAD = sorted(frozenset(Fault) - {Fault.SLOW, Fault.HUGE}, key=attrgetter("name"))
"""Every fault but those that take real time: they are tried one by one in tests/sync."""
_FAULTY = 0.3
_LONGEST_QUIET = timedelta(hours=6)
_PAGE = 100
_WITHIN_S = 20

Story = tuple[str, tuple[tuple[int, int, int, int], ...]]
"""A reservation as both sides must tell it: its state, and of each line what was asked, is held, left, was released."""


class World:
    """A shop, its window behind a bad line, and the people in front of both."""

    def __init__(self, till: TillAtWork, server: FaultServer, direct: str, chance: random.Random) -> None:
        """Give the shop its articles.

        Args:
            till: joined through the bad line.
            server: the bad line.
            direct: the catalogue's own address.
            chance: what everything is drawn from.
        """
        self._till, self._server, self._chance = till, server, chance
        self.shelf = [till.add(f"Article {place}", OPENING) for place in range(ARTICLES)]
        self.shoppers = Shoppers(till.link.window_url.replace(till.link.address, direct), chance)
        self.sold_milli: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self._rounds = OrderRounds(every_s=0.0, apart_s=0.0)
        self._api = f"{direct}/api/v1"
        self._session = requests.Session()
        key = till.keys.load(key_name(till.link.target, str(till.db.value("SELECT id FROM till"))))
        self._session.headers["Authorization"] = f"Bearer {key}"

    def step(self, push: Push) -> None:
        """One thing happens, and then the till talks to the catalogue over the bad line."""
        deeds: list[tuple[Callable[[], None], int]] = [
            (self._sell, 6), (self._reserve, 4), (self._prepare, 3), (self._collect, 3), (self._give_up, 1),
            (self._change, 1), (self._rule, 1), (self._wait, 1),
        ]  # fmt: skip
        chosen = self._chance.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])[0]
        self.steps[chosen.__name__.removeprefix("_")] += 1
        builders.close_day_before(self._till.db, self._till.clock())
        chosen()
        self._misbehave()
        self._talk(push)

    def settle(self, push: Push) -> None:
        """The line is good again: talk until there is nothing left to say."""
        self._server.behave()
        end = self._till.clock() + _LONGEST_QUIET
        for _ in range(3):
            self._talk(push)
            while push.state.phase is not Phase.CLEAN:
                if self._till.clock() > end:
                    raise TimeoutError(f"the till never got through: {push.trouble}")
                self._till.clock.advance(push.wait or timedelta(seconds=1))
                self._talk(push)

    def findings(self) -> list[str]:
        """What is not as the world did it, in words; empty when all is well."""
        ours = {one: quantity.milli for one, quantity in stock.levels(self._till.db).items()}
        theirs = self._window_levels()
        meant = {one.id: OPENING * 1000 - self.sold_milli[one.id] for one in self.shelf}
        found = [f"level of {one}: meant {meant[one]}, in the file {ours.get(one)}, in the window {theirs.get(one)}"
                 for one in meant if not meant[one] == ours.get(one) == theirs.get(one)]  # fmt: skip
        mine, told = self._till_orders(), self._catalogue_orders()
        found += [f"order {one}: {mine.get(one)} here, {told.get(one)} there" for one in mine.keys() | told.keys()
                  if mine.get(one) != told.get(one)]  # fmt: skip
        return found + [f"check: {finding}" for finding in check(self._till.db).findings]

    @property
    def duplicates(self) -> int:
        """Reservations that no form was taken for, on either side."""
        forms = len(self.shoppers.taken)
        return abs(len(self._catalogue_orders()) - forms) + abs(len(self._till_orders()) - forms)

    def _sell(self) -> None:
        product, count = self._chance.choice(self.shelf), self._chance.randint(1, 3)
        self._till.sell(product, count)
        self.sold_milli[product.id] += count * 1000

    def _reserve(self) -> None:
        self.shoppers.reserve(self._chance.choice(self.shelf), self._chance.randint(1, 3))

    def _give_up(self) -> None:
        one = self._someone()
        if one is not None:
            self.shoppers.give_up(one)

    def _prepare(self) -> None:
        order = self._an_order()
        deed = self._chance.choice([Deed.ACCEPT, Deed.CONFIRM, Deed.CONFIRM, Deed.REJECT, Deed.RELEASE])
        if order is None or not order.allows(deed):
            return
        less = {line.line: self._some_of(line.held) for line in order.lines}
        quantities = less if deed in {Deed.ACCEPT, Deed.CONFIRM} and any(less.values()) else None
        till = self._till
        do(till.db, order.target, order.id, deed, now=till.clock(), new_id=till.new_id, quantities=quantities)

    def _collect(self) -> None:
        """Somebody comes for what is held, and may buy something else with it."""
        order, till = self._an_order(), self._till
        if order is None or not order.state.is_open:
            return
        ticket = Ticket(till.new_id())
        if self._chance.random() < 0.3:
            ticket = replace(builders.ticket((self._chance.choice(self.shelf), pieces(1))), id=ticket.id)
        ticket = put_on_ticket(till.db, order.target, order.id, ticket, now=till.clock())
        sell(till.db, ticket, builders.exactly(ticket), now=till.clock(), rates=RATES)
        for line in ticket.lines:
            self.sold_milli[line.product_id] += line.quantity.milli

    def _change(self) -> None:
        self._till.change(self._chance.choice(self.shelf), name=f"Article {self._chance.randrange(1000)}")

    def _rule(self) -> None:
        till = self._till
        wanted = replace(
            rules_of(till.link),
            mode=self._chance.choice([OrderMode.REQUEST, OrderMode.SAFETY, OrderMode.ESCROW]),
            safety=pieces(self._chance.randint(0, 3)),
        )
        keep_rules(till.db, till.link.target, wanted, now=till.clock())

    def _wait(self) -> None:
        self._till.clock.advance(timedelta(seconds=self._chance.randint(1, 400)))

    def _misbehave(self) -> None:
        for _ in range(self._chance.randint(1, 3)):
            if self._chance.random() < _FAULTY:
                fault = self._chance.choice(_BAD)
                self.faults[fault.name] += 1
                self._server.misbehave(fault)

    def _talk(self, push: Push) -> None:
        """As the worker does in a round; a person looks into a suspension at once."""
        if push.state.phase is Phase.SUSPENDED:
            push.resume()
        elif push.wait is not None and self._chance.random() < 0.5:
            self._till.clock.advance(push.wait)
        self._rounds.tell_deeds(self._till.db, push, lambda: False)
        push.drain()
        self._rounds.go(self._till.db, push, lambda: False)
        push.drain()
        push.beat()

    def _an_order(self) -> OnlineOrder | None:
        orders = online_orders.open_orders(self._till.db)
        return self._chance.choice(orders) if orders else None

    def _someone(self) -> Reserved | None:
        return self._chance.choice(list(self.shoppers.taken.values())) if self.shoppers.taken else None

    def _some_of(self, held: Quantity) -> Quantity:
        return pieces(self._chance.randint(1, max(1, held.milli // 1000)))

    def _till_orders(self) -> dict[str, Story]:
        found = [*online_orders.open_orders(self._till.db), *online_orders.ended(self._till.db, 0, 1_000_000)]
        return {one.id: _story_here(one) for one in found}

    def _catalogue_orders(self) -> dict[str, Story]:
        found: dict[str, Story] = {}
        after = 0
        while rows := self._asked(f"orders?after={after}&limit={_PAGE}")["rows"]:
            found |= {row["order"]: _story_there(row) for row in rows}
            after = rows[-1]["cursor"]
        return found

    def _window_levels(self) -> dict[str, int]:
        rows = self._asked("levels?limit=1000")["rows"]
        return {row["product"]: row["quantity_milli"] for row in rows}

    def _asked(self, path: str) -> dict[str, Any]:
        answer = self._session.get(f"{self._api}/{path}", timeout=_WITHIN_S)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


def _story_here(order: OnlineOrder) -> Story:
    lines = tuple((one.asked.milli, one.held.milli, one.fulfilled.milli, one.released.milli) for one in order.lines)
    return order.state.value, lines


def _story_there(row: dict[str, Any]) -> Story:
    names = ("asked_milli", "held_milli", "fulfilled_milli", "released_milli")
    told = ((one[names[0]], one[names[1]], one[names[2]], one[names[3]]) for one in row["lines"])
    return row["state"], tuple(told)
