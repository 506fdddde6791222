"""When a shop is open: by its week, by the days on which it does not hold, and when next."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue.models import Closure, Shop
from sync.catalogue.opening import AHEAD_DAYS, Opening, coming, is_open_now, next_opening, opening

PARIS = "Europe/Paris"
WEEK = Shop(hours="Mo-Fr 09:00-12:30,14:00-19:00; Sa 09:00-19:00")


def _ms(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=ZoneInfo(PARIS)).timestamp() * 1000)  # type: ignore[arg-type, misc]


def _closed(first: str, last: str = "", hours: str = "", reason: str = "") -> Closure:
    return Closure(first=first, last=last or first, hours=hours, reason=reason)


HOLIDAY = _closed("2023-12-23", "2024-01-02", reason="Congés")


@pytest.mark.parametrize(
    ("closures", "moment", "is_open"),
    [
        ((), (2023, 11, 15, 12), True),
        ((), (2023, 11, 15, 13), False),
        ((_closed("2023-11-15"),), (2023, 11, 15, 12), False),
        ((_closed("2023-11-15", hours="12:45-13:15"),), (2023, 11, 15, 13), True),
        ((_closed("2023-11-15", hours="12:45-13:15"),), (2023, 11, 15, 12), False),
        ((_closed("2023-11-14"),), (2023, 11, 15, 12), True),
        ((_closed("2023-11-01", "2023-11-30"), _closed("2023-11-15", hours="9:00-13:00")), (2023, 11, 15, 12), True),
        ((_closed("2023-11-15", hours="9:00-13:00"), _closed("2023-11-01", "2023-11-30")), (2023, 11, 15, 12), False),
        ((_closed("2023-11-18", hours="20:00-02:00"),), (2023, 11, 19, 1), True),
    ],
)
def test_closures_go_before_the_week(closures: Sequence[Closure], moment: tuple[int, ...], is_open: bool) -> None:
    assert is_open_now(WEEK, closures, _ms(*moment), PARIS) is is_open


def test_hours_written_as_a_text_tell_nothing_but_on_the_days_of_a_closure() -> None:
    shop = Shop(hours="sur rendez-vous")

    assert is_open_now(shop, (), _ms(2023, 11, 15, 12), PARIS) is None
    assert is_open_now(shop, (_closed("2023-11-15"),), _ms(2023, 11, 15, 12), PARIS) is False
    assert opening(shop, (), _ms(2023, 11, 15, 12), PARIS) == Opening(None)


def test_a_shop_says_until_when_it_is_open_and_when_it_opens_again() -> None:
    assert opening(WEEK, (), _ms(2023, 11, 15, 10), PARIS) == Opening(True, closes_ms=_ms(2023, 11, 15, 12, 30))
    noon = opening(WEEK, (), _ms(2023, 11, 15, 13), PARIS)
    assert noon == Opening(False, opens_ms=_ms(2023, 11, 15, 14), opens_in_days=0)
    evening = opening(WEEK, (), _ms(2023, 11, 18, 20), PARIS)
    assert evening == Opening(False, opens_ms=_ms(2023, 11, 20, 9), opens_in_days=2)


def test_a_shop_on_holiday_opens_after_it_and_says_why() -> None:
    stands = opening(WEEK, (HOLIDAY,), _ms(2023, 12, 26, 10), PARIS)

    assert stands == Opening(False, opens_ms=_ms(2024, 1, 3, 9), opens_in_days=8, reason="Congés")


def test_an_opening_that_passes_midnight_ends_when_it_ends() -> None:
    bar = Shop(hours="Fr 18:00-02:00")

    assert opening(bar, (), _ms(2023, 11, 18, 1), PARIS).closes_ms == _ms(2023, 11, 18, 2)


def test_an_hour_of_the_night_the_clocks_change_is_the_shops_own() -> None:
    night = Shop(hours="Su 01:00-08:00")

    assert opening(night, (), _ms(2024, 3, 31, 4), PARIS).closes_ms == _ms(2024, 3, 31, 8)


def test_a_shop_that_never_opens_again_opens_never() -> None:
    assert next_opening(WEEK, (_closed("2023-01-01", "2033-01-01"),), _ms(2023, 11, 15, 12), PARIS) is None


def test_closures_are_told_two_months_ahead() -> None:
    now = _ms(2023, 12, 1, 10)
    past, far = _closed("2023-11-01"), _closed("2024-06-01")
    soon = _closed("2023-12-08", hours="10:00-12:00")

    assert coming((HOLIDAY, past, soon, far), now, PARIS) == (soon, HOLIDAY)


days = st.dates(min_value=datetime(2023, 11, 1).date(), max_value=datetime(2024, 1, 31).date())  # noqa: DTZ001
closures = st.builds(
    lambda one, other, hours: _closed(min(one, other).isoformat(), max(one, other).isoformat(), hours),
    days,
    days,
    st.sampled_from(["", "10:00-12:00", "22:00-03:00", "00:00-24:00"]),
)


@given(
    st.sampled_from([WEEK.hours, "Fr 18:00-02:00", "Mo-Su 00:00-24:00", "Su off", ""]),
    st.lists(closures, max_size=4),
    st.integers(min_value=_ms(2023, 11, 1), max_value=_ms(2024, 1, 31)),
)
def test_what_is_said_of_an_opening_is_always_so(line: str, told: list[Closure], now_ms: int) -> None:
    shop = Shop(hours=line)
    stands = opening(shop, told, now_ms, PARIS)

    assert stands.is_open is is_open_now(shop, told, now_ms, PARIS)
    if stands.closes_ms is not None:
        assert stands.closes_ms > now_ms
        assert is_open_now(shop, told, stands.closes_ms - 1000, PARIS)
    if stands.opens_ms is not None:
        assert now_ms < stands.opens_ms <= now_ms + (AHEAD_DAYS + 2) * 24 * 3600 * 1000
        assert is_open_now(shop, told, stands.opens_ms, PARIS)
        assert not is_open_now(shop, told, (now_ms + stands.opens_ms) // 2, PARIS)
