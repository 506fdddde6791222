"""An open line to the online shop that the shop's file names, and how the window stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pos.database import online_links, online_orders, outbox, questions, till, window_health
from pos.domain.identity import NewId
from sync import orders
from sync.connectors import Connect
from sync.errors import Distrust, SignInNeeded, SyncError, suspended_for
from sync.pairing import key_name
from sync.push import Clock, Push
from sync.skew import worth_saying
from sync.state import WindowState

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from pos.database.connection import Database
    from pos.database.online_links import OnlineLink
    from pos.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Means:
    """What a line is opened and run with."""

    clock: Clock
    new_id: NewId
    chance: random.Random
    keys: KeyStore
    open_connector: Connect


def open_line(db: Database, link: OnlineLink, means: Means, *, settled: Callable[[], None] = lambda: None) -> Push:
    """Open a line; nothing is sent yet.

    Raises:
        SignInNeeded: the key store does not hold the key any more.
        AddressRefused: the file names an address that no till sends its key to.
    """
    key = means.keys.load(key_name(link.target, till.identity(db).id))
    if key is None:
        raise SignInNeeded
    connector = means.open_connector(link.kind, link.address, key)
    push = Push(
        db,
        link,
        connector,
        clock=means.clock,
        new_id=means.new_id,
        chance=means.chance,
        settled=settled,
        pull_orders=lambda: orders.pull(db, push.link, connector, clock=means.clock),
    )
    return push


def window_state(db: Database, push: Push | None = None, *, trouble: SyncError | None = None) -> WindowState:
    """How the window stands: by what the file says, and by the line where one is open.

    Args:
        db: the shop; a reader will do.
        push: the open line.
        trouble: why no line is open.
    """
    link = online_links.get(db)
    if link is None:
        return WindowState(linked=False)
    news = outbox.waiting(db, link.target)
    current_at_ms = link.current_at_ms if push is None else push.current_at_ms
    return WindowState(
        linked=True,
        window_url=link.window_url,
        shop_name=link.shop_name,
        current_at=None if current_at_ms is None else datetime.fromtimestamp(current_at_ms / 1000, UTC).astimezone(),
        waiting=news.waiting,
        set_aside=news.set_aside,
        trouble=trouble or (push.trouble if push else _kept_trouble(link)),
        left_aside=len(outbox.left_aside(db, link.target)) if news.set_aside else 0,
        held=window_health.held_back(db, link.target),
        skew=worth_saying(link.skew_ms),
        orders_open=online_orders.count_open(db),
        orders_unseen=online_orders.count_unseen(db),
        orders_heard_ms=online_orders.last_heard_ms(db),
        questions_open=questions.count_open(db),
        questions_heard_ms=questions.last_heard_ms(db),
    )


def _kept_trouble(link: OnlineLink) -> SyncError | None:
    return suspended_for(Distrust(link.suspended)) if link.suspended else None
