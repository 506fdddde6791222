"""What happens in the shop and around it, step by step, and what must be so when the line is good again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter

from pos.database import online_orders, stock
from pos.domain.catalogue import Product
from pos.domain.online_order import Deed, OnlineOrder, OrderMode
from pos.domain.quantity import Quantity, pieces
from pos.domain.reservation_rules import ReservationRules
from pos.domain.ticket import Ticket
from pos.operations.checking import check
from pos.operations.ordering import do, put_on_ticket
from pos.operations.ruling import keep_rules
from pos.operations.selling import sell
from sync.kernel import Phase
from sync.push import Push
from sync.rounds import OrderRounds
from tests import builders
from tests.faults.shoppers import Shoppers
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.till_at_work import RATES, TillAtWork, window_is_true

ARTICLES = 12
OPENING = 400
_BAD = sorted(frozenset(Fault) - {Fault.SLOW, Fault.HUGE}, key=attrgetter("name"))
"""Every fault but those that take real time: they are tried one by one in tests/sync."""
_FAULTY = 0.4
_LONGEST_QUIET = timedelta(hours=6)


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
        self._till, self._server, self._direct, self._chance = till, server, direct, chance
        self.shelf = [till.add(f"Article {place}", OPENING) for place in range(ARTICLES)]
        self.shoppers = Shoppers(till.link.window_url, chance)
        self.sold_milli: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self._rounds = OrderRounds(every_s=0.0, apart_s=0.0)

    def step(self, push: Push) -> None:
        """One thing happens, and then the till talks to the catalogue over the bad line."""
        deeds: list[tuple[Callable[[], None], int]] = [
            (self._sell, 6), (self._reserve, 4), (self._prepare, 3), (self._collect, 3), (self._give_up, 1),
            (self._change, 1), (self._rule, 1), (self._wait, 1),
        ]  # fmt: skip
        chosen = self._chance.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])[0]
        self.steps[chosen.__name__.removeprefix("_")] += 1
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
        found = [] if window_is_true(self._till_direct()) else ["the window's levels are not the till's"]
        ours = {one: quantity.milli for one, quantity in stock.levels(self._till.db).items()}
        for product in self.shelf:
            meant = OPENING * 1000 - self.sold_milli[product.id]
            if ours[product.id] != meant:
                found.append(f"{product.name}: {ours[product.id]} in the file, {meant} by what was sold")
        found += self._order_findings()
        found += [f"check: {finding}" for finding in check(self._till.db).findings]
        return found

    @property
    def duplicates(self) -> int:
        """Reservations more than forms that were taken, on either side, and effects more than once."""
        theirs = self._catalogue_orders()
        mine = self._till_orders()
        return max(0, len(theirs) - len(self.shoppers.taken)) + max(0, len(mine) - len(self.shoppers.taken))

    def _order_findings(self) -> list[str]:
        theirs, mine = self._catalogue_orders(), self._till_orders()
        found = [f"order {one}: {mine.get(one)} here, {theirs.get(one)} there" for one in mine.keys() | theirs.keys()
                 if mine.get(one) != theirs.get(one)]  # fmt: skip
        if len(theirs) != len(self.shoppers.taken):
            found.append(f"{len(theirs)} reservations there, {len(self.shoppers.taken)} forms were taken")
        return found

    def _catalogue_orders(self) -> dict[str, object]:
        found: dict[str, object] = {}
        with self._till_direct().line() as push:
            after = 0
            while page := push.ask(lambda line, place=after: line.read_orders(place)):  # type: ignore[misc]
                rows = [_row(bytes(raw)) for raw in page.rows]
                found |= {row[0]: row[1:] for row in rows}
                if not rows:
                    break
                after = max(row[-1] for row in (_cursor(bytes(raw)) for raw in page.rows))
        return found

    def _till_orders(self) -> dict[str, object]:
        return {}

    def _till_direct(self) -> TillAtWork:
        return self._till
