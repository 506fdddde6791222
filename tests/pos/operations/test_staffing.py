"""Staffing through the real file: who works here, who is at the till, wrong PINs, a second person's word."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from pos.database import sales, staff
from pos.database.connection import Database
from pos.database.journal.author import author_of
from pos.database.journal.records import in_order
from pos.domain.errors import (
    LastOwner,
    NotAllowed,
    NotSignedIn,
    PersonGone,
    PersonLocked,
    PersonNameTaken,
    PinRefused,
    PinSecretMissing,
    PinWrong,
)
from pos.domain.staff import USUAL_RIGHTS, Person, Right, Role
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.keystore import FileKeyStore, key_file
from pos.operations import pins, staffing
from pos.operations.allowing import NOBODY, check_allowed
from pos.operations.opening import open_shop
from pos.operations.pins import DevicePepper
from pos.operations.selling import sell
from tests.builders import exactly, ids, product, ticket

PIN: Final = "2580"
WRONG: Final = "9173"


@dataclass
class Shop:
    """A shop whose file can be closed and opened again, as after a restart, with what its machine keeps."""

    path: Path
    now: datetime
    db: Database = field(init=False)
    keys: FileKeyStore = field(init=False)

    def __post_init__(self) -> None:
        self.keys = FileKeyStore(key_file(self.path))
        self._open()

    def _open(self) -> None:
        self.db = open_shop(self.path, now=self.now, new_id=ids(7), keys=self.keys, synchronous="NORMAL")

    @property
    def pepper(self) -> bytes | None:
        return DevicePepper(self.keys).of(self.db)

    def restart(self) -> None:
        self.db.close()
        self._open()

    def add(self, name: str, role: Role = Role.SELLER, pin: str = "") -> Person:
        person = staffing.add_person(self.db, name, role, now=self.now, new_id=_new_id)
        return self.give_pin(person, pin) if pin else person

    def give_pin(self, person: Person, pin: str = PIN) -> Person:
        pepper = DevicePepper(self.keys).made_for(self.db)
        return staffing.set_pin(self.db, person.id, pin, now=self.now, pepper=pepper)

    def sign_in(self, person: Person, pin: str = "") -> staffing.SignedIn:
        return staffing.sign_in(self.db, person.id, pin, now=self.now, pepper=self.pepper)

    def approve(self, person: Person, right: Right, pin: str = PIN) -> staffing.Approval:
        return staffing.approve(self.db, person.id, pin, right, now=self.now, pepper=self.pepper)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def first(self) -> Person:
        author_of(self.db)
        return staff.first(self.db)

    def events(self, event: Event) -> list[dict[str, Any]]:
        """The records of an event, oldest first."""
        records = (record for record in in_order(self.db) if record.subject == event.value)
        return [parse(record.payload) for record in records]


class PowerCut(BaseException):
    """The program is dead."""


class CutOff(str):
    """A PIN at whose first look the power goes."""

    __slots__ = ()

    def encode(self, *_: str) -> bytes:
        raise PowerCut


_new_id = ids(99)


@pytest.fixture
def shop(tmp_path: Path, now: datetime) -> Iterator[Shop]:
    one = Shop(tmp_path / "shop.db", now)
    yield one
    one.db.close()


def test_the_first_person_alone_sells_without_signing_in(shop: Shop, rates: tuple[TaxRate, ...]) -> None:
    one = ticket(product())

    sold = sell(shop.db, one, exactly(one), now=shop.now, rates=rates)

    assert sold.record is not None
    assert sold.record.writer.operator_name == staff.FIRST_NAME
    assert shop.events(Event.LOGIN) == []


def test_where_somebody_has_a_pin_nothing_is_sold_before_somebody_signed_in(
    shop: Shop, rates: tuple[TaxRate, ...]
) -> None:
    owner = shop.give_pin(shop.first)
    shop.restart()
    one = ticket(product())

    with pytest.raises(NotSignedIn):
        sell(shop.db, one, exactly(one), now=shop.now, rates=rates)
    shop.sign_in(owner, PIN)

    assert sell(shop.db, one, exactly(one), now=shop.now, rates=rates).record is not None


def test_every_record_names_who_is_at_the_till(shop: Shop, rates: tuple[TaxRate, ...]) -> None:
    lucie = shop.add("Lucie")
    shop.sign_in(lucie)
    one = ticket(product())

    sold = sell(shop.db, one, exactly(one), now=shop.now, rates=rates)

    assert sold.record is not None
    assert parse(sold.record.payload)["opname"] == "Lucie"
    assert sold.record.writer.operator_id == lucie.id


def test_after_a_sign_out_nothing_is_sold(shop: Shop, rates: tuple[TaxRate, ...]) -> None:
    shop.sign_in(shop.add("Lucie"))
    one = ticket(product())

    staffing.sign_out(shop.db, now=shop.now)

    with pytest.raises(NotSignedIn):
        sell(shop.db, one, exactly(one), now=shop.now, rates=rates)
    assert sales.count(shop.db) == 0
    assert [event["data"]["person"] for event in shop.events(Event.LOGOUT)][-1] == staffing.person_named(
        shop.db, "lucie"
    ).id


def test_an_inspector_sells_nothing(shop: Shop, rates: tuple[TaxRate, ...]) -> None:
    shop.sign_in(shop.add("M. Renard", Role.INSPECTOR))
    one = ticket(product())

    with pytest.raises(NotAllowed) as refused:
        sell(shop.db, one, exactly(one), now=shop.now, rates=rates)

    assert refused.value.reason == Right.SELL


def test_signing_in_and_switching_are_logged_with_their_codes(shop: Shop) -> None:
    lucie, nadia = shop.add("Lucie"), shop.add("Nadia", Role.MANAGER, PIN)

    shop.sign_in(lucie)
    shop.sign_in(nadia, PIN)

    assert [(event["opname"], event["code"]) for event in shop.events(Event.LOGIN)] == [("Lucie", 80), ("Nadia", 80)]
    assert [(event["opname"], event["code"]) for event in shop.events(Event.LOGOUT)][-1] == ("Lucie", 40)


def test_a_wrong_pin_is_refused_counted_and_logged(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)

    with pytest.raises(PinWrong):
        shop.sign_in(lucie, WRONG)

    assert staff.person(shop.db, lucie.id).tries == 1
    [failed] = shop.events(Event.LOGIN_FAIL)
    assert failed["data"] == {"person": lucie.id, "tries": 1}


def test_no_pin_right_or_wrong_is_in_the_file(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin="80237716")
    with contextlib.suppress(PinWrong):
        shop.sign_in(lucie, "66402913")
    shop.sign_in(lucie, "80237716")
    shop.db.checkpoint()

    for path in shop.path.parent.iterdir():
        assert b"80237716" not in path.read_bytes()
        assert b"66402913" not in path.read_bytes()


def test_who_signs_in_hears_how_many_wrong_pins_were_tried(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)
    for _ in range(3):
        with contextlib.suppress(PinWrong):
            shop.sign_in(lucie, WRONG)

    signed = shop.sign_in(lucie, PIN)

    assert signed.wrong_before == 3
    assert shop.sign_in(lucie, PIN).wrong_before == 0


def test_the_fifth_wrong_pin_locks_through_a_restart_even_for_the_right_one(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)
    for _ in range(4):
        with pytest.raises(PinWrong):
            shop.sign_in(lucie, WRONG)
    with pytest.raises(PersonLocked):
        shop.sign_in(lucie, WRONG)
    shop.restart()
    shop.wait(seconds=29)

    with pytest.raises(PersonLocked) as locked:
        shop.sign_in(lucie, PIN)
    shop.wait(seconds=1)

    assert locked.value.wait == timedelta(seconds=1)
    assert shop.sign_in(lucie, PIN).person.name == "Lucie"


def test_a_clock_put_back_by_a_year_locks_nobody_out_for_a_year(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)
    for _ in range(5):
        with contextlib.suppress(PinWrong, PersonLocked):
            shop.sign_in(lucie, WRONG)
    shop.wait(days=-365)

    with pytest.raises(PersonLocked) as locked:
        shop.sign_in(lucie, PIN)
    shop.wait(seconds=30)

    assert locked.value.wait == timedelta(seconds=30)
    shop.sign_in(lucie, PIN)


def test_ten_thousand_pins_with_the_power_cut_between_are_at_most_thirty_tries_a_day(shop: Shop) -> None:
    """A thief tries PIN after PIN at 8.6 seconds each for a day, and cuts the power after every one."""
    nadia = shop.add("Nadia", Role.MANAGER, "9846")
    for guess in range(10_000):
        shop.restart()
        with contextlib.suppress(PinWrong, PersonLocked):
            shop.sign_in(nadia, f"{guess % 9_000:04d}")
        shop.wait(milliseconds=8_639)

    tried = shop.events(Event.LOGIN_FAIL)
    assert 10 <= len(tried) <= 30
    assert len(tried) == staff.person(shop.db, nadia.id).tries


def test_cutting_the_power_before_the_answer_gives_no_try_for_nothing(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)
    for _ in range(5):
        with contextlib.suppress(PowerCut):
            shop.sign_in(lucie, CutOff(WRONG))
        shop.restart()

    with pytest.raises(PersonLocked):
        shop.sign_in(lucie, PIN)


def test_the_tenth_wrong_pin_needs_an_owner_who_lifts_it(shop: Shop) -> None:
    nadia = shop.add("Nadia", Role.MANAGER, PIN)
    for _ in range(10):
        with contextlib.suppress(PinWrong, PersonLocked):
            shop.sign_in(nadia, WRONG)
        shop.wait(minutes=10)
    with pytest.raises(PersonLocked) as locked:
        shop.sign_in(nadia, PIN)

    staffing.unlock(shop.db, nadia.id, now=shop.now)

    assert locked.value.wait > timedelta(hours=23)
    assert shop.sign_in(nadia, PIN).person == replace(nadia, tries=0, locked_until_ms=0)
    assert [event["data"]["change"] for event in shop.events(Event.USER_CHANGED)][-1] == "unlocked"


def test_a_stolen_file_without_the_pepper_cannot_be_tried(shop: Shop, tmp_path: Path) -> None:
    """The thief knows how it is made and has every row: no PIN of ten thousand fits what is kept."""
    lucie = shop.add("Lucie", pin=PIN)
    kept = staff.pin(shop.db, lucie.id)
    shop.db.close()
    stolen = tmp_path / "elsewhere" / "shop.db"
    stolen.parent.mkdir()
    stolen.write_bytes(shop.path.read_bytes())
    shop.restart()

    db = open_shop(stolen, now=shop.now, new_id=ids(8), keys=shop.keys)  # even the till's signing key, had he that
    pepper = DevicePepper(FileKeyStore(tmp_path / "his.keys")).made_for(db)
    with pytest.raises(PinSecretMissing):
        staffing.sign_in(db, lucie.id, PIN, now=shop.now, pepper=pepper)
    assert staff.person(db, lucie.id).tries == 0
    db.close()
    marked_his = f"{pins.hashed(PIN, pepper).partition(':')[0]}:{kept.partition(':')[2]}"
    for guess in itertools.chain([PIN], (f"{number:04d}" for number in range(0, 10_000, 997))):
        assert not pins.fits(marked_his, guess, pepper)
        assert not pins.fits(kept, guess, bytes(32))
    assert shop.pepper is not None
    assert pins.fits(kept, PIN, shop.pepper)


def test_when_the_pepper_is_lost_pins_are_set_anew(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)
    key_file(shop.path).rename(shop.path.with_name("lost"))
    shop.keys = FileKeyStore(key_file(shop.path))

    with pytest.raises(PinSecretMissing):
        shop.sign_in(lucie, PIN)
    shop.give_pin(lucie, "7391")

    assert shop.sign_in(lucie, "7391").person.name == "Lucie"


def test_a_pin_too_easy_is_refused_and_nothing_written(shop: Shop) -> None:
    lucie = shop.add("Lucie")

    with pytest.raises(PinRefused):
        shop.give_pin(lucie, "1234")

    assert not staff.person(shop.db, lucie.id).has_pin


def test_a_second_person_answers_for_what_the_first_may_not_do(shop: Shop, rates: tuple[TaxRate, ...]) -> None:
    lucie, nadia = shop.add("Lucie"), shop.add("Nadia", Role.MANAGER, PIN)
    shop.sign_in(lucie)
    with pytest.raises(NotAllowed):
        check_allowed(shop.db, Right.EDIT_ARTICLES)

    approval = shop.approve(nadia, Right.EDIT_ARTICLES)
    check_allowed(shop.db, Right.EDIT_ARTICLES)
    one = ticket(product())
    under = sell(shop.db, one, exactly(one), now=shop.now, rates=rates).record
    staffing.end_approval(shop.db, approval)
    other = ticket(product())
    alone = sell(shop.db, other, exactly(other), now=shop.now, rates=rates).record

    [override] = shop.events(Event.MANAGER_OVERRIDE)
    assert override["data"] == {"right": "edit_articles", "person": nadia.id, "for": lucie.id}
    assert (override["op"], override["resp"]) == (lucie.id, nadia.id)
    assert under is not None
    assert alone is not None
    assert (under.writer.operator_id, under.writer.responsible_id) == (lucie.id, nadia.id)
    assert alone.writer.responsible_id == ""
    with pytest.raises(NotAllowed):
        check_allowed(shop.db, Right.EDIT_ARTICLES)


def test_who_may_not_either_or_has_no_pin_approves_nothing(shop: Shop) -> None:
    lucie, paul, nadia = shop.add("Lucie"), shop.add("Paul", pin=PIN), shop.add("Nadia", Role.MANAGER)
    shop.sign_in(lucie)

    for person in (paul, nadia):
        with pytest.raises(NotAllowed):
            shop.approve(person, Right.IMPORT)
    assert shop.events(Event.MANAGER_OVERRIDE) == []


def test_guesses_at_an_approval_count_like_those_at_the_sign_in(shop: Shop) -> None:
    lucie, nadia = shop.add("Lucie"), shop.add("Nadia", Role.MANAGER, PIN)
    shop.sign_in(lucie)
    for _ in range(5):
        with contextlib.suppress(PinWrong, PersonLocked):
            shop.approve(nadia, Right.IMPORT, WRONG)

    with pytest.raises(PersonLocked):
        shop.sign_in(nadia, PIN)


def test_who_leaves_is_kept_by_name_and_signs_in_no_more(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)
    shop.sign_in(lucie, PIN)

    staffing.leave(shop.db, lucie.id, now=shop.now)

    assert author_of(shop.db).operator == NOBODY
    with pytest.raises(PersonGone):
        shop.sign_in(lucie, PIN)
    assert staff.names(shop.db)[lucie.id] == "Lucie"
    with pytest.raises(PersonNameTaken):
        shop.add("lucie")


def test_a_shop_keeps_an_owner(shop: Shop) -> None:
    first = shop.first
    with pytest.raises(LastOwner):
        staffing.leave(shop.db, first.id, now=shop.now)
    with pytest.raises(LastOwner):
        staffing.change_role(shop.db, first.id, Role.SELLER, now=shop.now)

    shop.add("Nadia", Role.OWNER)
    staffing.leave(shop.db, first.id, now=shop.now)

    assert [person.name for person in staff.everyone(shop.db)] == ["Nadia"]


def test_a_new_name_is_on_the_next_record(shop: Shop, rates: tuple[TaxRate, ...]) -> None:
    staffing.rename(shop.db, shop.first.id, "Nadia", now=shop.now)
    one = ticket(product())

    sold = sell(shop.db, one, exactly(one), now=shop.now, rates=rates)

    assert sold.record is not None
    assert sold.record.writer.operator_name == "Nadia"


def test_the_owner_gives_and_takes_the_rights_of_a_role(shop: Shop) -> None:
    lucie = shop.add("Lucie")
    rights = (USUAL_RIGHTS[Role.SELLER] - {Right.VOID}) | {Right.IMPORT}

    staffing.change_rights(shop.db, Role.SELLER, rights, now=shop.now)
    shop.restart()

    assert staff.person(shop.db, lucie.id).rights == rights
    changed = shop.events(Event.USER_CHANGED)[-1]["data"]
    assert (changed["role"], changed["given"], changed["taken"]) == ("seller", "import", "void")


@pytest.mark.parametrize("role", [Role.OWNER, Role.INSPECTOR])
def test_what_an_owner_and_an_inspector_may_do_is_fixed(shop: Shop, role: Role) -> None:
    with pytest.raises(NotAllowed):
        staffing.change_rights(shop.db, role, frozenset({Right.SELL}), now=shop.now)


def test_every_change_of_a_person_is_in_the_event_log(shop: Shop) -> None:
    lucie = shop.add("Lucie", pin=PIN)
    staffing.rename(shop.db, lucie.id, "Lucie Martin", now=shop.now)
    staffing.change_role(shop.db, lucie.id, Role.MANAGER, now=shop.now)
    staffing.set_pin(shop.db, lucie.id, "", now=shop.now, pepper=b"")
    staffing.leave(shop.db, lucie.id, now=shop.now)

    changes = [event["data"]["change"] for event in shop.events(Event.USER_CHANGED)]
    assert changes == ["added", "pin", "renamed", "role", "pin_removed", "left"]
