"""A refused article that a person sets aside is out of the way, stays counted, and asks anew when refused anew."""

from __future__ import annotations

from datetime import timedelta

from pos.database import outbox
from sync import settling
from sync.line import window_state
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.sync.till_at_work import TillAtWork


def _refused(till: TillAtWork, catalogue: PretendCatalogue) -> tuple[str, str]:
    """Two articles the catalogue refuses, by name."""
    tea, soap = till.add("Thé"), till.add("Savon")
    catalogue.blamed = {tea.id, soap.id}
    till.push()
    return soap.id, tea.id


def test_what_is_set_aside_stays_counted_and_comes_last(till: TillAtWork, catalogue: PretendCatalogue) -> None:
    soap, tea = _refused(till, catalogue)
    target = till.link.target

    settling.leave_aside(till.db, target, [soap])

    assert outbox.left_aside(till.db, target) == {soap}
    assert till.waiting.set_aside == 2
    assert [one.product_id for one in outbox.set_aside(till.db, target)] == [tea, soap]
    state = window_state(till.db)
    assert (state.set_aside, state.left_aside) == (2, 1)


def test_all_can_be_set_aside_at_once(till: TillAtWork, catalogue: PretendCatalogue) -> None:
    both = _refused(till, catalogue)

    assert set(settling.leave_all_aside(till.db, till.link.target)) == set(both)

    assert outbox.left_aside(till.db, till.link.target) == set(both)


def test_what_is_refused_anew_asks_for_a_look_anew(till: TillAtWork, catalogue: PretendCatalogue) -> None:
    soap, _ = _refused(till, catalogue)
    settling.leave_all_aside(till.db, till.link.target)

    settling.send_again(till.db, soap, now=till.clock())
    assert soap not in outbox.left_aside(till.db, till.link.target)
    till.push()

    assert soap not in outbox.left_aside(till.db, till.link.target)
    assert till.waiting.set_aside == 2


def test_what_is_set_aside_can_be_sent_again(till: TillAtWork, catalogue: PretendCatalogue) -> None:
    _refused(till, catalogue)
    settling.leave_all_aside(till.db, till.link.target)
    catalogue.blamed = set()

    settling.send_all_again(till.db, till.link.target, now=till.clock())
    till.push()

    assert till.waiting == (0, 0, 0)
    assert outbox.left_aside(till.db, till.link.target) == frozenset()


def test_news_wait_since_the_first_sale_the_window_was_not_told_of(till: TillAtWork) -> None:
    tea = till.add("Thé")
    till.push()
    told_ms = round(till.clock().timestamp() * 1000)
    till.clock.advance(timedelta(minutes=3))
    till.sell(tea)
    first_ms = round(till.clock().timestamp() * 1000)
    till.clock.advance(timedelta(minutes=4))
    till.sell(tea)

    assert outbox.oldest_wait(till.db, till.link.target, told_until_ms=told_ms) == first_ms
    till.change(tea, name="Thé vert")
    assert outbox.oldest_wait(till.db, till.link.target, told_until_ms=told_ms) == told_ms, "a card bears no moment"
    till.push()
    assert outbox.oldest_wait(till.db, till.link.target, told_until_ms=told_ms) is None
