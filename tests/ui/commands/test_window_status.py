"""`comptoir sync` says how the window stands: after sending, and with --status while the till is open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pos.database import lock
from pos.database.connection import connect
from pos.domain.tax import TaxRate
from tests.sync.catalogue_server import RunningCatalogue, running_catalogue
from tests.ui.commands.running import shop_that_sold
from tests.ui.commands.test_online import Program

__all__ = ["running_catalogue"]


@pytest.fixture
def run(shop_path: Path, now: datetime, rates: tuple[TaxRate, ...], capsys: pytest.CaptureFixture[str]) -> Program:
    """A shop that sold three of its hundred soaps, on a machine without a key store."""
    return Program(shop_that_sold(shop_path, sales=3, now=now, rates=rates), capsys)


def _change(run: Program, statement: str) -> None:
    db = connect(run.shop)
    db.execute(statement)
    db.close()


def test_a_window_in_order_says_so_while_the_till_has_the_shop_open(
    run: Program, running_catalogue: RunningCatalogue
) -> None:
    run("pair", running_catalogue.url, running_catalogue.invite("Épicerie du port"))
    sent = run("sync", "--once", "--json")
    held = lock.hold(run.shop)
    try:
        told, said = run("sync", "--status", "--json"), run("sync", "--status")
    finally:
        held.release()

    assert (sent.code, told.code) == (0, 0)
    figures = told.figures
    assert (figures["waiting"], figures["waiting_s"], figures["set_aside"]) == (0, None, 0)
    assert figures["differences"] == {"held": 0, "left": 0, "repairing": 0, "repaired": 0}
    assert (figures["shown"], figures["articles"]) == (1, 1)
    assert abs(figures["skew_ms"]) < 60_000
    assert "En attente\u202f: rien" in said.out
    assert "Horloge\u202f: comme celle de la vitrine en ligne" in said.out


def test_what_waits_is_told_with_its_age(run: Program, running_catalogue: RunningCatalogue) -> None:
    run("pair", running_catalogue.url, running_catalogue.invite("Épicerie du port"))
    run("sync", "--once")
    _change(run, "UPDATE online_link SET current_at_ms = current_at_ms - 7 * 60000")
    _change(
        run, "INSERT INTO dirty (target, stream, product_id, gen) SELECT 'catalogue', 'product', id, 9 FROM product"
    )

    told, said = run("sync", "--status", "--json"), run("sync", "--status")

    assert told.code == 1, "something is to be seen to"
    assert told.figures["waiting"] == 1
    assert 7 * 60 <= told.figures["waiting_s"] < 8 * 60
    assert "En attente\u202f: 1 article, depuis" in said.out


def test_refusals_and_clocks_are_told(run: Program, running_catalogue: RunningCatalogue) -> None:
    run("pair", running_catalogue.url, running_catalogue.invite("Épicerie du port"))
    run("sync", "--once")
    _change(run, "UPDATE online_link SET skew_ms = -720000")
    _change(
        run,
        "INSERT INTO dirty (target, stream, product_id, gen, set_aside, left_aside)"
        " SELECT 'catalogue', 'product', id, 9, 'no', 1 FROM product",
    )

    told, said = run("sync", "--status", "--json"), run("sync", "--status")

    assert told.code == 1, "the clocks differ"
    assert (told.figures["set_aside"], told.figures["left_aside"], told.figures["skew_ms"]) == (1, 1, -720_000)
    assert "Articles refusés\u202f: 1, dont 1 laissés de côté par une personne" in said.out
    assert "retarde de 12\u00a0min" in said.out


def test_a_till_that_was_replaced_says_why_nothing_is_sent(run: Program, running_catalogue: RunningCatalogue) -> None:
    run("pair", running_catalogue.url, running_catalogue.invite("Épicerie du port"))
    _change(run, "UPDATE online_link SET suspended = 'stale-term'")

    told = run("sync", "--status")

    assert told.code == 1
    assert "Une autre caisse publie" in told.err


def test_a_shop_that_was_never_joined_has_no_standing(run: Program) -> None:
    ran = run("sync", "--status")

    assert ran.code == 2
    assert "Traceback" not in ran.err
