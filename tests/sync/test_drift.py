"""What differs has the right name, nothing that differs goes unseen, and the brake holds where it must: pure."""

from __future__ import annotations

import random
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.database import stock
from pos.database.connection import Database
from pos.domain.drift import DriftKind
from pos.operations.opening import open_shop
from sync.drift import (
    GREATEST_VERSION,
    Brake,
    Finding,
    OurLevel,
    Ours,
    TheirLevel,
    Theirs,
    brake,
    classify,
    mendable,
)
from tests import builders
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import Mark, PretendCatalogue
from tests.sync.spoiling import compared
from tests.sync.till_at_work import TillAtWork, window_is_true

TERM = 3
OURS = Ours(7, OurLevel(9, 5000, 5000))
THEIRS = Theirs(TERM, 7, shown=True, level=TheirLevel(TERM, 9, 5000))


def _theirs(**changes: object) -> Theirs:
    return replace(THEIRS, **changes)  # type: ignore[arg-type]


def _level(term: int = TERM, version: int = 9, milli: int = 5000) -> Theirs:
    return replace(THEIRS, level=TheirLevel(term, version, milli))


NAMED: list[tuple[DriftKind | None, Ours | None, Theirs | None]] = [
    (None, OURS, THEIRS),
    (None, None, None),
    (None, None, _theirs(shown=False)),
    (None, Ours(7), _theirs(level=None)),
    (DriftKind.MISSING, OURS, None),
    (DriftKind.EXTRA, None, THEIRS),
    (DriftKind.LOST_WRITE, OURS, _theirs(version=6)),
    (DriftKind.LOST_WRITE, OURS, _theirs(version=6, shown=False)),
    (DriftKind.LOST_WRITE, OURS, _theirs(level=None)),
    (DriftKind.LOST_WRITE, OURS, _level(version=8, milli=6000)),
    (DriftKind.MANUAL_EDIT, OURS, _theirs(version=8)),
    (DriftKind.MANUAL_EDIT, OURS, _theirs(shown=False)),
    (DriftKind.MANUAL_EDIT, OURS, _level(milli=6000)),
    (DriftKind.MANUAL_EDIT, OURS, _level(version=10)),
    (DriftKind.MANUAL_EDIT, OURS, _level(term=TERM + 1)),
    (DriftKind.MANUAL_EDIT, Ours(7), THEIRS),
    (DriftKind.STALE_TERM, OURS, _theirs(term=2)),
    (DriftKind.STALE_TERM, OURS, _level(term=2, version=99, milli=0)),
    (DriftKind.OUR_LEVEL, Ours(7, OurLevel(9, 5000, 6000)), THEIRS),
    (DriftKind.OUR_LEVEL, Ours(7, OurLevel(0, 5000, None)), None),
    (DriftKind.MAPPING_MISSING, OURS, _theirs(is_mapped=False)),
    (DriftKind.DUPLICATE_SKU, OURS, _theirs(twins=2)),
    (DriftKind.TYPE_CHANGED, OURS, _theirs(same_type=False)),
    (DriftKind.UNSEEN_ORDER, OURS, replace(_level(milli=3000), unseen_milli=2000)),
    (DriftKind.MANUAL_EDIT, OURS, replace(_level(milli=3000), unseen_milli=1000)),
]


@pytest.mark.parametrize(("kind", "ours", "theirs"), NAMED)
def test_what_differs_has_a_name(kind: DriftKind | None, ours: Ours | None, theirs: Theirs | None) -> None:
    assert classify(ours, theirs, term=TERM) is kind


FIGURES = st.integers(-3, 3)
LEVELS = st.builds(TheirLevel, st.integers(2, 4), st.integers(8, 10), FIGURES)
HELD = st.none() | st.builds(Theirs, st.integers(2, 4), st.integers(6, 8), st.booleans(), st.none() | LEVELS)
BOOKS = st.none() | st.builds(
    Ours, st.just(7), st.none() | FIGURES.map(lambda milli: OurLevel(9, milli, table_milli=milli))
)


@given(BOOKS, HELD)
def test_both_agree_exactly_when_the_window_says_the_very_same(ours: Ours | None, theirs: Theirs | None) -> None:
    agrees = classify(ours, theirs, term=TERM) is None
    if ours is None:
        assert agrees == (theirs is None or not theirs.shown)
    else:
        level = None if ours.level is None else TheirLevel(TERM, ours.level.version, ours.level.milli)
        assert agrees == (theirs == Theirs(TERM, ours.version, shown=True, level=level))


@given(BOOKS, HELD)
def test_what_can_be_mended_is_beaten_by_a_fresh_version(ours: Ours | None, theirs: Theirs | None) -> None:
    kind = classify(ours, theirs, term=TERM)
    if kind is None or not mendable(Finding("soap", kind, ours, theirs), term=TERM):
        return
    if theirs is not None:
        assert (theirs.term, theirs.version) < (TERM, GREATEST_VERSION + 1)
        assert theirs.level is None or (theirs.level.term, theirs.level.version) < (TERM, GREATEST_VERSION + 1)


def test_what_only_a_person_can_mend_is_left_alone() -> None:
    beyond = _level(version=GREATEST_VERSION + 1)
    for kind, ours, theirs in (
        (DriftKind.MANUAL_EDIT, OURS, beyond),
        (DriftKind.MANUAL_EDIT, OURS, _level(term=TERM + 1)),
        (DriftKind.MANUAL_EDIT, Ours(7), THEIRS),
        (DriftKind.DUPLICATE_SKU, OURS, _theirs(twins=2)),
        (DriftKind.UNSEEN_ORDER, OURS, THEIRS),
    ):
        assert not mendable(Finding("soap", kind, ours, theirs), term=TERM)


def _findings(kind: DriftKind, count: int, ours: Ours = OURS) -> list[Finding]:
    return [Finding(str(number), kind, ours, None) for number in range(count)]


@given(st.integers(0, 40), st.integers(0, 2000))
def test_more_than_twenty_and_more_than_five_per_cent_brake(changes: int, products: int) -> None:
    held = brake(_findings(DriftKind.LOST_WRITE, changes), products=products)

    assert (held is not None) == (changes > 20 and changes > products * 5 // 100)


@given(st.integers(0, 8))
def test_more_than_three_records_missing_brake(missing: int) -> None:
    found = _findings(DriftKind.MISSING, missing)

    assert brake(found, products=20_000) == (Brake(missing, missing) if missing > 3 else None)
    assert brake(_findings(DriftKind.MISSING, missing, Ours(7)), products=20_000) is None, "there is nothing to miss"


SPOILS = st.lists(
    st.tuples(st.sampled_from(["level", "version", "lost", "hidden", "old", "invented"]), st.integers(0, 4))
)


@settings(max_examples=25)
@given(spoils=SPOILS, seed=st.integers(0, 2**32))
def test_whatever_is_spoilt_the_window_is_true_again_and_the_shop_as_it_was(
    spoils: list[tuple[str, int]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Up to the brake's measure, which only a shop of more articles would come under."""
    path = tmp_path_factory.mktemp("drift") / "shop.db"
    db = open_shop(path, now=builders.NOON, new_id=builders.ids(seed))
    catalogue = PretendCatalogue()
    server = FaultServer(catalogue)
    try:
        _spoil_and_compare(db, server, catalogue, spoils, random.Random(seed))
    finally:
        server.stop()
        db.close()


def _spoil_and_compare(
    db: Database,
    server: FaultServer,
    catalogue: PretendCatalogue,
    spoils: list[tuple[str, int]],
    chance: random.Random,
) -> None:
    till = TillAtWork(db)
    till.join(server.url, catalogue.invite("Savonnerie"))
    window = catalogue.shops["Savonnerie"]
    shelf = [till.add(f"Savon {number}", number) for number in range(5)]
    till.push_until_quiet()
    before = stock.levels(db)
    lost = 0
    for what, place in spoils:
        ref = shelf[place].id
        mark, row = window.products.get(ref, (None, None))
        if mark is None or row is None:
            continue
        match what:
            case "level" if ref in window.levels:
                window.levels[ref] = (window.levels[ref][0], chance.randint(-9, 9) * 1000)
            case "version" if ref in window.levels:
                window.levels[ref] = (Mark(mark.term, chance.randint(1, 10**9)), chance.randint(-9, 9) * 1000)
            case "old":
                window.products[ref] = (Mark(chance.choice([0, mark.term]), chance.randint(1, 99)), row)
            case "hidden":
                window.products[ref] = (mark, msgspec.structs.replace(row, shown=False))
            case "lost" if lost < 3:
                lost += 1
                del window.products[ref]
                window.levels.pop(ref, None)
            case "invented":
                window.products[f"nobodys-{place}"] = (mark, msgspec.structs.replace(row, shown=True))

    compared(till)

    assert window_is_true(till)
    assert {one for one, (_, row) in window.products.items() if row.shown} == {one.id for one in shelf}
    assert stock.levels(db) == before
    again = compared(till)
    assert again is not None
    assert again.findings == ()
