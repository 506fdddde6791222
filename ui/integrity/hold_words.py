"""The words for what was found wrong with the till's records: what was found, what it means, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pos.domain.hold import Hold, HoldReason
from pos.wording import Wording, mark

BACKUPS: Final = "backups"
"""The folder beside the shop's file that copies lie in unless a person chose another."""


@dataclass(frozen=True, slots=True)
class HoldWords:
    """A hold in words; plain text, never markup."""

    title: str
    found: str
    means: str
    to_do: str
    going_on: str


_NEWEST_BACKUP: Final = mark(
    "Best: close the till and put the newest copy back, with “comptoir restore” and the copy’s name. Copies lie in "
    "{folder}, or where you had them made."
)
_NEW_SERIES: Final = mark(
    "Or go on in a new series: tickets are numbered from 1 again, and it stays recorded for good that something is "
    "missing before it."
)

_WORDS: Final[dict[HoldReason, tuple[str, str, str, str]]] = {
    HoldReason.BEHIND: (
        mark("Sales are missing from this file"),
        mark(
            "An old copy was put in the place of the shop’s file, or its end was cut off. What is missing was sold and "
            "counts, so nothing is sold before somebody has decided. The open ticket is kept."
        ),
        _NEWEST_BACKUP,
        _NEW_SERIES,
    ),
    HoldReason.FORKED: (
        mark("This file has gone its own way"),
        mark(
            "A copy of the shop was used on another machine, or records were written anew. Two truths cannot both "
            "count, so nothing is sold before somebody has decided. The open ticket is kept."
        ),
        _NEWEST_BACKUP,
        _NEW_SERIES,
    ),
    HoldReason.CUT: (
        mark("The end of the records is missing"),
        mark(
            "Something wrote into the shop’s file past the till. What is missing was sold and counts, so nothing is "
            "sold before somebody has decided. The open ticket is kept."
        ),
        _NEWEST_BACKUP,
        _NEW_SERIES,
    ),
    HoldReason.BROKEN: (
        mark("A record was changed"),
        mark(
            "Something wrote into the shop’s file past the till, or its disk fails. Nothing is sold before somebody "
            "has decided. The open ticket is kept."
        ),
        _NEWEST_BACKUP,
        mark(
            "Or go on in a new series: tickets are numbered from 1 again, and it stays recorded for good which record "
            "was found changed."
        ),
    ),
    HoldReason.KEY: (
        mark("The till cannot sign"),
        mark(
            "Every sale is signed with a key of this till alone. It stays behind when only the shop’s file goes to "
            "another machine. The open ticket is kept."
        ),
        mark(
            "Best: use the machine the till was set up on, or unlock this system’s key store, then open the till again."
        ),
        mark(
            "Or go on with a new key, in a new series: tickets are numbered from 1 again, and it stays recorded for "
            "good that the old key was lost."
        ),
    ),
}


def explain_hold(hold: Hold, wording: Wording, *, shop_path: Path, when: Callable[[int], datetime]) -> HoldWords:
    """Say a hold in the language of the person at the till.

    Args:
        hold: what was found.
        wording: the language.
        shop_path: the shop's file.
        when: gives a moment in the shop's time zone for milliseconds UTC.
    """
    title, means, to_do, going_on = _WORDS[hold.reason]
    return HoldWords(
        title=wording(title),
        found=_found(hold, wording, when),
        means=wording(means),
        to_do=wording(to_do).format(folder=shop_path.parent / BACKUPS),
        going_on=wording(going_on),
    )


def explain_doubt(wording: Wording, *, shop_path: Path) -> HoldWords:
    """Say that the shared catalogue contradicts the file: selling goes on, and the window is not kept current.

    Args:
        wording: the language.
        shop_path: the shop's file.
    """
    return HoldWords(
        title=wording("The catalogue remembers other sales"),
        found=wording("The shared catalogue remembers a record of this till that this file never came to."),
        means=wording(
            "An old copy was put in the place of the shop’s file, or a copy of it is used on another machine. Selling "
            "goes on, and nothing is sent to the shop window before somebody has decided."
        ),
        to_do=wording(_NEWEST_BACKUP).format(folder=shop_path.parent / BACKUPS),
        going_on=wording(_NEW_SERIES),
    )


def _found(hold: Hold, wording: Wording, when: Callable[[int], datetime]) -> str:
    if hold.reason in {HoldReason.BEHIND, HoldReason.CUT} and hold.missing:
        said = wording.plural(
            "This till has recorded {count} record more than its file holds.",
            "This till has recorded {count} records more than its file holds.",
            hold.missing,
        ).format(count=wording.number(hold.missing))
        return " ".join(filter(None, (said, _last(hold, wording, when))))
    if hold.reason is HoldReason.BROKEN and hold.seq:
        return wording("Record no. {seq} is no longer as it was signed.").format(seq=wording.number(hold.seq))
    if hold.reason is HoldReason.KEY:
        return wording("The key that signs this till’s records is not on this machine.")
    said = wording("Record no. {seq} of this file is not the one this till wrote.")
    return " ".join(filter(None, (said.format(seq=wording.number(hold.seq)), _last(hold, wording, when))))


def _last(hold: Hold, wording: Wording, when: Callable[[int], datetime]) -> str:
    """When the last known record was made."""
    if not hold.at_ms:
        return ""
    at = when(hold.at_ms)
    said = wording("The last one it knows was made on {day} at {time}.")
    return said.format(day=wording.date(at), time=wording.time(at))
