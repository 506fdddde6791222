"""What differed between till and window, why as far as the movements tell, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec

from pos.domain.drift import Drift, DriftKind, DriftState, Moved
from pos.domain.quantity import Quantity, Unit
from pos.domain.stock import Reason
from pos.wording import Wording, mark

_WHY: Final = {
    DriftKind.LOST_WRITE: mark("The window holds an older word of this till: what was sent later never arrived there."),
    DriftKind.MANUAL_EDIT: mark("The window says what this till never said: it was changed over there."),
    DriftKind.MISSING: mark("The window does not know the article any more."),
    DriftKind.EXTRA: mark("The window shows an article that this shop does not show."),
    DriftKind.STALE_TERM: mark("The window holds a word from before the last joining or restore."),
    DriftKind.OUR_LEVEL: mark("The till’s own level was not the sum of its movements; it was added up anew."),
    DriftKind.UNSEEN_ORDER: mark("It was sold over there, and the order was not read here yet."),
    DriftKind.MAPPING_MISSING: mark("The article over there is not tied to ours any more."),
    DriftKind.TYPE_CHANGED: mark("The article over there became another kind of article."),
    DriftKind.DUPLICATE_SKU: mark("Several articles over there carry our code."),
}
_DONE: Final = {
    DriftState.FOUND: mark("It was left as it is, or only a person can mend it."),
    DriftState.HELD: mark("It is held back until somebody decides."),
    DriftState.REPAIRING: mark("The till’s figures are being sent."),
    DriftState.REPAIRED: mark("Both agree again."),
}
_REASONS: Final = {
    Reason.SALE: mark("sale"),
    Reason.OPENING: mark("opening stock"),
    Reason.IMPORT: mark("list brought in"),
    Reason.IMPORT_UNDONE: mark("list taken back"),
    Reason.ONLINE: mark("reservation paid online"),
}


class _Level(msgspec.Struct, frozen=True):
    milli: int


class _Side(msgspec.Struct, frozen=True):
    """What of one side's figures is said."""

    level: _Level | None = None
    shown: bool = True


def title(drift: Drift, wording: Wording) -> str:
    """Which article, and when it was found."""
    name = drift.name or wording("An article that is no longer there")
    return wording("{name}, found {moment}").format(name=name, moment=wording.date_time(drift.found_at.astimezone()))


def figures(drift: Drift, wording: Wording) -> str:
    """What either side said."""
    said = wording("The till had {ours}, the window said {theirs}.")
    return said.format(ours=_side(drift.ours, wording), theirs=_side(drift.theirs, wording))


def why(drift: Drift, wording: Wording) -> str:
    """What went wrong."""
    return wording(_WHY[drift.kind])


def movements(drift: Drift, wording: Wording) -> Iterator[str]:
    """The movements behind it, each by the name it has for ever; none where no goods moved."""
    story = drift.story
    if story.known is not None:
        yield wording("The window stood at movement {movement}.").format(movement=_moved(story.known, wording))
    if story.since:
        yield wording("Since then the till counted:") if story.known else wording("The last movements at the till:")
    if story.earlier:
        earlier = wording.plural("{count} earlier movement", "{count} earlier movements", story.earlier)
        yield "· " + earlier.format(count=wording.number(story.earlier))
    for moved in story.since:
        yield "· " + _moved(moved, wording)


def done(drift: Drift, wording: Wording) -> str:
    """What was done about it."""
    if drift.state is DriftState.REPAIRED and drift.settled_at is not None:
        moment = wording.date_time(drift.settled_at.astimezone())
        return wording("Both agree again since {moment}.").format(moment=moment)
    return wording(_DONE[drift.state])


def _side(told: str, wording: Wording) -> str:
    side = msgspec.json.decode(told, type=_Side | None)
    if side is None or not side.shown:
        return wording("nothing to show")
    if side.level is None:
        return wording("no level")
    return wording.quantity(Quantity(side.level.milli), Unit.PIECE)


def _moved(moved: Moved, wording: Wording) -> str:
    at = datetime.fromtimestamp(moved.at_ms / 1000, UTC).astimezone()
    count = wording.quantity(Quantity(moved.milli), Unit.PIECE)
    said = wording("{name}: {reason}, {count}, {moment}")
    return said.format(
        name=f"{moved.till[-6:]}/{moved.epoch}/{moved.seq}",
        reason=_reason(moved.reason, wording),
        count=count if moved.milli < 0 else f"+{count}",
        moment=wording.date_time(at),
    )


def _reason(reason: str, wording: Wording) -> str:
    return wording(_REASONS[Reason(reason)]) if reason in set(Reason) else reason
