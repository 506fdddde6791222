"""`comptoir sync --compare`: the shop's window held against its own books, and what differed, with the movements."""

from __future__ import annotations

import argparse
import random
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from ui import machine
from ui.commands.console import BROKEN, DONE, Console
from ui.commands.shop import held_shop
from ui.commands.words import duration
from ui.messages import explain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pos.domain.drift import Drift
    from sync.once import CompareFigures


def compare_window(wish: argparse.Namespace, console: Console) -> int:
    """Compare, send again what differs, and say what that was; 1 when something still differs afterwards."""
    from pos.database import drifts, online_links
    from pos.domain.identity import to_ms
    from sync import repairing
    from sync.connectors import connector_opener
    from sync.line import Means
    from sync.once import compare_once

    path = machine.shop_path(wish.shop)
    began = machine.now()
    means = Means(machine.now, machine.new_id, random.Random(), machine.key_store(path), connector_opener())
    with held_shop(path) as db:
        if wish.repair or wish.leave:
            decide = repairing.let if wish.repair else repairing.leave
            decide(db, online_links.CATALOGUE, now=began)
        resume = wish.resume or wish.repair or wish.leave
        done = compare_once(db, means, resume=resume, pause=lambda gap: _wait(gap, console))
        told = {one.id: one for one in drifts.unmended(db, online_links.CATALOGUE)}
        since = drifts.found_since(db, online_links.CATALOGUE, since_ms=to_ms(began), limit=-1)
        told |= {one.id: one for one in since}
    _say(done, list(told.values()), console)
    console.figures(_as_figures(done, told.values()))
    is_true = done.comparison is not None and done.window.trouble is None and not _open(told.values())
    return DONE if is_true else BROKEN


def _wait(gap: timedelta, console: Console) -> None:
    """Let the minute between the two looks pass, and show that it does."""
    seconds = round(gap.total_seconds())
    for passed in range(seconds):
        console.progress(console.wording("Something differs; looking again"), passed, seconds)
        time.sleep(1)


def _say(done: CompareFigures, told: list[Drift], console: Console) -> None:
    from ui.online import drift_words

    wording = console.wording
    if done.window.trouble is not None:
        message = explain(done.window.trouble, wording)
        console.complain(f"{message.title}. {message.happened} {message.to_do}".rstrip())
    if done.comparison is None:
        console.say(wording("The window could not be compared."))
        return
    said = wording.plural(
        "Compared in {duration}: {count} article of the window with the shop’s own books.",
        "Compared in {duration}: {count} articles of the window with the shop’s own books.",
        done.comparison.products,
    )
    console.say(said.format(duration=duration(done.seconds, wording), count=wording.number(done.comparison.products)))
    if not told:
        console.say(wording("Both agree."))
    for one in told:
        console.say(f"- {drift_words.title(one, wording)}")
        console.say(f"  {drift_words.figures(one, wording)} {drift_words.why(one, wording)}")
        for line in drift_words.movements(one, wording):
            console.say(f"    {line}")
        console.say(f"  {drift_words.done(one, wording)}")
    if done.comparison.brake is not None:
        console.complain(
            wording(
                "So much differs that nothing was changed. Look at the list; then say --repair to send the shop’s own"
                " figures, or --leave to leave the window as it is."
            )
        )


def _open(told: Iterable[Drift]) -> list[Drift]:
    from pos.domain.drift import DriftState

    return [one for one in told if one.state is not DriftState.REPAIRED]


def _as_figures(done: CompareFigures, told: Iterable[Drift]) -> dict[str, Any]:
    compared = done.comparison
    return {
        "compared": compared is not None,
        "products": compared.products if compared else 0,
        "differing": len(compared.findings) if compared else 0,
        "sent_again": compared.marked if compared else 0,
        "agreed_again": compared.agreed if compared else 0,
        "braked": msgspec.to_builtins(compared.brake) if compared else None,
        "drifts": [_as_figure(one) for one in told],
        "trouble": str(done.window.trouble) if done.window.trouble else "",
        "seconds": round(done.seconds, 3),
    }


def _as_figure(drift: Drift) -> dict[str, Any]:
    return {
        **msgspec.to_builtins(drift),
        "ours": msgspec.json.decode(drift.ours),
        "theirs": msgspec.json.decode(drift.theirs),
    }
