"""The slip that lies with goods put aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from pos.domain.online_order import NONE, OrderState
from pos.domain.quantity import pieces
from pos.domain.shop import ShopIdentity
from pos.receipts.document import QrCode, Size, Text
from pos.receipts.parcel import parcel_slip
from pos.receipts.text import render
from pos.wording import Wording
from tests import builders
from tests.pos.reservations import order

SHOP = ShopIdentity(name="Au Panier de Lise")


def test_it_says_which_for_whom_what_and_until_when_and_no_price() -> None:
    bread = builders.product("Pain de seigle", 320)
    made = order((bread, 3), state=OrderState.CONFIRMED)
    made = replace(made, number="K7Q3", note="Je passe vers 18 h.", expires_at=made.made_at.astimezone(UTC))

    slip = parcel_slip(made, SHOP, Wording("fr"), zone=builders.PARIS)

    assert slip.title == "Réservation K7Q3"
    big = [block.text for block in slip.blocks if isinstance(block, Text) and block.size is Size.BIG]
    assert big == ["K7Q3"]
    assert [block.content for block in slip.blocks if isinstance(block, QrCode)] == ["K7Q3"]
    said = render(slip, columns=32)
    for words in ("Au Panier de Lise", "RÉSERVÉ", "Mme Petit", "Pain de seigle", "Je passe vers 18 h.", "12:00"):
        assert words in said
    assert "€" not in said


@pytest.mark.parametrize(("is_paid", "told"), [(True, True), (False, False)])
def test_it_says_where_the_money_came_online(*, is_paid: bool, told: bool) -> None:
    made = order((builders.product("Thé", 650), 1), is_paid=is_paid)

    said = render(parcel_slip(made, SHOP, Wording("en"), zone=builders.PARIS), columns=32)

    assert ("PAID ONLINE" in said) == told


def test_what_the_shop_does_not_have_is_not_on_it() -> None:
    made = order((builders.product("Thé", 650), 1), (builders.product("Café", 450), 2))
    gone = replace(made.lines[0], held=NONE, released=pieces(1))

    said = render(parcel_slip(replace(made, lines=(gone, made.lines[1])), SHOP, Wording("en"), zone=None), columns=32)

    assert "Café" in said
    assert "Thé" not in said
