"""Reservations in memory, as `sync.order_protocol` describes them: the far end of one shop, written a second time."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from sync.order_protocol import (
    EscrowBatch,
    EscrowHeld,
    EscrowReply,
    OrderLine,
    OrderMode,
    OrderPage,
    OrderRow,
    OrderState,
    Rules,
    RulesReply,
    Transition,
    TransitionReply,
)

OPEN = {"requested", "held", "confirmed"}
ALLOWED = {
    "accept": {"requested"},
    "confirm": {"requested", "held"},
    "reject": {"requested", "held"},
    "release": {"held", "confirmed"},
    "fulfil": {"requested", "held", "confirmed", "rejected", "expired", "cancelled"},
}
HOUR_MS = 3_600_000


@dataclass
class PretendUnits:
    """Units handed over of one product."""

    granted: int = 0
    recalled: int = 0
    returned: int = 0
    consumed: int = 0

    @property
    def rights(self) -> int:
        """What the window has."""
        return self.granted - self.returned - self.consumed


@dataclass
class PretendOrders:
    """The reservations, rules and units of one shop."""

    feed: str = "feed-1"
    last: int = 0
    made: int = 0
    orders: dict[str, OrderRow] = field(default_factory=dict)
    answers: dict[str, TransitionReply] = field(default_factory=dict)
    rules: Rules | None = None
    units: dict[str, PretendUnits] = field(default_factory=dict)
    unreadable: dict[str, bytes] = field(default_factory=dict)
    """Rows told instead of those of some reservations."""

    def reserve(
        self, *asked: tuple[str, int], state: OrderState = "requested", mode: OrderMode = "request", paid: bool = False
    ) -> str:
        """Make a reservation of (product, thousandths); gives its id."""
        self.made += 1
        lines = tuple(
            OrderLine(place, product, f"Article {product}", "piece", milli, milli, price_minor=250)
            for place, (product, milli) in enumerate(asked, start=1)
        )
        order_id = f"{self.feed}-order-{self.made}"
        row = OrderRow(
            order_id, f"R{self.made}", 1, 1, state, mode, lines, made_ms=HOUR_MS, expires_ms=2 * HOUR_MS, paid=paid,
            customer="Mme Petit",
        )  # fmt: skip
        self.orders[order_id] = row
        self._place(order_id, revision=1)
        return order_id

    def offered(self, product: str) -> int:
        """How much of the units handed over may still be promised."""
        return self.units.get(product, PretendUnits()).rights - self._reserved(product)

    def end(self, order_id: str, state: OrderState = "cancelled") -> None:
        """The customer gives it up, or its time is over."""
        if self.orders[order_id].state in OPEN:
            self._write(order_id, state, {line.line: 0 for line in self.orders[order_id].lines}, left={})

    def page(self, after: int, limit: int, *, asked: str = "") -> bytes:
        """What changed after a place."""
        rows = sorted((row for row in self.orders.values() if row.cursor > after), key=lambda row: row.cursor)
        page = OrderPage(self.feed, self.last, (), asked=asked)
        told = [self.unreadable.get(row.order, msgspec.json.encode(row)) for row in rows[:limit]]
        body = msgspec.to_builtins(page) | {"rows": [msgspec.Raw(row) for row in told]}
        return msgspec.json.encode(body)

    def move(self, deed: Transition) -> TransitionReply | None:
        """Take a deed once; None when there is no such reservation."""
        known = self.answers.get(deed.key)
        if known is not None:
            return msgspec.structs.replace(known, term=deed.term)
        row = self.orders.get(deed.order)
        if row is None:
            return None
        is_allowed = row.state in ALLOWED[deed.action]
        if is_allowed:
            self._do(row, deed)
        reply = TransitionReply(deed.key, deed.term, "applied" if is_allowed else "overtaken", self.orders[deed.order])
        self.answers[deed.key] = reply
        return reply

    def take_rules(self, told: Rules) -> RulesReply:
        """Keep rules that are newer."""
        if self.rules is None or (told.term, told.version) > (self.rules.term, self.rules.version):
            self.rules = told
        return RulesReply(self.rules.term, self.rules.version)

    def take_units(self, batch: EscrowBatch) -> EscrowReply:
        """Take figures that grew."""
        for row in batch.rows:
            kept = self.units.setdefault(row.product, PretendUnits())
            kept.granted = max(kept.granted, row.granted_milli)
            kept.recalled = max(kept.recalled, row.recalled_milli)
        self._give_back()
        return EscrowReply(batch.term, tuple(self._held(row.product) for row in batch.rows), asked=batch.asked)

    def read_units(self, term: int) -> EscrowReply:
        """All that is held."""
        return EscrowReply(term, tuple(map(self._held, sorted(self.units))))

    def wipe(self) -> None:
        """Everything is lost; another series begins."""
        self.feed, self.last = f"{self.feed}x", 0
        self.orders.clear()
        self.answers.clear()
        self.units.clear()
        self.rules = None

    def _do(self, row: OrderRow, deed: Transition) -> None:
        there = {line.line: line.held_milli if row.state in OPEN else line.released_milli for line in row.lines}
        told = {line.line: line.quantity_milli for line in deed.lines} if deed.lines else there
        meant = {line: min(told.get(line, 0), milli) for line, milli in there.items()}
        match deed.action:
            case "accept":
                self._write(row.order, "held", meant, left={})
            case "confirm":
                self._write(row.order, "confirmed", meant, left={})
            case "fulfil":
                self._write(row.order, "fulfilled", {}, left=meant)
            case _:
                self._write(row.order, "rejected" if deed.action == "reject" else "cancelled", {}, left={})

    def _write(self, order_id: str, state: OrderState, held: dict[int, int], *, left: dict[int, int]) -> None:
        row = self.orders[order_id]
        lines = []
        for line in row.lines:
            stays, gone = held.get(line.line, 0), line.fulfilled_milli + left.get(line.line, 0)
            lines.append(
                msgspec.structs.replace(
                    line, held_milli=stays, fulfilled_milli=gone, released_milli=line.asked_milli - stays - gone
                )
            )
            if row.mode == "escrow" and line.product in self.units:
                units = self.units[line.product]
                taken = self._reserved(line.product, without=order_id)
                units.consumed += max(0, min(left.get(line.line, 0), units.rights - taken))
        self.orders[order_id] = msgspec.structs.replace(
            row, state=state, lines=tuple(lines), expires_ms=row.expires_ms if state in OPEN else None
        )
        self._place(order_id, revision=row.revision + 1)
        self._give_back()

    def _place(self, order_id: str, *, revision: int) -> None:
        self.last += 1
        self.orders[order_id] = msgspec.structs.replace(self.orders[order_id], cursor=self.last, revision=revision)

    def _reserved(self, product: str, *, without: str = "") -> int:
        return sum(
            line.held_milli
            for row in self.orders.values()
            if row.mode == "escrow" and row.state in OPEN and row.order != without
            for line in row.lines
            if line.product == product
        )

    def _give_back(self) -> None:
        for product, units in self.units.items():
            free = max(0, units.rights - self._reserved(product))
            units.returned += min(max(0, units.recalled - units.returned), free)

    def _held(self, product: str) -> EscrowHeld:
        kept = self.units.get(product, PretendUnits())
        return EscrowHeld(product, kept.granted, kept.returned, kept.consumed, self._reserved(product))
