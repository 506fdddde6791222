"""R10: whatever happens during a payment, there is a complete signed ticket or nothing, and no gap in the numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pos.domain.errors import DatabaseError
from pos.fiscal.chain import Links
from pos.fiscal.record import Kind
from pos.operations.rechecking import go_over
from tests.pos.fiscal.working_till import WorkingTill


class Failing:
    """A connection whose n-th statement does not come to its end."""

    def __init__(self, real: Any, fails_at: int) -> None:
        self._real, self._left = real, fails_at

    def execute(self, sql: str, values: Any = ()) -> Any:
        self._count(sql)
        return self._real.execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> Any:
        self._count(sql)
        return self._real.executemany(sql, rows)

    def _count(self, sql: str) -> None:
        self._left -= 1
        if self._left == 0 and sql != "ROLLBACK":
            raise ConnectionAbortedError(sql)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def _whole(till: WorkingTill) -> None:
    """Every record follows, every ticket has its sale, and numbers have no gap."""
    records = till.records
    assert go_over(till.db, Links(), to_seq=len(records))[1] == ()
    assert [one.seq for one in records] == list(range(1, len(records) + 1))
    tickets = [one for one in records if one.kind is Kind.TICKET]
    assert [one.number for one in tickets] == list(range(1, len(tickets) + 1))
    assert till.db.value("SELECT count(*) FROM sale") == len(tickets)
    assert till.db.value("SELECT last_number FROM till") == len(tickets)
    assert till.db.value("SELECT seq FROM fiscal_head") == len(records)
    assert till.db.value("SELECT perpetual_signed FROM totals") == 250 * len(tickets)


def _statements_of_a_sale(till: WorkingTill) -> int:
    real = till.db.connection
    till.db.connection = counting = Failing(real, 0)
    till.sell()
    till.db.connection = real
    return -counting._left


def test_r10_a_sale_that_fails_at_any_statement_is_whole_or_not_there(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    till.open()
    till.sell(2)
    statements = _statements_of_a_sale(till)
    assert statements > 15
    for place in range(1, statements + 1):
        before = till.db.value("SELECT count(*) FROM sale")
        real = till.db.connection
        till.db.connection = Failing(real, place)
        with pytest.raises((ConnectionAbortedError, DatabaseError)):
            till.sell()
        till.db.connection = real
        assert till.db.value("SELECT count(*) FROM sale") == before
        _whole(till)
        till.sell()
    _whole(till)


@pytest.mark.parametrize("place", [3, 9, 14, 20])
def test_r10_a_file_left_amid_a_sale_opens_whole(tmp_path: Path, place: int) -> None:
    """Nobody rolls back here: the program is gone, as with its power."""
    till = WorkingTill(tmp_path)
    till.open()
    till.sell(2)
    real = till.db.connection
    till.db.connection = Failing(real, place)
    _leave_amid(till, till.sell)
    till.db.connection = real
    copy = till.copy(tmp_path / "as it was left")
    till.cut_power()
    till.put_back(copy)

    begun = till.open()

    assert begun.hold is None
    _whole(till)
    till.sell()
    _whole(till)


def _leave_amid(till: WorkingTill, deed: Callable[[], object]) -> None:
    """Let a deed begin and stop short, its transaction left open until the file was copied."""
    real_execute = Failing.execute

    def no_way_back(self: Failing, sql: str, values: Any = ()) -> Any:
        if sql == "ROLLBACK":
            return None
        return real_execute(self, sql, values)

    Failing.execute = no_way_back  # type: ignore[method-assign]
    try:
        with pytest.raises((ConnectionAbortedError, DatabaseError)):
            deed()
    finally:
        Failing.execute = real_execute  # type: ignore[method-assign]


def test_r10_no_anchor_is_ever_ahead_of_the_file(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    till.open()
    till.sell(2)
    statements = _statements_of_a_sale(till)
    [anchors] = till.heads.folder.glob("*.heads")
    real = till.db.connection
    for place in range(1, statements + 1):
        till.db.connection = Failing(real, place)
        with pytest.raises((ConnectionAbortedError, DatabaseError)):
            till.sell()
        till.db.connection = real
        known = till.heads.furthest(anchors.stem)
        assert known is not None
        assert known.seq == till.db.value("SELECT max(seq) FROM fiscal_record")
