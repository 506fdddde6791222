"""What a reservation says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.online_order import OnlineOrder, OrderLine, OrderMode, OrderState
from pos.domain.quantity import Quantity, Unit, pieces
from pos.wording import Wording
from tests.builders import NOON
from ui.orders.order_view import OrderView
from ui.orders.order_words import (
    answers,
    articles_in_words,
    state_in_words,
    to_prepare_in_words,
    until_in_words,
    waits_in_words,
)

FR, EN = Wording("fr"), Wording("en")
ORDER = OnlineOrder(
    target="catalogue",
    id="1",
    number="K7Q3",
    revision=1,
    state=OrderState.REQUESTED,
    mode=OrderMode.REQUEST,
    lines=(
        OrderLine(1, "p1", "Pain de seigle", Unit.PIECE, pieces(3), pieces(3)),
        OrderLine(2, "p2", "Comté", Unit.KILOGRAM, Quantity(350), Quantity(350)),
    ),
    made_at=NOON.astimezone(UTC),
    expires_at=NOON.astimezone(UTC) + timedelta(hours=6),
    customer="Mme Petit",
)


def test_its_articles_stand_with_their_quantities() -> None:
    assert articles_in_words(ORDER, FR) == "3\u00a0× Pain de seigle, 0,350\u00a0kg Comté"


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (timedelta(seconds=-9), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=61), "1 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=49), "2 jours"),
    ],
)
def test_how_long_it_waits(waited: timedelta, said: str) -> None:
    assert waits_in_words(ORDER, NOON + waited, FR) == said


def test_until_when_is_said_in_the_shop_s_time() -> None:
    assert until_in_words(ORDER, NOON, FR) == "jusqu’à 18:00"
    assert until_in_words(ORDER, NOON - timedelta(days=1), EN) == "until 23/11/2026 18:00"
    assert until_in_words(ORDER, NOON + timedelta(hours=7), EN) == "its time is over: 18:00"
    assert until_in_words(replace(ORDER, expires_at=None), NOON, EN) == ""


def test_where_it_stands() -> None:
    assert {state: state_in_words(replace(ORDER, state=state), FR) for state in OrderState} == {
        OrderState.REQUESTED: "À répondre",
        OrderState.HELD: "À préparer",
        OrderState.CONFIRMED: "Prête",
        OrderState.FULFILLED: "Retirée",
        OrderState.REJECTED: "Refusée",
        OrderState.EXPIRED: "Délai dépassé",
        OrderState.CANCELLED: "Annulée",
    }
    assert state_in_words(replace(ORDER, ticket_id="t"), FR) == "Sur un ticket"


@pytest.mark.parametrize("words", ["k7q3", "K7-Q3", "7q", "petit", "mme petit", "seigle"])
def test_it_answers_to_what_people_type(words: str) -> None:
    assert answers(ORDER, words)


@given(st.text(alphabet="abcdefxyz0123456789", min_size=1))
def test_a_number_is_only_answered_whole_by_a_scan(typed: str) -> None:
    found = OrderView(open=(ORDER,)).numbered(typed)

    assert (found is ORDER) == (typed.casefold() == "k7q3")


def test_an_open_one_is_found_before_one_that_ended_with_its_number() -> None:
    old = replace(ORDER, id="0", state=OrderState.FULFILLED)

    assert OrderView(open=(ORDER,), ended=(old,)).numbered("k7q3") is ORDER
    assert OrderView(ended=(old,)).numbered(" K7 Q3 ") is old
    assert OrderView(open=(ORDER,)).numbered("") is None


def test_what_is_to_do_counts_what_nobody_put_aside() -> None:
    ready = replace(ORDER, id="2", state=OrderState.CONFIRMED)

    assert OrderView(open=(ORDER, ready)).to_do == 1
    assert to_prepare_in_words(1, FR) == "1 réservation à préparer"
    assert to_prepare_in_words(2, FR) == "2 réservations à préparer"
