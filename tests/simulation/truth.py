"""What is true of a till's file, worked out from what the world did and never read from the program's own tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

Basket = tuple[tuple[str, int], ...]
"""Products and thousandths of each."""


@dataclass(frozen=True, slots=True)
class Card:
    """A product as the shop describes it."""

    name: str
    price: int
    shown: bool = True

    @property
    def is_refused(self) -> bool:
        """Whether a catalogue refuses such a name: it holds a control character."""
        return not self.name.isprintable()


@dataclass(frozen=True, slots=True)
class Sold:
    """Customers were told that they bought this, or came for these reservations."""

    ticket: str
    basket: Basket
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Goods came or went, under a name that is used once."""

    ref: str
    basket: Basket


@dataclass(frozen=True, slots=True)
class Described:
    """A product's card was written anew; no two cards are the same."""

    product: str
    card: Card


Deed = Sold | Moved | Described


@dataclass(slots=True)
class Truth:
    """Levels, cards and sales of one file, with what is being done now, which a dead program may have done or not."""

    levels: dict[str, int] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    sales: dict[str, Basket] = field(default_factory=dict)
    moves: dict[str, Basket] = field(default_factory=dict)
    collected: dict[str, dict[str, int]] = field(default_factory=dict)
    movements: Counter[int] = field(default_factory=Counter)
    epoch: int = 1
    under_way: Deed | None = None

    def begin(self, deed: Deed) -> None:
        """Something is being done; nobody was told yet."""
        self.under_way = deed

    def fail(self) -> None:
        """The program said that it did nothing of it."""
        self.under_way = None

    def settle(self) -> None:
        """What was being done is done."""
        deed, self.under_way = self.under_way, None
        match deed:
            case Sold(ticket, basket, orders):
                self.sales[ticket] = basket
                self.collected |= {order: dict(basket) for order in orders}
                self._move(basket, -1)
            case Moved(ref, basket):
                self.moves[ref] = basket
                self._move(basket, 1)
            case Described(product, card):
                self.cards[product] = card

    def copy(self) -> Truth:
        """What is true of a copy of the file."""
        return replace(
            self,
            levels=dict(self.levels),
            cards=dict(self.cards),
            sales=dict(self.sales),
            moves=dict(self.moves),
            collected=dict(self.collected),
            movements=Counter(self.movements),
            under_way=None,
        )

    @property
    def shown(self) -> dict[str, Card]:
        """The cards of what the window is to show."""
        return {product: card for product, card in self.cards.items() if card.shown}

    def _move(self, basket: Basket, sign: int) -> None:
        for product, milli in basket:
            self.levels[product] = self.levels.get(product, 0) + sign * milli
        self.movements[self.epoch] += len(basket)
