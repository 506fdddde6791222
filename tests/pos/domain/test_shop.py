"""What a shop says of itself: tidied, and looked over before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from pos.domain.shop import ShopFault, ShopField, ShopIdentity, faults, read_hour, tidied

SHOP = ShopIdentity(name="Épicerie", postcode="99123", siret="73282932000074", vat_number="FR44732829320")


def test_a_shop_whose_numbers_fit_has_no_fault() -> None:
    assert faults(SHOP) == {}
    assert faults(ShopIdentity(name="Épicerie")) == {}


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("name", "", ShopFault.NAME_MISSING),
        ("postcode", "9912", ShopFault.POSTCODE_WRONG),
        ("siret", "73282932000075", ShopFault.SIRET_WRONG),
        ("vat_number", "FR45732829320", ShopFault.VAT_NUMBER_WRONG),
        ("vat_number", "FR83404833048", ShopFault.VAT_NUMBER_OF_ANOTHER),
    ],
)
def test_each_fault_is_told_at_its_field(field: str, value: str, fault: ShopFault) -> None:
    wrong: dict[str, Any] = {field: value}
    shop = replace(SHOP, **wrong)

    assert faults(shop)[ShopField(field)] is fault


def test_what_is_kept_is_tidy() -> None:
    typed = ShopIdentity(name="  Épicerie  du   Marché ", siret="732 829 320 00074", footer=("", " Merci  ! ", "  "))

    assert tidied(typed) == ShopIdentity(name="Épicerie du Marché", siret="73282932000074", footer=("Merci !",))


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("4", time(4)), ("04:00", time(4)), ("4h30", time(4, 30)), ("04 h", time(4)), ("4.15", time(4, 15))],
)
def test_an_hour_is_read_as_people_write_it(typed: str, hour: time) -> None:
    assert read_hour(typed) == hour


@pytest.mark.parametrize("typed", ["", "matin", "24:00", "4:75", "4:5", "-4"])
def test_what_is_no_hour_is_none(typed: str) -> None:
    assert read_hour(typed) is None
