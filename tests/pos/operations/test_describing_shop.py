"""The shop says who it is: kept, recorded with what it said before, and on the next record at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from pos.database.connection import Database
from pos.database.journal.records import in_order
from pos.domain.errors import ShopDetailsWrong
from pos.domain.shop import ShopFault, ShopField, ShopIdentity
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.operations.cataloguing import add_product
from pos.operations.describing_shop import ShopDetails, look_at_shop, save_shop
from pos.operations.selling import sell
from tests.builders import exactly, product, ticket

SHOP = ShopIdentity(name="Épicerie du Marché", siret="732 829 320 00074", footer=("Merci !",))


def events(db: Database, name: str) -> list[Any]:
    return [parse(record.payload) for record in in_order(db) if record.subject == name]


def sell_one(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    soap = product()
    add_product(db, soap)
    basket = ticket(soap)
    sell(db, basket, exactly(basket), now=now, rates=rates)


def test_what_is_saved_is_kept_and_recorded_with_what_was_before(db: Database, now: datetime) -> None:
    save_shop(db, ShopDetails(SHOP), now=now)
    saved = save_shop(db, ShopDetails(replace(SHOP, city="Valbrune", franchise=True)), now=now)

    assert look_at_shop(db) == saved
    assert saved.shop.siret == "73282932000074"
    first, second = events(db, "COMPANY_CHANGED")
    assert (first["code"], first["siret"]) == (240, "73282932000074")
    assert first["data"]["after"] == {
        "name": "Épicerie du Marché", "siret": "73282932000074", "footer": ["Merci !"]
    }  # fmt: skip
    assert second["data"] == {"before": {"city": "", "franchise": 0}, "after": {"city": "Valbrune", "franchise": 1}}


def test_saving_the_same_again_records_nothing(db: Database, now: datetime) -> None:
    save_shop(db, ShopDetails(SHOP), now=now)
    save_shop(db, ShopDetails(SHOP), now=now)

    assert len(events(db, "COMPANY_CHANGED")) == 1
    assert events(db, "PARAM_CHANGED") == []


def test_a_new_cut_off_hour_is_a_parameter_changed(db: Database, now: datetime) -> None:
    save_shop(db, ShopDetails(SHOP, time(5, 30)), now=now)

    assert look_at_shop(db).cut_off == time(5, 30)
    [event] = events(db, "PARAM_CHANGED")
    assert event["data"] == {"name": "day.cut_off", "before": "04:00", "after": "05:30"}


def test_wrong_details_are_refused_and_nothing_is_kept(db: Database, now: datetime) -> None:
    with pytest.raises(ShopDetailsWrong) as refused:
        save_shop(db, ShopDetails(replace(SHOP, siret="1"), time(13)), now=now)

    assert refused.value.faults == {
        ShopField.SIRET: ShopFault.SIRET_WRONG,
        ShopField.CUT_OFF: ShopFault.CUT_OFF_UNREADABLE,
    }
    assert look_at_shop(db) == ShopDetails(ShopIdentity())
    assert events(db, "COMPANY_CHANGED") == []


def test_an_hour_that_would_move_the_running_day_waits_for_its_closing(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    early = now.replace(hour=4, minute=30) + timedelta(days=1)
    sell_one(db, early, rates)

    with pytest.raises(ShopDetailsWrong) as refused:
        save_shop(db, ShopDetails(SHOP, time(5)), now=early)

    assert refused.value.reason is ShopFault.CUT_OFF_IN_AN_OPEN_DAY
    assert look_at_shop(db).cut_off == time(4)
    assert events(db, "COMPANY_CHANGED") == []
    save_shop(db, ShopDetails(SHOP, time(3)), now=early)
