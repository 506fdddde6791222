"""What a deed makes of a reservation: every bit of what was asked for is somewhere, whatever is done."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import DeedNotPossible, NothingPromised
from pos.domain.online_order import ALLOWED, Deed, OnlineOrder, OrderState
from pos.domain.order_deed import LEADS_TO, after, to_collect
from pos.domain.quantity import Quantity, pieces
from tests import builders
from tests.pos.reservations import order

GOODS = [builders.product("Savon"), builders.product("Bougie")]
MEANT = st.none() | st.dictionaries(st.integers(0, 3), st.integers(-2, 9).map(pieces))


@given(
    st.lists(st.tuples(st.sampled_from(list(Deed)), MEANT), max_size=6),
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
    st.sampled_from(list(OrderState)),
)
def test_every_bit_of_what_was_asked_for_is_somewhere(
    deeds: list[tuple[Deed, Mapping[int, Quantity] | None]], counts: tuple[int, int], state: OrderState
) -> None:
    one = order((GOODS[0], counts[0]), (GOODS[1], counts[1]), state=state)

    for deed, quantities in deeds:
        one = _done(one, deed, quantities)

        for line in one.lines:
            assert line.asked == line.held + line.fulfilled + line.released
            assert min(line.held, line.fulfilled, line.released) >= pieces(0)
            assert one.state.is_open or not line.held


def _done(one: OnlineOrder, deed: Deed, quantities: Mapping[int, Quantity] | None) -> OnlineOrder:
    try:
        done = after(one, deed, quantities)
    except DeedNotPossible:
        assert one.state not in ALLOWED[deed]
        return one
    except NothingPromised:
        assert deed in {Deed.ACCEPT, Deed.CONFIRM, Deed.FULFIL}
        return one
    assert done.state is LEADS_TO[deed]
    assert (done.expires_at is None) is not done.state.is_open
    return done


def test_a_line_that_is_not_named_is_not_meant() -> None:
    asked = order((GOODS[0], 2), (GOODS[1], 1))

    done = after(asked, Deed.CONFIRM, {1: pieces(2)})

    assert [line.held for line in done.lines] == [pieces(2), pieces(0)]


def test_after_the_end_one_may_still_come_for_what_was_asked() -> None:
    late = order((GOODS[0], 2), state=OrderState.EXPIRED)

    done = after(late, Deed.FULFIL, {1: pieces(1)})

    assert to_collect(late, late.lines[0]) == pieces(2)
    assert (done.lines[0].fulfilled, done.lines[0].released) == (pieces(1), pieces(1))


def test_what_was_collected_is_not_collected_again() -> None:
    with pytest.raises(DeedNotPossible) as refused:
        after(order((GOODS[0], 2), state=OrderState.FULFILLED), Deed.FULFIL)

    assert refused.value.state is OrderState.FULFILLED
