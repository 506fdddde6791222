"""What a difference between a shop and its window is, and when so much differs that a person must look: pure.

A shop's own figures are what its movements add up to; the window's are only ever looked at, never taken over. Our
catalogue tells everything that `Theirs` holds but its last four fields. Those are for foreign shops, whose connectors
fill them in from what they read anyway: `unseen_milli` from the orders behind the cursor, `is_mapped`, `same_type` and
`twins` from the full paged compare of articles by their code. They keep no versions of ours, so those are told equal.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from pos.domain.drift import DriftKind

LEAST_BRAKED: Final = 20
BRAKED_PER_CENT: Final = 5
MISSING_BORNE: Final = 3
GREATEST_VERSION: Final = 2**52
"""Above this a version is nobody's count of changes, and nothing may be put on top of it."""


@dataclass(frozen=True, slots=True)
class OurLevel:
    """How much there is by the movements, at the version of the last change (0 where the table has none).

    table_milli is what the table of levels says, None where it says nothing.
    """

    version: int
    milli: int
    table_milli: int | None


@dataclass(frozen=True, slots=True)
class Ours:
    """A product the window must show, at the version of its card; `level` is None where it never moved."""

    version: int
    level: OurLevel | None = None


@dataclass(frozen=True, slots=True)
class TheirLevel:
    """A level as the window holds it."""

    term: int
    version: int
    milli: int


@dataclass(frozen=True, slots=True)
class Theirs:
    """What the window holds of a product."""

    term: int
    version: int
    shown: bool
    level: TheirLevel | None = None
    unseen_milli: int = 0
    is_mapped: bool = True
    same_type: bool = True
    twins: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A product that differs; two looks agree when they give equal findings."""

    product_id: str
    kind: DriftKind
    ours: Ours | None
    theirs: Theirs | None


@dataclass(frozen=True, slots=True)
class Brake:
    """So much would change that a person must look: how many products, and how many have no record there at all."""

    would_change: int
    record_missing: int


def classify(ours: Ours | None, theirs: Theirs | None, *, term: int) -> DriftKind | None:
    """What is wrong with one product, None when both agree.

    Args:
        ours: what the window must show; None when it must not show the product.
        theirs: what it holds; None when it does not know the product.
        term: what this till publishes under.
    """
    if ours is not None and ours.level is not None and ours.level.milli != ours.level.table_milli:
        return DriftKind.OUR_LEVEL
    if ours is None:
        return DriftKind.EXTRA if theirs is not None and theirs.shown else None
    if theirs is None:
        return DriftKind.MISSING
    return _foreign(ours, theirs) or _term(theirs, term) or _card(ours, theirs) or _level(ours.level, theirs.level)


def mendable(finding: Finding, *, term: int) -> bool:
    """Whether sending our word again under a fresh version can win; else only a person can help.

    It cannot against a term or a version beyond ours, nor take back a level of a product we never had any movement of;
    and an article there that is not the one article of ours is not ours to write to.
    """
    ours, theirs = finding.ours, finding.theirs
    if finding.kind in _NOT_OURS_TO_MEND:
        return False
    if theirs is None:
        return True
    if ours is not None and ours.level is None and theirs.level is not None:
        return False
    marks = [(theirs.term, theirs.version)] + ([(theirs.level.term, theirs.level.version)] if theirs.level else [])
    return all(held <= term and version <= GREATEST_VERSION for held, version in marks)


def brake(findings: Collection[Finding], *, products: int) -> Brake | None:
    """Whether a person must look first: more than max(20, 5 %) of the products would change, or more than three that
    the shop has are at nothing there because their record is missing.
    """
    missing = sum(_is_at_nothing(one) for one in findings)
    most = max(LEAST_BRAKED, products * BRAKED_PER_CENT // 100)
    if len(findings) > most or missing > MISSING_BORNE:
        return Brake(len(findings), missing)
    return None


_NOT_OURS_TO_MEND: Final = frozenset(
    {DriftKind.UNSEEN_ORDER, DriftKind.MAPPING_MISSING, DriftKind.TYPE_CHANGED, DriftKind.DUPLICATE_SKU}
)
_WITHOUT_RECORD: Final = frozenset({DriftKind.MISSING, DriftKind.MAPPING_MISSING})


def _is_at_nothing(finding: Finding) -> bool:
    ours = finding.ours
    return finding.kind in _WITHOUT_RECORD and ours is not None and ours.level is not None and ours.level.milli > 0


def _foreign(ours: Ours, theirs: Theirs) -> DriftKind | None:
    if not theirs.is_mapped:
        return DriftKind.MAPPING_MISSING
    if theirs.twins > 1:
        return DriftKind.DUPLICATE_SKU
    if not theirs.same_type:
        return DriftKind.TYPE_CHANGED
    if theirs.unseen_milli and ours.level is not None and theirs.level is not None:
        sold_there = theirs.level.milli + theirs.unseen_milli == ours.level.milli
        return DriftKind.UNSEEN_ORDER if sold_there else None
    return None


def _term(theirs: Theirs, term: int) -> DriftKind | None:
    older = theirs.term < term or (theirs.level is not None and theirs.level.term < term)
    newer = theirs.term > term or (theirs.level is not None and theirs.level.term > term)
    return DriftKind.MANUAL_EDIT if newer else DriftKind.STALE_TERM if older else None


def _card(ours: Ours, theirs: Theirs) -> DriftKind | None:
    if theirs.version < ours.version:
        return DriftKind.LOST_WRITE
    return DriftKind.MANUAL_EDIT if theirs.version > ours.version or not theirs.shown else None


def _level(ours: OurLevel | None, theirs: TheirLevel | None) -> DriftKind | None:
    if ours is None:
        return None if theirs is None else DriftKind.MANUAL_EDIT
    if theirs is None or theirs.version < ours.version:
        return DriftKind.LOST_WRITE
    return DriftKind.MANUAL_EDIT if (theirs.version, theirs.milli) != (ours.version, ours.milli) else None
