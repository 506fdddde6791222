"""How reservations are taken is kept, noted and versioned; what cannot be meant is kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.database import online_links, online_log
from pos.database.connection import Database
from pos.database.online_links import CATALOGUE, OnlineLink
from pos.domain.errors import ReservationRulesWrong, WindowLeft
from pos.domain.online_log import LogEvent
from pos.domain.online_order import OrderMode
from pos.domain.quantity import Quantity, pieces
from pos.domain.reservation_rules import ReservationRules, RuleFault, RuleField, faults
from pos.operations.ruling import keep_rules, rules_of

LINK = OnlineLink(
    target=CATALOGUE, kind=CATALOGUE, address="https://vitrines.example", shop="s", shop_name="Mercerie",
    window_url="", term=1, epoch=1, current_at_ms=5, failures=2, rules_told=1,
)  # fmt: skip
ESCROW = ReservationRules(
    mode=OrderMode.ESCROW, safety=pieces(3), share=pieces(5), hold=timedelta(days=2), answer=timedelta(hours=2)
)


@pytest.fixture
def joined(db: Database) -> Database:
    """A shop that has joined an online shop."""
    online_links.put(db, LINK)
    return db


def _link(db: Database) -> OnlineLink:
    link = online_links.get(db)
    assert link is not None
    return link


def test_a_shop_that_just_joined_answers_requests_itself(joined: Database) -> None:
    assert rules_of(_link(joined)) == ReservationRules()


def test_changed_rules_are_kept_under_a_greater_version_and_noted(joined: Database, now: datetime) -> None:
    done = keep_rules(joined, CATALOGUE, ESCROW, now=now)

    link = _link(joined)
    assert done.online
    assert rules_of(link) == ESCROW
    assert (link.rules_version, link.rules_told) == (2, 1), "the online shop has to be told"
    assert (link.current_at_ms, link.failures) == (5, 2), "how the line stands is left alone"
    [noted] = online_log.entries(joined, CATALOGUE, since_ms=0)
    assert noted.event is LogEvent.RULES_CHANGED
    assert noted.details == {"mode": "escrow", "version": 2}


def test_rules_kept_as_they_were_are_no_news(joined: Database, now: datetime) -> None:
    assert not keep_rules(joined, CATALOGUE, ReservationRules(), now=now).online
    assert _link(joined).rules_version == 1
    assert online_log.entries(joined, CATALOGUE, since_ms=0) == []


@pytest.mark.parametrize(
    ("wrong", "field", "fault"),
    [
        ({"mode": OrderMode.ESCROW, "share": pieces(0)}, RuleField.SHARE, RuleFault.NOTHING_HANDED_OVER),
        ({"mode": OrderMode.ESCROW, "share": pieces(1_001)}, RuleField.SHARE, RuleFault.TOO_MANY),
        ({"mode": OrderMode.SAFETY, "safety": pieces(1_001)}, RuleField.SAFETY, RuleFault.TOO_MANY),
        ({"hold": timedelta(minutes=14)}, RuleField.HOLD, RuleFault.HOLD_OUT_OF_BOUNDS),
        ({"hold": timedelta(days=15)}, RuleField.HOLD, RuleFault.HOLD_OUT_OF_BOUNDS),
        ({"answer": timedelta(minutes=4)}, RuleField.ANSWER, RuleFault.ANSWER_OUT_OF_BOUNDS),
        ({"answer": timedelta(days=8)}, RuleField.ANSWER, RuleFault.ANSWER_OUT_OF_BOUNDS),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason_and_nothing_is_kept(
    joined: Database, now: datetime, wrong: dict[str, object], field: RuleField, fault: RuleFault
) -> None:
    with pytest.raises(ReservationRulesWrong) as refused:
        keep_rules(joined, CATALOGUE, replace(ReservationRules(), **wrong), now=now)  # type: ignore[arg-type]

    assert refused.value.faults == {field: fault}
    assert refused.value.reason is fault
    assert _link(joined) == LINK


def test_a_shop_that_left_meanwhile_keeps_no_rules(db: Database, now: datetime) -> None:
    with pytest.raises(WindowLeft):
        keep_rules(db, CATALOGUE, ESCROW, now=now)


@given(
    mode=st.sampled_from(OrderMode),
    safety=st.integers(-1, 2_000_000),
    share=st.integers(-1, 2_000_000),
    hold=st.integers(0, 30_000),
    answer=st.integers(0, 30_000),
)
def test_whatever_passes_fits_what_the_wire_takes(
    mode: OrderMode, safety: int, share: int, hold: int, answer: int
) -> None:
    wished = ReservationRules(
        mode=mode, safety=Quantity(safety), share=Quantity(share), hold=timedelta(minutes=hold),
        answer=timedelta(minutes=answer),
    )  # fmt: skip

    if not faults(wished):
        assert 15 <= hold <= 14 * 24 * 60
        assert 5 <= answer <= 7 * 24 * 60
        assert mode is not OrderMode.SAFETY or 0 <= safety <= 10**9
        assert mode is not OrderMode.ESCROW or share > 0
