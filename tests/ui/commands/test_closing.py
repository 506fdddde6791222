"""`comptoir close`, as whoever shuts a shop meets it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from pos.domain.tax import TaxRate
from tests.ui.commands.running import Program, shop_that_sold
from ui import machine


@pytest.fixture
def shop(tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Path:
    return shop_that_sold(tmp_path / "shop.db", sales=2, now=now, rates=rates)


@pytest.fixture
def winter(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The machine's clock, six weeks after the last sale: neither its month nor its year goes on."""
    later = now + timedelta(days=45)
    monkeypatch.setattr(machine, "now", lambda: later)
    return later


def test_a_shop_that_shuts_closes_its_day_its_month_and_its_year(shop: Path, winter: datetime, run: Program) -> None:
    early = run("close", "--shop", shop, "--month", "2026-11")
    assert early.code == 2
    assert "La journée d’avant est encore ouverte" in early.err

    day = run("close", "--shop", shop, "--json")

    assert [one["kind"] for one in msgspec.json.decode(day.out)["closed"]] == ["Z", "ZM", "ZY"]
    again = run("close", "--shop", shop, "--month", "2026-11")
    assert again.code == 2
    assert "Cette période ne peut pas être clôturée maintenant" in again.err
    assert run("verify", "--shop", shop).code == 0


def test_a_month_whose_last_day_brought_nothing_is_closed_by_hand(
    shop: Path, now: datetime, run: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "now", lambda: now)
    assert "Z 1 : 2026-11-23" in run("close", "--shop", shop).out

    monkeypatch.setattr(machine, "now", lambda: now + timedelta(days=45))
    assert run("close", "--shop", shop, "--year", "2026").code == 2
    assert "ZM 1 : 2026-11" in run("close", "--shop", shop, "--month", "2026-11").out
    assert "ZY 1 : 2026" in run("close", "--shop", shop, "--year", "2026").out
    assert run("verify", "--shop", shop).code == 0
