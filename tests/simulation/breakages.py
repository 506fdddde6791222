"""Faults planted in the real code, one at a time: the simulation must find each of them, or it proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any

import msgspec

from pos.database import connection, cursors, outbox
from pos.operations import moving, ordering, selling, taking_orders
from sync import push, settling
from sync.connectors import catalogue
from sync.errors import SyncError
from sync.kernel import Accepted, Fate
from sync.protocol import BatchReply, RowResult
from tests.simulation import disasters, episode, everyday, shoppers, world
from tests.simulation.times import replaced

Planted = Callable[[], AbstractContextManager[Any]]
BREAKAGES: dict[str, Planted] = {}


def often(stack: ExitStack, event: episode.Event, weight: int) -> None:
    """Let what the fault needs happen often, so that few steps suffice."""
    stack.enter_context(replaced(episode, "EVENTS", [*episode.EVENTS, (weight, event)]))


def planted(name: str) -> Callable[[Callable[[ExitStack], None]], None]:
    """Give a fault its name."""

    def keep(plant: Callable[[ExitStack], None]) -> None:
        @contextmanager
        @wraps(plant)
        def with_fault() -> Iterator[None]:
            with ExitStack() as stack:
                plant(stack)
                yield

        BREAKAGES[name] = with_fault

    return keep


@planted("a row is clean whatever changed since it was claimed")
def _no_gen_check(stack: ExitStack) -> None:
    def careless(result: RowResult, *, gen: int, claimed_gen: int) -> Fate:
        return Fate.POISON if result.outcome == "refused" else Fate.CLEAN

    stack.enter_context(replaced(settling, "fate", careless))


@planted("the catalogue takes what any till says, whatever its term")
def _no_term(stack: ExitStack) -> None:
    often(stack, disasters.hand_over, 200)
    from sync.catalogue import batches
    from sync.catalogue.models import Shop

    newest = batches.newest

    def check_nothing(shop: str, key_term: int, given: int) -> Any:
        return Shop.objects.select_for_update().get(pk=shop)

    def by_version_only(batch: Any, term: int, held: Any) -> Any:
        return newest(
            batch, 2**40, {ref: replace(one, mark=one.mark and (2**40, one.mark[1])) for ref, one in held.items()}
        )

    stack.enter_context(replaced(batches, "check_term", check_nothing))
    stack.enter_context(replaced(batches, "newest", by_version_only))


@planted("the catalogue keeps no answers, and takes rows whatever their version")
def _no_version(stack: ExitStack) -> None:
    often(stack, everyday.weather, 500)
    from sync.catalogue import batches
    from sync.catalogue.database import writing

    newest = batches.newest

    def answer_again(shop: str, key_term: int, batch: Any, body: bytes, take: Any, *, now_ms: int) -> bytes:
        with writing():
            batches.check_term(shop, key_term, batch.term)
            return bytes(msgspec.json.encode(BatchReply(batch.attempt, batch.term, take())))

    stack.enter_context(replaced(batches, "answer_rows_once", answer_again))
    stack.enter_context(
        replaced(
            batches,
            "newest",
            lambda batch, term, held: newest(batch, term, {ref: replace(one, mark=None) for ref, one in held.items()}),
        )
    )


@planted("an answer to another call settles this one")
def _no_echo(stack: ExitStack) -> None:
    often(stack, everyday.weather, 500)
    stack.enter_context(replaced(catalogue, "_need_echo", lambda echoed: None))


@planted("levels sent again are dated by when they arrive")
def _again_is_now(stack: ExitStack) -> None:
    often(stack, everyday.weather, 1000)
    often(stack, everyday.time_passes, 1000)
    from sync.catalogue import batches, clock

    stack.enter_context(replaced(batches, "_after_the_last_word", lambda shop: clock.now_ms()))


@planted("a call that was lost counts as taken")
def _lost_is_taken(stack: ExitStack) -> None:
    send = push.Push._send

    def hopeful(self: Any, attempt_id: str) -> Any:
        try:
            rows = outbox.claimed(self._db, attempt_id)
            return send(self, attempt_id) if not rows else _hope(self, attempt_id, send, rows)
        except SyncError:
            return None

    stack.enter_context(replaced(push.Push, "_send", hopeful))


def _hope(self: Any, attempt_id: str, send: Any, rows: Any) -> Any:
    event = send(self, attempt_id)
    if isinstance(event, Accepted):
        return event
    return Accepted(tuple(RowResult(row.product_id, max(1, row.claimed_gen), "applied") for row in rows))


@planted("goods that come in are no news")
def _moves_are_no_news(stack: ExitStack) -> None:
    class Silent:
        mark_levels = staticmethod(lambda db, changed: None)

    stack.enter_context(replaced(moving, "outbox", Silent))


@planted("a heartbeat says that nothing waits, whatever waits")
def _lying_heartbeat(stack: ExitStack) -> None:
    heartbeat = push.Push._heartbeat

    def lying(self: Any, **more: Any) -> Any:
        from msgspec.structs import replace as with_

        return with_(heartbeat(self, **more), waiting=0)

    stack.enter_context(replaced(push.Push, "_heartbeat", lying))
    stack.enter_context(replaced(push.Push, "beat", _beat_anyway))


def _beat_anyway(self: Any, *, closing: bool = False) -> bool:
    try:
        self._connector.heartbeat(self._heartbeat(closing=closing), hurried=closing)
    except SyncError:
        return False
    return True


@planted("a transaction is open while the network is waited for")
def _open_transaction(stack: ExitStack) -> None:
    send = push.Push._send

    def within(self: Any, attempt_id: str) -> Any:
        with connection.transaction(self._db):
            return send(self, attempt_id)

    stack.enter_context(replaced(push.Push, "_send", within))


@planted("the witness keeps whatever it is told last")
def _forgetful_witness(stack: ExitStack) -> None:
    often(stack, disasters.clone, 100)
    from sync.catalogue import witnesses

    stack.enter_context(replaced(witnesses, "_follows", lambda request, held: True))


@planted("the log is not synced before a sale is acknowledged")
def _normal_sync(stack: ExitStack) -> None:
    stack.enter_context(replaced(world, "WATCHED", 1.0))
    often(stack, disasters.power_cut, 400)
    pragmas = connection._apply_pragmas
    stack.enter_context(replaced(connection, "_apply_pragmas", lambda db, _: pragmas(db, "NORMAL")))


@planted("the level moves in a transaction of its own, after the sale's")
def _half_a_sale(stack: ExitStack) -> None:
    often(stack, disasters.power_cut_soon, 1000)
    from pos.database import stock

    record = stock.record

    class Apart:
        def __getattr__(self, name: str) -> Any:
            return getattr(stock, name)

        @staticmethod
        def record(db: Any, moved: Any, *, first_version: int) -> None:
            db.execute("COMMIT")
            db.execute("BEGIN IMMEDIATE")
            record(db, moved, first_version=first_version)

    stack.enter_context(replaced(selling, "stock", Apart()))


@planted("how far the feed was read is kept before what it told")
def _cursor_first(stack: ExitStack) -> None:
    often(stack, disasters.power_cut_soon, 2000)
    often(stack, shoppers.reserve, 2000)
    take = taking_orders._take

    def take_apart(db: Any, row: Any, order: Any, now: Any) -> None:
        known = cursors.get(db, order.target, cursors.ORDERS)
        if known is not None and row.cursor is not None:
            cursors.put(db, order.target, cursors.ORDERS, cursors.Cursor(known.feed, row.cursor))
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        take(db, row, order, now)

    stack.enter_context(replaced(taking_orders, "_take", take_apart))


@planted("what changed of a reservation is not taken over")
def _no_revisions(stack: ExitStack) -> None:
    stack.enter_context(replaced(taking_orders, "_take_over", lambda *_, **__: None))


@planted("what was collected is not told")
def _collected_is_not_told(stack: ExitStack) -> None:
    stack.enter_context(replaced(ordering, "fulfil_sold", lambda *_, **__: None))


@planted("the window promises three more than it was handed")
def _more_rights(stack: ExitStack) -> None:
    often(stack, shoppers.rule, 200)
    often(stack, shoppers.reserve, 2000)
    from sync.catalogue.orders import offered
    from sync.catalogue.orders.rights import rights_of

    stack.enter_context(replaced(offered, "rights_of", lambda row: rights_of(row) + 3000))
