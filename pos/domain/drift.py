"""A difference between what a shop has and what its window says, and the movements that tell how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DriftKind(StrEnum):
    """What went wrong, as far as the figures tell; the last four only foreign shops can show."""

    LOST_WRITE = "lost-write"  # the window holds an older word of ours
    MANUAL_EDIT = "manual-edit"  # the window says what this till never said
    MISSING = "missing"  # the window does not know the article
    EXTRA = "extra"  # the window shows an article that is not ours to show any more
    STALE_TERM = "stale-term"  # the window holds a word from before the last joining or restore
    OUR_LEVEL = "our-level"  # the shop's own table of levels is not the sum of its movements
    UNSEEN_ORDER = "unseen-order"  # sold there, and the order was not read yet
    MAPPING_MISSING = "mapping-missing"  # the article there is not tied to ours any more
    TYPE_CHANGED = "type-changed"  # the article there became another kind of article (variations, packs)
    DUPLICATE_SKU = "duplicate-sku"  # several articles there carry our code


class DriftState(StrEnum):
    """How far it is mended."""

    FOUND = "found"  # it cannot be mended by the till alone: a person looks
    HELD = "held"  # so much differs that a person must say go on first
    REPAIRING = "repairing"  # what is ours was marked to be sent again
    REPAIRED = "repaired"  # a later comparison saw that both agree


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement: till, epoch and seq name it for ever."""

    till: str
    epoch: int
    seq: int
    reason: str
    milli: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Story:
    """How ours came to be: the last movement whose sum is what the window says, and those since, oldest first.

    known is None where no sum of ours ever was what the window says; `since` are then the last movements there are.
    earlier counts those of `since` that are not listed.
    """

    known: Moved | None = None
    since: tuple[Moved, ...] = ()
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Drift:
    """A difference that two looks agreed on. ours and theirs are the figures as they were compared, as JSON."""

    id: int
    target: str
    product_id: str
    name: str
    kind: DriftKind
    state: DriftState
    found_at: datetime
    settled_at: datetime | None
    ours: str
    theirs: str
    story: Story
