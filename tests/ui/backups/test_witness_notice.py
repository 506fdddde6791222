"""What the witness says against the file is written down and said, once, while selling goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pos.database.journal.author import Head
from pos.database.journal.records import about
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record
from sync.witnessing import Contradiction
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import TEA

KEPT = Head(99, bytes(range(32)), 1)


def detected(shop_path: Path) -> list[Record]:
    return ask(shop_path, lambda db: about(db, Event.ROLLBACK_DETECTED, Kind.JET))


def test_an_old_copy_is_noted_and_said_once(cashier: Cashier, shop_path: Path) -> None:
    toast = cashier.window.toast

    cashier.till.witness_contradicted.emit(Contradiction(KEPT, Head(7, bytes(32), 1)))
    cashier.qtbot.waitUntil(lambda: "an old copy was put back" in toast._text.text(), timeout=5_000)

    [record] = detected(shop_path)
    said: Any = parse(record.payload)
    assert said["data"]["head"] == {"epoch": 1, "seq": 99, "hash": KEPT.hash.hex()}
    assert said["data"]["by"] == "witness"
    toast.hide()
    cashier.till.witness_contradicted.emit(Contradiction(KEPT, Head(8, bytes(32), 1)))
    cashier.settle()
    assert len(detected(shop_path)) == 1
    assert not toast.isVisible()
    cashier.scan(TEA)
    assert cashier.lines == [("Thé vert", 1_000)]
