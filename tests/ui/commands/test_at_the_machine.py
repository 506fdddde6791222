"""Commands in a shop of several persons with PINs: none stumbles over them, and the records name the machine."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

import pytest

from pos.database import staff
from pos.database.connection import connect_reader
from pos.database.journal.author import author_of
from pos.database.journal.records import in_order
from pos.domain.errors import NotAllowed, NotSignedIn
from pos.domain.staff import Role
from pos.domain.tax import TaxRate
from pos.fiscal.verify import KO
from pos.keystore import FileKeyStore, key_file
from pos.operations import staffing
from pos.operations.closing import close_day
from pos.operations.counting_cash import count_cash
from pos.operations.opening import open_shop
from pos.operations.pins import DevicePepper
from pos.operations.verifying import verify_path
from tests.builders import ids
from tests.ui.commands.running import Ran, shop_that_sold
from ui.__main__ import main
from ui.commands.shop import held_shop

LIST = "Libellé;Prix\nSavon de Marseille;5,10\nMiel;7,90\n"


@pytest.fixture
def shop(tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop that sold, where Nadia and Paul have PINs and M. Renard inspects."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    path = shop_that_sold(tmp_path / "shop" / "shop.db", sales=3, now=now, rates=rates)
    with contextlib.closing(open_shop(path, now=now, new_id=ids(7))) as db:
        author_of(db)
        pepper, new_id = DevicePepper(FileKeyStore(key_file(path))).made_for(db), ids(8)
        staffing.set_pin(db, staff.first(db).id, "2580", now=now, pepper=pepper)
        paul = staffing.add_person(db, "Paul", Role.MANAGER, now=now, new_id=new_id)
        staffing.set_pin(db, paul.id, "7391", now=now, pepper=pepper)
        staffing.add_person(db, "M. Renard", Role.INSPECTOR, now=now, new_id=new_id)
    return path


def written_since(path: Path, seq: int) -> list[tuple[str, str]]:
    with contextlib.closing(connect_reader(path)) as reader:
        return [(one.subject, one.writer.operator_name) for one in in_order(reader, from_seq=seq + 1)]


def last_of(path: Path) -> int:
    with contextlib.closing(connect_reader(path)) as reader:
        return list(in_order(reader))[-1].seq


def test_every_command_that_writes_does_so_as_the_machine(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text(LIST, encoding="utf-8")

    def run(*words: str | Path) -> Ran:
        code = main([*map(str, words), "--shop", str(shop), "--language", "en"])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    for words in (
        ("import", prices, "--vat", "standard"),
        ("shop", "--name", "Chez Nadia"),
        ("staff", "--add", "Zoé"),
        ("backup", tmp_path / "copies"),
        ("archive", "--year", "2026", "--folder", tmp_path / "usb"),
        ("key",),
        ("key", "--rotate"),
    ):
        before = last_of(shop)
        ran = run(*words)
        written = written_since(shop, before)
        assert ran.code == 0, (words, ran.err)
        assert written or words == ("key",), words
        assert {name for _, name in written} <= {"comptoir"}, (words, written)
    [archive] = (tmp_path / "usb").glob("*.zip")
    refused = run("purge", archive)
    assert refused.code == 2
    assert "years" in refused.err
    [copy] = (tmp_path / "copies").glob("*.db")

    before = last_of(shop)
    assert run("restore", copy, "--no-witness").code == 0

    with contextlib.closing(connect_reader(shop)) as reader:
        restored = [one for one in in_order(reader) if one.subject == "RESTORE"]
    assert [one.writer.operator_name for one in restored] == ["comptoir"]
    assert verify_path(shop).verdict != KO


def test_at_the_machine_a_day_is_closed_and_counted_while_nobody_else_may_without_signing_in(
    shop: Path, now: datetime
) -> None:
    with contextlib.closing(open_shop(shop, now=now, new_id=ids(9))) as db, pytest.raises(NotSignedIn):
        close_day(db, now=now)

    with held_shop(shop) as db:
        closed = close_day(db, now=now)
        count_cash(db, closed.record.seq, {1_000: 1}, reason="", left=0, now=now)

    assert closed.record.writer.operator_name == "comptoir"


def test_who_may_not_close_neither_closes_nor_counts(shop: Path, now: datetime) -> None:
    with contextlib.closing(open_shop(shop, now=now, new_id=ids(9))) as db:
        seq = 1
        renard = staffing.person_named(db, "M. Renard")
        staffing.sign_in(db, renard.id, "", now=now, pepper=None)
        with pytest.raises(NotAllowed):
            close_day(db, now=now)
        with pytest.raises(NotAllowed):
            count_cash(db, seq, {}, reason="", left=0, now=now)
