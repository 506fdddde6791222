"""`comptoir staff`: the list, somebody added, a PIN set anew, a wait lifted by who has the machine; all of it noted."""

from __future__ import annotations

import contextlib
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pos.database import staff, till
from pos.database.connection import Database, connect_reader
from pos.database.journal.author import author_of
from pos.database.journal.records import in_order
from pos.domain.errors import PersonLocked, PinWrong
from pos.domain.staff import Role
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.keystore import FileKeyStore, key_file
from pos.operations import staffing
from pos.operations.opening import open_shop
from pos.operations.pins import DevicePepper, pepper_name
from tests.builders import ids
from tests.ui.commands.running import Ran
from ui.__main__ import main

PIN = "2580"


class Program:
    """The program, run here; what is typed comes in on standard input."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shop: Path) -> None:
        self._capsys, self._monkeypatch, self._shop = capsys, monkeypatch, shop

    def __call__(self, *words: str, typed: str = "") -> Ran:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["staff", *words, "--shop", str(self._shop), "--language", "en"])
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shop_path: Path, now: datetime) -> Program:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # nobody's own key store
    open_shop(shop_path, now=now, new_id=ids(3)).close()
    return Program(capsys, monkeypatch, shop_path)


def changes(path: Path) -> list[dict[str, Any]]:
    """What the event log says of people, and who wrote it."""
    reader = connect_reader(path)
    with contextlib.closing(reader):
        records = [parse(one.payload) for one in in_order(reader) if one.subject == Event.USER_CHANGED.value]
    return [{"by": one["opname"], **one["data"]} for one in records]  # type: ignore[dict-item]


def sign_in(db: Database, path: Path, name: str, pin: str, now: datetime) -> None:
    pepper = DevicePepper(FileKeyStore(key_file(path))).of(db)
    staffing.sign_in(db, staffing.person_named(db, name).id, pin, now=now, pepper=pepper)


def test_the_people_are_listed(run: Program) -> None:
    assert run().out == "Titulaire · Owner · without a PIN\n"
    assert run("--json").figures == {"people": [{"name": "Titulaire", "role": "owner", "pin": False, "wrong_pins": 0}]}


def test_somebody_is_added_with_a_role(run: Program, shop_path: Path) -> None:
    assert run("--add", "Nadia", "--role", "manager").code == 0

    reader = connect_reader(shop_path)
    with contextlib.closing(reader):
        assert [(one.name, one.role) for one in staff.everyone(reader)][-1] == ("Nadia", Role.MANAGER)
    assert changes(shop_path)[-1]["by"] == "comptoir"


def test_a_pin_is_set_anew_and_lets_in(run: Program, shop_path: Path, now: datetime) -> None:
    ran = run("--reset-pin", "titulaire", typed=f"{PIN}\n{PIN}\n")

    assert (ran.code, ran.out) == (0, "The PIN of Titulaire is set.\n")
    db = open_shop(shop_path, now=now, new_id=ids(4))
    sign_in(db, shop_path, "Titulaire", PIN, now)
    db.close()
    assert [(one["by"], one["change"]) for one in changes(shop_path)] == [("comptoir", "pin")]


def test_an_owner_locked_out_for_a_day_comes_back(run: Program, shop_path: Path, now: datetime) -> None:
    run("--reset-pin", "Titulaire", typed=f"{PIN}\n{PIN}\n")
    db = open_shop(shop_path, now=now, new_id=ids(4))
    for _ in range(5):
        with contextlib.suppress(PinWrong, PersonLocked):
            sign_in(db, shop_path, "Titulaire", "9173", now)
    with pytest.raises(PersonLocked):
        sign_in(db, shop_path, "Titulaire", PIN, now)
    db.close()

    assert run("--unlock", "Titulaire").code == 0

    db = open_shop(shop_path, now=now, new_id=ids(5))
    sign_in(db, shop_path, "Titulaire", PIN, now)
    db.close()


def test_a_lost_secret_is_made_anew_with_the_pin(run: Program, shop_path: Path, now: datetime) -> None:
    run("--reset-pin", "Titulaire", typed=f"{PIN}\n{PIN}\n")
    db = open_shop(shop_path, now=now, new_id=ids(4))
    keys = FileKeyStore(key_file(shop_path))
    keys.forget(pepper_name(till.identity(db).id))
    db.close()

    assert run("--reset-pin", "Titulaire", typed="7391\n7391\n").code == 0

    db = open_shop(shop_path, now=now, new_id=ids(4))
    sign_in(db, shop_path, "Titulaire", "7391", now)
    assert author_of(db).operator.name == "Titulaire"
    db.close()


def test_two_pins_that_differ_change_nothing(run: Program, shop_path: Path) -> None:
    ran = run("--reset-pin", "Titulaire", typed=f"{PIN}\n7391\n")

    assert ran.code == 2
    assert "Nothing was changed." in ran.err
    assert changes(shop_path) == []


def test_a_pin_too_easy_and_an_unknown_name_are_refused_in_words(run: Program) -> None:
    assert "This cannot be a PIN" in run("--reset-pin", "Titulaire", typed="1234\n1234\n").err
    assert "Nobody of this name works here" in run("--unlock", "Zoé").err
