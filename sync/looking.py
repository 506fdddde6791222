"""One look at what a window holds, beside what the shop's own books say it must show; nothing is changed by looking.

Fingerprints come first, and the rows only of the buckets that differ, some in a round, so that a sale's news never
waits for all of them. What is ours is read after what is theirs: a change that the window cannot know yet is dirty by
then, and a product with news on its way is left out.

The levels are those of the table that every movement is carried into. In each look the levels of some buckets are
added up anew from the movements, so that all are within RECOUNTED_IN looks; those of the buckets that differ always
are, and on demand all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pos.database import digests
from pos.database.connection import Database, snapshot
from sync.digest import bucket_of, fingerprints, level_mark, product_mark
from sync.drift import Finding, OurLevel, Ours, TheirLevel, Theirs, classify
from sync.order_protocol import BUCKETS

if TYPE_CHECKING:
    from sync.order_protocol import BucketReply, DigestReply, HeldRow

BUCKETS_A_ROUND: Final = 32
RECOUNTED_A_LOOK: Final = 8
RECOUNTED_IN: Final = BUCKETS // RECOUNTED_A_LOOK

ReadBucket = Callable[[int], "BucketReply | None"]
"""Gives None when the line was lost."""


@dataclass(slots=True)
class Look:
    """How far a look has come: the buckets left to read, and what differs in those that were."""

    products: int
    left: list[int]
    findings: dict[str, Finding] = field(default_factory=dict)


def begin(db: Database, target: str, digest: DigestReply, *, term: int, recounted: Collection[int]) -> Look:
    """Hold the fingerprints of the window against the shop's own.

    Args:
        db: the shop; no transaction is open.
        target: the online shop.
        digest: what it answered just now.
        term: what this till publishes under.
        recounted: the buckets whose levels are added up from the movements.
    """
    with snapshot(db):
        ours = _books(db, target, recounted)
    cards = fingerprints((product, product_mark(product, term, one.version)) for product, one in ours.items())
    levels = fingerprints(
        (product, level_mark(product, term, one.level.version, one.level.milli))
        for product, one in ours.items()
        if one.level is not None
    )
    off = {
        bucket_of(product) for product, one in ours.items() if one.level and one.level.milli != one.level.table_milli
    }
    pairs = zip(zip(cards, levels, strict=True), zip(digest.products, digest.levels, strict=True), strict=True)
    return Look(len(ours), [bucket for bucket, (mine, held) in enumerate(pairs) if mine != held or bucket in off])


def go_on(db: Database, target: str, look: Look, read: ReadBucket, *, term: int) -> bool:
    """Read some of the buckets that differ; False when the line was lost, and the look has to begin anew."""
    wanted, look.left = look.left[:BUCKETS_A_ROUND], look.left[BUCKETS_A_ROUND:]
    theirs: dict[str, Theirs] = {}
    for bucket in wanted:
        reply = read(bucket)
        if reply is None:
            return False
        theirs |= {row.product: _theirs(row) for row in reply.rows}
    with snapshot(db):
        ours = _books(db, target, wanted)
        unknown = digests.on_their_way(db, target)
    mine = (product for product in ours if bucket_of(product) in wanted)
    for product in sorted({*mine, *theirs} - unknown):
        kind = classify(ours.get(product), theirs.get(product), term=term)
        if kind is not None:
            look.findings[product] = Finding(product, kind, ours.get(product), theirs.get(product))
    return True


def _books(db: Database, target: str, recounted: Collection[int]) -> dict[str, Ours]:
    rows = digests.shown(db, target)
    if len(recounted) == BUCKETS:
        sums = digests.counted(db, target)
        return {row.product_id: _ours(row, sums.get(row.product_id)) for row in rows}
    chosen = {row.product_id for row in _in(recounted, rows)}
    sums = digests.counted(db, target, chosen)
    return {
        row.product_id: _ours(row, sums.get(row.product_id) if row.product_id in chosen else row.quantity_milli)
        for row in rows
    }


def _in(buckets: Collection[int], rows: Iterable[digests.Shown]) -> Iterable[digests.Shown]:
    return (row for row in rows if bucket_of(row.product_id) in buckets) if buckets else ()


def _ours(row: digests.Shown, milli: int | None) -> Ours:
    if milli is None and row.quantity_milli is None:
        return Ours(row.version)
    return Ours(row.version, OurLevel(row.level_version or 0, milli or 0, row.quantity_milli))


def _theirs(row: HeldRow) -> Theirs:
    level = None
    if row.level_term is not None and row.level_version is not None and row.quantity_milli is not None:
        level = TheirLevel(row.level_term, row.level_version, row.quantity_milli)
    return Theirs(row.product_term, row.product_version, row.shown, level)
