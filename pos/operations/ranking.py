"""Ranking: what sells in this shop comes to the front of what a search finds, and what no longer does falls back.

Looking which products stand elsewhere than their sales say is one long read; putting them there is many small
writes. Apart, so that the read needs no turn at the file and a sale waits for one small write at most. Doing any of
it again changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pos.database import ranks
from pos.database.connection import Database, transaction
from pos.domain.identity import to_ms

WINDOW: Final = timedelta(weeks=8)
"""Sales older than this say nothing any more."""
LATELY: Final = timedelta(weeks=2)
"""Sales younger than this count twice: a season begins within days."""
AT_ONCE: Final = 1
"""Products moved in one transaction: what a sale may have to wait for."""
STEPS_AN_OCTAVE: Final = 4
"""A product that sells twice as often stands this many steps further in front: a fifth more is one step."""


class Move(NamedTuple):
    """A product that belongs on another step; step 0 is for what nobody bought lately."""

    product_id: str
    step: int


def find_moves(db: Database, *, now: datetime) -> list[Move]:
    """The products that stand elsewhere than their sales say, what sells most first; reads only."""
    sold = ranks.sold_lines(db, since_ms=to_ms(now - WINDOW), lately_ms=to_ms(now - LATELY))
    meant = {product_id: step_of(count) for product_id, count in sold.items()}
    standing = ranks.steps(db)
    moves = [
        Move(product_id, meant.get(product_id, 0))
        for product_id in standing.keys() | meant.keys()
        if standing.get(product_id, 0) != meant.get(product_id, 0)
    ]
    return sorted(moves, key=lambda move: (-sold.get(move.product_id, 0), move.product_id))


def make_moves(db: Database, moves: Sequence[Move]) -> None:
    """Put a few products on their steps, in one transaction; best no more than AT_ONCE."""
    with transaction(db):
        for product_id, step in moves:
            ranks.move(db, product_id, step)


def step_of(sold: int) -> int:
    """The step of a product that was sold so often: a step for a fifth more, so that few moves keep the order."""
    return 1 + int(STEPS_AN_OCTAVE * math.log2(sold)) if sold > 0 else 0
