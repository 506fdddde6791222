"""The drill: the newest copy put back in an empty place, to see today whether one could live on with it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from pos.database import backup_notes
from pos.database.backup_notes import Drill
from pos.database.connection import Database, connect_reader, transaction
from pos.domain.errors import ShopError
from pos.domain.identity import NewId
from pos.operations.backing_up import Rest, copies, first_break, first_place, without_rest
from pos.operations.checking import Finding, JournalBroken
from pos.operations.restoring import restore

_SCRATCH: Final = "drill-"
_NO_COPY: Final = "NoCopy"
_JOURNAL: Final = "JournalBroken"
_TOTALS: Final = "TotalsOff"


def rehearse(shop_path: Path, *, now: datetime, new_id: NewId, rest: Rest = without_rest) -> Drill:
    """Restore the newest copy into a scratch file, go over its journal there, and throw the scratch away.

    The real shop, its keys and the copy itself are only read. What goes wrong is the answer, never raised.

    Args:
        shop_path: the shop's file, in use or not.
        now: the moment.
        new_id: names what a restore names anew.
        rest: called between two steps.
    """
    folder = first_place(shop_path)
    found = copies(shop_path, folder, now=now)
    if not found:
        return Drill(now, "", 0, 0, _NO_COPY)
    copy = found[0][1]
    for left_over in folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch:
            return _put_back(copy, Path(scratch) / shop_path.name, now=now, new_id=new_id, rest=rest)
    except (ShopError, OSError) as problem:
        return Drill(now, copy.name, 0, 0, type(problem).__name__)


def note_drill(db: Database, done: Drill) -> None:
    """Keep how a drill went."""
    with transaction(db):
        backup_notes.put_drill(db, done)


def _put_back(copy: Path, scratch: Path, *, now: datetime, new_id: NewId, rest: Rest) -> Drill:
    done = restore(
        copy,
        scratch,
        now=now,
        new_id=new_id,
        may_take_new_key=True,  # the till's own has no place in a rehearsal
        despite_findings=True,
        progress=lambda *_: rest(),
    )
    trouble = next(map(_name_of, done.report.findings), "")
    reader = connect_reader(scratch)
    try:
        if not trouble and first_break(reader, rest=rest) is not None:
            trouble = _JOURNAL
    finally:
        reader.close()
    return Drill(now, copy.name, done.sales, done.backup.seq, trouble)


def _name_of(finding: Finding) -> str:
    """What a finding is called where a drill is told of: totals that are off have a name of their own."""
    if isinstance(finding, JournalBroken) and "totals" in {finding.code, finding.values.get("table")}:
        return _TOTALS
    return type(finding).__name__
