"""`comptoir pair` and `sync --once` against the real catalogue, before and after a backup is put back."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.database.connection import Database, connect_reader
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.keystore import FileKeyStore
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.opening import open_shop
from tests.builders import close_day_before, ids, product
from tests.sync.catalogue_server import RunningCatalogue, running_catalogue
from tests.sync.spoiling import Spoiler
from tests.ui.commands.running import SOAP, Ran, sell_soap, shop_that_sold
from ui import machine
from ui.__main__ import main
from ui.commands.demo.page import figure, level_line, product_url

__all__ = ["running_catalogue"]

SHOP = "Épicerie du port"
SOLD = 3


class Program:
    """The program, run here on one shop."""

    def __init__(self, shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.shop = shop
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Ran:
        code = main([*map(str, words), "--shop", str(self.shop), "--language", "fr"])
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)


@pytest.fixture
def run(
    shop_path: Path,
    now: datetime,
    rates: tuple[TaxRate, ...],
    capsys: pytest.CaptureFixture[str],
) -> Program:
    """A shop that sold three of its hundred soaps, on a machine without a key store."""
    return Program(shop_that_sold(shop_path, sales=SOLD, now=now, rates=rates), capsys)


def _comes_to_show(catalogue: RunningCatalogue, count: int) -> bool:
    """Claim that the shopper's page tells so many soaps, or does so in a moment: pages hear news a little later."""
    for _ in range(100):
        seen = figure(level_line(product_url(catalogue.shop_url("epicerie-du-port"), SOAP.id), "fr"))
        if seen is not None and seen.milli == count * 1_000:
            return True
        time.sleep(0.1)
    return False


def _sell(shop: Path, times: int, rates: tuple[TaxRate, ...]) -> None:
    """Sell at the machine's own moment, which commands go by; the day before is closed first."""
    now = machine.now()
    db: Database = open_shop(shop, now=now, new_id=ids(9))
    close_day_before(db, now)
    sell_soap(db, times, now=now, rates=rates)
    db.close()


def test_a_till_joins_and_its_window_shows_what_it_has(run: Program, running_catalogue: RunningCatalogue) -> None:
    code = running_catalogue.invite(SHOP, figures="counts")

    joined = run("pair", running_catalogue.url, code)
    sent = run("sync", "--once", "--json")

    assert joined.code == 0
    assert SHOP in joined.out
    assert running_catalogue.url in joined.out
    assert re.search(r"coffre à clés.*shop\.db\.keys", joined.err), "a key in a file is warned of"
    assert sent.code == 0
    assert (sent.figures["products"], sent.figures["levels"], sent.figures["waiting"]) == (1, 1, 0)
    assert sent.figures["current"] is True
    assert _comes_to_show(running_catalogue, 100 - SOLD)
    assert run("sync", "--once", "--json").figures["batches"] == 0, "what was taken is not sent again"


def test_a_restored_shop_makes_its_window_true_again(
    run: Program, running_catalogue: RunningCatalogue, rates: tuple[TaxRate, ...]
) -> None:
    run("pair", running_catalogue.url, running_catalogue.invite(SHOP, figures="counts"))
    run("sync", "--once")
    copy = run("backup", "--json").figures["file"]
    _sell(run.shop, 20, rates)
    assert run("sync", "--once").code == 0
    assert _comes_to_show(running_catalogue, 100 - SOLD - 20)

    restored = run("restore", copy)
    sent = run("sync", "--once", "--json")

    assert restored.code == 0
    assert sent.code == 0
    assert sent.figures["current"] is True
    assert _comes_to_show(running_catalogue, 100 - SOLD), "the window shows what the restored shop has"
    _sell(run.shop, 1, rates)
    assert run("sync", "--once").code == 0
    assert _comes_to_show(running_catalogue, 100 - SOLD - 1)
    assert run("check").code == 0


def test_a_wrong_code_is_explained_and_joins_nothing(run: Program, running_catalogue: RunningCatalogue) -> None:
    running_catalogue.invite(SHOP)
    before = run.shop.read_bytes()

    ran = run("pair", running_catalogue.url, "AAAA-2222")

    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert not FileKeyStore(run.shop.with_name("shop.db.keys")).load("catalogue")
    assert run.shop.read_bytes() == before


@pytest.mark.parametrize("address", ["http://example.org", "ftp://127.0.0.1", "", "http://127.0.0.1:1"])
def test_an_address_that_cannot_be_is_explained(address: str, run: Program) -> None:
    ran = run("pair", address, "AAAA-2222")

    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert ran.err


def test_a_catalogue_that_is_away_leaves_the_news_waiting(run: Program, running_catalogue: RunningCatalogue) -> None:
    run("pair", running_catalogue.url, running_catalogue.invite(SHOP, figures="counts"))
    port = running_catalogue.port
    running_catalogue.stop()

    away = run("sync", "--once", "--json")

    assert away.code == 1
    assert away.figures["waiting"] == 1
    assert away.figures["current"] is False
    assert away.err, "what is wrong is said in words"
    running_catalogue.start(running_catalogue.data_dir, port=port)
    assert run("sync", "--once").code == 0
    assert _comes_to_show(running_catalogue, 100 - SOLD)


def test_a_shop_that_was_never_joined_says_so(run: Program) -> None:
    ran = run("sync", "--once")

    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_comparing_finds_what_was_spoilt_tells_the_movements_and_mends_it(
    run: Program,
    running_catalogue: RunningCatalogue,
    rates: tuple[TaxRate, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("pair", running_catalogue.url, running_catalogue.invite(SHOP, figures="counts"))
    run("sync", "--once")
    _sell(run.shop, 2, rates)
    agreed = run("sync", "--compare", "--json")
    spoiler = Spoiler(running_catalogue.data_dir, _shop_id(run.shop))
    spoiler.level(f"version = 1, quantity_milli = {(100 - SOLD) * 1000}", SOAP.id)
    _let_pauses_pass(monkeypatch)

    ran = run("sync", "--compare")

    assert (agreed.code, agreed.figures["products"], agreed.figures["differing"]) == (0, 1, 0)
    assert ran.code == 0, ran.err
    assert SOAP.name in ran.out
    told = [int(seq) for seq in re.findall(r"/1/(\d+)", ran.out)]
    assert told == [SOLD + 1, SOLD + 2, SOLD + 3], "the movement that the window knew last, and the two since"
    assert _comes_to_show(running_catalogue, 100 - SOLD - 2)

    spoiler.level("quantity_milli = 1000", SOAP.id)
    figures = run("sync", "--compare", "--json").figures
    assert (figures["differing"], figures["sent_again"], figures["agreed_again"]) == (1, 1, 1)
    (drift,) = figures["drifts"]
    assert (drift["kind"], drift["state"], drift["theirs"]["level"]["milli"]) == ("manual-edit", "repaired", 1000)


def test_too_much_at_once_is_held_back_until_somebody_says_repair(
    run: Program, running_catalogue: RunningCatalogue, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    db = open_shop(run.shop, now=now, new_id=ids(11))
    more = [product(f"Bougie {number}") for number in range(21)]
    for one in more:
        add_product(db, one)
    open_stock(db, [(one.id, pieces(5)) for one in more], now=now)
    db.close()
    run("pair", running_catalogue.url, running_catalogue.invite(SHOP, figures="counts"))
    run("sync", "--once")
    spoiler = Spoiler(running_catalogue.data_dir, _shop_id(run.shop))
    for one in more:
        spoiler.level("quantity_milli = 0", one.id)
    _let_pauses_pass(monkeypatch)

    held = run("sync", "--compare", "--json")
    again = run("sync", "--once")
    repaired = run("sync", "--compare", "--repair", "--json")

    assert (held.code, held.figures["sent_again"], held.figures["braked"]["would_change"]) == (1, 0, 21)
    assert again.code == 1
    assert (repaired.code, repaired.figures["sent_again"], repaired.figures["agreed_again"]) == (0, 21, 21)


def test_a_shop_that_never_joined_has_nothing_to_compare(run: Program) -> None:
    ran = run("sync", "--compare")

    assert ran.code == 2
    assert "Traceback" not in ran.err


def _shop_id(shop: Path) -> str:
    reader = connect_reader(shop)
    try:
        return str(reader.value("SELECT shop FROM online_link"))
    finally:
        reader.close()


def _let_pauses_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock goes on by what is waited for, and nobody waits."""
    passed: list[float] = []
    real = machine.now
    monkeypatch.setattr(time, "sleep", passed.append)
    monkeypatch.setattr(machine, "now", lambda: real() + timedelta(seconds=sum(passed)))
