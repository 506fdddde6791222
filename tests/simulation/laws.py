"""What must be true, compared with what the world did. Reads the program's tables to observe, never to expect."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.simulation.reservations import check_reservations
from tests.simulation.trace import Violation
from tests.simulation.world import LATEST_MS

if TYPE_CHECKING:
    from tests.simulation.machine import Machine
    from tests.simulation.town import InWindow
    from tests.simulation.world import World

_STREAMS = 2


def check_quiet(world: World) -> None:
    """Everything, at a quiet point."""
    publisher = world.publisher
    assert publisher is not None
    window = world.town.window()
    window_is_true(world)
    check_anytime(world, window)
    check_reservations(world)
    world.look_for_oversell()
    for machine in world.machines:
        check_file(machine)


def check_anytime(world: World, window: dict[str, InWindow]) -> None:
    """What holds at every moment, whatever is under way."""
    _marks_only_grow(world, window)
    _window_is_honest(world, window)
    for machine in world.machines:
        _outbox_is_bounded(machine)


def check_file(machine: Machine) -> None:
    """A file holds what customers were told, each once, and nothing else (I1, I2, I3)."""
    truth, db = machine.truth, machine.db
    baskets: dict[str, Counter[str]] = defaultdict(Counter)
    for sale, product, milli in db.rows("SELECT sale_id, product_id, quantity_milli FROM sale_line"):
        baskets[sale][product] += milli
    lost, strange = truth.sales.keys() - baskets.keys(), baskets.keys() - truth.sales.keys()
    _need(not lost, f"{machine.name}: sales acknowledged and gone: {sorted(lost)}")
    _need(not strange, f"{machine.name}: sales nobody made: {sorted(strange)}")
    for sale, basket in truth.sales.items():
        _need(baskets[sale] == Counter(dict(basket)), f"{machine.name}: sale {sale} is {baskets[sale]}, not {basket}")
    levels: dict[str, int] = dict(
        db.rows("SELECT product_id, sum(quantity_milli) FROM stock_level GROUP BY product_id")
    )
    _need(levels == truth.levels, f"{machine.name}: levels {_differing(levels, truth.levels)}")
    moved: dict[str, int] = dict(db.rows("SELECT product_id, sum(delta_milli) FROM movement GROUP BY product_id"))
    _need(moved == truth.levels, f"{machine.name}: movements come to {_differing(moved, truth.levels)}")
    runs = db.rows("SELECT epoch, count(*), min(seq), max(seq) FROM movement GROUP BY epoch ORDER BY epoch")
    meant = [(epoch, count, 1, count) for epoch, count in sorted(truth.movements.items()) if count]
    _need(runs == meant, f"{machine.name}: movements run {runs}, not {meant}")


def window_is_true(world: World) -> None:
    """The window shows every product the shop shows, as it is, with its level, and nothing else."""
    publisher, window = world.publisher, world.town.window()
    assert publisher is not None
    truth = publisher.truth
    shown = {product: (one.name, one.price, one.level) for product, one in window.items() if one.shown}
    meant = {product: (card.name, card.price, truth.levels.get(product)) for product, card in truth.shown.items()}
    drifted = _differing(shown, meant)
    world.trace.counts["drift"] += len(drifted)
    _need(not drifted, f"the window drifted from {publisher.name} (window, truth): {drifted}")


def _marks_only_grow(world: World, window: dict[str, InWindow]) -> None:
    """(term, version) of what the window holds never goes back (I8); a level forgotten while hidden begins anew."""
    for product, one in window.items():
        mark = ((one.term, one.version), (one.level_term, one.level_version))
        before = world.marks.get(product, mark)
        before = before if one.level is not None else (before[0], mark[1])
        _need(mark[0] >= before[0] and mark[1] >= before[1], f"{product} went back from {before} to {mark}")
        world.marks[product] = mark


def _window_is_honest(world: World, window: dict[str, InWindow]) -> None:
    """A level was true at the moment the window says, give or take what a call was on its way, or later (I13).

    A heartbeat dates the levels of its own term only, as `sync.catalogue.vouching` dates them for shoppers.
    """
    if world.clones is not None or world.publisher is None or world.something_was_forgotten:
        return  # until the next comparison nobody knows what else the window shows
    shown = world.publisher.truth.shown.keys()
    complete_ms, term = world.town.complete_ms() or 0, world.town.term()
    for product, one in window.items():  # a heartbeat of another term than the level's makes it no younger
        as_of_ms = max(one.checked_ms, complete_ms if one.level_term == term else 0)
        told = world.told.get(product)
        if (
            told
            and product in shown
            and one.shown
            and one.level is not None
            and as_of_ms - LATEST_MS > world.honest_since_ms
        ):
            _need(
                _was(told, one.level, as_of_ms - LATEST_MS, world.time.now_ms),
                f"the window says {product} was {one.level} at {as_of_ms}; it was {told[-6:]}",
            )


def _was(told: list[tuple[int, int]], level: int, first_ms: int, last_ms: int) -> bool:
    """Whether a product had this level at some moment of a stretch of time."""
    ends = [at_ms for at_ms, _ in told[1:]] + [last_ms + 1]
    return any(
        known == level and begins <= last_ms and ends_ms >= first_ms
        for (begins, known), ends_ms in zip(told, ends, strict=True)
    )


def _outbox_is_bounded(machine: Machine) -> None:
    """At most a row a product and stream, and one attempt (I12)."""
    rows, attempts = machine.db.row("SELECT (SELECT count(*) FROM dirty), (SELECT count(*) FROM attempt)") or (0, 0)
    _need(
        rows <= _STREAMS * len(machine.truth.cards) and attempts <= 1, f"{machine.name}: {rows} rows, {attempts} tries"
    )


def _differing(found: Mapping[str, object], meant: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    return {
        name: (found.get(name), meant.get(name))
        for name in sorted(found.keys() | meant.keys())
        if found.get(name) != meant.get(name)
    }


def _need(holds: bool, words: str) -> None:
    if not holds:
        raise Violation(words)
