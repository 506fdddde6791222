"""How the shop's window stands, as `comptoir sync` says it: what the till's sheet says, in lines and in figures."""

from __future__ import annotations

import argparse
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pos.database.connection import connect_reader
from sync.errors import Distrust, NotLinked, suspended_for
from sync.skew import worth_saying
from ui import machine
from ui.commands.console import BROKEN, DONE, Console
from ui.messages import explain
from ui.online import fact_words
from ui.online.window_view import WindowView, look

_SECOND: Final = timedelta(seconds=1)


def say_status(wish: argparse.Namespace, console: Console) -> int:
    """Say how the window stands, from a reader beside whoever has the shop open; 1 when something is to be seen to.

    Raises:
        NotLinked: the shop was never joined.
        DatabaseError: the shop's file cannot be read.
    """
    with contextlib.closing(connect_reader(machine.shop_path(wish.shop))) as db:
        view = look(db, machine.now())
    if view.link is None:
        raise NotLinked
    if view.link.suspended:
        message = explain(suspended_for(Distrust(view.link.suspended)), console.wording)
        console.complain(f"{message.title}. {message.happened}")
    say_standing(view, console)
    console.figures(standing_figures(view))
    return _verdict(view)


def say_standing(view: WindowView, console: Console) -> None:
    """What waits and since when, what was refused, what differs, what is reserved, and the clocks."""
    wording, link = console.wording, view.link
    if link is None:
        return
    said = [(wording("Last current"), _last_current(view, console))]
    said.append((wording("Waiting"), fact_words.waiting(view, wording)))
    if view.set_aside:
        refused = wording("{count}, of which {left} set aside by a person")
        counts = {"count": wording.number(view.set_aside), "left": wording.number(len(view.left))}
        said.append((wording("Refused articles"), refused.format(**counts)))
    said.append((wording("Differences"), fact_words.differences(view, wording)))
    said.append((wording("Reservations"), fact_words.reservations(view, wording)))
    said.append((wording("Clock"), fact_words.clock(view, wording)))
    for name, fact in said:
        console.say(wording("{name}: {fact}").format(name=name, fact=fact))


def standing_figures(view: WindowView) -> dict[str, Any]:
    """The same, for programs; ages in whole seconds, null where there is none."""
    link = view.link
    return {
        "joined": link is not None,
        "suspended": link.suspended if link else "",
        "current_at_ms": link.current_at_ms if link else None,
        "waiting": view.waiting,
        "waiting_s": None if view.waited is None else view.waited // _SECOND,
        "set_aside": view.set_aside,
        "left_aside": len(view.left),
        "differences": view.differences._asdict(),
        "reservations": view.reservations._asdict(),
        "shown": view.shown,
        "articles": view.articles,
        "skew_ms": link.skew_ms if link else None,
        "compared_at_ms": link.compared_at_ms if link else None,
    }


def _verdict(view: WindowView) -> int:
    """Whether all is well: nothing stopped, waiting, refused, held back or out of step."""
    link, found = view.link, view.differences
    well = link is not None and not link.suspended and worth_saying(link.skew_ms) is None
    return DONE if well and not (view.waiting or view.refused or found.held) else BROKEN


def _last_current(view: WindowView, console: Console) -> str:
    wording, link = console.wording, view.link
    if link is None or link.current_at_ms is None:
        return wording("not yet")
    return wording.date_time(datetime.fromtimestamp(link.current_at_ms / 1000, UTC).astimezone())
