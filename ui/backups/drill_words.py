"""How a drill went, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos.wording import Wording, mark

if TYPE_CHECKING:
    from pos.database.backup_notes import Drill

_TROUBLES: Final = {
    "NoCopy": mark("there is no copy yet"),
    "JournalBroken": mark("its journal does not hold together"),
    "TotalsOff": mark("its totals are not the sum of its tickets"),
    "DiskFull": mark("the disk has no room for the trial"),
    "DatabaseDamaged": mark("the copy is damaged"),
    "BackupUnsound": mark("the copy is damaged"),
    "DatabaseReadOnly": mark("the disk does not accept writing"),
}


def drill_words(done: Drill | None, wording: Wording) -> str:
    """How the last drill went, with its date; that none was made yet for None."""
    if done is None:
        return wording("Not tried yet: once a week the newest copy is put back on trial.")
    if done.is_green:
        said = wording("✓ Tried {date} at {time}: the copy {name} can be put back, {sales} sales, {records} records.")
    else:
        said = wording("▲ Tried {date} at {time}: the copy {name} cannot be relied on: {trouble}.")
    trouble = _TROUBLES.get(done.trouble, mark("its books do not add up"))
    return said.format(
        date=wording.date(done.at),
        time=wording.time(done.at),
        name=done.copy or "–",
        sales=wording.number(done.sales),
        records=wording.number(done.records),
        trouble=wording(trouble),
    )
